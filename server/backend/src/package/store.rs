//! How packages are kept.

use std::collections::HashMap;

use domain::id::{AccountId, DeletionId, PackageId};
use domain::list::{Asked, Beginning, Few, Kept, Listed, Named, PAGE, PackageSort, Status};
use domain::package::{Package, PackageImpact, PackageRow, PackageView, Refused};
use domain::shift::ShiftState;
use domain::text::name_key;
use domain::time::Instant;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, TryGetable,
};

use crate::cx::{Scope, Tx};
use crate::entity::{
    Titled, account, care_package, carer_assignment, progress_current, rota_entry, shift, task,
    task_assignment,
};
use crate::error::if_duplicate;
use crate::{Error, deletion, list};

fn live(at: &impl Scope) -> Select<care_package::Entity> {
    at.find::<care_package::Entity>().filter(care_package::Column::DeletionId.is_null())
}

/// Those in the bin. A purged one is not there any more.
fn in_bin(at: &impl Scope) -> Select<care_package::Entity> {
    at.find::<care_package::Entity>()
        .filter(care_package::Column::DeletionId.in_subquery(deletion::open_ones(at)))
}

/// A page of the list, in four queries whatever its length, six for those in the bin.
pub(super) async fn list(at: &impl Scope, asked: &Asked) -> Result<Listed<PackageRow>, Error> {
    let mut query = match asked.status()? {
        None => live(at),
        Some(Status::Active) => live(at).filter(care_package::Column::Active.eq(true)),
        Some(Status::Inactive) => live(at).filter(care_package::Column::Active.eq(false)),
        Some(Status::Deleted) => in_bin(at),
    };
    let words = asked.words();
    if !words.is_empty() {
        let area = words.replace(' ', "").to_uppercase();
        query = query.filter(
            Condition::any()
                .add(list::holds(care_package::Column::NameKey, &words))
                .add(list::holds(care_package::Column::PostcodeArea, &area)),
        );
    }
    let sort = asked.sort::<PackageSort>()?;
    let by = match sort.by {
        PackageSort::Name => care_package::Column::NameKey,
        PackageSort::Area => care_package::Column::PostcodeArea,
        PackageSort::Status => care_package::Column::Active,
        PackageSort::Created => care_package::Column::CreatedAt,
    };
    let order = list::Order::asked(sort, by, care_package::Column::Id);
    let page = list::page(at.db(), query, &order, asked).await?;
    let mut binned = deletion::binned(at, page.rows.iter().filter_map(|row| row.deletion_id)).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let (mut carers, mut tasks) = (few_carers(at, &ids).await?, few_tasks(at, &ids).await?);
    Ok(page.map(|row| PackageRow {
        carers: carers.remove(&row.id).unwrap_or_default(),
        tasks: tasks.remove(&row.id).unwrap_or_default(),
        kept: kept(&row),
        binned: row.deletion_id.and_then(|id| binned.remove(&id)),
        id: row.id,
        name: row.name,
        postcode_area: row.postcode_area,
        active: row.active,
    }))
}

/// The first carers of each package now, by name, and how many it has.
async fn few_carers(at: &impl Scope, packages: &[PackageId]) -> Result<HashMap<PackageId, Few>, Error> {
    use carer_assignment::Column;
    let links = list::Links { owner: Column::CarePackageId, thing: Column::CarerId };
    let now = Condition::all()
        .add(Column::CarePackageId.is_in(packages.iter().copied()))
        .add(Column::ToAt.is_null());
    list::few::<carer_assignment::Entity, account::Entity, _>(at, &links, now).await
}

/// The first tasks of each package now, by name, and how many it has.
async fn few_tasks(at: &impl Scope, packages: &[PackageId]) -> Result<HashMap<PackageId, Few>, Error> {
    use task_assignment::Column;
    let links = list::Links { owner: Column::CarePackageId, thing: Column::TaskId };
    let now = Condition::all()
        .add(Column::CarePackageId.is_in(packages.iter().copied()))
        .add(Column::ToAt.is_null());
    list::few::<task_assignment::Entity, task::Entity, _>(at, &links, now).await
}

pub(super) async fn show(at: &impl Scope, id: PackageId) -> Result<PackageView, Error> {
    let row = find(at, id).await?;
    let carers = first_of::<account::Entity>(at, carers_of(at, id)).await?;
    let tasks = first_of::<task::Entity>(at, tasks_of(at, id)).await?;
    Ok(PackageView {
        kept: kept(&row),
        id: row.id,
        name: row.name,
        postcode_area: row.postcode_area,
        active: row.active,
        night_hazard: row.night_hazard,
        carers,
        tasks,
        coming: Vec::new(),
    })
}

