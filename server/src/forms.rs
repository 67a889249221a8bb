//! A form posted to its page, without scripts: the named operation is called in process; then the result's page, or
//! the same page again with what was typed and what is wrong (architecture §4).

use app::answer::{AppError, Done};
use app::forms::{FORM, OPERATION, Posted, REDRAW, is_secret};
use app::ssr::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::{self, Kind};

use crate::{api, headers, pages};

/// The most a form can hold here: the token's guard has checked the operation's own limit.
const LIMIT: usize = 1024 * 1024;

/// A post to a page.
pub async fn post(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LIMIT).await else {
        return headers::refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "This form is too long to be sent.",
        );
    };
    let values: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if field(REDRAW).is_some() {
        let posted = Posted { form: form_of(&values), values, error: None };
        return pages::again(&state, &parts, posted, StatusCode::OK).await;
    }
    let operation =
        field(OPERATION).and_then(access::operation).filter(|operation| operation.kind == Kind::Write);
    let Some(operation) = operation else {
        return headers::refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "malformed",
            "This form names no operation.",
        );
    };
    // A page with long forms takes long bodies, each of its operations only its own (IN1).
    if body.len() > operation.body_kib * 1024 {
        return headers::refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "This form is too long to be sent.",
        );
    }
    let mut inner = Request::new(Body::from(body));
    *inner.method_mut() = Method::POST;
    *inner.headers_mut() = parts.headers.clone();
    *inner.extensions_mut() = parts.extensions.clone();
    let answer = api::call(&state, operation, inner).await;
    match answer.done() {
        Ok(done) => go_on(&answer, &done),
        Err(error) => {
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut page = pages::again(&state, &parts, refused(values, error), status).await;
            keep_wait(&answer, &mut page);
            page
        }
    }
}

/// When to try again is said to programs, too (R-GEN-14).
fn keep_wait(answer: &api::Answer, page: &mut Response) {
    for wait in answer.header(&header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
}

/// A refused form as its page shows it again. Secrets are never sent back.
pub fn refused(values: Vec<(String, String)>, error: AppError) -> Posted {
    let form = form_of(&values);
    let values = values.into_iter().filter(|(name, _)| !is_secret(name)).collect();
    Posted { form, values, error: Some(error) }
}

/// Which form of its page it is.
fn form_of(values: &[(String, String)]) -> String {
    let name = values.iter().find(|(key, _)| key == FORM);
    name.map(|(_, value)| value.clone()).unwrap_or_default()
}

/// 303 to the page that shows the result, on our own site only (WB4).
fn go_on(answer: &api::Answer, done: &Done) -> Response {
    let own = done.to.starts_with('/') && !done.to.starts_with("//") && !done.to.contains('\\');
    let to = if own { done.to.as_str() } else { "/" };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    // What the operation says to the browser itself goes along.
    for name in [HeaderName::from_static("clear-site-data"), header::SET_COOKIE] {
        for value in answer.header(&name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}
