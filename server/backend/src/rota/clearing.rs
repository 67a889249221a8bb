//! What a deleted package does to the rota there: work to come is removed, and whoever could see it is told (R-PKG-3).

use std::collections::BTreeMap;

use domain::audit::AuditAction;
use domain::hours::Period;
use domain::id::{AccountId, PackageId};
use domain::notice::NoticeKind;
use domain::rota::EntryState;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use serde_json::json;

use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, care_package, rota_entry};
use crate::events::Topic;
use crate::outbox::Mail;
use crate::outbox::letter::ScheduleMail;

/// The carers who have work to come at a package, draft or confirmed, each once.
pub(crate) async fn planned_at(tx: &Tx, package: PackageId) -> Result<Vec<AccountId>, Error> {
    let carers: Vec<AccountId> = to_come(tx, package)
        .select_only()
        .column(rota_entry::Column::CarerId)
        .distinct()
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(carers)
}

/// Removes all work to come at a package; its rows stay for history. Each carer gets one mail with what he or she
/// could see of it (R-PUB-3). Gives the carers; the caller holds their rows.
pub(crate) async fn clear_package(
    tx: &Tx,
    package: &care_package::Model,
    reason: &str,
) -> Result<Vec<AccountId>, Error> {
    let rows = to_come(tx, package.id).order_by_asc(rota_entry::Column::StartAt).all(tx.db()).await?;
    let mut seen: BTreeMap<AccountId, Vec<Period>> = BTreeMap::new();
    let mut freed = Vec::new();
    for row in rows {
        freed.push(row.carer_id);
        if row.state == EntryState::Confirmed {
            seen.entry(row.carer_id).or_default().push(Period { start: row.start_at, end: row.end_at });
        }
        remove(tx, row, reason).await?;
    }
    let people = tx.find::<account::Entity>().filter(account::Column::Id.is_in(seen.keys().copied()));
    for person in people.all(tx.db()).await? {
        let removed = seen.remove(&person.id).unwrap_or_default();
        let about = ("care_package", package.id.0);
        tx.tell(&person, NoticeKind::ScheduleChanged, about, |name| {
            let (package, reason) = (package.name.clone(), reason.to_owned());
            Mail::Schedule(ScheduleMail { name, package, removed, reason })
        })
        .await?;
    }
    Ok(freed)
}

fn to_come(tx: &Tx, package: PackageId) -> Select<rota_entry::Entity> {
    tx.find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarePackageId.eq(package))
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::StartAt.gt(tx.now()))
}

async fn remove(tx: &Tx, row: rota_entry::Model, reason: &str) -> Result<(), Error> {
    let (id, carer, shift) = (row.id, row.carer_id, row.shift_id);
    let mut change = row.into_active_model();
    change.removed_at = Set(Some(tx.now()));
    change.removed_by = Set(tx.actor_id());
    change.removed_reason = Set(Some(reason.to_owned()));
    change.updated_at = Set(tx.now());
    change.update(tx.db()).await?;
    tx.touch(Topic::Rota, Some(carer));
    let deleted = Entry::new(AuditAction::EntryDeleted).about("rota_entry", id.0);
    tx.also(deleted.before(json!({ "carer": carer, "shift": shift }))?);
    Ok(())
}
