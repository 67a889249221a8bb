//! Signed-in browsers: opening, resuming and ending sessions (R-SES).
//!
//! The session layer of the web server is the only caller of [`open`] and [`resume`]; it knows sessions by the hash
//! of their id and never keeps one in memory.

mod novelty;
mod others;
mod own;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::access::{Action, Actor, Person};
use domain::account::over_limit;
use domain::audit::AuditAction;
use domain::id::{AccountId, OrganisationId, PersonalValueId, RequestId, SessionId};
use domain::time::Instant;
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit::Entry;
use crate::cx::{Client, Scope, Signed, Tx};
use crate::entity::{account, session};
use crate::events::Topic;
use crate::personal::Kind;
use crate::{Cx, Error, Platform, lockout, settings};

pub(crate) use domain::account::SessionEnd;
pub use others::{end_all_of, end_one_of, of};
pub use own::{end_one, end_others_of_mine, own};

/// How often activity is written down. Finer would write on every request for nothing.
const STAMP_SECONDS: i64 = 30;

/// A sign-in that the password check has allowed. It is used up by [`open`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// Who.
    pub account: AccountId,
    /// In which organisation.
    pub organisation: OrganisationId,
    /// The account's epoch when the password was checked: if it has moved, sessions were ended meanwhile (V5).
    pub epoch: i32,
    /// A tablet that several people use (R-SES-7).
    pub shared_device: bool,
    /// The device's address.
    pub ip: String,
    /// The device's browser.
    pub agent: String,
}

impl SignIn {
    /// The sign-in that follows at once from what this request did: an account that was just made, or checked.
    pub(crate) fn first(cx: &Cx, account: AccountId, organisation: OrganisationId) -> Self {
        Self {
            account,
            organisation,
            epoch: 0,
            shared_device: false,
            ip: cx.client.ip.clone(),
            agent: cx.client.agent.clone(),
        }
    }
}

/// A signed-in browser, as read at the start of each request (R-SES-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// The row that says from where.
    pub origin: PersonalValueId,
    /// Who, with today's rights.
    pub person: Person,
    /// The person's name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// The organisation's time zone, by its IANA name.
    pub zone: String,
    /// A tablet that several people use.
    pub shared_device: bool,
    /// When the password was last given (AU10).
    pub auth_at: Instant,
    /// When activity was last written down.
    pub last_seen_at: Instant,
    /// When it ends without further use.
    pub ends_at: Instant,
    /// Minutes without use after which it ends.
    pub idle_minutes: u32,
    /// What the session keeps between requests, such as a one-time message. Never rights.
    pub data: String,
}

impl SignedIn {
    /// The context of a request of this session.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] when the organisation's time zone is not one.
    pub fn cx(
        &self,
        platform: Arc<Platform>,
        now: Instant,
        request: RequestId,
        client: Client,
    ) -> Result<Cx, Error> {
        let zone = self
            .zone
            .parse()
            .map_err(|_| Error::inconsistent("organisation", self.person.organisation, "time zone"))?;
        Ok(Cx {
            actor: Actor::Person(self.person),
            organisation: self.person.organisation,
            zone,
            signed: Some(Signed {
                session: self.session,
                origin: self.origin,
                auth_at: self.auth_at,
                shared_device: self.shared_device,
            }),
            ..Cx::nobody(platform, now, request, client)
        })
    }
}

/// Opens a session for a sign-in: the row, the end of the longest unused one beyond the limit, the account's cleared
/// counters and the audit entries, in one transaction (R-SIN-5, R-SES-3).
///
/// # Errors
/// [`Error::SignedOut`] when the account's sessions were ended, or it was ended or locked, since the password was
/// checked.
pub async fn open(cx: &Cx, token_hash: Vec<u8>, sign_in: &SignIn) -> Result<SessionId, Error> {
    let tx = cx.write_in(Action::SignIn, sign_in.organisation).await?;
    let account = store::lock_account(&tx, sign_in.account).await?.ok_or(Error::SignedOut)?;
    let is_ended = !account.active || account.deletion_id.is_some() || account.epoch != sign_in.epoch;
    // Wrong passwords tried at the same time may have locked it meanwhile (AU4).
    if is_ended || lockout::of(&account).is_locked(tx.now()) {
        return Err(Error::SignedOut);
    }
    if lockout::of(&account).unlocked(tx.now()).is_some() {
        tx.also(lockout::ended(&account));
    }
    let settings = settings::load(&tx).await?;
    end_beyond_limit(&tx, &account, settings.session.limit).await?;
    novelty::watch(&tx, sign_in, &account).await?;

    let from = format!("{} {}", sign_in.ip, sign_in.agent);
    let origin = tx.personal(Kind::Origin, Some(sign_in.account.0), &from).await?.personal;
    let session = store::insert(&tx, token_hash, sign_in, origin, settings.session).await?;
    let role = account.role;
    store::clear_counters(&tx, account).await?;
    tx.touch(Topic::Account, Some(sign_in.account));
    let entry = Entry::new(AuditAction::SignIn).by(sign_in.account, role).about("session", session.0);
    let after = json!({ "account": sign_in.account, "shared_device": sign_in.shared_device });
    tx.commit(entry.after(after)?).await?;
    Ok(session)
}

