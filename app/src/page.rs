//! The frame of every page: who is looking, what the last act said, and what to show when the page may not be seen.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::answer::{AppError, PRAISE};
use crate::forms::{self, PostForm, Posted};
use crate::islands::Live;
use crate::shell::api::{Frame, frame};
use crate::shell::{AdminShell, CarerShell, PublicShell, SignOutButton, Viewer};
use crate::ui::{Banner, ButtonGroup, ButtonKind, Crumb, Link, LinkButton, NotificationBanner, PageHeading};
use domain::access::Role;

/// What a page shows inside its frame.
pub struct Content {
    /// The words of the browser's tab; the organisation's are added.
    pub title: String,
    /// The way back up.
    pub crumbs: Vec<Crumb>,
    /// Grids and wide tables take all the room.
    pub wide: bool,
    /// The page itself, with its one `h1`.
    pub body: AnyView,
}

impl Content {
    /// A page of ordinary width without crumbs.
    pub fn new(title: impl Into<String>, body: impl IntoAny) -> Self {
        Self { title: title.into(), crumbs: Vec::new(), wide: false, body: body.into_any() }
    }

    /// With the way back up.
    #[must_use]
    pub fn crumbs(self, crumbs: Vec<Crumb>) -> Self {
        Self { crumbs, ..self }
    }

    /// With all the room there is.
    #[must_use]
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }
}

/// A page for somebody who is signed in and whom the table of operations lets in (R-GEN-2). The content is loaded by
/// server functions that check for themselves; a refusal of theirs becomes the page of its status.
pub fn private<F>(content: F) -> impl IntoView + use<F>
where
    F: Future<Output = Result<Content, AppError>> + Send + 'static,
{
    let page = async move {
        match frame().await {
            Ok(frame) => {
                let content = match crate::ssr::may_open().await {
                    Ok(()) => content.await,
                    Err(error) => Err(error),
                };
                framed(frame, content.unwrap_or_else(|error| refused(&error))).into_any()
            }
            Err(error) if error.status == 401 => match forms::refused() {
                Some(posted) => signed_out(posted).into_any(),
                None => sign_in_first(),
            },
            Err(error) => open(refused(&error)).into_any(),
        }
    };
    view! { <Suspense>{Suspend::new(page)}</Suspense> }
}

/// A page for everybody.
pub fn public<F>(content: F) -> impl IntoView + use<F>
where
    F: Future<Output = Result<Content, AppError>> + Send + 'static,
{
    let page = async move { open(content.await.unwrap_or_else(|error| refused(&error))) };
    view! { <Suspense>{Suspend::new(page)}</Suspense> }
}

fn framed(frame: Frame, content: Content) -> impl IntoView {
    let Frame { viewer, message, demo } = frame;
    let path = path();
    let message = stray().or_else(|| message.map(said));
    let demo = demo.then(|| view! { <DemoBanner/> }.into_any());
    let sign_out = Some(sign_out(&viewer).into_any());
    let body = view! { {figures()}{content.body} };
    let shell = match viewer.role {
        Role::Admin => view! {
            <AdminShell viewer path crumbs=content.crumbs sign_out demo message wide=content.wide>
                {body}
            </AdminShell>
        }
        .into_any(),
        Role::Carer => view! { <CarerShell viewer path sign_out demo message>{body}</CarerShell> }.into_any(),
    };
    view! { <PageTitle title=content.title/> {shell} }
}

/// Whether a part of the page being made keeps itself up to date, and with it the figures of its frame.
#[derive(Clone, Debug, Default)]
pub struct HasLive(Arc<AtomicBool>);

/// Notes that there is one.
pub fn is_live() {
    if let Some(has) = use_context::<HasLive>() {
        has.0.store(true, Ordering::Relaxed);
    }
}

/// Keeps the figures of what waits up to date on a page that has nothing else to renew: one stream a page is enough.
fn figures() -> Option<AnyView> {
    let is_needed = use_context::<HasLive>().is_some_and(|has| !has.0.load(Ordering::Relaxed));
    is_needed.then(|| view! { <Live region="" topics="notice"/> }.into_any())
}

fn open(content: Content) -> impl IntoView {
    let demo = crate::ssr::is_demo().then(|| view! { <DemoBanner/> }.into_any());
    let message = stray();
    view! { <PageTitle title=content.title/> <PublicShell demo message>{content.body}</PublicShell> }
}

/// Above the page: what is wrong with a posted form that it no longer shows.
fn stray() -> Option<AnyView> {
    forms::stray().map(|text| view! { <NotificationBanner text kind=Banner::Warning/> }.into_any())
}

/// The words of the last act; what is worth celebrating looks so.
fn said(message: String) -> AnyView {
    match message.strip_prefix(PRAISE) {
        Some(text) => view! { <NotificationBanner text=text.to_owned() kind=Banner::Praise/> }.into_any(),
        // What was not done has lines of its own, and is no success.
        None if message.contains('\n') => {
            view! { <NotificationBanner text=message kind=Banner::Warning/> }.into_any()
        }
        None => view! { <NotificationBanner text=message/> }.into_any(),
    }
}

