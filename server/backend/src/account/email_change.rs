//! Another address for an account: never put in force directly, only by a link mailed to it (R-EML-1).
//!
//! The old address gets a link that cancels. Whoever asks for the own address is told the same whether or not
//! somebody has the new one already (AU5); then its holder gets no mail, and the request runs out.

mod store;
#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::account::{
    EMAIL_CHANGE_HOURS, Email, EmailChangeDraft, EmailChangeRefused as Refused, EmailChangeStatus, EmailLink,
    EmailOffer, SessionEnd,
};
use domain::audit::AuditAction;
use domain::id::{AccountId, SubmissionId};
use domain::time::Instant;
use domain::users::PendingEmail;
use serde_json::json;

use super::{Proof, store as accounts};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, email_change};
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::letter::{AccountMail, AccountNews};
use crate::outbox::{Mail, Recipient};
use crate::personal::Kind;
use crate::token::Token;
use crate::{Cx, Error, invitation, session};

/// Asks for another address for oneself. A newer request takes the place of an older one.
///
/// # Errors
/// [`Error::Invalid`] for the form, [`Refused::SameAddress`].
pub async fn ask(
    cx: &Cx,
    proof: &Proof,
    submission: SubmissionId,
    draft: &EmailChangeDraft,
) -> Result<(), Error> {
    let new = draft.parse()?;
    let tx = cx.write(proof.action()).await?;
    let first = match tx.once::<()>("account.ask_email_change", submission, &draft.email).await? {
        Once::Before(()) => return Ok(()),
        Once::First(first) => first,
    };
    let row = accounts::lock(&tx, tx.own()?).await?;
    request(&tx, row, &new).await?;
    tx.remember(first, &()).await?;
    tx.commit_noted().await
}

/// Ends one's own request that waits. With none it is done, too.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn withdraw(cx: &Cx) -> Result<(), Error> {
    let tx = cx.write(Action::OwnAccount).await?;
    let own = accounts::lock(&tx, tx.own()?).await?.id;
    if end_pending(&tx, own).await? { tx.commit_noted().await } else { Ok(()) }
}

/// Stores a request and mails its two links. The caller holds the account's row and commits.
pub(crate) async fn request(tx: &Tx, of: account::Model, new: &Email) -> Result<(), Error> {
    if of.email_key.as_deref() == Some(new.key().as_str()) {
        return Err(Refused::SameAddress.into());
    }
    end_pending(tx, of.id).await?;
    let (verify, cancel) = (Token::random()?, Token::random()?);
    let expires = tx.now().plus_hours(EMAIL_CHANGE_HOURS);
    let id = store::insert(tx, of.id, new, (&verify, &cancel), expires).await?;
    if !invitation::is_taken(tx.db(), new, tx.now()).await? {
        let news = AccountNews::VerifyEmail(verify.reveal());
        let mail = Mail::Account(AccountMail { name: of.name.clone(), news });
        let to = Recipient { account: Some(of.id), address: new.as_str().to_owned() };
        tx.mail(to, &mail, Some(expires)).await?;
    }
    if let Some(address) = of.email {
        let news = AccountNews::EmailChanges(cancel.reveal());
        let mail = Mail::Account(AccountMail { name: of.name, news });
        tx.mail(Recipient { account: Some(of.id), address }, &mail, Some(expires)).await?;
    }
    let new = tx.personal(Kind::Email, Some(of.id.0), new.as_str()).await?;
    let entry = Entry::new(AuditAction::EmailChangeRequested).about("account", of.id.0);
    tx.also(entry.after(json!({ "request": id, "email": new, "expires_at": expires }))?);
    tx.touch(Topic::Account, Some(of.id));
    Ok(())
}

/// Ends the request of an account that waits, if there is one, and keeps its mail from being sent. Gives whether
/// there was one.
pub(crate) async fn end_pending(tx: &Tx, of: AccountId) -> Result<bool, Error> {
    let Some(row) = store::pending(tx, of).await? else { return Ok(false) };
    let is_over = row.status.open(row.expires_at, tx.now()).is_err();
    let (status, action) = if is_over {
        (EmailChangeStatus::Expired, AuditAction::EmailChangeExpired)
    } else {
        (EmailChangeStatus::Cancelled, AuditAction::EmailChangeCancelled)
    };
    end(tx, row, status, action).await?;
    Ok(true)
}

async fn end(
    tx: &Tx,
    row: email_change::Model,
    status: EmailChangeStatus,
    action: AuditAction,
) -> Result<(), Error> {
    let (id, account) = (row.id, row.account_id);
    if let Some(new) = &row.new_email {
        tx.recall(new, AccountMail::VERIFY_EMAIL).await?;
    }
    store::end(tx, row, status).await?;
    tx.also(Entry::new(action).about("account", account.0).before(json!({ "request": id }))?);
    tx.touch(Topic::Account, Some(account));
    Ok(())
}

/// The request of an account that waits now.
pub(crate) async fn waiting(
    scope: &impl Scope,
    of: AccountId,
    now: Instant,
) -> Result<Option<PendingEmail>, Error> {
    let row = store::pending(scope, of).await?;
    let row = row.filter(|row| row.status.open(row.expires_at, now).is_ok());
    Ok(row.and_then(|row| Some(PendingEmail { new_email: row.new_email?, expires_at: row.expires_at })))
}

