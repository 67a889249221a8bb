//! `/admin/packages`: all care packages, by name.

use domain::list::{Asked, Listed};
use domain::package::PackageRow;
use leptos::prelude::*;

use super::api::packages;
use crate::list::{self, BinTable, Pages, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Column, DataTable, Empty, FilterForm, Glyph, Link, LinkButton, PageHeading, Row, SelectField, TextField,
};
use crate::words::{dates, numbers};

const HERE: &str = "/admin/packages";

/// The page.
#[component]
pub fn PackagesPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = packages(asked.clone()).await?;
        let is_empty = found.found == 0 && !asked.is_filtered();
        let body = if is_empty { none().into_any() } else { table(found, &asked).into_any() };
        let heading = view! {
            <PageHeading text="Care packages">
                <LinkButton href="/admin/packages/new" text="Add a care package" icon=Glyph::Plus/>
            </PageHeading>
        };
        Ok(Content::new("Care packages", view! { {heading} {body} }).wide())
    })
}

fn none() -> impl IntoView {
    view! {
        <Empty
            title="No care packages yet"
            text="A care package is a place or a service of care. Carers and tasks are assigned to it."
            icon=Glyph::House
        >
            <LinkButton href="/admin/packages/new" text="Add the first care package"/>
        </Empty>
    }
}

fn table(found: Listed<PackageRow>, asked: &Asked) -> impl IntoView + use<> {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
    let clear = asked.is_filtered().then(|| HERE.to_owned());
    let results = numbers::counted(found.found, "care package", "care packages");
    let columns = vec![
        Column::new("Name"),
        Column::new("Postcode area"),
        Column::new("Carers"),
        Column::new("Tasks"),
        Column::new("Status"),
        Column::new("Added"),
    ];
    let body = if found.rows.is_empty() {
        view! { <Empty title="No care package matches" text="Try other words, or clear the filters."/> }
            .into_any()
    } else if asked.status == "deleted" {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        view! { <BinTable caption="Deleted care packages" operation="/api/package/restore" items/> }
            .into_any()
    } else {
        let rows = found.rows.into_iter().map(row).collect();
        view! { <DataTable caption="Care packages" columns rows is_caption_hidden=true/> }.into_any()
    };
    view! {
        <FilterForm form_id="find" action=HERE values=filters.clone() clear results>
            <TextField name="q" label="Name or postcode area" autocomplete="off"/>
            <SelectField name="status" label="Status" choices=list::statuses_and_bin() prompt="Any status"/>
        </FilterForm>
        {body}
        <Pages base=HERE filters previous=found.previous next=found.next/>
    }
}

fn row(row: PackageRow) -> Row {
    let added = dates::short(ssr::zone().date(row.kept.created_at));
    Row::new(view! { <Link href=format!("{HERE}/{}", row.id) text=row.name/> })
        .cell(row.postcode_area)
        .cell(list::few(&row.carers))
        .cell(list::few(&row.tasks))
        .cell(view! { <StatusTag active=row.active/> })
        .cell(added)
}
