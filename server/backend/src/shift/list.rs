//! The admins' list of shifts: filtered, searched and paged in the database, by the state as of now (R-GEN-13).

use std::collections::BTreeMap;

use domain::access::{Action, Role};
use domain::id::{ApplicationId, PackageId, ShiftId};
use domain::rota::EntryState;
use domain::shift::{Counters, ShiftList, ShiftQuery, ShiftRow, ShiftState, ShiftTab};
use domain::text::{coded, date, name_key};
use domain::time::Instant;
use sea_orm::sea_query::{LikeExpr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};

use super::board::facts;
use super::store;
use crate::cx::{Read, Scope};
use crate::eligibility;
use crate::entity::{account, care_package, rota_entry, shift, shift_application};
use crate::{Cx, Error};

/// How many shifts a page holds (R-GEN-13).
const PAGE: u64 = 25;

/// How many shifts to come a package shows.
const COMING: u64 = 10;

/// The filter that is no state of its own.
const CONFIRMED: &str = "confirmed";

/// One page of shifts, latest start first.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn list(cx: &Cx, query: &ShiftQuery) -> Result<ShiftList, Error> {
    let read = cx.read(Action::ReadShifts).await?;
    let filtered = read.find::<shift::Entity>().filter(filters(&read, query, cx.now));
    let found = filtered.clone().count(read.db()).await?;
    let (ids, before, after) = page(&read, filtered, query).await?;
    let mut rows = rows(cx, &read, ids).await?;
    rows.reverse();
    Ok(ShiftList { counters: counters(&read, cx.now).await?, rows, found, before, after })
}

/// The next shifts at a package, soonest first; at most ten.
pub(crate) async fn coming(cx: &Cx, read: &Read<'_>, package: PackageId) -> Result<Vec<ShiftRow>, Error> {
    let ended = [ShiftState::Cancelled, ShiftState::Completed, ShiftState::Expired];
    let ids: Vec<ShiftId> = read
        .find::<shift::Entity>()
        .select_only()
        .column(shift::Column::Id)
        .filter(shift::Column::CarePackageId.eq(package))
        .filter(shift::Column::EndAt.gt(cx.now))
        .filter(shift::Column::Status.is_not_in(ended))
        .order_by_asc(shift::Column::StartAt)
        .order_by_asc(shift::Column::Id)
        .limit(COMING)
        .into_tuple()
        .all(read.db())
        .await?;
    rows(cx, read, ids).await
}

/// Shifts as a list shows them, soonest first, in eight queries.
async fn rows(cx: &Cx, read: &Read<'_>, ids: Vec<ShiftId>) -> Result<Vec<ShiftRow>, Error> {
    let which = Condition::all().add(shift::Column::Id.is_in(ids));
    let vacancies = eligibility::vacancies(read, cx.today(), which).await?;
    let assigned = assigned(read, vacancies.iter().filter_map(|one| one.row.selected_application_id)).await?;
    let row = |vacancy: eligibility::Vacancy| ShiftRow {
        facts: facts(&vacancy),
        state: vacancy.shift.state_at(cx.now),
        expiry: vacancy.row.expiry_reason.or_else(|| vacancy.shift.expiry_at(cx.now)),
        pending: vacancy.shift.pending,
        assigned_to: vacancy.row.selected_application_id.and_then(|id| assigned.get(&id).cloned()),
    };
    Ok(vacancies.into_iter().map(row).collect())
}

/// The page that the query asks for: its shifts, and the places where the pages beside it end and begin.
async fn page(
    read: &Read<'_>,
    filtered: Select<shift::Entity>,
    query: &ShiftQuery,
) -> Result<(Vec<ShiftId>, Option<String>, Option<String>), Error> {
    let backwards = place(&query.before);
    let forwards = place(&query.after).filter(|_| backwards.is_none());
    let found = match (backwards, forwards) {
        (Some(at), _) => filtered
            .filter(beyond(at, false))
            .order_by_asc(shift::Column::StartAt)
            .order_by_asc(shift::Column::Id),
        (None, Some(at)) => latest_first(filtered.filter(beyond(at, true))),
        (None, None) => latest_first(filtered),
    };
    let mut rows = found.limit(PAGE + 1).all(read.db()).await?;
    let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if backwards.is_some() {
        rows.reverse();
    }
    let (has_before, has_after) =
        if backwards.is_some() { (has_more, true) } else { (forwards.is_some(), has_more) };
    let before = rows.first().filter(|_| has_before).map(place_of);
    let after = rows.last().filter(|_| has_after).map(place_of);
    Ok((rows.into_iter().map(|row| row.id).collect(), before, after))
}

fn latest_first(select: Select<shift::Entity>) -> Select<shift::Entity> {
    select.order_by_desc(shift::Column::StartAt).order_by_desc(shift::Column::Id)
}

/// The shifts on one side of a place in the list.
fn beyond((start, id): (Instant, ShiftId), earlier: bool) -> Condition {
    let (start_at, ids) = (shift::Column::StartAt, shift::Column::Id);
    let (beside, same) =
        if earlier { (start_at.lt(start), ids.lt(id)) } else { (start_at.gt(start), ids.gt(id)) };
    Condition::any().add(beside).add(start_at.eq(start).and(same))
}

fn place_of(row: &shift::Model) -> String {
    format!("{}_{}", row.start_at.0, row.id)
}

