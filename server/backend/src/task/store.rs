//! How tasks are kept.

use std::collections::HashMap;

use domain::id::{DeletionId, PackageId, TaskId, TemplateId};
use domain::list::{Asked, Kept, Listed, Named, Status, TaskSort};
use domain::problems::{Problem, Problems};
use domain::task::{Refused, Task, TaskRow, TaskView};
use domain::text::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::cx::{Scope, Tx};
use crate::entity::{
    assessment_template, care_package, competency_rating, progress_current, task, task_assignment,
};
use crate::error::if_duplicate;
use crate::{Error, deletion, list};

fn live(at: &impl Scope) -> Select<task::Entity> {
    at.find::<task::Entity>().filter(task::Column::DeletionId.is_null())
}

/// Those in the bin. A purged one is not there any more.
fn in_bin(at: &impl Scope) -> Select<task::Entity> {
    at.find::<task::Entity>().filter(task::Column::DeletionId.in_subquery(deletion::open_ones(at)))
}

/// A page of the list, in three queries whatever its length, five for those in the bin.
pub(super) async fn list(at: &impl Scope, asked: &Asked, template: &str) -> Result<Listed<TaskRow>, Error> {
    let mut query = match asked.status()? {
        None => live(at),
        Some(Status::Active) => live(at).filter(task::Column::Active.eq(true)),
        Some(Status::Inactive) => live(at).filter(task::Column::Active.eq(false)),
        Some(Status::Deleted) => in_bin(at),
    };
    query = match template {
        "" => query,
        "with" => query.filter(task::Column::AssessmentTemplateId.is_not_null()),
        "without" => query.filter(task::Column::AssessmentTemplateId.is_null()),
        _ => return Err(Problems::one("template", Problem::Unreadable).into()),
    };
    let words = asked.words();
    if !words.is_empty() {
        query = query.filter(list::holds(task::Column::NameKey, &words));
    }
    let sort = asked.sort::<TaskSort>()?;
    let by = match sort.by {
        TaskSort::Name => task::Column::NameKey,
        TaskSort::Target => task::Column::Target,
        TaskSort::Again => task::Column::ReassessMonths,
        TaskSort::Status => task::Column::Active,
        TaskSort::Created => task::Column::CreatedAt,
    };
    let order = list::Order::asked(sort, by, task::Column::Id);
    let page = list::page(at.db(), query, &order, asked).await?;
    let mut binned = deletion::binned(at, page.rows.iter().filter_map(|row| row.deletion_id)).await?;
    let templates = page.rows.iter().filter_map(|row| row.assessment_template_id);
    let templates = list::names::<assessment_template::Entity>(at, templates).await?;
    Ok(page.map(|row| TaskRow {
        template: row.assessment_template_id.and_then(|id| templates.get(&id).cloned()),
        kept: Kept { created_at: row.created_at, version: row.version },
        binned: row.deletion_id.and_then(|id| binned.remove(&id)),
        id: row.id,
        name: row.name,
        target: row.target,
        reassess_months: row.reassess_months,
        active: row.active,
    }))
}

pub(super) async fn show(at: &impl Scope, id: TaskId) -> Result<TaskView, Error> {
    let row = find(at, id).await?;
    let templates = list::names::<assessment_template::Entity>(at, row.assessment_template_id).await?;
    let usage = usage(at, id).await?;
    Ok(TaskView {
        template: templates.into_iter().map(|(id, name)| Named { id, name }).next(),
        packages: packages(at, id).await?,
        carers_with_progress: usage.counted,
        ratings: usage.ratings,
        shifts: Vec::new(),
        kept: Kept { created_at: row.created_at, version: row.version },
        id: row.id,
        name: row.name,
        description: row.description,
        target: row.target,
        reassess_months: row.reassess_months,
        active: row.active,
    })
}

/// One live task.
pub(super) async fn find(at: &impl Scope, id: TaskId) -> Result<task::Model, Error> {
    live(at).filter(task::Column::Id.eq(id)).one(at.db()).await?.ok_or(Error::NotFound)
}

/// How much hangs on a task (R-TSK-3).
#[derive(Debug)]
pub(super) struct Usage {
    /// Carers who have a count in it.
    pub counted: u64,
    /// Ratings ever given for it.
    pub ratings: u64,
}

pub(super) async fn usage(at: &impl Scope, id: TaskId) -> Result<Usage, Error> {
    let counted = at
        .find::<progress_current::Entity>()
        .filter(progress_current::Column::TaskId.eq(id))
        .filter(progress_current::Column::Count.gt(0));
    let ratings = at.find::<competency_rating::Entity>().filter(competency_rating::Column::TaskId.eq(id));
    Ok(Usage { counted: counted.count(at.db()).await?, ratings: ratings.count(at.db()).await? })
}

/// A task in the bin, as it is before anything is locked.
pub(super) async fn binned(at: &impl Scope, id: TaskId) -> Result<task::Model, Error> {
    in_bin(at).filter(task::Column::Id.eq(id)).one(at.db()).await?.ok_or(Error::NotFound)
}

