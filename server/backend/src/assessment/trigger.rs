//! When a group opens for assessment: once, in the transaction of the act that completed it (R-TRG-4).
//!
//! Every act that can change where a group stands ends here, with the carer's row locked: two last tasks logged at
//! once cannot both miss it.

use std::collections::BTreeSet;

use domain::access::Role;
use domain::assessment::{ReadyChange, ReadyClosed, ready_change};
use domain::audit::AuditAction;
use domain::id::{AccountId, ReadyId, TaskId, TemplateId};
use domain::notice::NoticeKind;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::json;

use super::groups::{self, Judged, Pick, Whose};
use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, assessment_ready, assessment_template, carer, progress_current, task};
use crate::events::Topic;
use crate::outbox::Mail;
use crate::progress;

/// Locks what an act of one carer on one task depends on, in the order of architecture §5: the task's template and
/// covered tasks as they are, then the carer's row. Gives the task.
pub(crate) async fn hold(tx: &Tx, carer: AccountId, task: TaskId) -> Result<task::Model, Error> {
    let seen = progress::task(tx, task).await?.assessment_template_id;
    let mut which = Condition::any().add(task::Column::Id.eq(task));
    if let Some(template) = seen {
        hold_template(tx, template).await?;
        which = which.add(task::Column::AssessmentTemplateId.eq(template));
    }
    let locked = tx.find::<task::Entity>().filter(which).order_by_asc(task::Column::Id).lock_shared();
    let rows = locked.all(tx.db()).await?;
    let held =
        rows.into_iter().find(|row| row.id == task && row.deletion_id.is_none()).ok_or(Error::NotFound)?;
    if held.assessment_template_id != seen {
        return Err(Error::Unavailable("the task, which is being moved to another template"));
    }
    hold_carers(tx, &[carer]).await?;
    Ok(held)
}

/// Locks what an act of one carer on one template depends on, in the same order. Gives the covered live tasks.
pub(crate) async fn hold_group(
    tx: &Tx,
    carer: AccountId,
    template: TemplateId,
) -> Result<Vec<task::Model>, Error> {
    hold_template(tx, template).await?;
    let tasks = tx
        .find::<task::Entity>()
        .filter(task::Column::AssessmentTemplateId.eq(template))
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::Id)
        .lock_shared();
    let tasks = tasks.all(tx.db()).await?;
    hold_carers(tx, &[carer]).await?;
    Ok(tasks)
}

/// Locks what an act of one carer on several tasks depends on, in the same order. Gives the tasks, deleted ones too:
/// what was assessed stays assessed.
pub(crate) async fn hold_tasks(
    tx: &Tx,
    carer: AccountId,
    tasks: &[TaskId],
) -> Result<Vec<task::Model>, Error> {
    let asked = || tx.find::<task::Entity>().filter(task::Column::Id.is_in(tasks.iter().copied()));
    let seen = templates_of(&asked().all(tx.db()).await?);
    for template in &seen {
        hold_template(tx, *template).await?;
    }
    let which = Condition::any()
        .add(task::Column::Id.is_in(tasks.iter().copied()))
        .add(task::Column::AssessmentTemplateId.is_in(seen.iter().copied()));
    let locked = tx.find::<task::Entity>().filter(which).order_by_asc(task::Column::Id).lock_shared();
    let mut held = locked.all(tx.db()).await?;
    held.retain(|row| tasks.contains(&row.id));
    if templates_of(&held) != seen {
        return Err(Error::Unavailable("the task, which is being moved to another template"));
    }
    hold_carers(tx, &[carer]).await?;
    Ok(held)
}

fn templates_of(tasks: &[task::Model]) -> BTreeSet<TemplateId> {
    tasks.iter().filter_map(|task| task.assessment_template_id).collect()
}

/// Locks a template as it is, before its tasks.
pub(crate) async fn hold_template(tx: &Tx, template: TemplateId) -> Result<(), Error> {
    let row = tx.find::<assessment_template::Entity>().filter(assessment_template::Column::Id.eq(template));
    row.lock_shared().one(tx.db()).await?.ok_or(Error::NotFound)?;
    Ok(())
}

/// Of how many carers one statement may name the ids; both databases have a limit.
const AT_ONCE: usize = 1_000;

/// Locks carers' rows, in the order of their ids.
pub(crate) async fn hold_carers(tx: &Tx, carers: &[AccountId]) -> Result<(), Error> {
    let mut in_order = carers.to_vec();
    in_order.sort_unstable();
    let mut found = 0;
    for some in in_order.chunks(AT_ONCE) {
        let rows = tx
            .find::<carer::Entity>()
            .filter(carer::Column::AccountId.is_in(some.iter().copied()))
            .order_by_asc(carer::Column::AccountId)
            .lock_exclusive();
        found += rows.all(tx.db()).await?.len();
    }
    if found == carers.len() { Ok(()) } else { Err(Error::NotFound) }
}

/// Locks a carer's row and makes sure that the carer is not in the recycle bin: nothing is corrected, rated or asked
/// there. Deleting and restoring lock the same row, so what is found stays true until the commit.
///
/// # Errors
/// [`Error::NotFound`] for a carer who is deleted, unknown or elsewhere.
pub(crate) async fn hold_live_carer(tx: &Tx, carer: AccountId) -> Result<account::Model, Error> {
    hold_carers(tx, &[carer]).await?;
    let row = tx
        .find::<account::Entity>()
        .filter(account::Column::Id.eq(carer))
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::DeletionId.is_null());
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Judges the group of a task again after an act of one carer. The caller holds the locks of [`hold`].
pub(crate) async fn open_if_ready(tx: &Tx, carer: AccountId, task: &task::Model) -> Result<(), Error> {
    match task.assessment_template_id {
        Some(template) => settle(tx, &[carer], Some(template)).await,
        None => Ok(()),
    }
}

