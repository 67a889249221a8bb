//! A link to set a new password, sent by an admin to somebody who cannot get in (UX-22, AU12).

use domain::id::{AccountId, SubmissionId};

use super::write;
use crate::account::{self, lock};
use crate::once::Once;
use crate::{Cx, Error};

/// Mails somebody a link to set a new password, as if he or she had asked for it. A lock stays until it is used.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for an admin without `can_manage_admins`, [`account::Refused::NoSignIn`]
/// for an account that cannot sign in, [`account::Refused::TooManyLinks`] beyond R-PWD-3.
pub async fn send_reset(cx: &Cx, submission: SubmissionId, id: AccountId) -> Result<(), Error> {
    let (tx, _) = write(cx, id).await?;
    let first = match tx.once::<()>("users.send_reset", submission, &id).await? {
        Once::Before(()) => return Ok(()),
        Once::First(first) => first,
    };
    let row = lock(&tx, id).await?;
    account::send_link(&tx, &row).await?;
    tx.remember(first, &()).await?;
    tx.commit_noted().await
}
