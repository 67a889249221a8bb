//! Openings of a carer's record: each one is recorded, and an open page that reads itself again is none (R-AUD-5).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::AccountId;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;

use super::{Entry, chain};
use crate::cx::Scope;
use crate::entity::audit_entry;
use crate::{Cx, Error};

/// How a request comes to a carer's record (R-GEN-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Somebody opens a page of it.
    Opened,
    /// The open page reads itself again, because something changed or half a minute has passed.
    ReadAgain,
    /// Only the headers are asked for: nothing of the record is shown.
    Unseen,
}

/// The page of a carer's progress, which holds the parts of [`record_part`].
const PROGRESS: &str = "progress";

/// Records that a page of a carer's record was opened. `page` is its name in the trail.
///
/// Whoever says that the page only reads itself again is believed if the same session has opened this page before:
/// otherwise it could be read without a trace.
pub(crate) async fn record(
    cx: &Cx,
    action: Action,
    carer: AccountId,
    page: &'static str,
    opening: Opening,
) -> Result<(), Error> {
    let is_new = match opening {
        Opening::Opened => true,
        Opening::ReadAgain => !was_opened(cx, action, carer, &[page]).await?,
        Opening::Unseen => false,
    };
    if is_new { write(cx, action, carer, page).await } else { Ok(()) }
}

/// Records that a part of a carer's record was read which the page of the carer's progress shows below its head. After
/// that page it is no opening of its own; asked for alone it is one.
pub(crate) async fn record_part(
    cx: &Cx,
    carer: AccountId,
    part: &'static str,
    opening: Opening,
) -> Result<(), Error> {
    let action = Action::ReadProgress;
    if opening == Opening::Unseen || was_opened(cx, action, carer, &[PROGRESS, part]).await? {
        return Ok(());
    }
    write(cx, action, carer, part).await
}

async fn write(cx: &Cx, action: Action, carer: AccountId, page: &'static str) -> Result<(), Error> {
    let tx = cx.write(action).await?;
    let entry = Entry::new(AuditAction::CarerRecordViewed).about("account", carer.0);
    tx.commit(entry.after(json!({ "page": page }))?).await
}

/// Whether the session of this request has opened one of these pages of the carer's record.
async fn was_opened(cx: &Cx, action: Action, carer: AccountId, pages: &[&str]) -> Result<bool, Error> {
    let Some(signed) = cx.signed else { return Ok(false) };
    let read = cx.read(action).await?;
    let opened = pages.iter().map(|page| chain::canonical_json(&json!({ "page": page })));
    let found = read
        .find::<audit_entry::Entity>()
        .filter(audit_entry::Column::EntityId.eq(carer.0))
        .filter(audit_entry::Column::Action.eq(AuditAction::CarerRecordViewed.name()))
        .filter(audit_entry::Column::SessionId.eq(signed.session))
        .filter(audit_entry::Column::After.is_in(opened.collect::<Result<Vec<_>, _>>()?));
    Ok(found.one(read.db()).await?.is_some())
}
