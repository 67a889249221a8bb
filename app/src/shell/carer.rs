//! The frame of carers: few words, large targets, the sections in a bar at the bottom.

use super::frame::{
    DemoSlot, Footer, NoticeLink, OfflineNotice, SessionOver, SessionWarning, SkipLink, UserMenu, Wordmark,
};
use super::{CARER_SECTIONS, MORE, Section, Viewer};
use crate::ui::Icon;
use leptos::prelude::*;

/// A page for a carer.
///
/// `path` is the address of the page; `sign_out` the form that ends the session, always in view on a shared device;
/// `demo` the demo's banner; `message` the one-time message of the last act.
#[component]
pub fn CarerShell(
    viewer: Viewer,
    #[prop(into)] path: String,
    #[prop(optional_no_strip)] sign_out: Option<AnyView>,
    #[prop(optional_no_strip)] demo: Option<AnyView>,
    #[prop(optional_no_strip)] message: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let (in_view, in_menu) = if viewer.shared_device { (sign_out, None) } else { (None, sign_out) };
    let (waiting, ends) = (viewer.counts.acknowledgments, viewer.session);
    view! {
        <div class="app-carer" data-covers>
            <SkipLink/>
            <SessionWarning ends/>
            <header class="app-header">
                <Wordmark href="/carer" organisation=None logo=None/>
                <div class="app-header__end">
                    <NoticeLink count=viewer.counts.notices/>
                    <UserMenu name=viewer.name.clone() role="Carer" sign_out=in_menu/>
                    {in_view.map(|form| view! { <div class="app-header__switch">{form}</div> })}
                </div>
            </header>
            <DemoSlot demo/>
            <OfflineNotice/>
            <main class="app-main" id="main" tabindex="-1">{message}{children()}</main>
            <BottomBar path waiting/>
            <Footer viewer=Some(viewer)/>
            <SessionOver ends/>
        </div>
    }
}

/// Six entries on a tablet. On a phone four and More, which then carries the badge of what it hides.
#[component]
fn BottomBar(path: String, waiting: u64) -> impl IntoView {
    let entries = CARER_SECTIONS.iter().map(|section| {
        let hidden = matches!(section.href, "/carer/progress" | "/carer/acknowledgments");
        let class = if hidden { "app-bottom__item app-bottom__item--tablet" } else { "app-bottom__item" };
        let badge = if section.href == "/carer/acknowledgments" { waiting } else { 0 };
        let current = section.holds(&path).then_some("page");
        let id = (section.href == "/carer/acknowledgments").then_some("see-acknowledgments");
        view! { <li class=class>{entry(section, current, badge, id)}</li> }
    });
    let more = if MORE.holds(&path) {
        Some("page")
    } else {
        (path.starts_with("/carer/progress") || path.starts_with("/carer/acknowledgments")).then_some("true")
    };
    view! {
        <nav class="app-bottom" aria-label="Sections">
            <ul class="app-bottom__list">
                {entries.collect_view()}
                <li class="app-bottom__item app-bottom__item--phone">{entry(&MORE, more, waiting, Some("see-more"))}</li>
            </ul>
        </nav>
    }
}

/// One entry. Those with a figure have an id, by which it is renewed.
fn entry(
    section: &Section,
    current: Option<&'static str>,
    waiting: u64,
    id: Option<&'static str>,
) -> impl IntoView + use<> {
    let badge = (waiting > 0).then(|| {
        view! {
            <span class="app-badge" aria-hidden="true">{waiting.to_string()}</span>
            <span class="govuk-visually-hidden">{format!(", {waiting} new")}</span>
        }
    });
    view! {
        <a class="app-bottom__link" id=id href=section.href aria-current=current>
            <Icon glyph=section.glyph/>
            <span class="app-bottom__word">{section.title}</span>
            {badge}
        </a>
    }
}
