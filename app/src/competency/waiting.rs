//! `/admin/progress/acknowledgments`: ratings that wait for their carers, and concerns (screens §10.4).

use domain::competency::{ConcernShown, WaitingPage as Shown, Waits};
use domain::list::Asked;
use domain::time::Instant;
use leptos::prelude::*;

use super::api::{concerns, waiting};
use crate::forms::{self, PostForm};
use crate::list::{self, Pages};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Column, Crumb, DataTable, Details, Empty, FilterForm, Glyph, HiddenField, Inset,
    LevelTag, Link, LinkButton, PageHeading, Row, SubmitButton, Tag, TextArea, TextField, Tile, Time, Tone,
};
use crate::words::{dates, numbers, states};

const HERE: &str = "/admin/progress/acknowledgments";

/// After so many minutes a rating waits long: two days.
const LONG: i64 = 48 * 60;

/// The page.
#[component]
pub fn WaitingPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let (found, concerns) = (waiting(asked.clone()).await?, concerns().await?);
        let (open, answered): (Vec<_>, Vec<_>) =
            concerns.into_iter().partition(|concern| concern.answer.is_none());
        Ok(Content::new(
            "Acknowledgments",
            view! {
                <PageHeading text="Acknowledgments" lead="Ratings that wait for their carers, and what carers say about them."/>
                {tiles(&found)}
                {concern_list("Concerns to answer", open)}
                {ratings(found, &asked)}
                {concern_list("Answered concerns", answered)}
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")])
        .wide())
    })
}

/// Each figure leads to its list.
fn tiles(found: &Shown) -> AnyView {
    view! {
        <div class="app-tiles">
            <Tile figure=found.pending.to_string() label="pending" href=HERE/>
            <Tile figure=found.reminded.to_string() label="reminded" href=format!("{HERE}?status=reminded")/>
            <Tile figure=found.long.to_string() label="over 48 hours" href=format!("{HERE}?status=long")/>
        </div>
    }
    .into_any()
}

fn ratings(found: Shown, asked: &Asked) -> AnyView {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
    let clear = (!filters.is_empty()).then(|| HERE.to_owned());
    let results = numbers::counted(found.listed.found, "rating", "ratings");
    let (previous, next) = (found.listed.previous, found.listed.next);
    let list = match (found.listed.rows.is_empty(), clear.is_some()) {
        (false, _) => table(found.listed.rows),
        (true, false) => view! { <Empty icon=Glyph::Certificate title="Nothing waits" text="Ratings that carers have not acknowledged yet show up here."/> }
            .into_any(),
        (true, true) => view! {
            <Empty title="Nothing matches" text="Try other words, or clear the filters.">
                <LinkButton href=HERE text="Show everything"/>
            </Empty>
        }
        .into_any(),
    };
    let status = asked.status.clone();
    view! {
        <FilterForm form_id="search" action=HERE values=filters.clone() clear results>
            <HiddenField name="status" value=status/>
            <TextField name="q" label="Carer or task" width=20 autocomplete="off"/>
        </FilterForm>
        {list}
        <Pages base=HERE filters previous next/>
    }
    .into_any()
}

fn table(rows: Vec<Waits>) -> AnyView {
    let (_, now) = ssr::wall();
    let columns = vec![
        Column::new("Carer"),
        Column::new("Task"),
        Column::new("Level"),
        Column::new("Set by"),
        Column::new("Waiting since"),
        Column::new("Last reminder"),
        Column::new("State"),
        Column::actions("Action"),
    ];
    let rows = rows.into_iter().map(|waits| row(waits, now)).collect();
    view! { <DataTable caption="Ratings that wait, oldest first" is_caption_hidden=true columns rows/> }
        .into_any()
}

fn row(waits: Waits, now: Instant) -> Row {
    let (zone, _) = ssr::wall();
    let is_long = now.minutes_since(waits.since) > LONG;
    let tone = if is_long { Tone::Orange } else { Tone::Yellow };
    let since = dates::ago(waits.since, now);
    let reminded = match waits.reminded_at {
        Some(at) => view! { <Time at zone/> }.into_any(),
        None => "None yet".into_any(),
    };
    let acts = acts(&waits);
    Row::new(view! { <Link href=format!("/admin/progress/{}", waits.carer) text=waits.carer_name/> })
        .cell(waits.task)
        .cell(view! { <LevelTag level=waits.old/>" → "<LevelTag level=waits.new/> })
        .cell(waits.by)
        .cell(view! { <Time at=waits.since zone words=since/> })
        .cell(reminded)
        .cell(view! { <Tag text=states::effect(waits.effect) tone/> })
        .cell(acts)
}