/// Reads a task that lies in the bin and holds its row until the write ends.
pub(super) async fn lock_binned(tx: &Tx, id: TaskId) -> Result<task::Model, Error> {
    let row = in_bin(tx).filter(task::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// A template, live or not, which stays as it is until the write ends.
pub(super) async fn template_held(
    tx: &Tx,
    id: TemplateId,
) -> Result<Option<assessment_template::Model>, Error> {
    let row = tx.find::<assessment_template::Entity>().filter(assessment_template::Column::Id.eq(id));
    Ok(row.lock_shared().one(tx.db()).await?)
}

/// Forgets that a task came from the starter library, when another was taken from there while it was in the bin.
async fn library_key(tx: &Tx, row: &task::Model) -> Result<Option<String>, Error> {
    let Some(key) = row.library_key.clone() else { return Ok(None) };
    let others = of_library(tx, vec![key.clone()], Vec::new()).await?;
    Ok(Some(key).filter(|_| others.iter().all(|other| other.id == row.id)))
}

/// Puts a task into the bin, or takes it out, with the template it belongs to then.
pub(super) async fn set_deletion(
    tx: &Tx,
    row: task::Model,
    deletion: Option<DeletionId>,
    template: Option<TemplateId>,
) -> Result<(), Error> {
    let (next, name) = (row.version + 1, row.name.clone());
    let key = library_key(tx, &row).await?;
    let mut row = row.into_active_model();
    row.updated_at = Set(tx.now());
    row.version = Set(next);
    row.library_key = Set(key);
    row.deletion_id = Set(deletion);
    row.assessment_template_id = Set(template);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTakenMeanwhile { name }))?;
    Ok(())
}

/// The live packages that a task belongs to now, by name.
async fn packages(at: &impl Scope, task: TaskId) -> Result<Vec<Named<PackageId>>, Error> {
    let now = at
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::CarePackageId)
        .filter(task_assignment::Column::TaskId.eq(task))
        .filter(task_assignment::Column::ToAt.is_null());
    let rows = at
        .find::<care_package::Entity>()
        .filter(care_package::Column::Id.in_subquery(now.into_query()))
        .filter(care_package::Column::DeletionId.is_null())
        .order_by_asc(care_package::Column::NameKey)
        .all(at.db())
        .await?;
    Ok(rows.into_iter().map(|row| Named { id: row.id, name: row.name }).collect())
}

/// The template of a live task, as it is before anything is locked.
pub(super) async fn template_of(tx: &Tx, id: TaskId) -> Result<Option<TemplateId>, Error> {
    let row = live(tx).filter(task::Column::Id.eq(id)).one(tx.db()).await?;
    Ok(row.ok_or(Error::NotFound)?.assessment_template_id)
}

/// Reads a live task and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: TaskId) -> Result<task::Model, Error> {
    let row = live(tx).filter(task::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// The live tasks that have one of these keys of the starter library, or one of these names.
pub(super) async fn of_library(
    at: &impl Scope,
    keys: Vec<String>,
    names: Vec<String>,
) -> Result<Vec<task::Model>, Error> {
    let either =
        Condition::any().add(task::Column::LibraryKey.is_in(keys)).add(task::Column::NameKey.is_in(names));
    Ok(live(at).filter(either).all(at.db()).await?)
}

/// The names of tasks, deleted ones too.
pub(super) async fn names(at: &impl Scope, ids: &[TaskId]) -> Result<HashMap<TaskId, String>, Error> {
    let rows: Vec<(TaskId, String)> = at
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .column(task::Column::Name)
        .filter(task::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether another live task has this name.
pub(super) async fn is_taken(tx: &Tx, name: &str, but: Option<TaskId>) -> Result<bool, Error> {
    let mut others = live(tx).filter(task::Column::NameKey.eq(name_key(name)));
    if let Some(id) = but {
        others = others.filter(task::Column::Id.ne(id));
    }
    Ok(others.count(tx.db()).await? > 0)
}

pub(super) async fn insert(tx: &Tx, typed: &Task, library_key: Option<&str>) -> Result<TaskId, Error> {
    let id = tx.fresh(TaskId);
    let row = task::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        deletion_id: Set(None),
        name: Set(typed.name.clone()),
        name_key: Set(name_key(&typed.name)),
        description: Set(typed.description.clone()),
        target: Set(u32::from(typed.target).cast_signed()),
        reassess_months: Set(typed.cadence.map(|cadence| u32::from(cadence).cast_signed())),
        active: Set(typed.active),
        assessment_template_id: Set(None),
        library_key: Set(library_key.map(ToOwned::to_owned)),
    };
    row.insert(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))?;
    Ok(id)
}

pub(super) async fn update(tx: &Tx, row: task::Model, typed: &Task) -> Result<(), Error> {
    let next = row.version + 1;
    let mut row = row.into_active_model();
    row.updated_at = Set(tx.now());
    row.version = Set(next);
    row.name = Set(typed.name.clone());
    row.name_key = Set(name_key(&typed.name));
    row.description = Set(typed.description.clone());
    row.target = Set(u32::from(typed.target).cast_signed());
    row.reassess_months = Set(typed.cadence.map(|cadence| u32::from(cadence).cast_signed()));
    row.active = Set(typed.active);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))?;
    Ok(())
}
