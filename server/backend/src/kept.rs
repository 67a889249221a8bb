//! What packages, tasks and templates have in common: a name that no other live one has, the recycle bin, and the
//! starter library that some of them come from.

use std::collections::HashMap;

use domain::list::Status;
use domain::text::name_key;
use sea_orm::{ColumnTrait, Condition, PaginatorTrait, QueryFilter, QuerySelect, Select};

use crate::cx::{Scope, Tx};
use crate::entity::{Kept, Stocked, Titled};
use crate::{Error, deletion};

/// The live ones.
pub(crate) fn live<E: Titled>(at: &impl Scope) -> Select<E> {
    at.find::<E>().filter(E::deletion().is_null())
}

/// Those in the bin. A purged one is not there any more.
pub(crate) fn in_bin<E: Titled>(at: &impl Scope) -> Select<E> {
    at.find::<E>().filter(E::deletion().in_subquery(deletion::open_ones(at)))
}

/// Those that a list shows: the live ones, of them those in use or not, or those in the bin.
pub(crate) fn listed<E: Kept>(at: &impl Scope, status: Option<Status>) -> Select<E> {
    match status {
        None => live(at),
        Some(Status::Active) => live(at).filter(E::active().eq(true)),
        Some(Status::Inactive) => live(at).filter(E::active().eq(false)),
        Some(Status::Deleted) => in_bin(at),
    }
}

/// A live one.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(crate) async fn find<E: Titled>(at: &impl Scope, id: E::Id) -> Result<E::Model, Error> {
    live::<E>(at).filter(E::id().eq(id)).one(at.db()).await?.ok_or(Error::NotFound)
}

/// One in the bin.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(crate) async fn find_binned<E: Titled>(at: &impl Scope, id: E::Id) -> Result<E::Model, Error> {
    in_bin::<E>(at).filter(E::id().eq(id)).one(at.db()).await?.ok_or(Error::NotFound)
}

/// A live one, whose row is held until the write ends.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(crate) async fn lock<E: Titled>(tx: &Tx, id: E::Id) -> Result<E::Model, Error> {
    let row = live::<E>(tx).filter(E::id().eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// One in the bin, whose row is held until the write ends.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub(crate) async fn lock_binned<E: Titled>(tx: &Tx, id: E::Id) -> Result<E::Model, Error> {
    let row = in_bin::<E>(tx).filter(E::id().eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Whether another live one has this name.
pub(crate) async fn is_taken<E: Kept>(tx: &Tx, name: &str, but: Option<E::Id>) -> Result<bool, Error> {
    let mut others = live::<E>(tx).filter(E::name_key().eq(name_key(name)));
    if let Some(id) = but {
        others = others.filter(E::id().ne(id));
    }
    Ok(others.count(tx.db()).await? > 0)
}

/// The live ones that were taken from the starter library, or have a name of it, by the library's keys; it is asked
/// for by keys and names.
pub(crate) async fn of_library<'a, E: Stocked>(
    at: &impl Scope,
    wanted: impl Iterator<Item = (&'a String, &'a str)>,
) -> Result<HashMap<String, E::Model>, Error> {
    let wanted: Vec<(String, String)> = wanted.map(|(key, name)| (key.clone(), name_key(name))).collect();
    let (keys, names): (Vec<_>, Vec<_>) = wanted.iter().cloned().unzip();
    let either = Condition::any().add(E::library_key().is_in(keys)).add(E::name_key().is_in(names));
    let rows = live::<E>(at).filter(either).all(at.db()).await?;
    let found = |(key, name): (String, String)| {
        let taken = rows.iter().find(|row| E::stock(row).0 == Some(key.as_str()));
        let row = taken.or_else(|| rows.iter().find(|row| E::stock(row).1 == name))?;
        Some((key, row.clone()))
    };
    Ok(wanted.into_iter().filter_map(found).collect())
}

/// The key in the starter library that one keeps when it leaves the bin or enters it: none, when another was taken
/// from there while it was in the bin.
pub(crate) async fn library_key<E: Stocked>(
    tx: &Tx,
    id: E::Id,
    key: Option<String>,
) -> Result<Option<String>, Error> {
    let Some(key) = key else { return Ok(None) };
    let others = live::<E>(tx).filter(E::library_key().eq(key.as_str())).filter(E::id().ne(id));
    let others = others.count(tx.db()).await?;
    Ok(Some(key).filter(|_| others == 0))
}