/// The same after an act on several tasks. The caller holds the locks of [`hold_tasks`].
pub(crate) async fn open_if_any_ready(tx: &Tx, carer: AccountId, tasks: &[task::Model]) -> Result<(), Error> {
    for template in templates_of(tasks) {
        settle(tx, &[carer], Some(template)).await?;
    }
    Ok(())
}

/// Judges a template's groups again after the template, its tasks or a target changed. The caller holds the
/// template's and the tasks' rows; the carers' are locked here.
pub(crate) async fn rejudge_template(tx: &Tx, template: TemplateId) -> Result<(), Error> {
    let covered: Vec<TaskId> = tx
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .filter(task::Column::AssessmentTemplateId.eq(template))
        .into_tuple()
        .all(tx.db())
        .await?;
    let begun: Vec<AccountId> = tx
        .find::<progress_current::Entity>()
        .select_only()
        .column(progress_current::Column::CarerId)
        .filter(progress_current::Column::TaskId.is_in(covered))
        .into_tuple()
        .all(tx.db())
        .await?;
    let open = open_rows(tx, None, Some(template)).await?;
    let mut carers: Vec<_> = begun.into_iter().chain(open.into_iter().map(|row| row.carer_id)).collect();
    carers.sort_unstable();
    carers.dedup();
    hold_carers(tx, &carers).await?;
    for some in carers.chunks(AT_ONCE) {
        settle(tx, some, Some(template)).await?;
    }
    Ok(())
}

/// Judges all groups of a carer again after the account was deactivated, deleted, reactivated or restored. The
/// carer's row is locked here.
pub(crate) async fn rejudge_carer(tx: &Tx, carer: AccountId) -> Result<(), Error> {
    hold_carers(tx, &[carer]).await?;
    settle(tx, &[carer], None).await
}

/// Opens and closes the rows that say "ready", as the rule decides.
async fn settle(tx: &Tx, carers: &[AccountId], template: Option<TemplateId>) -> Result<(), Error> {
    let judged =
        groups::judge(tx, Pick { carers: Whose::These(carers), template }, tx.today(), false).await?;
    let mut open = open_rows(tx, Some(carers), template).await?;
    for group in judged {
        let at =
            open.iter().position(|row| row.carer_id == group.carer && row.template_id == group.template.id);
        let row = at.map(|at| open.swap_remove(at));
        match (ready_change(row.is_some(), Some(group.state)), row) {
            (ReadyChange::Open, _) => announce(tx, &group).await?,
            (ReadyChange::Close(why), Some(row)) => close(tx, row, why).await?,
            (ReadyChange::Close(_), None) | (ReadyChange::None, _) => {}
        }
    }
    for row in open {
        // Its carer or template is no longer active, or it covers no live task.
        close(tx, row, ReadyClosed::NoLongerReady).await?;
    }
    Ok(())
}

async fn open_rows(
    scope: &impl Scope,
    carers: Option<&[AccountId]>,
    template: Option<TemplateId>,
) -> Result<Vec<assessment_ready::Model>, Error> {
    let mut rows =
        scope.find::<assessment_ready::Entity>().filter(assessment_ready::Column::ClosedAt.is_null());
    if let Some(carers) = carers {
        rows = rows.filter(assessment_ready::Column::CarerId.is_in(carers.iter().copied()));
    }
    if let Some(template) = template {
        rows = rows.filter(assessment_ready::Column::TemplateId.eq(template));
    }
    Ok(rows.all(scope.db()).await?)
}

/// The open rows of an organisation: since when each group is ready.
pub(super) async fn ready_since(scope: &impl Scope) -> Result<Vec<assessment_ready::Model>, Error> {
    open_rows(scope, None, None).await
}

/// One row, one entry, one notice and one mail to each admin.
async fn announce(tx: &Tx, group: &Judged) -> Result<(), Error> {
    let id = tx.fresh(ReadyId);
    assessment_ready::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        carer_id: Set(group.carer),
        template_id: Set(group.template.id),
        ready_at: Set(tx.now()),
        closed_at: Set(None),
        close_reason: Set(None),
    }
    .insert(tx.db())
    .await?;
    let entry = Entry::new(AuditAction::AssessmentAvailable).about("assessment_ready", id.0);
    tx.also(entry.after(json!({ "carer": group.carer, "template": group.template.id }))?);
    let tasks: Vec<String> = group.tasks.iter().map(|task| task.name.clone()).collect();
    tx.touch(Topic::Assessment, Some(group.carer));
    tx.tell_admins(NoticeKind::AssessmentReady, ("assessment_ready", id.0), |name| Mail::AssessmentReady {
        name,
        carer: group.carer_name.clone(),
        tasks: tasks.clone(),
    })
    .await
}

async fn close(tx: &Tx, row: assessment_ready::Model, why: ReadyClosed) -> Result<(), Error> {
    tx.touch(Topic::Assessment, Some(row.carer_id));
    tx.settle_for_all(NoticeKind::AssessmentReady, row.id.0).await?;
    let mut row = row.into_active_model();
    row.closed_at = Set(Some(tx.now()));
    row.close_reason = Set(Some(why));
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    Ok(())
}
