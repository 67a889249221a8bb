//! The job that stores what the clock has done to shifts (R-SHF-8). Nothing waits for it: every read and every act
//! judges the state as of now.

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::ShiftId;
use domain::shift::{ExpiryReason, ShiftState};
use sea_orm::{ColumnTrait, Condition, ExprTrait, QueryFilter};
use serde_json::json;

use super::{selection, store};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility;
use crate::entity::shift;
use crate::events::Topic;
use crate::{Cx, Error};

/// Stores expired and completed for every shift of the organisation that the clock has moved on; gives how many.
/// A shift that is refused does not stop the others; running it again does no harm.
///
/// # Errors
/// [`Error::Database`] when the shifts cannot be read or one cannot be stored.
pub async fn store_states(cx: &Cx) -> Result<usize, Error> {
    let read = cx.read(Action::RunJob).await?;
    let moved = Condition::any()
        .add(shift::Column::Status.eq(ShiftState::Open).and(shift::Column::ApplyBy.lt(cx.now)))
        .add(is_waiting().and(shift::Column::StartAt.lte(cx.now)))
        .add(shift::Column::Status.eq(ShiftState::Assigned).and(shift::Column::EndAt.lte(cx.now)));
    let rows = read.find::<shift::Entity>().filter(moved).all(read.db()).await?;
    let mut stored = 0;
    for row in rows {
        stored += usize::from(store_state(cx, row.id).await?);
    }
    Ok(stored)
}

fn is_waiting() -> sea_orm::sea_query::SimpleExpr {
    shift::Column::Status.is_in([ShiftState::Open, ShiftState::HasApplications])
}

/// One shift, in a write of its own: somebody may have acted since it was read.
async fn store_state(cx: &Cx, id: ShiftId) -> Result<bool, Error> {
    let tx = cx.write(Action::RunJob).await?;
    let row = store::lock(&tx, id).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), id).await?;
    let state = vacancy.shift.state_at(tx.now());
    if state == row.status {
        return Ok(false);
    }
    let expiry = vacancy.shift.expiry_at(tx.now());
    store::set_by_clock(&tx, &row, state, expiry).await?;
    if expiry == Some(ExpiryReason::NotFilled) {
        let applications = store::applications(&tx, id).await?;
        selection::reject(&tx, &vacancy, &applications).await?;
    }
    tx.touch(Topic::Shift, None);
    note(&tx, id, row.status, state, expiry)?;
    tx.commit_noted().await?;
    Ok(true)
}

fn note(
    tx: &Tx,
    id: ShiftId,
    before: ShiftState,
    state: ShiftState,
    expiry: Option<ExpiryReason>,
) -> Result<(), Error> {
    let action = if expiry.is_some() { AuditAction::ShiftExpired } else { AuditAction::ShiftCompleted };
    let entry = Entry::new(action).about("shift", id.0).before(json!({ "state": before }))?;
    tx.also(entry.after(json!({ "state": state, "reason": expiry }))?);
    Ok(())
}
