//! How packages are kept.

use std::collections::HashMap;

use domain::id::{AccountId, DeletionId, PackageId};
use domain::list::{Asked, Beginning, Few, Kept, Listed, Named, PAGE, PackageSort};
use domain::package::{Package, PackageImpact, PackageRow, PackageView, Refused};
use domain::shift::ShiftState;
use domain::text::name_key;
use domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::cx::{Scope, Tx};
use crate::entity::{
    Kept as _, Periods, Titled, care_package, carer_assignment, progress_current, rota_entry, shift,
    task_assignment,
};
use crate::error::if_duplicate;
use crate::{Error, assignment, deletion, kept, list};

/// A page of the list, in four queries whatever its length, six for those in the bin.
pub(super) async fn list(at: &impl Scope, asked: &Asked) -> Result<Listed<PackageRow>, Error> {
    let mut query = kept::listed::<care_package::Entity>(at, asked.status()?);
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
    let mut carers = few::<carer_assignment::Entity>(at, &ids).await?;
    let mut tasks = few::<task_assignment::Entity>(at, &ids).await?;
    Ok(page.map(|row| PackageRow {
        carers: carers.remove(&row.id).unwrap_or_default(),
        tasks: tasks.remove(&row.id).unwrap_or_default(),
        kept: kept_since(&row),
        binned: row.deletion_id.and_then(|id| binned.remove(&id)),
        id: row.id,
        name: row.name,
        postcode_area: row.postcode_area,
        active: row.active,
    }))
}

/// The first carers, or tasks, of each package now, by name, and how many it has.
async fn few<P: Periods>(at: &impl Scope, packages: &[PackageId]) -> Result<HashMap<PackageId, Few>, Error> {
    let links = list::Links { owner: P::package(), thing: P::subject() };
    let now = Condition::all().add(P::package().is_in(packages.iter().copied())).add(P::to_at().is_null());
    list::few::<P, P::Subject, _>(at, &links, now).await
}

pub(super) async fn show(at: &impl Scope, id: PackageId) -> Result<PackageView, Error> {
    let row = kept::find::<care_package::Entity>(at, id).await?;
    let carers = first::<carer_assignment::Entity>(at, id).await?;
    let tasks = first::<task_assignment::Entity>(at, id).await?;
    Ok(PackageView {
        kept: kept_since(&row),
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
async fn first<P: Periods>(
    at: &impl Scope,
    package: PackageId,
) -> Result<Beginning<<P::Subject as Titled>::Id>, Error> {
    let inside = P::Subject::id().in_subquery(assignment::inside::<P>(at, package));
    let live = kept::live::<P::Subject>(at).filter(inside);
    let of = live.clone().count(at.db()).await?;
    let first: Vec<(_, String)> = live
        .select_only()
        .columns([P::Subject::id(), P::Subject::name()])
        .order_by_asc(P::Subject::name_key())
        .order_by_asc(P::Subject::id())
        .limit(PAGE)
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(Beginning { first: first.into_iter().map(|(id, name)| Named { id, name }).collect(), of })
}

/// What deleting a package would end (R-PKG-3).
pub(super) async fn impact(at: &impl Scope, id: PackageId, now: Instant) -> Result<PackageImpact, Error> {
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
    let carers = assignment::inside::<carer_assignment::Entity>(at, id);
    let tasks = assignment::inside::<task_assignment::Entity>(at, id);
    let counted = at
        .find::<progress_current::Entity>()
        .select_only()
        .column(progress_current::Column::CarerId)
        .distinct()
        .filter(progress_current::Column::Count.gt(0))
        .filter(progress_current::Column::CarerId.in_subquery(carers))
        .filter(progress_current::Column::TaskId.in_subquery(tasks))
        .into_tuple::<AccountId>();
    Ok(PackageImpact {
        carers: assignment::open::<carer_assignment::Entity>(at, id).count(at.db()).await?,
        tasks: assignment::open::<task_assignment::Entity>(at, id).count(at.db()).await?,
        unsent_shifts: unsent.count(at.db()).await?,
        open_shifts: open.count(at.db()).await?,
        future_entries: entries.count(at.db()).await?,
        carers_with_progress: counted.all(at.db()).await?.len() as u64,
    })
}

/// Puts a package into the bin, or takes it out.
pub(super) async fn set_deletion(
    tx: &Tx,
    row: care_package::Model,
    deletion: Option<DeletionId>,
) -> Result<(), Error> {
    let name = row.name.clone();
    let mut row = care_package::Entity::next(row, tx.now());
    row.deletion_id = Set(deletion);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTakenMeanwhile { name }))?;
    Ok(())
}

fn kept_since(row: &care_package::Model) -> Kept {
    Kept { created_at: row.created_at, version: row.version }
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
    let mut row = care_package::Entity::next(row, tx.now());
    row.name = Set(package.name.clone());
    row.name_key = Set(name_key(&package.name));
    row.postcode_area = Set(package.postcode_area.as_str().to_owned());
    row.active = Set(package.active);
    row.night_hazard = Set(package.night_hazard);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))?;
    Ok(())
}
