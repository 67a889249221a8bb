//! No change without proof that the request came from our own page (R-GEN-15, WB1, WB2).
//!
//! Two layers: the origin is judged before anything is read; the form's token once the session is known.

use app::answer::AppError;
use app::forms::{OTHER_PERSON, TOKEN};
use app::ssr::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::keys::Purpose;
use backend::session::SignedIn;
use backend::{Error, Mode};
use domain::access::{self, Who};
use domain::id::AccountId;
use domain::time::Instant;
use percent_encoding::percent_decode;
use tower_sessions::{Session, session::Id};
use uuid::Uuid;

use crate::headers::refuse;
use crate::{forms, pages};

/// How long a stranger's form may stay open, in minutes: as long as the longest session.
const STRANGERS_FORM_MINUTES: i64 = 12 * 60;

/// Whose the forms are of somebody who is not signed in.
const STRANGER: &str = "stranger";

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
    let who = parts.extensions.get::<SignedIn>().map(|signed_in| signed_in.person.id);
    let holder = holder(&session, who);
    match is_token(&state, holder, (state.clock.0)(), &body) {
        Ok(true) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Ok(false) => foreign_form(&state, &parts, &body, who).await,
        Err(error) => {
            tracing::error!(%error, "a form's token could not be checked");
            crate::headers::unavailable().into_response()
        }
    }
}

/// A form of a session that is over, or of another one. Its page comes again with what was typed (R-GEN-2), unless
/// somebody else may have typed it (SE5, SE8).
async fn foreign_form(state: &AppState, parts: &Parts, body: &[u8], who: Option<AccountId>) -> Response {
    let operation = access::operation(parts.uri.path());
    let is_open = operation.is_some_and(|operation| operation.action.who() == Who::Anyone);
    let author = token_of(body).map(|token| author(&token).to_owned());
    let is_own = who.is_none() || author == who.map(named);
    let error = match who {
        Some(_) if is_own => too_old("What you typed is kept. Send it again."),
        Some(_) if author.as_deref().is_some_and(|author| author.parse::<Uuid>().is_ok()) => {
            AppError::new("other_person", 401, OTHER_PERSON)
        }
        Some(_) => too_old("Load it again."),
        None if is_open => too_old("What you typed is kept. Send it again."),
        None => AppError::new(
            "signed_out",
            401,
            "You were signed out. What you typed stays here. Sign in to go on.",
        ),
    };
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::FORBIDDEN);
    if parts.uri.path().starts_with("/api/") {
        return refuse(status, &error.code, &error.message);
    }
    let values = if is_own { form_urlencoded::parse(body).into_owned().collect() } else { Vec::new() };
    pages::again(state, parts, forms::refused(values, error), status).await
}

fn too_old(what_next: &str) -> AppError {
    AppError::new("form_token", 403, format!("This page was too old to be sent. {what_next}"))
}

/// The largest body that any form page may receive: a page's forms are limited by their operations' lines.
fn largest_form() -> usize {
    access::OPERATIONS.iter().map(|operation| operation.body_kib).max().unwrap_or(ORDINARY_KIB)
}

/// Whose forms a page holds: those of a session and its person, or a stranger's.
type Holder = Option<(Id, AccountId)>;

/// The holder of a request's forms.
pub fn holder(session: &Session, who: Option<AccountId>) -> Holder {
    session.id().zip(who)
}

/// A token for the forms of one page: for whom the page was made, a nonce or a time, and the signature of both with
/// the session. It differs on each page, so that compression cannot be used to guess it.
pub fn make(state: &AppState, holder: Holder, now: Instant) -> Result<String, Error> {
    let (author, salt) = match holder {
        Some((_, who)) => (named(who), backend::token::Token::random()?.reveal()),
        None => (STRANGER.to_owned(), now.0.to_string()),
    };
    let parts = [&subject(holder)[..], author.as_bytes(), salt.as_bytes()];
    let signature = state.platform.keys.sign(Purpose::Form, &parts)?;
    Ok(format!("{author}.{salt}.{signature}"))
}

fn is_token(state: &AppState, holder: Holder, now: Instant, body: &[u8]) -> Result<bool, Error> {
    let Some(token) = token_of(body) else { return Ok(false) };
    let mut parts = token.splitn(3, '.');
    let (Some(author), Some(salt), Some(signature)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(false);
    };
    if holder.is_none() && !is_fresh(salt, now) {
        return Ok(false);
    }
    let parts = [&subject(holder)[..], author.as_bytes(), salt.as_bytes()];
    state.platform.keys.is_signed(Purpose::Form, &parts, signature)
}

/// The one token of a form.
fn token_of(body: &[u8]) -> Option<String> {
    let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == TOKEN).map(|(_, value)| value);
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => Some(token.into_owned()),
        _ => None,
    }
}

/// For whom the page of a token says it was made. It is only ever a reason to refuse.
fn author(token: &str) -> &str {
    token.split('.').next().unwrap_or_default()
}

fn named(who: AccountId) -> String {
    who.0.simple().to_string()
}

fn is_fresh(made: &str, now: Instant) -> bool {
    let made = made.parse().map(Instant);
    made.is_ok_and(|made| (0..=STRANGERS_FORM_MINUTES).contains(&now.minutes_since(made)))
}

fn subject(holder: Holder) -> Vec<u8> {
    holder.map_or_else(|| STRANGER.into(), |(session, _)| session.to_string().into_bytes())
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
