//! What the browser may ask about one's own notices.

use domain::id::NoticeId;
use domain::notice::NoticeKind;
use domain::time::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::answer::AppError;

/// A notice about a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// What happened; `None` for a kind that a newer version of the program has written.
    pub kind: Option<NoticeKind>,
    /// To which thing.
    pub entity: Uuid,
    /// When.
    pub at: Instant,
    /// It was not opened before.
    pub is_new: bool,
}

/// A page of notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxView {
    /// Newest first.
    pub notices: Vec<NoticeView>,
    /// Where the next page begins, if there is one.
    pub next: Option<NoticeId>,
    /// The organisation's time zone.
    pub zone: String,
}

/// The own notices, newest first. Whoever opens them has read them, unless the page only renews itself (R-GEN-10).
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "notice/inbox")]
pub async fn inbox(before: Option<NoticeId>) -> Result<InboxView, AppError> {
    let cx = crate::ssr::cx()?;
    let page = crate::ssr::answer(backend::notice::inbox::page(&cx, before).await)?;
    if crate::ssr::is_looked_at() {
        let ids: Vec<_> =
            page.notices.iter().filter(|notice| notice.is_new).map(|notice| notice.id).collect();
        crate::ssr::answer(backend::notice::inbox::mark_read(&cx, &ids).await)?;
    }
    let notices = page.notices.iter().map(view).collect();
    Ok(InboxView { notices, next: page.next, zone: cx.zone.name().to_owned() })
}

/// How many notices a start page shows.
#[cfg(feature = "ssr")]
const LATEST: usize = 5;

/// The latest own notices that are not opened yet. Seeing them on a start page does not open them.
///
/// # Errors
/// 401 when nobody is signed in.
#[cfg(feature = "ssr")]
pub async fn latest() -> Result<Vec<NoticeView>, AppError> {
    let cx = crate::ssr::cx()?;
    let page = crate::ssr::answer(backend::notice::inbox::page(&cx, None).await)?;
    Ok(page.notices.iter().filter(|notice| notice.is_new).take(LATEST).map(view).collect())
}

#[cfg(feature = "ssr")]
fn view(notice: &backend::notice::inbox::Notice) -> NoticeView {
    NoticeView { kind: notice.kind, entity: notice.entity, at: notice.at, is_new: notice.is_new }
}
