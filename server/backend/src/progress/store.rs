//! How counts are kept: lines that are only ever added, and the running count of each carer and task.

use std::collections::{BTreeSet, HashMap};

use domain::competency::Level;
use domain::id::{AccountId, CompletionId, PackageId, PersonalValueId, ProgressId, TaskId, TemplateId};
use domain::list::Named;
use domain::progress::{CompletionKind, Tally};
use domain::time::{Date, Instant};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::cx::{Scope, Tx};
use crate::entity::{
    assessment_template, care_package, carer_assignment, competency_current, completion, progress_current,
    task, task_assignment,
};
use crate::{Error, list};

/// One line of the log, to be added.
pub(super) struct Line {
    pub carer: AccountId,
    pub task: TaskId,
    pub kind: CompletionKind,
    pub amount: i32,
    pub work_date: Date,
    pub package: Option<PackageId>,
    pub note: Option<PersonalValueId>,
    pub reason: Option<String>,
    pub submission: Uuid,
}

/// A task of the organisation, live or not.
pub(crate) async fn task(scope: &impl Scope, id: TaskId) -> Result<task::Model, Error> {
    let row = scope.find::<task::Entity>().filter(task::Column::Id.eq(id));
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

/// The carer's tasks: each once, by name, however many packages have it (R-ASG-2).
pub(crate) async fn assigned(scope: &impl Scope, carer: AccountId) -> Result<Vec<task::Model>, Error> {
    let held = scope
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .filter(task_assignment::Column::ToAt.is_null())
        .filter(task_assignment::Column::CarePackageId.in_subquery(packages_of(scope, carer)))
        .into_query();
    Ok(scope
        .find::<task::Entity>()
        .filter(task::Column::Active.eq(true))
        .filter(task::Column::DeletionId.is_null())
        .filter(task::Column::Id.in_subquery(held))
        .order_by_asc(task::Column::NameKey)
        .all(scope.db())
        .await?)
}

/// Some live tasks, by name.
pub(super) async fn live(scope: &impl Scope, ids: BTreeSet<TaskId>) -> Result<Vec<task::Model>, Error> {
    let rows = scope
        .find::<task::Entity>()
        .filter(task::Column::Id.is_in(ids))
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::NameKey);
    Ok(rows.all(scope.db()).await?)
}

/// The names of some templates, in the order of their names.
pub(super) async fn template_names(
    scope: &impl Scope,
    ids: BTreeSet<TemplateId>,
) -> Result<Vec<(TemplateId, String)>, Error> {
    Ok(scope
        .find::<assessment_template::Entity>()
        .select_only()
        .column(assessment_template::Column::Id)
        .column(assessment_template::Column::Name)
        .filter(assessment_template::Column::Id.is_in(ids))
        .order_by_asc(assessment_template::Column::NameKey)
        .into_tuple()
        .all(scope.db())
        .await?)
}

/// The carer's packages that have a task (R-PRG-9).
pub(super) async fn packages_with(
    scope: &impl Scope,
    carer: AccountId,
    task: TaskId,
) -> Result<Vec<PackageId>, Error> {
    Ok(scope
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::CarePackageId)
        .filter(task_assignment::Column::TaskId.eq(task))
        .filter(task_assignment::Column::ToAt.is_null())
        .filter(task_assignment::Column::CarePackageId.in_subquery(packages_of(scope, carer)))
        .into_tuple()
        .all(scope.db())
        .await?)
}

