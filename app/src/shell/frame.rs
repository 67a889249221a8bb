//! What all shells share: skip link, wordmark, messages above the page, the footer and the way out.

use super::{SessionEnds, Viewer};
use crate::ui::{Banner, Glyph, Icon, NotificationBanner, PageHeading};
use crate::words::numbers::counted;
use leptos::prelude::*;

/// First in the page: past the header and the navigation.
#[component]
pub(super) fn SkipLink() -> impl IntoView {
    view! { <a href="#main" class="govuk-skip-link">"Skip to main content"</a> }
}

/// The product's mark and name, and whose product it is here.
#[component]
pub(super) fn Wordmark(
    href: &'static str,
    #[prop(optional_no_strip)] organisation: Option<String>,
    #[prop(optional_no_strip)] logo: Option<String>,
) -> impl IntoView {
    let logo = logo.map(|address| view! { <img class="app-header__logo" src=address alt="" height="32"/> });
    let organisation =
        organisation.map(|name| view! { <span class="app-header__organisation">{name}</span> });
    view! {
        <a class="app-header__home" href=href>
            <Mark/>
            <span class="app-header__name">"CareTrack"</span>
        </a>
        {logo}
        {organisation}
    }
}

/// The mark: a track that ends in a tick.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="app-mark" viewBox="0 0 32 32" aria-hidden="true">
            <path class="app-mark__track" d="M26.4 12.2A11 11 0 1 1 19.6 5.6"></path>
            <path class="app-mark__tick" d="m10.8 15.8 5 5L27.5 7.5"></path>
        </svg>
    }
}

/// On every page of the demo: that it is one.
#[component]
pub(super) fn DemoSlot(demo: Option<AnyView>) -> impl IntoView {
    demo.map(|demo| view! { <aside class="app-demo" aria-label="Demo">{demo}</aside> })
}

/// Said while there is no connection; the browser shows and hides it (UX-16).
#[component]
pub(super) fn OfflineNotice() -> impl IntoView {
    view! {
        <div class="app-offline" role="status">
            <p class="app-offline__text" data-offline-notice hidden>
                <Icon glyph=Glyph::Offline/>
                "You are offline. What you typed stays here."
            </p>
        </div>
    }
}

/// Hidden until the session is about to end; the browser shows it (UX-56).
#[component]
pub(super) fn SessionWarning(ends: SessionEnds) -> impl IntoView {
    view! {
        <div class="app-session" role="alert" hidden data-session=ends.seconds.to_string()>
            <NotificationBanner text="You are about to be signed out, because nothing was done here." kind=Banner::Warning>
                <button type="button" class="govuk-button govuk-button--secondary" data-stay>"Stay signed in"</button>
            </NotificationBanner>
        </div>
    }
}

/// Hidden until the session is over and something is typed in the page; then it is all that the browser shows, until
/// the same person is back (SE5).
#[component]
pub(super) fn SessionOver(ends: SessionEnds) -> impl IntoView {
    let minutes = counted(ends.idle_minutes.into(), "minute", "minutes");
    let words = format!("Nothing was done here for {minutes}, or you signed out elsewhere.");
    let over = crate::page::sign_in_address(Some(ends.idle_minutes));
    let address = over.clone();
    view! {
        <main class="app-session" hidden data-over=over>
            <div class="app-sheet" role="alert">
                <PageHeading text="You were signed out" lead=words/>
                <p class="govuk-body">"What you typed is kept for you: sign in, then come back here."</p>
                <a class="govuk-button" href=address target="_blank">"Sign in to go on"</a>
            </div>
        </main>
    }
}

/// The bell: unread notices as a figure and in words.
#[component]
pub(super) fn NoticeLink(count: u64) -> impl IntoView {
    let words = if count == 1 { "1 new notice".to_owned() } else { format!("{count} new notices") };
    let badge =
        (count > 0).then(|| view! { <span class="app-badge" aria-hidden="true">{count.to_string()}</span> });
    view! {
        <a class="app-header__link app-header__bell" id="bell" href="/account/notices">
            <Icon glyph=Glyph::Bell/>
            {badge}
            <span class="govuk-visually-hidden">{if count == 0 { "Notices".to_owned() } else { words }}</span>
        </a>
    }
}

/// The viewer's name, and under it the account and the way out.
#[component]
pub(super) fn UserMenu(name: String, role: &'static str, sign_out: Option<AnyView>) -> impl IntoView {
    let shown = name.clone();
    view! {
        <details class="app-user">
            <summary class="app-header__link app-user__name">
                <Icon glyph=Glyph::Person/>
                <span class="app-user__words">{shown}</span>
                <span class="govuk-visually-hidden">", your menu"</span>
                <Icon glyph=Glyph::Down/>
            </summary>
            <div class="app-user__menu">
                <p class="app-user__who"><strong>{name}</strong><br/>{role}</p>
                <ul class="app-user__list">
                    <li><a class="app-user__link" href="/account">"Your account"</a></li>
                    <li><a class="app-user__link" href="/account/notices">"Notices"</a></li>
                </ul>
                {sign_out}
            </div>
        </details>
    }
}

/// The button inside the sign-out form; on a shared device it hands over to the next person (R-SES-7).
#[component]
pub fn SignOutButton(shared_device: bool) -> impl IntoView {
    let (glyph, words) =
        if shared_device { (Glyph::Swap, "Switch user") } else { (Glyph::Forward, "Sign out") };
    view! { <button type="submit" class="app-sign-out"><Icon glyph/>{words}</button> }
}

/// The foot of a page: help in the same place on each of them (UX-32).
#[component]
pub(super) fn Footer(viewer: Option<Viewer>) -> impl IntoView {
    let (organisation, help_line) = match viewer {
        Some(viewer) => (Some(viewer.organisation), viewer.help_line),
        None => (None, None),
    };
    let help = help_line.map(|number| {
        let address = format!("tel:{}", number.replace(' ', ""));
        view! { <p class="app-footer__help">"Help: call "<a class="govuk-link" href=address>{number}</a></p> }
    });
    view! {
        <footer class="app-footer">
            {help}
            <p class="app-footer__name">"CareTrack"{organisation.map(|name| format!(" for {name}"))}</p>
        </footer>
    }
}
