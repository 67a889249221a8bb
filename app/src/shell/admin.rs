//! The frame of admins: side navigation from 1024 px, the same list folded under "Menu" below it.

use super::frame::{
    DemoSlot, Footer, NoticeLink, OfflineNotice, SessionOver, SessionWarning, SkipLink, UserMenu, Wordmark,
};
use super::{ADMIN_SECTIONS, SETTINGS, START, Section, Viewer};
use crate::ui::{Breadcrumbs, Crumb, Glyph, Icon};
use leptos::prelude::*;

/// A page for an admin.
///
/// `path` is the address of the page; `sign_out` the form that ends the session, always in view on a shared device;
/// `demo` the demo's banner; `message` the one-time message of the last act; `wide` lets grids and wide tables take all
/// the room.
#[component]
pub fn AdminShell(
    viewer: Viewer,
    #[prop(into)] path: String,
    #[prop(optional)] crumbs: Vec<Crumb>,
    #[prop(optional_no_strip)] sign_out: Option<AnyView>,
    #[prop(optional_no_strip)] demo: Option<AnyView>,
    #[prop(optional_no_strip)] message: Option<AnyView>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let (flags, ends) = (viewer.flags, viewer.session);
    let list = move |path: String| {
        let entry = |section: &'static Section| entry(section, &path, section.locked(flags));
        view! {
            <ul class="app-side__list">
                {entry(&START)}
                {ADMIN_SECTIONS.iter().map(entry).collect_view()}
                {flags.can_manage_settings.then(|| entry(&SETTINGS))}
            </ul>
        }
    };
    let (in_view, in_menu) = if viewer.shared_device { (sign_out, None) } else { (None, sign_out) };
    let main = if wide { "app-main app-main--wide" } else { "app-main" };
    view! {
        <div class="app-admin" data-covers>
            <SkipLink/>
            <SessionWarning ends/>
            <header class="app-header">
                <Wordmark href="/admin" organisation=Some(viewer.organisation.clone()) logo=viewer.logo.clone()/>
                <div class="app-header__end">
                    <NoticeLink count=viewer.counts.notices/>
                    <UserMenu name=viewer.name.clone() role="Admin" sign_out=in_menu/>
                    {in_view.map(|form| view! { <div class="app-header__switch">{form}</div> })}
                </div>
            </header>
            <nav class="app-side" aria-label="Sections">
                <details class="app-side__fold">
                    <summary class="app-side__summary"><Icon glyph=Glyph::Menu/>"Menu"</summary>
                    {list(path.clone())}
                </details>
                <div class="app-side__open">{list(path)}</div>
            </nav>
            <div class="app-body">
                <DemoSlot demo/>
                <OfflineNotice/>
                {(!crumbs.is_empty()).then(|| view! { <Breadcrumbs crumbs/> })}
                <main class=main id="main" tabindex="-1">{message}{children()}</main>
                <Footer viewer=Some(viewer)/>
            </div>
            <SessionOver ends/>
        </div>
    }
}

fn entry(section: &Section, path: &str, locked: Option<&'static str>) -> impl IntoView + use<> {
    let (glyph, title) = (section.glyph, section.title);
    let inside = match locked {
        Some(reason) => view! {
            <span class="app-side__link app-side__link--locked">
                <Icon glyph/>
                <span>{title}<span class="app-side__reason">{reason}</span></span>
            </span>
        }
        .into_any(),
        None => view! {
            <a class="app-side__link" href=section.href aria-current=section.holds(path).then_some("page")>
                <Icon glyph/>
                <span>{title}</span>
            </a>
        }
        .into_any(),
    };
    view! { <li>{inside}</li> }
}
