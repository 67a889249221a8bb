//! Saves a long form as it is filled in: some time after the last change, and at once when the page is left (R-ASM-1).
//!
//! It sends what the form's own "Save draft" would send, one request at a time: what is typed meanwhile goes with the
//! next. The answer holds the version that the draft has now, which the form carries from then on (R-GEN-7).

use leptos::ev::{self, Event};
use leptos::leptos_dom::helpers::{
    TimeoutHandle, set_timeout_with_handle, window_event_listener, window_event_listener_untyped,
};
use leptos::prelude::*;
use leptos::serde_json;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams};

use super::net;
use crate::answer::AppError;
use crate::assessment::api::Saved;
use crate::behaviours;

/// How long nothing must change before it is saved.
const PAUSE: Duration = Duration::from_secs(3);

/// The field with the version of the draft that the page shows (R-GEN-7).
const VERSION: &str = "draft_version";

/// What the form says about its draft. "Saved" is said only of all that is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Saving {
    Nothing,
    Typed,
    Waiting,
    Saved,
    Not(AppError),
}

/// Saves the form with the id `form` by `operation`.
#[island]
pub fn Autosave(#[prop(into)] form: String, #[prop(into)] operation: String) -> impl IntoView {
    let saver = Saver {
        form: StoredValue::new(form),
        operation: StoredValue::new(operation),
        state: RwSignal::new(Saving::Nothing),
        timer: StoredValue::new(None),
        has_more: StoredValue::new(false),
        is_busy: StoredValue::new(false),
        is_unsure: StoredValue::new(false),
    };
    Effect::new(move |_| {
        let typed = window_event_listener(ev::input, move |event| saver.heard(&event));
        let others = ["visibilitychange", "online"]
            .map(|name| window_event_listener_untyped(name, move |_| saver.save()));
        let left = window_event_listener_untyped("pagehide", move |_| saver.leave());
        on_cleanup(move || {
            typed.remove();
            left.remove();
            for listener in others {
                listener.remove();
            }
        });
        saver.catch_up();
    });
    let state = saver.state;
    let is_outdated = move || matches!(state.get(), Saving::Not(AppError { reload: true, .. }));
    view! {
        <p class="govuk-hint" role="status">{move || words(&state.get())}</p>
        // Sent plainly, it is refused once more, and the page shows both.
        <button type="submit" class="govuk-button govuk-button--secondary" data-plain hidden=move || !is_outdated()>
            "See what changed"
        </button>
    }
}

fn words(state: &Saving) -> String {
    match state {
        Saving::Nothing => String::new(),
        Saving::Typed => "Not saved yet".into(),
        Saving::Waiting => "Saving…".into(),
        Saving::Saved => "Saved".into(),
        Saving::Not(why) => format!("Not saved. {}", why.message),
    }
}

#[derive(Clone, Copy)]
struct Saver {
    form: StoredValue<String>,
    operation: StoredValue<String>,
    state: RwSignal<Saving>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Something is typed that no answer has said is saved.
    has_more: StoredValue<bool>,
    is_busy: StoredValue<bool>,
    /// Something was sent that may have arrived or not.
    is_unsure: StoredValue<bool>,
}

impl Saver {
    fn heard(self, event: &Event) {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let form = element.and_then(|element| element.closest("form").ok().flatten());
        if let Some(form) = form.filter(|form| form.get_attribute("id") == Some(self.form.get_value())) {
            self.changed(form.unchecked_ref());
        }
    }

    /// What was typed while the scripts were still on their way counts, too.
    fn catch_up(self) {
        if let Some(form) = self.form().filter(behaviours::is_touched) {
            self.changed(&form);
        }
    }

    fn form(self) -> Option<HtmlFormElement> {
        document().get_element_by_id(&self.form.get_value())?.dyn_into().ok()
    }

    fn changed(self, form: &HtmlFormElement) {
        let _ = count(form);
        self.has_more.set_value(true);
        self.state.set(Saving::Typed);
        if let Some(Some(before)) = self.timer.try_update_value(Option::take) {
            before.clear();
        }
        self.timer.set_value(set_timeout_with_handle(move || self.save(), PAUSE).ok());
    }

    /// Sends the form, unless it is on its way already: what is typed meanwhile goes with the next.
    fn save(self) {
        if !self.is_busy.get_value()
            && let Some((form, fields)) = self.unsaved()
        {
            self.send(form, fields);
        }
    }

