//! `/carer/acknowledgments`: read, tick, acknowledge; or raise a concern (UX-61).

use domain::competency::{Asked, ConcernShown, OwnRating, PastAct, PastRating, Result as Outcome, Todo};
use domain::list::Listed;
use leptos::prelude::*;

use super::api::{own_rating, past, todo};
use crate::forms::{self, PostForm};
use crate::islands::Live;
use crate::list::{self, ChangedLine, Pages};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, CheckboxField, Choice, Details, Empty, Glyph, HiddenField, Inset, LevelChange,
    LevelTag, Link, PageHeading, SelectField, SubmitButton, Tag, TextArea, Time, Tone, WarningText,
};
use crate::words::{dates, states};

const HERE: &str = "/carer/acknowledgments";

/// The page. `?rating=` or `?task=` asks for a form to say something about that rating.
#[component]
pub fn AcknowledgmentsPage() -> impl IntoView {
    let asked = list::asked();
    let (rating, task) = (list::value("rating").parse().ok(), list::value("task").parse().ok());
    page::private(async move {
        let (todo, past) = (todo().await?, past(asked).await?);
        let about = match (rating, task) {
            (None, None) => None,
            (rating, task) => Some(own_rating(rating, task).await?),
        };
        let lead = states::when_ratings_count(todo.lowering_immediate);
        let shown = shown(&todo);
        Ok(Content::new(
            "Acknowledgments",
            view! {
                <PageHeading text="Acknowledgments" lead/>
                <Live region="" topics="rating"/>
                <ChangedLine shown words="New results." here=HERE/>
                {about.as_ref().map(concern_about)}
                {waiting(todo.results, todo.statement, &todo.text)}
                {concerns(todo.concerns)}
                {acknowledged(past)}
            },
        ))
    })
}

/// What the page shows, as a mark: when it would be another, something is new.
fn shown(todo: &Todo) -> String {
    let asked = todo.results.iter().flat_map(|result| &result.ratings).map(|asked| asked.rating.to_string());
    let answered = todo.concerns.iter().filter(|concern| concern.answer.is_some());
    asked.chain(answered.map(|concern| concern.concern.to_string())).collect::<Vec<_>>().join(" ")
}

/// What tells the forms of a result apart from those of others.
fn key(result: &Outcome) -> String {
    result.ratings.first().map(|asked| asked.rating.to_string()).unwrap_or_default()
}

fn waiting(results: Vec<Outcome>, statement: u32, text: &str) -> AnyView {
    if results.is_empty() {
        return view! {
            <Empty icon=Glyph::Certificate title="All up to date" text="Nothing waits for you to acknowledge."/>
        }
        .into_any();
    }
    results.into_iter().map(|result| card(result, statement, text.to_owned())).collect_view().into_any()
}

fn card(result: Outcome, statement: u32, text: String) -> AnyView {
    let (zone, _) = ssr::wall();
    let title = match result.ratings.as_slice() {
        [only] => only.task.clone(),
        several => format!("Result for {} tasks", several.len()),
    };
    let key = key(&result);
    let named = result.ratings.iter().map(|asked| (asked.rating.to_string(), asked.task.clone()));
    let concern = concern(&key, named.collect());
    let form = acknowledge(&key, &result.ratings, statement, text);
    let why = why(result.reason, result.note);
    view! {
        <Card title>
            <p class="govuk-body">"Given by "{result.by}", "<Time at=result.at zone/></p>
            <ul class="app-standings">{result.ratings.into_iter().map(rating).collect_view()}</ul>
            {why}
            {form}
            {concern}
        </Card>
    }
    .into_any()
}

/// The reason of a rating by hand, or the assessor's note.
fn why(reason: Option<String>, note: Option<String>) -> impl IntoView {
    let reason = reason.map(|reason| view! { <Inset>{reason}</Inset> });
    let note = note.map(|note| {
        view! { <Inset><p class="govuk-hint">"Note of the assessor"</p><p class="app-lines">{note}</p></Inset> }
    });
    view! { {reason}{note} }
}

/// The statement, the tick and the act. A tick under other words than those shown now is none.
fn acknowledge(key: &str, ratings: &[Asked], statement: u32, text: String) -> AnyView {
    let id = format!("acknowledge-{key}");
    let has_changed = forms::is_stale(&id);
    let hidden = ratings.iter().enumerate().map(|(at, asked)| {
        view! { <HiddenField name=format!("ratings[{at}]") value=asked.rating.to_string()/> }
    });
    let hidden = hidden.collect_view();
    let changed =
        has_changed.then(|| view! { <WarningText text="The statement has changed. Read it again."/> });
    view! {
        <PostForm operation="/api/competency/acknowledge" id once=true is_read=has_changed>
            {hidden}
            <HiddenField name="statement" value=statement.to_string()/>
            {changed}
            <blockquote class="app-statement">
                <p class="app-lines">{text}</p>
                <footer class="govuk-hint">{format!("Statement {statement}")}</footer>
            </blockquote>
            <CheckboxField name="read" label="I have read this statement and agree with it"/>
            <SubmitButton text="Acknowledge"/>
        </PostForm>
    }
    .into_any()
}

