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

/// The result of the last act in words, announced once. Children are a way on, such as Undo.
#[component]
pub fn NotificationBanner(
    #[prop(into)] text: String,
    #[prop(optional)] kind: Banner,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, glyph) = kind.look();
    view! {
        <div class=class role="status">
            <Icon glyph/>
            <p class="app-banner__text">{text}</p>
            {children.map(|children| view! { <div class="app-banner__actions">{children()}</div> })}
        </div>
    }
}
