//! Who is asking: once for each request, from the session and the account behind it (R-SES-5).

use std::sync::Arc;

use app::ssr::{AppState, FormToken, RanOut, Seen, session::SIGNED_IN};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::session::{self, SignedIn};
use backend::{Client, Cx};
use domain::id::RequestId;
use tower_sessions::Session;

use crate::client::{Proxies, client};
use crate::{guard, headers, session_store};

/// Puts the request's context, its person and the token for its forms where pages and operations find them.
pub async fn identify(
    State(state): State<AppState>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match context(&state, &session, &parts).await {
        Ok((cx, signed_in, token)) => {
            parts.extensions.insert(cx);
            parts.extensions.insert(token);
            if let Some(minutes) = session_store::ran_out() {
                parts.extensions.insert(RanOut(minutes));
            }
            if let Some(signed_in) = signed_in {
                parts.extensions.insert(Seen(state.platform.events.number(signed_in.person.organisation)));
                parts.extensions.insert(signed_in);
            }
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => {
            tracing::error!(%error, "a request could not be identified");
            headers::unavailable().into_response()
        }
    }
}

async fn context(
    state: &AppState,
    session: &Session,
    request: &Parts,
) -> Result<(Cx, Option<SignedIn>, FormToken), backend::Error> {
    let id = request.extensions.get::<RequestId>().copied().unwrap_or(RequestId(uuid::Uuid::nil()));
    let now = (state.clock.0)();
    let platform = Arc::clone(&state.platform);
    let nobody = Cx::nobody(Arc::clone(&platform), now, id, from(request));
    let signed_in: Option<SignedIn> =
        session.get(SIGNED_IN).await.map_err(|error| backend::Error::fault("reading a session", error))?;
    let who = signed_in.as_ref().map(|signed_in| signed_in.person.id);
    let token = guard::make(state, guard::holder(session, who), now)?;
    let Some(signed_in) = signed_in else { return Ok((nobody, None, FormToken(token))) };
    let cx = signed_in.cx(platform, now, id, nobody.client)?;
    if !is_idle(&request.headers, request.uri.path()) {
        session::stamp(&cx, &signed_in).await?;
    }
    Ok((cx, Some(signed_in), FormToken(token)))
}

/// Requests that no person made: pushes and polling are not activity (R-SES-2, R-GEN-10).
fn is_idle(headers: &HeaderMap, path: &str) -> bool {
    path == "/events" || headers.contains_key("x-caretrack-live")
}

/// Where it comes from, as the edge has found out; without an edge, as in tests, the other end of the connection.
pub fn from(request: &Parts) -> Client {
    request.extensions.get().cloned().unwrap_or_else(|| client(request, &Proxies::default()))
}
