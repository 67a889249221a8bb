//! How far a count is on its way to the target: the figure, and a bar that says the same (R-PRG-7).

use super::icon::{Glyph, Icon};
use crate::words::numbers;
use domain::progress::Bar;
use leptos::prelude::*;

/// A bar from 0 to 100 %, coloured by quarter, with its figure beside it.
///
/// `tenths` is the percentage in tenths (R-PRG-1 rounds it); `label` names what is counted, for screen readers.
#[component]
pub fn ProgressBar(
    #[prop(into)] label: String,
    tenths: u32,
    /// Count and target. Without them only the percentage is shown.
    #[prop(optional)]
    counted: Option<(u32, u32)>,
) -> impl IntoView {
    let figure = match counted {
        Some((count, target)) => format!("{count} of {target}, {}", numbers::percent(tenths)),
        None => numbers::percent(tenths),
    };
    let complete = (tenths >= 1000).then(|| view! { <Icon glyph=Glyph::Check/> });
    view! {
        <div class=format!("app-progress app-progress--{}", colour(Bar::of(tenths)))>
            <progress class="app-progress__bar" max="1000" value=tenths.min(1000).to_string() aria-label=label>
                {figure.clone()}
            </progress>
            <span class="app-progress__figure">{complete}{figure}</span>
        </div>
    }
}

const fn colour(bar: Bar) -> &'static str {
    match bar {
        Bar::Red => "red",
        Bar::Amber => "amber",
        Bar::Blue => "blue",
        Bar::Green => "green",
    }
}
