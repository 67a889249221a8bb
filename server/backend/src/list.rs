//! Pages of a list: so many rows from a key on, forwards or backwards (R-GEN-13).
//!
//! A page begins after the key of the row before it, so a row that is added or renamed meanwhile neither hides nor
//! repeats another, and a late page costs no more than the first.

use domain::list::{Asked, Listed, PAGE};
use sea_orm::sea_query::{LikeExpr, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::Error;

/// Cuts the asked page out of a query, by a column that no two of its rows share. Two queries.
pub(crate) async fn page<E>(
    db: &impl ConnectionTrait,
    query: Select<E>,
    by: E::Column,
    key: impl Fn(&E::Model) -> &str,
    asked: &Asked,
) -> Result<Listed<E::Model>, Error>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    let found = query.clone().count(db).await?;
    let is_backwards = asked.after.is_empty() && !asked.before.is_empty();
    let from = match (is_backwards, asked.after.as_str()) {
        (true, _) => query.filter(by.lt(asked.before.as_str())).order_by_desc(by),
        (false, "") => query.order_by_asc(by),
        (false, after) => query.filter(by.gt(after)).order_by_asc(by),
    };
    let mut rows = from.limit(PAGE + 1).all(db).await?;
    let is_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if is_backwards {
        rows.reverse();
    }
    let first = rows.first().map(|row| key(row).to_owned());
    let last = rows.last().map(|row| key(row).to_owned());
    let (has_previous, has_next) =
        if is_backwards { (is_more, true) } else { (!asked.after.is_empty(), is_more) };
    Ok(Listed { previous: first.filter(|_| has_previous), next: last.filter(|_| has_next), rows, found })
}

/// Holds the words somewhere. What has a meaning in a pattern is looked for as it is typed.
pub(crate) fn holds(column: impl ColumnTrait, words: &str) -> SimpleExpr {
    let plain = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    column.like(LikeExpr::new(format!("%{plain}%")).escape('\\'))
}
