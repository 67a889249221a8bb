//! The tasks of a package.

use std::collections::{HashMap, HashSet};

use domain::access::Action;
use domain::assignment::{
    Added, AssignTasksDraft, Belonging, Facts, Given, MOST_FREE, OpenPeriod, Period, PeriodsAsked, Refused,
};
use domain::audit::AuditAction;
use domain::id::{PackageId, SubmissionId, TaskAssignmentId, TaskId};
use domain::list::{Asked, Listed, Named, PeriodSort};
use domain::text::name_key;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use serde_json::json;

use super::{belonging, find_package, hold_package, refusal, told};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::standing;
use crate::entity::{task, task_assignment};
use crate::error::if_duplicate;
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, list};

/// The tasks of a package, a page of those now or before, and those that could be added whose names hold the words. Those already
/// chosen stay in the list, whatever is looked for.
///
/// # Errors
/// [`Error::NotFound`] for a package that is not there, or not ours.
pub async fn of_package(
    cx: &Cx,
    package: PackageId,
    words: &str,
    chosen: &[TaskId],
    asked: &PeriodsAsked,
) -> Result<Belonging<TaskId>, Error> {
    let at = cx.read(Action::ManageAssignments).await?;
    let package = find_package(&at, package).await?;
    let past = ended(&at, package.id).count(at.db()).await?;
    let (periods, free) = if asked.is_past() {
        (past_periods(&at, package.id, &asked.list()).await?, (Vec::new(), 0))
    } else {
        (current(&at, package.id, &asked.list()).await?, free(&at, package.id, words, chosen).await?)
    };
    belonging(&at, package, (periods, past), free).await
}

/// The open period of one task.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn one(cx: &Cx, package: PackageId, task: TaskId) -> Result<OpenPeriod<TaskId>, Error> {
    let at = cx.read(Action::ManageAssignments).await?;
    let package = find_package(&at, package).await?;
    let row = at.find::<task::Entity>().filter(task::Column::Id.eq(task));
    let row = row.one(at.db()).await?.ok_or(Error::NotFound)?;
    let since = open(&at, package.id, &[task]).one(at.db()).await?.ok_or(Error::NotFound)?.from_at;
    let period = Period {
        is_active: is_active(&row),
        subject: Named { id: row.id, name: row.name },
        from_at: since,
        to_at: None,
    };
    Ok(OpenPeriod { package: Named { id: package.id, name: package.name }, period })
}

/// A page of those that belong to a package now.
async fn current(
    at: &impl Scope,
    package: PackageId,
    asked: &Asked,
) -> Result<Listed<Period<TaskId>>, Error> {
    let mut rows = at.find::<task::Entity>().filter(task::Column::Id.in_subquery(inside(at, package)));
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(list::holds(task::Column::NameKey, &words));
    }
    let sort = asked.sort::<PeriodSort>()?;
    let by = match sort.by {
        PeriodSort::Name => task::Column::NameKey,
        PeriodSort::Status => task::Column::Active,
    };
    let order = list::Order::asked(sort, by, task::Column::Id);
    let page = list::page(at.db(), rows, &order, asked).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let open = open(at, package, &ids).all(at.db()).await?;
    let since: HashMap<_, _> = open.into_iter().map(|row| (row.task_id, row.from_at)).collect();
    // Only who left between the two queries has no period any more.
    let period = |row: task::Model| {
        let from_at = *since.get(&row.id)?;
        let is_active = is_active(&row);
        Some(Period { subject: Named { id: row.id, name: row.name }, is_active, from_at, to_at: None })
    };
    Ok(page.with(|rows| rows.into_iter().filter_map(period).collect()))
}

/// A page of the periods that have ended, the last to end first.
async fn past_periods(
    at: &impl Scope,
    package: PackageId,
    asked: &Asked,
) -> Result<Listed<Period<TaskId>>, Error> {
    use task_assignment::Column;
    let mut rows = ended(at, package);
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(Column::TaskId.in_subquery(called(at, &words)));
    }
    let page = list::page(at.db(), rows, &list::Order::down(Column::ToAt, Column::Id), asked).await?;
    let names = list::names::<task::Entity>(at, page.rows.iter().map(|row| row.task_id)).await?;
    Ok(page.map(|row| Period {
        subject: Named { id: row.task_id, name: names.get(&row.task_id).cloned().unwrap_or_default() },
        is_active: false,
        from_at: row.from_at,
        to_at: row.to_at,
    }))
}

/// The ids of the tasks whose names hold the words, as a part of other queries.
fn called(at: &impl Scope, words: &str) -> SelectStatement {
    at.find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .filter(list::holds(task::Column::NameKey, words))
        .into_query()
}

fn ended(at: &impl Scope, package: PackageId) -> Select<task_assignment::Entity> {
    at.find::<task_assignment::Entity>()
        .filter(task_assignment::Column::CarePackageId.eq(package))
        .filter(task_assignment::Column::ToAt.is_not_null())
}

/// The ids of those that belong to a package now, as a part of other queries.
fn inside(at: &impl Scope, package: PackageId) -> SelectStatement {
    at.find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .filter(task_assignment::Column::CarePackageId.eq(package))
        .filter(task_assignment::Column::ToAt.is_null())
        .into_query()
}

