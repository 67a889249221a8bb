//! What becomes of shifts to come when their carer, or one who asked for them, is deleted (R-ACC-2).

use domain::audit::AuditAction;
use domain::eligibility::Standing;
use domain::id::{AccountId, ShiftId};
use domain::shift::{ApplicationState, Shift, ShiftState};
use domain::time::Instant;
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde_json::json;

use super::{ending, offer, store};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::{self, Vacancy, Who};
use crate::entity::{shift, shift_application};
use crate::events::Topic;
use crate::{Error, rota};
/// What is written as the reason of the removal: no person gives one here.
const REASON: &str = "The carer’s account was deleted";

/// What a carer has taken out of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Left {
    /// Shifts that were the carer's and seek somebody again.
    pub reopened: Vec<ShiftId>,
    /// Shifts whose application was removed.
    pub withdrawn: Vec<ShiftId>,
}

/// The applications of a carer for shifts to come that still mean something.
fn live(
    scope: &impl Scope,
    carer: AccountId,
    states: &[ApplicationState],
    now: Instant,
) -> Select<shift_application::Entity> {
    let to_come = scope
        .find::<shift::Entity>()
        .select_only()
        .column(shift::Column::Id)
        .filter(shift::Column::StartAt.gt(now));
    scope
        .find::<shift_application::Entity>()
        .filter(shift_application::Column::CarerId.eq(carer))
        .filter(shift_application::Column::Status.is_in(states.iter().copied()))
        .filter(shift_application::Column::ShiftId.in_subquery(sea_orm::QueryTrait::into_query(to_come)))
}

/// How many shifts to come a carer has, and how many applications wait.
pub(crate) async fn count_of(
    scope: &impl Scope,
    carer: AccountId,
    now: Instant,
) -> Result<(u64, u64), Error> {
    let selected = live(scope, carer, &[ApplicationState::Selected], now).count(scope.db()).await?;
    let pending = live(scope, carer, &[ApplicationState::Pending], now).count(scope.db()).await?;
    Ok((selected, pending))
}

/// The shifts to come that a carer has or asked for.
async fn shifts_of(tx: &Tx, carer: AccountId) -> Result<Vec<ShiftId>, Error> {
    let states = [ApplicationState::Selected, ApplicationState::Pending];
    let rows = live(tx, carer, &states, tx.now()).order_by_asc(shift_application::Column::ShiftId);
    Ok(rows.all(tx.db()).await?.into_iter().map(|row| row.shift_id).collect())
}

/// Holds those shifts with their packages. They come before accounts and carers in the order of locks.
pub(crate) async fn hold_of(tx: &Tx, carer: AccountId) -> Result<Vec<ShiftId>, Error> {
    let held = shifts_of(tx, carer).await?;
    for &id in &held {
        store::lock(tx, id).await?;
    }
    Ok(held)
}

/// Takes a deleted carer out of the shifts of [`hold_of`]. The carer's row is locked here, and must have asked for
/// no other shift since.
pub(crate) async fn leave(tx: &Tx, carer: AccountId, held: &[ShiftId]) -> Result<Left, Error> {
    store::lock_carer(tx, carer).await?;
    if shifts_of(tx, carer).await? != held {
        return Err(Error::Unavailable("the carer, whose applications are changing"));
    }
    let mut left = Left::default();
    for &id in held {
        let vacancy = eligibility::vacancy(tx, tx.today(), id).await?;
        let applications = store::applications(tx, id).await?;
        let Some(own) = applications.iter().find(|row| row.carer_id == carer) else { continue };
        if own.status == ApplicationState::Selected {
            give_back(tx, &vacancy, carer, &applications).await?;
            left.reopened.push(id);
        } else {
            take_out(tx, &vacancy, own).await?;
            left.withdrawn.push(id);
        }
        tx.touch(Topic::Shift, None);
    }
    Ok(left)
}

/// An assigned shift seeks somebody again: whoever was not selected waits again, and the carer's entry goes.
async fn give_back(
    tx: &Tx,
    vacancy: &Vacancy,
    carer: AccountId,
    applications: &[shift_application::Model],
) -> Result<(), Error> {
    let waiting = applications.iter().filter(|row| row.status == ApplicationState::Rejected);
    let waiting = able(tx, vacancy, waiting.collect()).await?;
    let count = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let state = vacancy.shift.entry_removed_by_system(count, tx.now())?;
    rota::remove_of_shift(tx, vacancy.row.id, REASON).await?;
    // With apply-by passed and nobody waiting the clock ends it, as it would end any open shift.
    let seeking = if state == ShiftState::Expired { ShiftState::Open } else { state };
    ending::set_seeking(tx, &vacancy.row, seeking, vacancy.row.apply_by).await?;
    for row in waiting {
        store::decide(tx, row, ApplicationState::Pending, None, None).await?;
    }
    for row in applications.iter().filter(|row| row.status == ApplicationState::Selected) {
        store::decide(tx, row, ApplicationState::Removed, Some(REASON), None).await?;
    }
    let again = eligibility::vacancy(tx, tx.today(), vacancy.row.id).await?;
    if matches!(state, ShiftState::Open | ShiftState::HasApplications) {
        offer::offer(tx, &again, Who::All).await?;
    } else if state == ShiftState::Expired {
        let expiry = Shift { state: ShiftState::Open, pending: 0, ..again.shift }.expiry_at(tx.now());
        store::set_by_clock(tx, &again.row, state, expiry).await?;
    }
    let before = json!({ "state": ShiftState::Assigned, "carer": carer });
    let entry = Entry::new(AuditAction::ShiftReopened).about("shift", vacancy.row.id.0).before(before)?;
    tx.also(entry.after(json!({ "state": state, "because": "account_deleted" }))?);
    Ok(())
}

/// Those whose accounts still stand: an application of somebody who is gone does not wait again.
async fn able<'a>(
    tx: &Tx,
    vacancy: &Vacancy,
    rows: Vec<&'a shift_application::Model>,
) -> Result<Vec<&'a shift_application::Model>, Error> {
    let known = eligibility::carers(tx, Who::All, std::slice::from_ref(vacancy), tx.today()).await?;
    let stands = |row: &&shift_application::Model| {
        known.iter().any(|one| one.carer.id == row.carer_id && one.carer.standing == Standing::Active)
    };
    Ok(rows.into_iter().filter(stands).collect())
}

/// A pending application goes; with the last one the shift is open, or has expired.
async fn take_out(tx: &Tx, vacancy: &Vacancy, own: &shift_application::Model) -> Result<(), Error> {
    if let Ok(state) = vacancy.shift.remove_application(own.status, tx.now()) {
        if state == ShiftState::Expired {
            let expiry = Shift { state: ShiftState::Open, pending: 0, ..vacancy.shift }.expiry_at(tx.now());
            store::set_by_clock(tx, &vacancy.row, state, expiry).await?;
        } else if state != vacancy.row.status {
            store::set_state(tx, &vacancy.row, state).await?;
        }
    }
    store::decide(tx, own, ApplicationState::Removed, Some(REASON), None).await?;
    let entry = Entry::new(AuditAction::ApplicationRemoved).about("shift_application", own.id.0);
    let entry = entry.before(json!({ "state": own.status }))?;
    tx.also(entry.after(json!({ "shift": vacancy.row.id, "because": "account_deleted" }))?);
    Ok(())
}
