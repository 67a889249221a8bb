//! How the pause of sign-in is kept: the counters on the account's row (R-SIN-4), and the entry that records its end
//! (R-SIN-6).

use domain::access::Action;
use domain::account::Lockout;
use domain::audit::AuditAction;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect};

use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::account;
use crate::events::Topic;
use crate::{Cx, Error};

/// The counters of an account.
pub(crate) fn of(account: &account::Model) -> Lockout {
    Lockout {
        failures_since_lock: account.failures_since_lock.unsigned_abs(),
        failures_since_success: account.failures_since_success.unsigned_abs(),
        locked_until: account.locked_until,
    }
}

/// Writes the counters. They are the machine's, so the version stays (domain §1).
pub(crate) async fn set(tx: &Tx, account: &account::Model, lockout: Lockout) -> Result<(), Error> {
    let mut row = account.clone().into_active_model();
    write(&mut row, lockout);
    row.update(tx.db()).await?;
    Ok(())
}

/// Puts the counters into a row that is about to be written.
pub(crate) fn write(row: &mut account::ActiveModel, lockout: Lockout) {
    row.failures_since_lock = Set(lockout.failures_since_lock.cast_signed());
    row.failures_since_success = Set(lockout.failures_since_success.cast_signed());
    row.locked_until = Set(lockout.locked_until);
}

/// The entry of a lock's end, by its time, by a success or by a new password (R-SIN-6).
pub(crate) fn ended(account: &account::Model) -> Entry {
    Entry::new(AuditAction::AccountUnlocked).about("account", account.id.0)
}

/// Ends the locks that are over by their time and that nobody has met since; how many there were.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub(crate) async fn end_all_over(cx: &Cx) -> Result<usize, Error> {
    let tx = cx.write(Action::RunJob).await?;
    let is_over = account::Column::LockedUntil.lte(tx.now());
    let over = tx.find::<account::Entity>().filter(is_over).lock_exclusive().all(tx.db()).await?;
    for account in &over {
        let Some(lockout) = of(account).unlocked(tx.now()) else { continue };
        set(&tx, account, lockout).await?;
        tx.also(ended(account));
        tx.touch(Topic::Account, Some(account.id));
    }
    if !over.is_empty() {
        tx.commit_noted().await?;
    }
    Ok(over.len())
}
