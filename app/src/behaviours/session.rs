//! An open page does not outlive its session (R-SES-7, UX-56, WB9): it warns before the end, and then leaves. What was
//! typed stays in the page, covered, until the same person is back (SE5).

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::{document, set_timeout, window};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::Document;

use super::{all, is_touched, on, property, target};
use crate::islands::net;

/// How many seconds before the end it warns.
const WARNING: i32 = 120;

/// When the server could not be asked, it is asked again after so many seconds.
const AGAIN: i32 = 30;

/// When the stream of changes has ended, the session's end is looked for a second time after so long.
const SOON: Duration = Duration::from_secs(2);

thread_local! {
    /// Whether something was typed into a form of this page.
    static TYPED: Cell<bool> = const { Cell::new(false) };
    /// Which of the waits is the newest: the others do nothing when they are over.
    static WAIT: Cell<u32> = const { Cell::new(0) };
}

/// Watches, on the pages of people who are signed in.
pub(super) fn watch() {
    let Some(left) = left(&document()) else { return };
    wait(left - WARNING, false);
    on(&document(), "input", |_| TYPED.set(true));
    // What was typed while the scripts were on their way counts, too.
    let mut forms = all("form").into_iter().filter_map(|form| form.dyn_into().ok());
    TYPED.set(forms.any(|form| is_touched(&form)));
    on(&document(), "visibilitychange", |_| {
        if !property(&document(), "hidden").is_truthy() {
            look(false);
        }
    });
    on(&document(), "click", |event| {
        let at = target(&event);
        if at.is_some_and(|at| at.closest("[data-stay]").ok().flatten().is_some()) {
            spawn_local(async {
                let _ = net::stay().await;
                look(false);
            });
        }
    });
}

/// Looks again in so many seconds; `is_end` when the session should be over by then.
fn wait(seconds: i32, is_end: bool) {
    let this = WAIT.get().wrapping_add(1);
    WAIT.set(this);
    let after = Duration::from_secs(seconds.max(1).unsigned_abs().into());
    set_timeout(
        move || {
            if WAIT.get() == this {
                look(is_end);
            }
        },
        after,
    );
}

/// How the session of this page stands.
#[derive(Clone, Copy)]
enum Standing {
    /// It lasts for so many seconds more without use.
    Alive(i32),
    /// Somebody else is here now.
    Another,
    Over,
    /// The server could not be asked.
    Unknown,
}

/// Looks at this page as it is on the server now. It is no activity.
pub(crate) fn look(is_end: bool) {
    spawn_local(async move { answer(standing().await, is_end) });
}

/// The same when the stream of changes has ended: with the session, or because the session gets a new id in this moment
/// (SE3), which the browser may not have yet.
pub(crate) fn look_twice() {
    spawn_local(async {
        match standing().await {
            Standing::Over => set_timeout(|| look(false), SOON),
            other => answer(other, false),
        }
    });
}

/// A page that was read again for another reason says how long the session lasts now: its terms may have changed.
pub(crate) fn hear(page: &Document) {
    if let Standing::Alive(left) = standing_of(page) {
        go_on(left);
    }
}

async fn standing() -> Standing {
    match net::page().await {
        Ok(page) => standing_of(&page),
        Err(net::Lost::Elsewhere) => Standing::Over,
        Err(net::Lost::Unreachable) => Standing::Unknown,
    }
}

fn standing_of(page: &Document) -> Standing {
    match left(page) {
        Some(left) if who(page) == who(&document()) => Standing::Alive(left),
        Some(_) => Standing::Another,
        None => Standing::Over,
    }
}

fn answer(standing: Standing, is_end: bool) {
    match standing {
        Standing::Alive(left) => go_on(left),
        // Nothing of the one before stays (UX-20).
        Standing::Another => leave("/"),
        Standing::Over => over(is_end),
        Standing::Unknown => wait(AGAIN, is_end),
    }
}

fn go_on(left: i32) {
    cover(false);
    let is_near = left <= WARNING;
    show("[data-session]", is_near);
    wait(if is_near { left + 1 } else { left - WARNING }, is_near);
}

/// The session is over. A page with something typed in is covered and waits for its person; any other is left.
fn over(is_end: bool) {
    if TYPED.get() {
        cover(true);
    } else if is_end {
        let to = all("[data-over]").first().and_then(|over| over.get_attribute("data-over"));
        leave(&to.unwrap_or_else(|| "/sign-in".into()));
    } else {
        leave("/sign-in?said=signed-out");
    }
}

fn leave(to: &str) {
    let _ = window().location().replace(to);
}

/// Hides everything but the words that say so.
fn cover(is_over: bool) {
    if is_over {
        document().set_title("CareTrack");
    }
    for part in all("[data-covers] > :not([data-over], [data-session])") {
        // What is hidden for another reason keeps its own mark.
        let _ = part.toggle_attribute_with_force("inert", is_over);
        let _ = if is_over {
            part.set_attribute("data-covered", "")
        } else {
            part.remove_attribute("data-covered")
        };
    }
    show("[data-over]", is_over);
}

fn show(selector: &str, is_shown: bool) {
    for part in all(selector) {
        let _ = part.toggle_attribute_with_force("hidden", !is_shown);
    }
}

/// For how many seconds the session of a page lasts without use.
fn left(page: &Document) -> Option<i32> {
    page.query_selector("[data-session]").ok()??.get_attribute("data-session")?.parse().ok()
}

/// For whom a page was made: its forms' tokens begin with it.
fn who(page: &Document) -> Option<String> {
    let token = page.query_selector("[name=_token]").ok()??.get_attribute("value")?;
    token.split('.').next().map(str::to_owned)
}
