//! What the browser may ask about one's own notices.

use domain::list::{Asked, Listed};
use domain::notice::{NoticeKind, Subject};
use domain::time::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::AppError;

/// A notice about a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// What happened; `None` for a kind that a newer version of the program has written.
    pub kind: Option<NoticeKind>,
    /// To what, by the names it has now.
    pub subject: Subject,
    /// When.
    pub at: Instant,
    /// It was not opened before.
    pub is_new: bool,
}

/// The own notices, newest first. Whoever opens them has read them, unless the page only renews itself (R-GEN-10).
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "notice/inbox")]
pub async fn inbox(#[server(flatten)] asked: Asked) -> Result<Listed<NoticeView>, AppError> {
    let cx = crate::ssr::cx()?;
    let page = crate::ssr::answer(backend::notice::inbox::page(&cx, &asked).await)?;
    if crate::ssr::is_looked_at() {
        let ids: Vec<_> = page.rows.iter().filter(|notice| notice.is_new).map(|notice| notice.id).collect();
        crate::ssr::answer(backend::notice::inbox::mark_read(&cx, &ids).await)?;
    }
    Ok(page.map(|notice| view(&notice)))
}

/// How many notices a start page shows.
#[cfg(feature = "ssr")]
const LATEST: u64 = 5;

/// The latest own notices that are not opened yet. Seeing them on a start page does not open them.
///
/// # Errors
/// 401 when nobody is signed in.
#[cfg(feature = "ssr")]
pub async fn latest() -> Result<Vec<NoticeView>, AppError> {
    let cx = crate::ssr::cx()?;
    let latest = crate::ssr::answer(backend::notice::inbox::latest(&cx, LATEST).await)?;
    Ok(latest.iter().map(view).collect())
}

#[cfg(feature = "ssr")]
fn view(notice: &backend::notice::inbox::Notice) -> NoticeView {
    NoticeView { kind: notice.kind, subject: notice.subject.clone(), at: notice.at, is_new: notice.is_new }
}
