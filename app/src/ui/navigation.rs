//! Ways through the site: breadcrumbs, back, tabs that are links, and the pages of a long list.

use super::icon::{Glyph, Icon};
use super::link;
use leptos::prelude::*;

/// One step of the way from the start page.
#[derive(Clone, Debug)]
pub struct Crumb {
    text: String,
    href: String,
}

impl Crumb {
    /// A page above this one.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// The pages above this one; the page itself is named by its heading.
#[component]
pub fn Breadcrumbs(crumbs: Vec<Crumb>) -> impl IntoView {
    let items = crumbs.into_iter().map(|crumb| {
        view! {
            <li class="govuk-breadcrumbs__list-item">
                <a class="govuk-breadcrumbs__link" href=link::href(crumb.href)>{crumb.text}</a>
            </li>
        }
    });
    view! {
        <nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile" aria-label="Breadcrumb">
            <ol class="govuk-breadcrumbs__list">{items.collect_view()}</ol>
        </nav>
    }
}

/// One step back, in a form of several steps.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(optional, into)] text: Option<String>) -> impl IntoView {
    let text = text.unwrap_or_else(|| "Back".to_owned());
    view! { <a class="govuk-back-link" href=link::href(href)>{text}</a> }
}

/// One tab: a link with its own address, so that it can be shared.
#[derive(Clone, Debug)]
pub struct Tab {
    text: String,
    href: String,
    is_current: bool,
    count: Option<u64>,
}

impl Tab {
    /// A tab, and whether it is the one that is shown.
    pub fn new(text: impl Into<String>, href: impl Into<String>, is_current: bool) -> Self {
        Self { text: text.into(), href: href.into(), is_current, count: None }
    }

    /// With the number of things under it.
    #[must_use]
    pub const fn with_count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}

/// Tabs as links in a navigation; `label` names them for screen readers.
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> impl IntoView {
    let items = tabs.into_iter().map(|tab| {
        let count = tab.count.map(|count| view! { " "<span class="app-tabs__count">{count.to_string()}</span> });
        view! {
            <li class="app-tabs__item">
                <a class="app-tabs__link" href=link::href(tab.href) aria-current=tab.is_current.then_some("page")>
                    {tab.text}{count}
                </a>
            </li>
        }
    });
    view! { <nav class="app-tabs" aria-label=label><ul class="app-tabs__list">{items.collect_view()}</ul></nav> }
}

/// The pages of a long list, which knows only its neighbours. Says nothing when there is one page.
#[component]
pub fn Pagination(
    #[prop(optional_no_strip)] previous: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="govuk-pagination app-pagination" aria-label="Pages of the list">
                {previous.map(|address| step(address, "prev", Glyph::Back, "Previous page"))}
                {next.map(|address| step(address, "next", Glyph::Forward, "Next page"))}
            </nav>
        }
    })
}

fn step(address: String, rel: &'static str, glyph: Glyph, words: &'static str) -> impl IntoView + use<> {
    view! {
        <div class=format!("govuk-pagination__{rel}")>
            <a class="govuk-link govuk-pagination__link" href=link::href(address) rel=rel>
                <Icon glyph/>
                <span class="govuk-pagination__link-title">{words}</span>
            </a>
        </div>
    }
}
