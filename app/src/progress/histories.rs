//! The histories of a carer, newest first and a page at a time: assessments, ratings, and the log of counts.

use domain::assessment::Done;
use domain::competency::{RatingShown, RatingState, Validity};
use domain::id::AccountId;
use domain::list::Listed;
use domain::progress::CountLine;
use leptos::prelude::*;

use crate::assessment::done::done_table;
use crate::list::{self, Pages, Sorting};
use crate::ssr;
use crate::ui::{Column, DataTable, Empty, LevelTag, Link, Row, Tag, Time, Tone};
use crate::words::{dates, states};

/// The assessments that were done.
pub(super) fn assessments(carer: AccountId, found: Listed<Done>, sort: &str) -> AnyView {
    if found.rows.is_empty() {
        return view! {
            <Empty title="No assessments" text="An assessment can be done once every task of a group is complete."/>
        }
        .into_any();
    }
    let (here, tab) = (format!("/admin/progress/{carer}"), list::filters(&[("tab", "assessments")]));
    let sorting = Sorting::new(here.as_str(), &tab, sort);
    let filters = [tab, list::filters(&[("sort", sort)])].concat();
    view! {
        {done_table(found.rows, &sorting)}
        <Pages base=here filters previous=found.previous next=found.next/>
    }
    .into_any()
}

/// Every rating (R-RAT-6).
pub(super) fn ratings(carer: AccountId, found: Listed<RatingShown>) -> AnyView {
    if found.rows.is_empty() {
        return view! { <Empty title="No ratings" text="A rating comes with an assessment, or by hand."/> }
            .into_any();
    }
    let columns = ["Task", "From", "To", "Given", "How", "State", "Counts until"].map(Column::new);
    let rows = found.rows.into_iter().map(rating).collect();
    let pages = pages(carer, "ratings", found.previous, found.next);
    view! { <DataTable caption="Every rating, newest first" columns=columns.into() rows wide=true/>{pages} }
        .into_any()
}

/// Every completion and correction (UX-49).
pub(super) fn counts(carer: AccountId, found: Listed<CountLine>) -> AnyView {
    if found.rows.is_empty() {
        return view! { <Empty title="Nothing counted yet" text="The first log of the carer begins this list."/> }
            .into_any();
    }
    let columns = vec![
        Column::new("When"),
        Column::new("Task"),
        Column::new("What"),
        Column::number("Amount"),
        Column::new("Count"),
        Column::new("Day of the work"),
        Column::new("Care package"),
        Column::new("By"),
        Column::new("Note or reason"),
    ];
    let rows = found.rows.into_iter().map(line).collect();
    let pages = pages(carer, "counts", found.previous, found.next);
    view! { <DataTable caption="Every count, newest first" columns rows wide=true/>{pages} }.into_any()
}

fn pages(
    carer: AccountId,
    tab: &str,
    previous: Option<String>,
    next: Option<String>,
) -> impl IntoView + use<> {
    let filters = list::filters(&[("tab", tab)]);
    view! { <Pages base=format!("/admin/progress/{carer}") filters previous next/> }
}

fn rating(rating: RatingShown) -> Row {
    let (zone, _) = ssr::wall();
    let (tone, state) = states::of_history(&rating);
    let acknowledged = rating.acknowledged_at.map(|at| {
        view! { <br/>"Acknowledged "<Time at zone/> }
    });
    let withdrawn = rating.withdrawn.clone().map(|(at, by, reason)| {
        let reason = reason.map(|reason| view! { <br/><span class="govuk-hint">{reason}</span> });
        view! { <br/>"Withdrawn "<Time at zone/>{format!(" by {by}")}{reason} }
    });
    let changes = rating.changes.iter().map(|&(at, until)| {
        let until = until.map_or_else(|| "does not lapse".to_owned(), dates::short);
        view! { <br/><span class="govuk-hint">"Changed "<Time at zone/>{format!(": {until}")}</span> }
    });
    let (level, changes) = (given_level(&rating), changes.collect_view());
    let source = match rating.assessment {
        Some(id) => {
            view! { <Link href=format!("/admin/assessments/{id}") text=states::source(rating.source)/> }
                .into_any()
        }
        None => states::source(rating.source).into_any(),
    };
    let fast_track = rating.is_fast_track.then(|| view! { " "<Tag text="Fast-track" tone=Tone::Orange/> });
    let reason = rating.reason.map(|reason| view! { <br/><span class="govuk-hint">{reason}</span> });
    Row::new(rating.task)
        .cell(view! { <LevelTag level=rating.old/> })
        .cell(level)
        .cell(view! { <Time at=rating.at zone/>" by "{rating.by} })
        .cell(view! { {source}{fast_track}{reason} })
        .cell(view! { <Tag text=state tone/>{acknowledged}{withdrawn} })
        .cell(view! { {states::last_date(rating.validity)}{changes} })
}

/// The level, which says so when it counts no more (R-VAL-3).
fn given_level(rating: &RatingShown) -> AnyView {
    let level = rating.new;
    match (rating.state, rating.validity) {
        (RatingState::Effective, Validity::Lapsed { since }) => {
            view! { <LevelTag level lapsed=dates::full(since)/> }.into_any()
        }
        _ => view! { <LevelTag level/> }.into_any(),
    }
}

fn line(line: CountLine) -> Row {
    let (zone, _) = ssr::wall();
    let count = format!("{} → {}", line.before, line.after());
    let amount = format!("{:+}", line.amount).replace('-', "−");
    Row::new(view! { <Time at=line.at zone/> })
        .cell(line.task)
        .cell(states::line(line.kind))
        .cell(amount)
        .cell(count)
        .cell(dates::short(line.work_date))
        .cell(line.package.unwrap_or_else(|| "–".to_owned()))
        .cell(line.by)
        .cell(line.note.or(line.reason).unwrap_or_default())
}