/// The first of those that belong to a package now, by name, and how many there are.
async fn first_of<E: Titled>(at: &impl Scope, which: SelectStatement) -> Result<Beginning<E::Id>, Error>
where
    E::Id: TryGetable + Send,
    E::Model: Send + Sync,
{
    let live = at.find::<E>().filter(E::deletion().is_null()).filter(E::id().in_subquery(which));
    let of = live.clone().count(at.db()).await?;
    let first: Vec<(E::Id, String)> = live
        .select_only()
        .column(E::id())
        .column(E::name())
        .order_by_asc(E::name_key())
        .order_by_asc(E::id())
        .limit(PAGE)
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(Beginning { first: first.into_iter().map(|(id, name)| Named { id, name }).collect(), of })
}

/// The ids of the carers of a package now, as a part of other queries.
fn carers_of(at: &impl Scope, package: PackageId) -> SelectStatement {
    at.find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarerId)
        .filter(carer_assignment::Column::CarePackageId.eq(package))
        .filter(carer_assignment::Column::ToAt.is_null())
        .into_query()
}

/// The ids of its tasks.
fn tasks_of(at: &impl Scope, package: PackageId) -> SelectStatement {
    at.find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::TaskId)
        .filter(task_assignment::Column::CarePackageId.eq(package))
        .filter(task_assignment::Column::ToAt.is_null())
        .into_query()
}

/// One live package.
pub(super) async fn find(at: &impl Scope, id: PackageId) -> Result<care_package::Model, Error> {
    live(at).filter(care_package::Column::Id.eq(id)).one(at.db()).await?.ok_or(Error::NotFound)
}

/// What deleting a package would end (R-PKG-3).
pub(super) async fn impact(at: &impl Scope, id: PackageId, now: Instant) -> Result<PackageImpact, Error> {
    let open_carers = at
        .find::<carer_assignment::Entity>()
        .filter(carer_assignment::Column::CarePackageId.eq(id))
        .filter(carer_assignment::Column::ToAt.is_null());
    let open_tasks = at
        .find::<task_assignment::Entity>()
        .filter(task_assignment::Column::CarePackageId.eq(id))
        .filter(task_assignment::Column::ToAt.is_null());
    let shifts = || at.find::<shift::Entity>().filter(shift::Column::CarePackageId.eq(id));
    // What apply-by has ended is not open, though nobody may have stored that yet (R-SHF-8).
    let seeking = Condition::any()
        .add(shift::Column::Status.is_in([ShiftState::HasApplications, ShiftState::Assigned]))
        .add(shift::Column::Status.eq(ShiftState::Open).and(shift::Column::ApplyBy.gte(now)));
    let entries = at
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarePackageId.eq(id))
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::StartAt.gt(now));
    let unsent = shifts().filter(shift::Column::Status.eq(ShiftState::Created));
    let open = shifts().filter(seeking).filter(shift::Column::StartAt.gt(now));
    let carers = open_carers.clone().select_only().column(carer_assignment::Column::CarerId);
    let tasks = open_tasks.clone().select_only().column(task_assignment::Column::TaskId);
    let counted = at
        .find::<progress_current::Entity>()
        .select_only()
        .column(progress_current::Column::CarerId)
        .distinct()
        .filter(progress_current::Column::Count.gt(0))
        .filter(progress_current::Column::CarerId.in_subquery(carers.into_query()))
        .filter(progress_current::Column::TaskId.in_subquery(tasks.into_query()))
        .into_tuple::<AccountId>();
    Ok(PackageImpact {
        carers: open_carers.count(at.db()).await?,
        tasks: open_tasks.count(at.db()).await?,
        unsent_shifts: unsent.count(at.db()).await?,
        open_shifts: open.count(at.db()).await?,
        future_entries: entries.count(at.db()).await?,
        carers_with_progress: counted.all(at.db()).await?.len() as u64,
    })
}

/// Reads a package that lies in the bin and holds its row until the write ends.
pub(super) async fn lock_binned(tx: &Tx, id: PackageId) -> Result<care_package::Model, Error> {
    let row = in_bin(tx).filter(care_package::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Puts a package into the bin, or takes it out.
pub(super) async fn set_deletion(
    tx: &Tx,
    row: care_package::Model,
    deletion: Option<DeletionId>,
) -> Result<(), Error> {
    let (next, name) = (row.version + 1, row.name.clone());
    let mut row = row.into_active_model();
    row.updated_at = Set(tx.now());
    row.version = Set(next);
    row.deletion_id = Set(deletion);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTakenMeanwhile { name }))?;
    Ok(())
}

fn kept(row: &care_package::Model) -> Kept {
    Kept { created_at: row.created_at, version: row.version }
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
    row.insert(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))?;
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
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))?;
    Ok(())
}
