//! What people do about their own sign-in. Each function is one use case, from form to commit.

mod store;

use domain::access::Action;
use domain::account::{Lock, SignInDraft};
use domain::audit::{AuditAction, Outcome};
use serde_json::json;

use crate::audit::Entry;
use crate::entity::account;
use crate::outbox::{Mail, Recipient};
use crate::passwords::Checked;
use crate::session::SignIn;
use crate::{Cx, Error};

/// Why nobody was signed in: one answer for every cause (R-SIN-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Unknown, wrong, inactive, deleted or paused.
    #[error("e-mail or password is not right, or sign-in is paused")]
    SignIn,
}

/// Checks a sign-in. What it gives opens a session; the session's beginning is recorded there.
///
/// Unknown address, wrong password, inactive, deleted and locked account cost the same time and answer alike.
///
/// # Errors
/// [`Refused::SignIn`] for all of them.
pub async fn sign_in(cx: &Cx, draft: &SignInDraft) -> Result<SignIn, Error> {
    let form = draft.parse()?;
    let found = store::by_email(cx, &form.email).await?;
    let open = found.as_ref().filter(|account| store::may_try(account, cx.now));
    let stored = open.and_then(|account| account.password_hash.clone());
    let typed = String::from_utf8_lossy(form.password.reveal()).into_owned();
    let checked = cx.platform().passwords.check(typed, stored).await?;
    match (open, checked) {
        (Some(account), Checked::Right | Checked::RightButWeak) => Ok(SignIn {
            account: account.id,
            organisation: account.organisation_id,
            epoch: account.epoch,
            shared_device: form.is_shared_device,
            ip: cx.client.ip.clone(),
            agent: cx.client.agent.clone(),
        }),
        (open, _) => {
            if let Some(account) = open {
                count_failure(cx, account).await?;
            }
            Err(Refused::SignIn.into())
        }
    }
}

/// Counts a wrong password, and locks when the rule says so (R-SIN-4, R-SIN-6).
async fn count_failure(cx: &Cx, account: &account::Model) -> Result<(), Error> {
    let tx = cx.write_in(Action::SignIn, account.organisation_id).await?;
    let account = store::lock(&tx, account.id).await?;
    let failed = store::lockout(&account).fail(tx.now());
    store::set_lockout(&tx, &account, failed.lockout).await?;
    if let (Some(lock), Some(address)) = (failed.lock, account.email.clone()) {
        tx.also(locked(lock, &account)?);
        let minutes = u32::try_from(lock.minutes()).unwrap_or_default();
        let mail = Mail::AccountLocked { name: account.name.clone(), minutes };
        tx.mail(Recipient { account: Some(account.id), address }, &mail, None).await?;
    }
    let entry = Entry::new(AuditAction::SignInFailed).outcome(Outcome::Failure);
    tx.commit(entry.about("account", account.id.0)).await
}

fn locked(lock: Lock, account: &account::Model) -> Result<Entry, Error> {
    let action = AuditAction::AccountLocked;
    let severity = match lock {
        Lock::Short => action.severity(),
        Lock::Long => action.severity_when_grave(),
    };
    Entry::new(action)
        .severity(severity)
        .about("account", account.id.0)
        .after(json!({ "minutes": lock.minutes() }))
}
