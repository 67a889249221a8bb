//! Two names of many, for the cells of a list: "Ann Brown, Ben Dale and 9,998 more".

use std::collections::HashMap;
use std::hash::Hash;

use domain::list::Few;
use sea_orm::sea_query::{
    Condition, ExprTrait as _, Func, Order as Way, Query, SelectStatement, SimpleExpr, WindowStatement,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, TryGetable};

use crate::Error;
use crate::cx::Scope;
use crate::entity::{Tenant, Titled};

/// A table whose rows give things to owners: the columns of the two.
pub(crate) struct Links<L: EntityTrait> {
    pub owner: L::Column,
    pub thing: L::Column,
}

/// The first live things of each owner by name, and how many each has, in one query: the database counts, and no
/// more rows come over than are shown.
pub(crate) async fn few<L, T, Owner>(
    at: &impl Scope,
    links: &Links<L>,
    which: Condition,
) -> Result<HashMap<Owner, Few>, Error>
where
    L: Tenant,
    T: Titled,
    Owner: TryGetable + Eq + Hash,
{
    let mut few: HashMap<Owner, Few> = HashMap::new();
    for row in at.db().query_all(&shown::<L, T>(at, links, which)).await? {
        let (owner, name, of): (Owner, String, i64) =
            (row.try_get("", "owner")?, row.try_get("", "name")?, row.try_get("", "whole")?);
        let few = few.entry(owner).or_default();
        few.first.push(name);
        few.of = of.unsigned_abs();
    }
    Ok(few)
}

/// The first names of each owner, each with how many there are.
fn shown<L: Tenant, T: Titled>(at: &impl Scope, links: &Links<L>, which: Condition) -> SelectStatement {
    let owner = || links.owner.as_column_ref();
    let mut in_order = WindowStatement::partition_by(owner());
    in_order.order_by(T::name_key().as_column_ref(), Way::Asc).order_by(T::id().as_column_ref(), Way::Asc);
    let ranked = Query::select()
        .expr_as(links.owner.into_expr(), "owner")
        .expr_as(T::name().into_expr(), "name")
        .expr_window_as(Func::cust("ROW_NUMBER"), in_order, "place")
        .expr_window_as(T::id().count(), WindowStatement::partition_by(owner()), "whole")
        .from(L::default())
        .inner_join(
            T::default(),
            T::id().into_expr().equals(links.thing.as_column_ref()).and(T::deletion().is_null()),
        )
        .and_where(L::organisation().eq(at.organisation()))
        .and_where(T::organisation().eq(at.organisation()))
        .cond_where(which)
        .to_owned();
    Query::select()
        .columns(["owner", "name", "whole"])
        .from_subquery(ranked, "ranked")
        .and_where(SimpleExpr::column("place").lte(i64::try_from(Few::SHOWN).unwrap_or(i64::MAX)))
        .order_by("owner", Way::Asc)
        .order_by("place", Way::Asc)
        .to_owned()
}