/// The carer's packages by name, and in which of them each task is, in two queries.
pub(super) async fn places(
    scope: &impl Scope,
    carer: AccountId,
) -> Result<(Vec<Named<PackageId>>, HashMap<TaskId, Vec<PackageId>>), Error> {
    let packages: Vec<(PackageId, String)> = scope
        .find::<care_package::Entity>()
        .select_only()
        .column(care_package::Column::Id)
        .column(care_package::Column::Name)
        .filter(care_package::Column::Id.in_subquery(packages_of(scope, carer)))
        .order_by_asc(care_package::Column::NameKey)
        .into_tuple()
        .all(scope.db())
        .await?;
    let pairs: Vec<(TaskId, PackageId)> = scope
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .column(task_assignment::Column::CarePackageId)
        .filter(task_assignment::Column::ToAt.is_null())
        .filter(task_assignment::Column::CarePackageId.in_subquery(packages_of(scope, carer)))
        .into_tuple()
        .all(scope.db())
        .await?;
    let mut places: HashMap<_, Vec<_>> = HashMap::new();
    for (task, package) in pairs {
        places.entry(task).or_default().push(package);
    }
    Ok((packages.into_iter().map(|(id, name)| Named { id, name }).collect(), places))
}

/// A live task that a carer was found competent in.
pub(super) struct Held {
    pub task: TaskId,
    pub name: String,
    pub level: Level,
    pub valid_until: Option<Date>,
}

/// The live tasks that a carer was found competent in, whether or not that has lapsed.
pub(super) async fn held(scope: &impl Scope, carer: AccountId) -> Result<Vec<Held>, Error> {
    use competency_current::Column;
    let task = list::link::<competency_current::Entity, task::Entity>(Column::TaskId, task::Column::Id);
    let rows: Vec<(TaskId, String, Level, Option<Date>)> = scope
        .find::<competency_current::Entity>()
        .join(JoinType::InnerJoin, task)
        .select_only()
        .columns([task::Column::Id, task::Column::Name])
        .columns([Column::EffectiveLevel, Column::EffectiveValidUntil])
        .filter(Column::CarerId.eq(carer))
        .filter(Column::EffectiveLevel.is_not_null())
        .filter(task::Column::DeletionId.is_null())
        .into_tuple()
        .all(scope.db())
        .await?;
    let held = rows.into_iter().filter(|(_, _, level, _)| level.is_competent());
    Ok(held.map(|(task, name, level, valid_until)| Held { task, name, level, valid_until }).collect())
}

/// The live active packages that the carer belongs to now.
fn packages_of(scope: &impl Scope, carer: AccountId) -> SelectStatement {
    let mine = scope
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarePackageId)
        .filter(carer_assignment::Column::CarerId.eq(carer))
        .filter(carer_assignment::Column::ToAt.is_null())
        .into_query();
    scope
        .find::<care_package::Entity>()
        .select_only()
        .column(care_package::Column::Id)
        .filter(care_package::Column::Active.eq(true))
        .filter(care_package::Column::DeletionId.is_null())
        .filter(care_package::Column::Id.in_subquery(mine))
        .into_query()
}

/// All counts of a carer.
pub(crate) async fn counts(
    scope: &impl Scope,
    carer: AccountId,
) -> Result<Vec<progress_current::Model>, Error> {
    let rows = scope.find::<progress_current::Entity>().filter(progress_current::Column::CarerId.eq(carer));
    Ok(rows.all(scope.db()).await?)
}

/// The count of one task among them.
pub(crate) fn count_of(counts: &[progress_current::Model], task: TaskId) -> u32 {
    counts.iter().find(|row| row.task_id == task).map_or(0, |row| row.count.unsigned_abs())
}

/// A carer's count of one task.
pub(crate) async fn count(scope: &impl Scope, carer: AccountId, task: TaskId) -> Result<u32, Error> {
    Ok(current(scope, carer, task).await?.map_or(0, |row| row.count.unsigned_abs()))
}

/// How far a count is towards the target of its task.
pub(crate) fn tally(task: &task::Model, done: u32) -> Result<Tally, Error> {
    let target = u32::try_from(task.target).ok().and_then(|target| target.try_into().ok());
    let target = target.ok_or_else(|| Error::inconsistent("task", task.id, "target"))?;
    Ok(Tally { done, target })
}

