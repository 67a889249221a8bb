//! Carers' planned work: the entry that a selection makes, and a carer's own schedule.

mod clearing;
pub(crate) mod leaving;
mod schedule;

use domain::audit::AuditAction;
use domain::eligibility::{Override, Verdict};
use domain::id::{AccountId, OverrideId, RotaEntryId, ShiftId};
use domain::rota::EntryState;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::Vacancy;
use crate::entity::{rota_entry, rota_override};
use crate::events::Topic;

pub(crate) use clearing::{clear_package, planned_at};
pub use schedule::{next_work, week};

/// Work that a selection puts into the rota.
#[derive(Debug)]
pub(crate) struct FromShift<'a> {
    /// The shift, as it was judged.
    pub vacancy: &'a Vacancy,
    /// Who works it.
    pub carer: AccountId,
    /// The proof (R-ELG-8).
    pub verdict: &'a Verdict,
    /// Every rule that was accepted, with its reason (R-OVR-1).
    pub overrides: &'a [Override],
}

/// Makes the confirmed entry of a shift, with its overrides. The caller holds the rows of shift and carer.
pub(crate) async fn confirm(tx: &Tx, new: &FromShift<'_>) -> Result<RotaEntryId, Error> {
    let id = tx.fresh(RotaEntryId);
    let (shift, by) = (&new.vacancy.row, tx.own()?);
    let verdict =
        serde_json::to_string(new.verdict).map_err(|error| Error::fault("keeping a verdict", error))?;
    let entry = rota_entry::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        care_package_id: Set(shift.care_package_id),
        carer_id: Set(new.carer),
        local_date: Set(shift.local_date),
        r#type: Set(shift.r#type),
        start_at: Set(shift.start_at),
        end_at: Set(shift.end_at),
        state: Set(EntryState::Confirmed),
        confirmed_at: Set(Some(tx.now())),
        confirmed_by: Set(Some(by)),
        shift_id: Set(Some(shift.id)),
        verdict: Set(verdict),
        created_by: Set(by),
        ..Default::default()
    };
    entry.insert(tx.db()).await?;
    for accepted in new.overrides {
        keep_override(tx, id, accepted).await?;
    }
    tx.touch(Topic::Rota, Some(new.carer));
    let created = Entry::new(AuditAction::EntryCreated).about("rota_entry", id.0);
    tx.also(created.after(json!({
        "carer": new.carer, "care_package": shift.care_package_id, "shift": shift.id,
        "start": shift.start_at, "end": shift.end_at, "state": EntryState::Confirmed,
    }))?);
    Ok(id)
}

async fn keep_override(tx: &Tx, entry: RotaEntryId, accepted: &Override) -> Result<(), Error> {
    let facts = serde_json::to_string(&accepted.accepted)
        .map_err(|error| Error::fault("keeping an override", error))?;
    let row = rota_override::ActiveModel {
        id: Set(tx.fresh(OverrideId)),
        organisation_id: Set(tx.organisation()),
        at: Set(tx.now()),
        rota_entry_id: Set(entry),
        rule_key: Set(accepted.rule()),
        reason: Set(accepted.reason.clone()),
        facts: Set(facts),
        by: Set(tx.own()?),
    };
    rota_override::Entity::insert(row).exec_without_returning(tx.db()).await?;
    let overridden = Entry::new(AuditAction::RuleOverridden).about("rota_entry", entry.0);
    let after = json!({ "rule": accepted.rule(), "found": accepted.accepted });
    tx.also(overridden.after(after)?);
    Ok(())
}

/// Removes the live entry of a shift; gives whose it was. The row stays for history.
pub(crate) async fn remove_of_shift(
    tx: &Tx,
    shift: ShiftId,
    reason: &str,
) -> Result<Option<AccountId>, Error> {
    let row = tx
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::ShiftId.eq(shift))
        .filter(rota_entry::Column::RemovedAt.is_null())
        .one(tx.db())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (id, carer) = (row.id, row.carer_id);
    let mut change = row.into_active_model();
    change.removed_at = Set(Some(tx.now()));
    change.removed_by = Set(tx.actor_id());
    change.removed_reason = Set(Some(reason.to_owned()));
    change.updated_at = Set(tx.now());
    change.update(tx.db()).await?;
    tx.touch(Topic::Rota, Some(carer));
    let deleted = Entry::new(AuditAction::EntryDeleted).about("rota_entry", id.0);
    tx.also(deleted.before(json!({ "carer": carer, "shift": shift }))?);
    Ok(Some(carer))
}

#[cfg(test)]
mod tests;
