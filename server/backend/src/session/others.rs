//! The sessions of another person, for those who manage admins (R-SES-8).

use domain::access::Action;
use domain::account::{OpenSession, SessionEnd};
use domain::id::{AccountId, SessionId};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{own, store};
use crate::cx::Scope;
use crate::entity::account;
use crate::{Cx, Error};

/// The sessions of somebody that are alive, the last used first.
///
/// # Errors
/// [`Error::Forbidden`] without `can_manage_admins`, [`Error::NotFound`] for nobody of the organisation.
pub async fn of(cx: &Cx, account: AccountId) -> Result<Vec<OpenSession>, Error> {
    let read = cx.read(Action::EndSessions).await?;
    known(&read, account).await?;
    own::list(&read, account, cx.signed.map(|signed| signed.session), cx.now).await
}

async fn known(scope: &impl Scope, id: AccountId) -> Result<(), Error> {
    let row = scope.find::<account::Entity>().filter(account::Column::Id.eq(id));
    row.one(scope.db()).await?.map(drop).ok_or(Error::NotFound)
}

/// Ends one session of somebody.
///
/// # Errors
/// As [`of`]; [`Error::NotFound`] for a session that is another's, over, or none.
pub async fn end_one_of(cx: &Cx, account: AccountId, id: SessionId) -> Result<(), Error> {
    let tx = cx.write(Action::EndSessions).await?;
    known(&tx, account).await?;
    own::revoke(tx, account, id).await
}

/// Ends every session of somebody; of oneself, all but the one that asks. With none to end it is done, too.
///
/// # Errors
/// As [`of`].
pub async fn end_all_of(cx: &Cx, account: AccountId) -> Result<(), Error> {
    let tx = cx.write(Action::EndSessions).await?;
    known(&tx, account).await?;
    let this = cx.signed.map(|signed| signed.session);
    if store::alive(&tx, account, cx.now).await?.iter().all(|session| Some(session.id) == this) {
        return Ok(());
    }
    super::end_others(&tx, account, this, SessionEnd::Revoked).await?;
    tx.commit_noted().await
}
