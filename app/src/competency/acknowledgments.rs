//! `/carer/acknowledgments`: read, tick, acknowledge; or raise a concern (UX-61).

use domain::competency::{Asked, ConcernShown, PastAct, Result as Outcome};
use leptos::prelude::*;

use super::api::todo;
use crate::forms::{self, PostForm};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, CheckboxField, Choice, Details, Empty, Glyph, HiddenField, Inset, LevelTag,
    PageHeading, SelectField, SubmitButton, Tag, TextArea, Time, Tone,
};
use crate::words::{dates, states};

/// The page.
#[component]
pub fn AcknowledgmentsPage() -> impl IntoView {
    page::private(async move {
        let todo = todo().await?;
        Ok(Content::new(
            "Acknowledgments",
            view! {
                <PageHeading text="Acknowledgments" lead="A higher or renewed rating counts once you have acknowledged it. A lower one counts at once."/>
                {waiting(todo.results, todo.statement, &todo.text)}
                {concerns(todo.concerns)}
                {past(todo.past)}
            },
        ))
    })
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
    let hidden = result.ratings.iter().enumerate().map(|(at, asked)| {
        view! { <HiddenField name=format!("ratings[{at}]") value=asked.rating.to_string()/> }
    });
    let hidden = hidden.collect_view();
    let named = result.ratings.iter().map(|asked| (asked.rating.to_string(), asked.task.clone()));
    let concern = concern(&key, named.collect());
    let reason = result.reason.map(|reason| view! { <Inset>{reason}</Inset> });
    view! {
        <Card title>
            <p class="govuk-body">"Given by "{result.by}", "<Time at=result.at zone/></p>
            <ul class="app-standings">{result.ratings.into_iter().map(rating).collect_view()}</ul>
            {reason}
            <PostForm operation="/api/competency/acknowledge" id=format!("acknowledge-{key}")>
                {hidden}
                <HiddenField name="statement" value=statement.to_string()/>
                <blockquote class="app-statement">
                    <p class="app-lines">{text}</p>
                    <footer class="govuk-hint">{format!("Statement {statement}")}</footer>
                </blockquote>
                <CheckboxField name="read" label="I have read this statement and agree with it"/>
                <SubmitButton text="Acknowledge"/>
            </PostForm>
            {concern}
        </Card>
    }
    .into_any()
}

fn rating(asked: Asked) -> impl IntoView {
    let until = asked.valid_until.map(|until| format!(" Counts until {}.", dates::full(until)));
    view! {
        <li class="app-standing">
            <h3 class="app-standing__name">{asked.task}</h3>
            <p class="app-change">
                <span class="govuk-visually-hidden">"From "</span><LevelTag level=asked.old/>
                <span aria-hidden="true">" → "</span><span class="govuk-visually-hidden">" to "</span>
                <LevelTag level=asked.new/>
            </p>
            <p class="govuk-hint">{states::effect(asked.effect)}"."{until}</p>
        </li>
    }
}

fn concern(key: &str, ratings: Vec<(String, String)>) -> AnyView {
    let id = format!("concern-{key}");
    view! {
        <Details summary="Raise a concern" open=forms::posted(&id).is_some()>
            <p>"If you do not agree, say so. Your admins read it and answer. The rating stays until they change it."</p>
            <PostForm operation="/api/competency/raise_concern" id once=true>
                {about(ratings)}
                <TextArea name="body" label="Your concern" hint="Do not write names of people you care for." limit=1000/>
                <SubmitButton text="Raise concern" kind=ButtonKind::Secondary/>
            </PostForm>
        </Details>
    }
    .into_any()
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

fn past(past: Vec<PastAct>) -> Option<AnyView> {
    if past.is_empty() {
        return None;
    }
    let (zone, _) = ssr::wall();
    let items = past.into_iter().map(|act| {
        let ratings = act.ratings.into_iter().map(|(task, level)| {
            view! { <li>{task}" "<LevelTag level/></li> }
        });
        view! {
            <li class="app-standing">
                <p class="govuk-hint"><Time at=act.at zone/>{format!(", statement {}", act.statement)}</p>
                <ul class="app-plain">{ratings.collect_view()}</ul>
            </li>
        }
    });
    Some(
        view! {
            <h2 class="govuk-heading-m">"Acknowledged"</h2>
            <ul class="app-standings">{items.collect_view()}</ul>
        }
        .into_any(),
    )
}
