//! No more requests than people make: 429 beyond (R-GEN-14, IN9).
//!
//! Operations open to strangers are counted in the database, over all nodes and restarts. Everything else is counted
//! here, per session or else per address: a write for each page would cost more than the limit saves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use app::ssr::AppState;
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::session::SignedIn;
use backend::{Cx, Error, rate};
use domain::access::{Operation, Who};
use domain::time::Instant;

use crate::headers;

/// Requests of one session in a window.
const ORDINARY: u32 = 1_000;

/// A window, in seconds.
const WINDOW: i64 = 15 * 60;

/// How many sessions and addresses are remembered before those whose window is over are forgotten.
const MANY: usize = 10_000;

/// What each session and address has asked for: since when, and how often.
#[derive(Clone, Debug, Default)]
pub struct Limits(Arc<Mutex<HashMap<String, (Instant, u32)>>>);

impl Limits {
    /// Counts one more; the seconds to wait when that is too many.
    fn count(&self, key: String, now: Instant) -> Result<(), u32> {
        let is_open = |begun: Instant| now < begun.plus_seconds(WINDOW);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MANY {
            counts.retain(|_, (begun, _)| is_open(*begun));
        }
        let (begun, count) = counts.entry(key).or_insert((now, 0));
        if !is_open(*begun) {
            (*begun, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        if *count <= ORDINARY {
            return Ok(());
        }
        let left = begun.plus_seconds(WINDOW).0.saturating_sub(now.0);
        Err(u32::try_from(left / 1_000 + 1).unwrap_or(1))
    }
}

/// Counts every request that is not for a built file.
pub async fn ordinary(
    State((state, limits)): State<(AppState, Limits)>,
    request: Request,
    next: Next,
) -> Response {
    let key = whose(request.extensions());
    match limits.count(key, (state.clock.0)()) {
        Ok(()) => next.run(request).await,
        Err(retry_after) => too_many(&Error::TooMany { retry_after }),
    }
}

fn whose(request: &Extensions) -> String {
    if let Some(signed_in) = request.get::<SignedIn>() {
        return signed_in.session.to_string();
    }
    request.get::<Cx>().map(|cx| cx.client.ip.clone()).unwrap_or_default()
}

/// Counts a call of an operation that strangers may make, before it is run.
///
/// # Errors
/// The refusal, when there were too many from this address.
pub async fn admit(operation: &Operation, request: &Extensions) -> Result<(), Response> {
    let (Who::Anyone, Some(cx)) = (operation.action.who(), request.get::<Cx>()) else { return Ok(()) };
    rate::admit(cx, operation.path).await.map_err(|error| too_many(&error))
}

fn too_many(error: &Error) -> Response {
    let mut response = headers::say(error);
    if let Error::TooMany { retry_after } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
    }
    response
}
