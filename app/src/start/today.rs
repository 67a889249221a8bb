//! `/carer`: a carer's day. What must be read comes first, then the tasks that are open (UX-1).

use domain::competency::Todo;
use domain::progress::{Day, DayList, OpenTask};
use domain::time::{Instant, Zone};
use leptos::prelude::*;

use crate::competency::api::todo;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::progress::api::day;
use crate::ssr;
use crate::ui::{ButtonKind, Card, Empty, Glyph, LinkButton, PageHeading, ProgressBar, Tile};
use crate::words::{dates, numbers};

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    page::private(async move {
        let (day, todo) = (day().await?, todo().await?);
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
                    {to_acknowledge(&todo)}
                    {next_shift()}
                    {tasks(day)}
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

/// The carer's next shift, once shifts have pages to lead to.
fn next_shift() -> Option<AnyView> {
    None
}

fn to_acknowledge(todo: &Todo) -> Option<AnyView> {
    let ratings = todo.results.iter().map(|result| result.ratings.len()).sum::<usize>();
    if ratings == 0 {
        return None;
    }
    let words = numbers::counted(ratings as u64, "new rating waits", "new ratings wait");
    Some(
        view! {
            <Card title="Read and acknowledge">
                <p class="govuk-body">{words}" for you. A new rating counts once you have acknowledged it."</p>
                <LinkButton href="/carer/acknowledgments" text="Read new ratings"/>
            </Card>
        }
        .into_any(),
    )
}

fn tasks(day: Day) -> AnyView {
    match day.list {
        DayList::NothingAssigned => view! {
            <Empty
                icon=Glyph::Sun
                title="Nothing is assigned to you yet"
                text="Your admin gives you tasks with a care package. They show up here at once."
            />
        }
        .into_any(),
        DayList::AllComplete => view! {
            {overall(day.overall)}
            <Empty
                icon=Glyph::Check
                title=format!("All complete {}", numbers::percent(1000))
                text="Every task of yours has reached its target."
            />
        }
        .into_any(),
        DayList::Open => view! {
            {overall(day.overall)}
            <Card title="Open today">
                <ul class="app-standings">{day.open.into_iter().map(open_task).collect_view()}</ul>
                <LinkButton href="/carer/tasks" text="Log what I did" kind=ButtonKind::Primary/>
            </Card>
        }
        .into_any(),
    }
}

fn overall(tenths: Option<u32>) -> Option<AnyView> {
    let figure = numbers::percent(tenths?);
    Some(
        view! { <div class="app-tiles"><Tile figure label="overall" href="/carer/progress"/></div> }
            .into_any(),
    )
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
