//! Boxes: one thing with its facts and its act, an entry of a start page, and a figure that leads to its list.

use super::icon::{Glyph, Icon};
use super::link;
use leptos::prelude::*;

/// A box about one thing. `aside` stands beside the title, usually a tag; one primary button at most.
#[component]
pub fn Card(
    #[prop(into)] title: String,
    /// Makes the title a link.
    #[prop(optional, into)]
    href: Option<String>,
    #[prop(optional, into)] aside: Option<ViewFn>,
    /// The level of the title: 2, or 3 under another heading.
    #[prop(default = 2)]
    level: u8,
    children: Children,
) -> impl IntoView {
    let title = match href {
        Some(address) => view! { <a class="govuk-link" href=link::href(address)>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let title = if level == 3 {
        view! { <h3 class="app-card__title">{title}</h3> }.into_any()
    } else {
        view! { <h2 class="app-card__title">{title}</h2> }.into_any()
    };
    view! {
        <article class="app-card">
            <div class="app-card__head">{title}{aside.map(|aside| aside.run())}</div>
            {children()}
        </article>
    }
}

/// An entry of a start page: one link with a title, a line of what is inside and at most one number (UX-58).
///
/// With `locked`, which says why, it leads nowhere.
#[component]
pub fn StartCard(
    glyph: Glyph,
    #[prop(into)] title: String,
    #[prop(into)] line: String,
    #[prop(into)] href: String,
    #[prop(optional_no_strip)] count: Option<u64>,
    #[prop(optional_no_strip)] locked: Option<String>,
) -> impl IntoView {
    let count = count.map(|count| view! { <span class="app-start-card__count">{count.to_string()}</span> });
    let inside = |line: String| {
        view! {
            <span class="app-start-card__icon"><Icon glyph/></span>
            <span class="app-start-card__words">
                <span class="app-start-card__title">{title}</span>
                <span class="app-start-card__line">{line}</span>
            </span>
            {count}
        }
    };
    match locked {
        Some(reason) => {
            view! { <div class="app-start-card app-start-card--locked">{inside(reason)}</div> }.into_any()
        }
        None => view! { <a class="app-start-card" href=link::href(href)>{inside(line)}</a> }.into_any(),
    }
}

/// A figure with its name, and the list that it counts.
#[component]
pub fn Tile(
    #[prop(into)] figure: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] href: Option<String>,
) -> impl IntoView {
    let inside = view! {
        <span class="app-tile__figure">{figure}</span>" "<span class="app-tile__label">{label}</span>
    };
    match href {
        Some(address) => view! { <a class="app-tile" href=link::href(address)>{inside}</a> }.into_any(),
        None => view! { <div class="app-tile">{inside}</div> }.into_any(),
    }
}
