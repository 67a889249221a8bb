//! How ratings are kept: rows and events that are only ever added, and the projection that verdicts read.

use std::collections::HashMap;

use domain::access::Role;
use domain::competency::{
    Effect, InForce, Level, RatingEventKind, RatingSource, Standing, Waiting, is_valid_on,
};
use domain::id::{AccountId, CompetencyId, RatingEventId, RatingId, TaskId};
use domain::time::{Date, Instant};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use super::Decided;
use crate::cx::{Scope, Tx};
use crate::entity::{account, competency_current, competency_rating, rating_event, task};
pub(super) use crate::list::person as account;
use crate::{Error, list};

/// What a carer holds in all tasks.
#[derive(Debug)]
pub(crate) struct Current {
    /// One row per task.
    pub rows: Vec<competency_current::Model>,
    /// The ratings that count or wait.
    ratings: HashMap<RatingId, competency_rating::Model>,
}

impl Current {
    /// What is held in a task, if it was ever rated.
    pub(crate) fn of(&self, task: TaskId) -> Option<&competency_current::Model> {
        self.rows.iter().find(|row| row.task_id == task)
    }

    /// The rating that counts in a task.
    pub(crate) fn in_force(&self, task: TaskId) -> Option<&competency_rating::Model> {
        self.ratings.get(&self.of(task)?.effective_rating_id?)
    }

    /// The rating that waits in a task.
    pub(crate) fn pending(&self, task: TaskId) -> Option<&competency_rating::Model> {
        self.ratings.get(&self.of(task)?.pending_rating_id?)
    }

    /// Whether the carer is competent in a task on a date (R-VAL-4).
    pub(crate) fn is_competent_on(&self, task: TaskId, date: Date) -> bool {
        self.of(task).is_some_and(|row| {
            let counts = row.effective_level.is_some_and(Level::is_competent);
            counts && is_valid_on(row.effective_valid_until, date)
        })
    }
}

/// What a carer holds in all tasks.
pub(crate) async fn current(scope: &impl Scope, carer: AccountId) -> Result<Current, Error> {
    let rows = scope
        .find::<competency_current::Entity>()
        .filter(competency_current::Column::CarerId.eq(carer))
        .all(scope.db())
        .await?;
    let ids = rows.iter().flat_map(|row| [row.effective_rating_id, row.pending_rating_id]).flatten();
    let ratings = ratings(scope, ids.collect()).await?.into_iter().map(|row| (row.id, row)).collect();
    Ok(Current { rows, ratings })
}

/// What some carers hold in some tasks.
pub(super) async fn currents(
    scope: &impl Scope,
    carers: &[AccountId],
    tasks: &[TaskId],
) -> Result<HashMap<(AccountId, TaskId), competency_current::Model>, Error> {
    let rows = scope
        .find::<competency_current::Entity>()
        .filter(competency_current::Column::CarerId.is_in(carers.iter().copied()))
        .filter(competency_current::Column::TaskId.is_in(tasks.iter().copied()))
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|row| ((row.carer_id, row.task_id), row)).collect())
}

