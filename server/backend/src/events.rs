//! "Something changed": told to open pages after a commit, within 2 s (R-GEN-12).
//!
//! A change says only what kind of thing changed and for whom; the page reads it again with its own rights.
//! On SQLite it travels inside the process, on PostgreSQL by NOTIFY to every node.

pub mod relay;

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

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
    told: Arc<Mutex<HashMap<OrganisationId, Told>>>,
}

/// The newest changes of one organisation, for a page that was made before it began to listen.
#[derive(Debug)]
struct Told {
    /// The number of the newest.
    last: u64,
    newest: VecDeque<Change>,
}

impl Default for Told {
    fn default() -> Self {
        // Numbers of another node, or of this one before it was started again, mean nothing here.
        Self { last: RandomState::new().build_hasher().finish() >> 1, newest: VecDeque::new() }
    }
}

impl Told {
    fn add(&mut self, change: Change) {
        self.last += 1;
        if self.newest.len() == BACKLOG {
            self.newest.pop_front();
        }
        self.newest.push_back(change);
    }

    fn after(&self, number: u64) -> Option<Vec<Change>> {
        let missed = usize::try_from(self.last.checked_sub(number)?).ok()?;
        let known = self.newest.len().checked_sub(missed)?;
        Some(self.newest.range(known..).copied().collect())
    }
}

impl Default for Bus {
    fn default() -> Self {
        Self { local: broadcast::Sender::new(BACKLOG), told: Arc::default() }
    }
}

impl Bus {
    /// Every change from now on.
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.local.subscribe()
    }

    /// The number of the newest change of an organisation: what a page of it shows is at least as new.
    pub fn number(&self, organisation: OrganisationId) -> u64 {
        self.told(organisation, |told| told.last)
    }

    /// The organisation's changes after this one; `None` when nobody here knows any more.
    pub fn after(&self, organisation: OrganisationId, number: u64) -> Option<Vec<Change>> {
        self.told(organisation, |told| told.after(number))
    }

    /// Passes a change on to this process's listeners.
    pub fn tell(&self, change: Change) {
        self.told(change.organisation, |told| told.add(change));
        // Nobody listening is no fault.
        let _ = self.local.send(change);
    }

    fn told<T>(&self, organisation: OrganisationId, what: impl FnOnce(&mut Told) -> T) -> T {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        what(told.entry(organisation).or_default())
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const HERE: OrganisationId = OrganisationId(Uuid::nil());

    fn change(topic: Topic) -> Change {
        Change { organisation: HERE, topic, account: None }
    }

    #[test]
    fn r_gen_12_what_was_told_since_a_page_was_made_is_known_for_a_while() {
        let bus = Bus::default();
        let made = bus.number(HERE);
        let after = |number: u64| bus.after(HERE, number);
        assert_eq!(after(made), Some(Vec::new()));

        bus.tell(change(Topic::Rating));
        bus.tell(change(Topic::Shift));

        assert_eq!(after(made), Some(vec![change(Topic::Rating), change(Topic::Shift)]));
        assert_eq!(after(made + 1), Some(vec![change(Topic::Shift)]));
        assert_eq!((after(made - 1), after(made + 3)), (None, None), "of another node");
        for _ in 0..BACKLOG - 1 {
            bus.tell(change(Topic::Notice));
        }
        assert_eq!(after(made), None, "too long ago");
        assert_eq!(after(made + 1).map(|missed| missed.len()), Some(BACKLOG));
    }

    #[test]
    fn r_gen_1_another_organisations_changes_neither_count_nor_push_out_ours() {
        let bus = Bus::default();
        let made = bus.number(HERE);
        bus.tell(change(Topic::Rating));
        let there = OrganisationId(Uuid::max());
        for _ in 0..=BACKLOG {
            bus.tell(Change { organisation: there, ..change(Topic::Shift) });
        }

        assert_eq!(bus.number(HERE), made + 1);
        assert_eq!(bus.after(HERE, made), Some(vec![change(Topic::Rating)]));
    }
}