/// What a link offers. Looking at it changes nothing (R-GEN-10).
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, [`Error::EmailChange`] with what became of the request, or
/// that somebody has taken the address since.
pub async fn offer(cx: &Cx, token: &str) -> Result<EmailOffer, Error> {
    let (row, link) = open(cx, token).await?;
    let account = accounts::by_id(cx, row.account_id).await?.filter(|account| account.deletion_id.is_none());
    let (old, new) = (account.ok_or(Error::NotFound)?.email, address(&row)?);
    if link == EmailLink::Verify && invitation::is_taken(cx.identities(), &new, cx.now).await? {
        return Err(Refused::TakenMeanwhile.into());
    }
    Ok(EmailOffer {
        link,
        old: old.unwrap_or_default(),
        new: new.as_str().to_owned(),
        expires_at: row.expires_at,
        zone: accounts::zone_name(cx, row.organisation_id).await?,
    })
}

/// The request of a link, while it waits.
async fn open(cx: &Cx, token: &str) -> Result<(email_change::Model, EmailLink), Error> {
    let token = Token::parse(token).ok_or(Error::NotFound)?;
    let (row, link) = store::of_token(cx, &token).await?.ok_or(Error::NotFound)?;
    row.status.open(row.expires_at, cx.now)?;
    Ok((row, link))
}

fn address(row: &email_change::Model) -> Result<Email, Error> {
    let new = row.new_email.as_deref().and_then(|new| Email::read(new).ok());
    new.ok_or_else(|| Error::inconsistent("email_change", row.id, "is pending without an address"))
}

/// Puts the new address in force, by the link mailed to it. The account's other sessions end (R-SES-6), and links to
/// set a new password die (AU6).
///
/// # Errors
/// As [`offer`]; the link of the old address verifies nothing.
pub async fn verify(cx: &Cx, token: &str) -> Result<(), Error> {
    let (row, link) = open(cx, token).await?;
    if link != EmailLink::Verify {
        return Err(Error::NotFound);
    }
    let tx = cx.write_in(Action::AnswerEmailChange, row.organisation_id).await?;
    let (account, row) = hold(&tx, &row).await?;
    let new = address(&row)?;
    if invitation::is_taken(tx.db(), &new, tx.now()).await? {
        return Err(Refused::TakenMeanwhile.into());
    }
    let (id, request, old) = (account.id, row.id, account.email.clone());
    let keep = cx.person().ok().filter(|person| person.id == id).and(cx.signed).map(|signed| signed.session);
    store::set_email(&tx, account, &new).await?;
    store::end(&tx, row, EmailChangeStatus::Verified).await?;
    accounts::end_resets(&tx, id).await?;
    session::end_others(&tx, id, keep, SessionEnd::PasswordChanged).await?;
    let before = match old {
        Some(old) => Some(tx.personal(Kind::Email, Some(id.0), &old).await?),
        None => None,
    };
    let after = tx.personal(Kind::Email, Some(id.0), new.as_str()).await?;
    let entry = Entry::new(AuditAction::EmailChangeVerified).about("account", id.0);
    let entry = entry.before(json!({ "email": before }))?;
    tx.commit(entry.after(json!({ "request": request, "email": after }))?).await
}

/// Ends a request by the link mailed to the old address.
///
/// # Errors
/// As [`offer`]; the link of the new address cancels nothing.
pub async fn cancel(cx: &Cx, token: &str) -> Result<(), Error> {
    let (row, link) = open(cx, token).await?;
    if link != EmailLink::Cancel {
        return Err(Error::NotFound);
    }
    let tx = cx.write_in(Action::AnswerEmailChange, row.organisation_id).await?;
    let (_, row) = hold(&tx, &row).await?;
    end(&tx, row, EmailChangeStatus::Cancelled, AuditAction::EmailChangeCancelled).await?;
    tx.commit_noted().await
}

/// The account and its request, both held until the write ends, and still waiting.
async fn hold(tx: &Tx, row: &email_change::Model) -> Result<(account::Model, email_change::Model), Error> {
    let account = accounts::lock(tx, row.account_id).await?;
    let row = store::lock(tx, row.id).await?;
    row.status.open(row.expires_at, tx.now())?;
    if account.deletion_id.is_some() { Err(Error::NotFound) } else { Ok((account, row)) }
}

/// Stores as expired what nobody answered in time, each with its entry; gives how many.
pub(crate) async fn expire_overdue(cx: &Cx) -> Result<usize, Error> {
    let overdue = store::overdue(&cx.read(Action::RunJob).await?, cx.now).await?;
    let mut expired = 0;
    for row in overdue {
        let tx = cx.write(Action::RunJob).await?;
        accounts::lock(&tx, row.account_id).await?;
        let row = store::lock(&tx, row.id).await?;
        if row.status == EmailChangeStatus::Pending {
            end(&tx, row, EmailChangeStatus::Expired, AuditAction::EmailChangeExpired).await?;
            tx.commit_noted().await?;
            expired += 1;
        }
    }
    Ok(expired)
}
