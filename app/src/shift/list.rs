//! `/admin/shifts`: what is open, what waits for an answer, and every shift there was.

use domain::shift::{ShiftList, ShiftQuery, ShiftRow, ShiftState};
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::list;
use super::parts;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Choice, Column, DataTable, DateField, Empty, FilterForm, Glyph, LinkButton, PageHeading, Pagination, Row,
    SelectField, Tab, Tabs, Tag, TextField, Tile,
};
use crate::words::{numbers, shifts};

const HERE: &str = "/admin/shifts";

/// The page.
#[component]
pub fn ShiftsPage() -> impl IntoView {
    let map = use_query_map().read_untracked().clone();
    let of = |name: &str| map.get(name).unwrap_or_default();
    let query = ShiftQuery {
        tab: of("tab"),
        state: of("state"),
        search: of("search"),
        from: of("from"),
        to: of("to"),
        after: of("after"),
        before: of("before"),
    };
    page::private(async move {
        let found = list(query.clone()).await?;
        let zone = ssr::zone();
        Ok(Content::new(
            "Shift sender",
            view! {
                <PageHeading text="Shift sender" lead="Offer shifts and choose who works them">
                    <LinkButton href="/admin/shifts/new" text="New shift"/>
                </PageHeading>
                <Live region="shift-counters".to_owned() topics="shift,rota,account".to_owned()/>
                <div id="shift-counters" class="app-tiles">{counters(&found)}</div>
                <Tabs label="Shifts" tabs=tabs(&query, &found)/>
                <Filters query=query.clone() results=numbers::counted(found.found, "shift", "shifts")/>
                <Live region="shifts".to_owned() topics="shift,rota".to_owned()/>
                <div id="shifts">{table(found, &query, zone)}</div>
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

#[component]
fn Filters(query: ShiftQuery, results: String) -> impl IntoView {
    let state = |state: ShiftState| {
        let code = serde_json::to_value(state).ok();
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or_default().to_owned();
        Choice::new(code, shifts::state(state, None).0)
    };
    let confirmed = Choice::new("confirmed", "Confirmed");
    let states = std::iter::once(Choice::new("", "Every state")).chain(ShiftState::ALL.map(state));
    let states = states.chain(std::iter::once(confirmed)).collect();
    let is_filtered =
        [&query.state, &query.search, &query.from, &query.to].iter().any(|typed| !typed.is_empty());
    let values = [
        ("tab", query.tab),
        ("state", query.state),
        ("search", query.search),
        ("from", query.from),
        ("to", query.to),
    ];
    let tab = values.first().map(|(_, tab)| tab.clone()).unwrap_or_default();
    let values = values.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let clear = is_filtered.then(|| HERE.to_owned());
    view! {
        <FilterForm form_id="filter" action=HERE values clear results>
            <input type="hidden" name="tab" value=tab/>
            <TextField name="search" label="Care package or carer"/>
            <SelectField name="state" label="State" choices=states/>
            <DateField name="from" label="From"/>
            <DateField name="to" label="To"/>
        </FilterForm>
    }
}

fn table(found: ShiftList, query: &ShiftQuery, zone: Zone) -> AnyView {
    if found.rows.is_empty() {
        return empty(query);
    }
    let columns = vec![
        Column::new("Shift"),
        Column::new("Date and time"),
        Column::new("State"),
        Column::number("Applications"),
        Column::new("Assigned to"),
    ];
    let to = |name: &str, place: Option<String>| place.map(|place| address(query, name, &place));
    let (previous, next) = (to("before", found.before), to("after", found.after));
    let rows = found.rows.into_iter().map(|shift| row(shift, zone)).collect();
    view! {
        <DataTable caption="Shifts, latest first" is_caption_hidden=true columns rows/>
        <Pagination previous next/>
    }
    .into_any()
}

fn row(shift: ShiftRow, zone: Zone) -> Row {
    let href = format!("{HERE}/{}", shift.facts.id);
    let (words, tone) = shifts::state(shift.state, shift.expiry);
    let name = format!("{}, {}", shift.facts.package, shifts::of_day(shift.facts.shift_type));
    let for_whom = parts::for_whom(&shift.facts);
    Row::new(
        view! { <a class="govuk-link" href=href>{name}</a><br/><span class="govuk-hint">{for_whom}</span> },
    )
    .cell(shifts::span_24(shift.facts.period, zone))
    .cell(view! { <Tag text=words tone/> })
    .cell(shift.pending.to_string())
    .cell(shift.assigned_to.unwrap_or_else(|| "Nobody".to_owned()))
}

fn empty(query: &ShiftQuery) -> AnyView {
    let is_all = ShiftQuery { tab: String::new(), ..query.clone() } == ShiftQuery::default();
    match (query.tab.as_str(), is_all) {
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

/// The address of a page beside this one, with the filters in force.
fn address(query: &ShiftQuery, name: &str, place: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let filters = [
        ("tab", &query.tab),
        ("state", &query.state),
        ("search", &query.search),
        ("from", &query.from),
        ("to", &query.to),
    ];
    for (name, value) in filters.into_iter().filter(|(_, value)| !value.is_empty()) {
        pairs.append_pair(name, value);
    }
    pairs.append_pair(name, place);
    format!("{HERE}?{}", pairs.finish())
}
