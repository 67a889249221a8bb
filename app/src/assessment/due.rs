//! `/admin/progress/assess`: carers that may be assessed now.

use domain::assessment::Due;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::due;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Column, Crumb, DataTable, Empty, FilterForm, Glyph, Link, LinkButton, PageHeading, Pagination, Row, Tag,
    TextField, Time,
};
use crate::words::{numbers, states};

/// How many stand on one page (R-GEN-13).
const PAGE: usize = 25;

/// The page.
#[component]
pub fn DuePage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let search = query.get("search").unwrap_or_default();
    let at: usize = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    page::private(async move {
        let wanted = domain::text::name_key(&search);
        let found = due().await?.into_iter().filter(|due| {
            domain::text::name_key(&due.carer_name).contains(&wanted)
                || domain::text::name_key(&due.template_name).contains(&wanted)
        });
        let found: Vec<_> = found.collect();
        let count = numbers::counted(found.len() as u64, "assessment", "assessments");
        let address = |to: usize| {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("search", &search)
                .append_pair("page", &to.to_string())
                .finish();
            format!("/admin/progress/assess?{query}")
        };
        let previous = (at > 1).then(|| address(at - 1));
        let next = (found.len() > at * PAGE).then(|| address(at + 1));
        let clear = (!search.is_empty()).then(|| "/admin/progress/assess".to_owned());
        let list = list(found.into_iter().skip((at - 1) * PAGE).take(PAGE).collect(), clear.is_some());
        Ok(Content::new(
            "Ready for assessment",
            view! {
                <PageHeading
                    text="Ready for assessment"
                    lead="Carers who have completed every task of a group, and those whose ratings are due again."
                />
                <FilterForm
                    form_id="search"
                    action="/admin/progress/assess"
                    values=vec![("search".into(), search)]
                    clear
                    results=count
                >
                    <TextField name="search" label="Carer or template" width=20/>
                </FilterForm>
                <Live region="due" topics="assessment,progress,rating"/>
                <div id="due">{list}</div>
                <Pagination previous next/>
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")]))
    })
}

fn list(due: Vec<Due>, is_filtered: bool) -> AnyView {
    if due.is_empty() && is_filtered {
        return view! {
            <Empty title="Nothing matches" text="Check the name, or look at everything.">
                <LinkButton href="/admin/progress/assess" text="Show everything"/>
            </Empty>
        }
        .into_any();
    }
    if due.is_empty() {
        return view! {
            <Empty
                icon=Glyph::Clipboard
                title="Nobody is ready"
                text="When a carer has completed every task of a group, it shows up here by itself."
            />
        }
        .into_any();
    }
    let columns = vec![
        Column::new("Carer"),
        Column::new("Assessment"),
        Column::new("State"),
        Column::new("Since"),
        Column::actions("Action"),
    ];
    let rows = due.into_iter().map(row).collect();
    view! { <DataTable caption="Ready for assessment" is_caption_hidden=true columns rows/> }.into_any()
}

fn row(due: Due) -> Row {
    let (zone, _) = ssr::wall();
    let (tone, state) = states::group(due.state);
    let href = format!("/admin/progress/assess/{}/{}", due.carer, due.template);
    let (act, draft) = match due.draft {
        None => ("Start", None),
        Some(draft) => {
            ("Resume", Some(view! { <br/><span class="govuk-hint">"Draft by "{draft.editor_name}</span> }))
        }
    };
    let hidden = format!("the assessment of {} in {}", due.carer_name, due.template_name);
    let since = match due.since {
        Some(at) => view! { <Time at zone/> }.into_any(),
        None => "No new progress needed".into_any(),
    };
    Row::new(view! { <Link href=format!("/admin/progress/{}", due.carer) text=due.carer_name/> })
        .cell(view! { {due.template_name}<br/><span class="govuk-hint">{due.tasks.join(", ")}</span> })
        .cell(view! { <Tag text=state tone/>{draft} })
        .cell(since)
        .cell(view! { <Link href text=act hidden/> })
}
