//! What pages show of ratings: the carer's acknowledgments, what waits for carers, the history, the tasks to rate.

use std::collections::HashMap;

use domain::access::{Action, Role};
use domain::competency::{
    Asked, Effect, PastAct, RatingEventKind, RatingShown, RatingState, Result as Outcome, TaskRating, Todo,
    Validity, Waits,
};
use domain::id::{AccountId, RatingId};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{concerns, statement, store};
use crate::cx::Scope;
use crate::entity::{
    account, acknowledgment, acknowledgment_rating, acknowledgment_text, competency_rating, rating_event,
};
use crate::{Cx, Error, progress, settings};

/// How many past acts a carer's page shows.
const PAST: u64 = 10;

/// How many ratings the history shows, newest first.
const HISTORY: u64 = 100;

/// The signed-in carer's acknowledgments: what waits, oldest first, the statement, and what is done.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn todo(cx: &Cx) -> Result<Todo, Error> {
    let read = cx.read(Action::Acknowledge).await?;
    let carer = read.own()?;
    let text = statement::newest(&read).await?;
    let rows = store::asking(&read, Some(carer)).await?;
    let old = store::levels_before(&read, &rows).await?;
    let (people, tasks) = (store::people(&read).await?, store::task_names(&read).await?);
    let mut results: Vec<Outcome> = Vec::new();
    for row in rows {
        let asked = Asked {
            rating: row.id,
            task: tasks.get(&row.task_id).cloned().unwrap_or_default(),
            old: old.get(&row.id).copied().unwrap_or(row.level),
            new: row.level,
            effect: row.effect,
            valid_until: row.valid_until,
        };
        let same =
            |result: &&mut Outcome| row.assessment_id.is_some() && result.assessment == row.assessment_id;
        match results.iter_mut().find(same) {
            Some(result) => result.ratings.push(asked),
            None => results.push(Outcome {
                assessment: row.assessment_id,
                by: people.get(&row.set_by).cloned().unwrap_or_default(),
                at: row.set_at,
                reason: row.reason,
                ratings: vec![asked],
            }),
        }
    }
    Ok(Todo {
        statement: text.number.unsigned_abs(),
        text: text.body,
        results,
        past: past(&read, carer).await?,
        concerns: concerns::listed(&read, Some(carer)).await?,
    })
}

async fn past(scope: &impl Scope, carer: AccountId) -> Result<Vec<PastAct>, Error> {
    let acts = scope
        .find::<acknowledgment::Entity>()
        .filter(acknowledgment::Column::CarerId.eq(carer))
        .order_by_desc(acknowledgment::Column::At)
        .limit(PAST)
        .all(scope.db())
        .await?;
    let covered = scope
        .find::<acknowledgment_rating::Entity>()
        .filter(acknowledgment_rating::Column::AcknowledgmentId.is_in(acts.iter().map(|act| act.id)))
        .all(scope.db())
        .await?;
    let ratings = store::ratings(scope, covered.iter().map(|row| row.rating_id).collect()).await?;
    let texts = scope.find::<acknowledgment_text::Entity>().all(scope.db()).await?;
    let tasks = store::task_names(scope).await?;
    let shown = |id: RatingId| {
        let row = ratings.iter().find(|row| row.id == id)?;
        Some((tasks.get(&row.task_id).cloned()?, row.level))
    };
    let acts = acts.into_iter().map(|act| {
        let of_act = covered.iter().filter(|row| row.acknowledgment_id == act.id);
        let text = texts.iter().find(|text| text.id == act.text_id);
        PastAct {
            at: act.at,
            statement: text.map_or(0, |text| text.number.unsigned_abs()),
            ratings: of_act.filter_map(|row| shown(row.rating_id)).collect(),
        }
    });
    Ok(acts.collect())
}

/// How many results wait for the signed-in carer: each is acknowledged in one act (R-ACK-2).
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn count_waiting(cx: &Cx) -> Result<u64, Error> {
    let read = cx.read(Action::Acknowledge).await?;
    let rows = store::asking(&read, Some(read.own()?)).await?;
    let (assessed, by_hand): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.assessment_id.is_some());
    let results: std::collections::BTreeSet<_> = assessed.iter().map(|row| row.assessment_id).collect();
    Ok((results.len() + by_hand.len()) as u64)
}

