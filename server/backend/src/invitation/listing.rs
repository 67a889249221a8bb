//! Invitations as admins look them up: by status, name or address, a page at a time (R-GEN-13).

use domain::access::Action;
use domain::invitation::{InvitationRow, InvitationStatus};
use domain::list::{Asked, InvitationSort, Listed};
use domain::problems::Problems;
use domain::text::{coded, if_given};
use domain::time::Instant;
use sea_orm::{ColumnTrait, Condition, PaginatorTrait, QueryFilter};

use crate::cx::Scope;
use crate::entity::{account, invitation};
use crate::list::holds;
use crate::{Cx, Error, list};

/// A page of invitations, unless otherwise asked the last sent first. `asked.q` looks for names and addresses,
/// `asked.status` is the code of a status as of now. Three queries, whatever their number.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins, [`Error::Invalid`] for a status or a sort that there is none of.
pub async fn page(cx: &Cx, asked: &Asked) -> Result<Listed<InvitationRow>, Error> {
    use invitation::Column;
    let read = cx.read(Action::ReadUsers).await?;
    let sort = asked.sort::<InvitationSort>()?;
    let mut query = read.find::<invitation::Entity>();
    if let Some(status) = status(asked)? {
        query = query.filter(as_of(status, cx.now));
    }
    let words = asked.words();
    if !words.is_empty() {
        let either = Condition::any();
        query = query.filter(either.add(holds(Column::NameKey, &words)).add(holds(Column::EmailKey, &words)));
    }
    let by = match sort.by {
        InvitationSort::Name => Column::NameKey,
        InvitationSort::Email => Column::EmailKey,
        InvitationSort::Role => Column::Role,
        InvitationSort::Sent => Column::SentAt,
        InvitationSort::Expires => Column::ExpiresAt,
    };
    let order = list::Order::asked(sort, by, Column::Id);
    let page = list::page(read.db(), query, &order, asked).await?;
    let names = list::names::<account::Entity>(&read, page.rows.iter().map(|row| row.invited_by)).await?;
    Ok(page.map(|row| InvitationRow {
        id: row.id,
        // One without a name was blanked long ago: there is nobody to send it to.
        may_resend: row.status.may_resend().is_ok() && row.name.is_some(),
        name: row.name.unwrap_or_default(),
        email: row.email.unwrap_or_default(),
        role: row.role,
        status: row.status.as_of(row.expires_at, cx.now),
        invited_by: names.get(&row.invited_by).cloned().unwrap_or_default(),
        sent_at: row.sent_at,
        expires_at: row.expires_at,
    }))
}

/// How many invitations wait for an answer.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn count_pending(cx: &Cx) -> Result<u64, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let pending = read.find::<invitation::Entity>().filter(as_of(InvitationStatus::Pending, cx.now));
    Ok(pending.count(read.db()).await?)
}

fn status(asked: &Asked) -> Result<Option<InvitationStatus>, Problems> {
    if_given(coded(&asked.status)).map_err(|problem| Problems::one("status", problem))
}

/// Rows of a status as of now: what is overdue has expired, stored or not.
fn as_of(status: InvitationStatus, now: Instant) -> Condition {
    let is = |status| invitation::Column::Status.eq(status);
    match status {
        InvitationStatus::Pending => {
            Condition::all().add(is(status)).add(invitation::Column::ExpiresAt.gt(now))
        }
        InvitationStatus::Expired => {
            let overdue = Condition::all()
                .add(is(InvitationStatus::Pending))
                .add(invitation::Column::ExpiresAt.lte(now));
            Condition::any().add(is(status)).add(overdue)
        }
        InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Cancelled => {
            Condition::all().add(is(status))
        }
    }
}
