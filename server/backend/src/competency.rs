//! Ratings: given by an assessment or by hand, acknowledged by the carer, withdrawn while they wait. A rating is never
//! changed; what counts is a projection of what happened to it.

mod acknowledging;
mod concerns;
mod lapse;
mod past;
mod reminders;
mod shown;
mod statement;
mod store;
#[cfg(test)]
mod tests;
mod validity;
mod waiting;

use std::collections::HashMap;

use domain::access::Action;
use domain::assessment::GroupState;
use domain::audit::AuditAction;
use domain::competency::{
    Cadence, Effect, Level, Rated, RatingDraft, RatingEventKind, RatingSource, RatingState, Standing,
    Waiting, WithdrawalDraft, is_fast_track, valid_until,
};
use domain::eligibility::{Held, InForce, Locked, Waiting as HeldWaiting};
use domain::id::{AccountId, AssessmentId, RatingId, SubmissionId, TaskId};
use domain::notice::NoticeKind;
use domain::time::Date;
use serde_json::json;
use uuid::Uuid;

use crate::assessment::groups::{self, Pick, Whose};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::task;
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::Mail;
use crate::personal::Kind;
use crate::{Cx, Error, progress, settings, shift};

pub use acknowledging::{Acted, acknowledge};
pub(crate) use concerns::open as open_concerns;
pub use concerns::{answer_concern, concerns, raise_concern};
pub use lapse::run_lapse;
pub use past::{own_rating, past};
pub use reminders::{remind, run_reminders};
pub use shown::{count_waiting, history, task_ratings, todo};
pub use statement::{publish_statement, statement};
pub(crate) use store::{Current, asking, current, require_carer};
pub(crate) use validity::{apply_cadence, cadence_effect};
pub(crate) use waiting::count_long;
pub use waiting::{waiting, waits};

/// A rating as it is given.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub level: Level,
    pub source: RatingSource,
    pub assessment: Option<AssessmentId>,
    pub reason: Option<String>,
    /// Whether the task is at 100 % now (R-RAT-4).
    pub is_complete: bool,
    /// The date from which its validity counts (R-VAL-1).
    pub counts_from: Date,
}

/// All that was decided when a rating was given.
#[derive(Debug)]
struct Decided<'a> {
    carer: AccountId,
    task: TaskId,
    given: &'a Given,
    new: Waiting,
    before: Standing,
    rated: Rated,
    is_fast_track: bool,
}

/// Gives a rating within a change. The caller has locked the carer's row (R-RAT-2, R-RAT-3, R-VAL-1).
pub(crate) async fn give(
    tx: &Tx,
    carer: AccountId,
    task: &task::Model,
    given: &Given,
) -> Result<(RatingId, Effect), Error> {
    let decided = decide(tx, carer, task, given).await?;
    let (id, effect) = (decided.new.rating, decided.rated.effect);
    store::insert(tx, &decided).await?;
    for &superseded in &decided.rated.superseded {
        store::happened(tx, superseded, RatingEventKind::Superseded, None).await?;
        record_superseded(tx, carer, task.id, &decided.before, superseded, id)?;
    }
    if given.level.asks_acknowledgment() {
        store::happened(tx, id, RatingEventKind::Notified, None).await?;
    }
    store::project(tx, carer, task.id, &decided.rated.standing).await?;
    record(tx, &decided).await?;
    tx.touch(Topic::Rating, Some(carer));
    if effect == Effect::Immediate {
        shift::warn_if_not_eligible(tx, carer).await?;
    }
    Ok((id, effect))
}

async fn decide<'a>(
    tx: &Tx,
    carer: AccountId,
    task: &task::Model,
    given: &'a Given,
) -> Result<Decided<'a>, Error> {
    let before = store::standing(tx, carer, task.id).await?;
    let valid_until = match given.level {
        Level::NotAssessed => None,
        _ => valid_until(given.counts_from, cadence(task)?),
    };
    let new = Waiting { rating: tx.fresh(RatingId), level: given.level, valid_until };
    let lowering_immediate = settings::load(tx).await?.competence.lowering_immediate;
    let rated = before.rate(new, tx.today(), lowering_immediate);
    let is_fast_track = is_fast_track(given.source, given.level, given.is_complete);
    Ok(Decided { carer, task: task.id, given, new, before, rated, is_fast_track })
}

fn cadence(task: &task::Model) -> Result<Option<Cadence>, Error> {
    let read = |months: i32| u32::try_from(months).ok().and_then(|months| months.try_into().ok());
    match task.reassess_months {
        None => Ok(None),
        Some(months) => {
            let cadence = read(months).ok_or_else(|| Error::inconsistent("task", task.id, "cadence"))?;
            Ok(Some(cadence))
        }
    }
}

