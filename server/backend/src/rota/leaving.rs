//! Planned work to come of somebody who is deleted or deactivated (R-ACC-2, R-ACC-3).

use domain::audit::AuditAction;
use domain::id::{AccountId, RotaEntryId};
use domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use sea_orm::{QueryOrder, Select};
use serde_json::json;

use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::rota_entry;
use crate::events::Topic;

/// The live entries of a carer that have not begun, soonest first.
fn to_come(scope: &impl Scope, carer: AccountId, now: Instant) -> Select<rota_entry::Entity> {
    scope
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarerId.eq(carer))
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::StartAt.gt(now))
        .order_by_asc(rota_entry::Column::StartAt)
}

/// How many there are.
pub(crate) async fn count_to_come(scope: &impl Scope, carer: AccountId, now: Instant) -> Result<u64, Error> {
    Ok(to_come(scope, carer, now).count(scope.db()).await?)
}

/// Which there are.
pub(crate) async fn ids_to_come(tx: &Tx, carer: AccountId) -> Result<Vec<RotaEntryId>, Error> {
    let rows = to_come(tx, carer, tx.now()).all(tx.db()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Removes what came of no shift, each with its entry in the trail; the rows stay for history. Gives which.
pub(crate) async fn remove_to_come(
    tx: &Tx,
    carer: AccountId,
    reason: &str,
) -> Result<Vec<RotaEntryId>, Error> {
    let rows = to_come(tx, carer, tx.now()).filter(rota_entry::Column::ShiftId.is_null());
    let mut removed = Vec::new();
    for row in rows.all(tx.db()).await? {
        let (id, version) = (row.id, row.version + 1);
        let before = json!({ "carer": carer, "care_package": row.care_package_id, "start": row.start_at });
        let mut change = row.into_active_model();
        change.removed_at = Set(Some(tx.now()));
        change.removed_by = Set(tx.actor_id());
        change.removed_reason = Set(Some(reason.to_owned()));
        change.updated_at = Set(tx.now());
        change.version = Set(version);
        change.update(tx.db()).await?;
        tx.also(Entry::new(AuditAction::EntryDeleted).about("rota_entry", id.0).before(before)?);
        removed.push(id);
    }
    tx.touch(Topic::Rota, Some(carer));
    Ok(removed)
}
