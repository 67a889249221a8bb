//! Reminders to acknowledge: by an admin at any time, and by an hourly job that never sends one twice (R-ACK-3).

use std::collections::BTreeMap;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{RatingEventKind, Refused, reminder_due};
use domain::id::{AccountId, AssessmentId, RatingId, SubmissionId};
use domain::notice::NoticeKind;
use serde_json::json;

use super::store;
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::entity::{competency_rating, rating_event};
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::Mail;
use crate::{Cx, Error, settings};

/// Reminds a carer of the result that a rating belongs to.
///
/// # Errors
/// [`Refused::NoLongerWaits`] when it does not ask any more.
pub async fn remind(cx: &Cx, submission: SubmissionId, rating: RatingId) -> Result<(), Error> {
    let tx = cx.write(Action::Rate).await?;
    let first = match tx.once::<RatingId>("competency.remind", submission, &rating).await? {
        Once::Before(_) => return Ok(()),
        Once::First(first) => first,
    };
    let carer = store::rating(&tx, rating).await?.carer_id;
    trigger::hold_carers(&tx, &[carer]).await?;
    let asking = store::asking(&tx, Some(carer)).await?;
    let wanted = asking.iter().find(|row| row.id == rating).ok_or(Refused::NoLongerWaits)?;
    let key = result(wanted);
    let together: Vec<_> = asking.iter().filter(|row| result(row) == key).collect();
    send(&tx, carer, &together).await?;
    tx.remember(first, &rating).await?;
    tx.commit_noted().await
}

/// The hourly job: reminds of every result whose time has come. It gives how many reminders went out.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn run_reminders(cx: &Cx) -> Result<String, Error> {
    let read = cx.read(Action::RunJob).await?;
    let carers: std::collections::BTreeSet<AccountId> =
        store::asking(&read, None).await?.iter().map(|row| row.carer_id).collect();
    let mut sent = 0;
    for carer in carers {
        sent += remind_carer(cx, carer).await?;
    }
    Ok(format!("{sent} sent"))
}

/// What is due of one carer, in one transaction. The carer's row is locked, so a second runner finds nothing to do.
async fn remind_carer(cx: &Cx, carer: AccountId) -> Result<usize, Error> {
    let tx = cx.write(Action::RunJob).await?;
    trigger::hold_carers(&tx, &[carer]).await?;
    let person = store::account(&tx, carer).await?;
    if !person.active || person.deletion_id.is_some() {
        return Ok(0);
    }
    let hours = settings::load(&tx).await?.reminder_hours.0;
    let asking = store::asking(&tx, Some(carer)).await?;
    let events = store::events(&tx, asking.iter().map(|row| row.id).collect()).await?;
    let automatic = |event: &rating_event::Model| event.kind == RatingEventKind::Reminded && event.automatic;
    let is_due = |row: &&competency_rating::Model| {
        reminder_due(row.set_at, store::last(&events, row.id, automatic), tx.now(), hours)
    };
    let mut results: BTreeMap<_, Vec<&competency_rating::Model>> = BTreeMap::new();
    for row in asking.iter().filter(is_due) {
        results.entry(result(row)).or_default().push(row);
    }
    let sent = results.len();
    for together in results.values() {
        send(&tx, carer, together).await?;
    }
    if sent > 0 {
        tx.commit_noted().await?;
    }
    Ok(sent)
}

/// What is acknowledged together: an assessment, or one rating given by hand.
const fn result(row: &competency_rating::Model) -> (Option<AssessmentId>, Option<RatingId>) {
    match row.assessment_id {
        Some(assessment) => (Some(assessment), None),
        None => (None, Some(row.id)),
    }
}

async fn send(tx: &Tx, carer: AccountId, rows: &[&competency_rating::Model]) -> Result<(), Error> {
    let person = store::account(tx, carer).await?;
    let rows: Vec<competency_rating::Model> = rows.iter().copied().cloned().collect();
    let names = store::task_names(tx, &rows).await?;
    let mut ratings = Vec::new();
    for row in &rows {
        store::happened(tx, row.id, RatingEventKind::Reminded, None).await?;
        ratings.push((names.get(&row.task_id).cloned().unwrap_or_default(), row.level));
        let entry = Entry::new(AuditAction::ReminderSent).about("competency_rating", row.id.0);
        tx.also(entry.after(json!({ "carer": carer, "automatic": tx.actor_id().is_none() }))?);
    }
    let Some(first) = rows.first() else { return Ok(()) };
    tx.touch(Topic::Rating, Some(carer));
    let about = ("competency_rating", first.id.0);
    tx.tell(&person, NoticeKind::RatingReminder, about, |name| Mail::RatingToAcknowledge {
        name,
        ratings,
        is_reminder: true,
    })
    .await
}
