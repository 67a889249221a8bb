//! How accounts are kept.

use domain::account::{Email, Lockout};
use domain::id::AccountId;
use domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use crate::cx::{Scope, Tx};
use crate::entity::account;
use crate::{Cx, Error};

/// The account of an address, in whichever organisation (R-SIN-2).
pub(super) async fn by_email(cx: &Cx, email: &Email) -> Result<Option<account::Model>, Error> {
    Ok(account::Entity::find()
        .filter(account::Column::EmailKey.eq(email.key()))
        .filter(account::Column::DeletionId.is_null())
        .one(cx.identities())
        .await?)
}

/// Whether a password is checked at all: not for an inactive account, nor during a lock (R-SIN-4).
pub(super) fn may_try(account: &account::Model, now: Instant) -> bool {
    account.active && !lockout(account).is_locked(now)
}

/// The counters of an account.
pub(super) fn lockout(account: &account::Model) -> Lockout {
    Lockout {
        failures_since_lock: account.failures_since_lock.unsigned_abs(),
        failures_since_success: account.failures_since_success.unsigned_abs(),
        locked_until: account.locked_until,
    }
}

/// Reads an account and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: AccountId) -> Result<account::Model, Error> {
    let row = tx.find::<account::Entity>().filter(account::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Writes the counters. They are the machine's, so the version stays (domain §1).
pub(super) async fn set_lockout(tx: &Tx, account: &account::Model, lockout: Lockout) -> Result<(), Error> {
    let mut row = account.clone().into_active_model();
    row.failures_since_lock = Set(lockout.failures_since_lock.cast_signed());
    row.failures_since_success = Set(lockout.failures_since_success.cast_signed());
    row.locked_until = Set(lockout.locked_until);
    row.update(tx.db()).await?;
    Ok(())
}
