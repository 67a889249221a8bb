//! A new cadence counted for current ratings too: first shown, then appended as events (R-VAL-2).
//!
//! The date a rating counts from is that of its assessment: an amendment does not start it anew (R-ASM-5).

use std::collections::HashMap;

use domain::audit::AuditAction;
use domain::competency::{Cadence, RatingEventKind, is_valid_on, valid_until};
use domain::id::{AccountId, AssessmentId, RatingEventId, RatingId, TaskId};
use domain::task::Lapse;
use domain::time::Date;
use sea_orm::sea_query::{SelectStatement, UnionType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use serde_json::json;

use crate::Error;
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, assessment, competency_current, competency_rating, rating_event};
use crate::events::Topic;
use crate::shift;

/// The current ratings of a task whose last date a cadence would change, those that lapse soonest first: exactly those
/// that [`apply_cadence`] changes, people in the bin among them.
pub(crate) async fn cadence_effect(
    at: &impl Scope,
    task: TaskId,
    cadence: Option<Cadence>,
    today: Date,
) -> Result<Vec<Lapse>, Error> {
    let changes = changes(at, task, cadence).await?;
    let rated = current(at, task).select_only().column(competency_current::Column::CarerId);
    let people: HashMap<AccountId, (String, bool)> = at
        .find::<account::Entity>()
        .filter(account::Column::Id.in_subquery(rated.into_query()))
        .all(at.db())
        .await?
        .into_iter()
        .map(|row| (row.id, (row.name, row.deletion_id.is_some())))
        .collect();
    let lapse = |change: &Change| {
        let (carer, is_deleted) = people.get(&change.row.carer_id)?.clone();
        let counts = |until| change.rating.level.is_competent() && is_valid_on(until, today);
        Some(Lapse {
            carer,
            is_deleted,
            level: change.rating.level,
            is_pending: change.is_pending,
            is_at_once: counts(change.now) && !counts(change.then),
            now: change.now,
            then: change.then,
        })
    };
    let mut lapses: Vec<_> = changes.iter().filter_map(lapse).collect();
    lapses.sort_by(|a, b| (a.then.is_none(), a.then, &a.carer).cmp(&(b.then.is_none(), b.then, &b.carer)));
    Ok(lapses)
}

/// Counts a cadence for the current ratings of a task: those in force and those that wait. The caller holds the
/// task's row; the carers' are locked here. A carer who counts again is offered what he or she may have now;
/// one who will not count on the date of a shift is reported (R-ALT-8).
pub(crate) async fn apply_cadence(tx: &Tx, task: TaskId, cadence: Option<Cadence>) -> Result<(), Error> {
    let mut carers: Vec<_> =
        changes(tx, task, cadence).await?.into_iter().map(|change| change.row.carer_id).collect();
    carers.sort_unstable();
    carers.dedup();
    trigger::hold_carers(tx, &carers).await?;
    let (mut again, mut shorter) = (Vec::new(), Vec::new());
    for change in changes(tx, task, cadence).await? {
        let carer = change.row.carer_id;
        append(tx, &change).await?;
        if !change.is_pending {
            let mut row = change.row.into_active_model();
            row.effective_valid_until = Set(change.then);
            // What was told of a lapse was told of the other date.
            row.lapse_told_on = Set(None);
            row.updated_at = Set(tx.now());
            row.update(tx.db()).await?;
            let counts = |until| is_valid_on(until, tx.today());
            if change.rating.level.is_competent() && !counts(change.now) && counts(change.then) {
                again.push(carer);
            }
            if change.then.is_some_and(|then| change.now.is_none_or(|now| then < now)) {
                shorter.push(carer);
            }
        }
        tx.touch(Topic::Rating, Some(carer));
    }
    shift::offer_to_all(tx, &again).await?;
    for carer in shorter {
        shift::warn_if_not_eligible(tx, carer).await?;
    }
    Ok(())
}

async fn append(tx: &Tx, change: &Change) -> Result<(), Error> {
    let event = rating_event::ActiveModel {
        id: Set(tx.fresh(RatingEventId)),
        organisation_id: Set(tx.organisation()),
        at: Set(tx.now()),
        rating_id: Set(change.rating.id),
        kind: Set(RatingEventKind::ValidUntilChanged),
        by: Set(tx.actor_id()),
        automatic: Set(tx.actor_id().is_none()),
        valid_until: Set(change.then),
        reason: Set(None),
    };
    event.insert(tx.db()).await?;
    let entry = Entry::new(AuditAction::RatingValidityChanged).about("competency_rating", change.rating.id.0);
    tx.also(entry.before(json!({ "valid_until": change.now }))?.after(json!({
        "carer": change.row.carer_id, "task": change.row.task_id, "valid_until": change.then,
    }))?);
    Ok(())
}

