//! Whether the process lives, and whether it is ready for work (MO5). Nothing is told but yes or no.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backend::Platform;
use domain::time::Instant;

use crate::stop::Stop;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long the worker may be silent, in seconds: it wakes each minute, and a mail may take half of one.
const SILENCE: i64 = 150;

/// When the worker last said that it lives.
#[derive(Clone, Debug)]
pub struct Beat(Arc<AtomicI64>);

impl Beat {
    /// It lives now.
    pub fn new(now: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }

    /// It still lives.
    pub fn beat(&self, now: Instant) {
        self.0.store(now.0, Ordering::Relaxed);
    }

    fn is_alive(&self, now: Instant) -> bool {
        now <= Instant(self.0.load(Ordering::Relaxed)).plus_seconds(SILENCE)
    }
}

/// What readiness depends on.
#[derive(Clone)]
pub struct Health {
    /// The database.
    pub platform: Arc<Platform>,
    /// The folder whose disk must not be full.
    pub data: PathBuf,
    /// The least free space of that disk, in percent.
    pub free_percent: u64,
    /// Whether the server is about to stop.
    pub stop: Stop,
    /// The worker of mails and jobs.
    pub beat: Beat,
    /// What time it is.
    pub clock: fn() -> Instant,
    /// Whether it was ready when last asked, so that a change is logged once.
    pub was_ready: Arc<AtomicBool>,
}

/// `/health/live` and `/health/ready`.
pub fn routes(health: Health) -> Router {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready)).with_state(health)
}

/// The process answers, whatever it depends on does.
async fn live() -> &'static str {
    "live"
}

async fn ready(State(health): State<Health>) -> Response {
    let missing = health.missing().await;
    if health.was_ready.swap(missing.is_none(), Ordering::Relaxed) != missing.is_none() {
        if let Some(missing) = missing {
            tracing::warn!(missing, "not ready");
        } else {
            tracing::info!("ready");
        }
    }
    match missing {
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response(),
        None => "ready".into_response(),
    }
}

impl Health {
    /// What readiness lacks. The keys were checked before the port was opened and cannot change.
    async fn missing(&self) -> Option<&'static str> {
        if self.stop.is_stopping() {
            return Some("the server is stopping");
        }
        if !self.beat.is_alive((self.clock)()) {
            return Some("the worker is silent");
        }
        if !has_space(&self.data, self.free_percent) {
            return Some("the disk is nearly full");
        }
        match tokio::time::timeout(PATIENCE, migration::pending(self.platform.db.reader())).await {
            Ok(Ok(pending)) if pending.is_empty() => None,
            Ok(Ok(_)) => Some("migrations are pending"),
            Ok(Err(_)) | Err(_) => Some("the database does not answer"),
        }
    }
}

/// A folder that cannot be asked counts as full: whatever is kept there could not be written.
fn has_space(folder: &Path, percent: u64) -> bool {
    rustix::fs::statvfs(folder).is_ok_and(|disk| {
        let least = disk.f_blocks.saturating_mul(percent) / 100;
        disk.f_bavail >= least
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use backend::testing::Service;
    use tower::ServiceExt;

    use super::*;

    fn health(service: &Service) -> (crate::stop::Stopper, Health) {
        let (stopper, stop) = Stop::new();
        let health = Health {
            platform: Arc::clone(&service.platform),
            data: std::env::temp_dir(),
            free_percent: 0,
            stop,
            beat: Beat::new(Instant(0)),
            clock: || Instant(1_000),
            was_ready: Arc::default(),
        };
        (stopper, health)
    }

    async fn status(health: &Health, path: &str) -> (StatusCode, String) {
        let asked = Request::get(path).body(Body::empty()).unwrap();
        let answer = routes(health.clone()).oneshot(asked).await.unwrap();
        let (parts, body) = answer.into_parts();
        let text = axum::body::to_bytes(body, 1_000).await.unwrap();
        (parts.status, String::from_utf8(text.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn mo5_it_is_ready_until_it_stops_or_its_worker_falls_silent() {
        let service = Service::empty().await;
        let (stopper, health) = health(&service);
        let not_ready = (StatusCode::SERVICE_UNAVAILABLE, "not ready".to_owned());
        assert_eq!(status(&health, "/health/ready").await, (StatusCode::OK, "ready".to_owned()));

        let silent = Health { clock: || Instant(151_000), ..health.clone() };
        assert_eq!(status(&silent, "/health/ready").await, not_ready);
        let full = Health { free_percent: 101, ..health.clone() };
        assert_eq!(status(&full, "/health/ready").await, not_ready);
        let absent = Health { data: PathBuf::from("/nowhere/at/all"), ..health.clone() };
        assert_eq!(status(&absent, "/health/ready").await, not_ready);
        stopper.stop();
        assert_eq!(status(&health, "/health/ready").await, not_ready);
        assert_eq!(status(&health, "/health/live").await, (StatusCode::OK, "live".to_owned()));
    }

    #[tokio::test]
    async fn mo5_without_a_database_it_lives_and_is_not_ready() {
        let service = Service::empty().await;
        let (_stopper, health) = health(&service);
        service.platform.db.clone().close().await.unwrap();
        assert_eq!(status(&health, "/health/ready").await.0, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&health, "/health/live").await.0, StatusCode::OK);
    }
}
