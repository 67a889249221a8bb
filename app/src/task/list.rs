//! `/admin/tasks`: all tasks, by name.

use domain::list::{Listed, TaskSort};
use domain::task::TaskRow;
use leptos::prelude::*;

use super::api::tasks;
use crate::list::{self, BinTable, Found, Sorting, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Choice, Column, DataTable, Empty, Glyph, Link, LinkButton, PageHeading, Row, SelectField,
    TextField,
};
use crate::words::{dates, numbers};

const HERE: &str = "/admin/tasks";

/// The page.
#[component]
pub fn TasksPage() -> impl IntoView {
    let (asked, template) = (list::asked(), list::value("template"));
    page::private(async move {
        let found = tasks(template.clone(), asked.clone()).await?;
        let filters = list::filters(&[("q", &asked.q), ("status", &asked.status), ("template", &template)]);
        let results = numbers::counted(found.found, "task", "tasks");
        let (previous, next) = (found.previous.clone(), found.next.clone());
        let sorting = Sorting::new(HERE, &filters, &asked.sort);
        let is_bin = asked.status == "deleted";
        let body = body(found, filters.is_empty(), is_bin, &sorting);
        let templates =
            vec![Choice::new("with", "With a template"), Choice::new("without", "Without a template")];
        Ok(Content::new(
            "Tasks",
            view! {
                <PageHeading text="Tasks">
                    <LinkButton href="/admin/tasks/new" text="Add a task" icon=Glyph::Plus/>
                    <LinkButton href="/admin/tasks/library" text="Starter library" kind=ButtonKind::Secondary/>
                </PageHeading>
                <Found base=HERE filters sort=asked.sort results topics="assignment,assessment" body previous next>
                    <TextField name="q" label="Name" autocomplete="off"/>
                    <SelectField name="template" label="Assessment template" choices=templates prompt="With or without"/>
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
            title="No tasks yet"
            text="A task is something a carer must be able to do. Carers practise it until its target is reached."
            icon=Glyph::List
        >
            <LinkButton href="/admin/tasks/new" text="Add the first task"/>
            <LinkButton href="/admin/tasks/library" text="Take tasks from the library" kind=ButtonKind::Secondary/>
        </Empty>
    }
    .into_any()
}

fn body(found: Listed<TaskRow>, is_all: bool, is_bin: bool, sorting: &Sorting<TaskSort>) -> AnyView {
    if found.found == 0 && is_all {
        return none();
    }
    if found.rows.is_empty() {
        return view! { <Empty title="No task matches" text="Try other words, or clear the filters."/> }
            .into_any();
    }
    if is_bin {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        return view! { <BinTable caption="Deleted tasks" operation="/api/task/restore" items/> }.into_any();
    }
    let columns = vec![
        sorting.by(TaskSort::Name, Column::new("Name")),
        sorting.by(TaskSort::Target, Column::number("Target")),
        Column::new("Assessment template"),
        sorting.by(TaskSort::Again, Column::new("Assessed again")),
        sorting.by(TaskSort::Status, Column::new("Status")),
        sorting.by(TaskSort::Created, Column::new("Added")),
    ];
    let rows = found.rows.into_iter().map(row).collect();
    view! { <DataTable caption="Tasks" columns rows is_caption_hidden=true/> }.into_any()
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
