//! Calling an operation by its address: the only place where a server function is run for a request (AZ1, V2).

use app::answer::{AppError, Done};
use app::ssr::{AppState, session::MESSAGE};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::Cx;
use backend::session::SignedIn;
use domain::access::{self, Kind, Operation};
use leptos::prelude::provide_context;
use tower_sessions::Session;

use crate::headers::{self, refuse};
use crate::limits;

/// The largest answer of an operation, in bytes: far above any page of a list.
const ANSWER: usize = 8 * 1024 * 1024;

/// A call from a script.
pub async fn post(State(state): State<AppState>, request: Request) -> Response {
    let operation = access::operation(request.uri().path()).filter(|operation| operation.kind != Kind::Get);
    match operation {
        Some(operation) => call(&state, operation, request).await.into_response(),
        None => refuse(StatusCode::NOT_FOUND, "not_found", "There is no such operation."),
    }
}

/// What an operation answered.
pub struct Answer {
    response: Response,
    body: Vec<u8>,
}

impl Answer {
    /// A carried-out form, or why it was refused.
    pub fn done(&self) -> Result<Done, AppError> {
        if self.response.status().is_success() {
            serde_json::from_slice(&self.body).map_err(|_| fault())
        } else {
            Err(serde_json::from_slice(&self.body).unwrap_or_else(|_| fault()))
        }
    }

    /// What the operation set as this header, which some set more than once.
    pub fn header(&self, name: &header::HeaderName) -> impl Iterator<Item = &HeaderValue> {
        self.response.headers().get_all(name).iter()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let (parts, _) = self.response.into_parts();
        Response::from_parts(parts, Body::from(self.body))
    }
}

/// Runs an operation for a request that carries its form. The request's own extensions say who asks.
pub async fn call(state: &AppState, operation: &Operation, mut request: Request) -> Answer {
    if let Err(refused) = limits::admit(operation, request.extensions()).await {
        return read(refused).await;
    }
    // Before the form is read: who may not do this learns nothing of it, and the attempt is recorded (R-GEN-2).
    if let Err(refused) = permit(operation, request.extensions()).await {
        return read(refused).await;
    }
    let is_told = !request.headers().contains_key("x-caretrack-untold");
    *request.uri_mut() = axum::http::Uri::from_static(operation.path);
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.remove(header::REFERER);
    let (session, signed_in) = {
        let extensions = request.extensions();
        (extensions.get::<Session>().cloned(), extensions.get::<SignedIn>().is_some())
    };
    let context = state.clone();
    let response =
        leptos_axum::handle_server_fns_with_context(move || provide_context(context.clone()), request).await;
    let mut answer = read(response.into_response()).await;
    if let (true, Kind::Write, Some(session), Ok(done)) =
        (signed_in && is_told, operation.kind, session, answer.done())
    {
        say_once(&session, &done).await;
    }
    answer.response.headers_mut().remove("serverfnerror");
    answer
}

async fn permit(operation: &Operation, request: &Extensions) -> Result<(), Response> {
    let Some(cx) = request.get::<Cx>() else { return Err(headers::unavailable()) };
    cx.may(operation.action).await.map_err(|error| headers::say(&error))
}

/// Keeps the words of the result for the next page, unless the page that asked says them itself.
async fn say_once(session: &Session, done: &Done) {
    if done.message.is_empty() {
        return;
    }
    if let Err(error) = session.insert(MESSAGE, &done.message).await {
        tracing::warn!(%error, "a result's words were not kept");
    }
}

/// Every error of a server function is 500 for the framework; ours say their status themselves (V2).
async fn read(response: Response) -> Answer {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, ANSWER).await.map(Vec::from).unwrap_or_default();
    if !parts.status.is_success() {
        let error: AppError = serde_json::from_slice(&body).unwrap_or_else(|_| fault());
        parts.status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }
    Answer { response: Response::from_parts(parts, Body::empty()), body }
}

fn fault() -> AppError {
    AppError::new("fault", 500, "Something went wrong here. Nothing was saved. Try again.")
}
