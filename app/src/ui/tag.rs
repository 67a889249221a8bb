//! A status: a word, a mark and a colour. The word alone is enough (ux §3.4).

use super::icon::{Glyph, Icon};
use domain::competency::Level;
use leptos::prelude::*;

/// What a status means; each has one colour and one mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Not started, or over.
    #[default]
    Grey,
    /// Going on.
    Blue,
    /// Waits for somebody.
    Yellow,
    /// Done, or in force.
    Green,
    /// Soon a problem.
    Orange,
    /// A problem.
    Red,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Grey => "govuk-tag app-tag govuk-tag--grey",
            Self::Blue => "govuk-tag app-tag govuk-tag--blue",
            Self::Yellow => "govuk-tag app-tag govuk-tag--yellow",
            Self::Green => "govuk-tag app-tag govuk-tag--green",
            Self::Orange => "govuk-tag app-tag govuk-tag--orange",
            Self::Red => "govuk-tag app-tag govuk-tag--red",
        }
    }

    const fn mark(self) -> Glyph {
        match self {
            Self::Grey => Glyph::Ring,
            Self::Blue => Glyph::Going,
            Self::Yellow => Glyph::Clock,
            Self::Green => Glyph::Check,
            Self::Orange => Glyph::Warning,
            Self::Red => Glyph::Stop,
        }
    }
}

/// A status word with its mark and colour.
#[component]
pub fn Tag(#[prop(into)] text: String, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! { <strong class=tone.class()><Icon glyph=tone.mark()/><span>{text}</span></strong> }
}

/// A short fact in a frame of its own, such as a postcode area. It is no status, so it has no mark.
#[component]
pub fn Chip(#[prop(into)] text: String) -> impl IntoView {
    view! { <span class="govuk-tag govuk-tag--grey">{text}</span> }
}

/// How many dots a level fills, and what its colour says (ux §3.4).
const fn look(level: Level) -> (u8, Tone) {
    match level {
        Level::NotAssessed => (0, Tone::Grey),
        Level::NonCompetent => (1, Tone::Red),
        Level::AdvancedBeginner => (2, Tone::Yellow),
        Level::Competent => (3, Tone::Green),
        Level::Proficient => (4, Tone::Green),
        Level::Expert => (5, Tone::Green),
    }
}

/// A level of competence. `lapsed` holds the date in words when it counts no more.
#[component]
pub fn LevelTag(level: Level, #[prop(optional, into)] lapsed: Option<String>) -> impl IntoView {
    let (filled, tone) = look(level);
    let (words, tone) = match lapsed {
        Some(date) => (format!("{} (lapsed {date})", level.label()), Tone::Red),
        None => (level.label().to_owned(), tone),
    };
    view! { <strong class=tone.class()><Dots filled/><span>{words}</span></strong> }
}

/// From one level to another.
#[component]
pub fn LevelChange(old: Level, new: Level) -> impl IntoView {
    view! {
        <span class="app-change">
            <span class="govuk-visually-hidden">"From "</span><LevelTag level=old/>
            // The arrow stays with the level it leads to.
            <span class="app-change__new">
                <span aria-hidden="true">"→"</span><span class="govuk-visually-hidden">" to "</span>
                <LevelTag level=new/>
            </span>
        </span>
    }
}

/// Five dots, so many of them filled.
#[component]
fn Dots(filled: u8) -> impl IntoView {
    let dot = move |n: u8| {
        let class = if n < filled { "app-dots__on" } else { "app-dots__off" };
        view! { <circle class=class cx=(5 + 10 * u32::from(n)).to_string() cy="5" r="3.5"></circle> }
    };
    view! { <svg class="app-dots" viewBox="0 0 50 10" aria-hidden="true">{(0..5).map(dot).collect_view()}</svg> }
}