fn rating(asked: Asked) -> impl IntoView {
    let until = asked.valid_until.map(|until| format!(" Counts until {}.", dates::full(until)));
    view! {
        <li class="app-standing">
            <h3 class="app-standing__name">{asked.task}</h3>
            <p class="app-standing__change"><LevelChange old=asked.old new=asked.new/></p>
            <p class="govuk-hint">{states::effect(asked.effect)}"."{until}</p>
        </li>
    }
}

const HOW: &str =
    "If you do not agree, say so. Your admins read it and answer. The rating stays until they change it.";

fn concern(key: &str, ratings: Vec<(String, String)>) -> AnyView {
    let id = format!("concern-{key}");
    view! {
        <Details summary="Raise a concern" open=forms::posted(&id).is_some()>
            <p>{HOW}</p>
            <PostForm operation="/api/competency/raise_concern" id once=true>
                {about(ratings)}
                {concern_fields()}
            </PostForm>
        </Details>
    }
    .into_any()
}

/// The form about a rating that waits no longer.
fn concern_about(rating: &OwnRating) -> AnyView {
    let title = format!("Raise a concern about {}", rating.task);
    let (id, level) = (rating.rating.to_string(), rating.level);
    view! {
        <Card title aside=move || view! { <LevelTag level/> }>
            <p class="govuk-body">{HOW}</p>
            <PostForm operation="/api/competency/raise_concern" id=format!("concern-about-{id}") once=true>
                <HiddenField name="rating" value=id.clone()/>
                {concern_fields()}
            </PostForm>
        </Card>
    }
    .into_any()
}

/// They are made inside the form, whose state they take.
fn concern_fields() -> impl IntoView {
    view! {
        <TextArea name="body" label="Your concern" hint="Do not write names of people you care for." limit=1000/>
        <SubmitButton text="Raise concern" kind=ButtonKind::Secondary/>
    }
}

/// Which of the ratings, by id and task. It is made inside the form, whose state it takes.
fn about(ratings: Vec<(String, String)>) -> AnyView {
    if let [(only, _)] = ratings.as_slice() {
        return view! { <HiddenField name="rating" value=only.clone()/> }.into_any();
    }
    let choices: Vec<_> = ratings.into_iter().map(|(id, task)| Choice::new(id, task)).collect();
    view! { <SelectField name="rating" label="About which task?" choices/> }.into_any()
}

fn concerns(concerns: Vec<ConcernShown>) -> Option<AnyView> {
    if concerns.is_empty() {
        return None;
    }
    let (zone, _) = ssr::wall();
    let items = concerns.into_iter().map(|concern| {
        let (tone, state) = if concern.answer.is_some() {
            (Tone::Green, "Answered")
        } else {
            (Tone::Yellow, "Waiting for an answer")
        };
        let answer = concern.answer.map(|answer| view! { <Inset><p class="app-lines">{answer}</p></Inset> });
        view! {
            <Card title=concern.task level=3 aside=move || view! { <Tag text=state tone/> }>
                <p class="govuk-hint"><Time at=concern.at zone/></p>
                <p class="app-lines">{concern.body}</p>
                {answer}
            </Card>
        }
    });
    Some(view! { <h2 class="govuk-heading-m">"Your concerns"</h2> {items.collect_view()} }.into_any())
}

fn acknowledged(found: Listed<PastAct>) -> Option<AnyView> {
    if found.rows.is_empty() {
        return None;
    }
    let (previous, next) = (found.previous, found.next);
    Some(
        view! {
            <h2 class="govuk-heading-m">"Acknowledged"</h2>
            <ul class="app-standings">{found.rows.into_iter().map(act).collect_view()}</ul>
            <Pages base=HERE filters=Vec::new() previous next/>
        }
        .into_any(),
    )
}

fn act(act: PastAct) -> impl IntoView {
    let (zone, _) = ssr::wall();
    let (at, summary, text) = (act.at, format!("Statement {}", act.statement), act.text);
    view! {
        <li class="app-standing">
            <p class="govuk-hint">"You acknowledged this on "<Time at zone/></p>
            {act.ratings.into_iter().map(past_rating).collect_view()}
            <Details summary><p class="app-lines">{text}</p></Details>
        </li>
    }
}

fn past_rating(rating: PastRating) -> impl IntoView {
    let (zone, _) = ssr::wall();
    let until = rating.valid_until.map(|until| format!(" Counts until {}.", dates::full(until)));
    let href = format!("{HERE}?rating={}", rating.rating);
    let hidden = format!("about {}", rating.task);
    view! {
        <h3 class="app-standing__name">{rating.task}</h3>
        <p class="app-standing__change"><LevelChange old=rating.old new=rating.new/></p>
        <p class="govuk-hint">"Given by "{rating.by}", "<Time at=rating.at zone/>"."{until}</p>
        {why(rating.reason, rating.note)}
        <p class="govuk-body"><Link href text="Raise a concern" hidden/></p>
    }
}
