//! Another address for somebody else, asked for by an admin (R-EML-1). It counts once its link is used, as ever.

use domain::account::{EmailChangeDraft, EmailChangeRefused as Refused};
use domain::id::{AccountId, SubmissionId};

use super::write;
use crate::account::{Proof, email_change, lock};
use crate::cx::Scope;
use crate::once::Once;
use crate::{Cx, Error, invitation};

/// Asks for another address for somebody. An admin is told when somebody has it, as when inviting.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for an admin without `can_manage_admins`, [`Error::Invalid`] for the
/// form, [`Refused::SameAddress`], [`Refused::AddressTaken`].
pub async fn ask_email_change(
    cx: &Cx,
    _proof: &Proof,
    submission: SubmissionId,
    id: AccountId,
    draft: &EmailChangeDraft,
) -> Result<(), Error> {
    let (tx, _) = write(cx, id).await?;
    let new = draft.parse()?;
    let first = match tx.once::<()>("users.ask_email_change", submission, &(id, &draft.email)).await? {
        Once::Before(()) => return Ok(()),
        Once::First(first) => first,
    };
    let row = lock(&tx, id).await?;
    let is_own = row.email_key.as_deref() == Some(new.key().as_str());
    if !is_own && invitation::is_taken(tx.db(), &new, tx.now()).await? {
        return Err(Refused::AddressTaken.into());
    }
    email_change::request(&tx, row, &new).await?;
    tx.remember(first, &()).await?;
    tx.commit_noted().await
}

/// Ends the request of somebody that waits. With none it is done, too.
///
/// # Errors
/// As [`ask_email_change`].
pub async fn withdraw_email_change(cx: &Cx, id: AccountId) -> Result<(), Error> {
    let (tx, _) = write(cx, id).await?;
    lock(&tx, id).await?;
    if email_change::end_pending(&tx, id).await? { tx.commit_noted().await } else { Ok(()) }
}
