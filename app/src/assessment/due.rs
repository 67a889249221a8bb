//! `/admin/progress/assess`: carers that may be assessed now.

use domain::assessment::{Again, Due};
use domain::list::DueSort;
use leptos::prelude::*;

use super::api::due;
use crate::list::{self, Found, Sorting};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Choice, Column, Crumb, DataTable, Empty, Glyph, Link, LinkButton, PageHeading, Row, SelectField, Tag,
    TextField, Time,
};
use crate::words::{numbers, states};

const HERE: &str = "/admin/progress/assess";

/// The page.
#[component]
pub fn DuePage() -> impl IntoView {
    let (asked, state) = (list::asked(), list::value("state"));
    page::private(async move {
        let found = due(state.clone(), asked.clone()).await?;
        let filters = list::filters(&[("q", &asked.q), ("state", &state)]);
        let states = vec![Choice::new("ready", "Ready"), Choice::new("reassess", "Reassess")];
        let results = numbers::counted(found.found, "assessment", "assessments");
        let sorting = Sorting::new(HERE, &filters, &asked.sort);
        let body = list(found.rows, !filters.is_empty(), &sorting);
        Ok(Content::new(
            "Ready for assessment",
            view! {
                <PageHeading
                    text="Ready for assessment"
                    lead="Carers who have completed every task of a group, and those whose ratings are due again."
                />
                <Found
                    base=HERE
                    filters
                    sort=asked.sort
                    results
                    topics="assessment,progress,rating"
                    body
                    previous=found.previous
                    next=found.next
                >
                    <TextField name="q" label="Carer or template" width=20 autocomplete="off"/>
                    <SelectField name="state" label="State" prompt="Any" choices=states/>
                </Found>
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")]))
    })
}

fn list(due: Vec<Due>, is_filtered: bool, sorting: &Sorting<DueSort>) -> AnyView {
    if due.is_empty() && is_filtered {
        return view! {
            <Empty title="Nothing matches" text="Check the name, or look at everything.">
                <LinkButton href=HERE text="Show everything"/>
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
        sorting.by(DueSort::Carer, Column::new("Carer")),
        sorting.by(DueSort::Template, Column::new("Assessment")),
        Column::new("State"),
        sorting.by(DueSort::Since, Column::new("Since or why")),
        Column::actions("Action"),
    ];
    let rows = due.into_iter().map(row).collect();
    view! { <DataTable caption="Ready for assessment" is_caption_hidden=true columns rows/> }.into_any()
}

fn row(due: Due) -> Row {
    let (zone, _) = ssr::wall();
    let (tone, state) = states::group(due.state);
    let again = if due.is_chosen { "?again=true" } else { "" };
    let href = format!("{HERE}/{}/{}{again}", due.carer, due.template);
    let (act, draft) = match due.draft {
        None => ("Start", None),
        Some(draft) => {
            ("Resume", Some(view! { <br/><span class="govuk-hint">"Draft by "{draft.editor_name}</span> }))
        }
    };
    let hidden = format!("the assessment of {} in {}", due.carer_name, due.template_name);
    let since = match due.since {
        Some(at) => view! { <Time at zone/> }.into_any(),
        None => why(due.again),
    };
    Row::new(view! { <Link href=format!("/admin/progress/{}", due.carer) text=due.carer_name/> })
        .cell(view! { {due.template_name}<br/><span class="govuk-hint">{due.tasks.join(", ")}</span> })
        .cell(view! { <Tag text=state tone/>{draft} })
        .cell(since)
        .cell(view! { <Link href text=act hidden/> })
}

/// Why it is to be assessed again, task by task.
fn why(again: Vec<(String, Again)>) -> AnyView {
    if again.is_empty() {
        return "Chosen by an admin".into_any();
    }
    let line = |(task, again)| view! { <li>{format!("{task}: {}", states::again(again))}</li> };
    view! { <ul class="govuk-list">{again.into_iter().map(line).collect_view()}</ul> }.into_any()
}
