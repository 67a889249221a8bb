//! The carers of a package.

use std::collections::{HashMap, HashSet};

use domain::access::{Action, Role};
use domain::assignment::{
    Added, AssignCarersDraft, Belonging, Facts, Given, MOST_FREE, OpenPeriod, Period, PeriodsAsked, Refused,
};
use domain::audit::AuditAction;
use domain::id::{AccountId, CarerAssignmentId, PackageId, SubmissionId};
use domain::list::{Asked, Listed, Named, PeriodSort};
use domain::text::name_key;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use serde_json::json;

use super::{belonging, find_package, hold_package, refusal, told};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::standing;
use crate::entity::{account, carer_assignment};
use crate::error::if_duplicate;
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, list};

/// The carers of a package, a page of those now or before, and those that could be added whose names hold the words. Those already
/// chosen stay in the list, whatever is looked for.
///
/// # Errors
/// [`Error::NotFound`] for a package that is not there, or not ours.
pub async fn of_package(
    cx: &Cx,
    package: PackageId,
    words: &str,
    chosen: &[AccountId],
    asked: &PeriodsAsked,
) -> Result<Belonging<AccountId>, Error> {
    let at = cx.read(Action::ManageAssignments).await?;
    let package = find_package(&at, package).await?;
    let past = ended(&at, package.id).count(at.db()).await?;
    let (periods, free) = if asked.is_past() {
        (past_periods(&at, package.id, &asked.list()).await?, (Vec::new(), 0))
    } else {
        (current(&at, package.id, &asked.list()).await?, free(&at, package.id, words, chosen).await?)
    };
    belonging(&at, package, (periods, past), free).await
}

/// The open period of one carer.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn one(cx: &Cx, package: PackageId, carer: AccountId) -> Result<OpenPeriod<AccountId>, Error> {
    let at = cx.read(Action::ManageAssignments).await?;
    let package = find_package(&at, package).await?;
    let row = carers(&at).filter(account::Column::Id.eq(carer));
    let row = row.one(at.db()).await?.ok_or(Error::NotFound)?;
    let since = open(&at, package.id, &[carer]).one(at.db()).await?.ok_or(Error::NotFound)?.from_at;
    let period = Period {
        is_active: is_active(&row),
        subject: Named { id: row.id, name: row.name },
        from_at: since,
        to_at: None,
    };
    Ok(OpenPeriod { package: Named { id: package.id, name: package.name }, period })
}

/// A page of those that belong to a package now.
async fn current(
    at: &impl Scope,
    package: PackageId,
    asked: &Asked,
) -> Result<Listed<Period<AccountId>>, Error> {
    let mut rows = carers(at).filter(account::Column::Id.in_subquery(inside(at, package)));
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(list::holds(account::Column::NameKey, &words));
    }
    let sort = asked.sort::<PeriodSort>()?;
    let by = match sort.by {
        PeriodSort::Name => account::Column::NameKey,
        PeriodSort::Status => account::Column::Active,
    };
    let order = list::Order::asked(sort, by, account::Column::Id);
    let page = list::page(at.db(), rows, &order, asked).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let open = open(at, package, &ids).all(at.db()).await?;
    let since: HashMap<_, _> = open.into_iter().map(|row| (row.carer_id, row.from_at)).collect();
    // Only who left between the two queries has no period any more.
    let period = |row: account::Model| {
        let from_at = *since.get(&row.id)?;
        let is_active = is_active(&row);
        Some(Period { subject: Named { id: row.id, name: row.name }, is_active, from_at, to_at: None })
    };
    Ok(page.with(|rows| rows.into_iter().filter_map(period).collect()))
}

/// A page of the periods that have ended, the last to end first.
async fn past_periods(
    at: &impl Scope,
    package: PackageId,
    asked: &Asked,
) -> Result<Listed<Period<AccountId>>, Error> {
    use carer_assignment::Column;
    let mut rows = ended(at, package);
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(Column::CarerId.in_subquery(list::people_called(at, &words)));
    }
    let page = list::page(at.db(), rows, &list::Order::down(Column::ToAt, Column::Id), asked).await?;
    let names = list::names::<account::Entity>(at, page.rows.iter().map(|row| row.carer_id)).await?;
    Ok(page.map(|row| Period {
        subject: Named { id: row.carer_id, name: names.get(&row.carer_id).cloned().unwrap_or_default() },
        is_active: false,
        from_at: row.from_at,
        to_at: row.to_at,
    }))
}

fn ended(at: &impl Scope, package: PackageId) -> Select<carer_assignment::Entity> {
    at.find::<carer_assignment::Entity>()
        .filter(carer_assignment::Column::CarePackageId.eq(package))
        .filter(carer_assignment::Column::ToAt.is_not_null())
}

/// The ids of those that belong to a package now, as a part of other queries.
fn inside(at: &impl Scope, package: PackageId) -> SelectStatement {
    at.find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarerId)
        .filter(carer_assignment::Column::CarePackageId.eq(package))
        .filter(carer_assignment::Column::ToAt.is_null())
        .into_query()
}