    /// The same on a page that is left, where nobody waits for an answer. Whether the save before has arrived may not
    /// be known, or it may arrive between these, so it is sent for both versions, the next one before and after: the
    /// draft takes the one that follows it, and changes by no other.
    fn leave(self) {
        let Some((form, typed)) = self.unsaved() else { return };
        let is_unsure = self.is_unsure.get_value();
        let next = net::fields(&form).filter(|_| is_unsure).inspect(|next| {
            let kept: i32 = next.get(VERSION).and_then(|kept| kept.parse().ok()).unwrap_or_default();
            next.set(VERSION, &kept.saturating_add(1).to_string());
        });
        for fields in [next.clone(), Some(typed), next].into_iter().flatten() {
            self.send(form.clone(), fields);
        }
    }

    /// What no answer has said is saved, unless the form's own button sends it.
    fn unsaved(self) -> Option<(HtmlFormElement, UrlSearchParams)> {
        let form = self.form().filter(|_| self.has_more.get_value())?;
        let is_sent = form.closest("[aria-busy=true]").is_ok_and(|sent| sent.is_some());
        let fields = net::fields(&form).filter(|_| !is_sent)?;
        Some((form, fields))
    }

    fn send(self, form: HtmlFormElement, fields: UrlSearchParams) {
        self.has_more.set_value(false);
        self.is_busy.set_value(true);
        self.is_unsure.set_value(true);
        self.state.set(Saving::Waiting);
        net::begin(future_to_promise(async move {
            let left = send(&self.operation.get_value(), &fields, &form).await;
            self.is_busy.set_value(false);
            self.is_unsure.set_value(left.as_ref().is_err_and(|why| why.status == 0));
            match left {
                Ok(()) if self.has_more.get_value() => {
                    self.state.set(Saving::Typed);
                    self.save();
                }
                Ok(()) => self.state.set(Saving::Saved),
                Err(why) => {
                    // It goes with the next change, or when the browser is online again.
                    self.has_more.set_value(true);
                    self.state.set(Saving::Not(why));
                }
            }
            Ok(JsValue::UNDEFINED)
        }));
    }
}

async fn send(operation: &str, fields: &UrlSearchParams, form: &HtmlFormElement) -> Result<(), AppError> {
    let lost = || AppError::new("unreachable", 0, "You are offline. What you typed stays here.");
    let answer = net::post_to_the_end(operation, fields).await.map_err(|_| lost())?;
    if !answer.ok {
        return Err(serde_json::from_str(&answer.body).unwrap_or_else(|_| lost()));
    }
    let saved: Saved = serde_json::from_str(&answer.body).map_err(|_| lost())?;
    let field = form.query_selector(&format!("[name={VERSION}]"));
    if let (Ok(Some(field)), Some(version)) = (field, saved.version) {
        let _ = field.set_attribute("value", &version.to_string());
    }
    Ok(())
}

/// Counts what is filled in of each section that the page counts, and shows the word for it.
fn count(form: &HtmlFormElement) -> Result<(), JsValue> {
    let fields = FormData::new_with_form(form)?;
    let sections = document().query_selector_all("[data-count]")?;
    for at in 0..sections.length() {
        let Some(section) = sections.get(at).and_then(|node| node.dyn_into::<Element>().ok()) else {
            continue;
        };
        let part = |selector: &str| section.query_selector(selector).ok()?;
        let (Some(answered), Some(of)) = (part("[data-answered]"), part("[data-of]")) else { continue };
        let code = section.get_attribute("data-count").unwrap_or_default();
        let of: u32 = of.text_content().and_then(|of| of.parse().ok()).unwrap_or_default();
        let is_filled = |item: u32| {
            let typed = fields.get(&format!("{code}[{item}]")).as_string();
            typed.is_some_and(|typed| !typed.trim().is_empty())
        };
        let filled: u32 = (1..=of).map(|item| u32::from(is_filled(item))).sum();
        answered.set_text_content(Some(&filled.to_string()));
        let shown = match filled {
            0 => 0,
            all if all == of => 2,
            _ => 1,
        };
        let states = section.query_selector_all("[data-state]")?;
        for state in 0..states.length() {
            if let Some(tag) = states.get(state).and_then(|node| node.dyn_into::<Element>().ok()) {
                tag.toggle_attribute_with_force("hidden", state != shown)?;
            }
        }
    }
    Ok(())
}
