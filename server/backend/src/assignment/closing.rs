//! What deleting a package, a task or a carer ends, and what restoring it begins again (R-PKG-3, R-TSK-3, R-BIN-4).

use std::collections::{HashMap, HashSet};

use domain::id::{AccountId, DeletionId, PackageId, TaskId};
use sea_orm::sea_query::{Condition, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::json;
use uuid::Uuid;

use super::periods::{Assigned, Id, begin};
use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{Periods, Titled, care_package, carer, carer_assignment, task, task_assignment};

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
    let mut closed = Closed::default();
    match of {
        Of::Package(id) => {
            let (carers, tasks) =
                (carer_assignment::Entity::package().eq(id), task_assignment::Entity::package().eq(id));
            closed.carers = close_those::<carer_assignment::Entity>(tx, carers, by).await?;
            closed.tasks = close_those::<task_assignment::Entity>(tx, tasks, by).await?;
        }
        Of::Carer(id) => {
            let own = carer_assignment::Entity::subject().eq(id);
            closed.carers = close_those::<carer_assignment::Entity>(tx, own, by).await?;
        }
        Of::Task(id) => {
            let own = task_assignment::Entity::subject().eq(id);
            closed.tasks = close_those::<task_assignment::Entity>(tx, own, by).await?;
        }
    }
    Ok(closed)
}

/// The pairs whose period a deletion closed.
#[derive(Debug, Default)]
pub(crate) struct Closed {
    pub carers: Vec<(AccountId, PackageId)>,
    pub tasks: Vec<(TaskId, PackageId)>,
}

async fn close_those<P: Assigned>(
    tx: &Tx,
    which: SimpleExpr,
    by: DeletionId,
) -> Result<Vec<(Id<P>, PackageId)>, Error> {
    let which = which.and(P::to_at().is_null());
    let open = tx.find::<P>().filter(which.clone());
    let open: Vec<(Uuid, Id<P>, PackageId)> =
        open.select_only().columns([P::id(), P::subject(), P::package()]).into_tuple().all(tx.db()).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    P::update_many()
        .col_expr(P::to_at(), Some(tx.now()).into())
        .col_expr(P::ended_by(), tx.actor_id().into())
        .col_expr(P::ended_by_deletion(), Some(by).into())
        .filter(P::organisation().eq(tx.organisation()))
        .filter(which)
        .exec(tx.db())
        .await?;
    for (id, subject, package) in &open {
        let entry = Entry::new(P::ENDED).about(P::TABLE, *id);
        let before = json!({ (P::WORD): subject, "package": package });
        tx.also(entry.before(before)?.after(json!({ "deletion": by }))?);
    }
    Ok(open.into_iter().map(|(_, subject, package)| (subject, package)).collect())
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
    let ids = closed::<task_assignment::Entity>(tx, deletion, task_assignment::Entity::subject());
    let rows = tx.find::<task::Entity>().filter(task::Column::Id.in_subquery(ids));
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
    let packages = packages_held(tx, deletion).await?;
    hold_carers(tx, deletion).await?;
    let mut back = Reopened::default();
    back.carers =
        reopen_those::<carer_assignment::Entity>(tx, deletion, &packages, &mut back.skipped).await?;
    back.tasks = reopen_those::<task_assignment::Entity>(tx, deletion, &packages, &mut back.skipped).await?;
    Ok(back)
}

/// Opens what can be opened and counts it; the names of what stands in the way join those that were skipped.
async fn reopen_those<P: Assigned>(
    tx: &Tx,
    deletion: DeletionId,
    packages: &HashMap<PackageId, End>,
    skipped: &mut Vec<String>,
) -> Result<u64, Error> {
    let subjects = ends::<P>(tx, deletion).await?;
    let joined = joined_since::<P>(tx, deletion).await?;
    let mut back = 0;
    for (subject, package) in pairs::<P>(tx, deletion).await? {
        match gone(packages.get(&package), subjects.get(&subject)) {
            Some(name) if skipped.contains(&name) => {}
            Some(name) => skipped.push(name),
            None if joined.contains(&(subject, package)) => {}
            None => {
                begin::<P>(tx, package, subject).await?;
                back += 1;
            }
        }
    }
    Ok(back)
}

