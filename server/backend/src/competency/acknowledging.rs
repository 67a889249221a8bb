//! The carer's own act: reads the statement, ticks it, and what waited takes force (R-ACK-1, R-ACK-2).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{AcknowledgmentDraft, RatingEventKind, Refused, still_asking};
use domain::id::{AccountId, AcknowledgmentId, AcknowledgmentRatingId, RatingId};
use domain::problems::{Problem, Problems};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;

use super::{statement, store};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{acknowledgment, acknowledgment_rating, acknowledgment_text, competency_rating, task};
use crate::events::Topic;
use crate::{Cx, Error, progress, shift};

/// Acknowledges the ratings of one result. Those superseded or withdrawn since the page was shown are left out.
///
/// # Errors
/// [`Refused::NoLongerWaits`] when none is left, [`Error::NotFound`] for anybody else's, [`Error::Stale`] when the
/// statement has a newer wording.
pub async fn acknowledge(cx: &Cx, form: &AcknowledgmentDraft) -> Result<usize, Error> {
    let form = form.parse()?;
    let tx = cx.write(Action::Acknowledge).await?;
    let carer = tx.own()?;
    let shown = store::ratings(&tx, form.ratings.clone()).await?;
    if shown.len() != form.ratings.len() || shown.iter().any(|row| row.carer_id != carer) {
        return Err(Error::NotFound);
    }
    require_one_result(&shown)?;
    let text = statement::newest(&tx).await?;
    if text.number.unsigned_abs() != form.statement {
        return Err(Error::Stale);
    }
    let held = hold(&tx, carer, &shown).await?;
    let left = left(&tx, carer, &shown).await?;
    let act = insert(&tx, carer, &text, &left).await?;
    for rating in &left {
        take_force(&tx, carer, rating, act, &text).await?;
    }
    for task in &held {
        trigger::open_if_ready(&tx, carer, task).await?;
    }
    shift::offer_to(&tx, carer).await?;
    tx.touch(Topic::Rating, Some(carer));
    tx.commit_noted().await?;
    Ok(left.len())
}

/// One act covers the ratings of one assessment, or one rating given by hand.
fn require_one_result(shown: &[competency_rating::Model]) -> Result<(), Error> {
    let is_one = match shown {
        [first, rest @ ..] => {
            rest.is_empty()
                || (first.assessment_id.is_some()
                    && rest.iter().all(|row| row.assessment_id == first.assessment_id))
        }
        [] => false,
    };
    if is_one { Ok(()) } else { Err(Problems::one("ratings", Problem::NotAllowed).into()) }
}

/// Locks what the act depends on: the tasks with their templates, then the carer's row. A task that was deleted
/// meanwhile keeps its rating, so only the carer is locked for it.
async fn hold(
    tx: &Tx,
    carer: AccountId,
    shown: &[competency_rating::Model],
) -> Result<Vec<task::Model>, Error> {
    let mut held: Vec<task::Model> = Vec::new();
    for row in shown {
        let task = progress::task(tx, row.task_id).await?;
        if task.deletion_id.is_some() {
            continue;
        }
        let is_held = |other: &task::Model| other.assessment_template_id == task.assessment_template_id;
        if task.assessment_template_id.is_none() || !held.iter().any(is_held) {
            held.push(trigger::hold(tx, carer, row.task_id).await?);
        }
    }
    trigger::hold_carers(tx, &[carer]).await?;
    Ok(held)
}

/// The ratings of the page that still ask.
async fn left(
    tx: &Tx,
    carer: AccountId,
    shown: &[competency_rating::Model],
) -> Result<Vec<competency_rating::Model>, Error> {
    let asking: Vec<RatingId> = store::asking(tx, Some(carer)).await?.iter().map(|row| row.id).collect();
    let ids: Vec<RatingId> = shown.iter().map(|row| row.id).collect();
    let left = still_asking(&ids, |id| asking.contains(&id));
    let Err(Refused::NoLongerWaits) = left else {
        let left = left?;
        return Ok(shown.iter().filter(|row| left.contains(&row.id)).cloned().collect());
    };
    let events = store::events(tx, ids).await?;
    let is_acknowledged = |row: &competency_rating::Model| {
        store::last(&events, row.id, |event| event.kind == RatingEventKind::Acknowledged).is_some()
    };
    Err(if shown.iter().all(is_acknowledged) { Refused::AlreadyAcknowledged } else { Refused::NoLongerWaits }
        .into())
}

async fn insert(
    tx: &Tx,
    carer: AccountId,
    text: &acknowledgment_text::Model,
    ratings: &[competency_rating::Model],
) -> Result<AcknowledgmentId, Error> {
    let id = tx.fresh(AcknowledgmentId);
    acknowledgment::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        at: Set(tx.now()),
        carer_id: Set(carer),
        text_id: Set(text.id),
        origin_id: Set(tx.cx().signed.ok_or(Error::SignedOut)?.origin),
        assessment_id: Set(ratings.first().and_then(|row| row.assessment_id)),
    }
    .insert(tx.db())
    .await?;
    for rating in ratings {
        acknowledgment_rating::ActiveModel {
            id: Set(tx.fresh(AcknowledgmentRatingId)),
            organisation_id: Set(tx.organisation()),
            created_at: Set(tx.now()),
            acknowledgment_id: Set(id),
            rating_id: Set(rating.id),
        }
        .insert(tx.db())
        .await?;
    }
    Ok(id)
}

async fn take_force(
    tx: &Tx,
    carer: AccountId,
    rating: &competency_rating::Model,
    act: AcknowledgmentId,
    text: &acknowledgment_text::Model,
) -> Result<(), Error> {
    let before = store::standing(tx, carer, rating.task_id).await?;
    let done = before.acknowledge(rating.id)?;
    store::happened(tx, rating.id, RatingEventKind::Acknowledged, None).await?;
    store::project(tx, carer, rating.task_id, &done.standing).await?;
    let entry = Entry::new(AuditAction::RatingAcknowledged)
        .about("competency_rating", rating.id.0)
        .before(json!({ "level": before.level() }))?
        .after(json!({
            "task": rating.task_id, "level": rating.level, "acknowledgment": act, "statement": text.number,
        }))?;
    tx.also(entry);
    if let Some(superseded) = done.superseded {
        store::happened(tx, superseded, RatingEventKind::Superseded, None).await?;
        tx.also(Entry::new(AuditAction::RatingSuperseded).about("competency_rating", superseded.0));
    }
    Ok(())
}
