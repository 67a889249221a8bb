//! `/admin/progress/acknowledgments`: ratings that wait for their carers, and concerns.

use domain::competency::{ConcernShown, Waits};
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{concerns, waiting};
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Crumb, Details, Empty, FilterForm, Glyph, HiddenField, Inset, LevelTag, Link,
    PageHeading, SubmitButton, Tag, TextArea, TextField, Tile, Time, Tone,
};
use crate::words::{dates, states};

/// After so many minutes a rating waits long: two days.
const LONG: i64 = 48 * 60;

/// The page.
#[component]
pub fn WaitingPage() -> impl IntoView {
    let search = use_query_map().read_untracked().get("search").unwrap_or_default();
    page::private(async move {
        let (_, now) = ssr::wall();
        let all = waiting().await?;
        let (open, answered): (Vec<_>, Vec<_>) =
            concerns().await?.into_iter().partition(|concern| concern.answer.is_none());
        let tiles = tiles(&all, now);
        let wanted = domain::text::name_key(&search);
        let matches = |waits: &Waits| {
            domain::text::name_key(&waits.carer_name).contains(&wanted)
                || domain::text::name_key(&waits.task).contains(&wanted)
        };
        let found: Vec<_> = all.into_iter().filter(matches).collect();
        let clear = (!search.is_empty()).then(|| "/admin/progress/acknowledgments".to_owned());
        let list = if found.is_empty() {
            view! { <Empty icon=Glyph::Certificate title="Nothing waits" text="Ratings that carers have not acknowledged yet show up here."/> }
                .into_any()
        } else {
            view! { <div class="app-cards">{found.into_iter().map(|waits| card(waits, now)).collect_view()}</div> }
                .into_any()
        };
        Ok(Content::new(
            "Acknowledgments",
            view! {
                <PageHeading text="Acknowledgments" lead="Ratings that wait for their carers, and what carers say about them."/>
                {tiles}
                {concern_list("Concerns to answer", open)}
                <FilterForm
                    form_id="search"
                    action="/admin/progress/acknowledgments"
                    values=vec![("search".into(), search)]
                    clear
                >
                    <TextField name="search" label="Carer or task" width=20/>
                </FilterForm>
                {list}
                {concern_list("Answered concerns", answered)}
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")]))
    })
}

fn tiles(all: &[Waits], now: Instant) -> AnyView {
    let reminded = all.iter().filter(|waits| waits.reminded_at.is_some()).count();
    let long = all.iter().filter(|waits| now.minutes_since(waits.since) > LONG).count();
    view! {
        <div class="app-tiles">
            <Tile figure=all.len().to_string() label="waiting"/>
            <Tile figure=reminded.to_string() label="reminded"/>
            <Tile figure=long.to_string() label="over 48 hours"/>
        </div>
    }
    .into_any()
}

fn card(waits: Waits, now: Instant) -> AnyView {
    let (zone, _) = ssr::wall();
    let tone = if now.minutes_since(waits.since) > LONG { Tone::Orange } else { Tone::Yellow };
    let since = dates::ago(waits.since, now);
    let reminded = match waits.reminded_at {
        Some(at) => view! { "Last reminder "<Time at zone/> }.into_any(),
        None => "No reminder yet".into_any(),
    };
    let rating = waits.rating.to_string();
    let withdrawn = rating.clone();
    view! {
        <Card
            title=waits.carer_name
            href=format!("/admin/progress/{}", waits.carer)
            aside=move || view! { <Tag text="Waiting for the carer" tone/> }
        >
            <p class="govuk-body">
                <strong>{waits.task}</strong>": "<LevelTag level=waits.old/>" → "<LevelTag level=waits.new/>
            </p>
            <p class="govuk-hint">
                "Given by "{waits.by}", "<Time at=waits.since zone words=since/>". "{states::effect(waits.effect)}". "
                {reminded}
            </p>
            <PostForm operation="/api/competency/remind" id=format!("remind-{rating}")>
                <HiddenField name="rating" value=rating.clone()/>
                <SubmitButton text="Send reminder" kind=ButtonKind::Secondary/>
            </PostForm>
            <Details summary="Withdraw this rating">
                <p>"What counted before still counts. The carer is told. A lowering in force cannot be withdrawn."</p>
                <PostForm operation="/api/competency/withdraw" id=format!("withdraw-{withdrawn}")>
                    <HiddenField name="rating" value=withdrawn.clone()/>
                    <TextArea name="reason" label="Reason" hint="Do not write names here." limit=500 rows=3/>
                    <SubmitButton text="Withdraw rating" kind=ButtonKind::Warning/>
                </PostForm>
            </Details>
        </Card>
    }
    .into_any()
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