/// A current rating whose last date is not what a cadence makes of it.
struct Change {
    row: competency_current::Model,
    rating: competency_rating::Model,
    is_pending: bool,
    now: Option<Date>,
    then: Option<Date>,
}

async fn changes(at: &impl Scope, task: TaskId, cadence: Option<Cadence>) -> Result<Vec<Change>, Error> {
    let rows = current(at, task).order_by_asc(competency_current::Column::CarerId).all(at.db()).await?;
    let ratings = at
        .find::<competency_rating::Entity>()
        .filter(competency_rating::Column::Id.in_subquery(of_current(at, task)));
    let ratings: HashMap<RatingId, _> =
        ratings.all(at.db()).await?.into_iter().map(|rating| (rating.id, rating)).collect();
    let events = redated(at, task).await?;
    let began = began(at, task).await?;
    let mut changes = Vec::new();
    for row in rows {
        for (id, is_pending) in [(row.effective_rating_id, false), (row.pending_rating_id, true)] {
            let Some(rating) = id.and_then(|id| ratings.get(&id)) else { continue };
            let from = rating.assessment_id.and_then(|id| began.get(&id).copied()).unwrap_or(rating.set_on);
            let (now, then) = (last_date(rating, &events), valid_until(from, cadence));
            if rating.level.asks_acknowledgment() && now != then {
                changes.push(Change { row: row.clone(), rating: rating.clone(), is_pending, now, then });
            }
        }
    }
    Ok(changes)
}

/// What every carer holds in a task.
fn current(at: &impl Scope, task: TaskId) -> Select<competency_current::Entity> {
    at.find::<competency_current::Entity>().filter(competency_current::Column::TaskId.eq(task))
}

/// The ids of the ratings that are in force or wait in a task, as a part of other queries: they may be as many as
/// there are carers.
fn of_current(at: &impl Scope, task: TaskId) -> SelectStatement {
    use competency_current::Column;
    let of = |column: Column| {
        current(at, task).select_only().column(column).filter(column.is_not_null()).into_query()
    };
    let mut both = of(Column::EffectiveRatingId);
    both.union(UnionType::Distinct, of(Column::PendingRatingId));
    both
}

/// The events that gave these ratings another last date, oldest first.
async fn redated(
    at: &impl Scope,
    task: TaskId,
) -> Result<HashMap<RatingId, Vec<rating_event::Model>>, Error> {
    let rows = at
        .find::<rating_event::Entity>()
        .filter(rating_event::Column::Kind.eq(RatingEventKind::ValidUntilChanged))
        .filter(rating_event::Column::RatingId.in_subquery(of_current(at, task)))
        .order_by_asc(rating_event::Column::At)
        .order_by_asc(rating_event::Column::Id);
    let mut events: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows.all(at.db()).await? {
        events.entry(row.rating_id).or_default().push(row);
    }
    Ok(events)
}

/// The last date on which a rating counts, after everything that happened to it.
pub(crate) fn last_date(
    rating: &competency_rating::Model,
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
) -> Option<Date> {
    let changed = |event: &&rating_event::Model| event.kind == RatingEventKind::ValidUntilChanged;
    let last = events.get(&rating.id).into_iter().flatten().rfind(changed);
    last.map_or(rating.valid_until, |event| event.valid_until)
}

/// The date of each assessment that these ratings came from, or of the one that it amends in the end.
async fn began(at: &impl Scope, task: TaskId) -> Result<HashMap<AssessmentId, Date>, Error> {
    let from = at
        .find::<competency_rating::Entity>()
        .select_only()
        .column(competency_rating::Column::AssessmentId)
        .filter(competency_rating::Column::AssessmentId.is_not_null())
        .filter(competency_rating::Column::Id.in_subquery(of_current(at, task)));
    let rows = at.find::<assessment::Entity>().filter(assessment::Column::Id.in_subquery(from.into_query()));
    let mut rows = rows.all(at.db()).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut known: HashMap<AssessmentId, (Date, Option<AssessmentId>)> = HashMap::new();
    // Amendments are few, so the ids of what they amend fit into a statement.
    while !rows.is_empty() {
        let amended: Vec<_> =
            rows.iter().filter_map(|row| row.amends_id).filter(|id| !known.contains_key(id)).collect();
        known.extend(rows.drain(..).map(|row| (row.id, (row.completed_on, row.amends_id))));
        if !amended.is_empty() {
            let before = at.find::<assessment::Entity>().filter(assessment::Column::Id.is_in(amended));
            rows = before.all(at.db()).await?;
        }
    }
    let root = |id: AssessmentId| {
        let mut at = known.get(&id)?;
        // An amendment is younger than what it amends, so this ends; the bound guards against a broken row.
        for _ in 0..known.len() {
            match at.1.and_then(|before| known.get(&before)) {
                Some(before) => at = before,
                None => break,
            }
        }
        Some((id, at.0))
    };
    Ok(ids.into_iter().filter_map(root).collect())
}
