//! How sessions are kept: by the hash of their id, so that a copy of the database lets nobody in (SE2).

use domain::access::{Action, Flags, Person};
use domain::account::{Lifetime, Lockout};
use domain::audit::AuditAction;
use domain::id::{AccountId, PersonalValueId, SessionId};
use domain::time::Instant;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel,
    JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde_json::json;

use super::{SessionEnd, SignIn, SignedIn};
use crate::alert::{Finding, Kind, Severity};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, organisation, session};
use crate::events::Topic;
use crate::{Cx, Error, Platform, list, lockout};

/// A session with whose it is.
pub(super) struct Found {
    session: session::Model,
    account: account::Model,
    organisation: organisation::Model,
}

impl Found {
    /// Why the session is over, if it is.
    pub(super) fn over(&self, now: Instant) -> Option<SessionEnd> {
        if !self.account.active || self.account.deletion_id.is_some() || !self.organisation.active {
            return Some(SessionEnd::AccountEnded);
        }
        ended(&self.session, now)
    }

    pub(super) fn signed_in(self) -> SignedIn {
        let account = self.account;
        SignedIn {
            session: self.session.id,
            origin: self.session.origin_id,
            person: Person {
                id: account.id,
                organisation: account.organisation_id,
                role: account.role,
                flags: Flags {
                    can_manage_admins: account.can_manage_admins,
                    can_view_audit: account.can_view_audit,
                    can_erase: account.can_erase,
                    can_manage_settings: account.can_manage_settings,
                },
            },
            name: account.name,
            organisation: self.organisation.name,
            zone: self.organisation.time_zone,
            shared_device: self.session.shared_device,
            auth_at: self.session.auth_at,
            last_seen_at: self.session.last_seen_at,
            ends_at: life(&self.session).ends_at(self.session.last_seen_at),
            idle_minutes: self.session.idle_minutes.unsigned_abs(),
            data: self.session.data,
        }
    }
}

/// The session of a hashed id, unless it was ended.
pub(super) async fn find(db: &DatabaseConnection, token_hash: &[u8]) -> Result<Option<Found>, Error> {
    whose(db, session::Column::TokenHash.eq(token_hash)).await
}

/// The session of an id, unless it was ended.
pub(super) async fn find_by_id(db: &DatabaseConnection, id: SessionId) -> Result<Option<Found>, Error> {
    whose(db, session::Column::Id.eq(id)).await
}

async fn whose(db: &DatabaseConnection, which: SimpleExpr) -> Result<Option<Found>, Error> {
    let account =
        list::link::<session::Entity, account::Entity>(session::Column::AccountId, account::Column::Id);
    let query = session::Entity::find()
        .join(JoinType::InnerJoin, account)
        .select_also(account::Entity)
        .filter(which)
        .filter(session::Column::EndedAt.is_null());
    let Some((session, account)) = query.one(db).await? else { return Ok(None) };
    let organisation = organisation::Entity::find_by_id(session.organisation_id).one(db).await?;
    match (account, organisation) {
        (Some(account), Some(organisation)) => Ok(Some(Found { session, account, organisation })),
        _ => Err(Error::inconsistent("session", session.id, "belongs to nobody")),
    }
}

/// Ends a session that has run out, and records it, once.
pub(super) async fn run_out(cx: &Cx, found: &Found, reason: SessionEnd) -> Result<(), Error> {
    let tx = cx.write_in(Action::SignIn, found.session.organisation_id).await?;
    if end(&tx, &[found.session.id], reason).await? == 0 {
        return Ok(());
    }
    tx.touch(Topic::Account, Some(found.account.id));
    tx.commit(expired_entry(found.session.id, found.account.id, reason)?).await
}

/// Locks an account's row.
pub(super) async fn lock_account(tx: &Tx, id: AccountId) -> Result<Option<account::Model>, Error> {
    Ok(tx.find::<account::Entity>().filter(account::Column::Id.eq(id)).lock_exclusive().one(tx.db()).await?)
}

/// Stores a new session with the terms of today's settings (R-SES-2, R-SES-7).
pub(super) async fn insert(
    tx: &Tx,
    token_hash: Vec<u8>,
    sign_in: &SignIn,
    origin: PersonalValueId,
    terms: domain::settings::Session,
) -> Result<SessionId, Error> {
    let life = Lifetime::begin(tx.now(), terms, sign_in.shared_device);
    let id = tx.fresh(SessionId);
    session::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        account_id: Set(sign_in.account),
        token_hash: Set(token_hash),
        last_seen_at: Set(tx.now()),
        expires_at: Set(life.expires_at),
        idle_minutes: Set(life.idle_minutes.cast_signed()),
        shared_device: Set(sign_in.shared_device),
        auth_at: Set(tx.now()),
        data: Set("{}".into()),
        origin_id: Set(origin),
        ended_at: Set(None),
        end_reason: Set(None),
    }
    .insert(tx.db())
    .await?;
    Ok(id)
}

/// A successful sign-in clears both counters and any lock (R-SIN-5).
pub(super) async fn clear_counters(tx: &Tx, account: account::Model) -> Result<(), Error> {
    let mut account = account.into_active_model();
    lockout::write(&mut account, Lockout::cleared());
    account.last_sign_in_at = Set(Some(tx.now()));
    account.update(tx.db()).await?;
    Ok(())
}

