//! `/admin/progress`: choose a carer, searched on the server.

use domain::list::{Asked, Listed};
use domain::progress::CarerChoice;
use leptos::prelude::*;

use super::api::choose;
use crate::list::{self, Pages, StatusTag};
use crate::page::{self, Content};
use crate::ui::{
    ButtonKind, CheckboxField, Column, Crumb, DataTable, Empty, FilterForm, Link, LinkButton, PageHeading,
    Row, SelectField, Tag, TextField, Tone,
};
use crate::words::numbers;

const HERE: &str = "/admin/progress";

/// The page.
#[component]
pub fn ChooseCarerPage() -> impl IntoView {
    let (asked, ready) = (list::asked(), list::value("ready"));
    page::private(async move {
        let found = choose(ready.clone(), asked.clone()).await?;
        let is_empty = found.found == 0 && !asked.is_filtered() && ready.is_empty();
        let body = if is_empty { nobody() } else { table(found, &asked, &ready) };
        Ok(Content::new(
            "Progress",
            view! {
                <PageHeading text="Progress" lead="Choose a carer to see counts, groups and ratings.">
                    <LinkButton href="/admin/progress/assess" text="Ready for assessment"/>
                    <LinkButton href="/admin/progress/acknowledgments" text="Acknowledgments" kind=ButtonKind::Secondary/>
                </PageHeading>
                {body}
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

fn table(found: Listed<CarerChoice>, asked: &Asked, ready: &str) -> AnyView {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status), ("ready", ready)]);
    let clear = (!filters.is_empty()).then(|| HERE.to_owned());
    let results = numbers::counted(found.found, "carer", "carers");
    let list = if found.rows.is_empty() {
        view! {
            <Empty title="No carer matches" text="Check the name, or look at everybody.">
                <LinkButton href=HERE text="Show every carer"/>
            </Empty>
        }
        .into_any()
    } else {
        let columns = vec![
            Column::new("Carer"),
            Column::new("Ready for assessment"),
            Column::new("Status"),
            Column::actions("Ratings"),
        ];
        let rows = found.rows.into_iter().map(row).collect();
        view! { <DataTable caption="Carers" is_caption_hidden=true columns rows/> }.into_any()
    };
    view! {
        <FilterForm form_id="find" action=HERE values=filters.clone() clear results>
            <TextField name="q" label="Name of the carer" width=20 autocomplete="off"/>
            <SelectField name="status" label="Status" choices=list::statuses() prompt="Any status"/>
            <CheckboxField name="ready" label="Ready for assessment"/>
        </FilterForm>
        {list}
        <Pages base=HERE filters previous=found.previous next=found.next/>
    }
    .into_any()
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
