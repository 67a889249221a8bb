//! Acknowledgments against what happened to ratings: every event has its act and every act its event (R-ACK-2), and
//! nothing but a lowering or Not Assessed counts before its carer has seen it (R-RAT-2).

use std::collections::{BTreeSet, HashMap};

use domain::competency::{Effect, Level, RatingEventKind};
use domain::id::{AccountId, RatingId, TaskId};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::Fault;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{acknowledgment_rating, competency_rating, rating_event};

/// The ratings of some carers whose acknowledgment is told in two ways, or that act at once without leave, in five
/// queries.
pub(super) async fn faults(at: &impl Scope, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    let (happened, acted) = (happened(at, carers).await?, acted(at, carers).await?);
    let mut wrong: Vec<(RatingId, &'static str)> = Vec::new();
    wrong.extend(happened.difference(&acted).map(|&id| (id, "is acknowledged without an act")));
    wrong.extend(acted.difference(&happened).map(|&id| (id, "has an act and is not acknowledged")));
    wrong.extend(at_once(at, carers).await?.into_iter().map(|id| (id, "acts at once and lowers nothing")));
    let ids = wrong.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    let whose = whose(at, ids).await?;
    let fault = |(id, why): (RatingId, &str)| {
        let of = whose.get(&id);
        Fault {
            check: "acknowledgments",
            carer: of.map(|of| of.0),
            task: of.map(|of| of.1),
            what: format!("rating {id} {why}"),
        }
    };
    Ok(wrong.into_iter().map(fault).collect())
}

fn of_carers(at: &impl Scope, carers: &[AccountId]) -> Select<competency_rating::Entity> {
    at.find::<competency_rating::Entity>()
        .filter(competency_rating::Column::CarerId.is_in(carers.iter().copied()))
}

/// The ids of their ratings, as a part of other queries.
fn ids(at: &impl Scope, carers: &[AccountId]) -> sea_orm::sea_query::SelectStatement {
    of_carers(at, carers).select_only().column(competency_rating::Column::Id).into_query()
}

async fn happened(at: &impl Scope, carers: &[AccountId]) -> Result<BTreeSet<RatingId>, Error> {
    let rows: Vec<RatingId> = at
        .find::<rating_event::Entity>()
        .select_only()
        .column(rating_event::Column::RatingId)
        .filter(rating_event::Column::Kind.eq(RatingEventKind::Acknowledged))
        .filter(rating_event::Column::RatingId.in_subquery(ids(at, carers)))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}

async fn acted(at: &impl Scope, carers: &[AccountId]) -> Result<BTreeSet<RatingId>, Error> {
    let rows: Vec<RatingId> = at
        .find::<acknowledgment_rating::Entity>()
        .select_only()
        .column(acknowledgment_rating::Column::RatingId)
        .filter(acknowledgment_rating::Column::RatingId.in_subquery(ids(at, carers)))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Ratings that took force at once although they are neither below what counted before nor Not Assessed.
async fn at_once(at: &impl Scope, carers: &[AccountId]) -> Result<Vec<RatingId>, Error> {
    let rows = of_carers(at, carers)
        .filter(competency_rating::Column::Effect.eq(Effect::Immediate))
        .filter(competency_rating::Column::Level.ne(Level::NotAssessed))
        .all(at.db())
        .await?;
    let before: Vec<RatingId> = rows.iter().filter_map(|row| row.previous_rating_id).collect();
    let before: Vec<(RatingId, Level)> = at
        .find::<competency_rating::Entity>()
        .select_only()
        .column(competency_rating::Column::Id)
        .column(competency_rating::Column::Level)
        .filter(competency_rating::Column::Id.is_in(before))
        .into_tuple()
        .all(at.db())
        .await?;
    let level: HashMap<RatingId, Level> = before.into_iter().collect();
    let lowers = |row: &competency_rating::Model| {
        let before = row.previous_rating_id.and_then(|id| level.get(&id));
        before.is_some_and(|before| row.level < *before)
    };
    Ok(rows.iter().filter(|row| !lowers(row)).map(|row| row.id).collect())
}

async fn whose(at: &impl Scope, ids: Vec<RatingId>) -> Result<HashMap<RatingId, (AccountId, TaskId)>, Error> {
    let rows: Vec<(RatingId, AccountId, TaskId)> = at
        .find::<competency_rating::Entity>()
        .select_only()
        .column(competency_rating::Column::Id)
        .column(competency_rating::Column::CarerId)
        .column(competency_rating::Column::TaskId)
        .filter(competency_rating::Column::Id.is_in(ids))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().map(|(id, carer, task)| (id, (carer, task))).collect())
}
