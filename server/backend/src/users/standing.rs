//! Taking an account out of use and back into it, with everything else that it belongs to left as it is (R-ACC-1,
//! R-ACC-3).

use domain::access::Role;
use domain::account::{Ending, SessionEnd, may_end};
use domain::audit::AuditAction;
use domain::id::{AccountId, RotaEntryId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{hold, others, subject, write};
use crate::account::end_resets;
use crate::alert::{Finding, Kind, Severity};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::account;
use crate::events::Topic;
use crate::{Cx, Error, organisation, rota, session, shift};

/// Takes an account out of use: it is signed out everywhere. A carer's assignments stay; planned work to come shows
/// an error and raises an alert.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Overtaken`], [`Error::Ending`] for oneself and for the last in charge.
pub async fn deactivate(cx: &Cx, id: AccountId, version: i32) -> Result<(), Error> {
    let (tx, seen) = write(cx, id).await?;
    if seen.role == Role::Admin {
        organisation::hold(&tx).await?;
    }
    let row = hold(&tx, id, Some(version)).await?;
    may_end(Ending::Deactivate, tx.own()?, subject(&row), others(&tx, id).await?)?;
    if !row.active {
        return Ok(());
    }
    let role = row.role;
    set_active(&tx, row, false).await?;
    session::end_others(&tx, id, None, SessionEnd::AccountEnded).await?;
    end_resets(&tx, id).await?;
    let mut planned = Vec::new();
    if role == Role::Carer {
        trigger::rejudge_carer(&tx, id).await?;
        planned = rota::leaving::ids_to_come(&tx, id).await?;
        warn(&tx, id, &planned).await?;
    }
    let entry = Entry::new(AuditAction::AccountDeactivated).about("account", id.0);
    tx.commit(entry.after(json!({ "planned_work": planned }))?).await
}

/// Somebody who may not work stands in the rota (R-ALT-8).
async fn warn(tx: &Tx, carer: AccountId, planned: &[RotaEntryId]) -> Result<(), Error> {
    if planned.is_empty() {
        return Ok(());
    }
    tx.touch(Topic::Rota, Some(carer));
    let finding = Finding {
        kind: Kind::Compliance,
        severity: Severity::High,
        title: "Somebody with planned work is inactive",
        message: "A carer was deactivated and has planned work to come. Give it to somebody else.".into(),
        details: json!({ "carer": carer, "entries": planned }),
        key: format!("not_eligible:{carer}"),
    };
    tx.raise(finding).await.map(drop)
}

/// Takes an account back into use. A carer may then be ready for assessment, and be offered shifts, again.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Overtaken`].
pub async fn activate(cx: &Cx, id: AccountId, version: i32) -> Result<(), Error> {
    let (tx, _) = write(cx, id).await?;
    let row = hold(&tx, id, Some(version)).await?;
    if row.active {
        return Ok(());
    }
    let role = row.role;
    set_active(&tx, row, true).await?;
    if role == Role::Carer {
        trigger::rejudge_carer(&tx, id).await?;
        shift::offer_to(&tx, id).await?;
    }
    tx.commit(Entry::new(AuditAction::AccountActivated).about("account", id.0)).await
}

/// The epoch moves on when it goes out of use, so that a sign-in checked before opens nothing (V5).
async fn set_active(tx: &Tx, row: account::Model, active: bool) -> Result<(), Error> {
    let (id, version) = (row.id, row.version + 1);
    let epoch = if active { row.epoch } else { row.epoch + 1 };
    let mut row = row.into_active_model();
    row.active = Set(active);
    row.epoch = Set(epoch);
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    tx.touch(Topic::Account, Some(id));
    Ok(())
}
