//! What every answer carries, and the answers that no page gives (WB5, WB6, WB9).

use std::any::Any;

use app::answer::AppError;
use app::ssr::AppState;
use app::words::refusals;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use backend::{Error, Mode};
use domain::access;

use crate::pages;

/// For answers that are no pages: nothing may load, nobody may frame them.
const NO_CONTENT: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The longest refusal, in bytes.
const REFUSAL: usize = 64 * 1024;

/// Adds the headers that protect every answer. A page has set its own content policy, with its nonce.
pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if state.platform.mode == Mode::Production {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NO_CONTENT));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// An address that is no route: a page that says so, or a bare answer for what is no page.
pub async fn fallback(State(state): State<AppState>, request: Request) -> Response {
    if let Some(address) = without_slash(&request) {
        return Redirect::permanent(&address).into_response();
    }
    if !wants_page(&request) {
        return refuse(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.");
    }
    pages::missing(&state, request).await
}

/// The address meant by one that ends with a slash too many.
fn without_slash(request: &Request) -> Option<String> {
    let path =
        request.uri().path().strip_suffix('/').filter(|path| path.len() > 1 && !path.starts_with("//"))?;
    let is_read =
        matches!(*request.method(), Method::GET | Method::HEAD) && access::operation(path).is_some();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    is_read.then(|| format!("{path}{query}"))
}

/// Turns a refusal that was meant for scripts into a page, for a browser that asked for one.
pub async fn worded(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_page = wants_page(&request) && !request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if !is_page || !is_json || !(response.status().is_client_error() || response.status().is_server_error()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, REFUSAL).await.unwrap_or_default();
    let Ok(error) = serde_json::from_slice(&body) else {
        return Response::from_parts(parts, Body::from(body));
    };
    let mut page = pages::refused(&state, error).await;
    page.headers_mut()
        .extend(parts.headers.get(header::RETRY_AFTER).cloned().map(|wait| (header::RETRY_AFTER, wait)));
    page
}

fn wants_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A refusal in the form that operations use.
pub fn refuse(status: StatusCode, code: &str, words: &str) -> Response {
    (status, Json(AppError::new(code, status.as_u16(), words))).into_response()
}

/// What the backend refuses, in words and with its status. What no words are for is logged, and is the server's fault.
pub fn say(error: &Error) -> Response {
    let Some(refused) = refusals::say(error) else {
        tracing::error!(%error, "a request could not be admitted");
        return unavailable();
    };
    let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    (status, Json(refused)).into_response()
}

/// Something the server needs is away; trying again may work.
pub fn unavailable() -> Response {
    let mut response =
        refuse(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "CareTrack is busy. Try again in a moment.");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

/// A panic is a generic fault; the process lives (IN3).
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a request panicked");
    refuse(
        StatusCode::INTERNAL_SERVER_ERROR,
        "fault",
        "Something went wrong here. Nothing was saved. Try again.",
    )
}
