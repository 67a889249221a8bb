//! `/admin/tasks`: all tasks, by name.

use domain::list::{Asked, Listed};
use domain::task::TaskRow;
use leptos::prelude::*;

use super::api::tasks;
use crate::list::{self, BinTable, Pages, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Choice, Column, DataTable, Empty, FilterForm, Glyph, Link, LinkButton, PageHeading, Row,
    SelectField, TextField,
};
use crate::words::{dates, numbers};

const HERE: &str = "/admin/tasks";

/// The page.
#[component]
pub fn TasksPage() -> impl IntoView {
    let (asked, template) = (list::asked(), list::value("template"));
    page::private(async move {
        let found = tasks(template.clone(), asked.clone()).await?;
        let is_empty = found.found == 0 && !asked.is_filtered() && template.is_empty();
        let body = if is_empty { none().into_any() } else { table(found, &asked, &template).into_any() };
        let heading = view! {
            <PageHeading text="Tasks">
                <LinkButton href="/admin/tasks/new" text="Add a task" icon=Glyph::Plus/>
                <LinkButton href="/admin/tasks/library" text="Starter library" kind=ButtonKind::Secondary/>
            </PageHeading>
        };
        Ok(Content::new("Tasks", view! { {heading} {body} }).wide())
    })
}

fn none() -> impl IntoView {
    view! {
        <Empty
            title="No tasks yet"
            text="A task is something a carer must be able to do. Carers practise it until its target is reached."
            icon=Glyph::List
        >
            <LinkButton href="/admin/tasks/new" text="Add the first task"/>
            <LinkButton href="/admin/tasks/library" text="Take tasks from the library" kind=ButtonKind::Secondary/>
        </Empty>
    }
}

fn table(found: Listed<TaskRow>, asked: &Asked, template: &str) -> impl IntoView + use<> {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status), ("template", template)]);
    let clear = (!filters.is_empty()).then(|| HERE.to_owned());
    let results = numbers::counted(found.found, "task", "tasks");
    let columns = vec![
        Column::new("Name"),
        Column::number("Target"),
        Column::new("Assessment template"),
        Column::new("Assessed again"),
        Column::new("Status"),
        Column::new("Added"),
    ];
    let body = if found.rows.is_empty() {
        view! { <Empty title="No task matches" text="Try other words, or clear the filters."/> }.into_any()
    } else if asked.status == "deleted" {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        view! { <BinTable caption="Deleted tasks" operation="/api/task/restore" items/> }.into_any()
    } else {
        let rows = found.rows.into_iter().map(row).collect();
        view! { <DataTable caption="Tasks" columns rows is_caption_hidden=true/> }.into_any()
    };
    let templates =
        vec![Choice::new("with", "With a template"), Choice::new("without", "Without a template")];
    view! {
        <FilterForm form_id="find" action=HERE values=filters.clone() clear results>
            <TextField name="q" label="Name" autocomplete="off"/>
            <SelectField name="template" label="Assessment template" choices=templates prompt="With or without"/>
            <SelectField name="status" label="Status" choices=list::statuses_and_bin() prompt="Any status"/>
        </FilterForm>
        {body}
        <Pages base=HERE filters previous=found.previous next=found.next/>
    }
}

fn row(row: TaskRow) -> Row {
    let added = dates::short(ssr::zone().date(row.kept.created_at));
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(row.target.to_string())
        .cell(row.template.unwrap_or_else(|| "none".into()))
        .cell(super::show::cadence(row.reassess_months))
        .cell(view! { <StatusTag active=row.active/> })
        .cell(added)
}
