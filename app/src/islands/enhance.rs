//! One island for every ordinary form: sends it without a reload, shows what is wrong, keeps what was typed.
//!
//! The form inside is made on the server and works without this island, by a plain post (R-DEV-3).

use std::time::Duration;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::serde_json;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, UrlSearchParams};

use super::net;
use crate::answer::{AppError, Done, FieldError};
use crate::behaviours;

/// The name of a button that only draws the form again (`forms::REDRAW`).
const REDRAW: &str = "_redraw";

const TOKEN_FIELD: &str = "[name=_token]";

/// On a button or a form: it is posted plainly.
const PLAIN: &str = "data-plain";

/// How long a page may take to be left.
const LEAVING: Duration = Duration::from_secs(15);

const OFFLINE: &str = "You are offline. What you typed stays in the form. Send it when you are back.";

/// Wraps a server-made form. `operation` is the address of its server function.
#[island]
pub fn Enhance(operation: String, children: Children) -> impl IntoView {
    let busy = RwSignal::new(false);
    let on_submit = move |event: SubmitEvent| {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let button = event.submitter().and_then(|button| button.dyn_into::<HtmlElement>().ok());
        let redraw = button.clone().filter(|button| button.get_attribute("name").as_deref() == Some(REDRAW));
        if form.has_attribute(PLAIN) || (redraw.is_none() && is_plain(button.as_ref())) {
            return;
        }
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        if let Some(button) = redraw {
            spawn_local(async move {
                let drawn = draw_again(&form, &button).await;
                busy.set(false);
                if drawn.is_none() {
                    // The browser does it: with a page of its own it can say what is in the way.
                    let _ = plainly(&form, Some(&button));
                }
            });
            return;
        }
        let operation = operation.clone();
        spawn_local(async move {
            net::settled().await;
            let Some(fields) = fields(&form, button.as_deref()) else { return busy.set(false) };
            let mut left = send(&operation, &fields).await;
            // The page is older than the session, after signing in again elsewhere for instance.
            if left.as_ref().is_err_and(|error| error.code == "form_token")
                && renew(&form, &fields).await.is_some()
            {
                left = send(&operation, &fields).await;
            }
            let Err(error) = left else {
                // The page is left now. Should it stay after all, it can be used again.
                set_timeout(move || busy.set(false), LEAVING);
                return behaviours::forget_texts(&form);
            };
            busy.set(false);
            // What the one before typed is not for whoever is here now (SE5).
            if error.code == "other_person" {
                form.reset();
                behaviours::forget_texts(&form);
                behaviours::look_again();
            }
            // Only the server knows what changed meanwhile: the page comes again, with it and with what was typed.
            if error.reload && plainly(&form, button.as_ref()).is_ok() {
                return;
            }
            show(&form, &error);
        });
    };
    view! { <div class="app-enhance" on:submit=on_submit aria-busy=move || busy.get().to_string()>{children()}</div> }
}

