//! Claiming a mail for a while: one statement that only one worker can win, on either database (EM1).

use domain::id::{OrganisationId, OutboxId};
use domain::time::Instant;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::alert;
use crate::entity::outbox::{self, Column, Status};
use crate::{Cx, Error};

/// How long a claim holds. Whoever claimed it and died is followed by somebody else after that.
const CLAIM_SECONDS: i64 = 120;

/// The alert about a queue that does not move.
pub(super) const WAITING: &str = "outbox_waiting";

/// Waiting, due, and claimed by nobody who may still be alive.
fn due(now: Instant) -> Condition {
    Condition::all()
        .add(Column::Status.is_in([Status::Queued, Status::Failed]))
        .add(Column::NextAt.lte(now))
        .add(Column::LeasedUntil.is_null().or(Column::LeasedUntil.lte(now)))
}

/// A mail that could be claimed now, the one that waits longest.
pub(super) async fn next_due(cx: &Cx) -> Result<Option<OutboxId>, Error> {
    let due = outbox::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(due(cx.now))
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .into_tuple();
    Ok(due.one(cx.platform().db.writer()).await?)
}

/// Claims it, if nobody was faster, and counts the attempt: also one that ends with the worker's death counts.
pub(super) async fn claim(cx: &Cx, id: OutboxId) -> Result<Option<outbox::Model>, Error> {
    let until = cx.now.plus_seconds(CLAIM_SECONDS);
    let db = cx.platform().db.writer();
    let one_more: Expr = Expr::col(Column::Attempts).add(1);
    let claimed = outbox::Entity::update_many()
        .set(outbox::ActiveModel {
            leased_until: Set(Some(until)),
            updated_at: Set(cx.now),
            ..Default::default()
        })
        .col_expr(Column::Attempts, one_more)
        .filter(Column::Id.eq(id))
        .filter(due(cx.now))
        .exec(db)
        .await?;
    if claimed.rows_affected == 0 {
        return Ok(None);
    }
    Ok(outbox::Entity::find_by_id(id).filter(Column::LeasedUntil.eq(until)).one(db).await?)
}

/// The organisations with a mail queued before a moment and no open alert about it.
pub(super) async fn with_old_mails(cx: &Cx, before: Instant) -> Result<Vec<OrganisationId>, Error> {
    let db = cx.platform().db.reader();
    let old: Vec<OrganisationId> = outbox::Entity::find()
        .select_only()
        .column(Column::OrganisationId)
        .distinct()
        .filter(Column::Status.is_in([Status::Queued, Status::Failed]))
        .filter(Column::CreatedAt.lt(before))
        .into_tuple()
        .all(db)
        .await?;
    let told: Vec<OrganisationId> = alert::Entity::find()
        .select_only()
        .column(alert::Column::OrganisationId)
        .filter(alert::Column::DedupeKey.eq(WAITING))
        .filter(alert::Column::AcknowledgedAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(old.into_iter().filter(|organisation| !told.contains(organisation)).collect())
}
