//! Saves a long form as it is filled in, some time after the last change (R-ASM-1).
//!
//! It sends what the form's own "Save draft" would send. Nothing is saved while the form itself is on its way; a
//! refused one is saved again from the next change on.

use leptos::ev::{self, Event};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener};
use leptos::prelude::*;
use leptos::serde_json;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use super::net;
use crate::answer::AppError;

/// How long nothing must change before it is saved.
const PAUSE: Duration = Duration::from_secs(3);

/// What the form says about its draft.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Saving {
    Nothing,
    Waiting,
    Saved,
    Not(String),
}

/// Saves the form with the id `form` by `operation`.
#[island]
pub fn Autosave(#[prop(into)] form: String, #[prop(into)] operation: String) -> impl IntoView {
    let state = RwSignal::new(Saving::Nothing);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let is_sent = StoredValue::new(false);
    Effect::new(move |_| {
        let id = form.clone();
        let operation = operation.clone();
        let save = move || {
            let (Some(form), false) = (find(&id), is_sent.get_value()) else { return };
            let Some(fields) = fields(&form) else { return };
            let operation = operation.clone();
            state.set(Saving::Waiting);
            spawn_local(async move {
                let said = match net::post(&operation, &fields).await {
                    Ok(answer) if answer.ok => Saving::Saved,
                    Ok(answer) => Saving::Not(why(&answer.body)),
                    Err(_) => Saving::Not("You are offline.".into()),
                };
                state.set(said);
            });
        };
        let id = form.clone();
        let changed = move |event: Event| {
            let inside = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let inside =
                inside.and_then(|element| element.closest(&format!("form[id='{id}']")).ok().flatten());
            if inside.is_none() {
                return;
            }
            is_sent.set_value(false);
            if let Some(Some(before)) = timer.try_update_value(Option::take) {
                before.clear();
            }
            timer.set_value(set_timeout_with_handle(save.clone(), PAUSE).ok());
        };
        let typed = window_event_listener(ev::input, {
            let changed = changed.clone();
            move |event| changed(event)
        });
        let sent = window_event_listener(ev::submit, move |_| {
            is_sent.set_value(true);
            if let Some(Some(before)) = timer.try_update_value(Option::take) {
                before.clear();
            }
        });
        on_cleanup(move || {
            typed.remove();
            sent.remove();
        });
    });
    view! { <p class="govuk-hint" role="status">{move || words(&state.get())}</p> }
}

fn words(state: &Saving) -> String {
    match state {
        Saving::Nothing => String::new(),
        Saving::Waiting => "Saving…".into(),
        Saving::Saved => "Saved".into(),
        Saving::Not(why) => format!("Not saved. {why}"),
    }
}

fn find(id: &str) -> Option<HtmlFormElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Everything that is filled in, without a button.
fn fields(form: &HtmlFormElement) -> Option<JsValue> {
    let fields = FormData::new_with_form(form).ok()?;
    Some(UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?.into())
}

fn why(body: &str) -> String {
    serde_json::from_str::<AppError>(body).map_or_else(|_| "Try again.".into(), |error| error.message)
}
