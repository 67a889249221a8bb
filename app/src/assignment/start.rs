//! `/admin/assignments`: choose a care package.

use domain::list::{Asked, Listed};
use domain::package::PackageRow;
use leptos::prelude::*;

use crate::list::{self, Pages, StatusTag};
use crate::package::api::packages;
use crate::page::{self, Content};
use crate::ui::{Column, DataTable, Empty, FilterForm, Glyph, Link, LinkButton, PageHeading, Row, TextField};
use crate::words::numbers;

const HERE: &str = "/admin/assignments";

/// The page.
#[component]
pub fn AssignmentsPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = packages(asked.clone()).await?;
        let is_empty = found.found == 0 && !asked.is_filtered();
        let body = if is_empty { none().into_any() } else { table(found, &asked).into_any() };
        let lead = "Choose a care package to say who works there and which tasks belong to it.";
        Ok(Content::new("Assignments", view! { <PageHeading text="Assignments" lead/> {body} }))
    })
}

fn none() -> impl IntoView {
    view! {
        <Empty
            title="No care packages yet"
            text="Carers and tasks are assigned to care packages. Add a care package first."
            icon=Glyph::House
        >
            <LinkButton href="/admin/packages/new" text="Add a care package"/>
        </Empty>
    }
}

fn table(found: Listed<PackageRow>, asked: &Asked) -> impl IntoView + use<> {
    let filters = list::filters(&[("q", &asked.q)]);
    let clear = asked.is_filtered().then(|| HERE.to_owned());
    let results = numbers::counted(found.found, "care package", "care packages");
    let columns = vec![
        Column::new("Name"),
        Column::new("Postcode area"),
        Column::number("Carers"),
        Column::number("Tasks"),
        Column::new("Status"),
    ];
    let body = if found.rows.is_empty() {
        view! { <Empty title="No care package matches" text="Try other words, or clear the filters."/> }
            .into_any()
    } else {
        let rows = found.rows.into_iter().map(row).collect();
        view! { <DataTable caption="Care packages" columns rows is_caption_hidden=true/> }.into_any()
    };
    view! {
        <FilterForm form_id="find" action=HERE values=filters.clone() clear results>
            <TextField name="q" label="Name or postcode area" autocomplete="off"/>
        </FilterForm>
        {body}
        <Pages base=HERE filters previous=found.previous next=found.next/>
    }
}

fn row(row: PackageRow) -> Row {
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(row.postcode_area)
        .cell(numbers::thousands(row.carers.of))
        .cell(numbers::thousands(row.tasks.of))
        .cell(view! { <StatusTag active=row.active/> })
}
