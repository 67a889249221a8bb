//! What people do about their own sign-in. Each function is one use case, from form to commit.

mod changes;
pub mod email_change;
mod failure;
mod opening;
mod password;
mod policy;
mod profile;
mod proof;
mod store;
#[cfg(test)]
mod tests;
pub(crate) mod watch;

use domain::access::{Action, Person};
use domain::account::{Password, SignInDraft};
use domain::audit::AuditAction;
use serde_json::json;

use crate::audit::Entry;
use crate::entity::account;
use crate::passwords::Checked;
use crate::session::SignIn;
use crate::{Cx, Error};

pub(crate) use changes::Changes;
pub(crate) use opening::{NewAccount, NewCarer, NewRole, create};
pub(crate) use password::send_link;
pub use password::{ask_reset, change_password, is_reset_open, reset_password};
pub(crate) use policy::hash_new;
pub use profile::{own, update};
pub use proof::{Proof, prove};
pub(crate) use store::{end_resets, flags, insert_name, lock};

/// Why something about an account was not done. Each case is one answer for several causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nobody was signed in: unknown, wrong, inactive, deleted or paused (R-SIN-3).
    #[error("e-mail or password is not right, or sign-in is paused")]
    SignIn,
    /// The link to set a new password is none of ours, used, replaced or too old (R-PWD-3).
    #[error("this link cannot be used any more")]
    ResetLink,
    /// Nobody can sign in to this account, so a new password is of no use to it.
    #[error("this account cannot sign in")]
    NoSignIn,
    /// Three links to set a new password went out within the hour (R-PWD-3).
    #[error("three links were sent within the hour")]
    TooManyLinks,
    /// The current password is not the one that was given, or sign-in is paused (R-PWD-4).
    #[error("the current password is not right, or sign-in is paused")]
    CurrentPassword,
    /// The password was given more than ten minutes ago, and this needs it again (AU10).
    #[error("the password is needed again")]
    StepUp,
    /// The password given again is not the right one, or sign-in is paused.
    #[error("the password is not right, or sign-in is paused")]
    StepUpWrong,
}

/// Checks a sign-in. What it gives opens a session, whose beginning is recorded there; and who it is, so that the
/// page to go to can be chosen (R-SIN-1).
///
/// Unknown address, wrong password, inactive, deleted and locked account cost the same time and answer alike.
///
/// # Errors
/// [`Refused::SignIn`] for all of them.
pub async fn sign_in(cx: &Cx, draft: &SignInDraft) -> Result<(SignIn, Person), Error> {
    let form = draft.parse()?;
    let found = store::by_email(cx, &form.email).await?;
    let open = found.as_ref().filter(|account| store::may_try(account, cx.now));
    let checked = check(cx, &form.password, open).await?;
    let Some(account) = open.filter(|_| checked != Checked::Wrong) else {
        failure::record(cx, &form.email, found.as_ref()).await?;
        return Err(Refused::SignIn.into());
    };
    if checked == Checked::RightButWeak {
        rehash(cx, account, &form.password).await?;
    }
    let first = SignIn::first(cx, account.id, account.organisation_id);
    let person = Person {
        id: account.id,
        organisation: account.organisation_id,
        role: account.role,
        flags: store::flags(account),
    };
    Ok((SignIn { epoch: account.epoch, shared_device: form.is_shared_device, ..first }, person))
}

/// Compares a typed password with an account's, or with nobody's at the same cost.
async fn check(cx: &Cx, typed: &Password, account: Option<&account::Model>) -> Result<Checked, Error> {
    let stored = account.and_then(|account| account.password_hash.clone());
    cx.platform().passwords.check(policy::text(typed), stored).await
}

/// Hashes a right password again at today's costs (R-PWD-2).
async fn rehash(cx: &Cx, account: &account::Model, password: &Password) -> Result<(), Error> {
    let hash = cx.platform().passwords.hash(policy::text(password)).await?;
    let tx = cx.write_in(Action::SignIn, account.organisation_id).await?;
    let now = store::lock(&tx, account.id).await?;
    if now.password_hash != account.password_hash {
        return Ok(());
    }
    store::set_hash(&tx, now, hash).await?;
    let entry = Entry::new(AuditAction::AccountUpdated).about("account", account.id.0);
    tx.commit(entry.after(json!({ "password_hash_costs": "raised" }))?).await
}
