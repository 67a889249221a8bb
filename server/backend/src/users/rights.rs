//! The extra rights of admins, set by those who manage admins (R-PER-1, R-PER-2).

use domain::access::{Flags, Role};
use domain::account::{Ending, may_end};
use domain::audit::AuditAction;
use domain::id::AccountId;
use domain::users::RightsDraft;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{hold, others, subject, write};
use crate::account::{Proof, flags};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::account;
use crate::events::Topic;
use crate::{Cx, Error, organisation};

/// Sets all four rights of an admin. They work on the next request (R-SES-5).
///
/// # Errors
/// [`Error::NotFound`] for a carer or nobody, [`Error::Overtaken`], [`Error::Ending`] when nobody could manage admins any
/// more (R-ACC-1).
pub async fn set_rights(cx: &Cx, _proof: &Proof, id: AccountId, draft: &RightsDraft) -> Result<(), Error> {
    let (tx, seen) = write(cx, id).await?;
    if seen.role != Role::Admin {
        return Err(Error::NotFound);
    }
    let (new, version) = draft.parse()?;
    organisation::hold(&tx).await?;
    let row = hold(&tx, id, version).await?;
    let old = flags(&row);
    if old == new {
        return Ok(());
    }
    if old.can_manage_admins && !new.can_manage_admins {
        may_end(Ending::StripManaging, tx.own()?, subject(&row), others(&tx, id).await?)?;
    }
    set(&tx, row, new).await?;
    tx.touch(Topic::Account, Some(id));
    let entry = Entry::new(AuditAction::PermissionChanged).about("account", id.0);
    tx.commit(entry.before(json!(old))?.after(json!(new))?).await
}

async fn set(tx: &Tx, row: account::Model, new: Flags) -> Result<(), Error> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.can_manage_admins = Set(new.can_manage_admins);
    row.can_view_audit = Set(new.can_view_audit);
    row.can_erase = Set(new.can_erase);
    row.can_manage_settings = Set(new.can_manage_settings);
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    Ok(())
}
