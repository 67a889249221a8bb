//! No change without proof that the request came from our own page (R-GEN-15, WB1, WB2).
//!
//! Two layers: the origin is judged before anything is read; the form's token once the session is known.

use app::answer::AppError;
use app::forms::TOKEN;
use app::ssr::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::keys::Purpose;
use backend::{Error, Mode};
use domain::access::{self, Who};
use domain::time::Instant;
use percent_encoding::percent_decode;
use tower_sessions::{Session, session::Id};

use crate::headers::refuse;
use crate::{forms, pages};

/// How long a stranger's form may stay open, in minutes: as long as the longest session.
const STRANGERS_FORM_MINUTES: i64 = 12 * 60;

/// The largest body of an operation that the table does not name, in KiB.
const ORDINARY_KIB: usize = 64;

/// Judges where a request that may change something comes from, and how it is encoded.
pub async fn origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        // Reading is recorded, so nothing is read for somebody who may never look (R-GEN-10).
        return if is_ahead(headers) { not_ahead() } else { next.run(request).await };
    }
    if !is_same_origin(&state, headers) {
        return refuse(
            StatusCode::FORBIDDEN,
            "cross_site",
            "This request did not come from CareTrack's own page.",
        );
    }
    let form = headers.get(header::CONTENT_TYPE).is_some_and(|kind| is_form(kind.as_bytes()));
    if !form || headers.contains_key(header::CONTENT_ENCODING) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "encoding", "Send this as an ordinary form.");
    }
    next.run(request).await
}

/// What browsers say when nobody has asked for the page yet; the last two are their older words for it.
fn is_ahead(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz"].iter().any(|name| headers.contains_key(*name))
}

fn not_ahead() -> Response {
    refuse(StatusCode::SERVICE_UNAVAILABLE, "prefetch", "Pages are not fetched ahead.")
}

/// Checks the form's token against the session, or a stranger's against its own age.
pub async fn token(
    State(state): State<AppState>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let limit = access::operation(parts.uri.path()).map_or(largest_form(), |operation| operation.body_kib);
    let Ok(body) = to_bytes(body, limit * 1024).await else {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "This form is too long to be sent.");
    };
    if percent_decode(&body).decode_utf8().is_err() {
        return refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "malformed",
            "This form holds text that cannot be read.",
        );
    }
    let signed_in = parts.extensions.get::<backend::session::SignedIn>().is_some();
    let session = session.id().filter(|_| signed_in);
    match is_token(&state, session, (state.clock.0)(), &body) {
        Ok(true) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Ok(false) => foreign_form(&state, &parts, &body, signed_in).await,
        Err(error) => {
            tracing::error!(%error, "a form's token could not be checked");
            crate::headers::unavailable().into_response()
        }
    }
}

/// A form of a session that is over, or of another one. Its page comes again with what was typed (R-GEN-2).
async fn foreign_form(state: &AppState, parts: &Parts, body: &[u8], signed_in: bool) -> Response {
    let operation = access::operation(parts.uri.path());
    let is_open = operation.is_some_and(|operation| operation.action.who() == Who::Anyone);
    let error = if signed_in || is_open {
        AppError::new(
            "form_token",
            403,
            "This page was too old to be sent. What you typed is kept. Send it again.",
        )
    } else {
        AppError::new("signed_out", 401, "You were signed out. What you typed stays here. Sign in to go on.")
    };
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::FORBIDDEN);
    if parts.uri.path().starts_with("/api/") {
        return refuse(status, &error.code, &error.message);
    }
    let values: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    pages::again(state, parts, forms::refused(values, error), status).await
}

/// The largest body that any form page may receive: a page's forms are limited by their operations' lines.
fn largest_form() -> usize {
    access::OPERATIONS.iter().map(|operation| operation.body_kib).max().unwrap_or(ORDINARY_KIB)
}

/// A token for the forms of one page: a nonce or a time, and its signature with the session. It differs on each
/// page, so that compression cannot be used to guess it.
pub fn make(state: &AppState, session: Option<Id>, now: Instant) -> Result<String, Error> {
    let salt = match session {
        Some(_) => backend::token::Token::random()?.reveal(),
        None => now.0.to_string(),
    };
    let signature = state.platform.keys.sign(Purpose::Form, &[&subject(session), salt.as_bytes()])?;
    Ok(format!("{salt}.{signature}"))
}

fn is_token(state: &AppState, session: Option<Id>, now: Instant, body: &[u8]) -> Result<bool, Error> {
    let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == TOKEN).map(|(_, value)| value);
    let (Some(token), None) = (tokens.next(), tokens.next()) else { return Ok(false) };
    let Some((salt, signature)) = token.split_once('.') else { return Ok(false) };
    if session.is_none() && !is_fresh(salt, now) {
        return Ok(false);
    }
    state.platform.keys.is_signed(Purpose::Form, &[&subject(session), salt.as_bytes()], signature)
}

fn is_fresh(made: &str, now: Instant) -> bool {
    let made = made.parse().map(Instant);
    made.is_ok_and(|made| (0..=STRANGERS_FORM_MINUTES).contains(&now.minutes_since(made)))
}

fn subject(session: Option<Id>) -> Vec<u8> {
    session.map_or_else(|| b"stranger".to_vec(), |id| id.to_string().into_bytes())
}

/// At least one of the two headers is there, and each says exactly "the same origin"; anything else is refused.
fn is_same_origin(state: &AppState, headers: &HeaderMap) -> bool {
    let site: Vec<_> = headers.get_all("sec-fetch-site").iter().collect();
    let origin: Vec<_> = headers.get_all(header::ORIGIN).iter().collect();
    if site.is_empty() && origin.is_empty() {
        return false;
    }
    let own = own_origin(state, headers);
    let site = site.iter().all(|site| site.as_bytes() == b"same-origin");
    let origin = origin.len() <= 1
        && origin.iter().all(|origin| own.as_ref().is_some_and(|own| origin.as_bytes() == own.as_bytes()));
    site && origin
}

/// Whether each of the two headers that is there says "the same origin": enough for a stream, which changes nothing
/// and which some browsers open without either.
pub fn is_own_stream(state: &AppState, headers: &HeaderMap) -> bool {
    let names = [HeaderName::from_static("sec-fetch-site"), header::ORIGIN];
    !names.iter().any(|name| headers.contains_key(name)) || is_same_origin(state, headers)
}

/// In production the configured address alone; on loopback the address that was asked.
fn own_origin(state: &AppState, headers: &HeaderMap) -> Option<String> {
    if state.platform.mode == Mode::Production {
        return Some(state.platform.public_url.clone());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    Some(format!("http://{host}"))
}

fn is_form(kind: &[u8]) -> bool {
    let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default();
    kind.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}
