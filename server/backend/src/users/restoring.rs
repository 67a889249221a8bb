//! Taking somebody out of the recycle bin again, with the assignments that the deletion closed (R-BIN-4).

use domain::access::{Action, Role};
use domain::audit::AuditAction;
use domain::deletion::Restored;
use domain::id::AccountId;
use serde_json::json;

use super::deleting::{item, mark};
use super::{find, needed};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::{Cx, Error, account, assignment, deletion, shift};

/// Restores somebody, active or not as before. Removed work and applications do not come back. Gives what does, and
/// the names of packages that are no longer there.
///
/// # Errors
/// [`Error::NotFound`] for somebody who does not lie in the bin.
pub async fn restore(cx: &Cx, id: AccountId) -> Result<Restored, Error> {
    let seen = find(&cx.read(Action::EditCarer).await?, id).await?;
    let tx = cx.write(needed(seen.role)).await?;
    let open = deletion::hold(&tx, item(seen.role), id.0).await?;
    let binned = open.id;
    assignment::hold_packages(&tx, binned).await?;
    let row = account::lock(&tx, id).await?;
    let name = row.name.clone();
    mark(&tx, row, None).await?;
    deletion::close(&tx, open).await?;
    let back = assignment::reopen(&tx, binned).await?;
    if seen.role == Role::Carer {
        trigger::rejudge_carer(&tx, id).await?;
        shift::offer_to(&tx, id).await?;
    }
    let after = json!({ "deletion": binned, "packages": back.carers, "skipped": back.skipped });
    tx.commit(Entry::new(AuditAction::AccountRestored).about("account", id.0).after(after)?).await?;
    Ok(Restored { name, carers: back.carers, tasks: back.tasks, template: None, skipped: back.skipped })
}
