//! `/admin/shifts`: what is open, what waits for an answer, and every shift there was.

use domain::shift::{ShiftList, ShiftQuery, ShiftRow, ShiftState};
use domain::time::Zone;
use leptos::prelude::*;

use super::api::list as shifts;
use super::parts;
use crate::islands::Live;
use crate::list::{self, Found};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Choice, Column, DataTable, DateField, Empty, Glyph, LinkButton, PageHeading, Row, SelectField, Tab, Tabs,
    Tag, TextField, Tile,
};
use crate::words::{numbers, shifts as words};

const HERE: &str = "/admin/shifts";

/// The page.
#[component]
pub fn ShiftsPage() -> impl IntoView {
    let query = ShiftQuery {
        tab: list::value("tab"),
        state: list::value("state"),
        search: list::value("search"),
        from: list::value("from"),
        to: list::value("to"),
        after: list::value("after"),
        before: list::value("before"),
    };
    page::private(async move {
        let found = shifts(query.clone()).await?;
        let kept = list::filters(&[("tab", &query.tab)]);
        let filters = list::filters(&[
            ("state", &query.state),
            ("search", &query.search),
            ("from", &query.from),
            ("to", &query.to),
        ]);
        let results = numbers::counted(found.found, "shift", "shifts");
        let (previous, next) = (found.before.clone(), found.after.clone());
        let (counters, tabs) = (counters(&found), tabs(&query, &found));
        let body = table(found.rows, &query, filters.is_empty());
        Ok(Content::new(
            "Shift sender",
            view! {
                <PageHeading text="Shift sender" lead="Offer shifts and choose who works them">
                    <LinkButton href="/admin/shifts/new" text="New shift"/>
                </PageHeading>
                <Live region="shift-counters".to_owned() topics="shift,rota,account".to_owned()/>
                <div id="shift-counters" class="app-tiles">{counters}</div>
                <Tabs label="Shifts" tabs/>
                <Found base=HERE kept filters results topics="shift,rota" body previous next>
                    <TextField name="search" label="Care package or carer"/>
                    <SelectField name="state" label="State" choices=states()/>
                    <DateField name="from" label="From"/>
                    <DateField name="to" label="To"/>
                </Found>
            },
        )
        .wide())
    })
}

fn counters(found: &ShiftList) -> impl IntoView + use<> {
    let figures = [
        ("Open", found.counters.open, None),
        ("Need review", found.counters.needs_review, Some("/admin/shifts?tab=needs_review")),
        ("Assigned", found.counters.assigned, Some("/admin/shifts?tab=assigned")),
        ("Active carers", found.counters.active_carers, None),
    ];
    let tile = |(label, figure, href): (&'static str, u64, Option<&'static str>)| {
        let figure = numbers::thousands(figure);
        match href {
            Some(href) => view! { <Tile figure label href/> }.into_any(),
            None => view! { <Tile figure label/> }.into_any(),
        }
    };
    figures.map(tile).collect_view()
}

fn tabs(query: &ShiftQuery, found: &ShiftList) -> Vec<Tab> {
    let tab = |words: &str, name: &str| {
        let is_current = query.tab == name || (name.is_empty() && query.tab == "all");
        let href = if name.is_empty() { HERE.to_owned() } else { format!("{HERE}?tab={name}") };
        Tab::new(words, href, is_current)
    };
    vec![
        tab("All", ""),
        tab("Needs review", "needs_review").with_count(found.counters.needs_review),
        tab("Assigned", "assigned").with_count(found.counters.assigned),
    ]
}

fn states() -> Vec<Choice> {
    let state = |state: ShiftState| {
        let code = serde_json::to_value(state).ok();
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or_default().to_owned();
        Choice::new(code, words::state(state, None).0)
    };
    let confirmed = Choice::new("confirmed", "Confirmed");
    let every = std::iter::once(Choice::new("", "Every state"));
    every.chain(ShiftState::ALL.map(state)).chain(std::iter::once(confirmed)).collect()
}

fn table(rows: Vec<ShiftRow>, query: &ShiftQuery, is_all: bool) -> AnyView {
    if rows.is_empty() {
        return empty(&query.tab, is_all);
    }
    let columns = vec![
        Column::new("Shift"),
        Column::new("Date and time"),
        Column::new("State"),
        Column::number("Applications"),
        Column::new("Assigned to"),
    ];
    let zone = ssr::zone();
    let rows = rows.into_iter().map(|shift| row(shift, zone)).collect();
    view! { <DataTable caption="Shifts, latest first" is_caption_hidden=true columns rows/> }.into_any()
}

fn row(shift: ShiftRow, zone: Zone) -> Row {
    let href = format!("{HERE}/{}", shift.facts.id);
    let (text, tone) = words::state(shift.state, shift.expiry);
    let name = format!("{}, {}", shift.facts.package, words::of_day(shift.facts.shift_type));
    let for_whom = parts::for_whom(&shift.facts);
    Row::new(
        view! { <a class="govuk-link" href=href>{name}</a><br/><span class="govuk-hint">{for_whom}</span> },
    )
    .cell(words::span_24(shift.facts.period, zone))
    .cell(view! { <Tag text tone/> })
    .cell(shift.pending.to_string())
    .cell(shift.assigned_to.unwrap_or_else(|| "Nobody".to_owned()))
}

fn empty(tab: &str, is_all: bool) -> AnyView {
    match (tab, is_all) {
        ("needs_review", true) => {
            view! { <Empty title="No applications" text="A shift comes here when a carer confirms interest."/> }.into_any()
        }
        ("assigned", true) => {
            view! { <Empty title="No assigned shifts" text="Select an applicant to assign a shift."/> }.into_any()
        }
        (_, true) => view! {
            <Empty title="No shifts" text="A shift is offered to every carer who may have it." icon=Glyph::Send>
                <LinkButton href="/admin/shifts/new" text="New shift"/>
            </Empty>
        }
        .into_any(),
        _ => view! {
            <Empty title="No shift matches" text="Change the filters, or look at every shift.">
                <LinkButton href=HERE text="Show every shift"/>
            </Empty>
        }
        .into_any(),
    }
}
