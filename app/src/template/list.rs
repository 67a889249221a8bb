//! `/admin/templates`: all assessment templates, by name.

use domain::assessment::{ItemCounts, TemplateRow};
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use super::api::templates;
use crate::list::{self, Pages, StatusTag};
use crate::page::{self, Content};
use crate::ui::{
    Column, DataTable, Empty, FilterForm, Glyph, Link, LinkButton, PageHeading, Row, SelectField, TextField,
};
use crate::words::numbers;

const HERE: &str = "/admin/templates";

/// The page.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = templates(asked.clone()).await?;
        let is_empty = found.found == 0 && !asked.is_filtered();
        let body = if is_empty { none().into_any() } else { table(found, &asked).into_any() };
        let heading = view! {
            <PageHeading text="Assessment templates">
                <LinkButton href="/admin/templates/new" text="Add a template" icon=Glyph::Plus/>
            </PageHeading>
        };
        Ok(Content::new("Assessment templates", view! { {heading} {body} }).wide())
    })
}

fn none() -> impl IntoView {
    view! {
        <Empty
            title="No templates yet"
            text="A template holds the questions, skills and scenarios of an assessment, and the tasks it assesses."
            icon=Glyph::Clipboard
        >
            <LinkButton href="/admin/templates/new" text="Add the first template"/>
        </Empty>
    }
}

fn table(found: Listed<TemplateRow>, asked: &Asked) -> impl IntoView + use<> {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
    let clear = asked.is_filtered().then(|| HERE.to_owned());
    let results = numbers::counted(found.found, "template", "templates");
    let columns = vec![
        Column::new("Name"),
        Column::new("Items"),
        Column::new("Tasks"),
        Column::number("Assessments"),
        Column::number("Version"),
        Column::new("Status"),
    ];
    let body = if found.rows.is_empty() {
        view! { <Empty title="No template matches" text="Try other words, or clear the filters."/> }
            .into_any()
    } else {
        let rows = found.rows.into_iter().map(row).collect();
        view! { <DataTable caption="Assessment templates" columns rows is_caption_hidden=true/> }.into_any()
    };
    view! {
        <FilterForm form_id="find" action=HERE values=filters.clone() clear results>
            <TextField name="q" label="Name" autocomplete="off"/>
            <SelectField name="status" label="Status" choices=list::statuses() prompt="Any status"/>
        </FilterForm>
        {body}
        <Pages base=HERE filters previous=found.previous next=found.next/>
    }
}

fn row(row: TemplateRow) -> Row {
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(items(row.items))
        .cell(list::few(&row.tasks))
        .cell(numbers::thousands(row.assessments))
        .cell(row.number.to_string())
        .cell(view! { <StatusTag active=row.active/> })
}

/// "2 questions, 3 skills, 1 scenario".
pub(super) fn items(items: ItemCounts) -> String {
    let of = [
        numbers::counted(items.knowledge, "question", "questions"),
        numbers::counted(items.practical, "skill", "skills"),
        numbers::counted(items.emergency, "scenario", "scenarios"),
    ];
    of.join(", ")
}
