//! `/admin/progress/acknowledgments/{rating}`: one rating that waits for its carer; remind, or withdraw it (R-ACK-5).

use domain::competency::{Effect, Waits};
use domain::id::RatingId;
use leptos::prelude::*;

use super::api::waits;
use crate::forms::PostForm;
use crate::islands::Live;
use crate::list;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Crumb, HiddenField, LevelChange, Link, LinkButton, PageHeading, SubmitButton,
    SummaryList, SummaryRow, Tag, TextArea, Time, Tone,
};
use crate::words::{dates, states};

/// What the page renews: the facts, which turn into the words that the rating waits no longer.
const FACTS: &str = "waits-facts";

const LIST: &str = "/admin/progress/acknowledgments";

/// The page.
#[component]
pub fn WaitsPage() -> impl IntoView {
    let rating = page::named::<RatingId>("rating");
    page::private(async move {
        let found = waits(rating?).await?;
        let crumbs = vec![
            Crumb::new("Start", "/admin"),
            Crumb::new("Progress", "/admin/progress"),
            Crumb::new("Acknowledgments", LIST),
        ];
        let Some(waits) = found else {
            return Ok(Content::new("Acknowledgment", gone()).crumbs(crumbs));
        };
        let (title, caption) = (waits.task.clone(), waits.carer_name.clone());
        let body = view! {
            <PageHeading text=title.clone() caption=caption.clone()/>
            <Live region=FACTS topics="rating"/>
            <div id=FACTS>{facts(&waits)}</div>
            {acts(&waits)}
        };
        Ok(Content::new(format!("{title}, {caption}"), body).crumbs(crumbs))
    })
}

/// Acknowledged, withdrawn or replaced meanwhile.
fn gone() -> impl IntoView {
    view! {
        <PageHeading text="This rating waits no longer"/>
        <div id=FACTS>
            <p class="govuk-body app-waits-over">
                "It was acknowledged or withdrawn, or a newer one has taken its place."
            </p>
            <LinkButton href=LIST text="See what waits"/>
        </div>
    }
}

fn facts(waits: &Waits) -> impl IntoView + use<> {
    let (zone, now) = ssr::wall();
    let source = match waits.assessment {
        Some(id) => view! { <Link href=format!("/admin/assessments/{id}") text="Assessment"/> }.into_any(),
        None => states::source(waits.source).into_any(),
    };
    let fast_track = waits.is_fast_track.then(|| view! { " "<Tag text="Fast-track" tone=Tone::Orange/> });
    let reminded = match waits.reminded_at {
        Some(at) => view! { <Time at zone/> }.into_any(),
        None => "None yet".into_any(),
    };
    let (old, new, at, effect) = (waits.old, waits.new, waits.since, states::effect(waits.effect));
    let since = dates::ago(at, now);
    let until = waits.valid_until.map_or_else(|| "Does not lapse".to_owned(), dates::full);
    let mut rows = vec![
        SummaryRow::new("Level", view! { <LevelChange old new/> }),
        SummaryRow::new("State", view! { <Tag text=effect tone=Tone::Yellow/> }),
        SummaryRow::new("Source", view! { {source}{fast_track} }),
        SummaryRow::new("Set by", waits.by.clone()),
        SummaryRow::new("Waiting since", view! { <Time at zone/>{format!(" ({since})")} }),
        SummaryRow::new("Last reminder", reminded),
        SummaryRow::new("Valid until", until),
    ];
    if let Some(reason) = waits.reason.clone() {
        rows.push(SummaryRow::new("Reason", view! { <p class="app-lines">{reason}</p> }));
    }
    view! { <SummaryList rows/> }
}

fn acts(waits: &Waits) -> impl IntoView + use<> {
    let (rating, withdrawn, back) = (waits.rating.to_string(), waits.rating.to_string(), list::value("back"));
    let withdraw = match waits.effect {
        Effect::Immediate => view! {
            <p>"It is in force, so it is not withdrawn. Give a new rating to correct it."</p>
            <LinkButton href=format!("/admin/progress/ratings/{}", waits.carer) text="Give a new rating" kind=ButtonKind::Secondary/>
        }
        .into_any(),
        Effect::OnAcknowledgment => view! {
            <p>"It then never counts: what counted before still does. The carer is told."</p>
            <PostForm operation="/api/competency/withdraw" id=format!("withdraw-{withdrawn}") once=true>
                <HiddenField name="rating" value=withdrawn.clone()/>
                <HiddenField name="back" value=back/>
                <TextArea name="reason" label="Reason" hint="Do not write names here." limit=500 rows=3/>
                <SubmitButton text="Withdraw rating" kind=ButtonKind::Warning/>
            </PostForm>
        }
        .into_any(),
    };
    view! {
        <div class="app-cards app-cards--below">
            <Card title="Remind the carer">
                <PostForm operation="/api/competency/remind" id=format!("remind-{rating}") once=true>
                    <HiddenField name="rating" value=rating.clone()/>
                    <SubmitButton text="Send reminder"/>
                </PostForm>
            </Card>
            <Card title="Withdraw this rating">{withdraw}</Card>
        </div>
    }
}
