//! The admins' list of shifts: filtered, searched and paged in the database, by the state as of now (R-GEN-13).

use std::collections::BTreeMap;

use domain::access::{Action, Role};
use domain::id::{ApplicationId, PackageId, ShiftId, TaskId};
use domain::rota::EntryState;
use domain::shift::{
    Counters, ShiftFilter, ShiftList, ShiftQuery, ShiftRow, ShiftState, ShiftStateFilter, ShiftTab,
};
use domain::time::Instant;
use sea_orm::{ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::board::facts;
use super::store;
use crate::cx::{Read, Scope};
use crate::eligibility;
use crate::entity::{account, care_package, rota_entry, shift, shift_application, shift_task};
use crate::{Cx, Error, list};

/// How many shifts to come a package shows.
const COMING: u64 = 10;

/// How many shifts that require it a task shows.
const REQUIRING: u64 = 50;

/// One page of shifts, latest start first.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins, [`Error::Invalid`] for a filter that there is none of.
pub async fn list(cx: &Cx, query: &ShiftQuery) -> Result<ShiftList, Error> {
    let read = cx.read(Action::ReadShifts).await?;
    let filter = query.parse()?;
    let found = read.find::<shift::Entity>().filter(wanted(&read, &filter, cx.now));
    let latest = list::Order::down(shift::Column::StartAt, shift::Column::Id);
    let page = list::page(read.db(), found, &latest, &query.page()).await?;
    let mut rows = rows(cx, &read, page.rows.iter().map(|row| row.id).collect()).await?;
    rows.reverse();
    Ok(ShiftList {
        counters: counters(&read, cx.now).await?,
        rows,
        found: page.found,
        before: page.previous,
        after: page.next,
    })
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

/// The sent shifts to come that require a task, soonest first; at most fifty.
pub(crate) async fn requiring(cx: &Cx, read: &Read<'_>, task: TaskId) -> Result<Vec<ShiftRow>, Error> {
    let sent = [ShiftState::Open, ShiftState::HasApplications, ShiftState::Assigned];
    let required = read
        .find::<shift_task::Entity>()
        .select_only()
        .column(shift_task::Column::ShiftId)
        .filter(shift_task::Column::TaskId.eq(task));
    let ids: Vec<ShiftId> = read
        .find::<shift::Entity>()
        .select_only()
        .column(shift::Column::Id)
        .filter(shift::Column::Id.in_subquery(required.into_query()))
        .filter(shift::Column::EndAt.gt(cx.now))
        .filter(shift::Column::Status.is_in(sent))
        .order_by_asc(shift::Column::StartAt)
        .order_by_asc(shift::Column::Id)
        .limit(REQUIRING)
        .into_tuple()
        .all(read.db())
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
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

fn wanted(read: &Read<'_>, filter: &ShiftFilter, now: Instant) -> Condition {
    let words = (!filter.words.is_empty()).then(|| named(read, &filter.words));
    Condition::all()
        .add_option(match filter.tab {
            ShiftTab::All => None,
            ShiftTab::NeedsReview => Some(is(ShiftState::HasApplications, now)),
            ShiftTab::Assigned => Some(is(ShiftState::Assigned, now)),
        })
        .add_option(filter.state.map(|state| match state {
            ShiftStateFilter::In(state) => is(state, now),
            ShiftStateFilter::Confirmed => confirmed(read, now),
        }))
        .add_option(filter.from.map(|date| shift::Column::LocalDate.gte(date)))
        .add_option(filter.to.map(|date| shift::Column::LocalDate.lte(date)))
        .add_option(words)
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
fn named(read: &Read<'_>, words: &str) -> Condition {
    let packages = read
        .find::<care_package::Entity>()
        .select_only()
        .column(care_package::Column::Id)
        .filter(list::holds(care_package::Column::NameKey, words));
    let applications = read
        .find::<shift_application::Entity>()
        .select_only()
        .column(shift_application::Column::Id)
        .filter(shift_application::Column::CarerId.in_subquery(list::people_called(read, words)));
    Condition::any()
        .add(shift::Column::CarePackageId.in_subquery(QueryTrait::into_query(packages)))
        .add(shift::Column::SelectedApplicationId.in_subquery(QueryTrait::into_query(applications)))
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
