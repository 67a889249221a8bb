//! Proof that whoever acts gave a password at most ten minutes ago (AU10): acts that open an account to others ask
//! for it, because a session may have been left open.

use domain::access::Action;
use domain::account::{Password, TypedSecret, is_fresh};

use super::{Refused, check, failure, store};
use crate::passwords::Checked;
use crate::session::SignIn;
use crate::{Cx, Error};

/// The password was given just now, or at most ten minutes ago. [`prove`] is its only maker.
#[derive(Debug)]
pub struct Proof {
    action: Action,
    /// The sign-in that takes the place of the session, when the password was given with the form (SE3).
    pub renewed: Option<SignIn>,
}

impl Proof {
    /// For what the policy was asked when it was given.
    pub(crate) const fn action(&self) -> Action {
        self.action
    }
}

/// Asks the policy, then for the password if the session's was given too long ago. A wrong one counts like a failed
/// sign-in.
///
/// # Errors
/// [`Error::Forbidden`] first of all; [`Refused::StepUp`] without a password, [`Refused::StepUpWrong`] for a wrong one.
pub async fn prove(cx: &Cx, action: Action, typed: &TypedSecret) -> Result<Proof, Error> {
    cx.permit(action).await?;
    let signed = cx.signed.ok_or(Error::SignedOut)?;
    if is_fresh(signed.auth_at, cx.now) {
        return Ok(Proof { action, renewed: None });
    }
    let password = Password::entered(typed).map_err(|_| Refused::StepUp)?;
    let account = store::by_id(cx, cx.person()?.id).await?.ok_or(Error::SignedOut)?;
    let open = Some(&account).filter(|account| store::may_try(account, cx.now));
    if check(cx, &password, open).await? == Checked::Wrong {
        failure::of_account(cx, &account).await?;
        return Err(Refused::StepUpWrong.into());
    }
    let first = SignIn::first(cx, account.id, account.organisation_id);
    let renewed = SignIn { epoch: account.epoch, shared_device: signed.shared_device, ..first };
    Ok(Proof { action, renewed: Some(renewed) })
}
