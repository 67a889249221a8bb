//! Sessions of the session layer, kept by `backend::session` (R-SES, SE2).
//!
//! The layer's record holds `sign_in` when a session begins, `signed_in` when one is resumed, and the one-time
//! message. Only the message is ever saved; rights are read anew on each request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use app::ssr::session::{MESSAGE, SIGN_IN, SIGNED_IN};
use app::ssr::{AppState, Clock};
use async_trait::async_trait;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use axum::middleware::Next;
use axum::response::Response;
use backend::session::{self, SignIn};
use backend::{Client, Cx, Mode, Platform};
use domain::id::RequestId;
use sha2::{Digest, Sha256};
use tower_sessions::cookie::{SameSite, time::OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};
use uuid::Uuid;

use crate::identify;

/// The cookie's name in production, and elsewhere.
const NAMES: [&str; 2] = ["__Host-caretrack", "caretrack"];

/// The session layer with our cookie: `__Host-` and Secure in production, for the browser's session only (SE1).
pub fn layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    let production = state.platform.mode == Mode::Production;
    let store = Sessions { platform: Arc::clone(&state.platform), clock: state.clock.clone() };
    SessionManagerLayer::new(store)
        .with_name(if production { NAMES[0] } else { NAMES[1] })
        .with_secure(production)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

tokio::task_local! {
    /// The request that is being answered: the layer's calls of the store do not say.
    static REQUEST: Asked;
}

/// What the store knows of a request, and what it found out for it.
#[derive(Clone)]
struct Asked {
    id: RequestId,
    client: Client,
    /// After how many minutes without use the session ended that the browser still names; 0 for none.
    ran_out: Arc<AtomicU32>,
    /// Whether a session begins or ends with this request.
    has_turned: Arc<AtomicBool>,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            id: RequestId(Uuid::nil()),
            client: Client::default(),
            ran_out: Arc::default(),
            has_turned: Arc::default(),
        }
    }
}

/// After how many minutes without use the session ended that this request's browser still names, if it ended so.
pub fn ran_out() -> Option<u32> {
    let minutes = REQUEST.try_with(|asked| asked.ran_out.load(Ordering::Relaxed)).unwrap_or_default();
    (minutes > 0).then_some(minutes)
}

/// Tells the store which request is being answered, and lets the layer speak of the cookie only when a session begins
/// or ends with it.
///
/// The layer would name the id that the request came with at every change of the session, and take the cookie from
/// everybody whose session it does not find. Such an answer may come after another one has brought the browser a new
/// id (SE3), which would then be lost.
pub async fn name_request(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().copied().unwrap_or(RequestId(Uuid::nil()));
    let asked = Asked { id, client: identify::from(&parts), ..Asked::default() };
    let has_turned = Arc::clone(&asked.has_turned);
    let mut response = REQUEST.scope(asked, next.run(Request::from_parts(parts, body))).await;
    if !has_turned.load(Ordering::Relaxed) {
        leave_cookie(response.headers_mut());
    }
    response
}

/// Leaves out what is said of the session's cookie. The other cookies stay as they are.
fn leave_cookie(headers: &mut HeaderMap) {
    let is_ours = |cookie: &HeaderValue| {
        let name = cookie.as_bytes().split(|byte| *byte == b'=').next();
        NAMES.iter().any(|ours| name == Some(ours.as_bytes()))
    };
    let others: Vec<_> =
        headers.get_all(SET_COOKIE).iter().filter(|cookie| !is_ours(cookie)).cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in others {
        headers.append(SET_COOKIE, cookie);
    }
}

/// The store behind the session layer.
#[derive(Clone, Debug)]
pub struct Sessions {
    platform: Arc<Platform>,
    clock: Clock,
}

impl Sessions {
    /// The context of the request that is being answered, so that what is recorded of a session says where from.
    fn cx(&self) -> Cx {
        let Asked { id, client, .. } = REQUEST.try_with(Clone::clone).unwrap_or_default();
        Cx::nobody(Arc::clone(&self.platform), (self.clock.0)(), id, client)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    /// A session begins with a sign-in, and with nothing else: strangers have none.
    async fn create(&self, record: &mut Record) -> Result<()> {
        let sign_in = record.data.remove(SIGN_IN).ok_or_else(|| Error::Backend("no sign-in".into()))?;
        let sign_in: SignIn = serde_json::from_value(sign_in).map_err(decode)?;
        session::open(&self.cx(), hash(&record.id), &sign_in).await.map_err(backend)?;
        turn();
        Ok(())
    }

    /// Keeps the message of a live session. An ended one stays ended: this is no upsert (V5).
    async fn save(&self, record: &Record) -> Result<()> {
        let kept: serde_json::Map<_, _> = record
            .data
            .iter()
            .filter(|(key, _)| *key == MESSAGE)
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let data = serde_json::to_string(&kept).map_err(|error| Error::Encode(error.to_string()))?;
        session::keep(&self.platform, &hash(&record.id), data).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (cx, hash) = (self.cx(), hash(id));
        let Some(signed_in) = session::resume(&cx, &hash).await.map_err(backend)? else {
            let minutes = session::ran_out_after(&cx, &hash).await.map_err(backend)?.unwrap_or_default();
            let _ = REQUEST.try_with(|asked| asked.ran_out.store(minutes, Ordering::Relaxed));
            return Ok(None);
        };
        let mut data: std::collections::HashMap<_, _> =
            serde_json::from_str(&signed_in.data).map_err(decode)?;
        data.insert(SIGNED_IN.to_owned(), serde_json::to_value(&signed_in).map_err(decode)?);
        // Our own rule has judged whether it is over; the layer's date only must not end it earlier.
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::now_utc() + std::time::Duration::from_mins(1),
        }))
    }

    /// Signing out ends the row in a use case of its own, with its audit entry; here only the cookie is left to go.
    async fn delete(&self, _: &Id) -> Result<()> {
        turn();
        Ok(())
    }
}

/// Notes that the browser is to hear of its cookie.
fn turn() {
    let _ = REQUEST.try_with(|asked| asked.has_turned.store(true, Ordering::Relaxed));
}

fn hash(id: &Id) -> Vec<u8> {
    Sha256::digest(id.to_string()).to_vec()
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn decode(error: impl std::fmt::Display) -> Error {
    Error::Decode(error.to_string())
}
