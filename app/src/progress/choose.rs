//! `/admin/progress`: choose a carer.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::choose;
use crate::page::{self, Content};
use crate::ui::{
    ButtonKind, Column, Crumb, DataTable, Empty, FilterForm, Link, LinkButton, PageHeading, Row, TextField,
};
use crate::words::numbers;

/// The page.
#[component]
pub fn ChooseCarerPage() -> impl IntoView {
    let search = use_query_map().read_untracked().get("search").unwrap_or_default();
    page::private(async move {
        let carers = choose(search.clone()).await?;
        let found = numbers::counted(carers.len() as u64, "carer", "carers");
        let is_filtered = !search.is_empty();
        let clear = is_filtered.then(|| "/admin/progress".to_owned());
        let rows = carers.into_iter().map(|(id, name)| {
            Row::new(view! { <Link href=format!("/admin/progress/{id}") text=name.clone()/> }).cell(view! {
                <Link href=format!("/admin/progress/ratings/{id}") text="Ratings" hidden=format!("of {name}")/>
            })
        });
        let rows: Vec<_> = rows.collect();
        let list = if rows.is_empty() && is_filtered {
            view! {
                <Empty title="No carer matches" text="Check the name, or look at everybody.">
                    <LinkButton href="/admin/progress" text="Show every carer"/>
                </Empty>
            }
            .into_any()
        } else if rows.is_empty() {
            view! { <Empty title="No carers yet" text="Invite a carer first. Progress begins with the first log."/> }.into_any()
        } else {
            let columns = vec![Column::new("Carer"), Column::actions("Ratings")];
            view! { <DataTable caption="Carers" is_caption_hidden=true columns rows/> }.into_any()
        };
        Ok(Content::new(
            "Progress",
            view! {
                <PageHeading text="Progress" lead="Choose a carer to see counts, groups and ratings.">
                    <LinkButton href="/admin/progress/assess" text="Ready for assessment"/>
                    <LinkButton href="/admin/progress/acknowledgments" text="Acknowledgments" kind=ButtonKind::Secondary/>
                </PageHeading>
                <FilterForm
                    form_id="search"
                    action="/admin/progress"
                    values=vec![("search".into(), search)]
                    clear
                    results=found
                >
                    <TextField name="search" label="Name of the carer" width=20/>
                </FilterForm>
                {list}
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin")]))
    })
}
