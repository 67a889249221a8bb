//! What scripts add to server-made pages that need no island: each works by attributes in the markup and by listeners
//! on the document, and every page is whole without it.
//!
//! A few properties are read by name, because typed access would switch on features of web-sys that rebuild every
//! dependency.

pub(crate) mod session;

use domain::progress::Tally;
use js_sys::{Object, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlFormElement};

use crate::islands::net;
use crate::words::numbers;

/// Starts listening. Called once, when the page's scripts start.
pub fn attach() {
    focus_problems();
    look_again();
    restore_texts();
    on(&document(), "click", |event| {
        close_menus(&event);
        if let Some(button) = target(&event).and_then(|at| at.closest("[data-step]").ok().flatten()) {
            step(&button);
        }
        if let Some(button) = target(&event).and_then(|at| at.closest("[data-show-password]").ok().flatten())
        {
            turn_password(&button);
        }
    });
    on(&document(), "input", |event| {
        let Some(at) = target(&event) else { return };
        if at.has_attribute("data-limit") {
            count(&at);
        }
        if at.has_attribute("data-clean") {
            clean(&at);
        }
        if let Some(name) = at.get_attribute("data-keep") {
            let _ = Reflect::set(&kept(), &name.into(), &property(&at, "value"));
        }
        say_totals();
    });
    on(&document(), "change", |_| add_up());
    on(&window(), "hashchange", |_| show_step());
    on(&document(), "keydown", |event| {
        if property(&event, "key").as_string().as_deref() == Some("Escape") {
            leave_menu();
        }
    });
    // A password that is shown as text would be kept by the browser as ordinary text.
    on(&document(), "submit", |_| hide_passwords());
    watch_connection();
    forget_left_pages();
    session::watch();
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("data-ready", "");
    }
}

/// Whether a form holds something else than the page was made with.
pub(crate) fn is_touched(form: &HtmlFormElement) -> bool {
    let Ok(as_made) = form.clone_node_with_deep(true).map(JsCast::unchecked_into::<HtmlFormElement>) else {
        return false;
    };
    as_made.reset();
    let [typed, made] = [form, &as_made].map(|form| net::fields(form).map(|fields| fields.to_string()));
    typed != made
}

/// Makes ready what has just come into the page: at the start, and when a form was drawn again or emptied.
pub fn look_again() {
    for scripted in all("[data-show-password], [data-step], [data-scripted]") {
        let _ = scripted.remove_attribute("hidden");
    }
    for text_area in all("textarea[data-limit]") {
        count(&text_area);
    }
    for field in all("[data-clean]") {
        clean(&field);
    }
    add_up();
    say_totals();
    show_step();
}

/// Says how a postcode area will be kept while it is typed. It is a hint and never an error (UX-57).
fn clean(field: &Element) {
    let typed = property(field, "value").as_string().unwrap_or_default();
    let message = all(&format!("[data-clean-for=\"{}\"]", field.id())).into_iter().next();
    let Some(message) = message else { return };
    let words = domain::package::PostcodeArea::read(&typed).map(|area| format!("Kept as {}", area.as_str()));
    message.set_text_content(words.ok().as_deref());
}

/// Shows one step of a long form: the one that the address names, or that holds what it names. An address that names
/// something else leaves the step as it is; one that names nothing is the first.
fn show_step() {
    let steps = all("[data-part]");
    let named = window().location().hash().ok().and_then(|hash| document().get_element_by_id(hash.get(1..)?));
    let within = named.as_ref().and_then(|at| at.closest("[data-part]").ok().flatten());
    let is_open = |step: &&Element| named.is_none() || !step.has_attribute("hidden");
    let Some(shown) = within.as_ref().or(steps.iter().find(is_open)) else { return };
    for step in &steps {
        let _ = step.toggle_attribute_with_force("hidden", step != shown);
    }
    let here = format!("#{}", shown.id());
    for link in all("[data-parts] a") {
        let _ = if link.get_attribute("href").as_ref() == Some(&here) {
            link.set_attribute("aria-current", "step")
        } else {
            link.remove_attribute("aria-current")
        };
    }
    if let Some(named) = named.filter(|_| within.is_some()) {
        go_to(&named);
    }
}

