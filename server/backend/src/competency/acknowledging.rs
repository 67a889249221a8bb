//! The carer's own act: reads the statement, ticks it, and what waited takes force (R-ACK-1, R-ACK-2).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{AcknowledgmentDraft, Effect, RatingEventKind, Refused, still_asking};
use domain::id::{AccountId, AcknowledgmentId, AcknowledgmentRatingId, RatingId, SubmissionId, TaskId};
use domain::problems::{Problem, Problems};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{reminders, statement, store};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{acknowledgment, acknowledgment_rating, acknowledgment_text, competency_rating};
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, shift};

/// Acknowledges the ratings of one result. Those superseded or withdrawn since the page was shown are left out.
///
/// # Errors
/// [`Refused::NoLongerWaits`] when none is left, [`Error::NotFound`] for anybody else's, [`Error::Stale`] when the
/// statement has a newer wording, [`Error::Invalid`] for a part of a result.
pub async fn acknowledge(
    cx: &Cx,
    submission: SubmissionId,
    form: &AcknowledgmentDraft,
) -> Result<Acted, Error> {
    let read = form.parse()?;
    let tx = cx.write(Action::Acknowledge).await?;
    let carer = tx.own()?;
    let first = match tx.once::<Acted>("competency.acknowledge", submission, form).await? {
        Once::Before(acted) => return Ok(acted),
        Once::First(first) => first,
    };
    let shown = store::ratings(&tx, read.ratings.clone()).await?;
    if shown.len() != read.ratings.len() || shown.iter().any(|row| row.carer_id != carer) {
        return Err(Error::NotFound);
    }
    require_one_result(&shown)?;
    let text = statement::newest(&tx).await?;
    if text.number.unsigned_abs() != read.statement {
        return Err(Error::Stale);
    }
    let tasks: Vec<TaskId> = shown.iter().map(|row| row.task_id).collect();
    let held = trigger::hold_tasks(&tx, carer, &tasks).await?;
    let left = left(&tx, carer, &shown).await?;
    let act = insert(&tx, carer, &text, &left).await?;
    for rating in &left {
        take_force(&tx, carer, rating, act, &text).await?;
    }
    trigger::open_if_any_ready(&tx, carer, &held).await?;
    reminders::hush(&tx, carer).await?;
    shift::offer_to(&tx, carer).await?;
    shift::warn_if_not_eligible(&tx, carer).await?;
    tx.touch(Topic::Rating, Some(carer));
    let raised = left.iter().filter(|row| row.effect == Effect::OnAcknowledgment).count();
    let acted = Acted { raised, seen: left.len() - raised };
    tx.remember(first, &acted).await?;
    tx.commit_noted().await?;
    Ok(acted)
}

/// What one act of a carer did: how many ratings took force by it, and how many were in force before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// Those that count from now on.
    pub raised: usize,
    /// Those that counted already: lowerings (R-RAT-2).
    pub seen: usize,
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

/// The ratings of the page that still ask. The page lists all of its result, so none that asks may be missing.
async fn left(
    tx: &Tx,
    carer: AccountId,
    shown: &[competency_rating::Model],
) -> Result<Vec<competency_rating::Model>, Error> {
    let asking = store::asking(tx, Some(carer)).await?;
    let ids: Vec<RatingId> = shown.iter().map(|row| row.id).collect();
    let result = shown.first().and_then(|row| row.assessment_id);
    if asking.iter().any(|row| result.is_some() && row.assessment_id == result && !ids.contains(&row.id)) {
        return Err(Problems::one("ratings", Problem::NotAllowed).into());
    }
    let left = still_asking(&ids, |id| asking.iter().any(|row| row.id == id));
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
            "carer": carer, "task": rating.task_id, "level": rating.level, "acknowledgment": act, "statement": text.number,
        }))?;
    tx.also(entry);
    if let Some(superseded) = done.superseded {
        store::happened(tx, superseded, RatingEventKind::Superseded, None).await?;
        super::record_superseded(tx, carer, rating.task_id, &before, superseded, rating.id)?;
    }
    Ok(())
}
