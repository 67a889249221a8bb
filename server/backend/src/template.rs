//! Assessment templates: made and edited by admins. Editions never change; an edit publishes the next one (R-TPL).

mod bin;
mod drafts;
mod shown;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::access::Action;
use domain::assessment::{
    Item, ItemCounts, Refused, Taken, TaskChoice, Template, TemplateDraft, TemplateRow, TemplateView,
};
use domain::audit::AuditAction;
use domain::id::{SubmissionId, TaskId, TemplateId};
use domain::list::{Asked, Listed};
use serde_json::json;

use crate::assessment::trigger;
use crate::audit::{self, Entry};
use crate::cx::{Scope, Tx};
use crate::entity::{assessment_template, task};
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, kept};

pub use bin::{delete, impact, restore, set_active};
pub(crate) use shown::items;

/// A page of the live templates, by name.
///
/// # Errors
/// [`Error::Invalid`] for a status that there is none of.
pub async fn list(cx: &Cx, asked: &Asked) -> Result<Listed<TemplateRow>, Error> {
    shown::list(&cx.read(Action::ReadTemplates).await?, asked).await
}

/// One live template with the items of its newest version.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn show(cx: &Cx, id: TemplateId) -> Result<TemplateView, Error> {
    shown::show(&cx.read(Action::ReadTemplates).await?, id).await
}

/// Every live task by name, with the template that has taken hold of it: what the form of a template offers.
///
/// # Errors
/// None but those of the policy and the database.
pub async fn tasks(cx: &Cx) -> Result<Vec<TaskChoice>, Error> {
    shown::tasks(&cx.read(Action::ManageTemplates).await?).await
}

/// Makes a template in its first version.
///
/// # Errors
/// [`Refused::NameTaken`], [`Refused::TaskTaken`], [`Error::NotFound`] for a task that is not ours, or every problem
/// of the form.
pub async fn create(cx: &Cx, submission: SubmissionId, draft: &TemplateDraft) -> Result<TemplateId, Error> {
    let tx = cx.write(Action::ManageTemplates).await?;
    let template = draft.parse()?;
    let first = match tx.once("template.create", submission, draft).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    let id = add(&tx, &template, None).await?;
    tx.remember(first, &id).await?;
    tx.commit_noted().await?;
    Ok(id)
}

/// Makes a template in its first version within a change; one of the starter library keeps its key there.
pub(crate) async fn add(
    tx: &Tx,
    template: &Template,
    library_key: Option<&str>,
) -> Result<TemplateId, Error> {
    if kept::is_taken::<assessment_template::Entity>(tx, &template.name, None).await? {
        return Err(Refused::NameTaken.into());
    }
    let tasks = claim(tx, None, template).await?;
    let row = store::insert(tx, template, library_key).await?;
    let id = row.id;
    store::publish(tx, row, 1, template).await?;
    store::cover(tx, id, &template.tasks, &tasks).await?;
    trigger::rejudge_template(tx, id).await?;
    tx.touch(Topic::Assessment, None);
    let entry = Entry::new(AuditAction::TemplateCreated).about("assessment_template", id.0);
    let after = json!({ "name": template.name, "active": template.active, "tasks": template.tasks,
        "items": ItemCounts::of(&template.items) });
    tx.also(entry.after(after)?);
    Ok(id)
}

/// Which of these tasks a live template has; they stay as they are until the write ends.
pub(crate) async fn taken(tx: &Tx, tasks: &[TaskId]) -> Result<Vec<Taken>, Error> {
    let rows = store::lock_tasks(tx, None, tasks).await?;
    store::taken(tx, &rows).await
}

/// The live templates that were taken from the starter library, or have a name of it, by the library's keys; it is
/// asked for by keys and names.
pub(crate) async fn of_library<'a>(
    at: &impl Scope,
    wanted: impl Iterator<Item = (&'a String, &'a str)>,
) -> Result<HashMap<String, TemplateId>, Error> {
    let found = kept::of_library::<assessment_template::Entity>(at, wanted).await?;
    Ok(found.into_iter().map(|(key, row)| (key, row.id)).collect())
}

/// The names of those of these templates that are live.
pub(crate) async fn names(
    at: &impl Scope,
    ids: impl Iterator<Item = TemplateId>,
) -> Result<HashMap<TemplateId, String>, Error> {
    store::names_of(at, ids).await
}

/// Changes a template. Changed items or tasks are published as the next version, to which unfinished assessments
/// move (R-TPL-3). An edit that changes nothing publishes nothing.
///
/// # Errors
/// [`Error::Overtaken`] when it was changed since the form was made (R-GEN-7), and as for [`create`].
pub async fn update(cx: &Cx, id: TemplateId, draft: &TemplateDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManageTemplates).await?;
    let template = draft.parse()?;
    let row = kept::lock::<assessment_template::Entity>(&tx, id).await?;
    if template.version != Some(row.version) {
        return Err(audit::overtaken(&tx, "assessment_template", id.0).await?);
    }
    if kept::is_taken::<assessment_template::Entity>(&tx, &template.name, Some(id)).await? {
        return Err(Refused::NameTaken.into());
    }
    let tasks = claim(&tx, Some(id), &template).await?;
    let old = shown::items_now(&tx, &row).await?;
    let is_renamed = row.name != template.name || row.active != template.active;
    let is_edited = old != template.items || covered(&tasks, id) != template.tasks;
    if !is_renamed && !is_edited {
        return Ok(());
    }
    if is_renamed {
        tx.also(renamed(&row, &template)?);
    }
    let row = store::update(&tx, row, &template).await?;
    if is_edited {
        edit(&tx, row, &old, &template, &tasks).await?;
    }
    trigger::rejudge_template(&tx, id).await?;
    tx.touch(Topic::Assessment, None);
    tx.commit_noted().await
}

/// Publishes the next version, with all that follows it.
async fn edit(
    tx: &Tx,
    row: assessment_template::Model,
    old: &[Item],
    template: &Template,
    tasks: &[task::Model],
) -> Result<(), Error> {
    let id = row.id;
    let number = store::newest(tx, id).await? + 1;
    let before = json!({ "number": number - 1, "tasks": covered(tasks, id), "items": ItemCounts::of(old) });
    let version = store::publish(tx, row, number, template).await?;
    store::cover(tx, id, &template.tasks, tasks).await?;
    drafts::move_to(tx, id, version, &template.items).await?;
    let entry = Entry::new(AuditAction::TemplateVersioned).about("assessment_template", id.0);
    let after =
        json!({ "number": number, "tasks": template.tasks, "items": ItemCounts::of(&template.items) });
    tx.also(entry.before(before)?.after(after)?);
    Ok(())
}

/// Locks the tasks that are or will be covered, and refuses those that belong to another live template (R-TPL-2).
async fn claim(tx: &Tx, own: Option<TemplateId>, template: &Template) -> Result<Vec<task::Model>, Error> {
    let tasks = store::lock_tasks(tx, own, &template.tasks).await?;
    template.claim(own, &store::taken(tx, &tasks).await?)?;
    Ok(tasks)
}

/// Which of the tasks a template covers, in order.
fn covered(tasks: &[task::Model], id: TemplateId) -> Vec<TaskId> {
    tasks.iter().filter(|task| task.assessment_template_id == Some(id)).map(|task| task.id).collect()
}

fn renamed(row: &assessment_template::Model, template: &Template) -> Result<Entry, Error> {
    let entry = Entry::new(AuditAction::TemplateUpdated).about("assessment_template", row.id.0);
    entry
        .before(json!({ "name": row.name, "active": row.active }))?
        .after(json!({ "name": template.name, "active": template.active }))
}
