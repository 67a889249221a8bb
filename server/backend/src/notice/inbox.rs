//! Reading one's own notices, and the stamp that they were read (R-NOT-1).

#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::id::NoticeId;
use domain::list::{Asked, Listed};
use domain::notice::{NoticeKind, Subject};
use domain::text::coded;
use domain::time::Instant;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::subject;
use crate::cx::{Read, Scope};
use crate::entity::notice;
use crate::{Cx, Error, list};

/// A notice about a thing. The page words it by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The notice.
    pub id: NoticeId,
    /// What happened; `None` for a kind that a newer version of the program has written.
    pub kind: Option<NoticeKind>,
    /// To what, by the names it has now.
    pub subject: Subject,
    /// When.
    pub at: Instant,
    /// Not opened yet.
    pub is_new: bool,
}

/// A page of the own notices, newest first, in at most twelve queries, however many there are.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn page(cx: &Cx, asked: &Asked) -> Result<Listed<Notice>, Error> {
    let read = cx.read(Action::OwnNotices).await?;
    let own = read.find::<notice::Entity>().filter(notice::Column::AccountId.eq(read.own()?));
    let newest = list::Order::down(notice::Column::CreatedAt, notice::Column::Id);
    let found = list::page(read.db(), own, &newest, asked).await?;
    let Listed { rows, previous, next, found } = found;
    Ok(Listed { rows: shown(&read, rows).await?, previous, next, found })
}

/// The latest own notices that are not opened yet, newest first.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn latest(cx: &Cx, at_most: u64) -> Result<Vec<Notice>, Error> {
    let read = cx.read(Action::OwnNotices).await?;
    let new = new(&read)?
        .order_by_desc(notice::Column::CreatedAt)
        .order_by_desc(notice::Column::Id)
        .limit(at_most)
        .all(read.db())
        .await?;
    shown(&read, new).await
}

/// The own notices that are not opened yet.
fn new(read: &Read<'_>) -> Result<Select<notice::Entity>, Error> {
    let own = read.find::<notice::Entity>().filter(notice::Column::AccountId.eq(read.own()?));
    Ok(own.filter(notice::Column::ReadAt.is_null()))
}

async fn shown(read: &Read<'_>, rows: Vec<notice::Model>) -> Result<Vec<Notice>, Error> {
    let mut subjects = subject::of(read, &rows).await?;
    let notice = |row: notice::Model| Notice {
        id: row.id,
        kind: coded(&row.kind).ok(),
        subject: subjects.remove(&row.id).unwrap_or_default(),
        at: row.created_at,
        is_new: row.read_at.is_none(),
    };
    Ok(rows.into_iter().map(notice).collect())
}

/// Stamps own notices as read. It is a stamp of the machine, like a session's activity, and leaves no entry.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn mark_read(cx: &Cx, ids: &[NoticeId]) -> Result<(), Error> {
    let read = cx.read(Action::OwnNotices).await?;
    if ids.is_empty() {
        return Ok(());
    }
    notice::Entity::update_many()
        .set(notice::ActiveModel { read_at: Set(Some(cx.now)), ..Default::default() })
        .filter(notice::Column::OrganisationId.eq(read.organisation()))
        .filter(notice::Column::AccountId.eq(read.own()?))
        .filter(notice::Column::Id.is_in(ids.iter().copied()))
        .filter(notice::Column::ReadAt.is_null())
        .exec(cx.platform().db.writer())
        .await?;
    Ok(())
}

/// How many own notices are not opened yet.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn unread(cx: &Cx) -> Result<u64, Error> {
    let read = cx.read(Action::OwnNotices).await?;
    Ok(new(&read)?.count(read.db()).await?)
}