/// The title says "Error" first when a form was refused, for those who hear the page.
#[component]
fn PageTitle(title: String) -> impl IntoView {
    let error = if forms::refused().is_some() { "Error: " } else { "" };
    view! { <Title text=format!("{error}{title} – CareTrack")/> }
}

#[component]
fn DemoBanner() -> impl IntoView {
    view! { <p>"This is a demo with invented people. "<Link href="/demo" text="Enter as somebody else"/></p> }
}

fn sign_out(viewer: &Viewer) -> impl IntoView + use<> {
    let shared_device = viewer.shared_device;
    view! {
        <PostForm operation="/api/account/sign_out" id="sign-out">
            <SignOutButton shared_device/>
        </PostForm>
    }
}

/// The page of a refusal, with its status.
fn refused(error: &AppError) -> Content {
    set_status(error.status);
    let (title, words) = match error.status {
        403 => ("This is not open to you", error.message.clone()),
        413 | 415 | 422 => ("This could not be read", error.message.clone()),
        429 => ("Too many tries", error.message.clone()),
        // The words of the refusal say what stands in the way.
        409 => ("Not possible now", error.message.clone()),
        503 => ("Busy", error.message.clone()),
        404 => {
            ("Page not found", "This page does not exist. Check the address or go to your start page.".into())
        }
        _ => ("Something went wrong", error.message.clone()),
    };
    // A fault may be over by now (screens §1).
    let is_fault = error.status >= 500;
    let retry = is_fault.then(|| view! { <LinkButton href=crate::ssr::page_address() text="Try again"/> });
    let start = if is_fault { ButtonKind::Secondary } else { ButtonKind::Primary };
    Content::new(
        title,
        view! {
            <PageHeading text=title/>
            <p class="govuk-body">{words}</p>
            <ButtonGroup>
                {retry}
                <LinkButton href="/" text="Go to your start page" kind=start/>
            </ButtonGroup>
        },
    )
}

/// The refusal of an address that names nothing.
pub fn missing() -> AppError {
    AppError::new("not_found", 404, String::new())
}

/// The page of an address that is none, or of a refusal that no page gave.
pub fn not_found() -> impl IntoView {
    if let Some(error) = crate::ssr::extension::<AppError>() {
        return public(async move { Err(error) }).into_any();
    }
    if crate::ssr::signed_in().is_some() {
        private(async move { Err(missing()) }).into_any()
    } else {
        public(async move { Err(missing()) }).into_any()
    }
}

/// The word by which an address says that a session ended after so many minutes without use, which follow.
pub const TIMED_OUT: &str = "timed-out-";

/// Signed out: to the sign-in page, and back here afterwards.
fn sign_in_first() -> AnyView {
    leptos_axum::redirect(&sign_in_address(crate::ssr::ran_out()));
    ().into_any()
}

/// Signed out with a form in hand: the way to sign in, and what was typed, so that none of it is lost.
fn signed_out(posted: Posted) -> impl IntoView {
    let typed = posted
        .values
        .into_iter()
        .filter(|(name, value)| !name.starts_with('_') && !forms::is_secret(name) && is_words(value));
    let typed = typed.map(|(_, value)| view! { <p class="app-lines app-kept">{value}</p> }).collect_view();
    let body = view! {
        <PageHeading text="You were signed out" lead="Nothing was saved. What you typed stands below: copy it, sign in, and send it again."/>
        {typed}
        <LinkButton href=sign_in_address(crate::ssr::ran_out()) text="Sign in"/>
    };
    set_status(401);
    open(Content::new("You were signed out", body))
}

/// Something that a person typed, and not the id or the number of a hidden field.
fn is_words(value: &str) -> bool {
    let value = value.trim();
    value.chars().any(char::is_alphabetic) && value.parse::<uuid::Uuid>().is_err()
}

/// Where to sign in, and back here afterwards; with the minutes of idleness that ended the session, if it ended so.
pub fn sign_in_address(idle_minutes: Option<u32>) -> String {
    let next = use_context::<Parts>().map(|parts| parts.uri.to_string()).unwrap_or_default();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", &next);
    if let Some(minutes) = idle_minutes {
        query.append_pair("said", &format!("{TIMED_OUT}{minutes}"));
    }
    format!("/sign-in?{}", query.finish())
}

/// What became of a mailed link that can be used no more: 410 when it was one, 404 when it is none of ours.
///
/// # Errors
/// Any other refusal.
pub fn gone(refused: AppError) -> Result<String, AppError> {
    let (status, words) = match refused.status {
        404 => (404, "This link is not known, or a newer one was sent. Look for the newest mail.".to_owned()),
        409 => (410, refused.message),
        _ => return Err(refused),
    };
    set_status(status);
    Ok(words)
}

/// Answers with a status other than 200.
pub fn set_status(status: u16) {
    if let (Some(options), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        options.set_status(status);
    }
}

/// What a part of the address names, such as `id`. An address that names nothing is no page.
///
/// # Errors
/// 404.
pub fn named<T: std::str::FromStr>(part: &str) -> Result<T, AppError> {
    let typed = use_params_map().read_untracked().get(part);
    typed.and_then(|typed| typed.parse().ok()).ok_or_else(|| AppError::new("not_found", 404, String::new()))
}

/// The address being shown.
pub fn path() -> String {
    use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}