/// One end of a pair: the deletion that it lies in, and its name.
type End = (Option<DeletionId>, String);

/// The name of the end of a pair that is deleted, if one is.
fn gone(one: Option<&End>, other: Option<&End>) -> Option<String> {
    let deleted = |end: Option<&End>| end.filter(|end| end.0.is_some()).map(|end| end.1.clone());
    deleted(one).or_else(|| deleted(other))
}

/// A column of the periods that a deletion closed, as a part of other queries: they may be as many as there are
/// carers.
fn closed<P: Periods>(tx: &Tx, deletion: DeletionId, column: P::Column) -> SelectStatement {
    let closed = tx.find::<P>().filter(P::ended_by_deletion().eq(deletion));
    closed.select_only().column(column).into_query()
}

/// The pairs whose period a deletion closed, in the order in which they began.
async fn pairs<P: Assigned>(tx: &Tx, deletion: DeletionId) -> Result<Vec<(Id<P>, PackageId)>, Error> {
    let closed = tx.find::<P>().filter(P::ended_by_deletion().eq(deletion)).order_by_asc(P::id());
    Ok(closed.select_only().columns([P::subject(), P::package()]).into_tuple().all(tx.db()).await?)
}

/// The pairs that belong together again since, among all packages of the closed ones.
async fn joined_since<P: Assigned>(
    tx: &Tx,
    deletion: DeletionId,
) -> Result<HashSet<(Id<P>, PackageId)>, Error> {
    let open = tx
        .find::<P>()
        .filter(P::to_at().is_null())
        .filter(P::subject().in_subquery(closed::<P>(tx, deletion, P::subject())))
        .filter(P::package().in_subquery(closed::<P>(tx, deletion, P::package())));
    let open: Vec<(Id<P>, PackageId)> =
        open.select_only().columns([P::subject(), P::package()]).into_tuple().all(tx.db()).await?;
    Ok(open.into_iter().collect())
}

/// Who or what the pairs are about.
async fn ends<P: Assigned>(tx: &Tx, deletion: DeletionId) -> Result<HashMap<Id<P>, End>, Error> {
    let ids = closed::<P>(tx, deletion, P::subject());
    let columns = [P::Subject::id(), P::Subject::deletion(), P::Subject::name()];
    let rows = tx.find::<P::Subject>().filter(P::Subject::id().in_subquery(ids));
    let rows: Vec<(Id<P>, Option<DeletionId>, String)> =
        rows.select_only().columns(columns).into_tuple().all(tx.db()).await?;
    Ok(rows.into_iter().map(|(id, deletion, name)| (id, (deletion, name))).collect())
}

/// The packages of the pairs, which stay as they are until the write ends.
async fn packages_held(tx: &Tx, deletion: DeletionId) -> Result<HashMap<PackageId, End>, Error> {
    let carers = closed::<carer_assignment::Entity>(tx, deletion, carer_assignment::Entity::package());
    let tasks = closed::<task_assignment::Entity>(tx, deletion, task_assignment::Entity::package());
    let which = Condition::any()
        .add(care_package::Column::Id.in_subquery(carers))
        .add(care_package::Column::Id.in_subquery(tasks));
    let rows = tx.find::<care_package::Entity>().filter(which).order_by_asc(care_package::Column::Id);
    let rows = rows.lock_shared().all(tx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.deletion_id, row.name))).collect())
}

/// Locks the carers of the pairs, who stay as they are until the write ends.
async fn hold_carers(tx: &Tx, deletion: DeletionId) -> Result<(), Error> {
    let whose = closed::<carer_assignment::Entity>(tx, deletion, carer_assignment::Entity::subject());
    let rows = tx.find::<carer::Entity>().filter(carer::Column::AccountId.in_subquery(whose));
    rows.order_by_asc(carer::Column::AccountId).lock_exclusive().all(tx.db()).await?;
    Ok(())
}
