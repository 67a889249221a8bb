//! Opening what is configured: the database, checked for durability, schema and key, before anything is served.

use std::sync::Arc;
use std::time::Duration;

use backend::db::Db;
use backend::events::Bus;
use backend::passwords::Passwords;
use backend::{Mode, Platform, deployment};
use tokio::time::{Instant, sleep};

use crate::clock;
use crate::config::Config;
use crate::failure::Failure;

/// How long a database that is away is waited for (OP9).
const PATIENCE: Duration = Duration::from_mins(1);

/// The pause between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// A database as it is configured, whatever is in it.
///
/// # Errors
/// `DATABASE_URL`, when it cannot be reached for a minute, or would not keep what it acknowledges.
pub async fn database(config: &Config) -> Result<Db, Failure> {
    let wrong = |error: backend::Error| Failure::setting("DATABASE_URL", error);
    let deadline = Instant::now() + PATIENCE;
    let db = loop {
        match Db::connect(config.database.url.reveal()).await {
            Err(error) if error.is_away() && Instant::now() + PAUSE < deadline => {
                tracing::warn!("the database is away; trying again");
                sleep(PAUSE).await;
            }
            other => break other.map_err(wrong)?,
        }
    };
    if config.mode == Mode::Production {
        db.check_production().await.map_err(wrong)?;
    }
    Ok(db)
}

/// A deployment that is ready for work.
///
/// # Errors
/// What is wrong with the configuration, the database, its schema or the key; nothing was written.
pub async fn platform(config: &Config) -> Result<Arc<Platform>, Failure> {
    let absent = config.database.file.as_ref().is_some_and(|file| !file.exists());
    if absent {
        return Err(Failure::setting("DATABASE_URL", "there is no database yet: run caretrack migrate"));
    }
    let db = database(config).await?;
    let pending = migration::pending(db.reader()).await.map_err(|error| Failure::of(error.into()))?;
    if !pending.is_empty() {
        let why = format!("{} migrations are pending: run caretrack migrate", pending.len());
        return Err(Failure::setting("DATABASE_URL", why));
    }
    if db.is_demo().await? != (config.mode == Mode::Demo) {
        return Err(Failure::setting(
            "DATABASE_URL",
            "sample data is served by caretrack demo, and nothing else is",
        ));
    }
    let keys = config.keys()?;
    if !deployment::enrol(&db, &keys, clock::system()).await? {
        return Err(Failure::setting("CARETRACK_KEY", "is not the key of this database"));
    }
    Ok(Arc::new(Platform {
        db,
        keys,
        events: Bus::default(),
        passwords: Passwords::new()?,
        post: config.post()?,
        public_url: config.public_url.clone(),
        mode: config.mode,
    }))
}