/// Counts fields that are filled in, or boxes that are ticked, where a form says how many there are.
fn add_up() {
    for sum in all("[data-sum]") {
        let of = all(&sum.get_attribute("data-sum").unwrap_or_default());
        let filled = of
            .iter()
            .filter(|field| property(field, "value").as_string().is_some_and(|text| !text.trim().is_empty()));
        sum.set_text_content(Some(&filled.count().to_string()));
    }
}

/// Shows a part of the page and lets the keyboard go on from there.
pub fn go_to(place: &Element) {
    if !place.matches("a, button, input, select, textarea").unwrap_or_default() {
        let _ = place.set_attribute("tabindex", "-1");
    }
    if let Some(place) = place.dyn_ref::<HtmlElement>() {
        let _ = place.focus();
    }
}

/// A refused form that came back as a page: its summary is read first.
pub fn focus_problems() {
    let summary = all("[data-problem-summary]:not([hidden])").into_iter().next();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}

fn turn_password(button: &Element) {
    let is_hidden =
        field_of(button).is_some_and(|input| input.get_attribute("type").as_deref() == Some("password"));
    show_password(button, is_hidden);
}

fn hide_passwords() {
    for button in all("[data-show-password]") {
        show_password(&button, false);
    }
}

fn show_password(button: &Element, shown: bool) {
    let Some(input) = field_of(button) else { return };
    let (kind, word, label) =
        if shown { ("text", "Hide", "Hide password") } else { ("password", "Show", "Show password") };
    let _ = input.set_attribute("type", kind);
    let _ = button.set_attribute("aria-label", label);
    button.set_text_content(Some(word));
}

fn field_of(button: &Element) -> Option<Element> {
    document().get_element_by_id(&button.get_attribute("data-show-password")?)
}

/// Says how many characters are left. It is a hint and never an error (UX-57).
fn count(text_area: &Element) {
    let limit = text_area.get_attribute("data-limit").and_then(|limit| limit.parse::<usize>().ok());
    let message = all(&format!("[data-count-for=\"{}\"]", text_area.id())).into_iter().next();
    let (Some(limit), Some(message)) = (limit, message) else { return };
    let typed = property(text_area, "value").as_string().unwrap_or_default().chars().count();
    message.set_text_content(Some(&left(limit, typed)));
}

fn left(limit: usize, typed: usize) -> String {
    let characters =
        |number: usize| if number == 1 { "1 character".to_owned() } else { format!("{number} characters") };
    if typed == 0 {
        format!("You can enter up to {}", characters(limit))
    } else if typed <= limit {
        format!("You have {} left", characters(limit - typed))
    } else {
        format!("You have {} too many", characters(typed - limit))
    }
}

/// One more or one less, within what a log may hold.
fn step(button: &Element) {
    let input = button.get_attribute("aria-controls").and_then(|id| document().get_element_by_id(&id));
    let (Some(input), Some(by)) = (input, button.get_attribute("data-step").and_then(|by| by.parse().ok()))
    else {
        return;
    };
    let typed: i32 = typed(&input).unwrap_or_default();
    let _ = Reflect::set(&input, &"value".into(), &typed.saturating_add(by).clamp(1, 100).to_string().into());
    say_totals();
}

/// Says what each count would make, before it is sent: a log has no undo (UX-14).
pub(crate) fn say_totals() {
    for output in all("[data-makes]") {
        let words = total(&output).unwrap_or_default();
        if output.text_content().as_deref() != Some(&words) {
            output.set_text_content(Some(&words));
        }
    }
}

fn total(output: &Element) -> Option<String> {
    let form = output.closest("form").ok()??;
    let count: u32 = typed(&form.query_selector("[name=count]").ok()??)?;
    let bar = document().get_element_by_id(&output.get_attribute("data-makes")?)?;
    let bar = bar.query_selector("[data-done]").ok()??;
    let number = |name| bar.get_attribute(name)?.parse::<u32>().ok();
    let tally = Tally { done: number("data-done")?, target: number("data-target")?.try_into().ok()? };
    Some(numbers::makes(count.try_into().ok()?, tally))
}

