//! Items in the recycle bin: each has one open deletion, which says who put it there and until when it stays.
//!
//! A feature deletes its own rows; what ended because of it is marked with the deletion, so that restoring finds it
//! again (R-BIN-4).

use std::collections::HashMap;

use domain::deletion::{Binned, ItemType};
use domain::id::DeletionId;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::cx::{Scope, Tx};
use crate::entity::{account, deletion};
use crate::{Error, list, settings};

/// Puts an item in the bin under its name; the caller marks the item's row with what this gives.
pub(crate) async fn begin(tx: &Tx, item: ItemType, id: Uuid, label: &str) -> Result<DeletionId, Error> {
    let deletion = tx.fresh(DeletionId);
    let days = settings::load(tx).await?.retention.bin_days;
    deletion::ActiveModel {
        id: Set(deletion),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        item_type: Set(item),
        item_id: Set(id),
        label: Set(label.to_owned()),
        deleted_by: Set(tx.own()?),
        deleted_at: Set(tx.now()),
        purge_after: Set(item.purge_after(tx.now(), days)),
        details: Set("{}".into()),
        ..Default::default()
    }
    .insert(tx.db())
    .await?;
    Ok(deletion)
}

/// Keeps with a deletion what it freed and no row can name, so that restoring finds it again.
pub(crate) async fn remember(tx: &Tx, deletion: DeletionId, freed: &impl Serialize) -> Result<(), Error> {
    let details = serde_json::to_string(freed).map_err(|error| Error::fault("deleting", error))?;
    let row = deletion::ActiveModel { id: Unchanged(deletion), details: Set(details), ..Default::default() };
    row.update(tx.db()).await?;
    Ok(())
}

/// What was kept with a deletion by [`remember`].
pub(crate) fn remembered<T: DeserializeOwned>(open: &deletion::Model) -> Result<T, Error> {
    serde_json::from_str(&open.details)
        .map_err(|_| Error::inconsistent("deletion", open.id, "does not say what it freed"))
}

/// The open deletion of an item, held until the write ends.
///
/// # Errors
/// [`Error::NotFound`] when the item does not lie in the bin.
pub(crate) async fn hold(tx: &Tx, item: ItemType, id: Uuid) -> Result<deletion::Model, Error> {
    let open = tx
        .find::<deletion::Entity>()
        .filter(deletion::Column::ItemType.eq(item))
        .filter(deletion::Column::ItemId.eq(id))
        .filter(deletion::Column::RestoredAt.is_null())
        .filter(deletion::Column::PurgedAt.is_null())
        .lock_exclusive();
    open.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Takes an item out of the bin again; the caller clears the mark on the item's row.
pub(crate) async fn close(tx: &Tx, open: deletion::Model) -> Result<(), Error> {
    let version = open.version + 1;
    let mut row = open.into_active_model();
    row.restored_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    row.version = Set(version);
    row.update(tx.db()).await?;
    Ok(())
}

/// The deletions that are neither restored nor purged, as a part of other queries.
pub(crate) fn open_ones(at: &impl Scope) -> SelectStatement {
    at.find::<deletion::Entity>()
        .select_only()
        .column(deletion::Column::Id)
        .filter(deletion::Column::RestoredAt.is_null())
        .filter(deletion::Column::PurgedAt.is_null())
        .into_query()
}

/// When some items were deleted and by whom, in two queries.
pub(crate) async fn binned(
    at: &impl Scope,
    ids: impl IntoIterator<Item = DeletionId>,
) -> Result<HashMap<DeletionId, Binned>, Error> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = at.find::<deletion::Entity>().filter(deletion::Column::Id.is_in(ids)).all(at.db()).await?;
    let people = list::names::<account::Entity>(at, rows.iter().map(|row| row.deleted_by)).await?;
    let binned = |row: deletion::Model| {
        let by = people.get(&row.deleted_by).cloned().unwrap_or_default();
        (row.id, Binned { at: row.deleted_at, by, purge_after: row.purge_after })
    };
    Ok(rows.into_iter().map(binned).collect())
}

