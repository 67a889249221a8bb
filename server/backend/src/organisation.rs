//! The provider itself: how the first organisation comes into being, with its first admin (R-GEN-17).

mod store;
#[cfg(test)]
mod tests;

use domain::access::{Action, Flags};
use domain::account::{Personal, SetUp, SetUpDraft};
use domain::audit::AuditAction;
use domain::id::{AccountId, OrganisationId};
use domain::problems::{Problem, Problems};
use domain::time::Zone;
use serde_json::json;

use crate::account::{self, NewAccount, NewRole};
use crate::audit::{self, Entry};
use crate::cx::{Scope, Tx};
use crate::deployment;
use crate::session::SignIn;
use crate::token::Token;
use crate::{Cx, Error};

pub(crate) use store::of_strangers;

/// What a carer confirms by acknowledging a rating, until an organisation words it anew (R-ACK-1).
pub(crate) const FIRST_STATEMENT: &str = include_str!("organisation/statement.txt");

/// Whether set-up is open: there is no organisation yet (R-GEN-17).
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn is_missing(cx: &Cx) -> Result<bool, Error> {
    deployment::is_empty(cx.identities()).await
}

/// Makes the first organisation and its first admin, who holds every right, and gives the sign-in of that admin.
///
/// # Errors
/// [`Error::NotFound`] once an organisation exists; [`Error::Invalid`] for the form, a code that is not the newest
/// one among its fields.
pub async fn set_up(cx: &Cx, draft: &SetUpDraft) -> Result<SignIn, Error> {
    if !is_missing(cx).await? {
        return Err(Error::NotFound);
    }
    let form = draft.parse()?;
    let code = code(cx, &form).await?;
    let personal = Personal { name: &form.name, email: Some(&form.email), organisation: &form.organisation };
    let hash = account::hash_new(cx, &form.password, personal).await?;

    let organisation = OrganisationId(crate::token::fresh_uuid(cx.now));
    let tx = cx.write_in(Action::SetUp, organisation).await?;
    store::hold_set_up(&tx).await?;
    if !store::is_first(&tx).await? {
        return Err(Error::NotFound);
    }
    if !store::use_code(&tx, &code).await? {
        return Err(wrong_code());
    }
    found(&tx, &form.organisation, form.time_zone).await?;
    let admin = NewAccount { name: form.name, email: form.email, hash, role: NewRole::Admin(Flags::ALL) };
    let id = account::create(&tx, admin).await?;
    publish_first_statement(&tx, id).await?;
    tx.commit_noted().await?;
    Ok(SignIn::first(cx, id, organisation))
}

/// The code of the form, when it is the newest one and unused. Guessing is recorded (MO6).
async fn code(cx: &Cx, form: &SetUp) -> Result<Token, Error> {
    if let Some(code) = Token::parse(&form.code.0)
        && store::is_newest(cx, &code).await?
    {
        return Ok(code);
    }
    audit::violation(cx, Action::SetUp).await?;
    Err(wrong_code())
}

fn wrong_code() -> Error {
    Problems::one("code", Problem::NotAllowed).into()
}

/// Makes the organisation of a write that was begun in it, with the chain of its audit trail.
pub(crate) async fn found(tx: &Tx, name: &str, zone: Zone) -> Result<(), Error> {
    let id = tx.organisation();
    store::insert(tx.db(), id, name, zone, tx.now()).await?;
    let entry = Entry::new(AuditAction::OrganisationCreated).about("organisation", id.0);
    tx.also(entry.after(json!({ "name": name, "time_zone": zone.name() }))?);
    Ok(())
}

/// Publishes our own wording of the statement as number 1, in an organisation that has none.
pub(crate) async fn publish_first_statement(tx: &Tx, by: AccountId) -> Result<(), Error> {
    store::insert_statement(tx.db(), tx.organisation(), by, tx.now()).await
}

/// Holds the organisation's row until the write ends, for what two admins may not decide at once. Rows that merely
/// belong to it can still be written.
pub(crate) async fn hold(tx: &Tx) -> Result<(), Error> {
    store::hold(tx).await
}

/// The same rows without a write of ours around them, for tests that need an organisation to begin with.
#[cfg(any(test, feature = "testing"))]
pub(crate) mod fixture {
    pub(crate) use super::store::{insert, insert_statement};
}