fn typed<T: std::str::FromStr>(input: &Element) -> Option<T> {
    property(input, "value").as_string()?.trim().parse().ok()
}

/// Texts that are being written stay over a reload, in this tab only and for the same person; the server marks them
/// on devices of one's own alone (UX-11). Those of somebody else go.
fn restore_texts() {
    let kept = kept();
    for text_area in all("textarea[data-keep]") {
        let name = text_area.get_attribute("data-keep").unwrap_or_default();
        let person = name.split(' ').next().unwrap_or_default();
        for key in Object::keys(&kept).iter() {
            if key.as_string().is_some_and(|key| !key.starts_with(person)) {
                let _ = Reflect::delete_property(&kept, &key);
            }
        }
        let text = property(&kept, &name);
        // What was typed while the scripts were on their way is newer.
        let is_untouched = property(&text_area, "value") == property(&text_area, "defaultValue");
        if is_untouched && text.as_string().is_some_and(|text| !text.is_empty()) {
            let _ = Reflect::set(&text_area, &"value".into(), &text);
            count(&text_area);
            show(&text_area);
        }
    }
}

/// Opens what a text is folded away in.
fn show(text_area: &Element) {
    if let Ok(Some(details)) = text_area.closest("details") {
        let _ = details.set_attribute("open", "");
    }
    let form = text_area.closest("form").ok().flatten();
    if let Some(yes) = form.and_then(|form| form.query_selector("[name=done][value=yes]").ok().flatten()) {
        let _ = Reflect::set(&yes, &"checked".into(), &JsValue::TRUE);
    }
}

/// A form was carried out: what was kept of it goes.
pub(crate) fn forget_texts(form: &Element) {
    for text_area in all("textarea[data-keep]") {
        if let Some(name) = text_area.get_attribute("data-keep").filter(|_| form.contains(Some(&text_area))) {
            let _ = Reflect::delete_property(&kept(), &name.into());
        }
    }
}

/// What this tab keeps until it is closed or somebody signs out.
fn kept() -> Object {
    property(&window(), "sessionStorage").unchecked_into()
}

/// A click outside an open menu closes it.
fn close_menus(event: &Event) {
    let at = target(event);
    for menu in all("details.app-user[open]") {
        if !menu.contains(at.as_deref()) {
            let _ = menu.remove_attribute("open");
        }
    }
}

/// Escape closes an open menu and goes back to its button.
fn leave_menu() {
    for menu in all("details.app-user[open]") {
        let _ = menu.remove_attribute("open");
        let button = menu.query_selector("summary").ok().flatten();
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    }
}

/// Shows that there is no connection, and hides it again (UX-16).
fn watch_connection() {
    say_offline(property(&property(&window(), "navigator"), "onLine").as_bool() == Some(false));
    on(&window(), "offline", |_| say_offline(true));
    on(&window(), "online", |_| say_offline(false));
}

fn say_offline(is_offline: bool) {
    for notice in all("[data-offline-notice]") {
        let _ = notice.toggle_attribute_with_force("hidden", !is_offline);
    }
}

/// A page that the browser kept whole and brings back is read again, so that nobody sees what they may no longer
/// see (WB9).
fn forget_left_pages() {
    on(&window(), "pageshow", |event| {
        if property(&event, "persisted").as_bool() == Some(true) {
            let _ = window().location().reload();
        }
    });
}

fn on(target: &EventTarget, event: &str, act: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    // It listens as long as the page lives.
    listener.forget();
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

fn property(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_count_says_what_is_left_and_what_is_too_much() {
        let words = [0, 1, 499, 500, 501, 510].map(|typed| left(500, typed));
        assert_eq!(words[0], "You can enter up to 500 characters");
        assert_eq!(words[1], "You have 499 characters left");
        assert_eq!(words[2], "You have 1 character left");
        assert_eq!(words[3], "You have 0 characters left");
        assert_eq!(words[4], "You have 1 character too many");
        assert_eq!(words[5], "You have 10 characters too many");
    }
}