/// Posts the form as a browser without scripts would, by the same button.
fn plainly(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Result<(), JsValue> {
    form.set_attribute(PLAIN, "")?;
    form.request_submit_with_submitter(button)
}

/// Sends the fields, and leaves for the result when it was done.
async fn send(operation: &str, fields: &UrlSearchParams) -> Result<(), AppError> {
    match net::post(operation, fields).await {
        Ok(answer) if answer.ok => go_on(&answer.body),
        Ok(answer) => Err(serde_json::from_str(&answer.body).unwrap_or_else(|_| lost())),
        Err(_) => Err(lost()),
    }
}

/// Takes the token of the same form from the page as it is now, if that is still the same person's: nobody sends what
/// somebody else has typed (SE8). What was typed stays.
async fn renew(form: &HtmlFormElement, fields: &UrlSearchParams) -> Option<()> {
    let page = net::page().await.ok()?;
    let token =
        page.get_element_by_id(&id_of(form)?)?.query_selector(TOKEN_FIELD).ok()??.get_attribute("value")?;
    let field = form.query_selector(TOKEN_FIELD).ok()??;
    if author(&field.get_attribute("value")?) != author(&token) {
        return None;
    }
    field.set_attribute("value", &token).ok()?;
    fields.set("_token", &token);
    Some(())
}

/// Whether the button posts the form plainly, because it moves on to a page of its own.
fn is_plain(button: Option<&HtmlElement>) -> bool {
    button.is_some_and(|button| button.has_attribute(PLAIN))
}

/// Draws the form again with another row, or with what it would do: the page does not move, and there is nothing for
/// the browser's Back to undo. The button's address names the place to go on from.
async fn draw_again(form: &HtmlFormElement, button: &HtmlElement) -> Option<()> {
    let mut sent = fields(form, Some(button))?;
    let page = loop {
        let page = net::posted(&form.get_attribute("action")?, &sent).await.ok()?;
        // What was typed meanwhile is not in it.
        let now = fields(form, Some(button))?;
        if now.to_string() == sent.to_string() {
            break page;
        }
        sent = now;
    };
    super::live::refill(form, &page.get_element_by_id(&id_of(form)?)?)?;
    crate::behaviours::look_again();
    let address = button.get_attribute("formaction")?;
    let place = document().get_element_by_id(address.split_once('#')?.1);
    if let Some(place) = place {
        crate::behaviours::go_to(&place);
    }
    crate::behaviours::focus_problems();
    Some(())
}

/// The form's own id. The property `id` of a form is its field of that name, where it has one: no text at all.
fn id_of(form: &HtmlFormElement) -> Option<String> {
    form.get_attribute("id")
}

/// For whom the page of a token was made: what stands before its first dot.
fn author(token: &str) -> Option<&str> {
    token.split('.').next()
}

/// The form's fields, with the button that sent it.
fn fields(form: &HtmlFormElement, button: Option<&Element>) -> Option<UrlSearchParams> {
    let fields = net::fields(form)?;
    let button =
        button.and_then(|button| Some((button.get_attribute("name")?, button.get_attribute("value")?)));
    if let Some((name, value)) = button {
        fields.append(&name, &value);
    }
    Some(fields)
}

/// Leaves for the page that shows the result.
fn go_on(body: &str) -> Result<(), AppError> {
    let done: Done = serde_json::from_str(body).map_err(|_| lost())?;
    let location = window().location();
    let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let left = if here == done.to { location.reload() } else { location.assign(&done.to) };
    left.map_err(|_| lost())
}

fn lost() -> AppError {
    AppError::new("unreachable", 0, OFFLINE)
}

/// Says what is wrong: above the form and at each field, in the same words. What was typed stays.
fn show(form: &HtmlFormElement, error: &AppError) {
    let _ = each(form, "[data-problem-for]", |place| {
        let name = place.get_attribute("data-problem-for").unwrap_or_default();
        let words = error.fields.iter().find(|field| field.name == name).map(|field| field.message.as_str());
        place.set_text_content(words);
        let _ = place.toggle_attribute_with_force("hidden", words.is_none());
        mark(form, &name, words.is_some());
    });
    let Ok(Some(summary)) = form.query_selector("[data-problem-summary]") else { return };
    if let Ok(Some(list)) = summary.query_selector("ul") {
        list.set_text_content(None);
        let whole = FieldError { name: String::new(), message: error.message.clone() };
        let problems = if error.fields.is_empty() { std::slice::from_ref(&whole) } else { &error.fields };
        for problem in problems {
            let _ = item(&document(), &list, form, problem);
        }
    }
    let _ = summary.remove_attribute("hidden");
    if let Some(summary) = summary.dyn_ref::<HtmlElement>() {
        let _ = summary.focus();
    }
}

fn item(
    document: &Document,
    list: &Element,
    form: &HtmlFormElement,
    problem: &FieldError,
) -> Result<(), JsValue> {
    let item = document.create_element("li")?;
    // As the server names them (`field_id`): a field, its first answer, or the place that says what is missing.
    let id = format!("{}-{}", id_of(form).unwrap_or_default(), problem.name.replace(['[', ']'], "-"));
    if document.get_element_by_id(&id).is_some() {
        let link = document.create_element("a")?;
        link.set_attribute("href", &format!("#{id}"))?;
        link.set_text_content(Some(&problem.message));
        item.append_child(&link)?;
    } else {
        item.set_text_content(Some(&problem.message));
    }
    list.append_child(&item)?;
    Ok(())
}

fn mark(form: &HtmlFormElement, name: &str, wrong: bool) {
    // A radio button or box has no such state; its group's message says it.
    let _ = each(form, &format!("[name=\"{name}\"]:not([type=radio], [type=checkbox])"), |field| {
        let _ = if wrong {
            field.set_attribute("aria-invalid", "true")
        } else {
            field.remove_attribute("aria-invalid")
        };
    });
}

fn each(within: &Element, selector: &str, then: impl Fn(&Element)) -> Result<(), JsValue> {
    let found = within.query_selector_all(selector)?;
    for index in 0..found.length() {
        if let Some(element) = found.get(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            then(&element);
        }
    }
    Ok(())
}
