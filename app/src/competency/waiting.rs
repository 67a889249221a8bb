//! `/admin/progress/acknowledgments`: ratings that wait for their carers, and concerns (screens §10.4).

use domain::competency::{ConcernShown, Effect, WaitingPage as Shown, Waits};
use domain::list::{Asked, Listed, WaitingSort};
use domain::time::Instant;
use leptos::prelude::*;

use super::api::{concerns, waiting};
use crate::answer::AppError;
use crate::forms::{self, PostForm};
use crate::list::{self, Found, Sorting};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Choice, Column, Crumb, DataTable, Empty, Glyph, HiddenField, Inset, LevelChange,
    LevelTag, Link, LinkButton, PageHeading, Row, SelectField, SubmitButton, Tag, TextArea, TextField, Tile,
    Time, Tone, WarningText,
};
use crate::words::{dates, numbers};

const HERE: &str = "/admin/progress/acknowledgments";

/// The name of the list of concerns in the address.
const CONCERNS: &str = "concerns";

/// The name of those with an answer.
const ANSWERED: &str = "answered";

/// The page; `?view=concerns` is the list of what carers have to say.
#[component]
pub fn WaitingPage() -> impl IntoView {
    let (asked, view) = (list::asked(), list::value("view"));
    page::private(async move {
        let crumbs = vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")];
        if view == CONCERNS {
            let (found, late) = (concerns(asked.clone()).await?, late().await?);
            let crumbs = [crumbs, vec![Crumb::new("Acknowledgments", HERE)]].concat();
            return Ok(Content::new("Concerns", all_concerns(found, &asked, late)).crumbs(crumbs));
        }
        let (found, open) = (waiting(asked.clone()).await?, concerns(Asked::default()).await?);
        let late = late().await?;
        Ok(Content::new(
            "Acknowledgments",
            view! {
                <PageHeading text="Acknowledgments" lead="Ratings that wait for their carers, and what carers say about them."/>
                {tiles(&found)}
                {late.map(|row| concern(row, 2))}
                {open_concerns(open)}
                {ratings(found, &asked)}
            },
        )
        .crumbs(crumbs)
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
    let is_long = domain::competency::waits_long(waits.since, now);
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
        .cell(view! { {waits.task}<br/><LevelChange old=waits.old new=waits.new/> })
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

/// Those without an answer, oldest first, and the way to all.
fn open_concerns(open: Listed<ConcernShown>) -> AnyView {
    let all = format!("{HERE}?view={CONCERNS}");
    if open.rows.is_empty() {
        let answered = format!("{all}&status={ANSWERED}");
        return view! { <p class="govuk-body"><Link href=answered text="Answered concerns"/></p> }.into_any();
    }
    let cards = open.rows.into_iter().map(|row| concern(row, 3)).collect_view();
    view! {
        <h2 class="govuk-heading-m">"Concerns to answer"</h2>
        <div class="app-cards">{cards}</div>
        <p class="govuk-body"><Link href=all text="All concerns"/></p>
    }
    .into_any()
}

/// The list of concerns: searched, and paged. It holds what admins type, so it does not renew itself.
fn all_concerns(found: Listed<ConcernShown>, asked: &Asked, late: Option<ConcernShown>) -> AnyView {
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status)]);
    let results = numbers::counted(found.found, "concern", "concerns");
    let (previous, next) = (found.previous, found.next);
    let kept = vec![("view".to_owned(), CONCERNS.to_owned())];
    let body = cards(found.rows, asked);
    let which = vec![Choice::new(ANSWERED, "Answered")];
    view! {
        <PageHeading text="Concerns" lead="What carers say about their ratings. Each is told of the answer by e-mail."/>
        {late.map(|row| concern(row, 2))}
        <Found base=HERE kept filters results body previous next>
            <TextField name="q" label="Carer or task" width=20 autocomplete="off"/>
            <SelectField name="status" label="Which" choices=which prompt="Waiting for an answer"/>
        </Found>
    }
    .into_any()
}

/// The concern that somebody else answered while this admin was typing: it is shown with both answers (R-GEN-7).
async fn late() -> Result<Option<ConcernShown>, AppError> {
    let Some(posted) = forms::refused().filter(|posted| forms::is_stale(&posted.form)) else {
        return Ok(None);
    };
    let answered = concerns(Asked { status: ANSWERED.into(), ..Asked::default() }).await?;
    let is_it = |concern: &ConcernShown| answer_form(&concern.concern.to_string()) == posted.form;
    Ok(answered.rows.into_iter().find(is_it))
}

fn cards(rows: Vec<ConcernShown>, asked: &Asked) -> AnyView {
    match (rows.is_empty(), asked.words().is_empty()) {
        (false, _) => {
            let cards = rows.into_iter().map(|row| concern(row, 2)).collect_view();
            view! { <div class="app-cards">{cards}</div> }.into_any()
        }
        (true, true) => {
            view! { <Empty title="No concerns" text="What carers say about their ratings shows up here."/> }
                .into_any()
        }
        (true, false) => {
            view! { <Empty title="Nothing matches" text="Try other words, or clear the filters."/> }
                .into_any()
        }
    }
}

/// One concern. `level` is that of its heading, which follows the one above it.
fn concern(concern: ConcernShown, level: u8) -> impl IntoView {
    let (zone, _) = ssr::wall();
    let id = concern.concern.to_string();
    let hidden = format!("of {}", concern.carer_name);
    let answer = match concern.answer.clone() {
        Some(answer) => answered(&concern, answer),
        None => view! {
            <PostForm operation="/api/competency/answer_concern" id=answer_form(&id)>
                <HiddenField name="concern" value=id.clone()/>
                <TextArea name="answer" label="Answer" limit=1000 rows=3/>
                <SubmitButton text="Answer concern" hidden/>
            </PostForm>
        }
        .into_any(),
    };
    view! {
        <Card title=concern.task level aside=move || view! { <LevelTag level=concern.level/> }>
            <p class="govuk-hint">
                <Link href=format!("/admin/progress/{}", concern.carer) text=concern.carer_name/>", "
                <Time at=concern.at zone/>
            </p>
            <p class="app-lines">{concern.body}</p>
            {answer}
        </Card>
    }
}

fn answer_form(concern: &str) -> String {
    format!("answer-{concern}")
}

/// The answer that was given; and, to an admin whose own came too late, what he or she typed.
fn answered(concern: &ConcernShown, answer: String) -> AnyView {
    let by = concern.answered_by.clone().map(|by| view! { <p class="govuk-hint">"Answer of "{by}</p> });
    let posted = forms::posted(&answer_form(&concern.concern.to_string()));
    let typed = posted.and_then(|posted| posted.values.into_iter().find(|(name, _)| name == "answer"));
    let late = typed.map(|(_, typed)| {
        view! {
            <WarningText text="It was answered before yours was sent. What you typed is not kept:"/>
            <p class="app-lines app-kept">{typed}</p>
        }
    });
    view! { <Inset>{by}<p class="app-lines">{answer}</p></Inset> {late} }.into_any()
}
