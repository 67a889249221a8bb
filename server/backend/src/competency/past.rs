//! What a carer has acknowledged before, and the own ratings that a concern may be about (screens §17, R-ACK-4).

use std::collections::HashMap;

use domain::access::Action;
use domain::competency::{OwnRating, PastAct, PastRating};
use domain::id::{AccountId, AcknowledgmentId, AcknowledgmentTextId, RatingId, TaskId};
use domain::list::{Asked, Listed};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{shown, store, validity};
use crate::cx::Scope;
use crate::entity::{acknowledgment, acknowledgment_rating, acknowledgment_text, competency_rating};
use crate::{Cx, Error, list};

/// A page of the signed-in carer's past acknowledgments, newest first, in ten queries whatever its length.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn past(cx: &Cx, asked: &Asked) -> Result<Listed<PastAct>, Error> {
    let read = cx.read(Action::Acknowledge).await?;
    let own = acknowledgment::Column::CarerId.eq(read.own()?);
    let acts = read.find::<acknowledgment::Entity>().filter(own);
    let newest = list::Order::down(acknowledgment::Column::At, acknowledgment::Column::Id);
    let Listed { rows, previous, next, found } = list::page(read.db(), acts, &newest, asked).await?;
    Ok(Listed { rows: shown(&read, rows).await?, previous, next, found })
}

async fn shown(scope: &impl Scope, acts: Vec<acknowledgment::Model>) -> Result<Vec<PastAct>, Error> {
    let mut covered = covered(scope, &acts).await?;
    let texts: HashMap<AcknowledgmentTextId, acknowledgment_text::Model> = scope
        .find::<acknowledgment_text::Entity>()
        .filter(acknowledgment_text::Column::Id.is_in(acts.iter().map(|act| act.text_id)))
        .all(scope.db())
        .await?
        .into_iter()
        .map(|text| (text.id, text))
        .collect();
    let act = |act: acknowledgment::Model| {
        let text = texts.get(&act.text_id);
        PastAct {
            at: act.at,
            statement: text.map_or(0, |text| text.number.unsigned_abs()),
            text: text.map(|text| text.body.clone()).unwrap_or_default(),
            ratings: covered.remove(&act.id).unwrap_or_default(),
        }
    };
    Ok(acts.into_iter().map(act).collect())
}

/// The ratings of each act, by task.
async fn covered(
    scope: &impl Scope,
    acts: &[acknowledgment::Model],
) -> Result<HashMap<AcknowledgmentId, Vec<PastRating>>, Error> {
    let pairs = scope
        .find::<acknowledgment_rating::Entity>()
        .filter(acknowledgment_rating::Column::AcknowledgmentId.is_in(acts.iter().map(|act| act.id)))
        .all(scope.db())
        .await?;
    let rows = store::ratings(scope, pairs.iter().map(|pair| pair.rating_id).collect()).await?;
    let old = store::levels_before(scope, &rows).await?;
    let events = store::events(scope, rows.iter().map(|row| row.id).collect()).await?;
    let (people, tasks) = (store::people(scope, &rows).await?, store::task_names(scope, &rows).await?);
    let notes = shown::notes(scope, &rows).await?;
    let rating = |id: RatingId| {
        let row = rows.iter().find(|row| row.id == id)?;
        Some(PastRating {
            rating: id,
            task: tasks.get(&row.task_id).cloned().unwrap_or_default(),
            old: old.get(&id).copied().unwrap_or(row.level),
            new: row.level,
            by: people.get(&row.set_by).cloned().unwrap_or_default(),
            at: row.set_at,
            reason: row.reason.clone(),
            note: row.assessment_id.and_then(|id| notes.get(&id).cloned()),
            valid_until: validity::last_date(row, &events),
        })
    };
    let mut covered: HashMap<_, Vec<PastRating>> = HashMap::new();
    for pair in pairs {
        covered.entry(pair.acknowledgment_id).or_default().extend(rating(pair.rating_id));
    }
    for ratings in covered.values_mut() {
        ratings.sort_by(|a, b| a.task.cmp(&b.task));
    }
    Ok(covered)
}

/// One of the signed-in carer's own ratings: the one named, or what counts in a task, else what waits there.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is somebody else's.
pub async fn own_rating(cx: &Cx, rating: Option<RatingId>, task: Option<TaskId>) -> Result<OwnRating, Error> {
    let read = cx.read(Action::Acknowledge).await?;
    let carer = read.own()?;
    let row = match (rating, task) {
        (Some(id), _) => store::rating(&read, id).await?,
        (None, Some(task)) => in_task(&read, carer, task).await?,
        (None, None) => return Err(Error::NotFound),
    };
    if row.carer_id != carer {
        return Err(Error::NotFound);
    }
    let tasks = store::task_names(&read, std::slice::from_ref(&row)).await?;
    let task = tasks.get(&row.task_id).cloned().unwrap_or_default();
    Ok(OwnRating { rating: row.id, task, level: row.level })
}

async fn in_task(
    scope: &impl Scope,
    carer: AccountId,
    task: TaskId,
) -> Result<competency_rating::Model, Error> {
    let held = store::standing(scope, carer, task).await?;
    let effective = held.effective.map(|held| held.rating);
    let id = effective.or(held.pending.map(|waiting| waiting.rating)).ok_or(Error::NotFound)?;
    store::rating(scope, id).await
}
