//! Pages of a list: so many rows from a place on, forwards or backwards (R-GEN-13).
//!
//! A page begins after the place of the row before it, so a row that is added or renamed meanwhile neither hides nor
//! repeats another, and a late page costs no more than the first.

use std::collections::{BTreeSet, HashMap};

use domain::id::AccountId;
use domain::list::{Asked, Listed, PAGE};
use sea_orm::sea_query::{ExprTrait as _, LikeExpr, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::Error;
use crate::cx::Scope;
use crate::entity::account;

/// What a list is sorted by: a column of names, and the id where two rows share one.
pub(crate) struct Order<E: EntityTrait> {
    /// The keys of the names.
    pub by: E::Column,
    /// The ids.
    pub id: E::Column,
    /// Both of one row.
    pub of: fn(&E::Model) -> (&str, Uuid),
}

impl<E: EntityTrait> Order<E> {
    /// How a row's place is written in an address: the id first, because a name may hold anything.
    fn place(&self, row: &E::Model) -> String {
        let (name, id) = (self.of)(row);
        format!("{id} {name}")
    }

    fn beyond(&self, (name, id): (&str, Uuid), forwards: bool) -> Condition {
        let (beside, same) =
            if forwards { (self.by.gt(name), self.id.gt(id)) } else { (self.by.lt(name), self.id.lt(id)) };
        Condition::any().add(beside).add(self.by.eq(name).and(same))
    }

    fn sorted(&self, query: Select<E>, forwards: bool) -> Select<E> {
        if forwards {
            query.order_by_asc(self.by).order_by_asc(self.id)
        } else {
            query.order_by_desc(self.by).order_by_desc(self.id)
        }
    }
}

/// Cuts the asked page out of a query. Two queries. A place that cannot be read is the beginning.
pub(crate) async fn page<E>(
    db: &impl ConnectionTrait,
    query: Select<E>,
    order: &Order<E>,
    asked: &Asked,
) -> Result<Listed<E::Model>, Error>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    let found = query.clone().count(db).await?;
    let (after, before) = (read(&asked.after), read(&asked.before));
    let is_backwards = after.is_none() && before.is_some();
    let mut from = order.sorted(query, !is_backwards);
    if let Some(place) = after.or(before) {
        from = from.filter(order.beyond(place, !is_backwards));
    }
    let mut rows = from.limit(PAGE + 1).all(db).await?;
    let is_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if is_backwards {
        rows.reverse();
    }
    let first = rows.first().map(|row| order.place(row));
    let last = rows.last().map(|row| order.place(row));
    let (has_previous, has_next) = if is_backwards { (is_more, true) } else { (after.is_some(), is_more) };
    Ok(Listed { previous: first.filter(|_| has_previous), next: last.filter(|_| has_next), rows, found })
}

fn read(place: &str) -> Option<(&str, Uuid)> {
    let (id, name) = place.split_once(' ')?;
    Some((name, id.parse().ok()?))
}

/// Holds the words somewhere. What has a meaning in a pattern is looked for as it is typed.
pub(crate) fn holds(column: impl ColumnTrait, words: &str) -> SimpleExpr {
    let plain = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    column.like(LikeExpr::new(format!("%{plain}%")).escape('\\'))
}

/// The ids of the people whose names hold the words, as a part of other queries.
pub(crate) fn people_called(at: &impl Scope, words: &str) -> SelectStatement {
    at.find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .filter(holds(account::Column::NameKey, words))
        .into_query()
}

/// The names of some people, in one query.
pub(crate) async fn names(
    at: &impl Scope,
    ids: BTreeSet<AccountId>,
) -> Result<HashMap<AccountId, String>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(AccountId, String)> = at
        .find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Name)
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}
