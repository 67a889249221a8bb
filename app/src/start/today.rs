//! `/carer`: a carer's day. What must be read comes first, then the next shift and the open tasks (UX-1).

use domain::progress::{Activity, Day, Deeds, OpenTask, Today};
use domain::rota::Work;
use domain::time::{Instant, Zone};
use leptos::prelude::*;

use crate::islands::Live;
use crate::notice::api::{NoticeView, latest};
use crate::page::{self, Content};
use crate::progress::api::today;
use crate::progress::daily_tasks::nothing_open;
use crate::progress::next::lapses;
use crate::rota::api::next_work;
use crate::ssr;
use crate::ui::{ButtonKind, Card, Link, LinkButton, PageHeading, ProgressBar, Tag, Tile, Time};
use crate::words::{dates, numbers, states};

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    page::private(async move {
        let Today { day, waiting, deeds, lapsing, recent } = today().await?;
        let (next, notices) = (next_work().await?, latest().await?);
        let (zone, now) = ssr::wall();
        let name = ssr::signed_in().map(|signed_in| signed_in.name).unwrap_or_default();
        let heading = format!("{}, {name}", greeting(zone, now));
        let date = dates::with_day(zone.date(now));
        Ok(Content::new(
            "Today",
            view! {
                <PageHeading text=heading caption=date/>
                <Live region="today" topics="progress,rating,assignment,shift,rota,notice"/>
                <div id="today">
                    {to_acknowledge(waiting)}
                    {next.map(|work| next_shift(&work, zone))}
                    {figures(day.overall, deeds)}
                    {lapses(lapsing)}
                    {tasks(day)}
                    {notices_card(notices, zone)}
                    {activities(recent, zone)}
                </div>
            },
        ))
    })
}

fn greeting(zone: Zone, now: Instant) -> &'static str {
    use chrono::Timelike;
    match zone.local(now).hour() {
        5..12 => "Good morning",
        12..18 => "Good afternoon",
        _ => "Good evening",
    }
}

/// How far the carer is, in three figures.
fn figures(overall: Option<u32>, deeds: Deeds) -> impl IntoView {
    let overall = overall.map(|tenths| {
        view! { <Tile figure=numbers::percent(tenths) label="overall" href="/carer/progress"/> }
    });
    let this_week = numbers::noun(deeds.shifts_this_week, "shift this week", "shifts this week");
    let held = numbers::noun(deeds.competences, "competence held", "competences held");
    view! {
        <div class="app-tiles">
            {overall}
            <Tile figure=numbers::thousands(deeds.competences) label=held href="/carer/progress"/>
            <Tile figure=numbers::thousands(deeds.shifts_this_week) label=this_week href="/carer/schedule"/>
        </div>
    }
}

/// The carer's next shift, or the one that runs now.
fn next_shift(work: &Work, zone: Zone) -> impl IntoView + use<> {
    let day = dates::with_day(work.date);
    let times = dates::span(zone.local(work.period.start), zone.local(work.period.end));
    let place = format!("{times} at {}, {}", work.package, work.postcode_area);
    view! {
        <Card title=format!("Next shift: {day}")>
            <p class="govuk-body">{place}</p>
            <p class="govuk-body"><Link href="/carer/schedule" text="My schedule"/></p>
        </Card>
    }
}

/// What was told lately; opening the notices marks them as read, this page does not.
fn notices_card(notices: Vec<NoticeView>, zone: Zone) -> Option<AnyView> {
    if notices.is_empty() {
        return None;
    }
    let item = |notice: NoticeView| {
        let (words, address) = crate::words::notices::say(notice.kind, &notice.subject);
        let text = match address {
            Some(href) => view! { <Link href text=words/> }.into_any(),
            None => words.into_any(),
        };
        let at = notice.at;
        view! {
            <li class="app-news__item">
                <p class="app-news__text">{text}</p>
                <p class="app-news__time"><Time at zone/></p>
            </li>
        }
    };
    let items = notices.into_iter().map(item).collect_view();
    Some(
        view! {
            <Card title="New for you">
                <ul class="app-news">{items}</ul>
                <p class="govuk-body"><Link href="/account/notices" text="All notices"/></p>
            </Card>
        }
        .into_any(),
    )
}

/// The last things that happened, each with what it still waits for.
fn activities(recent: Vec<Activity>, zone: Zone) -> Option<AnyView> {
    if recent.is_empty() {
        return None;
    }
    let item = |activity: Activity| {
        let (words, waits) = states::deed(&activity.deed);
        let tag = waits.map(|(tone, text)| view! { " "<Tag text tone/> });
        let at = activity.at;
        view! {
            <li class="app-news__item">
                <p class="app-news__text">{words}{tag}</p>
                <p class="app-news__time"><Time at zone/></p>
            </li>
        }
    };
    let items = recent.into_iter().map(item).collect_view();
    Some(view! { <Card title="Lately"><ul class="app-news">{items}</ul></Card> }.into_any())
}

fn to_acknowledge(waiting: u64) -> Option<AnyView> {
    if waiting == 0 {
        return None;
    }
    let words = numbers::counted(waiting, "new rating waits", "new ratings wait");
    Some(
        view! {
            <Card title=format!("{words} for you")>
                <LinkButton href="/carer/acknowledgments" text="Read new ratings"/>
            </Card>
        }
        .into_any(),
    )
}

fn tasks(day: Day) -> AnyView {
    nothing_open(day.list, "Nothing is assigned to you yet").unwrap_or_else(|| {
        view! {
            <Card title="Open today">
                <ul class="app-standings">{day.open.into_iter().map(open_task).collect_view()}</ul>
                <LinkButton href="/carer/tasks" text="Log what I did" kind=ButtonKind::Primary/>
            </Card>
        }
        .into_any()
    })
}

fn open_task(task: OpenTask) -> impl IntoView {
    let counted = (task.tally.done, u32::from(task.tally.target));
    view! {
        <li class="app-standing">
            <h3 class="app-standing__name">{task.name.clone()}</h3>
            <ProgressBar label=task.name tenths=task.tally.tenths() counted/>
        </li>
    }
}
