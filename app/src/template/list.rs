//! `/admin/templates`: all assessment templates, by name.

use domain::assessment::{ItemCounts, TemplateRow};
use domain::list::{Asked, Listed, TemplateSort};
use leptos::prelude::*;

use super::acts::ActiveButton;
use super::api::templates;
use crate::list::{self, BinTable, Found, Sorting, StatusTag};
use crate::page::{self, Content};
use crate::ui::{
    Column, DataTable, Empty, Glyph, Link, LinkButton, PageHeading, Row, SelectField, TextField,
};
use crate::words::numbers;

const HERE: &str = "/admin/templates";

/// The page.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = templates(asked.clone()).await?;
        let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
        let results = numbers::counted(found.found, "template", "templates");
        let (previous, next) = (found.previous.clone(), found.next.clone());
        let sorting = Sorting::new(HERE, &filters, &asked.sort);
        let body = body(found, &asked, &sorting);
        Ok(Content::new(
            "Assessment templates",
            view! {
                <PageHeading text="Assessment templates">
                    <LinkButton href="/admin/templates/new" text="Add a template" icon=Glyph::Plus/>
                </PageHeading>
                <Found base=HERE filters sort=asked.sort results topics="assignment,assessment" body previous next>
                    <TextField name="q" label="Name" autocomplete="off"/>
                    <SelectField name="status" label="Status" choices=list::statuses_and_bin() prompt="Any status"/>
                </Found>
            },
        )
        .wide())
    })
}

fn none() -> AnyView {
    view! {
        <Empty
            title="No templates yet"
            text="A template holds the questions, skills and scenarios of an assessment, and the tasks it assesses."
            icon=Glyph::Clipboard
        >
            <LinkButton href="/admin/templates/new" text="Add the first template"/>
        </Empty>
    }
    .into_any()
}

fn body(found: Listed<TemplateRow>, asked: &Asked, sorting: &Sorting<TemplateSort>) -> AnyView {
    if found.found == 0 && !asked.is_filtered() {
        return none();
    }
    if found.rows.is_empty() {
        return view! { <Empty title="No template matches" text="Try other words, or clear the filters."/> }
            .into_any();
    }
    if asked.status == "deleted" {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        return view! { <BinTable caption="Deleted templates" operation="/api/template/restore" items/> }
            .into_any();
    }
    let columns = vec![
        sorting.by(TemplateSort::Name, Column::new("Name")),
        Column::new("Items"),
        Column::new("Tasks"),
        Column::number("Assessments"),
        Column::number("Version"),
        sorting.by(TemplateSort::Status, Column::new("Status")),
        Column::actions("Action"),
    ];
    let rows = found.rows.into_iter().map(row).collect();
    view! { <DataTable caption="Assessment templates" columns rows is_caption_hidden=true/> }.into_any()
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
