//! One's own sessions: where one is signed in, and ending that (R-SES-8).

use std::collections::HashMap;

use domain::access::Action;
use domain::account::{OpenSession, SessionEnd};
use domain::audit::AuditAction;
use domain::id::{AccountId, PersonalValueId, SessionId};
use domain::time::Instant;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;

use super::store;
use crate::audit::Entry;
use crate::cx::{Read, Scope, Tx};
use crate::entity::{personal_value, session};
use crate::events::Topic;
use crate::{Cx, Error};

/// The own sessions that are alive, the last used first.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn own(cx: &Cx) -> Result<Vec<OpenSession>, Error> {
    let read = cx.read(Action::OwnSessions).await?;
    let this = cx.signed.ok_or(Error::SignedOut)?.session;
    list(&read, read.own()?, Some(this), cx.now).await
}

/// The sessions of an account that are alive, the last used first; `this` is the one that asks.
pub(super) async fn list(
    read: &Read<'_>,
    account: AccountId,
    this: Option<SessionId>,
    now: Instant,
) -> Result<Vec<OpenSession>, Error> {
    let rows = store::alive(read, account, now).await?;
    let mut origins = origins(read, rows.iter().map(|row| row.origin_id)).await?;
    let view = |row: session::Model| {
        let origin = origins.remove(&row.origin_id).unwrap_or_default();
        let (ip, agent) = origin.split_once(' ').unwrap_or((&origin, ""));
        OpenSession {
            id: row.id,
            ip: ip.to_owned(),
            agent: agent.to_owned(),
            started: row.created_at,
            last_seen: row.last_seen_at,
            shared_device: row.shared_device,
            is_this: Some(row.id) == this,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

async fn origins(
    read: &Read<'_>,
    ids: impl Iterator<Item = PersonalValueId>,
) -> Result<HashMap<PersonalValueId, String>, Error> {
    let query = read.find::<personal_value::Entity>().filter(personal_value::Column::Id.is_in(ids));
    let rows = query.all(read.db()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.value?))).collect())
}

/// Ends one of the own sessions.
///
/// # Errors
/// [`Error::NotFound`] for a session that is another's, over, or none.
pub async fn end_one(cx: &Cx, id: SessionId) -> Result<(), Error> {
    let tx = cx.write(Action::OwnSessions).await?;
    let own = tx.own()?;
    revoke(tx, own, id).await
}

/// Ends one session of an account, if it is its own and alive.
pub(super) async fn revoke(tx: Tx, account: AccountId, id: SessionId) -> Result<(), Error> {
    let found = tx
        .find::<session::Entity>()
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::AccountId.eq(account));
    let found = found.one(tx.db()).await?.filter(|row| store::ended(row, tx.now()).is_none());
    if found.is_none() || store::end(&tx, &[id], SessionEnd::Revoked).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.touch(Topic::Account, Some(account));
    let entry = Entry::new(AuditAction::SessionRevoked).about("session", id.0);
    tx.commit(entry.after(json!({ "account": account, "reason": SessionEnd::Revoked }))?).await
}

/// Ends all of the own sessions but this one. With none to end it is done, too.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn end_others_of_mine(cx: &Cx) -> Result<(), Error> {
    let tx = cx.write(Action::OwnSessions).await?;
    let this = cx.signed.ok_or(Error::SignedOut)?.session;
    let own = tx.own()?;
    if store::alive(&tx, own, cx.now).await?.iter().all(|session| session.id == this) {
        return Ok(());
    }
    super::end_others(&tx, own, Some(this), SessionEnd::Revoked).await?;
    tx.commit_noted().await
}
