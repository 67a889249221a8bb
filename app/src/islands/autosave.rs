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

/// How long nothing must change before it is saved.
const PAUSE: Duration = Duration::from_secs(3);

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
    };
    Effect::new(move |_| {
        let typed = window_event_listener(ev::input, move |event| saver.changed(&event));
        let left = ["pagehide", "visibilitychange", "online"]
            .map(|name| window_event_listener_untyped(name, move |_| saver.save()));
        on_cleanup(move || {
            typed.remove();
            for listener in left {
                listener.remove();
            }
        });
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
}

impl Saver {
    fn changed(self, event: &Event) {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let form = element.and_then(|element| element.closest("form").ok().flatten());
        let Some(form) = form.filter(|form| form.get_attribute("id") == Some(self.form.get_value())) else {
            return;
        };
        let _ = count(form.unchecked_ref());
        self.has_more.set_value(true);
        self.state.set(Saving::Typed);
        if let Some(Some(before)) = self.timer.try_update_value(Option::take) {
            before.clear();
        }
        self.timer.set_value(set_timeout_with_handle(move || self.save(), PAUSE).ok());
    }

    /// Sends the form, unless it is on its way already, by itself or by its button.
    fn save(self) {
        if self.is_busy.get_value() || !self.has_more.get_value() {
            return;
        }
        let form = document().get_element_by_id(&self.form.get_value());
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
        if form.closest("[aria-busy=true]").is_ok_and(|sent| sent.is_some()) {
            return;
        }
        let Some(fields) = fields(&form) else { return };
        self.has_more.set_value(false);
        self.is_busy.set_value(true);
        self.state.set(Saving::Waiting);
        net::begin(future_to_promise(async move {
            let left = send(&self.operation.get_value(), &fields, &form).await;
            self.is_busy.set_value(false);
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

async fn send(operation: &str, fields: &JsValue, form: &HtmlFormElement) -> Result<(), AppError> {
    let lost = || AppError::new("unreachable", 0, "You are offline. What you typed stays here.");
    let answer = net::post_to_the_end(operation, fields).await.map_err(|_| lost())?;
    if !answer.ok {
        return Err(serde_json::from_str(&answer.body).unwrap_or_else(|_| lost()));
    }
    let saved: Saved = serde_json::from_str(&answer.body).map_err(|_| lost())?;
    if let (Ok(Some(field)), Some(version)) = (form.query_selector("[name=draft_version]"), saved.version) {
        let _ = field.set_attribute("value", &version.to_string());
    }
    Ok(())
}

/// Everything that is filled in, without a button.
fn fields(form: &HtmlFormElement) -> Option<JsValue> {
    let fields = FormData::new_with_form(form).ok()?;
    Some(UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?.into())
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
