//! Reminders to acknowledge: by an admin at any time, and by an hourly job that never sends one twice (R-ACK-3).

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{RatingEventKind, Refused, reminder_due};
use domain::id::{AccountId, RatingId, SubmissionId};
use domain::notice::NoticeKind;
use domain::time::Instant;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{competency_rating, rating_event};
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::Mail;
use crate::{Cx, Error, settings};

/// The names in the outbox of the mail that asks, and of the one that reminds.
const ASKED: &str = "rating_to_acknowledge";
const REMINDED: &str = "rating_reminder";

/// Reminds a carer of the result that a rating belongs to.
///
/// # Errors
/// [`Refused::NoLongerWaits`] when it does not ask any more, [`Error::NotFound`] for one of a carer in the recycle
/// bin.
pub async fn remind(cx: &Cx, submission: SubmissionId, rating: RatingId) -> Result<(), Error> {
    let tx = cx.write(Action::Rate).await?;
    let first = match tx.once::<RatingId>("competency.remind", submission, &rating).await? {
        Once::Before(_) => return Ok(()),
        Once::First(first) => first,
    };
    let carer = store::rating(&tx, rating).await?.carer_id;
    trigger::hold_live_carer(&tx, carer).await?;
    let asking = store::asking(&tx, Some(carer)).await?;
    let wanted = asking.iter().find(|row| row.id == rating).ok_or(Refused::NoLongerWaits)?;
    let together: Vec<_> = asking.iter().filter(|row| result(row) == result(wanted)).collect();
    send(&tx, carer, &together).await?;
    tx.remember(first, &rating).await?;
    tx.commit_noted().await
}

/// The hourly job: reminds of every result whose time has come. It gives how many reminders went out. What fails with
/// one carer keeps nobody else from being reminded.
///
/// # Errors
/// The first failure, once all carers had their turn.
pub async fn run_reminders(cx: &Cx) -> Result<String, Error> {
    let read = cx.read(Action::RunJob).await?;
    let carers: BTreeSet<AccountId> =
        due(&read, cx.now, None).await?.iter().map(|row| row.carer_id).collect();
    let (mut sent, mut failed) = (0, None);
    for carer in carers {
        match remind_carer(cx, carer).await {
            Ok(more) => sent += more,
            Err(error) => {
                tracing::error!(%carer, %error, "a carer could not be reminded");
                failed.get_or_insert(error);
            }
        }
    }
    failed.map_or_else(|| Ok(format!("{sent} sent")), Err)
}

/// The ratings of active carers for which a reminder is due: of one of them, or of all.
async fn due(
    scope: &impl Scope,
    now: Instant,
    carer: Option<AccountId>,
) -> Result<Vec<competency_rating::Model>, Error> {
    let hours = settings::load(scope).await?.reminder_hours.0;
    let mut asking = store::asking_query(scope)
        .filter(competency_rating::Column::CarerId.in_subquery(store::active_carers(scope)))
        .filter(competency_rating::Column::SetAt.lte(now.plus_hours(-i64::from(hours))));
    if let Some(carer) = carer {
        asking = asking.filter(competency_rating::Column::CarerId.eq(carer));
    }
    let mut rows = asking.all(scope.db()).await?;
    let events = store::events(scope, rows.iter().map(|row| row.id).collect()).await?;
    let automatic = |event: &rating_event::Model| event.kind == RatingEventKind::Reminded && event.automatic;
    rows.retain(|row| reminder_due(row.set_at, store::last(&events, row.id, automatic), now, hours));
    Ok(rows)
}

/// What is due of one carer, in one transaction. The carer's row is locked, so a second runner finds nothing to do.
async fn remind_carer(cx: &Cx, carer: AccountId) -> Result<usize, Error> {
    let tx = cx.write(Action::RunJob).await?;
    trigger::hold_carers(&tx, &[carer]).await?;
    let rows = due(&tx, tx.now(), Some(carer)).await?;
    let mut results: BTreeMap<_, Vec<&competency_rating::Model>> = BTreeMap::new();
    for row in &rows {
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

/// What is acknowledged together, by the table's name and the row's id: an assessment, or one rating given by hand.
fn result(row: &competency_rating::Model) -> (&'static str, Uuid) {
    match row.assessment_id {
        Some(assessment) => ("assessment", assessment.0),
        None => ("competency_rating", row.id.0),
    }
}

/// Calls back the mails that wait about results of which nothing asks the carer any more (EM4), and takes their
/// notices for read.
pub(super) async fn hush(tx: &Tx, carer: AccountId) -> Result<(), Error> {
    let asking = store::asking(tx, Some(carer)).await?;
    let still = || asking.iter().map(|row| result(row).1);
    tx.settle(carer, &[NoticeKind::RatingToAcknowledge, NoticeKind::RatingReminder], still()).await?;
    tx.recall_over(carer, &[ASKED, REMINDED], still()).await
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
        tx.also(entry.after(json!({
            "carer": carer, "task": row.task_id, "level": row.level,
            "automatic": tx.actor_id().is_none(),
        }))?);
    }
    let Some(about) = rows.first().map(result) else { return Ok(()) };
    tx.touch(Topic::Rating, Some(carer));
    tx.recall_about(carer, REMINDED, about.1).await?;
    tx.tell(&person, NoticeKind::RatingReminder, about, |name| Mail::RatingToAcknowledge {
        name,
        ratings,
        is_reminder: true,
    })
    .await
}
