//! How templates and their versions are kept.

use std::collections::HashMap;

use domain::assessment::{Refused, Taken, Template};
use domain::id::{TaskId, TemplateId, TemplateItemId, TemplateVersionId};
use domain::text::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::cx::{Scope, Tx};
use crate::entity::{Kept as _, assessment_template, task, template_item, template_version};
use crate::error::if_duplicate;
use crate::{Error, kept};

/// The names of the live templates that have taken hold of tasks.
pub(super) async fn holders(
    at: &impl Scope,
    tasks: &[task::Model],
) -> Result<HashMap<TemplateId, String>, Error> {
    names_of(at, tasks.iter().filter_map(|task| task.assessment_template_id)).await
}

/// The names of those of these templates that are live.
pub(super) async fn names_of(
    at: &impl Scope,
    ids: impl Iterator<Item = TemplateId>,
) -> Result<HashMap<TemplateId, String>, Error> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = kept::live::<assessment_template::Entity>(at)
        .filter(assessment_template::Column::Id.is_in(ids))
        .all(at.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The tasks that live templates have taken hold of.
pub(super) async fn taken(tx: &Tx, tasks: &[task::Model]) -> Result<Vec<Taken>, Error> {
    let names = holders(tx, tasks).await?;
    let taken = |task: &task::Model| {
        let template = task.assessment_template_id?;
        Some(Taken {
            task: task.id,
            task_name: task.name.clone(),
            template,
            template_name: names.get(&template)?.clone(),
        })
    };
    Ok(tasks.iter().filter_map(taken).collect())
}

/// Reads the live tasks asked for and those a template has, in order, and holds their rows until the write ends.
pub(super) async fn lock_tasks(
    tx: &Tx,
    own: Option<TemplateId>,
    asked: &[TaskId],
) -> Result<Vec<task::Model>, Error> {
    let mut which = Condition::any().add(task::Column::Id.is_in(asked.iter().copied()));
    if let Some(own) = own {
        which = which.add(task::Column::AssessmentTemplateId.eq(own));
    }
    let rows = tx
        .find::<task::Entity>()
        .filter(which)
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    let found = asked.iter().all(|id| rows.iter().any(|row| row.id == *id));
    if found { Ok(rows) } else { Err(Error::NotFound) }
}

/// Tasks by their ids, deleted ones too, in order; their rows are held until the write ends.
pub(super) async fn lock_wanted(tx: &Tx, ids: &[TaskId]) -> Result<Vec<task::Model>, Error> {
    let rows = tx.find::<task::Entity>().filter(task::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.order_by_asc(task::Column::Id).lock_exclusive().all(tx.db()).await?)
}

pub(super) async fn insert(
    tx: &Tx,
    template: &Template,
    library_key: Option<&str>,
) -> Result<assessment_template::Model, Error> {
    let row = assessment_template::ActiveModel {
        id: Set(tx.fresh(TemplateId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        deletion_id: Set(None),
        name: Set(template.name.clone()),
        name_key: Set(name_key(&template.name)),
        active: Set(template.active),
        current_version_id: Set(None),
        library_key: Set(library_key.map(ToOwned::to_owned)),
    };
    row.insert(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))
}

pub(super) async fn update(
    tx: &Tx,
    row: assessment_template::Model,
    template: &Template,
) -> Result<assessment_template::Model, Error> {
    let mut row = assessment_template::Entity::next(row, tx.now());
    row.name = Set(template.name.clone());
    row.name_key = Set(name_key(&template.name));
    row.active = Set(template.active);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))
}

/// The number of the newest version.
pub(super) async fn newest(tx: &Tx, id: TemplateId) -> Result<i32, Error> {
    let newest: Option<i32> = tx
        .find::<template_version::Entity>()
        .select_only()
        .column(template_version::Column::Number)
        .filter(template_version::Column::TemplateId.eq(id))
        .order_by_desc(template_version::Column::Number)
        .into_tuple()
        .one(tx.db())
        .await?;
    newest.ok_or_else(|| Error::inconsistent("assessment_template", id, "has no version"))
}

/// Adds a version with its items and makes it the current one.
pub(super) async fn publish(
    tx: &Tx,
    row: assessment_template::Model,
    number: i32,
    template: &Template,
) -> Result<TemplateVersionId, Error> {
    let id = tx.fresh(TemplateVersionId);
    let tasks = serde_json::to_string(&template.tasks)
        .map_err(|error| Error::fault("publishing a version", error))?;
    let version = template_version::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        template_id: Set(row.id),
        number: Set(number),
        published_by: Set(tx.own()?),
        covered_task_ids: Set(tasks),
    };
    version.insert(tx.db()).await?;
    let items = template.items.iter().map(|item| template_item::ActiveModel {
        id: Set(tx.fresh(TemplateItemId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        template_version_id: Set(id),
        section: Set(item.section),
        position: Set(item.position.cast_signed()),
        prompt: Set(item.prompt.clone()),
        model_answer: Set(item.model_answer.clone()),
        allow_not_applicable: Set(item.allow_not_applicable),
    });
    template_item::Entity::insert_many(items).exec_without_returning(tx.db()).await?;
    let mut row = row.into_active_model();
    row.current_version_id = Set(Some(id));
    row.update(tx.db()).await?;
    Ok(id)
}

/// Makes exactly these tasks the covered ones. Their versions stay: nothing that their own form shows has changed.
pub(super) async fn cover(
    tx: &Tx,
    id: TemplateId,
    asked: &[TaskId],
    locked: &[task::Model],
) -> Result<(), Error> {
    for task in locked {
        let now = asked.contains(&task.id).then_some(id);
        if task.assessment_template_id != now {
            let mut row = task.clone().into_active_model();
            row.assessment_template_id = Set(now);
            row.updated_at = Set(tx.now());
            row.update(tx.db()).await?;
        }
    }
    Ok(())
}