/// The ratings that wait among those.
pub(super) async fn pending_of(
    scope: &impl Scope,
    current: &HashMap<(AccountId, TaskId), competency_current::Model>,
) -> Result<HashMap<RatingId, competency_rating::Model>, Error> {
    let pending = current.values().filter_map(|row| row.pending_rating_id).collect();
    Ok(ratings(scope, pending).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// Ratings by their ids, oldest first.
pub(super) async fn ratings(
    scope: &impl Scope,
    ids: Vec<RatingId>,
) -> Result<Vec<competency_rating::Model>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(scope
        .find::<competency_rating::Entity>()
        .filter(competency_rating::Column::Id.is_in(ids))
        .order_by_asc(competency_rating::Column::SetAt)
        .order_by_asc(competency_rating::Column::Id)
        .all(scope.db())
        .await?)
}

/// One rating.
pub(super) async fn rating(scope: &impl Scope, id: RatingId) -> Result<competency_rating::Model, Error> {
    let row = scope.find::<competency_rating::Entity>().filter(competency_rating::Column::Id.eq(id));
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

/// All that happened to some ratings, oldest first.
pub(super) async fn events(
    scope: &impl Scope,
    ratings: Vec<RatingId>,
) -> Result<HashMap<RatingId, Vec<rating_event::Model>>, Error> {
    let mut events: HashMap<_, Vec<_>> = HashMap::new();
    if ratings.is_empty() {
        return Ok(events);
    }
    let rows = scope
        .find::<rating_event::Entity>()
        .filter(rating_event::Column::RatingId.is_in(ratings))
        .order_by_asc(rating_event::Column::At)
        .order_by_asc(rating_event::Column::Id)
        .all(scope.db())
        .await?;
    for row in rows {
        events.entry(row.rating_id).or_default().push(row);
    }
    Ok(events)
}

/// The last date on which each of some ratings counts: its own, or the one that a changed cadence gave it
/// (R-VAL-2).
pub(super) async fn validities(
    scope: &impl Scope,
    rows: &[competency_rating::Model],
) -> Result<HashMap<RatingId, Option<Date>>, Error> {
    let events = events(scope, rows.iter().map(|row| row.id).collect()).await?;
    Ok(rows.iter().map(|row| (row.id, super::validity::last_date(row, &events))).collect())
}

/// When something last happened to a rating, among its events.
pub(super) fn last(
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
    rating: RatingId,
    which: impl Fn(&rating_event::Model) -> bool,
) -> Option<Instant> {
    events.get(&rating).into_iter().flatten().filter(|event| which(event)).map(|event| event.at).max()
}

/// What a carer holds in one task.
pub(super) async fn standing(scope: &impl Scope, carer: AccountId, task: TaskId) -> Result<Standing, Error> {
    let Some(row) = row(scope, carer, task).await? else { return Ok(Standing::default()) };
    let pending = match row.pending_rating_id {
        None => None,
        Some(id) => {
            let row = rating(scope, id).await?;
            let happened = events(scope, vec![id]).await?;
            let valid_until = super::validity::last_date(&row, &happened);
            Some(Waiting { rating: id, level: row.level, valid_until })
        }
    };
    let effective = match row.effective_rating_id.zip(row.effective_level) {
        None => None,
        Some((id, level)) => Some(InForce {
            rating: id,
            level,
            valid_until: row.effective_valid_until,
            is_outstanding: is_outstanding(scope, id).await?,
        }),
    };
    Ok(Standing { effective, pending })
}

async fn is_outstanding(scope: &impl Scope, id: RatingId) -> Result<bool, Error> {
    let row = rating(scope, id).await?;
    if row.effect != Effect::Immediate || !row.level.asks_acknowledgment() {
        return Ok(false);
    }
    let acknowledged = scope
        .find::<rating_event::Entity>()
        .filter(rating_event::Column::RatingId.eq(id))
        .filter(rating_event::Column::Kind.eq(RatingEventKind::Acknowledged));
    Ok(acknowledged.one(scope.db()).await?.is_none())
}

async fn row(
    scope: &impl Scope,
    carer: AccountId,
    task: TaskId,
) -> Result<Option<competency_current::Model>, Error> {
    Ok(scope
        .find::<competency_current::Entity>()
        .filter(competency_current::Column::CarerId.eq(carer))
        .filter(competency_current::Column::TaskId.eq(task))
        .one(scope.db())
        .await?)
}

/// Adds a rating.
pub(super) async fn insert(tx: &Tx, decided: &Decided<'_>) -> Result<(), Error> {
    let Decided { given, new, .. } = decided;
    competency_rating::ActiveModel {
        id: Set(new.rating),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        carer_id: Set(decided.carer),
        task_id: Set(decided.task),
        level: Set(given.level),
        source: Set(given.source),
        assessment_id: Set(given.assessment.filter(|_| given.source == RatingSource::Assessment)),
        set_by: Set(tx.own()?),
        set_at: Set(tx.now()),
        set_on: Set(tx.today()),
        reason: Set(given.reason.clone()),
        fast_track: Set(decided.is_fast_track),
        effect: Set(decided.rated.effect),
        valid_until: Set(new.valid_until),
        previous_rating_id: Set(decided.before.effective.map(|held| held.rating)),
    }
    .insert(tx.db())
    .await?;
    Ok(())
}

/// Adds an event. It is automatic when a job of the server acts.
pub(super) async fn happened(
    tx: &Tx,
    rating: RatingId,
    kind: RatingEventKind,
    reason: Option<String>,
) -> Result<(), Error> {
    rating_event::ActiveModel {
        id: Set(tx.fresh(RatingEventId)),
        organisation_id: Set(tx.organisation()),
        at: Set(tx.now()),
        rating_id: Set(rating),
        kind: Set(kind),
        by: Set(tx.actor_id()),
        automatic: Set(tx.actor_id().is_none()),
        valid_until: Set(None),
        reason: Set(reason),
    }
    .insert(tx.db())
    .await?;
    Ok(())
}

/// Writes what counts and what waits now. The carer's row is locked, so no other write races this.
pub(super) async fn project(
    tx: &Tx,
    carer: AccountId,
    task: TaskId,
    standing: &Standing,
) -> Result<(), Error> {
    let kept = row(tx, carer, task).await?;
    let is_new = kept.is_none();
    // What was told of a lapse was told of the rating that counted then.
    let in_force = standing.effective.map(|held| held.rating);
    let told_on = kept.as_ref().filter(|kept| kept.effective_rating_id == in_force);
    let told_on = told_on.and_then(|kept| kept.lapse_told_on);
    let mut projected = match kept {
        Some(kept) => kept.into_active_model(),
        None => competency_current::ActiveModel {
            id: Set(tx.fresh(CompetencyId)),
            organisation_id: Set(tx.organisation()),
            created_at: Set(tx.now()),
            version: Set(1),
            carer_id: Set(carer),
            task_id: Set(task),
            ..Default::default()
        },
    };
    projected.updated_at = Set(tx.now());
    projected.effective_rating_id = Set(standing.effective.map(|held| held.rating));
    projected.effective_level = Set(standing.effective.map(|held| held.level));
    projected.effective_valid_until = Set(standing.effective.and_then(|held| held.valid_until));
    projected.pending_rating_id = Set(standing.pending.map(|waiting| waiting.rating));
    projected.lapse_told_on = Set(told_on);
    if is_new {
        projected.insert(tx.db()).await?;
    } else {
        projected.update(tx.db()).await?;
    }
    Ok(())
}

/// The ratings that ask for acknowledgment, oldest first: those that wait, and lowerings in force that were not
/// acknowledged (R-ACK-3).
pub(super) fn asking_query(scope: &impl Scope) -> Select<competency_rating::Entity> {
    use competency_current::Column as Current;
    use competency_rating::Column;
    let current = || scope.find::<competency_current::Entity>().select_only();
    let pending = current().column(Current::PendingRatingId).filter(Current::PendingRatingId.is_not_null());
    let in_force =
        current().column(Current::EffectiveRatingId).filter(Current::EffectiveRatingId.is_not_null());
    let acknowledged = scope
        .find::<rating_event::Entity>()
        .select_only()
        .column(rating_event::Column::RatingId)
        .filter(rating_event::Column::Kind.eq(RatingEventKind::Acknowledged));
    let outstanding = Condition::all()
        .add(Column::Effect.eq(Effect::Immediate))
        .add(Column::Level.ne(Level::NotAssessed))
        .add(Column::Id.in_subquery(in_force.into_query()))
        .add(Column::Id.not_in_subquery(acknowledged.into_query()));
    let asks = Condition::any().add(Column::Id.in_subquery(pending.into_query())).add(outstanding);
    scope
        .find::<competency_rating::Entity>()
        .filter(asks)
        .order_by_asc(competency_rating::Column::SetAt)
        .order_by_asc(competency_rating::Column::Id)
}

/// Those of one carer, or of all.
pub(crate) async fn asking(
    scope: &impl Scope,
    carer: Option<AccountId>,
) -> Result<Vec<competency_rating::Model>, Error> {
    let mut rows = asking_query(scope);
    if let Some(carer) = carer {
        rows = rows.filter(competency_rating::Column::CarerId.eq(carer));
    }
    Ok(rows.all(scope.db()).await?)
}

/// The ids of the active carers, as a part of other queries.
pub(super) fn active_carers(scope: &impl Scope) -> SelectStatement {
    carers(scope).filter(account::Column::Active.eq(true)).into_query()
}

/// The ids of all carers that are not in the recycle bin, as a part of other queries.
pub(super) fn live_carers(scope: &impl Scope) -> SelectStatement {
    carers(scope).into_query()
}

fn carers(scope: &impl Scope) -> Select<account::Entity> {
    scope
        .find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::DeletionId.is_null())
}

/// Whether there is such a carer, in the recycle bin or not.
pub(crate) async fn require_carer(scope: &impl Scope, carer: AccountId) -> Result<(), Error> {
    let row = scope
        .find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.eq(carer))
        .filter(account::Column::Role.eq(Role::Carer))
        .into_tuple::<AccountId>();
    row.one(scope.db()).await?.map(drop).ok_or(Error::NotFound)
}

/// The names of the tasks of some ratings, deleted ones included.
pub(super) async fn task_names(
    scope: &impl Scope,
    rows: &[competency_rating::Model],
) -> Result<HashMap<TaskId, String>, Error> {
    list::names::<task::Entity>(scope, rows.iter().map(|row| row.task_id)).await
}

/// The names of the carers of some ratings and of those who gave them.
pub(super) async fn people(
    scope: &impl Scope,
    rows: &[competency_rating::Model],
) -> Result<HashMap<AccountId, String>, Error> {
    list::names::<account::Entity>(scope, rows.iter().flat_map(|row| [row.carer_id, row.set_by])).await
}

/// The levels that counted before some ratings.
pub(super) async fn levels_before(
    scope: &impl Scope,
    rows: &[competency_rating::Model],
) -> Result<HashMap<RatingId, Level>, Error> {
    let before = ratings(scope, rows.iter().filter_map(|row| row.previous_rating_id).collect()).await?;
    let level = |id| before.iter().find(|row| row.id == id).map(|row| row.level);
    let old = |row: &competency_rating::Model| row.previous_rating_id.and_then(level);
    Ok(rows.iter().map(|row| (row.id, old(row).unwrap_or(Level::NotAssessed))).collect())
}
