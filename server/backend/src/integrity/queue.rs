//! Mails that wait for longer than they are ever tried: the queue is stuck (R-MAI-2).

use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Fault, NAMED};
use crate::cx::Scope;
use crate::entity::outbox::{self, Status};
use crate::{Cx, Error};

/// After so many hours a mail was sent or given up: the waits between its attempts come to less than that.
const LONGEST_HOURS: i64 = 24;

/// The oldest mails that should long be done with.
pub(super) async fn faults(cx: &Cx, at: &impl Scope) -> Result<Vec<Fault>, Error> {
    let stuck = at
        .find::<outbox::Entity>()
        .filter(outbox::Column::Status.is_in([Status::Queued, Status::Failed]))
        .filter(outbox::Column::CreatedAt.lt(cx.now.plus_hours(-LONGEST_HOURS)))
        .order_by_asc(outbox::Column::Id)
        .limit(NAMED as u64);
    let said = |row: outbox::Model| Fault {
        check: "outbox",
        carer: row.recipient_id,
        task: None,
        what: format!("mail {} of {} attempts is stuck", row.id, row.attempts),
    };
    Ok(stuck.all(at.db()).await?.into_iter().map(said).collect())
}
