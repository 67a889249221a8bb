//! The people of an organisation, as admins look for them, change them, and take them out and back in.

mod assessed;
mod deleting;
mod editing;
mod email;
mod list;
mod reset;
mod restoring;
mod rights;
mod show;
mod standing;
#[cfg(test)]
mod tests;

use domain::access::{Action, Role};
use domain::account::{Others, Subject};
use domain::id::AccountId;
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};

use crate::cx::{Scope, Tx};
use crate::entity::account;
use crate::{Cx, Error, audit};

pub use deleting::{delete, impact};
pub use editing::update;
pub use email::{ask_email_change, withdraw_email_change};
pub use list::{counts, page};
pub use reset::send_reset;
pub use restoring::restore;
pub use rights::set_rights;
pub use show::show;
pub use standing::{activate, deactivate};

/// Asks only whether the actor may see people.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn may_read(cx: &Cx) -> Result<(), Error> {
    cx.permit(Action::ReadUsers).await.map(drop)
}

/// Asks whether the actor may change somebody, for a page that only shows a form.
///
/// # Errors
/// [`Error::NotFound`] for nobody, or somebody who is deleted; [`Error::Forbidden`] for an admin without
/// `can_manage_admins`, which is recorded (R-GEN-2).
pub async fn may_change(cx: &Cx, id: AccountId) -> Result<(), Error> {
    let row = find(&cx.read(Action::EditCarer).await?, id).await?;
    cx.permit(needed(row.role)).await?;
    if row.deletion_id.is_some() { Err(Error::NotFound) } else { Ok(()) }
}

/// The right that changing an account of this role needs (R-PER-1).
const fn needed(role: Role) -> Action {
    match role {
        Role::Admin => Action::EditAdmin,
        Role::Carer => Action::EditCarer,
    }
}

/// Somebody of the organisation, deleted or not.
async fn find(scope: &impl Scope, id: AccountId) -> Result<account::Model, Error> {
    let row = scope.find::<account::Entity>().filter(account::Column::Id.eq(id));
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

/// A write that changes somebody who is not deleted: with the right that the role needs.
async fn write(cx: &Cx, id: AccountId) -> Result<(Tx, account::Model), Error> {
    let row = find(&cx.read(Action::EditCarer).await?, id).await?;
    let tx = cx.write(needed(row.role)).await?;
    if row.deletion_id.is_some() { Err(Error::NotFound) } else { Ok((tx, row)) }
}

/// The account's row, held until the write ends, if the form was made from what it is now (R-GEN-7).
async fn hold(tx: &Tx, id: AccountId, version: Option<i32>) -> Result<account::Model, Error> {
    let row = crate::account::lock(tx, id).await?;
    if Some(row.version) == version { Ok(row) } else { Err(audit::overtaken(tx, "account", id.0).await?) }
}

/// The account as the rule of R-ACC-1 sees it.
fn subject(row: &account::Model) -> Subject {
    Subject {
        id: row.id,
        role: row.role,
        is_active: row.active && row.deletion_id.is_none(),
        manages_admins: row.can_manage_admins,
    }
}

/// The admins beside somebody. The caller holds the organisation.
async fn others(tx: &Tx, but: AccountId) -> Result<Others, Error> {
    let admins = tx
        .find::<account::Entity>()
        .filter(account::Column::Role.eq(Role::Admin))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::DeletionId.is_null())
        .filter(account::Column::Id.ne(but));
    let managing = admins.clone().filter(account::Column::CanManageAdmins.eq(true));
    Ok(Others { admins: admins.count(tx.db()).await?, managing: managing.count(tx.db()).await? })
}
