//! How requests for another address are kept: their links by hash only.

use domain::account::{Email, EmailChangeRefused as Refused, EmailChangeStatus, EmailLink};
use domain::id::{AccountId, EmailChangeId};
use domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

use crate::cx::{Scope, Tx};
use crate::entity::{account, email_change};
use crate::error::is_duplicate;
use crate::token::Token;
use crate::{Cx, Error};

/// The one request of an account that is stored as pending, overdue or not.
pub(super) async fn pending(scope: &impl Scope, of: AccountId) -> Result<Option<email_change::Model>, Error> {
    let found = scope
        .find::<email_change::Entity>()
        .filter(email_change::Column::AccountId.eq(of))
        .filter(email_change::Column::Status.eq(EmailChangeStatus::Pending));
    Ok(found.one(scope.db()).await?)
}

/// Requests that nobody answered in time and that are still stored as pending.
pub(super) async fn overdue(scope: &impl Scope, now: Instant) -> Result<Vec<email_change::Model>, Error> {
    let found = scope
        .find::<email_change::Entity>()
        .filter(email_change::Column::Status.eq(EmailChangeStatus::Pending))
        .filter(email_change::Column::ExpiresAt.lte(now));
    Ok(found.all(scope.db()).await?)
}

/// The request that a token belongs to, in whichever organisation, and which of its links it is.
pub(super) async fn of_token(
    cx: &Cx,
    token: &Token,
) -> Result<Option<(email_change::Model, EmailLink)>, Error> {
    let hash = token.hash();
    let either = Condition::any()
        .add(email_change::Column::VerifyHash.eq(hash.clone()))
        .add(email_change::Column::CancelHash.eq(hash.clone()));
    let row = email_change::Entity::find().filter(either).one(cx.identities()).await?;
    let link = |row: &email_change::Model| {
        if row.verify_hash == hash { EmailLink::Verify } else { EmailLink::Cancel }
    };
    Ok(row.map(|row| (row.clone(), link(&row))))
}

/// Reads a request and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: EmailChangeId) -> Result<email_change::Model, Error> {
    let row = tx.find::<email_change::Entity>().filter(email_change::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Stores a request by the hashes of its two links.
pub(super) async fn insert(
    tx: &Tx,
    of: AccountId,
    new: &Email,
    (verify, cancel): (&Token, &Token),
    expires_at: Instant,
) -> Result<EmailChangeId, Error> {
    let id = tx.fresh(EmailChangeId);
    email_change::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        account_id: Set(of),
        initiated_by: Set(tx.own()?),
        new_email: Set(Some(new.as_str().to_owned())),
        new_key: Set(Some(new.key())),
        verify_hash: Set(verify.hash()),
        cancel_hash: Set(cancel.hash()),
        status: Set(EmailChangeStatus::Pending),
        expires_at: Set(expires_at),
        ended_at: Set(None),
    }
    .insert(tx.db())
    .await?;
    Ok(id)
}

/// Ends a request.
pub(super) async fn end(tx: &Tx, row: email_change::Model, status: EmailChangeStatus) -> Result<(), Error> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.status = Set(status);
    row.ended_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    row.version = Set(version);
    row.update(tx.db()).await?;
    Ok(())
}

/// The address of an account. The epoch moves on, so that a sign-in checked before opens nothing (V5). Of two
/// accounts that take one address at once, the second finds the unique index in its way.
pub(super) async fn set_email(tx: &Tx, account: account::Model, new: &Email) -> Result<(), Error> {
    let (epoch, version) = (account.epoch + 1, account.version + 1);
    let mut row = account.into_active_model();
    row.email = Set(Some(new.as_str().to_owned()));
    row.email_key = Set(Some(new.key()));
    row.epoch = Set(epoch);
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    match row.update(tx.db()).await {
        Err(error) if is_duplicate(&error) => Err(Refused::AddressTaken.into()),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(()),
    }
}