/// Active tasks that are not in a package: the chosen ones, then those whose names hold the words; and how many.
async fn free(
    at: &impl Scope,
    package: PackageId,
    words: &str,
    chosen: &[TaskId],
) -> Result<(Vec<Named<TaskId>>, u64), Error> {
    let outside = at
        .find::<task::Entity>()
        .filter(task::Column::Active.eq(true))
        .filter(task::Column::DeletionId.is_null())
        .filter(task::Column::Id.not_in_subquery(inside(at, package)));
    let mut looked_for = outside.clone();
    let words = name_key(words);
    if !words.is_empty() {
        looked_for = looked_for.filter(list::holds(task::Column::NameKey, &words));
    }
    let found = looked_for.clone().count(at.db()).await?;
    let chosen = outside.filter(task::Column::Id.is_in(chosen.iter().copied()));
    let mut free = by_name(chosen).all(at.db()).await?;
    for row in by_name(looked_for).limit(MOST_FREE).all(at.db()).await? {
        if free.iter().all(|other| other.id != row.id) {
            free.push(row);
        }
    }
    Ok((free.into_iter().map(|row| Named { id: row.id, name: row.name }).collect(), found))
}

fn by_name(tasks: Select<task::Entity>) -> Select<task::Entity> {
    tasks.order_by_asc(task::Column::NameKey).order_by_asc(task::Column::Id)
}

/// Assigns the ticked tasks, each for itself: one that cannot be added keeps none of the others out (R-ASG-1).
///
/// # Errors
/// [`Error::NotFound`] when the package or one of the tasks is not ours. A single task that cannot be added is
/// refused by its [`Refused`].
pub async fn add(cx: &Cx, submission: SubmissionId, draft: &AssignTasksDraft) -> Result<Added, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    let (package, ids) = draft.parse()?;
    let first = match tx.once::<Vec<Given<TaskId>>>("assignment.add_tasks", submission, draft).await? {
        Once::Before(given) => return Ok(told(given, names(&hold(&tx, &ids).await?))),
        Once::First(first) => first,
    };
    let tasks = hold(&tx, &ids).await?;
    let package_is_active = hold_package(&tx, package).await?.active;
    let assigned: HashSet<_> =
        open(&tx, package, &ids).all(tx.db()).await?.iter().map(|row| row.task_id).collect();
    let mut given = Vec::new();
    for row in &tasks {
        let facts = Facts {
            package_is_active,
            subject: standing(row.active, row.deletion_id.is_some()),
            is_assigned: assigned.contains(&row.id),
        };
        let refused = facts.assign_task().err();
        if refused.is_none() {
            begin(&tx, package, row.id).await?;
        }
        given.push(Given { subject: row.id, refused });
    }
    if given.iter().any(|one| one.refused.is_none()) {
        tx.remember(first, &given).await?;
        tx.commit_noted().await?;
    } else {
        refusal(&given)?;
    }
    Ok(told(given, names(&tasks)))
}

/// Ends the assignment of a task. Counts and ratings stay (R-ASG-4).
///
/// # Errors
/// [`Refused::NotAssigned`] when there is none, [`Error::NotFound`] when the package or the task is not ours.
pub async fn end(cx: &Cx, package: PackageId, task: TaskId) -> Result<Named<TaskId>, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    let mut tasks = hold(&tx, &[task]).await?;
    hold_package(&tx, package).await?;
    let row = open(&tx, package, &[task]).one(tx.db()).await?.ok_or(Refused::NotAssigned)?;
    let entry = Entry::new(AuditAction::TaskUnassigned).about("task_assignment", row.id.0);
    let mut row = row.into_active_model();
    row.to_at = Set(Some(tx.now()));
    row.ended_by = Set(tx.actor_id());
    row.update(tx.db()).await?;
    tx.touch(Topic::Assignment, None);
    tx.commit(entry.before(json!({ "task": task, "package": package }))?).await?;
    tasks.pop().map(|row| Named { id: row.id, name: row.name }).ok_or(Error::NotFound)
}

/// The tasks of these ids, all of them, which stay as they are until the write ends.
async fn hold(tx: &Tx, ids: &[TaskId]) -> Result<Vec<task::Model>, Error> {
    let rows = tx
        .find::<task::Entity>()
        .filter(task::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(task::Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    if rows.len() == ids.len() { Ok(rows) } else { Err(Error::NotFound) }
}

fn open(at: &impl Scope, package: PackageId, ids: &[TaskId]) -> Select<task_assignment::Entity> {
    at.find::<task_assignment::Entity>()
        .filter(task_assignment::Column::CarePackageId.eq(package))
        .filter(task_assignment::Column::TaskId.is_in(ids.iter().copied()))
        .filter(task_assignment::Column::ToAt.is_null())
}

/// Opens a period. The caller has checked the rule and holds the rows.
pub(super) async fn begin(tx: &Tx, package: PackageId, task: TaskId) -> Result<(), Error> {
    let id = tx.fresh(TaskAssignmentId);
    let row = task_assignment::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        task_id: Set(task),
        care_package_id: Set(package),
        from_at: Set(tx.now()),
        assigned_by: Set(tx.own()?),
        ..Default::default()
    };
    row.insert(tx.db()).await.map_err(if_duplicate(Refused::AlreadyAssigned))?;
    let entry = Entry::new(AuditAction::TaskAssigned).about("task_assignment", id.0);
    tx.also(entry.after(json!({ "task": task, "package": package }))?);
    tx.touch(Topic::Assignment, None);
    Ok(())
}

fn is_active(row: &task::Model) -> bool {
    row.active && row.deletion_id.is_none()
}

fn names(rows: &[task::Model]) -> HashMap<TaskId, String> {
    rows.iter().map(|row| (row.id, row.name.clone())).collect()
}
