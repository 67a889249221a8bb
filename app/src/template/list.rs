//! `/admin/templates`: all assessment templates, by name.

use domain::assessment::{ItemCounts, TemplateRow};
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use super::acts::ActiveButton;
use super::api::templates;
use crate::list::{self, BinTable, Pages, StatusTag};
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
            <Link href="/admin/templates?status=deleted" text="See deleted templates"/>
        </Empty>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Name"),
        Column::new("Items"),
        Column::new("Tasks"),
        Column::number("Assessments"),
        Column::number("Version"),
        Column::new("Status"),
        Column::actions("Action"),
    ]
}

fn table(found: Listed<TemplateRow>, asked: &Asked) -> impl IntoView + use<> {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
    let clear = asked.is_filtered().then(|| HERE.to_owned());
    let results = numbers::counted(found.found, "template", "templates");
    let body = if found.rows.is_empty() {
        view! { <Empty title="No template matches" text="Try other words, or clear the filters."/> }
            .into_any()
    } else if asked.status == "deleted" {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        view! { <BinTable caption="Deleted templates" operation="/api/template/restore" items/> }.into_any()
    } else {
        let (columns, rows) = (columns(), found.rows.into_iter().map(row).collect());
        view! { <DataTable caption="Assessment templates" columns rows is_caption_hidden=true/> }.into_any()
    };
    view! {
        <FilterForm form_id="find" action=HERE values=filters.clone() clear results>
            <TextField name="q" label="Name" autocomplete="off"/>
            <SelectField name="status" label="Status" choices=list::statuses_and_bin() prompt="Any status"/>
        </FilterForm>
        {body}
        <Pages base=HERE filters previous=found.previous next=found.next/>
    }
}

fn row(row: TemplateRow) -> Row {
    let (id, active, name) = (row.id, row.active, row.name.clone());
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(items(row.items))
        .cell(list::few(&row.tasks))
        .cell(numbers::thousands(row.assessments))
        .cell(row.number.to_string())
        .cell(view! { <StatusTag active/> })
        .cell(view! {
            <ActiveButton id active name=name.clone()/>
            <Link href=format!("{HERE}/{id}/delete") text="Delete" hidden=name/>
        })
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
