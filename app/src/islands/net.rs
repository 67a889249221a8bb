//! The browser's way to talk to the server: one small fetch (architecture §4).

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, Headers, RequestInit, Response, SupportedType};

/// What came back.
pub(super) struct Answer {
    /// Whether the status says that it was done.
    pub ok: bool,
    /// The body.
    pub body: String,
}

/// Sends a form's fields to a server function.
pub(super) async fn post(address: &str, fields: &JsValue) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(fields);
    request.set_headers(&headers);
    send(address, &request).await
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

/// This page as it is on the server now.
pub(super) async fn page() -> Result<Document, JsValue> {
    let answer = reread(&window().location().href()?).await?;
    if !answer.ok {
        return Err(JsValue::NULL);
    }
    DomParser::new()?.parse_from_string(&answer.body, SupportedType::TextHtml)
}

async fn send(address: &str, request: &RequestInit) -> Result<Answer, JsValue> {
    let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
    let response: Response = response.unchecked_into();
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Answer { ok: response.ok() && !response.redirected(), body })
}
