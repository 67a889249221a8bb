//! What deleting a package, a task or a carer ends, and what restoring it begins again (R-PKG-3, R-TSK-3, R-BIN-4).

use domain::id::{AccountId, DeletionId, PackageId, TaskId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{carers, tasks};
use crate::Error;
use crate::cx::{Scope, Tx};
use crate::entity::{account, care_package, carer, carer_assignment, task, task_assignment};

/// What is deleted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Package(PackageId),
    Task(TaskId),
    Carer(AccountId),
}

/// Closes every open period of what is deleted, and remembers by which deletion. Gives the pairs that ended.
pub(crate) async fn close(tx: &Tx, of: Of, by: DeletionId) -> Result<Closed, Error> {
    let closed = Closed { carers: open_carers(tx, of).await?, tasks: open_tasks(tx, of).await? };
    if !closed.carers.is_empty() {
        let end = carer_assignment::ActiveModel {
            to_at: Set(Some(tx.now())),
            ended_by: Set(tx.actor_id()),
            ended_by_deletion: Set(Some(by)),
            ..Default::default()
        };
        let open = carer_assignment::Entity::update_many()
            .set(end)
            .filter(carer_assignment::Column::OrganisationId.eq(tx.organisation()));
        open.filter(carers_of(of)).exec(tx.db()).await?;
    }
    if !closed.tasks.is_empty() {
        let end = task_assignment::ActiveModel {
            to_at: Set(Some(tx.now())),
            ended_by: Set(tx.actor_id()),
            ended_by_deletion: Set(Some(by)),
            ..Default::default()
        };
        let open = task_assignment::Entity::update_many()
            .set(end)
            .filter(task_assignment::Column::OrganisationId.eq(tx.organisation()));
        open.filter(tasks_of(of)).exec(tx.db()).await?;
    }
    Ok(closed)
}

/// The pairs whose period a deletion closed.
#[derive(Debug, Default)]
pub(crate) struct Closed {
    pub carers: Vec<(AccountId, PackageId)>,
    pub tasks: Vec<(TaskId, PackageId)>,
}

fn carers_of(of: Of) -> Condition {
    let open = Condition::all().add(carer_assignment::Column::ToAt.is_null());
    match of {
        Of::Package(id) => open.add(carer_assignment::Column::CarePackageId.eq(id)),
        Of::Carer(id) => open.add(carer_assignment::Column::CarerId.eq(id)),
        Of::Task(_) => Condition::any(),
    }
}

fn tasks_of(of: Of) -> Condition {
    let open = Condition::all().add(task_assignment::Column::ToAt.is_null());
    match of {
        Of::Package(id) => open.add(task_assignment::Column::CarePackageId.eq(id)),
        Of::Task(id) => open.add(task_assignment::Column::TaskId.eq(id)),
        Of::Carer(_) => Condition::any(),
    }
}

async fn open_carers(tx: &Tx, of: Of) -> Result<Vec<(AccountId, PackageId)>, Error> {
    if matches!(of, Of::Task(_)) {
        return Ok(Vec::new());
    }
    Ok(tx
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarerId)
        .column(carer_assignment::Column::CarePackageId)
        .filter(carers_of(of))
        .into_tuple()
        .all(tx.db())
        .await?)
}

async fn open_tasks(tx: &Tx, of: Of) -> Result<Vec<(TaskId, PackageId)>, Error> {
    if matches!(of, Of::Carer(_)) {
        return Ok(Vec::new());
    }
    Ok(tx
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .column(task_assignment::Column::CarePackageId)
        .filter(tasks_of(of))
        .into_tuple()
        .all(tx.db())
        .await?)
}

/// What a restore began again.
#[derive(Debug, Default)]
pub(crate) struct Reopened {
    pub carers: u64,
    pub tasks: u64,
    /// The names of the ends that are deleted themselves.
    pub skipped: Vec<String>,
}

/// Locks the tasks of the periods that a deletion closed. They come before packages and carers (architecture §5), so
/// a restore calls this first.
pub(crate) async fn hold_tasks(tx: &Tx, deletion: DeletionId) -> Result<(), Error> {
    let ids = closed_tasks(tx, deletion).await?.into_iter().map(|(task, _)| task);
    let rows = tx.find::<task::Entity>().filter(task::Column::Id.is_in(ids)).order_by_asc(task::Column::Id);
    rows.lock_shared().all(tx.db()).await?;
    Ok(())
}

