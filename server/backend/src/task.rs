//! Tasks: made, changed, looked up, deleted and restored by admins (R-TSK).

mod deleting;
mod effect;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{SubmissionId, TaskId, TemplateId};
use domain::list::{Asked, Listed};
use domain::task::{Refused, Task, TaskDraft, TaskRow, TaskView};
use serde_json::{Value, json};

use crate::assessment::trigger;
use crate::audit::{self, Entry};
use crate::cx::{Scope, Tx};
use crate::entity::task;
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, competency, kept, list, personal, shift};

pub use deleting::{delete, restore};
pub use effect::effect;

/// A page of the live tasks, or of those in the bin, by name. `template` is `with`, `without` or empty for both.
///
/// # Errors
/// [`Error::Invalid`] for a filter that there is none of.
pub async fn list(cx: &Cx, asked: &Asked, template: &str) -> Result<Listed<TaskRow>, Error> {
    store::list(&cx.read(Action::ReadTasks).await?, asked, template).await
}

/// One live task with what uses it.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn show(cx: &Cx, id: TaskId) -> Result<TaskView, Error> {
    let read = cx.read(Action::ReadTasks).await?;
    let found = store::show(&read, id).await?;
    Ok(TaskView { shifts: shift::requiring(cx, &read, id).await?, ..found })
}

/// Makes a task.
///
/// # Errors
/// [`Refused::NameTaken`], or every problem of the form.
pub async fn create(cx: &Cx, submission: SubmissionId, draft: &TaskDraft) -> Result<TaskId, Error> {
    let tx = cx.write(Action::ManageTasks).await?;
    let task = draft.parse()?;
    let first = match tx.once("task.create", submission, draft).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    let id = add(&tx, &task, None).await?;
    tx.remember(first, &id).await?;
    tx.commit_noted().await?;
    Ok(id)
}

/// Makes a task within a change; one of the starter library keeps its key there.
pub(crate) async fn add(tx: &Tx, task: &Task, library_key: Option<&str>) -> Result<TaskId, Error> {
    if kept::is_taken::<task::Entity>(tx, &task.name, None).await? {
        return Err(Refused::NameTaken.into());
    }
    let id = store::insert(tx, task, library_key).await?;
    tx.touch(Topic::Assignment, None);
    let entry = Entry::new(AuditAction::TaskCreated).about("task", id.0);
    tx.also(entry.after(recorded(task))?);
    Ok(id)
}

/// A live task that the starter library has too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shelved {
    pub id: TaskId,
    /// The template that has it.
    pub template: Option<TemplateId>,
}

/// The live tasks that were taken from the starter library, or have a name of it, by the library's keys; it is asked
/// for by keys and names.
pub(crate) async fn of_library<'a>(
    at: &impl Scope,
    wanted: impl Iterator<Item = (&'a String, &'a str)>,
) -> Result<HashMap<String, Shelved>, Error> {
    let found = kept::of_library::<task::Entity>(at, wanted).await?;
    let shelved = |row: task::Model| Shelved { id: row.id, template: row.assessment_template_id };
    Ok(found.into_iter().map(|(key, row)| (key, shelved(row))).collect())
}

/// The names of tasks, deleted ones too.
pub(crate) async fn names(at: &impl Scope, ids: &[TaskId]) -> Result<HashMap<TaskId, String>, Error> {
    list::names::<task::Entity>(at, ids.iter().copied()).await
}

/// Changes a task. A new target changes every percentage at once and no rating (R-TSK-2); it may make groups ready,
/// or not ready any more (R-TRG-4). A new cadence counts for new ratings, and for current ones if that was ticked
/// (R-VAL-2).
///
/// # Errors
/// [`Error::Overtaken`] when it was changed since the form was made (R-GEN-7), [`Refused::NameTaken`], or every problem
/// of the form.
pub async fn update(cx: &Cx, id: TaskId, draft: &TaskDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManageTasks).await?;
    let task = draft.parse()?;
    let row = hold(&tx, id).await?;
    if task.version != Some(row.version) {
        return Err(audit::overtaken(&tx, "task", id.0).await?);
    }
    let (mut before, mut after) = (recorded_row(&row), recorded(&task));
    if before == after && row.description == task.description && !task.also_current {
        return Ok(());
    }
    if row.description != task.description {
        note(&mut before, "description", reference(&tx, row.description.as_ref()).await?);
        note(&mut after, "description", reference(&tx, task.description.as_ref()).await?);
    }
    if task.also_current {
        note(&mut after, "also_current", json!(true));
    }
    if kept::is_taken::<task::Entity>(&tx, &task.name, Some(id)).await? {
        return Err(Refused::NameTaken.into());
    }
    let has_new_target = row.target.unsigned_abs() != u32::from(task.target);
    let template = row.assessment_template_id.filter(|_| has_new_target || task.also_current);
    store::update(&tx, row, &task).await?;
    if task.also_current {
        competency::apply_cadence(&tx, id, task.cadence).await?;
    }
    if let Some(template) = template {
        trigger::rejudge_template(&tx, template).await?;
    }
    tx.touch(Topic::Assignment, None);
    tx.touch(Topic::Progress, None);
    let entry = Entry::new(AuditAction::TaskUpdated).about("task", id.0);
    tx.commit(entry.before(before)?.after(after)?).await
}

/// Locks a task, after the template whose groups a new target may open or close (architecture §5).
async fn hold(tx: &Tx, id: TaskId) -> Result<task::Model, Error> {
    let seen = kept::find::<task::Entity>(tx, id).await?.assessment_template_id;
    if let Some(template) = seen {
        trigger::hold_template(tx, template).await?;
    }
    let row = kept::lock::<task::Entity>(tx, id).await?;
    if row.assessment_template_id == seen {
        Ok(row)
    } else {
        Err(Error::Unavailable("the task, which is being moved to another template"))
    }
}

/// Adds a field to what the trail holds.
fn note(recorded: &mut Value, field: &str, value: Value) {
    if let Some(fields) = recorded.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
}

/// A description is free text, so the trail holds a reference to it (domain §9).
async fn reference(tx: &Tx, description: Option<&String>) -> Result<Value, Error> {
    match description {
        Some(text) => Ok(json!(tx.personal(personal::Kind::Note, None, text).await?)),
        None => Ok(Value::Null),
    }
}

/// What the trail holds of a task beside its description.
fn recorded(task: &Task) -> Value {
    json!({
        "name": task.name,
        "target": u32::from(task.target),
        "reassess_months": task.cadence.map(u32::from),
        "active": task.active,
    })
}

fn recorded_row(row: &task::Model) -> Value {
    json!({
        "name": row.name,
        "target": row.target,
        "reassess_months": row.reassess_months,
        "active": row.active,
    })
}
