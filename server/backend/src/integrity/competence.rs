//! Current ratings against their history: at most one is in force and one waits, and both follow from what happened
//! to every rating (domain §5).

use std::collections::{BTreeMap, HashMap};

use domain::competency::{Level, RatingEventKind, RatingState};
use domain::id::{AccountId, RatingId, TaskId};
use domain::time::Date;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Fault;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{competency_current, competency_rating, rating_event};

/// What counts and what waits, for one carer and task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Current {
    effective: Vec<(RatingId, Level, Option<Date>)>,
    pending: Vec<RatingId>,
}

type Currents = BTreeMap<(AccountId, TaskId), Current>;

/// The current ratings of some carers that do not follow from their history, in three queries.
pub(super) async fn faults(at: &impl Scope, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    let (derived, kept) = (derived(at, carers).await?, kept(at, carers).await?);
    let mut keys: Vec<_> = derived.keys().chain(kept.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    let of = |side: &Currents, key: &(AccountId, TaskId)| side.get(key).cloned().unwrap_or_default();
    let differs = |key: &(AccountId, TaskId)| {
        let (history, current) = (of(&derived, key), of(&kept, key));
        let is_one = history.effective.len() <= 1 && history.pending.len() <= 1;
        (history != current || !is_one).then(|| Fault {
            check: "competence",
            carer: Some(key.0),
            task: Some(key.1),
            what: format!("the history says {history:?}, the current row {current:?}"),
        })
    };
    Ok(keys.iter().filter_map(differs).collect())
}

async fn derived(at: &impl Scope, carers: &[AccountId]) -> Result<Currents, Error> {
    let of_carers = || {
        at.find::<competency_rating::Entity>()
            .filter(competency_rating::Column::CarerId.is_in(carers.iter().copied()))
    };
    let ratings = of_carers().order_by_asc(competency_rating::Column::Id).all(at.db()).await?;
    let ids =
        sea_orm::QueryTrait::into_query(of_carers().select_only().column(competency_rating::Column::Id));
    let rows = at
        .find::<rating_event::Entity>()
        .filter(rating_event::Column::RatingId.in_subquery(ids))
        .order_by_asc(rating_event::Column::At)
        .order_by_asc(rating_event::Column::Id)
        .all(at.db())
        .await?;
    let mut events: HashMap<RatingId, Vec<rating_event::Model>> = HashMap::new();
    for row in rows {
        events.entry(row.rating_id).or_default().push(row);
    }
    let mut currents = Currents::new();
    for rating in ratings {
        let happened = events.get(&rating.id).map(Vec::as_slice).unwrap_or_default();
        let kinds: Vec<_> = happened.iter().map(|event| event.kind).collect();
        let current = currents.entry((rating.carer_id, rating.task_id)).or_default();
        match RatingState::of(rating.effect, &kinds) {
            RatingState::Pending => current.pending.push(rating.id),
            RatingState::Effective => {
                let until = last_date(&rating, happened);
                current.effective.push((rating.id, rating.level, until));
            }
            RatingState::Superseded | RatingState::Withdrawn => {}
        }
    }
    Ok(currents)
}

fn last_date(rating: &competency_rating::Model, happened: &[rating_event::Model]) -> Option<Date> {
    let changed = |event: &&rating_event::Model| event.kind == RatingEventKind::ValidUntilChanged;
    happened.iter().rfind(changed).map_or(rating.valid_until, |event| event.valid_until)
}

async fn kept(at: &impl Scope, carers: &[AccountId]) -> Result<Currents, Error> {
    let rows = at
        .find::<competency_current::Entity>()
        .filter(competency_current::Column::CarerId.is_in(carers.iter().copied()))
        .all(at.db())
        .await?;
    let current = |row: competency_current::Model| {
        let effective = row.effective_rating_id.zip(row.effective_level);
        let effective = effective.map(|(id, level)| (id, level, row.effective_valid_until));
        let current = Current {
            effective: effective.into_iter().collect(),
            pending: row.pending_rating_id.into_iter().collect(),
        };
        ((row.carer_id, row.task_id), current)
    };
    Ok(rows.into_iter().map(current).collect())
}
