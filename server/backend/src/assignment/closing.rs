//! What deleting a package, a task or a carer ends, and what restoring it begins again (R-PKG-3, R-TSK-3, R-BIN-4).

use std::collections::{HashMap, HashSet};

use domain::audit::AuditAction;
use domain::id::{AccountId, DeletionId, PackageId, TaskId};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::json;

use super::{carers, tasks};
use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, care_package, carer, carer_assignment, task, task_assignment};

/// What is deleted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Package(PackageId),
    Task(TaskId),
    Carer(AccountId),
}

/// Closes every open period of what is deleted, remembers by which deletion, and records each end (R-AUD-1). Gives the
/// pairs that ended.
pub(crate) async fn close(tx: &Tx, of: Of, by: DeletionId) -> Result<Closed, Error> {
    Ok(Closed { carers: close_carers(tx, of, by).await?, tasks: close_tasks(tx, of, by).await? })
}

async fn close_carers(tx: &Tx, of: Of, by: DeletionId) -> Result<Vec<(AccountId, PackageId)>, Error> {
    if matches!(of, Of::Task(_)) {
        return Ok(Vec::new());
    }
    let open = tx.find::<carer_assignment::Entity>().filter(carers_of(of)).all(tx.db()).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let end = carer_assignment::ActiveModel {
        to_at: Set(Some(tx.now())),
        ended_by: Set(tx.actor_id()),
        ended_by_deletion: Set(Some(by)),
        ..Default::default()
    };
    let own = carer_assignment::Column::OrganisationId.eq(tx.organisation());
    carer_assignment::Entity::update_many().set(end).filter(own).filter(carers_of(of)).exec(tx.db()).await?;
    for row in &open {
        let entry = Entry::new(AuditAction::CarerUnassigned).about("carer_assignment", row.id.0);
        let before = json!({ "carer": row.carer_id, "package": row.care_package_id });
        tx.also(entry.before(before)?.after(json!({ "deletion": by }))?);
    }
    Ok(open.into_iter().map(|row| (row.carer_id, row.care_package_id)).collect())
}

async fn close_tasks(tx: &Tx, of: Of, by: DeletionId) -> Result<Vec<(TaskId, PackageId)>, Error> {
    if matches!(of, Of::Carer(_)) {
        return Ok(Vec::new());
    }
    let open = tx.find::<task_assignment::Entity>().filter(tasks_of(of)).all(tx.db()).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let end = task_assignment::ActiveModel {
        to_at: Set(Some(tx.now())),
        ended_by: Set(tx.actor_id()),
        ended_by_deletion: Set(Some(by)),
        ..Default::default()
    };
    let own = task_assignment::Column::OrganisationId.eq(tx.organisation());
    task_assignment::Entity::update_many().set(end).filter(own).filter(tasks_of(of)).exec(tx.db()).await?;
    for row in &open {
        let entry = Entry::new(AuditAction::TaskUnassigned).about("task_assignment", row.id.0);
        let before = json!({ "task": row.task_id, "package": row.care_package_id });
        tx.also(entry.before(before)?.after(json!({ "deletion": by }))?);
    }
    Ok(open.into_iter().map(|row| (row.task_id, row.care_package_id)).collect())
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
    use task_assignment::Column;
    let rows = tx.find::<task::Entity>().filter(task::Column::Id.in_subquery(of_tasks(
        tx,
        deletion,
        Column::TaskId,
    )));
    rows.order_by_asc(task::Column::Id).lock_shared().all(tx.db()).await?;
    Ok(())
}

/// Locks the packages of the periods that a deletion closed, for a restore of what comes after them.
pub(crate) async fn hold_packages(tx: &Tx, deletion: DeletionId) -> Result<(), Error> {
    packages_held(tx, deletion).await.map(drop)
}

