//! How packages are kept.

use std::collections::HashMap;

use domain::id::{AccountId, PackageId, TaskId};
use domain::list::{Asked, Few, Kept, Listed, Named};
use domain::package::{Package, PackageRow, PackageView, Refused};
use domain::text::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::cx::{Scope, Tx};
use crate::entity::{account, care_package, carer_assignment, task, task_assignment};
use crate::error::is_duplicate;
use crate::{Error, list};

fn live(at: &impl Scope) -> Select<care_package::Entity> {
    at.find::<care_package::Entity>().filter(care_package::Column::DeletionId.is_null())
}

/// A page of the list, in six queries whatever its length.
pub(super) async fn list(at: &impl Scope, asked: &Asked) -> Result<Listed<PackageRow>, Error> {
    let mut query = live(at);
    if let Some(status) = asked.status()? {
        query = query.filter(care_package::Column::Active.eq(status.is_active()));
    }
    let words = asked.words();
    if !words.is_empty() {
        let area = words.replace(' ', "").to_uppercase();
        query = query.filter(
            Condition::any()
                .add(list::holds(care_package::Column::NameKey, &words))
                .add(list::holds(care_package::Column::PostcodeArea, &area)),
        );
    }
    let page =
        list::page(at.db(), query, care_package::Column::NameKey, |row| row.name_key.as_str(), asked).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let mut carers = few(carers(at, &ids).await?.into_iter().map(|(id, carer)| (id, carer.name)));
    let mut tasks = few(tasks(at, &ids).await?.into_iter().map(|(id, task)| (id, task.name)));
    let row = |row: care_package::Model| PackageRow {
        carers: carers.remove(&row.id).unwrap_or_default(),
        tasks: tasks.remove(&row.id).unwrap_or_default(),
        kept: kept(&row),
        id: row.id,
        name: row.name,
        postcode_area: row.postcode_area,
        active: row.active,
    };
    let rows = page.rows.into_iter().map(row).collect();
    Ok(Listed { rows, previous: page.previous, next: page.next, found: page.found })
}

pub(super) async fn show(at: &impl Scope, id: PackageId) -> Result<PackageView, Error> {
    let row = live(at).filter(care_package::Column::Id.eq(id)).one(at.db()).await?.ok_or(Error::NotFound)?;
    let carers = carers(at, &[id]).await?;
    let tasks = tasks(at, &[id]).await?;
    Ok(PackageView {
        kept: kept(&row),
        id: row.id,
        name: row.name,
        postcode_area: row.postcode_area,
        active: row.active,
        night_hazard: row.night_hazard,
        carers: carers.into_iter().map(|(_, carer)| carer).collect(),
        tasks: tasks.into_iter().map(|(_, task)| task).collect(),
    })
}

fn kept(row: &care_package::Model) -> Kept {
    Kept { created_at: row.created_at, version: row.version }
}

/// The carers who belong to each package now, by name.
async fn carers(
    at: &impl Scope,
    packages: &[PackageId],
) -> Result<Vec<(PackageId, Named<AccountId>)>, Error> {
    let pairs: Vec<(AccountId, PackageId)> = at
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarerId)
        .column(carer_assignment::Column::CarePackageId)
        .filter(carer_assignment::Column::CarePackageId.is_in(packages.iter().copied()))
        .filter(carer_assignment::Column::ToAt.is_null())
        .into_tuple()
        .all(at.db())
        .await?;
    let names: Vec<(AccountId, String)> = at
        .find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Name)
        .filter(account::Column::Id.is_in(pairs.iter().map(|pair| pair.0)))
        .filter(account::Column::DeletionId.is_null())
        .order_by_asc(account::Column::NameKey)
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(in_order(&pairs, names))
}

/// The tasks that belong to each package now, by name.
async fn tasks(at: &impl Scope, packages: &[PackageId]) -> Result<Vec<(PackageId, Named<TaskId>)>, Error> {
    let pairs: Vec<(TaskId, PackageId)> = at
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .column(task_assignment::Column::CarePackageId)
        .filter(task_assignment::Column::CarePackageId.is_in(packages.iter().copied()))
        .filter(task_assignment::Column::ToAt.is_null())
        .into_tuple()
        .all(at.db())
        .await?;
    let names: Vec<(TaskId, String)> = at
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .column(task::Column::Name)
        .filter(task::Column::Id.is_in(pairs.iter().map(|pair| pair.0)))
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::NameKey)
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(in_order(&pairs, names))
}

/// Pairs of a package and a name, in the order of the names.
fn in_order<Id: Copy + Eq + std::hash::Hash>(
    pairs: &[(Id, PackageId)],
    names: Vec<(Id, String)>,
) -> Vec<(PackageId, Named<Id>)> {
    let mut packages: HashMap<Id, Vec<PackageId>> = HashMap::new();
    for &(id, package) in pairs {
        packages.entry(id).or_default().push(package);
    }
    let of = |(id, name): (Id, String)| {
        let packages = packages.get(&id).cloned().unwrap_or_default();
        packages.into_iter().map(move |package| (package, Named { id, name: name.clone() }))
    };
    names.into_iter().flat_map(of).collect()
}

fn few(names: impl Iterator<Item = (PackageId, String)>) -> HashMap<PackageId, Few> {
    let mut few: HashMap<PackageId, Few> = HashMap::new();
    for (package, name) in names {
        few.entry(package).or_default().add(name);
    }
    few
}

/// Reads a live package and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: PackageId) -> Result<care_package::Model, Error> {
    let row = live(tx).filter(care_package::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Whether another live package has this name.
pub(super) async fn is_taken(tx: &Tx, name: &str, but: Option<PackageId>) -> Result<bool, Error> {
    let mut others = live(tx).filter(care_package::Column::NameKey.eq(name_key(name)));
    if let Some(id) = but {
        others = others.filter(care_package::Column::Id.ne(id));
    }
    Ok(others.count(tx.db()).await? > 0)
}

pub(super) async fn insert(tx: &Tx, package: &Package) -> Result<PackageId, Error> {
    let id = tx.fresh(PackageId);
    let row = care_package::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        deletion_id: Set(None),
        name: Set(package.name.clone()),
        name_key: Set(name_key(&package.name)),
        postcode_area: Set(package.postcode_area.as_str().to_owned()),
        active: Set(package.active),
        night_hazard: Set(package.night_hazard),
    };
    row.insert(tx.db()).await.map_err(taken)?;
    Ok(id)
}

pub(super) async fn update(tx: &Tx, row: care_package::Model, package: &Package) -> Result<(), Error> {
    let next = row.version + 1;
    let mut row = row.into_active_model();
    row.updated_at = Set(tx.now());
    row.version = Set(next);
    row.name = Set(package.name.clone());
    row.name_key = Set(name_key(&package.name));
    row.postcode_area = Set(package.postcode_area.as_str().to_owned());
    row.active = Set(package.active);
    row.night_hazard = Set(package.night_hazard);
    row.update(tx.db()).await.map_err(taken)?;
    Ok(())
}

/// Two that take one name at once: the index lets one of them.
fn taken(error: sea_orm::DbErr) -> Error {
    if is_duplicate(&error) { Refused::NameTaken.into() } else { error.into() }
}
