//! What pages show of ratings: the carer's acknowledgments, the history, the tasks to rate.

use std::collections::HashMap;

use domain::access::{Action, Role};
use domain::competency::{
    Asked, Effect, RatingEventKind, RatingShown, RatingState, Ratings, Result as Outcome, TaskRating, Todo,
    Validity,
};
use domain::id::{AccountId, AssessmentId, RatingId, TaskId, TemplateId};
use domain::list::{Asked as Paged, Listed};
use domain::time::{Date, Instant};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::store::Current;
use super::{concerns, statement, store, validity};
use crate::audit::opening::{self, Opening};
use crate::cx::Scope;
use crate::entity::{
    account, assessment, assessment_draft, competency_rating, progress_current, rating_event, task,
};
use crate::{Cx, Error, list, progress, settings};

/// The signed-in carer's acknowledgments: what waits, oldest first, the statement, and the carer's concerns.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn todo(cx: &Cx) -> Result<Todo, Error> {
    let read = cx.read(Action::Acknowledge).await?;
    let carer = read.own()?;
    let text = statement::newest(&read).await?;
    let rows = store::asking(&read, Some(carer)).await?;
    let old = store::levels_before(&read, &rows).await?;
    let until = store::validities(&read, &rows).await?;
    let (people, tasks) = (store::people(&read, &rows).await?, store::task_names(&read, &rows).await?);
    let notes = notes(&read, &rows).await?;
    let mut results: Vec<Outcome> = Vec::new();
    for row in rows {
        let asked = Asked {
            rating: row.id,
            task: tasks.get(&row.task_id).cloned().unwrap_or_default(),
            old: old.get(&row.id).copied().unwrap_or(row.level),
            new: row.level,
            effect: row.effect,
            valid_until: until.get(&row.id).copied().flatten(),
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
                note: row.assessment_id.and_then(|id| notes.get(&id).cloned()),
                ratings: vec![asked],
            }),
        }
    }
    Ok(Todo {
        statement: text.number.unsigned_abs(),
        text: text.body,
        lowering_immediate: settings::load(&read).await?.competence.lowering_immediate,
        results,
        concerns: concerns::own(&read, carer).await?,
    })
}

/// What assessors have to say to results.
pub(super) async fn notes(
    scope: &impl Scope,
    rows: &[competency_rating::Model],
) -> Result<HashMap<AssessmentId, String>, Error> {
    let notes: Vec<(AssessmentId, Option<String>)> = scope
        .find::<assessment::Entity>()
        .select_only()
        .columns([assessment::Column::Id, assessment::Column::Note])
        .filter(assessment::Column::Id.is_in(rows.iter().filter_map(|row| row.assessment_id)))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(notes.into_iter().filter_map(|(id, note)| Some((id, note?))).collect())
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

/// A page of every rating of a carer, newest first (R-RAT-6). Reading it without the carer's page is an opening of its
/// own (R-AUD-5).
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks, [`Error::NotFound`] when there is no such carer.
pub async fn history(
    cx: &Cx,
    carer: AccountId,
    asked: &Paged,
    opening: Opening,
) -> Result<Listed<RatingShown>, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    store::require_carer(&read, carer).await?;
    opening::record_part(cx, carer, "rating_history", opening).await?;
    let all = read.find::<competency_rating::Entity>().filter(competency_rating::Column::CarerId.eq(carer));
    let order = list::Order::down(competency_rating::Column::SetAt, competency_rating::Column::Id);
    let Listed { rows, previous, next, found } = list::page(read.db(), all, &order, asked).await?;
    let old = store::levels_before(&read, &rows).await?;
    let events = store::events(&read, rows.iter().map(|row| row.id).collect()).await?;
    let (people, tasks) = (store::people(&read, &rows).await?, store::task_names(&read, &rows).await?);
    let by = events.values().flatten().filter_map(|event| event.by);
    let names = list::names::<account::Entity>(&read, by).await?;
    let window = settings::load(&read).await?.competence.due_window_days;
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
        effect: row.effect,
        validity: Validity::on(validity::last_date(&row, &events), cx.today(), window),
        withdrawn: withdrawn(&events, row.id, &names),
        changes: changes(&events, row.id),
        reason: row.reason,
    };
    Ok(Listed { rows: rows.into_iter().map(shown).collect(), previous, next, found })
}

