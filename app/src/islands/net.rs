//! The browser's way to talk to the server: one small fetch (architecture §4).

use std::cell::{Cell, RefCell};

use js_sys::{Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, FormData, Headers, HtmlFormElement, RequestInit, Response, SupportedType,
    UrlSearchParams,
};

/// What came back.
pub(crate) struct Answer {
    /// Whether the status says that it was done.
    pub ok: bool,
    /// Whether it is the answer of another address, to sign in for instance.
    pub elsewhere: bool,
    /// The body.
    pub body: String,
}

/// Browsers take 64 KiB in all to the end of a page, and refuse the rest; more goes the ordinary way.
const TO_THE_END: usize = 60_000;

thread_local! {
    /// How many bytes are on their way that the browser takes to the end of the page.
    static KEPT: Cell<usize> = const { Cell::new(0) };
    /// What saves itself, on its way.
    static SAVING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Something begins to save itself.
pub(crate) fn begin(saving: Promise) {
    SAVING.with_borrow_mut(|kept| *kept = Some(saving));
}

/// Waits until what saves itself has its answer: a form that is sent afterwards carries the new version.
pub(crate) async fn settled() {
    if let Some(saving) = SAVING.take() {
        let _ = JsFuture::from(saving).await;
    }
}

/// Sends a form's fields to a server function.
pub(crate) async fn post(address: &str, fields: &JsValue) -> Result<Answer, JsValue> {
    send(address, &form("application/json", fields)?).await
}

/// Posts a form to its page, and reads the page that comes back.
pub(crate) async fn posted(address: &str, fields: &JsValue) -> Result<Document, Lost> {
    let lost = |_| Lost::Unreachable;
    let request = form("text/html", fields).map_err(lost)?;
    parsed(&send(address, &request).await.map_err(lost)?)
}

/// The same, also when the page is left meanwhile. The header says that the next page need not tell of it.
pub(crate) async fn post_to_the_end(address: &str, fields: &JsValue) -> Result<Answer, JsValue> {
    let request = form("application/json", fields)?;
    request.get_headers().unchecked_into::<Headers>().set("x-caretrack-untold", "1")?;
    let length = String::from(fields.unchecked_ref::<UrlSearchParams>().to_string()).len();
    let is_kept = KEPT.get() + length < TO_THE_END;
    if !is_kept {
        return send(address, &request).await;
    }
    Reflect::set(&request, &"keepalive".into(), &JsValue::TRUE)?;
    KEPT.set(KEPT.get() + length);
    let answer = send(address, &request).await;
    KEPT.set(KEPT.get() - length);
    answer
}

/// Everything that is filled in of a form, without a button.
pub(crate) fn fields(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let fields = FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()
}

fn form(kind: &str, fields: &JsValue) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", kind)?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(fields);
    request.set_headers(&headers);
    Ok(request)
}

/// Reads a page again. The header says that nobody is at work: it is no activity (R-SES-2).
async fn reread(address: &str) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "text/html")?;
    headers.set("x-caretrack-live", "1")?;
    let request = RequestInit::new();
    request.set_headers(&headers);
    send(address, &request).await
}

/// Why a page could not be read again.
pub(crate) enum Lost {
    /// There is no answer, or none that helps.
    Unreachable,
    /// It leads elsewhere now, to sign in for instance.
    Elsewhere,
}

/// This page as it is on the server now.
pub(crate) async fn page() -> Result<Document, Lost> {
    let lost = |_| Lost::Unreachable;
    parsed(&reread(&window().location().href().map_err(lost)?).await.map_err(lost)?)
}

fn parsed(answer: &Answer) -> Result<Document, Lost> {
    let lost = |_| Lost::Unreachable;
    if answer.elsewhere {
        return Err(Lost::Elsewhere);
    }
    if !answer.ok {
        return Err(Lost::Unreachable);
    }
    let parser = DomParser::new().map_err(lost)?;
    parser.parse_from_string(&answer.body, SupportedType::TextHtml).map_err(lost)
}

/// Asks for the smallest page, so that the session counts as used.
pub(crate) async fn stay() -> Result<(), JsValue> {
    send("/offline", &RequestInit::new()).await.map(drop)
}

async fn send(address: &str, request: &RequestInit) -> Result<Answer, JsValue> {
    let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
    let response: Response = response.unchecked_into();
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let elsewhere = response.redirected();
    Ok(Answer { ok: response.ok() && !elsewhere, elsewhere, body })
}
