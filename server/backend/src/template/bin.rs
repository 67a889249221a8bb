//! Templates in use or not, in the recycle bin, and out of it again with their tasks (R-TPL-3, R-BIN-4).

use domain::access::Action;
use domain::assessment::{Refused, TemplateImpact};
use domain::audit::AuditAction;
use domain::deletion::{ItemType, Restored};
use domain::id::{TaskId, TemplateId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{shown, store};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{Kept as _, assessment_template};
use crate::error::if_duplicate;
use crate::events::Topic;
use crate::{Cx, Error, deletion, kept};

/// What a deletion took from a template, to be given back.
#[derive(Debug, Serialize, Deserialize)]
struct Closed {
    tasks: Vec<TaskId>,
}

/// Puts a template into use or out of it. One that is so already stays as it is.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn set_active(cx: &Cx, id: TemplateId, active: bool) -> Result<(), Error> {
    let tx = cx.write(Action::ManageTemplates).await?;
    let row = kept::lock::<assessment_template::Entity>(&tx, id).await?;
    if row.active == active {
        return Ok(());
    }
    let entry = Entry::new(AuditAction::TemplateUpdated)
        .about("assessment_template", id.0)
        .before(json!({ "name": row.name, "active": row.active }))?
        .after(json!({ "name": row.name, "active": active }))?;
    let mut row = assessment_template::Entity::next(row, tx.now());
    row.active = Set(active);
    row.update(tx.db()).await?;
    trigger::rejudge_template(&tx, id).await?;
    tx.touch(Topic::Assessment, None);
    tx.commit(entry).await
}

/// What deleting a template would do.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn impact(cx: &Cx, id: TemplateId) -> Result<TemplateImpact, Error> {
    shown::impact(&cx.read(Action::ManageTemplates).await?, id).await
}

/// Deletes a template softly. It frees its tasks; assessments done with it, and their ratings, stay. Gives its name.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn delete(cx: &Cx, id: TemplateId) -> Result<String, Error> {
    let tx = cx.write(Action::ManageTemplates).await?;
    let row = kept::lock::<assessment_template::Entity>(&tx, id).await?;
    let tasks = store::lock_tasks(&tx, Some(id), &[]).await?;
    let closed = Closed { tasks: tasks.iter().map(|task| task.id).collect() };
    let binned = deletion::begin(&tx, ItemType::Template, id.0, &row.name).await?;
    deletion::remember(&tx, binned, &closed).await?;
    store::cover(&tx, id, &[], &tasks).await?;
    let entry = Entry::new(AuditAction::TemplateDeleted).about("assessment_template", id.0);
    let entry = entry.before(json!({ "name": row.name, "active": row.active, "tasks": closed.tasks }))?;
    let name = row.name.clone();
    let mut row = assessment_template::Entity::next(row, tx.now());
    row.deletion_id = Set(Some(binned));
    row.update(tx.db()).await?;
    trigger::rejudge_template(&tx, id).await?;
    tx.touch(Topic::Assessment, None);
    tx.commit(entry).await?;
    Ok(name)
}

/// Restores a template with the tasks that its deletion freed. Tasks that were deleted meanwhile are skipped and
/// named.
///
/// # Errors
/// [`Refused::NameTakenMeanwhile`] or [`Refused::TaskTakenMeanwhile`], each naming what is in the way (R-BIN-4); [`Error::NotFound`]
/// when it is not in the bin, or not ours.
pub async fn restore(cx: &Cx, id: TemplateId) -> Result<Restored, Error> {
    let tx = cx.write(Action::ManageTemplates).await?;
    let open = deletion::hold(&tx, ItemType::Template, id.0).await?;
    let closed: Closed = deletion::remembered(&open)?;
    let row = kept::lock_binned::<assessment_template::Entity>(&tx, id).await?;
    if kept::is_taken::<assessment_template::Entity>(&tx, &row.name, Some(id)).await? {
        return Err(Refused::NameTakenMeanwhile { name: row.name }.into());
    }
    let (tasks, skipped) = free(&tx, &closed.tasks).await?;
    let back: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
    store::cover(&tx, id, &back, &tasks).await?;
    let name = row.name.clone();
    revive(&tx, row).await?;
    deletion::close(&tx, open).await?;
    trigger::rejudge_template(&tx, id).await?;
    tx.touch(Topic::Assessment, None);
    let entry = Entry::new(AuditAction::TemplateRestored).about("assessment_template", id.0);
    tx.commit(entry.after(json!({ "name": name, "tasks": back, "skipped": skipped }))?).await?;
    Ok(Restored { name, tasks: back.len() as u64, skipped, ..Restored::default() })
}

/// Locks the tasks that are still live and gives the names of the others; refuses when one belongs to another live
/// template now.
async fn free(tx: &Tx, wanted: &[TaskId]) -> Result<(Vec<crate::entity::task::Model>, Vec<String>), Error> {
    let (live, gone): (Vec<_>, Vec<_>) =
        store::lock_wanted(tx, wanted).await?.into_iter().partition(|task| task.deletion_id.is_none());
    if let Some(taken) = store::taken(tx, &live).await?.into_iter().next() {
        let (task, template) = (taken.task_name, taken.template_name);
        return Err(Refused::TaskTakenMeanwhile { task, template }.into());
    }
    Ok((live, gone.into_iter().map(|task| task.name).collect()))
}

async fn revive(tx: &Tx, row: assessment_template::Model) -> Result<(), Error> {
    let name = row.name.clone();
    let key = kept::library_key::<assessment_template::Entity>(tx, row.id, row.library_key.clone()).await?;
    let mut row = assessment_template::Entity::next(row, tx.now());
    row.library_key = Set(key);
    row.deletion_id = Set(None);
    row.update(tx.db()).await.map(drop).map_err(if_duplicate(Refused::NameTakenMeanwhile { name }))
}
