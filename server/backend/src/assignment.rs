//! Which carers and tasks belong to which package, and since when (R-ASG).
//!
//! A period is closed and never removed; being assigned again opens a new one. Counts and ratings belong to carer and
//! task, so nothing is copied here and nothing is lost when a period ends (R-ASG-3, R-ASG-4).

mod carers;
mod closing;
mod periods;
mod tasks;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::Hash;

use domain::assignment::{Added, Belonging, Given, Period};
use domain::id::PackageId;
use domain::list::{Listed, Named};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::cx::{Scope, Tx};
use crate::entity::{care_package, carer_assignment, task_assignment};
use crate::{Error, kept};

pub(crate) use closing::{Of, close, hold_packages, hold_tasks, reopen};
pub(crate) use periods::{inside, open};

pub use carers::{add as add_carers, end as end_carer, of_package as carers, one as carer};
pub use tasks::{add as add_tasks, end as end_task, of_package as tasks, one as task};

async fn find_package(at: &impl Scope, id: PackageId) -> Result<care_package::Model, Error> {
    kept::find::<care_package::Entity>(at, id).await
}

/// The package, which stays as it is until the write ends.
async fn hold_package(tx: &Tx, id: PackageId) -> Result<care_package::Model, Error> {
    let row = kept::live::<care_package::Entity>(tx).filter(care_package::Column::Id.eq(id));
    row.lock_shared().one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Puts together what a page shows: a page of periods, how many have ended, and those that could be added with how
/// many of them there are.
async fn belonging<Id>(
    at: &impl Scope,
    package: care_package::Model,
    (periods, past): (Listed<Period<Id>>, u64),
    (free, found): (Vec<Named<Id>>, u64),
) -> Result<Belonging<Id>, Error> {
    Ok(Belonging {
        carers: open::<carer_assignment::Entity>(at, package.id).count(at.db()).await?,
        tasks: open::<task_assignment::Entity>(at, package.id).count(at.db()).await?,
        is_active: package.active,
        postcode_area: package.postcode_area,
        package: Named { id: package.id, name: package.name },
        periods,
        past,
        free,
        found,
    })
}

/// A tick list of which nothing was added is a refusal when it had one tick, and an answer when it had several.
fn refusal<Id>(given: &[Given<Id>]) -> Result<(), Error> {
    match given {
        [Given { refused: Some(refused), .. }] => Err((*refused).into()),
        _ => Ok(()),
    }
}

/// What became of each tick, in words that need only the names.
fn told<Id: Eq + Hash>(given: Vec<Given<Id>>, mut names: HashMap<Id, String>) -> Added {
    let mut told = Added::default();
    for Given { subject, refused } in given {
        match refused {
            None => told.added += 1,
            Some(refused) => {
                told.not_added.push((names.remove(&subject).unwrap_or_default(), refused));
            }
        }
    }
    told
}
