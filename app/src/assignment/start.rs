//! `/admin/assignments`: choose a care package.

use domain::list::{Asked, Listed, PackageSort};
use domain::package::PackageRow;
use leptos::prelude::*;

use crate::list::{self, Found, Sorting, StatusTag};
use crate::package::api::packages;
use crate::page::{self, Content};
use crate::ui::{Chip, Column, DataTable, Empty, Glyph, Link, LinkButton, PageHeading, Row, TextField};
use crate::words::numbers;

const HERE: &str = "/admin/assignments";

/// The page.
#[component]
pub fn AssignmentsPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = packages(asked.clone()).await?;
        let filters = list::filters(&[("q", &asked.q)]);
        let results = numbers::counted(found.found, "care package", "care packages");
        let (previous, next) = (found.previous.clone(), found.next.clone());
        let sorting = Sorting::new(HERE, &filters, &asked.sort);
        let body = body(found, &asked, &sorting);
        let lead = "Choose a care package to say who works there and which tasks belong to it.";
        Ok(Content::new(
            "Assignments",
            view! {
                <PageHeading text="Assignments" lead/>
                <Found base=HERE filters sort=asked.sort results topics="assignment" body previous next>
                    <TextField name="q" label="Name or postcode area" autocomplete="off"/>
                </Found>
            },
        ))
    })
}

fn none() -> AnyView {
    view! {
        <Empty
            title="No care packages yet"
            text="Carers and tasks are assigned to care packages. Add a care package first."
            icon=Glyph::House
        >
            <LinkButton href="/admin/packages/new" text="Add a care package"/>
        </Empty>
    }
    .into_any()
}

fn body(found: Listed<PackageRow>, asked: &Asked, sorting: &Sorting<PackageSort>) -> AnyView {
    if found.found == 0 && !asked.is_filtered() {
        return none();
    }
    if found.rows.is_empty() {
        return view! { <Empty title="No care package matches" text="Try other words, or clear the filters."/> }
            .into_any();
    }
    let columns = vec![
        sorting.by(PackageSort::Name, Column::new("Name")),
        sorting.by(PackageSort::Area, Column::new("Postcode area")),
        Column::number("Carers"),
        Column::number("Tasks"),
        sorting.by(PackageSort::Status, Column::new("Status")),
    ];
    let rows = found.rows.into_iter().map(row).collect();
    view! { <DataTable caption="Care packages" columns rows is_caption_hidden=true/> }.into_any()
}

fn row(row: PackageRow) -> Row {
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(view! { <Chip text=row.postcode_area/> })
        .cell(numbers::thousands(row.carers.of))
        .cell(numbers::thousands(row.tasks.of))
        .cell(view! { <StatusTag active=row.active/> })
}
