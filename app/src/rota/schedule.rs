//! `/carer/schedule`: one week of confirmed work, with its hours (R-PUB-3).

use domain::rota::{ScheduleWeek, Work};
use domain::time::{Date, Zone, add_days};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::week;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, Card, Empty, Glyph, LinkButton, PageHeading, SummaryList, SummaryRow, Tag, Tone,
};
use crate::words::{dates, shifts};

/// The page.
#[component]
pub fn SchedulePage() -> impl IntoView {
    let of = use_query_map().read_untracked().get("week").unwrap_or_default();
    page::private(async move {
        let week = week(of).await?;
        let zone = ssr::zone();
        let monday = week.monday;
        let to = move |days| format!("/carer/schedule?week={}", add_days(monday, days));
        let caption = dates::range(week.monday, add_days(week.monday, 6));
        let days = days(&week, zone);
        Ok(Content::new(
            "My schedule",
            view! {
                <PageHeading text="My schedule" caption/>
                <Live region="schedule".to_owned() topics="rota".to_owned()/>
                <div id="schedule">{days}</div>
                <ButtonGroup>
                    <LinkButton href=to(-7) text="Previous week" kind=ButtonKind::Secondary/>
                    <LinkButton href=to(7) text="Next week" kind=ButtonKind::Secondary/>
                </ButtonGroup>
            },
        ))
    })
}

fn days(week: &ScheduleWeek, zone: Zone) -> AnyView {
    if week.work.is_empty() {
        return view! {
            <Empty title="No shifts this week" text="Confirmed work appears here." icon=Glyph::Calendar/>
        }
        .into_any();
    }
    let total = dates::hours(week.hours().minutes().into());
    let work = week.work.iter().map(|work| one(work, week.today, zone)).collect_view();
    view! {
        <p class="govuk-body">"Hours this week: "<strong>{total}</strong></p>
        {work}
    }
    .into_any()
}

fn one(work: &Work, today: Date, zone: Zone) -> impl IntoView + use<> {
    let is_today = work.date == today;
    let aside = move || is_today.then(|| view! { <Tag text="Today" tone=Tone::Blue/> });
    let times = dates::span(zone.local(work.period.start), zone.local(work.period.end));
    let place = format!("{}, {}", work.package, work.postcode_area);
    let mut rows = vec![
        SummaryRow::new("Time", times),
        SummaryRow::new("Length", shifts::length(work.period, zone)),
        SummaryRow::new("Place", place),
    ];
    if !work.duties.is_empty() {
        rows.push(SummaryRow::new("Tasks", work.duties.join(", ")));
    }
    view! {
        <Card title=dates::with_day(work.date) aside=aside><SummaryList rows/></Card>
    }
}