/// When it was withdrawn, by whom and why.
fn withdrawn(
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
    rating: RatingId,
    names: &HashMap<AccountId, String>,
) -> Option<(Instant, String, Option<String>)> {
    let is_it = |event: &&rating_event::Model| event.kind == RatingEventKind::Withdrawn;
    let event = events.get(&rating).into_iter().flatten().find(is_it)?;
    let by = event.by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
    Some((event.at, by, event.reason.clone()))
}

/// When a changed cadence gave it another last date, and which.
fn changes(
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
    rating: RatingId,
) -> Vec<(Instant, Option<Date>)> {
    let is_it = |event: &&rating_event::Model| event.kind == RatingEventKind::ValidUntilChanged;
    let changed = events.get(&rating).into_iter().flatten().filter(is_it);
    changed.map(|event| (event.at, event.valid_until)).collect()
}

fn state(
    effect: Effect,
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
    rating: RatingId,
) -> RatingState {
    let kinds: Vec<_> = events.get(&rating).into_iter().flatten().map(|event| event.kind).collect();
    RatingState::of(effect, &kinds)
}

/// A carer's tasks, to be rated by hand: assigned ones and those with a rating. A fixed number of queries. Each opening
/// is recorded (R-AUD-5).
///
/// # Errors
/// [`Error::NotFound`] when there is no such carer.
pub async fn task_ratings(cx: &Cx, carer: AccountId, opening: Opening) -> Result<Ratings, Error> {
    let read = cx.read(Action::Rate).await?;
    let person = read
        .find::<account::Entity>()
        .filter(account::Column::Id.eq(carer))
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::DeletionId.is_null())
        .one(read.db())
        .await?
        .ok_or(Error::NotFound)?;
    opening::record(cx, Action::Rate, carer, "ratings", opening).await?;
    let settings = settings::load(&read).await?.competence;
    let held = store::current(&read, carer).await?;
    let counts = progress::counts(&read, carer).await?;
    let drafts = drafts(&read, carer).await?;
    let mut tasks = Vec::new();
    for task in tasks_of(&read, carer, &held, &counts).await? {
        let row = held.of(task.id);
        let validity = |until| Validity::on(until, cx.today(), settings.due_window_days);
        tasks.push(TaskRating {
            task: task.id,
            tally: progress::tally(&task, progress::count_of(&counts, task.id))?,
            has_draft: task.assessment_template_id.is_some_and(|template| drafts.contains(&template)),
            name: task.name,
            effective: row.and_then(|row| Some((row.effective_level?, validity(row.effective_valid_until)))),
            source: held.in_force(task.id).map(|row| (row.source, row.assessment_id)),
            pending: held.pending(task.id).map(|rating| (rating.id, rating.level)),
            seen: domain::competency::seen(
                row.and_then(|row| row.effective_rating_id),
                row.and_then(|row| row.pending_rating_id),
            ),
        });
    }
    Ok(Ratings { carer_name: person.name, lowering_immediate: settings.lowering_immediate, tasks })
}

/// The live tasks that are assigned to a carer, and the others that stand on the page of his or her progress: those
/// with a count or a rating, and those that are assessed together with any of these.
async fn tasks_of(
    scope: &impl Scope,
    carer: AccountId,
    held: &Current,
    counts: &[progress_current::Model],
) -> Result<Vec<task::Model>, Error> {
    let mut tasks = progress::assigned(scope, carer).await?;
    let assigned: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
    let touched = held.rows.iter().map(|row| row.task_id).chain(counts.iter().map(|row| row.task_id));
    let touched: Vec<TaskId> = assigned.iter().copied().chain(touched).collect();
    let templates = scope
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::AssessmentTemplateId)
        .filter(task::Column::Id.is_in(touched.iter().copied()))
        .filter(task::Column::AssessmentTemplateId.is_not_null());
    let together = task::Column::AssessmentTemplateId.in_subquery(templates.into_query());
    let others = scope
        .find::<task::Entity>()
        .filter(Condition::any().add(task::Column::Id.is_in(touched)).add(together))
        .filter(task::Column::Id.is_not_in(assigned))
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::NameKey)
        .all(scope.db())
        .await?;
    tasks.extend(others);
    Ok(tasks)
}

/// The templates of a carer's unfinished assessments, which Not Assessed would remove (R-RAT-5).
async fn drafts(scope: &impl Scope, carer: AccountId) -> Result<Vec<TemplateId>, Error> {
    Ok(scope
        .find::<assessment_draft::Entity>()
        .select_only()
        .column(assessment_draft::Column::TemplateId)
        .filter(assessment_draft::Column::CarerId.eq(carer))
        .into_tuple()
        .all(scope.db())
        .await?)
}
