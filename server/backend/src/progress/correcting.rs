//! What admins correct: a count that is set, and a task that begins anew (R-PRG-8).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{AccountId, CompletionId, SubmissionId, TaskId};
use domain::progress::{AdjustmentDraft, CompletionKind, Corrected, Counted, Logged, ResetDraft, Tally};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;

use super::store::{self, Line};
use super::{again, overview};
use crate::assessment::{draft, trigger};
use crate::audit::Entry;
use crate::audit::opening::{self, Opening};
use crate::cx::{Scope, Tx};
use crate::entity::{assessment_draft, task};
use crate::events::Topic;
use crate::once::Once;
use crate::personal::Kind;
use crate::{Cx, Error};

/// One count of one carer, to be corrected. Opening it is recorded (R-AUD-5).
///
/// # Errors
/// [`Error::NotFound`] for a carer or task that is not there.
pub async fn counted(cx: &Cx, carer: AccountId, task: TaskId, opening: Opening) -> Result<Counted, Error> {
    let read = cx.read(Action::AdjustProgress).await?;
    let person = overview::person(&read, carer).await?;
    let task = store::task(&read, task).await?;
    if task.deletion_id.is_some() {
        return Err(Error::NotFound);
    }
    let row = store::current(&read, carer, task.id).await?;
    let has_draft = match task.assessment_template_id {
        None => false,
        Some(template) => read
            .find::<assessment_draft::Entity>()
            .filter(assessment_draft::Column::CarerId.eq(carer))
            .filter(assessment_draft::Column::TemplateId.eq(template))
            .one(read.db())
            .await?
            .is_some(),
    };
    opening::record(cx, Action::AdjustProgress, carer, "count", opening).await?;
    Ok(Counted {
        carer_name: person.name,
        tally: store::tally(&task, row.as_ref().map_or(0, |row| row.count.unsigned_abs()))?,
        version: row.map_or(0, |row| row.version),
        task_name: task.name,
        has_draft,
    })
}

/// Sets a carer's count for one task, with a reason, once however often the form arrives (R-PRG-8, R-GEN-10).
///
/// # Errors
/// [`domain::progress::Refused::Unchanged`] when it is what it was, [`Error::Stale`] when somebody counted meanwhile,
/// [`Error::NotFound`] for a carer or task that is not there.
pub async fn adjust(cx: &Cx, submission: SubmissionId, form: &AdjustmentDraft) -> Result<Logged, Error> {
    let read = form.parse()?;
    let tx = cx.write(Action::AdjustProgress).await?;
    let first = match tx.once::<CompletionId>("progress.adjust", submission, form).await? {
        Once::Before(_) => return again(&tx, read.carer, read.task).await,
        Once::First(first) => first,
    };
    let (task, before) = hold(&tx, read.carer, read.task, read.version).await?;
    let corrected = before.adjust(read.count)?;
    let line = (CompletionKind::Adjust, submission);
    let line = correct(&tx, read.carer, task.id, line, before, corrected, &read.reason).await?;
    trigger::open_if_ready(&tx, read.carer, &task).await?;
    tx.remember(first, &line).await?;
    tx.commit_noted().await?;
    Ok(Logged { task: task.id, name: task.name, tally: corrected.tally })
}

/// Sets a carer's count for one task to zero, everywhere, with a reason. The rating stays (R-PRG-8).
///
/// # Errors
/// [`Error::Stale`] when somebody counted meanwhile, [`Error::NotFound`] for a carer or task that is not there.
pub async fn reset(cx: &Cx, submission: SubmissionId, form: &ResetDraft) -> Result<Logged, Error> {
    let read = form.parse()?;
    let tx = cx.write(Action::AdjustProgress).await?;
    let first = match tx.once::<CompletionId>("progress.reset", submission, form).await? {
        Once::Before(_) => return again(&tx, read.carer, read.task).await,
        Once::First(first) => first,
    };
    let (task, before) = hold(&tx, read.carer, read.task, read.version).await?;
    let (line, tally) = begin_anew(&tx, read.carer, &task, before, submission, &read.reason).await?;
    trigger::open_if_ready(&tx, read.carer, &task).await?;
    tx.remember(first, &line).await?;
    tx.commit_noted().await?;
    Ok(Logged { task: task.id, name: task.name, tally })
}

/// Locks what a correction depends on: the task with its group, and a carer who is not in the recycle bin. The count
/// must be the one that the form has shown (R-GEN-7).
async fn hold(tx: &Tx, carer: AccountId, task: TaskId, version: i32) -> Result<(task::Model, Tally), Error> {
    let task = trigger::hold(tx, carer, task).await?;
    trigger::hold_live_carer(tx, carer).await?;
    let row = store::current(tx, carer, task.id).await?;
    if row.as_ref().map_or(0, |row| row.version) != version {
        return Err(Error::Stale);
    }
    let tally = store::tally(&task, row.map_or(0, |row| row.count.unsigned_abs()))?;
    Ok((task, tally))
}

/// Sets a count to zero within a change that calls for it: before, after (R-RAT-5). The carer's row is locked by the
/// caller.
pub(crate) async fn zero(
    tx: &Tx,
    carer: AccountId,
    task: &task::Model,
    reason: &str,
) -> Result<(Tally, Tally), Error> {
    let before = store::tally(task, store::count(tx, carer, task.id).await?)?;
    let (_, after) = begin_anew(tx, carer, task, before, tx.fresh(SubmissionId), reason).await?;
    Ok((before, after))
}

/// A draft of the task's group goes with the count (domain §4).
async fn begin_anew(
    tx: &Tx,
    carer: AccountId,
    task: &task::Model,
    before: Tally,
    submission: SubmissionId,
    reason: &str,
) -> Result<(CompletionId, Tally), Error> {
    let corrected = before.reset();
    let line = (CompletionKind::Reset, submission);
    let line = correct(tx, carer, task.id, line, before, corrected, reason).await?;
    if let Some(template) = task.assessment_template_id {
        draft::remove(tx, carer, template).await?;
    }
    Ok((line, corrected.tally))
}

async fn correct(
    tx: &Tx,
    carer: AccountId,
    task: TaskId,
    (kind, submission): (CompletionKind, SubmissionId),
    before: Tally,
    corrected: Corrected,
    reason: &str,
) -> Result<CompletionId, Error> {
    let line = Line {
        carer,
        task,
        kind,
        amount: corrected.amount,
        work_date: tx.today(),
        package: None,
        note: None,
        reason: Some(reason.to_owned()),
        submission: submission.0,
    };
    let id = store::append(tx, line).await?;
    let (action, reset_at) = match kind {
        CompletionKind::Reset => (AuditAction::ProgressReset, Some(tx.now())),
        CompletionKind::Adjust | CompletionKind::Log => (AuditAction::ProgressAdjusted, None),
    };
    store::set_count(tx, carer, task, corrected.tally.done, reset_at).await?;
    tx.touch(Topic::Progress, Some(carer));
    let reason = tx.personal(Kind::Note, Some(carer.0), reason).await?;
    let entry = Entry::new(action).about("completion", id.0).before(json!({ "count": before.done }))?;
    let after = json!({ "carer": carer, "task": task, "count": corrected.tally.done, "reason": reason });
    tx.also(entry.after(after)?);
    Ok(id)
}
