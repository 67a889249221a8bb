//! Text that is set apart: a note, a warning, something folded away, and the words of an empty list.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A remark beside the text.
#[component]
pub fn Inset(children: Children) -> impl IntoView {
    view! { <div class="govuk-inset-text">{children()}</div> }
}

/// An e-mail address in a list: where it does not fit, it goes on before its @.
#[component]
pub fn Email(#[prop(into)] address: String) -> impl IntoView {
    let (name, host) = match address.split_once('@') {
        Some((name, host)) => (name.to_owned(), Some(format!("@{host}"))),
        None => (address, None),
    };
    view! { <span class="app-email">{name}{host.map(|host| view! { <wbr/>{host} })}</span> }
}

/// A sentence that must not be missed, before an act that cannot be taken back.
#[component]
pub fn WarningText(#[prop(into)] text: String) -> impl IntoView {
    view! {
        <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">"!"</span>
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">"Warning: "</span>
                {text}
            </strong>
        </div>
    }
}

/// Something that most readers do not need, folded away without scripts.
#[component]
pub fn Details(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="govuk-details" open=open>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{summary}</span>
            </summary>
            <div class="govuk-details__text">{children()}</div>
        </details>
    }
}

/// An empty list: what would be here, why it is not, and (as children) the button to start.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="app-empty">
            <span class="app-empty__icon"><Icon glyph=icon.unwrap_or(Glyph::Tray)/></span>
            <p class="app-empty__title">{title}</p>
            {text.map(|text| view! { <p class="app-empty__text">{text}</p> })}
            {children.map(|children| view! { <div class="app-empty__actions">{children()}</div> })}
        </div>
    }
}
