//! "Something changed": told to open pages after a commit, within 2 s (R-GEN-12).
//!
//! A change says only what kind of thing changed and for whom; the page reads it again with its own rights.
//! On SQLite it travels inside the process, on PostgreSQL by NOTIFY to every node.

pub mod relay;

use domain::id::{AccountId, OrganisationId};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// The channel's name in PostgreSQL.
pub const CHANNEL: &str = "caretrack_changes";

/// How many changes a slow listener may fall behind before it misses some.
const BACKLOG: usize = 256;

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// An account, its rights or its sessions.
    Account,
    /// Who belongs where.
    Assignment,
    /// Counts of tasks.
    Progress,
    /// An assessment is ready, drafted or done.
    Assessment,
    /// A rating is given, acknowledged or withdrawn.
    Rating,
    /// A shift or an application.
    Shift,
    /// The rota.
    Rota,
    /// A notice.
    Notice,
}

/// One change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where.
    pub organisation: OrganisationId,
    /// What.
    pub topic: Topic,
    /// Of which carer, or for which account; `None` when it may concern everybody.
    pub account: Option<AccountId>,
}

/// Where changes are told and heard.
#[derive(Clone, Debug)]
pub struct Bus {
    local: broadcast::Sender<Change>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { local: broadcast::Sender::new(BACKLOG) }
    }
}

impl Bus {
    /// Every change from now on.
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.local.subscribe()
    }

    /// Passes a change on to this process's listeners.
    pub fn tell(&self, change: Change) {
        // Nobody listening is no fault.
        let _ = self.local.send(change);
    }

    /// Tells what a committed transaction changed, on every node.
    ///
    /// The NOTIFY is a statement of its own: inside the transaction it would serialise all commits of the
    /// database. A push that fails is not a failed change: pages poll as well.
    pub(crate) async fn publish(&self, db: &DatabaseConnection, changes: &[Change]) {
        for change in changes {
            if db.get_database_backend() != DatabaseBackend::Postgres {
                self.tell(*change);
                continue;
            }
            let Ok(payload) = serde_json::to_string(change) else { continue };
            let notify = Statement::from_sql_and_values(
                DatabaseBackend::Postgres,
                "SELECT pg_notify($1, $2)",
                [CHANNEL.into(), payload.into()],
            );
            if let Err(error) = db.execute_raw(notify).await {
                tracing::warn!(%error, "open pages were not told of a change");
            }
        }
    }
}