/// The session of a hashed id, if it is alive now. One that has run out is ended here, once (R-SES-2).
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn resume(cx: &Cx, token_hash: &[u8]) -> Result<Option<SignedIn>, Error> {
    let Some(found) = store::find(cx.identities(), token_hash).await? else { return Ok(None) };
    if let Some(reason) = found.over(cx.now) {
        store::run_out(cx, &found, reason).await?;
        return Ok(None);
    }
    Ok(Some(found.signed_in()))
}

/// After how many minutes without use the session of a hashed id ended, if it ended so within the last hour: its person
/// is told (UX-56). Later it is somebody else who comes, or no news.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn ran_out_after(cx: &Cx, token_hash: &[u8]) -> Result<Option<u32>, Error> {
    store::ran_out_after(cx.identities(), token_hash, cx.now.plus_hours(-1)).await
}

/// Gives new terms to the sessions that are open (R-SET-1).
pub(crate) async fn retime(tx: &Tx, terms: domain::settings::Session) -> Result<(), Error> {
    store::retime(tx, terms).await
}

/// Whether a session is alive now, for a stream that stays open.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn is_alive(cx: &Cx, session: SessionId) -> Result<bool, Error> {
    let found = store::find_by_id(cx.identities(), session).await?;
    Ok(found.is_some_and(|found| found.over(cx.now).is_none()))
}

/// Writes down that the session is in use. Polling and pushes do not call this (R-SES-2).
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn stamp(cx: &Cx, signed_in: &SignedIn) -> Result<(), Error> {
    if cx.now < signed_in.last_seen_at.plus_seconds(STAMP_SECONDS) {
        return Ok(());
    }
    store::stamp(cx.platform(), signed_in.session, cx.now).await
}

/// Keeps what a live session holds between requests. An ended one is left as it is (V5).
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn keep(platform: &Platform, token_hash: &[u8], data: String) -> Result<(), Error> {
    store::keep(platform, token_hash, data).await
}

/// Signs out: the session of this request never works again (R-SES-4).
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn sign_out(cx: &Cx) -> Result<(), Error> {
    let tx = cx.write(Action::SignOut).await?;
    let session = cx.signed.ok_or(Error::SignedOut)?.session;
    store::end(&tx, &[session], SessionEnd::SignOut).await?;
    tx.touch(Topic::Account, Some(tx.own()?));
    tx.commit(Entry::new(AuditAction::SignOut).about("session", session.0)).await
}

/// Ends every session of an account but one, within a change that calls for it (R-SES-6).
pub(crate) async fn end_others(
    tx: &Tx,
    account: AccountId,
    keep: Option<SessionId>,
    reason: SessionEnd,
) -> Result<(), Error> {
    let mut sessions = settle(tx, account).await?;
    sessions.retain(|session| Some(session.id) != keep);
    for session in &sessions {
        let entry = Entry::new(AuditAction::SessionRevoked).about("session", session.id.0);
        tx.also(entry.after(json!({ "account": account, "reason": reason }))?);
    }
    let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
    store::end(tx, &ids, reason).await?;
    tx.touch(Topic::Account, Some(account));
    Ok(())
}

/// Ends what has run out among an account's sessions, as what it is, and gives those that are alive.
async fn settle(tx: &Tx, account: AccountId) -> Result<Vec<session::Model>, Error> {
    let rows = store::not_ended(tx).filter(session::Column::AccountId.eq(account)).all(tx.db()).await?;
    store::expire(tx, &rows).await?;
    Ok(rows.into_iter().filter(|row| store::ended(row, tx.now()).is_none()).collect())
}

/// How many sessions of an account are alive.
pub(crate) async fn count_alive(scope: &impl Scope, account: AccountId, now: Instant) -> Result<u64, Error> {
    let alive = store::alive(scope, account, now).await?;
    Ok(u64::try_from(alive.len()).unwrap_or(u64::MAX))
}

/// Records the end of every session that has run out and that nobody has come back to (R-SES-2). Gives how many.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub(crate) async fn expire_all_run_out(cx: &Cx) -> Result<u64, Error> {
    let tx = cx.write(Action::RunJob).await?;
    let rows = store::all_not_ended(&tx).await?;
    match store::expire(&tx, &rows).await? {
        0 => Ok(0),
        expired => tx.commit_noted().await.map(|()| expired),
    }
}

async fn end_beyond_limit(tx: &Tx, account: &account::Model, limit: u32) -> Result<(), Error> {
    let alive = settle(tx, account.id).await?;
    let used: Vec<_> = alive.iter().map(|session| (session.id, session.last_seen_at)).collect();
    let over = over_limit(&used, limit);
    for session in &over {
        let entry = Entry::new(AuditAction::SessionLimitReached).by(account.id, account.role);
        let after = json!({ "account": account.id, "limit": limit });
        tx.also(entry.about("session", session.0).after(after)?);
    }
    if !over.is_empty() {
        store::raise_limit_alert(tx, account.id, limit).await?;
    }
    store::end(tx, &over, SessionEnd::Limit).await?;
    Ok(())
}