/// Every rating that waits for its carer, oldest first, for admins.
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks.
pub async fn waiting(cx: &Cx) -> Result<Vec<Waits>, Error> {
    let read = cx.read(Action::Rate).await?;
    let rows = store::asking(&read, None).await?;
    let old = store::levels_before(&read, &rows).await?;
    let events = store::events(&read, rows.iter().map(|row| row.id).collect()).await?;
    let (people, tasks) = (store::people(&read).await?, store::task_names(&read).await?);
    let name = |id: AccountId| people.get(&id).cloned().unwrap_or_default();
    let reminded = |event: &rating_event::Model| event.kind == RatingEventKind::Reminded;
    let shown = |row: competency_rating::Model| Waits {
        rating: row.id,
        carer: row.carer_id,
        carer_name: name(row.carer_id),
        task: tasks.get(&row.task_id).cloned().unwrap_or_default(),
        old: old.get(&row.id).copied().unwrap_or(row.level),
        new: row.level,
        by: name(row.set_by),
        since: row.set_at,
        reminded_at: store::last(&events, row.id, reminded),
        effect: row.effect,
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// The latest ratings of a carer, newest first (R-RAT-6).
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks.
pub async fn history(cx: &Cx, carer: AccountId) -> Result<Vec<RatingShown>, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    let rows = read
        .find::<competency_rating::Entity>()
        .filter(competency_rating::Column::CarerId.eq(carer))
        .order_by_desc(competency_rating::Column::SetAt)
        .order_by_desc(competency_rating::Column::Id)
        .limit(HISTORY)
        .all(read.db())
        .await?;
    let old = store::levels_before(&read, &rows).await?;
    let events = store::events(&read, rows.iter().map(|row| row.id).collect()).await?;
    let (people, tasks) = (store::people(&read).await?, store::task_names(&read).await?);
    let shown = |row: competency_rating::Model| RatingShown {
        rating: row.id,
        task: tasks.get(&row.task_id).cloned().unwrap_or_default(),
        old: old.get(&row.id).copied().unwrap_or(row.level),
        new: row.level,
        by: people.get(&row.set_by).cloned().unwrap_or_default(),
        at: row.set_at,
        source: row.source,
        assessment: row.assessment_id,
        is_fast_track: row.fast_track,
        state: state(row.effect, &events, row.id),
        acknowledged_at: store::last(&events, row.id, |event| event.kind == RatingEventKind::Acknowledged),
        valid_until: row.valid_until,
        reason: row.reason,
    };
    Ok(rows.into_iter().map(shown).collect())
}

fn state(
    effect: Effect,
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
    rating: RatingId,
) -> RatingState {
    let kinds: Vec<_> = events.get(&rating).into_iter().flatten().map(|event| event.kind).collect();
    RatingState::of(effect, &kinds)
}

/// A carer's name and tasks, to be rated by hand: assigned ones and those with a rating.
///
/// # Errors
/// [`Error::NotFound`] when there is no such carer.
pub async fn task_ratings(cx: &Cx, carer: AccountId) -> Result<(String, Vec<TaskRating>), Error> {
    let read = cx.read(Action::Rate).await?;
    let person = read
        .find::<account::Entity>()
        .filter(account::Column::Id.eq(carer))
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::DeletionId.is_null())
        .one(read.db())
        .await?
        .ok_or(Error::NotFound)?;
    let window = settings::load(&read).await?.competence.due_window_days;
    let held = store::current(&read, carer).await?;
    let counts = progress::store::counts(&read, carer).await?;
    let mut tasks = progress::store::assigned(&read, carer).await?;
    let rated = held.rows.iter().map(|row| row.task_id).filter(|id| tasks.iter().all(|task| task.id != *id));
    let rated: Vec<_> = rated.collect();
    for id in rated {
        let task = progress::store::task(&read, id).await?;
        if task.deletion_id.is_none() {
            tasks.push(task);
        }
    }
    let mut shown = Vec::with_capacity(tasks.len());
    for task in tasks {
        let row = held.rows.iter().find(|row| row.task_id == task.id);
        let validity = |until| Validity::on(until, cx.today(), window);
        let pending = row.and_then(|row| row.pending_rating_id);
        let pending = pending.and_then(|id| held.pending.iter().find(|rating| rating.id == id));
        shown.push(TaskRating {
            task: task.id,
            tally: progress::store::tally(&task, progress::store::count_of(&counts, task.id))?,
            name: task.name,
            effective: row.and_then(|row| Some((row.effective_level?, validity(row.effective_valid_until)))),
            pending: pending.map(|rating| (rating.id, rating.level)),
        });
    }
    Ok((person.name, shown))
}