async fn record(tx: &Tx, decided: &Decided<'_>) -> Result<(), Error> {
    let Decided { given, new, before, rated, .. } = decided;
    let action = match (given.source, given.level) {
        (RatingSource::Manual, Level::NotAssessed) => AuditAction::RatingNotAssessed,
        (RatingSource::Manual, _) if decided.is_fast_track => AuditAction::RatingFastTrack,
        (RatingSource::Manual, _) => AuditAction::RatingManual,
        (RatingSource::Assessment, _) => AuditAction::RatingPending,
    };
    let reason = match &given.reason {
        Some(reason) => Some(tx.personal(Kind::Note, Some(decided.carer.0), reason).await?),
        None => None,
    };
    let entry = Entry::new(action)
        .about("competency_rating", new.rating.0)
        .before(json!({ "level": before.level(), "pending": before.pending.map(|waiting| waiting.level) }))?
        .after(json!({
            "carer": decided.carer, "task": decided.task, "level": given.level, "effect": rated.effect,
            "valid_until": new.valid_until, "assessment": given.assessment, "reason": reason,
        }))?;
    tx.also(entry);
    Ok(())
}

/// Notes whose place in a task another rating took, and what it was.
fn record_superseded(
    tx: &Tx,
    carer: AccountId,
    task: TaskId,
    before: &Standing,
    superseded: RatingId,
    by: RatingId,
) -> Result<(), Error> {
    let waited = before.pending.filter(|waiting| waiting.rating == superseded);
    let (level, state) = match waited {
        Some(waiting) => (waiting.level, RatingState::Pending),
        None => (before.level(), RatingState::Effective),
    };
    let entry = Entry::new(AuditAction::RatingSuperseded).about("competency_rating", superseded.0);
    let entry = entry.before(json!({ "level": level, "state": state }))?;
    tx.also(entry.after(json!({
        "carer": carer, "task": task, "state": RatingState::Superseded, "superseded_by": by,
    }))?);
    Ok(())
}

