//! `/account/sessions`: where one is signed in, and ending that (R-SES-8).

use domain::account::OpenSession;
use leptos::prelude::*;

use super::api::sessions;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    BackLink, ButtonGroup, ButtonKind, Card, HiddenField, LinkButton, PageHeading, SubmitButton, SummaryList,
    SummaryRow, Tag, Time, Tone,
};
use crate::words::devices;

/// The page.
#[component]
pub fn SessionsPage() -> impl IntoView {
    page::private(async move {
        let found = sessions().await?;
        let has_others = found.iter().any(|session| !session.is_this);
        let cards = found.iter().map(|session| card(session, end(session))).collect_view();
        Ok(Content::new(
            "Where you are signed in",
            view! {
                <BackLink href="/account" text="Your account"/>
                <PageHeading text="Where you are signed in"/>
                {cards}
                {has_others.then(end_others)}
            },
        ))
    })
}

/// One place of sign-in. `end` makes the form that ends it, with the device's name for those who hear the page; this
/// browser's own is not ended here.
pub fn card(session: &OpenSession, end: impl FnOnce(String) -> AnyView) -> AnyView {
    let (device, zone) = (devices::name(&session.agent), ssr::zone());
    let (last_seen, started) = (session.last_seen, session.started);
    let rows = vec![
        SummaryRow::new("Last used", view! { <Time at=last_seen zone/> }),
        SummaryRow::new("Signed in", view! { <Time at=started zone/> }),
        SummaryRow::new("Network address", session.ip.clone()),
    ];
    let (is_this, shared) = (session.is_this, session.shared_device);
    let end = (!is_this).then(|| end(format!("on {device}")));
    view! {
        <Card
            title=device
            aside=move || {
                let this = is_this.then(|| view! { <Tag text="This device" tone=Tone::Green/> });
                let shared = shared.then(|| view! { <Tag text="Shared device" tone=Tone::Grey/> });
                view! { {this}{shared} }.into_any()
            }
        >
            <SummaryList rows/>
            {end}
        </Card>
    }
    .into_any()
}

fn end(session: &OpenSession) -> impl FnOnce(String) -> AnyView + use<> {
    let id = session.id.to_string();
    move |hidden| {
        view! {
            <PostForm operation="/api/account/end_session" id=format!("end-{id}")>
                <HiddenField name="id" value=id/>
                <SubmitButton text="Sign out there" hidden kind=ButtonKind::Secondary/>
            </PostForm>
        }
        .into_any()
    }
}

fn end_others() -> impl IntoView {
    view! { <LinkButton href="/account/sessions/end" text="Sign out everywhere else" kind=ButtonKind::Secondary/> }
}

/// `/account/sessions/end`: asks before all others end.
#[component]
pub fn EndSessionsPage() -> impl IntoView {
    page::private(async move {
        Ok(Content::new(
            "Sign out everywhere else?",
            confirm("/api/account/end_other_sessions", None, "/account/sessions", "Sign out everywhere else"),
        ))
    })
}

/// The question before several sessions end: what was typed there and not sent is lost.
pub fn confirm(
    operation: &'static str,
    whose: Option<String>,
    back: impl Into<String>,
    text: &'static str,
) -> AnyView {
    let back = back.into();
    let id = whose.map(|id| view! { <HiddenField name="id" value=id/> });
    view! {
        <PageHeading text=format!("{text}?") lead="What is typed there and not sent yet is lost."/>
        <PostForm operation id="confirm">
            {id}
            <ButtonGroup>
                <SubmitButton text kind=ButtonKind::Warning/>
                <LinkButton href=back text="Stay signed in" kind=ButtonKind::Quiet/>
            </ButtonGroup>
        </PostForm>
    }
    .into_any()
}
