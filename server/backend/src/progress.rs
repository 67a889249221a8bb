//! What carers have done: their own log, and what admins correct. Each function is one use case, from form to commit.

mod choosing;
mod correcting;
mod lines;
mod overview;
mod store;
#[cfg(test)]
mod tests;
mod today;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{AccountId, CompletionId, PackageId, SubmissionId, TaskId};
use domain::progress::{
    CompletionKind, Day, DayList, Log, LogDraft, Logged, OpenTask, Refused, Tally, left_that_day, open_days,
    overall, package_named, work_date,
};
use domain::time::Date;
use serde_json::json;

use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::task;
use crate::events::Topic;
use crate::once::Once;
use crate::personal::{Kind, Personal};
use crate::{Cx, Error};
use store::Line;

pub use choosing::choose;
pub(crate) use correcting::zero;
pub use correcting::{adjust, counted, reset};
pub use lines::lines;
pub(crate) use overview::overall_of;
pub use overview::{mine, of_carer};
pub(crate) use store::{assigned, count, count_of, counts, tally, task};
pub use today::today;

/// The signed-in carer's tasks that can be logged now, with what the day still allows (R-PRG-5, R-ASG-2).
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn day(cx: &Cx) -> Result<Day, Error> {
    let read = cx.read(Action::OwnDay).await?;
    let carer = read.own()?;
    let assigned = store::assigned(&read, carer).await?;
    day_of(cx, &read, carer, &assigned).await
}

async fn day_of(cx: &Cx, scope: &impl Scope, carer: AccountId, tasks: &[task::Model]) -> Result<Day, Error> {
    let counts = store::counts(scope, carer).await?;
    let days = open_days(cx.zone.local(cx.now));
    let logged = store::logged_since(scope, carer, days.last().copied().unwrap_or(cx.today())).await?;
    let tallies = tasks
        .iter()
        .map(|task| store::tally(task, store::count_of(&counts, task.id)))
        .collect::<Result<Vec<_>, _>>()?;
    let open = tasks.iter().zip(&tallies).filter(|(_, tally)| !tally.is_complete());
    let left = |task: TaskId| days.iter().map(|&day| left_that_day(store::sum(&logged, task, day))).collect();
    let open = open.map(|(task, &tally)| OpenTask {
        task: task.id,
        name: task.name.clone(),
        description: task.description.clone(),
        tally,
        left: left(task.id),
    });
    Ok(Day {
        open: open.collect(),
        list: DayList::of(&tallies),
        overall: overall(&tallies),
        days: days.clone(),
    })
}

/// Logs completions of one task by the signed-in carer, once, however often the form arrives (R-GEN-10).
///
/// When it completes the last task of a group, the group opens in the same transaction (R-TRG-4).
///
/// # Errors
/// [`Refused`] when the task is not the carer's, is complete, or the day is closed or full.
pub async fn log_completion(cx: &Cx, submission: SubmissionId, form: &LogDraft) -> Result<Logged, Error> {
    let log = form.parse()?;
    let tx = cx.write(Action::LogCompletion).await?;
    let carer = tx.own()?;
    let first = match tx.once::<CompletionId>("progress.log_completion", submission, form).await? {
        Once::Before(_) => return again(&tx, carer, log.task).await,
        Once::First(first) => first,
    };
    // A task that is not there is not the carer's either: whether there is one is nobody's business but its carers'.
    let task = match trigger::hold(&tx, carer, log.task).await {
        Err(Error::NotFound) => return Err(Refused::NotAssigned.into()),
        held => held?,
    };
    let packages = store::packages_with(&tx, carer, task.id).await?;
    if packages.is_empty() || !task.active {
        return Err(Refused::NotAssigned.into());
    }
    let now = cx.zone.local(cx.now);
    let date = work_date(log.work_date.unwrap_or(now.date()), now)?;
    let before = store::tally(&task, store::count(&tx, carer, task.id).await?)?;
    let after = before.log(log.count, store::logged_on(&tx, carer, task.id, date).await?)?;

    let package = package_named(&packages);
    let line = keep(&tx, carer, submission, &log, (date, package), before, after).await?;
    trigger::open_if_ready(&tx, carer, &task).await?;
    tx.remember(first, &line).await?;
    tx.touch(Topic::Progress, Some(carer));
    tx.commit_noted().await?;
    Ok(Logged { task: task.id, name: task.name, tally: after })
}

/// What a repeated form is answered with: how far the task is now.
async fn again(tx: &Tx, carer: AccountId, task: TaskId) -> Result<Logged, Error> {
    let task = store::task(tx, task).await?;
    let tally = store::tally(&task, store::count(tx, carer, task.id).await?)?;
    Ok(Logged { task: task.id, name: task.name, tally })
}

async fn keep(
    tx: &Tx,
    carer: AccountId,
    submission: SubmissionId,
    log: &Log,
    (work_date, package): (Date, Option<PackageId>),
    before: Tally,
    after: Tally,
) -> Result<CompletionId, Error> {
    let note = note(tx, carer, log.note.as_deref()).await?;
    let amount = u32::from(log.count);
    let line = Line {
        carer,
        task: log.task,
        kind: CompletionKind::Log,
        amount: amount.cast_signed(),
        work_date,
        package,
        note: note.as_ref().map(|note| note.personal),
        reason: None,
        submission: submission.0,
    };
    let id = store::append(tx, line).await?;
    store::set_count(tx, carer, log.task, after.done, None).await?;
    let entry = Entry::new(AuditAction::CompletionLogged)
        .about("completion", id.0)
        .before(json!({ "count": before.done }))?
        .after(json!({
            "task": log.task, "amount": amount, "count": after.done, "target": u32::from(after.target),
            "work_date": work_date, "care_package": package, "note": note,
        }))?;
    tx.also(entry);
    Ok(id)
}

async fn note(tx: &Tx, carer: AccountId, note: Option<&str>) -> Result<Option<Personal>, Error> {
    match note {
        Some(note) => tx.personal(Kind::Note, Some(carer.0), note).await.map(Some),
        None => Ok(None),
    }
}