#[cfg(test)]
mod tests {
    use domain::access::Action;
    use domain::audit::AuditAction;

    use sea_orm::{EntityTrait, PaginatorTrait};

    use super::*;
    use crate::audit::Entry;
    use crate::testing::Service;
    use crate::{package, task};

    #[tokio::test]
    async fn r_bin_4_what_was_taken_out_of_the_bin_is_not_in_it_any_more_and_may_come_again() {
        let service = Service::new().await;
        let ann = service.as_(service.admin("Ann").await).await;
        let entry = |id: Uuid| Entry::new(AuditAction::TaskDeleted).about("task", id);
        let id = Uuid::from_u128(7);

        let tx = ann.write(Action::ManageTasks).await.unwrap();
        begin(&tx, ItemType::Task, id, "Washing").await.unwrap();
        let open = hold(&tx, ItemType::Task, id).await.unwrap();
        assert_eq!(open.purge_after, Some(tx.now().plus_hours(30 * 24)));
        close(&tx, open).await.unwrap();
        assert!(matches!(hold(&tx, ItemType::Task, id).await, Err(Error::NotFound)));
        begin(&tx, ItemType::Task, id, "Washing").await.unwrap();
        tx.commit(entry(id)).await.unwrap();
    }

    /// How many deletions of an item are open.
    async fn open(service: &Service, id: Uuid) -> u64 {
        let open = deletion::Entity::find()
            .filter(deletion::Column::ItemId.eq(id))
            .filter(deletion::Column::RestoredAt.is_null());
        open.count(service.platform.db.reader()).await.unwrap()
    }

    /// Of what two people do to one item at once each is done wholly or not at all, and at least one is done. The
    /// item then lies in the bin exactly if the one open deletion says so.
    macro_rules! at_once {
        ($service:expr, $is_live:expr, $id:expr, $one:expr, $other:expr) => {{
            let (one, other) = tokio::join!($one, $other);
            assert!(one.is_ok() || other.is_ok(), "{one:?} {other:?}");
            let refused = [one.err(), other.err()].into_iter().flatten();
            assert!(refused.into_iter().all(|error| matches!(error, Error::NotFound)));
            let is_live = $is_live.await.is_ok();
            assert_eq!(open(&$service, $id).await, u64::from(!is_live));
            is_live
        }};
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn r_bin_4_of_two_who_delete_and_restore_at_once_none_leaves_an_item_half_in_the_bin() {
        let service = Service::new().await;
        let (ann, ben) = (service.admin("Ann").await, service.admin("Ben").await);
        let (ann, ben) = (service.as_(ann).await, service.as_(ben).await);
        let carer = service.carer("Cid").await;
        for n in 0..8 {
            let (home, task) =
                (service.package(&format!("Home {n}")).await, service.task(&format!("Task {n}"), 3).await);
            service.assign_task(task, home).await;
            service.assign_carer(carer, home).await;
            let here = || package::show(&ann, home);
            assert!(!at_once!(
                service,
                here(),
                home.0,
                package::delete(&ann, home),
                package::delete(&ben, home)
            ));
            assert!(at_once!(
                service,
                here(),
                home.0,
                package::restore(&ann, home),
                package::restore(&ben, home)
            ));
            package::delete(&ann, home).await.unwrap();
            at_once!(service, here(), home.0, package::restore(&ann, home), package::delete(&ben, home));

            let here = || task::show(&ann, task);
            assert!(!at_once!(service, here(), task.0, task::delete(&ann, task), task::delete(&ben, task)));
            assert!(at_once!(service, here(), task.0, task::restore(&ann, task), task::restore(&ben, task)));
            task::delete(&ann, task).await.unwrap();
            at_once!(service, here(), task.0, task::restore(&ann, task), task::delete(&ben, task));
        }
    }
}