/// What was logged for a task and work date (R-PRG-3).
pub(super) async fn logged_on(
    scope: &impl Scope,
    carer: AccountId,
    task: TaskId,
    date: Date,
) -> Result<u32, Error> {
    let amounts: Vec<i32> = scope
        .find::<completion::Entity>()
        .select_only()
        .column(completion::Column::Amount)
        .filter(completion::Column::CarerId.eq(carer))
        .filter(completion::Column::TaskId.eq(task))
        .filter(completion::Column::WorkDate.eq(date))
        .filter(completion::Column::Kind.eq(CompletionKind::Log))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(amounts.iter().map(|amount| amount.unsigned_abs()).sum())
}

/// What was logged per task and work date, from a date on.
pub(super) async fn logged_since(
    scope: &impl Scope,
    carer: AccountId,
    from: Date,
) -> Result<HashMap<(TaskId, Date), u32>, Error> {
    let lines: Vec<(TaskId, Date, i32)> = scope
        .find::<completion::Entity>()
        .select_only()
        .column(completion::Column::TaskId)
        .column(completion::Column::WorkDate)
        .column(completion::Column::Amount)
        .filter(completion::Column::CarerId.eq(carer))
        .filter(completion::Column::WorkDate.gte(from))
        .filter(completion::Column::Kind.eq(CompletionKind::Log))
        .into_tuple()
        .all(scope.db())
        .await?;
    let mut logged = HashMap::new();
    for (task, date, amount) in lines {
        *logged.entry((task, date)).or_default() += amount.unsigned_abs();
    }
    Ok(logged)
}

/// What was logged for one task and work date among those.
pub(super) fn sum(logged: &HashMap<(TaskId, Date), u32>, task: TaskId, date: Date) -> u32 {
    logged.get(&(task, date)).copied().unwrap_or_default()
}

/// Adds a line.
pub(super) async fn append(tx: &Tx, line: Line) -> Result<CompletionId, Error> {
    let id = tx.fresh(CompletionId);
    completion::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        carer_id: Set(line.carer),
        task_id: Set(line.task),
        kind: Set(line.kind),
        amount: Set(line.amount),
        work_date: Set(line.work_date),
        care_package_id: Set(line.package),
        note_id: Set(line.note),
        reason: Set(line.reason),
        entered_by: Set(tx.own()?),
        submission_id: Set(line.submission),
    }
    .insert(tx.db())
    .await?;
    Ok(id)
}

/// Sets the running count; `reset_at` is set by a reset. The carer's row is locked, so no other write races this.
pub(super) async fn set_count(
    tx: &Tx,
    carer: AccountId,
    task: TaskId,
    done: u32,
    reset_at: Option<Instant>,
) -> Result<(), Error> {
    if let Some(row) = current(tx, carer, task).await? {
        // Two resets may come in another order than their moments: the later one counts.
        let last_reset_at = reset_at.max(row.last_reset_at);
        let version = row.version + 1;
        let mut row = row.into_active_model();
        row.version = Set(version);
        row.count = Set(done.cast_signed());
        row.last_reset_at = Set(last_reset_at);
        row.updated_at = Set(tx.now());
        row.update(tx.db()).await?;
        return Ok(());
    }
    progress_current::ActiveModel {
        id: Set(tx.fresh(ProgressId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        carer_id: Set(carer),
        task_id: Set(task),
        count: Set(done.cast_signed()),
        last_reset_at: Set(reset_at),
    }
    .insert(tx.db())
    .await?;
    Ok(())
}

/// The running count of one task, if it was ever counted.
pub(super) async fn current(
    scope: &impl Scope,
    carer: AccountId,
    task: TaskId,
) -> Result<Option<progress_current::Model>, Error> {
    Ok(scope
        .find::<progress_current::Entity>()
        .filter(progress_current::Column::CarerId.eq(carer))
        .filter(progress_current::Column::TaskId.eq(task))
        .one(scope.db())
        .await?)
}
