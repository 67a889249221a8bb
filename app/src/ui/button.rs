//! Buttons do something, link buttons go somewhere. One primary button per card or form.

use super::icon::{Glyph, Icon};
use super::link;
use leptos::prelude::*;

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Another thing to do here.
    Secondary,
    /// It removes or ends something.
    Warning,
    /// Looks like a link: the way out of a form.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "govuk-button",
            Self::Secondary => "govuk-button govuk-button--secondary",
            Self::Warning => "govuk-button govuk-button--warning",
            Self::Quiet => "app-quiet-button",
        }
    }
}

/// A link that looks like a button: the way to a page where something is made.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] text: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Glyph>,
    /// Words for screen readers after the visible ones, where several links of a page read the same.
    #[prop(optional, into)]
    hidden: Option<String>,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=link::href(href)>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {text}
            {hidden.map(|words| view! { <span class="govuk-visually-hidden">" "{words}</span> })}
        </a>
    }
}

/// The button of a form. `name` and `value` tell apart several buttons of one form.
#[component]
pub fn SubmitButton(
    #[prop(into)] text: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Glyph>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// Words for screen readers after the visible ones, where several buttons of a page read the same.
    #[prop(optional, into)]
    hidden: Option<String>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    let hidden = hidden.map(|words| view! { <span class="govuk-visually-hidden">" "{words}</span> });
    view! {
        <button type="submit" class=kind.class() name=name value=value disabled=disabled>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {text}
            {hidden}
        </button>
    }
}

/// What the Enter key presses in a form whose first visible button only redraws it. Nobody sees or reaches it.
#[component]
pub fn EnterButton() -> impl IntoView {
    view! { <button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">"Save"</button> }
}

/// A button that only draws the form again, with a row more, less or elsewhere: what was typed stays, nothing is
/// kept yet. `to` is the id of the place that the page then shows.
#[component]
pub fn RedrawButton(
    #[prop(into)] text: String,
    /// What to do to the rows.
    #[prop(into)]
    value: String,
    #[prop(into)] to: String,
    #[prop(default = ButtonKind::Quiet)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Glyph>,
    /// Words for screen readers after the visible ones.
    #[prop(optional, into)]
    hidden: Option<String>,
) -> impl IntoView {
    let address = [crate::ssr::page_address(), to].join("#");
    let hidden = hidden.map(|words| view! { <span class="govuk-visually-hidden">" "{words}</span> });
    view! {
        <button type="submit" class=kind.class() name=crate::forms::REDRAW value=value formaction=address data-plain>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {text}
            {hidden}
        </button>
    }
}

/// Buttons side by side, one below the other on a phone.
#[component]
pub fn ButtonGroup(children: Children) -> impl IntoView {
    view! { <div class="govuk-button-group">{children()}</div> }
}
