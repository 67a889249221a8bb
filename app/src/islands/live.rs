//! Keeps a part of a page as it is on the server: when something changes, the page is read again and the part with
//! the same id put in its place (R-GEN-12).

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Document, Element, EventSource, MessageEvent};

use super::net;
use crate::behaviours::{self, session};

/// How often the part is read again when no push arrives, in milliseconds.
const POLL: u64 = 30_000;

/// What every page renews beside its own parts: the figures of what waits, inside links that stay.
const FRAME: &str = "bell,see-acknowledgments,see-more";

/// Renews the elements `region` when one of `topics` changes; commas separate several. Its HTML is replaced, but never
/// while somebody types in it; the forms in it, of one button or so, post plainly from then on.
#[cfg(feature = "ssr")]
#[component]
pub fn Live(#[prop(into)] region: String, #[prop(into)] topics: String) -> impl IntoView {
    crate::page::is_live();
    let since = crate::ssr::seen().map_or_else(String::new, |seen| seen.to_string());
    view! { <Renewal region topics since/> }
}

/// Listens for [`Live`] in the browser. `since` is the newest change that the page shows: what came while it was on
/// its way is told at once.
#[island]
pub fn Renewal(region: String, topics: String, since: String) -> impl IntoView {
    let renewed = RwSignal::new(false);
    Effect::new(move |_| {
        let region = region.clone();
        let renew = move || {
            let region = region.clone();
            spawn_local(async move {
                if replace(&region).await == Some(true) {
                    renewed.set(true);
                }
            });
        };
        let address = format!("/events?topics={topics},notice&since={since}");
        let Ok(source) = EventSource::new(&address) else { return };
        let at_once = renew.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |_| at_once());
        let _ = source.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
        heard.forget();
        // It ends with the session; the browser tries again by itself, and gives up when it is refused.
        let ended = Closure::<dyn FnMut(MessageEvent)>::new(|_| session::look_twice());
        let _ = source.add_event_listener_with_callback("error", ended.as_ref().unchecked_ref());
        ended.forget();
        let poll = set_interval_with_handle(renew, std::time::Duration::from_millis(POLL)).ok();
        on_cleanup(move || {
            if let Some(poll) = poll {
                poll.clear();
            }
        });
    });
    // Said once and politely; focus and order stay as they are.
    view! { <p class="govuk-visually-hidden" role="status">{move || renewed.get().then_some("This page was updated.")}</p> }
}

/// Reads the page again and replaces the content of the regions. `Some(true)` when one has changed.
async fn replace(regions: &str) -> Option<bool> {
    let page = net::page().await.ok()?;
    session::hear(&page);
    for part in FRAME.split(',') {
        renew(&page, part);
    }
    let changed = regions.split(',').map(|region| renew(&page, region)).collect::<Vec<_>>();
    compare_lists(&page);
    changed.contains(&Some(true)).then_some(true).inspect(|_| behaviours::say_totals())
}

/// A list whose entries hold forms is not replaced under a finger: a line says that there is another (ux §1.6).
fn compare_lists(page: &Document) {
    let list = |page: &Document| page.query_selector("[data-list]").ok()??.get_attribute("data-list");
    if let Ok(Some(line)) = document().query_selector("[data-list-changed]") {
        let _ = line.toggle_attribute_with_force("hidden", list(page) == list(&document()));
    }
}

fn renew(page: &Document, region: &str) -> Option<bool> {
    let (new, old) = (page.get_element_by_id(region)?, document().get_element_by_id(region)?);
    if new.inner_html() == old.inner_html() || old.query_selector("input:focus").ok()?.is_some() {
        return Some(false);
    }
    refill(&old, &new).map(|()| true)
}

/// Moves what is in the new element into the old one, in place of what was there. Elements of a page that was read are
/// moved as they are: no text becomes markup on the way.
pub(super) fn refill(old: &Element, new: &Element) -> Option<()> {
    while let Some(child) = old.first_child() {
        old.remove_child(&child).ok()?;
    }
    while let Some(child) = new.first_child() {
        old.append_child(&child).ok()?;
    }
    Some(())
}
