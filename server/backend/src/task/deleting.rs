//! Deleting a task and bringing it back from the bin (R-TSK-3, R-BIN-4).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::deletion::{ItemType, Restored};
use domain::id::TaskId;
use domain::task::Refused;
use serde_json::json;

use super::{hold, recorded_row, store};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::entity::task;
use crate::events::Topic;
use crate::{Cx, Error, assignment, deletion, kept};

/// Deletes a task: it leaves daily lists, totals and its template's group, which is judged again without it. Counts
/// and ratings stay, and a sent shift still requires it (R-TSK-3). Gives its name.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn delete(cx: &Cx, id: TaskId) -> Result<String, Error> {
    let tx = cx.write(Action::ManageTasks).await?;
    let row = hold(&tx, id).await?;
    let binned = deletion::begin(&tx, ItemType::Task, id.0, &row.name).await?;
    store::set_deletion(&tx, row.clone(), Some(binned), row.assessment_template_id).await?;
    let closed = assignment::close(&tx, assignment::Of::Task(id), binned).await?;
    if let Some(template) = row.assessment_template_id {
        trigger::rejudge_template(&tx, template).await?;
    }
    for topic in [Topic::Assignment, Topic::Progress, Topic::Shift, Topic::Rota] {
        tx.touch(topic, None);
    }
    let packages: Vec<_> = closed.tasks.iter().map(|(_, package)| package).collect();
    let after = json!({ "deletion": binned, "packages": packages, "template": row.assessment_template_id });
    let entry = Entry::new(AuditAction::TaskDeleted).about("task", id.0);
    tx.commit(entry.before(recorded_row(&row))?.after(after)?).await?;
    Ok(row.name)
}

/// Brings a task back from the bin with its assignments, and into its template if that is live (R-BIN-4).
///
/// # Errors
/// [`Refused::NameTakenMeanwhile`], [`Error::NotFound`] for one that is not in the bin, or not ours.
pub async fn restore(cx: &Cx, id: TaskId) -> Result<Restored, Error> {
    let tx = cx.write(Action::ManageTasks).await?;
    let open = deletion::hold(&tx, ItemType::Task, id.0).await?;
    let binned = open.id;
    let seen = kept::find_binned::<task::Entity>(&tx, id).await?;
    let template = match seen.assessment_template_id {
        Some(template) => store::template_held(&tx, template).await?,
        None => None,
    };
    let row = kept::lock_binned::<task::Entity>(&tx, id).await?;
    if row.assessment_template_id != seen.assessment_template_id {
        return Err(Error::Unavailable("the task, which is being moved to another template"));
    }
    if kept::is_taken::<task::Entity>(&tx, &row.name, Some(id)).await? {
        return Err(Refused::NameTakenMeanwhile { name: row.name }.into());
    }
    let (live, name, deleted) = match template {
        Some(template) if template.deletion_id.is_none() => (Some(template.id), Some(template.name), None),
        Some(template) => (None, None, Some(template.name)),
        None => (None, None, None),
    };
    store::set_deletion(&tx, row.clone(), None, live).await?;
    deletion::close(&tx, open).await?;
    let back = assignment::reopen(&tx, binned).await?;
    if let Some(template) = live {
        trigger::rejudge_template(&tx, template).await?;
    }
    tx.touch(Topic::Assignment, None);
    tx.touch(Topic::Progress, None);
    let skipped: Vec<String> = deleted.into_iter().chain(back.skipped).collect();
    let entry = Entry::new(AuditAction::TaskRestored).about("task", id.0);
    let after =
        json!({ "name": row.name, "packages": back.tasks, "template": live, "skipped": skipped.len() });
    tx.commit(entry.before(json!({ "deletion": binned }))?.after(after)?).await?;
    Ok(Restored { name: row.name, carers: back.carers, tasks: back.tasks, template: name, skipped })
}
