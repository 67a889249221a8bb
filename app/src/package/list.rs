//! `/admin/packages`: all care packages, by name.

use domain::list::{Asked, Listed, PackageSort};
use domain::package::PackageRow;
use leptos::prelude::*;

use super::api::packages;
use crate::list::{self, BinTable, Found, Sorting, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Chip, Column, DataTable, Empty, Glyph, Link, LinkButton, PageHeading, Row, SelectField, TextField,
};
use crate::words::{dates, numbers};

const HERE: &str = "/admin/packages";

/// The page.
#[component]
pub fn PackagesPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = packages(asked.clone()).await?;
        let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
        let results = numbers::counted(found.found, "care package", "care packages");
        let (previous, next) = (found.previous.clone(), found.next.clone());
        let sorting = Sorting::new(HERE, &filters, &asked.sort);
        let body = body(found, &asked, &sorting);
        Ok(Content::new(
            "Care packages",
            view! {
                <PageHeading text="Care packages">
                    <LinkButton href="/admin/packages/new" text="Add a care package" icon=Glyph::Plus/>
                </PageHeading>
                <Found base=HERE filters sort=asked.sort results topics="assignment,account" body previous next>
                    <TextField name="q" label="Name or postcode area" autocomplete="off"/>
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
            title="No care packages yet"
            text="A care package is a place or a service of care. Carers and tasks are assigned to it."
            icon=Glyph::House
        >
            <LinkButton href="/admin/packages/new" text="Add the first care package"/>
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
    if asked.status == "deleted" {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        return view! { <BinTable caption="Deleted care packages" operation="/api/package/restore" items/> }
            .into_any();
    }
    let columns = vec![
        sorting.by(PackageSort::Name, Column::new("Name")),
        sorting.by(PackageSort::Area, Column::new("Postcode area")),
        Column::new("Carers"),
        Column::new("Tasks"),
        sorting.by(PackageSort::Status, Column::new("Status")),
        sorting.by(PackageSort::Created, Column::new("Added")),
    ];
    let rows = found.rows.into_iter().map(row).collect();
    view! { <DataTable caption="Care packages" columns rows is_caption_hidden=true/> }.into_any()
}

fn row(row: PackageRow) -> Row {
    let added = dates::short(ssr::zone().date(row.kept.created_at));
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(view! { <Chip text=row.postcode_area/> })
        .cell(list::few(&row.carers))
        .cell(list::few(&row.tasks))
        .cell(view! { <StatusTag active=row.active/> })
        .cell(added)
}
