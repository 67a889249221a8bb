//! Sessions of the session layer, kept by `backend::session` (R-SES, SE2).
//!
//! The layer's record holds `sign_in` when a session begins, `signed_in` when one is resumed, and the one-time
//! message. Only the message is ever saved; rights are read anew on each request.

use std::sync::Arc;

use app::ssr::session::{MESSAGE, SIGN_IN, SIGNED_IN};
use app::ssr::{AppState, Clock};
use async_trait::async_trait;
use backend::session::{self, SignIn};
use backend::{Client, Cx, Mode, Platform};
use domain::id::RequestId;
use sha2::{Digest, Sha256};
use tower_sessions::cookie::{SameSite, time::OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};
use uuid::Uuid;

/// The session layer with our cookie: `__Host-` and Secure in production, for the browser's session only (SE1).
pub fn layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    let production = state.platform.mode == Mode::Production;
    let store = Sessions { platform: Arc::clone(&state.platform), clock: state.clock.clone() };
    SessionManagerLayer::new(store)
        .with_name(if production { "__Host-caretrack" } else { "caretrack" })
        .with_secure(production)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// The store behind the session layer.
#[derive(Clone, Debug)]
pub struct Sessions {
    platform: Arc<Platform>,
    clock: Clock,
}

impl Sessions {
    fn cx(&self, client: Client) -> Cx {
        let now = (self.clock.0)();
        Cx::nobody(Arc::clone(&self.platform), now, RequestId(Uuid::nil()), client)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    /// A session begins with a sign-in, and with nothing else: strangers have none.
    async fn create(&self, record: &mut Record) -> Result<()> {
        let sign_in = record.data.remove(SIGN_IN).ok_or_else(|| Error::Backend("no sign-in".into()))?;
        let sign_in: SignIn = serde_json::from_value(sign_in).map_err(decode)?;
        let client = Client { ip: sign_in.ip.clone(), agent: sign_in.agent.clone() };
        session::open(&self.cx(client), hash(&record.id), &sign_in).await.map_err(backend)?;
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
        let found = session::resume(&self.cx(Client::default()), &hash(id)).await.map_err(backend)?;
        let Some(signed_in) = found else { return Ok(None) };
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

    /// Signing out ends the row in a use case of its own, with its audit entry; here is nothing left to delete.
    async fn delete(&self, _: &Id) -> Result<()> {
        Ok(())
    }
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
