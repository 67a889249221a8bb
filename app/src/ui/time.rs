//! A moment on the page: words for people, the exact time for machines and for a pointer that rests on it.

use crate::words::dates;
use domain::time::{Instant, Zone};
use leptos::prelude::*;

/// When something was, as `words` such as "5 minutes ago", or in full when there are none.
#[component]
pub fn Time(at: Instant, zone: Zone, #[prop(optional, into)] words: Option<String>) -> impl IntoView {
    let full = dates::moment(zone.local(at));
    let title = words.is_some().then(|| full.clone());
    view! { <time datetime=exact(at) title=title>{words.unwrap_or(full)}</time> }
}

/// When something was, on the 24-hour clock of the shift sender and the audit.
#[component]
pub fn Time24(at: Instant, zone: Zone) -> impl IntoView {
    view! { <time datetime=exact(at)>{dates::moment_24(zone.local(at))}</time> }
}

fn exact(at: Instant) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
