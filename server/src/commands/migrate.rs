//! `caretrack migrate`: brings the database up to date, once, however many start it at the same time (DB6).

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;

use backend::deployment;

use super::{block_on, open, print};
use crate::clock;
use crate::config::{Config, Settings};
use crate::failure::Failure;

/// Applies what is pending and notes the key.
///
/// # Errors
/// When the database cannot be reached or changed, or has another key.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let config = Config::new(settings.clone())?;
    let applied = block_on(migrate(&config))?;
    match applied {
        0 => print("The database was up to date."),
        1 => print("1 migration was applied."),
        applied => print(&format!("{applied} migrations were applied.")),
    }
}

/// Applies what is pending. Gives how many steps that were.
pub(super) async fn migrate(config: &Config) -> Result<usize, Failure> {
    make_folder(config)?;
    let keys = config.keys()?;
    let db = open::database(config).await?;
    let failed = |error| Failure::setting("DATABASE_URL", backend::Error::Database(error));
    let pending = migration::pending(db.writer()).await.map_err(failed)?;
    migration::run(db.writer()).await.map_err(failed)?;
    let known = deployment::enrol(&db, &keys, clock::system()).await?;
    db.close().await?;
    if known {
        Ok(pending.len())
    } else {
        Err(Failure::setting("CARETRACK_KEY", "is not the key of this database"))
    }
}

/// The folder of a database in a file, which SQLite does not make itself.
pub(super) fn make_folder(config: &Config) -> Result<(), Failure> {
    let Some(folder) = config.database.file.as_ref().and_then(|file| file.parent()) else { return Ok(()) };
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| Failure::setting("DATABASE_URL", format!("{}: {error}", folder.display())))
}