/// Opens a new period for each pair whose period a deletion closed, if both of its ends are live and nobody has
/// joined them since. What was deleted is live again by now, and its row is held by the caller.
pub(crate) async fn reopen(tx: &Tx, deletion: DeletionId) -> Result<Reopened, Error> {
    let (carer_pairs, task_pairs) = (closed_carers(tx, deletion).await?, closed_tasks(tx, deletion).await?);
    let packages = packages_held(tx, deletion).await?;
    let people = people_held(tx, deletion).await?;
    let things = tx.find::<task::Entity>().filter(task::Column::Id.in_subquery(of_tasks(
        tx,
        deletion,
        task_assignment::Column::TaskId,
    )));
    let things: HashMap<TaskId, End> =
        things.all(tx.db()).await?.into_iter().map(|row| (row.id, (row.deletion_id, row.name))).collect();
    let (joined, given) = (joined_since(tx, deletion).await?, given_since(tx, deletion).await?);

    let mut back = Reopened::default();
    for (carer, package) in carer_pairs {
        match gone(packages.get(&package), people.get(&carer)) {
            Some(name) => back.skip(name),
            None if joined.contains(&(carer, package)) => {}
            None => {
                carers::begin(tx, package, carer).await?;
                back.carers += 1;
            }
        }
    }
    for (task, package) in task_pairs {
        match gone(packages.get(&package), things.get(&task)) {
            Some(name) => back.skip(name),
            None if given.contains(&(task, package)) => {}
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

/// One end of a pair: the deletion that it lies in, and its name.
type End = (Option<DeletionId>, String);

/// The name of the end of a pair that is deleted, if one is.
fn gone(one: Option<&End>, other: Option<&End>) -> Option<String> {
    let deleted = |end: Option<&End>| end.filter(|end| end.0.is_some()).map(|end| end.1.clone());
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

/// A column of the carers' periods that a deletion closed, as a part of other queries: they may be as many as there
/// are carers.
fn of_carers(tx: &Tx, deletion: DeletionId, column: carer_assignment::Column) -> SelectStatement {
    tx.find::<carer_assignment::Entity>()
        .select_only()
        .column(column)
        .filter(carer_assignment::Column::EndedByDeletion.eq(deletion))
        .into_query()
}

/// The same of the tasks' periods.
fn of_tasks(tx: &Tx, deletion: DeletionId, column: task_assignment::Column) -> SelectStatement {
    tx.find::<task_assignment::Entity>()
        .select_only()
        .column(column)
        .filter(task_assignment::Column::EndedByDeletion.eq(deletion))
        .into_query()
}

/// The pairs whose carers have joined their packages again since, among all of those packages.
async fn joined_since(tx: &Tx, deletion: DeletionId) -> Result<HashSet<(AccountId, PackageId)>, Error> {
    use carer_assignment::Column;
    let open: Vec<(AccountId, PackageId)> = tx
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(Column::CarerId)
        .column(Column::CarePackageId)
        .filter(Column::ToAt.is_null())
        .filter(Column::CarerId.in_subquery(of_carers(tx, deletion, Column::CarerId)))
        .filter(Column::CarePackageId.in_subquery(of_carers(tx, deletion, Column::CarePackageId)))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(open.into_iter().collect())
}

/// The pairs whose tasks belong to their packages again since.
async fn given_since(tx: &Tx, deletion: DeletionId) -> Result<HashSet<(TaskId, PackageId)>, Error> {
    use task_assignment::Column;
    let open: Vec<(TaskId, PackageId)> = tx
        .find::<task_assignment::Entity>()
        .select_only()
        .column(Column::TaskId)
        .column(Column::CarePackageId)
        .filter(Column::ToAt.is_null())
        .filter(Column::TaskId.in_subquery(of_tasks(tx, deletion, Column::TaskId)))
        .filter(Column::CarePackageId.in_subquery(of_tasks(tx, deletion, Column::CarePackageId)))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(open.into_iter().collect())
}

/// The packages of the pairs, which stay as they are until the write ends.
async fn packages_held(tx: &Tx, deletion: DeletionId) -> Result<HashMap<PackageId, End>, Error> {
    let carers = of_carers(tx, deletion, carer_assignment::Column::CarePackageId);
    let tasks = of_tasks(tx, deletion, task_assignment::Column::CarePackageId);
    let which = Condition::any()
        .add(care_package::Column::Id.in_subquery(carers))
        .add(care_package::Column::Id.in_subquery(tasks));
    let rows = tx.find::<care_package::Entity>().filter(which).order_by_asc(care_package::Column::Id);
    let rows = rows.lock_shared().all(tx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.deletion_id, row.name))).collect())
}

/// The accounts of the carers of the pairs, whose rows stay as they are until the write ends.
async fn people_held(tx: &Tx, deletion: DeletionId) -> Result<HashMap<AccountId, End>, Error> {
    let whose = || of_carers(tx, deletion, carer_assignment::Column::CarerId);
    let rows = tx.find::<carer::Entity>().filter(carer::Column::AccountId.in_subquery(whose()));
    rows.order_by_asc(carer::Column::AccountId).lock_exclusive().all(tx.db()).await?;
    let rows = tx.find::<account::Entity>().filter(account::Column::Id.in_subquery(whose()));
    let rows = rows.all(tx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.deletion_id, row.name))).collect())
}