fn acts(waits: &Waits) -> AnyView {
    let (rating, carer) = (waits.rating.to_string(), waits.carer_name.clone());
    let withdrawal = format!("withdraw-{rating}");
    let is_open = forms::posted(&withdrawal).is_some();
    let (facts, withdrawn) = (facts(waits), rating.clone());
    let may_withdraw = waits.effect == domain::competency::Effect::OnAcknowledgment;
    let withdraw = may_withdraw.then(|| {
        view! {
            <PostForm operation="/api/competency/withdraw" id=withdrawal>
                <HiddenField name="rating" value=withdrawn/>
                <TextArea name="reason" label="Reason to withdraw" hint="Do not write names here." limit=500 rows=3/>
                <SubmitButton text="Withdraw rating" kind=ButtonKind::Warning/>
            </PostForm>
        }
    });
    view! {
        <PostForm operation="/api/competency/remind" id=format!("remind-{rating}") once=true>
            <HiddenField name="rating" value=rating.clone()/>
            <SubmitButton text="Send reminder" hidden=format!("to {carer}") kind=ButtonKind::Secondary/>
        </PostForm>
        <Details summary="Details" open=is_open>
            {facts}
            {withdraw}
        </Details>
    }
    .into_any()
}

/// Where it came from, how long it counts, and what can be done about it.
fn facts(waits: &Waits) -> impl IntoView + use<> {
    let source = match waits.assessment {
        Some(id) => {
            view! { <Link href=format!("/admin/assessments/{id}") text="See the assessment"/> }.into_any()
        }
        None => states::source(waits.source).into_any(),
    };
    let fast_track = waits.is_fast_track.then(|| view! { " "<Tag text="Fast-track" tone=Tone::Orange/> });
    let until = waits.valid_until.map_or_else(
        || "It does not lapse.".to_owned(),
        |until| format!("It counts until {}.", dates::full(until)),
    );
    let reason = waits.reason.clone().map(|reason| view! { <p class="app-lines">{reason}</p> });
    let next = match waits.effect {
        domain::competency::Effect::OnAcknowledgment => {
            "Withdrawn, it never counts: what counted before still does. The carer is told."
        }
        domain::competency::Effect::Immediate => {
            "It is in force, so it is not withdrawn. Give a new rating to correct it."
        }
    };
    view! { <p>{source}{fast_track}</p> {reason} <p>{until}" "{next}</p> }
}

fn concern_list(heading: &'static str, concerns: Vec<ConcernShown>) -> Option<AnyView> {
    if concerns.is_empty() {
        return None;
    }
    let cards = concerns.into_iter().map(concern).collect_view();
    Some(view! { <h2 class="govuk-heading-m">{heading}</h2> <div class="app-cards">{cards}</div> }.into_any())
}

fn concern(concern: ConcernShown) -> impl IntoView {
    let (zone, _) = ssr::wall();
    let id = concern.concern.to_string();
    let answer = match concern.answer {
        Some(answer) => view! { <Inset><p class="app-lines">{answer}</p></Inset> }.into_any(),
        None => view! {
            <PostForm operation="/api/competency/answer_concern" id=format!("answer-{id}")>
                <HiddenField name="concern" value=id.clone()/>
                <TextArea name="answer" label="Answer" limit=1000 rows=3/>
                <SubmitButton text="Answer concern"/>
            </PostForm>
        }
        .into_any(),
    };
    view! {
        <Card title=concern.task level=3 aside=move || view! { <LevelTag level=concern.level/> }>
            <p class="govuk-hint">
                <Link href=format!("/admin/progress/{}", concern.carer) text=concern.carer_name/>", "
                <Time at=concern.at zone/>
            </p>
            <p class="app-lines">{concern.body}</p>
            {answer}
        </Card>
    }
}
