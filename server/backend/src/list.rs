//! Pages of a list: so many rows from a place on, forwards or backwards, by any of its columns (R-GEN-13).
//!
//! A page begins after the place of the row before it, so a row that is added or renamed meanwhile neither hides nor
//! repeats another. The place is compared as one row of key and id, which both databases look up in an index that
//! ends with those two: there a late page costs no more than the first.

mod few;

use std::collections::HashMap;

use domain::id::AccountId;
use domain::list::{Asked, Listed, PAGE, Sort, SortKey};
use sea_orm::sea_query::{ExprTrait as _, Func, LikeExpr, Order as Way, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationDef, Select, Value,
};
use uuid::Uuid;

use crate::Error;
use crate::cx::Scope;
use crate::entity::{Titled, account};

pub(crate) use few::{Links, few};

/// What a list is sorted by: a column, and the id where two rows share a value. Nothing comes before everything.
pub(crate) struct Order<E: EntityTrait> {
    by: E::Column,
    id: E::Column,
    is_descending: bool,
    may_lack: bool,
}

/// A place in a list: the value of the column it is sorted by, and the id.
type Place = (Value, Uuid);

impl<E: EntityTrait> Order<E> {
    /// By a column as it was asked for. Of what is in use or not, what is in use comes first.
    pub(crate) fn asked<K: SortKey>(sort: Sort<K>, by: E::Column, id: E::Column) -> Self {
        let is_flag = matches!(by.def().get_column_type(), ColumnType::Boolean);
        Self { by, id, is_descending: sort.is_descending != is_flag, may_lack: by.def().is_null() }
    }

    /// The largest, latest or last first, of rows that all have a value.
    pub(crate) const fn down(by: E::Column, id: E::Column) -> Self {
        Self { by, id, is_descending: true, may_lack: false }
    }

    /// The smallest, earliest or first in order, of rows that all have a value.
    pub(crate) const fn up(by: E::Column, id: E::Column) -> Self {
        Self { by, id, is_descending: false, may_lack: false }
    }

    fn key(&self) -> SimpleExpr {
        let column = self.by.into_expr();
        if self.may_lack { Func::coalesce([column, SimpleExpr::from(self.nothing())]).into() } else { column }
    }

    /// What stands for a value that is not there.
    fn nothing(&self) -> Value {
        match self.by.def().get_column_type() {
            ColumnType::Boolean => false.into(),
            ColumnType::BigInteger => 0_i64.into(),
            ColumnType::Integer => 0_i32.into(),
            _ => String::new().into(),
        }
    }

    /// How a row's place is written in an address: the id first, because a name may hold anything.
    fn place(&self, row: &E::Model) -> String {
        let key = match row.get(self.by) {
            Value::Bool(key) => key.unwrap_or_default().to_string(),
            Value::BigInt(key) => key.unwrap_or_default().to_string(),
            Value::Int(key) => key.unwrap_or_default().to_string(),
            Value::String(key) => key.unwrap_or_default(),
            _ => String::new(),
        };
        let id = match row.get(self.id) {
            Value::Uuid(id) => id.unwrap_or_default(),
            _ => Uuid::nil(),
        };
        format!("{id} {key}")
    }

    /// Reads a place; one that cannot be read is none.
    fn read(&self, place: &str) -> Option<Place> {
        let (id, key) = place.split_once(' ')?;
        let key = match self.nothing() {
            Value::Bool(_) => key.parse::<bool>().ok()?.into(),
            Value::BigInt(_) => key.parse::<i64>().ok()?.into(),
            Value::Int(_) => key.parse::<i32>().ok()?.into(),
            _ if key.contains('\0') => return None,
            _ => key.into(),
        };
        Some((key, id.parse().ok()?))
    }

    fn beyond(&self, (key, id): Place, is_backwards: bool) -> SimpleExpr {
        let row = SimpleExpr::tuple([self.key(), self.id.into_expr()]);
        let place = SimpleExpr::tuple([key.into(), id.into()]);
        if self.is_descending == is_backwards { row.gt(place) } else { row.lt(place) }
    }

