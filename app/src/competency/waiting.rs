//! `/admin/progress/acknowledgments`: ratings that wait for their carers, and concerns (screens §10.4).

use domain::competency::{ConcernShown, Effect, WaitingPage as Shown, Waits};
use domain::list::{Asked, WaitingSort};
use domain::time::Instant;
use leptos::prelude::*;

use super::api::{concerns, waiting};
use crate::forms::PostForm;
use crate::list::{self, Found, Sorting};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Choice, Column, Crumb, DataTable, Empty, Glyph, HiddenField, Inset, LevelTag, Link,
    LinkButton, PageHeading, Row, SelectField, SubmitButton, Tag, TextArea, TextField, Tile, Time, Tone,
};
use crate::words::{dates, numbers};

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
    let results = numbers::counted(found.listed.found, "rating", "ratings");
    let (previous, next) = (found.listed.previous, found.listed.next);
    let sorting = Sorting::new(HERE, &filters, &asked.sort);
    let body = match (found.listed.rows.is_empty(), filters.is_empty()) {
        (false, _) => table(found.listed.rows, &sorting),
        (true, true) => view! { <Empty icon=Glyph::Certificate title="Nothing waits" text="Ratings that carers have not acknowledged yet show up here."/> }
            .into_any(),
        (true, false) => view! {
            <Empty title="Nothing matches" text="Try other words, or clear the filters.">
                <LinkButton href=HERE text="Show everything"/>
            </Empty>
        }
        .into_any(),
    };
    let statuses = vec![Choice::new("reminded", "Reminded"), Choice::new("long", "Over 48 hours")];
    let sort = asked.sort.clone();
    view! {
        <Found base=HERE filters sort results topics="rating" body previous next>
            <TextField name="q" label="Carer or task" width=20 autocomplete="off"/>
            <SelectField name="status" label="Which" choices=statuses prompt="All that wait"/>
        </Found>
    }
    .into_any()
}

fn table(rows: Vec<Waits>, sorting: &Sorting<WaitingSort>) -> AnyView {
    let (_, now) = ssr::wall();
    let columns = vec![
        Column::new("Carer"),
        Column::new("Task and level"),
        sorting.by(WaitingSort::Since, Column::new("Waiting since")),
        Column::new("Last reminder"),
        Column::new("In force"),
        Column::actions("Action"),
    ];
    let rows = rows.into_iter().map(|waits| row(waits, now)).collect();
    view! { <DataTable caption="Ratings that wait" is_caption_hidden=true columns rows/> }.into_any()
}

fn row(waits: Waits, now: Instant) -> Row {
    let (zone, _) = ssr::wall();
    let is_long = now.minutes_since(waits.since) > LONG;
    let tone = if is_long { Tone::Orange } else { Tone::Yellow };
    let since = dates::ago(waits.since, now);
    let reminded = match waits.reminded_at {
        Some(at) => view! { <Time at zone words=dates::ago(at, now)/> }.into_any(),
        None => "None yet".into_any(),
    };
    let in_force = match waits.effect {
        Effect::OnAcknowledgment => "Not yet",
        Effect::Immediate => "Yes, not acknowledged",
    };
    let (rating, hidden) = (waits.rating.to_string(), format!("to {}", waits.carer_name));
    let href = format!("{HERE}/{rating}");
    let about = format!("of {} in {}", waits.carer_name, waits.task);
    Row::new(view! { <Link href=format!("/admin/progress/{}", waits.carer) text=waits.carer_name/> })
        .cell(view! { {waits.task}<br/><LevelTag level=waits.old/>" → "<LevelTag level=waits.new/> })
        .cell(view! { <Time at=waits.since zone words=since/><br/><span class="govuk-hint">"by "{waits.by}</span> })
        .cell(reminded)
        .cell(view! { <Tag text=in_force tone/> })
        .cell(view! {
            <PostForm operation="/api/competency/remind" id=format!("remind-{rating}") once=true>
                <HiddenField name="rating" value=rating.clone()/>
                <SubmitButton text="Send reminder" hidden=hidden.clone() kind=ButtonKind::Secondary/>
            </PostForm>
            <Link href text="Details" hidden=about/>
        })
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