/// Asks a carer to acknowledge what was just given: one notice and one mail, however many ratings (R-ACK-3).
pub(crate) async fn ask(
    tx: &Tx,
    carer: AccountId,
    about: (&'static str, Uuid),
    ratings: Vec<(String, Level)>,
) -> Result<(), Error> {
    reminders::hush(tx, carer).await?;
    let person = store::account(tx, carer).await?;
    tx.tell(&person, NoticeKind::RatingToAcknowledge, about, |name| Mail::RatingToAcknowledge {
        name,
        ratings,
        is_reminder: false,
    })
    .await
}

/// Rates a carer by hand, with a reason. Not Assessed acts at once and sets the count to zero (R-RAT-4, R-RAT-5).
///
/// # Errors
/// [`Error::NotFound`] for a carer or task that is not there or in the recycle bin, [`Error::Stale`] when another
/// rating counts or waits than the form showed (R-GEN-7).
pub async fn rate(
    cx: &Cx,
    carer: AccountId,
    submission: SubmissionId,
    form: &RatingDraft,
) -> Result<Effect, Error> {
    let rating = form.parse()?;
    let tx = cx.write(Action::Rate).await?;
    let first = match tx.once::<Effect>("competency.rate", submission, &(carer, form)).await? {
        Once::Before(effect) => return Ok(effect),
        Once::First(first) => first,
    };
    let task = trigger::hold(&tx, carer, rating.task).await?;
    trigger::hold_live_carer(&tx, carer).await?;
    if let Some(seen) = &rating.seen
        && *seen != store::standing(&tx, carer, task.id).await?.seen()
    {
        return Err(Error::Stale);
    }
    let tally = progress::tally(&task, progress::count(&tx, carer, task.id).await?)?;
    let given = Given {
        level: rating.level,
        source: RatingSource::Manual,
        assessment: None,
        reason: Some(rating.reason.clone()),
        is_complete: tally.is_complete(),
        counts_from: tx.today(),
    };
    let (id, effect) = give(&tx, carer, &task, &given).await?;
    if rating.level == Level::NotAssessed {
        reminders::hush(&tx, carer).await?;
        progress::zero(&tx, carer, &task, &rating.reason).await?;
        tx.notice(carer, NoticeKind::RatingTakenBack, ("task", task.id.0)).await?;
    } else {
        ask(&tx, carer, ("competency_rating", id.0), vec![(task.name.clone(), rating.level)]).await?;
    }
    trigger::open_if_ready(&tx, carer, &task).await?;
    tx.remember(first, &effect).await?;
    tx.commit_noted().await?;
    Ok(effect)
}

/// The assessments that what counts and what waits in a task came from.
pub(crate) async fn sources(tx: &Tx, carer: AccountId, task: TaskId) -> Result<Vec<AssessmentId>, Error> {
    let held = store::standing(tx, carer, task).await?;
    let ids = [held.effective.map(|held| held.rating), held.pending.map(|waiting| waiting.rating)];
    let ratings = store::ratings(tx, ids.into_iter().flatten().collect()).await?;
    Ok(ratings.into_iter().filter_map(|row| row.assessment_id).collect())
}

/// Withdraws a rating that waits, with a reason (R-ACK-5). Gives whose it was. Its task may have been deleted since.
///
/// # Errors
/// [`Refused`] when it no longer waits or is in force, [`Error::NotFound`] for one of a carer in the recycle bin.
pub async fn withdraw(cx: &Cx, submission: SubmissionId, form: &WithdrawalDraft) -> Result<AccountId, Error> {
    let read = form.parse()?;
    let tx = cx.write(Action::Rate).await?;
    let first = match tx.once::<AccountId>("competency.withdraw", submission, form).await? {
        Once::Before(carer) => return Ok(carer),
        Once::First(first) => first,
    };
    let row = store::rating(&tx, read.rating).await?;
    let tasks = trigger::hold_tasks(&tx, row.carer_id, &[row.task_id]).await?;
    trigger::hold_live_carer(&tx, row.carer_id).await?;
    let before = store::standing(&tx, row.carer_id, row.task_id).await?;
    let after = before.withdraw(row.id)?;
    store::happened(&tx, row.id, RatingEventKind::Withdrawn, Some(read.reason.clone())).await?;
    store::project(&tx, row.carer_id, row.task_id, &after).await?;
    reminders::hush(&tx, row.carer_id).await?;
    tx.notice(row.carer_id, NoticeKind::RatingWithdrawn, ("competency_rating", row.id.0)).await?;
    tx.touch(Topic::Rating, Some(row.carer_id));
    let reason = tx.personal(Kind::Note, Some(row.carer_id.0), &read.reason).await?;
    let entry = Entry::new(AuditAction::RatingWithdrawn).about("competency_rating", row.id.0);
    let entry = entry.before(json!({ "level": row.level, "state": RatingState::Pending }))?;
    tx.also(entry.after(json!({
        "carer": row.carer_id, "task": row.task_id, "state": RatingState::Withdrawn, "reason": reason,
    }))?);
    trigger::open_if_any_ready(&tx, row.carer_id, &tasks).await?;
    tx.remember(first, &row.carer_id).await?;
    tx.commit_noted().await?;
    Ok(row.carer_id)
}

/// What carers can show for tasks, for the verdict (R-ELG-3): every carer asked for has one entry per task, in the
/// order of `tasks`, by a fixed number of queries (R-GEN-16).
pub(crate) async fn holdings(
    scope: &impl Scope,
    carers: &[AccountId],
    tasks: &[TaskId],
    today: Date,
) -> Result<HashMap<AccountId, Vec<Held>>, Error> {
    let current = store::currents(scope, carers, tasks).await?;
    let waiting = store::pending_of(scope, &current).await?;
    let until = store::validities(scope, &waiting.values().cloned().collect::<Vec<_>>()).await?;
    let judged =
        groups::judge(scope, Pick { carers: Whose::These(carers), template: None }, today, false).await?;
    let locked = |carer: AccountId, task: TaskId| {
        let group = judged
            .iter()
            .find(|group| group.carer == carer && group.tasks.iter().any(|covered| covered.id == task))?;
        match group.state {
            GroupState::Locked { complete, of } => Some(Locked { done: complete, of }),
            GroupState::Ready | GroupState::Pending | GroupState::Done | GroupState::Reassess => None,
        }
    };
    let held = |carer: AccountId, task: TaskId| {
        let row = current.get(&(carer, task));
        let in_force = row.and_then(|row| {
            Some(InForce { level: row.effective_level?, valid_until: row.effective_valid_until })
        });
        let waiting = row.and_then(|row| waiting.get(&row.pending_rating_id?)).map(|rating| {
            let valid_until = until.get(&rating.id).copied().flatten();
            HeldWaiting { level: rating.level, valid_until, since: rating.set_at }
        });
        Held { task, in_force, waiting, locked: locked(carer, task) }
    };
    Ok(carers.iter().map(|&carer| (carer, tasks.iter().map(|&task| held(carer, task)).collect())).collect())
}
