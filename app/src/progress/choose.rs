//! `/admin/progress`: choose a carer, searched on the server.

use domain::list::{CarerSort, Listed};
use domain::progress::CarerChoice;
use leptos::prelude::*;

use super::api::choose;
use crate::list::{self, Found, Sorting, StatusTag};
use crate::page::{self, Content};
use crate::ui::{
    ButtonKind, CheckboxField, Column, Crumb, DataTable, Empty, Link, LinkButton, PageHeading, Row,
    SelectField, Tag, TextField, Tone,
};
use crate::words::numbers;

const HERE: &str = "/admin/progress";

/// The page.
#[component]
pub fn ChooseCarerPage() -> impl IntoView {
    let (asked, ready) = (list::asked(), list::value("ready"));
    page::private(async move {
        let found = choose(ready.clone(), asked.clone()).await?;
        let filters = list::filters(&[("q", &asked.q), ("status", &asked.status), ("ready", &ready)]);
        let results = numbers::counted(found.found, "carer", "carers");
        let (previous, next) = (found.previous.clone(), found.next.clone());
        let sorting = Sorting::new(HERE, &filters, &asked.sort);
        let body = body(found, filters.is_empty(), &sorting);
        Ok(Content::new(
            "Progress",
            view! {
                <PageHeading text="Progress" lead="Choose a carer to see counts, groups and ratings.">
                    <LinkButton href="/admin/progress/assess" text="Ready for assessment"/>
                    <LinkButton href="/admin/progress/acknowledgments" text="Acknowledgments" kind=ButtonKind::Secondary/>
                </PageHeading>
                <Found base=HERE filters sort=asked.sort results topics="account,assessment" body previous next>
                    <TextField name="q" label="Name of the carer" width=20 autocomplete="off"/>
                    <SelectField name="status" label="Status" choices=list::statuses() prompt="Any status"/>
                    <CheckboxField name="ready" label="Ready for assessment"/>
                </Found>
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin")]))
    })
}

fn nobody() -> AnyView {
    view! {
        <Empty title="No carers yet" text="Invite a carer first. Progress begins with the first log.">
            <LinkButton href="/admin/users/invite" text="Invite a carer"/>
        </Empty>
    }
    .into_any()
}

fn body(found: Listed<CarerChoice>, is_all: bool, sorting: &Sorting<CarerSort>) -> AnyView {
    if found.found == 0 && is_all {
        return nobody();
    }
    if found.rows.is_empty() {
        return view! {
            <Empty title="No carer matches" text="Check the name, or look at everybody.">
                <LinkButton href=HERE text="Show every carer"/>
            </Empty>
        }
        .into_any();
    }
    let columns = vec![
        sorting.by(CarerSort::Name, Column::new("Carer")),
        Column::new("Ready for assessment"),
        sorting.by(CarerSort::Status, Column::new("Status")),
        Column::actions("Ratings"),
    ];
    let rows = found.rows.into_iter().map(row).collect();
    view! { <DataTable caption="Carers" is_caption_hidden=true columns rows/> }.into_any()
}

fn row(choice: CarerChoice) -> Row {
    let CarerChoice { carer, name, is_active, ready } = choice;
    let tags = ready.into_iter().map(|template| view! { <Tag text=template tone=Tone::Blue/>" " });
    let tags = tags.collect_view();
    let hidden = format!("of {name}");
    Row::new(view! { <Link href=format!("{HERE}/{carer}") text=name/> })
        .cell(tags)
        .cell(view! { <StatusTag active=is_active/> })
        .cell(view! { <Link href=format!("{HERE}/ratings/{carer}") text="Ratings" hidden/> })
}
