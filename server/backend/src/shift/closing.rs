//! Shifts that can be asked for only a few hours more: admins are told once of each (R-NOT-1).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::ShiftId;
use domain::notice::NoticeKind;
use domain::shift::ShiftState;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use serde_json::json;

use super::store;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{notice, shift};
use crate::{Cx, Error};

/// So many hours before apply-by admins are told.
const HOURS: i64 = 6;

/// Tells admins of every shift that seeks somebody and closes soon, if they were not told of it; gives of how many.
///
/// # Errors
/// [`Error::Database`] when the shifts cannot be read or a notice not be stored.
pub async fn tell_of_closing(cx: &Cx) -> Result<usize, Error> {
    let read = cx.read(Action::RunJob).await?;
    let ids: Vec<ShiftId> = closing(cx, &read)
        .select_only()
        .column(shift::Column::Id)
        .order_by_asc(shift::Column::Id)
        .into_tuple()
        .all(read.db())
        .await?;
    let mut told = 0;
    for id in ids {
        told += usize::from(tell(cx, id).await?);
    }
    Ok(told)
}

/// The shifts that close soon and of which nobody was told.
fn closing(cx: &Cx, scope: &impl Scope) -> Select<shift::Entity> {
    let told = scope
        .find::<notice::Entity>()
        .select_only()
        .column(notice::Column::EntityId)
        .filter(notice::Column::Kind.eq(NoticeKind::ShiftClosing.code()))
        .filter(notice::Column::EntityType.eq("shift"));
    scope
        .find::<shift::Entity>()
        .filter(shift::Column::Status.is_in([ShiftState::Open, ShiftState::HasApplications]))
        .filter(shift::Column::ApplyBy.gt(cx.now))
        .filter(shift::Column::ApplyBy.lte(cx.now.plus_hours(HOURS)))
        .filter(shift::Column::StartAt.gt(cx.now))
        .filter(shift::Column::Id.not_in_subquery(told.into_query()))
}

/// One shift, with its row held: a second runner finds that it was told of.
async fn tell(cx: &Cx, id: ShiftId) -> Result<bool, Error> {
    let tx = cx.write(Action::RunJob).await?;
    store::lock(&tx, id).await?;
    let row = closing(cx, &tx).filter(shift::Column::Id.eq(id)).one(tx.db()).await?;
    let Some(row) = row else { return Ok(false) };
    tx.notice_admins(NoticeKind::ShiftClosing, ("shift", id.0)).await?;
    let entry = Entry::new(AuditAction::ReminderSent).about("shift", id.0);
    tx.commit(entry.after(json!({ "apply_by": row.apply_by }))?).await?;
    Ok(true)
}