/// Opens a new period for each pair whose period a deletion closed, if both of its ends are live and nobody has
/// joined them since. What was deleted is live again by now, and its row is held by the caller.
pub(crate) async fn reopen(tx: &Tx, deletion: DeletionId) -> Result<Reopened, Error> {
    let (carer_pairs, task_pairs) = (closed_carers(tx, deletion).await?, closed_tasks(tx, deletion).await?);
    let packages = carer_pairs.iter().map(|pair| pair.1).chain(task_pairs.iter().map(|pair| pair.1));
    let packages = packages_held(tx, packages.collect()).await?;
    let people = people_held(tx, carer_pairs.iter().map(|pair| pair.0).collect()).await?;
    let tasks_held =
        tx.find::<task::Entity>().filter(task::Column::Id.is_in(task_pairs.iter().map(|pair| pair.0)));
    let tasks_held = tasks_held.all(tx.db()).await?;

    let mut back = Reopened::default();
    for (carer, package) in carer_pairs {
        let here = packages.iter().find(|row| row.id == package).map(|row| (row.deletion_id, &row.name));
        let who = people.iter().find(|row| row.id == carer).map(|row| (row.deletion_id, &row.name));
        match gone(here, who) {
            Some(name) => back.skip(name),
            None if carers::is_open(tx, package, carer).await? => {}
            None => {
                carers::begin(tx, package, carer).await?;
                back.carers += 1;
            }
        }
    }
    for (task, package) in task_pairs {
        let here = packages.iter().find(|row| row.id == package).map(|row| (row.deletion_id, &row.name));
        let what = tasks_held.iter().find(|row| row.id == task).map(|row| (row.deletion_id, &row.name));
        match gone(here, what) {
            Some(name) => back.skip(name),
            None if tasks::is_open(tx, package, task).await? => {}
            None => {
                tasks::begin(tx, package, task).await?;
                back.tasks += 1;
            }
        }
    }
    Ok(back)
}

impl Reopened {
    fn skip(&mut self, name: String) {
        if !self.skipped.contains(&name) {
            self.skipped.push(name);
        }
    }
}

type End<'a> = Option<(Option<DeletionId>, &'a String)>;

/// The name of the end of a pair that is deleted, if one is.
fn gone(one: End<'_>, other: End<'_>) -> Option<String> {
    let deleted = |end: End<'_>| end.filter(|(deletion, _)| deletion.is_some()).map(|(_, name)| name.clone());
    deleted(one).or_else(|| deleted(other))
}

async fn closed_carers(tx: &Tx, deletion: DeletionId) -> Result<Vec<(AccountId, PackageId)>, Error> {
    Ok(tx
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarerId)
        .column(carer_assignment::Column::CarePackageId)
        .filter(carer_assignment::Column::EndedByDeletion.eq(deletion))
        .order_by_asc(carer_assignment::Column::Id)
        .into_tuple()
        .all(tx.db())
        .await?)
}

async fn closed_tasks(tx: &Tx, deletion: DeletionId) -> Result<Vec<(TaskId, PackageId)>, Error> {
    Ok(tx
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .column(task_assignment::Column::CarePackageId)
        .filter(task_assignment::Column::EndedByDeletion.eq(deletion))
        .order_by_asc(task_assignment::Column::Id)
        .into_tuple()
        .all(tx.db())
        .await?)
}

async fn packages_held(tx: &Tx, ids: Vec<PackageId>) -> Result<Vec<care_package::Model>, Error> {
    let rows = tx.find::<care_package::Entity>().filter(care_package::Column::Id.is_in(ids));
    Ok(rows.order_by_asc(care_package::Column::Id).lock_shared().all(tx.db()).await?)
}

/// The accounts of carers whose rows stay as they are until the write ends.
async fn people_held(tx: &Tx, ids: Vec<AccountId>) -> Result<Vec<account::Model>, Error> {
    let rows = tx.find::<carer::Entity>().filter(carer::Column::AccountId.is_in(ids.clone()));
    rows.order_by_asc(carer::Column::AccountId).lock_exclusive().all(tx.db()).await?;
    Ok(tx.find::<account::Entity>().filter(account::Column::Id.is_in(ids)).all(tx.db()).await?)
}
