//! How tasks are kept.

use domain::id::{DeletionId, PackageId, TaskId, TemplateId};
use domain::list::{Asked, Kept, Listed, Named, TaskSort};
use domain::problems::{Problem, Problems};
use domain::task::{Refused, Task, TaskRow, TaskView};
use domain::text::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::cx::{Scope, Tx};
use crate::entity::{
    Kept as _, assessment_template, care_package, competency_rating, progress_current, task, task_assignment,
};
use crate::error::if_duplicate;
use crate::{Error, deletion, kept, list};

/// A page of the list, in three queries whatever its length, five for those in the bin.
pub(super) async fn list(at: &impl Scope, asked: &Asked, template: &str) -> Result<Listed<TaskRow>, Error> {
    let mut query = kept::listed::<task::Entity>(at, asked.status()?);
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
    let row = kept::find::<task::Entity>(at, id).await?;
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

/// A template, live or not, which stays as it is until the write ends.
pub(super) async fn template_held(
    tx: &Tx,
    id: TemplateId,
) -> Result<Option<assessment_template::Model>, Error> {
    let row = tx.find::<assessment_template::Entity>().filter(assessment_template::Column::Id.eq(id));
    Ok(row.lock_shared().one(tx.db()).await?)
}

/// Puts a task into the bin, or takes it out, with the template it belongs to then.
pub(super) async fn set_deletion(
    tx: &Tx,
    row: task::Model,
    deletion: Option<DeletionId>,
    template: Option<TemplateId>,
) -> Result<(), Error> {
    let name = row.name.clone();
    let key = kept::library_key::<task::Entity>(tx, row.id, row.library_key.clone()).await?;
    let mut row = task::Entity::next(row, tx.now());
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
    let rows = kept::live::<care_package::Entity>(at)
        .filter(care_package::Column::Id.in_subquery(now.into_query()))
        .order_by_asc(care_package::Column::NameKey)
        .all(at.db())
        .await?;
    Ok(rows.into_iter().map(|row| Named { id: row.id, name: row.name }).collect())
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
    let mut row = task::Entity::next(row, tx.now());
    row.name = Set(typed.name.clone());
    row.name_key = Set(name_key(&typed.name));
    row.description = Set(typed.description.clone());
    row.target = Set(u32::from(typed.target).cast_signed());
    row.reassess_months = Set(typed.cadence.map(|cadence| u32::from(cadence).cast_signed()));
    row.active = Set(typed.active);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))?;
    Ok(())
}