    fn sorted(&self, mut query: Select<E>, is_backwards: bool) -> Select<E> {
        let way = if self.is_descending == is_backwards { Way::Asc } else { Way::Desc };
        QueryOrder::query(&mut query).clear_order_by();
        query.order_by(self.key(), way.clone()).order_by(self.id, way)
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
    let (after, before) = (order.read(&asked.after), order.read(&asked.before));
    let is_backwards = after.is_none() && before.is_some();
    let place = after.or(before);
    let is_first = place.is_none();
    let mut from = order.sorted(query, is_backwards);
    if let Some(place) = place {
        from = from.filter(order.beyond(place, is_backwards));
    }
    let mut rows = from.limit(PAGE + 1).all(db).await?;
    let is_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if is_backwards {
        rows.reverse();
    }
    let (has_previous, has_next) = if is_backwards { (is_more, true) } else { (!is_first, is_more) };
    Ok(marked(rows, (has_previous, has_next), found, |row| order.place(row)))
}

/// Cuts the asked page out of rows that the database could not sort. They come with the smallest place first;
/// `place` writes a row's place as a text that sorts like it.
pub(crate) fn page_of<T>(
    mut rows: Vec<T>,
    is_descending: bool,
    asked: &Asked,
    place: impl Fn(&T) -> String,
) -> Listed<T> {
    if is_descending {
        rows.reverse();
    }
    let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let found = rows.len() as u64;
    let is_before = |row: &T, from: &str| {
        let own = place(row);
        if is_descending { own.as_str() > from } else { own.as_str() < from }
    };
    let from = match (asked.after.as_str(), asked.before.as_str()) {
        ("", "") => 0,
        ("", before) => rows.partition_point(|row| is_before(row, before)).saturating_sub(size),
        (after, _) => rows.partition_point(|row| is_before(row, after) || place(row) == after),
    };
    let is_more = rows.len() > from.saturating_add(size);
    let rows = rows.into_iter().skip(from).take(size).collect();
    marked(rows, (from > 0, is_more), found, place)
}

/// The rows of a page with the places of the pages beside it.
fn marked<T>(
    rows: Vec<T>,
    (has_previous, has_next): (bool, bool),
    found: u64,
    place: impl Fn(&T) -> String,
) -> Listed<T> {
    let previous = rows.first().filter(|_| has_previous).map(&place);
    let next = rows.last().filter(|_| has_next).map(&place);
    Listed { rows, previous, next, found }
}

/// Holds the words somewhere. What has a meaning in a pattern is looked for as it is typed.
pub(crate) fn holds(column: impl ColumnTrait, words: &str) -> SimpleExpr {
    let plain = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    column.like(LikeExpr::new(format!("%{plain}%")).escape('\\'))
}

/// The ids of the people whose names hold the words, as a part of other queries.
pub(crate) fn people_called(at: &impl Scope, words: &str) -> SelectStatement {
    called::<account::Entity>(at, words)
}

/// The same of anything that has a name.
pub(crate) fn called<E: Titled>(at: &impl Scope, words: &str) -> SelectStatement {
    at.find::<E>().select_only().column(E::id()).filter(holds(E::name_key(), words)).into_query()
}

/// An account of the organisation, whatever its state.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(crate) async fn person(at: &impl Scope, id: AccountId) -> Result<account::Model, Error> {
    let row = at.find::<account::Entity>().filter(account::Column::Id.eq(id));
    row.one(at.db()).await?.ok_or(Error::NotFound)
}

/// The way from a column that names a row of another table to that row, for what is read of both at once.
pub(crate) fn link<From: EntityTrait, To: EntityTrait>(from: From::Column, to: To::Column) -> RelationDef {
    From::belongs_to(To::default()).from(from).to(to).into()
}

/// The names of some people or things, deleted ones included, in one query.
pub(crate) async fn names<E: Titled>(
    at: &impl Scope,
    ids: impl IntoIterator<Item = E::Id>,
) -> Result<HashMap<E::Id, String>, Error> {
    let mut ids: Vec<E::Id> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(E::Id, String)> = at
        .find::<E>()
        .select_only()
        .column(E::id())
        .column(E::name())
        .filter(E::id().is_in(ids))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}

#[cfg(test)]
mod tests;