fn place(written: &str) -> Option<(Instant, ShiftId)> {
    let (start, id) = written.split_once('_')?;
    Some((Instant(start.parse().ok()?), id.parse().ok()?))
}

fn filters(read: &Read<'_>, query: &ShiftQuery, now: Instant) -> Condition {
    let tab = coded::<ShiftTab>(&query.tab).unwrap_or_default();
    let state = coded::<ShiftState>(&query.state).ok();
    let from = date(&query.from).ok();
    let to = date(&query.to).ok();
    let wanted = name_key(&query.search);
    Condition::all()
        .add_option(match tab {
            ShiftTab::All => None,
            ShiftTab::NeedsReview => Some(is(ShiftState::HasApplications, now)),
            ShiftTab::Assigned => Some(is(ShiftState::Assigned, now)),
        })
        .add_option(state.map(|state| is(state, now)))
        .add_option((query.state == CONFIRMED).then(|| confirmed(read, now)))
        .add_option(from.map(|date| shift::Column::LocalDate.gte(date)))
        .add_option(to.map(|date| shift::Column::LocalDate.lte(date)))
        .add_option((!wanted.is_empty()).then(|| named(read, &wanted)))
}

/// Shifts that are in a state as of now, whatever is stored (R-SHF-8): what `Shift::state_at` says, for the database.
fn is(state: ShiftState, now: Instant) -> Condition {
    let stored = |state: ShiftState| shift::Column::Status.eq(state);
    let started = || shift::Column::StartAt.lte(now);
    let closed = || Condition::any().add(shift::Column::ApplyBy.lt(now)).add(started());
    let ended = || shift::Column::EndAt.lte(now);
    let all = Condition::all;
    match state {
        ShiftState::Created | ShiftState::Cancelled => all().add(stored(state)),
        ShiftState::Open => all().add(stored(state)).add(closed().not()),
        ShiftState::HasApplications => all().add(stored(state)).add(shift::Column::StartAt.gt(now)),
        ShiftState::Assigned => all().add(stored(state)).add(shift::Column::EndAt.gt(now)),
        ShiftState::Completed => {
            Condition::any().add(stored(state)).add(all().add(stored(ShiftState::Assigned)).add(ended()))
        }
        ShiftState::Expired => Condition::any()
            .add(stored(state))
            .add(all().add(stored(ShiftState::Open)).add(closed()))
            .add(all().add(stored(ShiftState::HasApplications)).add(started())),
    }
}

/// Assigned shifts with a confirmed entry of the rota (domain §8).
fn confirmed(read: &Read<'_>, now: Instant) -> Condition {
    let entries = read
        .find::<rota_entry::Entity>()
        .select_only()
        .column(rota_entry::Column::ShiftId)
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::State.eq(EntryState::Confirmed))
        .filter(rota_entry::Column::ShiftId.is_not_null());
    is(ShiftState::Assigned, now).add(shift::Column::Id.in_subquery(QueryTrait::into_query(entries)))
}

/// Shifts whose package or assigned carer has these words in the name.
fn named(read: &Read<'_>, wanted: &str) -> Condition {
    let escaped = wanted.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = || LikeExpr::new(format!("%{escaped}%")).escape('\\');
    let packages: SelectStatement = Query::select()
        .column(care_package::Column::Id)
        .from(care_package::Entity)
        .and_where(care_package::Column::OrganisationId.eq(read.organisation()))
        .and_where(care_package::Column::NameKey.like(like()))
        .to_owned();
    let people: SelectStatement = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::OrganisationId.eq(read.organisation()))
        .and_where(account::Column::NameKey.like(like()))
        .to_owned();
    let applications: SelectStatement = Query::select()
        .column(shift_application::Column::Id)
        .from(shift_application::Entity)
        .and_where(shift_application::Column::OrganisationId.eq(read.organisation()))
        .and_where(shift_application::Column::CarerId.in_subquery(people))
        .to_owned();
    Condition::any()
        .add(shift::Column::CarePackageId.in_subquery(packages))
        .add(shift::Column::SelectedApplicationId.in_subquery(applications))
}

/// The carers of these selected applications.
async fn assigned(
    read: &Read<'_>,
    ids: impl Iterator<Item = ApplicationId>,
) -> Result<BTreeMap<ApplicationId, String>, Error> {
    let found = read.find::<shift_application::Entity>().filter(shift_application::Column::Id.is_in(ids));
    let rows = found.all(read.db()).await?;
    let people = store::accounts(read, rows.iter().map(|row| row.carer_id)).await?;
    let name = |row: &shift_application::Model| {
        let person = people.iter().find(|person| person.id == row.carer_id)?;
        Some((row.id, person.name.clone()))
    };
    Ok(rows.iter().filter_map(name).collect())
}

async fn counters(read: &Read<'_>, now: Instant) -> Result<Counters, Error> {
    let seeking = Condition::any().add(is(ShiftState::Open, now)).add(is(ShiftState::HasApplications, now));
    let count = |which: Condition| read.find::<shift::Entity>().filter(which).count(read.db());
    let active = read
        .find::<account::Entity>()
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::DeletionId.is_null());
    Ok(Counters {
        open: count(seeking).await?,
        needs_review: count(is(ShiftState::HasApplications, now)).await?,
        assigned: count(is(ShiftState::Assigned, now)).await?,
        active_carers: active.count(read.db()).await?,
    })
}
