//! A write in progress: the change, its audit entries and its mails are kept together or not at all (R-GEN-3).

use std::sync::Mutex;

use domain::access::{Actor, Permit};
use domain::id::{AccountId, OrganisationId};
use domain::time::{Date, Instant};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{Cx, Scope, own};
use crate::audit::{self, Entry};
use crate::events::{Change, Topic};
use crate::{Error, Platform, token};

/// A write in progress. Dropping it undoes everything.
#[must_use = "a write that is not committed is undone"]
pub(crate) struct Tx {
    inner: DatabaseTransaction,
    cx: Cx,
    permit: Permit,
    noted: Mutex<Noted>,
}

/// What is written or told with the commit.
#[derive(Default)]
struct Noted {
    entries: Vec<Entry>,
    changes: Vec<Change>,
    mails: bool,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("permit", &self.permit).finish_non_exhaustive()
    }
}

impl Tx {
    pub(super) fn new(inner: DatabaseTransaction, cx: Cx, permit: Permit) -> Self {
        Self { inner, cx, permit, noted: Mutex::default() }
    }

    /// The request.
    pub(crate) const fn cx(&self) -> &Cx {
        &self.cx
    }

    /// What the deployment's requests share.
    pub(crate) fn platform(&self) -> &Platform {
        &self.cx.platform
    }

    /// The request's moment.
    pub(crate) const fn now(&self) -> Instant {
        self.cx.now
    }

    /// The request's date for the people who work here.
    pub(crate) fn today(&self) -> Date {
        self.cx.today()
    }

    /// Who acts; `None` for jobs and strangers.
    pub(crate) const fn actor_id(&self) -> Option<AccountId> {
        match self.permit.actor() {
            Actor::Person(person) => Some(person.id),
            Actor::Nobody | Actor::System => None,
        }
    }

    /// The signed-in person who acts.
    pub(crate) const fn own(&self) -> Result<AccountId, Error> {
        own(&self.permit)
    }

    /// A new id, which sorts by the time of the request.
    pub(crate) fn fresh<Id>(&self, kind: impl FnOnce(Uuid) -> Id) -> Id {
        kind(token::fresh_uuid(self.now()))
    }

    /// Notes one more thing that this write does; it is recorded with the commit.
    pub(crate) fn also(&self, entry: Entry) {
        self.noted().entries.push(entry);
    }

    /// Tells open pages of a change, once it is committed.
    pub(crate) fn touch(&self, topic: Topic, account: Option<AccountId>) {
        let change = Change { organisation: self.organisation(), topic, account };
        let mut noted = self.noted();
        if !noted.changes.contains(&change) {
            noted.changes.push(change);
        }
    }

    /// Notes that a mail was queued: the worker hears of it once it is committed.
    pub(crate) fn rings(&self) {
        self.noted().mails = true;
    }

    /// Keeps the write, together with the record of what was done.
    ///
    /// The entries are appended as the last statements: the chain's head row serialises the commits of an
    /// organisation, so it is locked for as short a time as can be.
    pub(crate) async fn commit(self, done: Entry) -> Result<(), Error> {
        self.also(done);
        self.keep().await
    }

    /// Keeps a write whose entries were all noted by [`Tx::also`]. Without any it is a fault of ours.
    pub(crate) async fn commit_noted(self) -> Result<(), Error> {
        self.keep().await
    }

    /// Keeps a further save of an unfinished form, whose first save by this person was recorded: the catalogue names
    /// no other (R-AUD-1, `draft_saved`).
    pub(crate) async fn commit_further_save(self) -> Result<(), Error> {
        let noted = std::mem::take(&mut *self.noted());
        self.close(noted).await
    }

    /// Keeps alerts raised on their own. One that was raised before only counts on, which is no new entry (R-ALT-1).
    pub(crate) async fn commit_alerts(self) -> Result<(), Error> {
        let noted = std::mem::take(&mut *self.noted());
        if !noted.entries.is_empty() {
            audit::append(&self, &noted.entries).await?;
        }
        self.close(noted).await
    }

    async fn keep(self) -> Result<(), Error> {
        let noted = std::mem::take(&mut *self.noted());
        if noted.entries.is_empty() {
            return Err(Error::fault("a commit", "nothing was recorded"));
        }
        audit::append(&self, &noted.entries).await?;
        self.close(noted).await
    }

    async fn close(self, noted: Noted) -> Result<(), Error> {
        self.inner.commit().await?;
        if noted.mails {
            self.cx.platform.post.ring();
        }
        self.cx.platform.events.publish(self.cx.platform.db.writer(), &noted.changes).await;
        Ok(())
    }

    /// The notes are only ever pushed to and taken, so a panic elsewhere leaves them whole.
    fn noted(&self) -> std::sync::MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Scope for Tx {
    type Db = DatabaseTransaction;

    fn db(&self) -> &DatabaseTransaction {
        &self.inner
    }

    fn organisation(&self) -> OrganisationId {
        self.permit.organisation()
    }
}