/// Active carers who are not in a package: the chosen ones, then those whose names hold the words; and how many.
async fn free(
    at: &impl Scope,
    package: PackageId,
    words: &str,
    chosen: &[AccountId],
) -> Result<(Vec<Named<AccountId>>, u64), Error> {
    let outside = carers(at)
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::DeletionId.is_null())
        .filter(account::Column::Id.not_in_subquery(inside(at, package)));
    let mut looked_for = outside.clone();
    let words = name_key(words);
    if !words.is_empty() {
        looked_for = looked_for.filter(list::holds(account::Column::NameKey, &words));
    }
    let found = looked_for.clone().count(at.db()).await?;
    let chosen = outside.filter(account::Column::Id.is_in(chosen.iter().copied()));
    let mut free = by_name(chosen).all(at.db()).await?;
    for row in by_name(looked_for).limit(MOST_FREE).all(at.db()).await? {
        if free.iter().all(|other| other.id != row.id) {
            free.push(row);
        }
    }
    Ok((free.into_iter().map(|row| Named { id: row.id, name: row.name }).collect(), found))
}

fn by_name(carers: Select<account::Entity>) -> Select<account::Entity> {
    carers.order_by_asc(account::Column::NameKey).order_by_asc(account::Column::Id)
}

/// Assigns the ticked carers, each for itself: one that cannot be added keeps none of the others out (R-ASG-1).
///
/// # Errors
/// [`Error::NotFound`] when the package or one of the carers is not ours. A single carer that cannot be added is
/// refused by its [`Refused`].
pub async fn add(cx: &Cx, submission: SubmissionId, draft: &AssignCarersDraft) -> Result<Added, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    let (package, ids) = draft.parse()?;
    let first = match tx.once::<Vec<Given<AccountId>>>("assignment.add_carers", submission, draft).await? {
        Once::Before(given) => return Ok(told(given, names(&hold(&tx, &ids).await?))),
        Once::First(first) => first,
    };
    let package_is_active = hold_package(&tx, package).await?.active;
    let carers = hold(&tx, &ids).await?;
    let assigned: HashSet<_> =
        open(&tx, package, &ids).all(tx.db()).await?.iter().map(|row| row.carer_id).collect();
    let mut given = Vec::new();
    for row in &carers {
        let facts = Facts {
            package_is_active,
            subject: standing(row.active, row.deletion_id.is_some()),
            is_assigned: assigned.contains(&row.id),
        };
        let refused = facts.assign_carer().err();
        if refused.is_none() {
            begin(&tx, package, row.id).await?;
        }
        given.push(Given { subject: row.id, refused });
    }
    if given.iter().any(|one| one.refused.is_none()) {
        tx.remember(first, &given).await?;
        tx.commit_noted().await?;
    } else {
        refusal(&given)?;
    }
    Ok(told(given, names(&carers)))
}

/// Ends the assignment of a carer. Counts and ratings stay (R-ASG-4).
///
/// # Errors
/// [`Refused::NotAssigned`] when there is none, [`Error::NotFound`] when the package or the carer is not ours.
pub async fn end(cx: &Cx, package: PackageId, carer: AccountId) -> Result<Named<AccountId>, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    hold_package(&tx, package).await?;
    let mut carers = hold(&tx, &[carer]).await?;
    let row = open(&tx, package, &[carer]).one(tx.db()).await?.ok_or(Refused::NotAssigned)?;
    let entry = Entry::new(AuditAction::CarerUnassigned).about("carer_assignment", row.id.0);
    let mut row = row.into_active_model();
    row.to_at = Set(Some(tx.now()));
    row.ended_by = Set(tx.actor_id());
    row.update(tx.db()).await?;
    tx.touch(Topic::Assignment, Some(carer));
    tx.commit(entry.before(json!({ "carer": carer, "package": package }))?).await?;
    carers.pop().map(|row| Named { id: row.id, name: row.name }).ok_or(Error::NotFound)
}

fn carers(at: &impl Scope) -> Select<account::Entity> {
    at.find::<account::Entity>().filter(account::Column::Role.eq(Role::Carer))
}

/// The carers of these ids, all of them, who stay as they are until the write ends.
async fn hold(tx: &Tx, ids: &[AccountId]) -> Result<Vec<account::Model>, Error> {
    let rows = carers(tx)
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    if rows.len() == ids.len() { Ok(rows) } else { Err(Error::NotFound) }
}

fn open(at: &impl Scope, package: PackageId, ids: &[AccountId]) -> Select<carer_assignment::Entity> {
    at.find::<carer_assignment::Entity>()
        .filter(carer_assignment::Column::CarePackageId.eq(package))
        .filter(carer_assignment::Column::CarerId.is_in(ids.iter().copied()))
        .filter(carer_assignment::Column::ToAt.is_null())
}

/// Opens a period. The caller has checked the rule and holds the rows.
pub(super) async fn begin(tx: &Tx, package: PackageId, carer: AccountId) -> Result<(), Error> {
    let id = tx.fresh(CarerAssignmentId);
    let row = carer_assignment::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        carer_id: Set(carer),
        care_package_id: Set(package),
        from_at: Set(tx.now()),
        assigned_by: Set(tx.own()?),
        ..Default::default()
    };
    row.insert(tx.db()).await.map_err(if_duplicate(Refused::AlreadyAssigned))?;
    let entry = Entry::new(AuditAction::CarerAssigned).about("carer_assignment", id.0);
    tx.also(entry.after(json!({ "carer": carer, "package": package }))?);
    tx.touch(Topic::Assignment, Some(carer));
    Ok(())
}

fn is_active(row: &account::Model) -> bool {
    row.active && row.deletion_id.is_none()
}

fn names(rows: &[account::Model]) -> HashMap<AccountId, String> {
    rows.iter().map(|row| (row.id, row.name.clone())).collect()
}