/// The sessions of an account that are alive, the last used first. What has run out is not, whether or not somebody
/// has met it since (R-SES-2).
pub(super) async fn alive(
    scope: &impl Scope,
    account: AccountId,
    now: Instant,
) -> Result<Vec<session::Model>, Error> {
    let mut rows = not_ended(scope).filter(session::Column::AccountId.eq(account)).all(scope.db()).await?;
    rows.retain(|row| ended(row, now).is_none());
    Ok(rows)
}

/// The sessions of the organisation that nobody has ended yet.
pub(super) fn not_ended(scope: &impl Scope) -> Select<session::Entity> {
    scope
        .find::<session::Entity>()
        .filter(session::Column::EndedAt.is_null())
        .order_by_desc(session::Column::LastSeenAt)
}

/// Why a session is over by its own terms, if it is.
pub(super) fn ended(row: &session::Model, now: Instant) -> Option<SessionEnd> {
    life(row).ended(row.last_seen_at, now)
}

/// Gives new terms to the organisation's sessions that are alive by their old ones: they act at once, and revive none
/// (R-SET-1, R-SES-2).
pub(super) async fn retime(tx: &Tx, terms: domain::settings::Session) -> Result<(), Error> {
    for row in all_not_ended(tx).await? {
        if ended(&row, tx.now()).is_some() {
            continue;
        }
        let life = Lifetime::begin(row.created_at, terms, row.shared_device);
        let mut row = row.into_active_model();
        row.idle_minutes = Set(life.idle_minutes.cast_signed());
        row.expires_at = Set(life.expires_at);
        row.update(tx.db()).await?;
    }
    Ok(())
}

/// The sessions of the organisation that nobody has ended yet, in the order in which whoever writes to several of them
/// does so: two that do never wait for each other.
pub(super) async fn all_not_ended(tx: &Tx) -> Result<Vec<session::Model>, Error> {
    let mut rows = not_ended(tx).all(tx.db()).await?;
    rows.sort_unstable_by_key(|row| row.id);
    Ok(rows)
}

fn life(row: &session::Model) -> Lifetime {
    Lifetime { idle_minutes: row.idle_minutes.unsigned_abs(), expires_at: row.expires_at }
}

/// After how many minutes without use a session ended, if it ended so since then.
pub(super) async fn ran_out_after(
    db: &DatabaseConnection,
    token_hash: &[u8],
    since: Instant,
) -> Result<Option<u32>, Error> {
    let ended = session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::EndReason.eq(SessionEnd::Idle))
        .filter(session::Column::EndedAt.gte(since));
    Ok(ended.one(db).await?.map(|row| row.idle_minutes.unsigned_abs()))
}

/// Ends sessions that have run out, each with its reason and an entry of its own. Gives how many.
pub(super) async fn expire(tx: &Tx, rows: &[session::Model]) -> Result<u64, Error> {
    let mut expired = 0;
    for row in rows {
        let Some(reason) = ended(row, tx.now()) else { continue };
        if end(tx, &[row.id], reason).await? == 1 {
            tx.also(expired_entry(row.id, row.account_id, reason)?);
            tx.touch(Topic::Account, Some(row.account_id));
            expired += 1;
        }
    }
    Ok(expired)
}

fn expired_entry(session: SessionId, account: AccountId, reason: SessionEnd) -> Result<Entry, Error> {
    let entry = Entry::new(AuditAction::SessionExpired).about("session", session.0);
    entry.after(json!({ "account": account, "reason": reason }))
}

/// Ends sessions, each once. Gives how many were alive.
pub(super) async fn end(tx: &Tx, sessions: &[SessionId], reason: SessionEnd) -> Result<u64, Error> {
    if sessions.is_empty() {
        return Ok(0);
    }
    let ended = session::Entity::update_many()
        .set(session::ActiveModel {
            ended_at: Set(Some(tx.now())),
            end_reason: Set(Some(reason)),
            ..Default::default()
        })
        .filter(session::Column::OrganisationId.eq(tx.organisation()))
        .filter(session::Column::Id.is_in(sessions.iter().copied()))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(ended.rows_affected)
}

/// Stamps activity on a live session.
pub(super) async fn stamp(platform: &Platform, id: SessionId, now: Instant) -> Result<(), Error> {
    session::Entity::update_many()
        .set(session::ActiveModel { last_seen_at: Set(now), ..Default::default() })
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::EndedAt.is_null())
        .exec(platform.db.writer())
        .await?;
    Ok(())
}

/// Keeps a live session's data.
pub(super) async fn keep(platform: &Platform, token_hash: &[u8], data: String) -> Result<(), Error> {
    session::Entity::update_many()
        .set(session::ActiveModel { data: Set(data), ..Default::default() })
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::EndedAt.is_null())
        .exec(platform.db.writer())
        .await?;
    Ok(())
}

/// One more session than allowed raises a MEDIUM alert; a repeat raises its counter (R-ALT-4).
pub(super) async fn raise_limit_alert(tx: &Tx, account: AccountId, limit: u32) -> Result<(), Error> {
    let finding = Finding {
        kind: Kind::Security,
        severity: Severity::Medium,
        title: "More sessions than allowed",
        message: "One account signed in once more than the limit. The longest unused session was ended."
            .into(),
        details: json!({ "account": account, "limit": limit }),
        key: format!("session_limit:{account}"),
    };
    tx.raise(finding).await.map(drop)
}
