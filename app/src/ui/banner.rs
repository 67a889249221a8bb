//! The one-time message after an act, and other words that a page must say first.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// What a banner is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Banner {
    /// Something was done.
    #[default]
    Done,
    /// Something to celebrate.
    Praise,
    /// Something to know.
    Note,
    /// Something that was not done, or needs care.
    Warning,
}

impl Banner {
    const fn look(self) -> (&'static str, Glyph) {
        match self {
            Self::Done => ("app-banner app-banner--done", Glyph::Check),
            Self::Praise => ("app-banner app-banner--praise", Glyph::Check),
            Self::Note => ("app-banner app-banner--note", Glyph::Info),
            Self::Warning => ("app-banner app-banner--warning", Glyph::Warning),
        }
    }
}

/// The result of the last act in words, announced once; further lines of it are a list. Children are a way on, such as
/// Undo.
#[component]
pub fn NotificationBanner(
    #[prop(into)] text: String,
    #[prop(optional)] kind: Banner,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, glyph) = kind.look();
    let rest: Vec<_> = text.lines().skip(1).map(|line| view! { <li>{line.to_owned()}</li> }).collect();
    let mut first = text;
    first.truncate(first.find('\n').unwrap_or(first.len()));
    let rest = (!rest.is_empty()).then(|| view! { <ul class="govuk-list govuk-list--bullet">{rest}</ul> });
    view! {
        <div class=class role="status">
            <Icon glyph/>
            <div class="app-banner__text">{first}{rest}</div>
            {children.map(|children| view! { <div class="app-banner__actions">{children()}</div> })}
        </div>
    }
}
