//! Forgetting, setting and changing one's password (R-PWD-3, R-PWD-4).

use domain::access::Action;
use domain::account::{
    Email, ForgottenPasswordDraft, Lockout, PasswordChangeDraft, PasswordResetDraft, Personal, RESET_MINUTES,
    RESETS_PER_HOUR, SessionEnd,
};
use domain::audit::{AuditAction, Outcome};
use serde_json::json;

use super::{Refused, check, failure, policy, store};
use crate::audit::Entry;
use crate::cx::{RESERVED, Tx};
use crate::entity::{account, password_reset};
use crate::outbox::{Mail, Recipient};
use crate::passwords::Checked;
use crate::personal::Kind;
use crate::token::Token;
use crate::{Cx, Error, lockout, session};

/// Mails a link to set a new password, if the address is that of somebody who can sign in. What is done is never
/// said, and a lock stays as it is.
///
/// # Errors
/// [`Error::Invalid`] when the address cannot be one.
pub async fn ask_reset(cx: &Cx, draft: &ForgottenPasswordDraft) -> Result<(), Error> {
    let email = draft.parse()?;
    let found = store::by_email(cx, &email).await?;
    match found.filter(|account| account.active && account.password_hash.is_some()) {
        Some(account) => mail_link(cx, &account).await,
        None => note_stranger(cx, &email).await,
    }
}

async fn mail_link(cx: &Cx, account: &account::Model) -> Result<(), Error> {
    let tx = cx.write_in(Action::AskReset, account.organisation_id).await?;
    let account = store::lock(&tx, account.id).await?;
    if let Err(refused) = send_link(&tx, &account).await {
        let Error::Account(Refused::NoSignIn | Refused::TooManyLinks) = refused else { return Err(refused) };
        let entry = Entry::new(AuditAction::PasswordResetRequested).about("account", account.id.0);
        return tx.commit(entry.outcome(Outcome::Refused)).await;
    }
    tx.commit_noted().await
}

/// Mails the owner of an account a new link, with its entry. The caller holds the account's row and commits.
///
/// # Errors
/// [`Refused::NoSignIn`] for an account that cannot sign in, [`Refused::TooManyLinks`] beyond three in an hour
/// (R-PWD-3). Nothing is written then.
pub(crate) async fn send_link(tx: &Tx, account: &account::Model) -> Result<(), Error> {
    let can_sign_in = account.active && account.deletion_id.is_none() && account.password_hash.is_some();
    let address = account.email.clone().filter(|_| can_sign_in).ok_or(Refused::NoSignIn)?;
    if store::resets_since(tx, account.id, tx.now().plus_hours(-1)).await? >= u64::from(RESETS_PER_HOUR) {
        return Err(Refused::TooManyLinks.into());
    }
    let token = Token::random()?;
    let expires = tx.now().plus_minutes(RESET_MINUTES);
    let client = &tx.cx().client;
    let from = format!("{} {}", client.ip, client.agent);
    let origin = tx.personal(Kind::Origin, Some(account.id.0), &from).await?.personal;
    store::end_resets(tx, account.id).await?;
    store::insert_reset(tx, account.id, &token, expires, origin).await?;
    let mail = Mail::PasswordReset { name: account.name.clone(), token: token.reveal() };
    tx.mail(Recipient { account: Some(account.id), address }, &mail, Some(expires)).await?;
    tx.also(Entry::new(AuditAction::PasswordResetRequested).about("account", account.id.0));
    Ok(())
}

async fn note_stranger(cx: &Cx, email: &Email) -> Result<(), Error> {
    let tx = cx.write_in(Action::AskReset, RESERVED).await?;
    let typed = failure::typed_email(&tx, email).await?;
    let entry = Entry::new(AuditAction::PasswordResetRequested).outcome(Outcome::Refused);
    tx.commit(entry.after(json!({ "typed_email": typed }))?).await
}

/// Whether a link of a mail can still be used. Looking uses nothing up (R-GEN-10).
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn is_reset_open(cx: &Cx, token: &str) -> Result<bool, Error> {
    Ok(open_reset(cx, token).await?.is_some())
}

/// Sets a new password by a mailed link: every session ends, a lock is cleared, the owner is told.
///
/// # Errors
/// [`Refused::ResetLink`] for a link that is none, used, replaced or too old; [`Error::Invalid`] for the password.
pub async fn reset_password(cx: &Cx, draft: &PasswordResetDraft) -> Result<(), Error> {
    let form = draft.parse()?;
    let Some((reset, account)) = open_reset(cx, &form.token.0).await? else {
        return refuse_link(cx, &form.token.0).await;
    };
    let hash = hash_for(cx, &account, &form.password).await?;
    let tx = cx.write_in(Action::ResetPassword, account.organisation_id).await?;
    let account = store::lock(&tx, account.id).await?;
    if !account.active || account.deletion_id.is_some() || !store::use_reset(&tx, reset.id).await? {
        drop(tx);
        return refuse_link(cx, &form.token.0).await;
    }
    let id = account.id;
    set(&tx, account, hash, None).await?;
    tx.commit(Entry::new(AuditAction::PasswordResetCompleted).about("account", id.0)).await
}

/// The unused, unexpired link of a token with its live account.
async fn open_reset(cx: &Cx, token: &str) -> Result<Option<(password_reset::Model, account::Model)>, Error> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let Some(reset) = store::reset_of(cx, &token).await? else { return Ok(None) };
    if reset.used_at.is_some() || reset.expires_at <= cx.now {
        return Ok(None);
    }
    let account = store::by_id(cx, reset.account_id).await?;
    let live = account.filter(|account| account.active && account.deletion_id.is_none());
    Ok(live.map(|account| (reset, account)))
}

/// Records the attempt where its link belongs, and refuses it: all causes alike.
async fn refuse_link(cx: &Cx, token: &str) -> Result<(), Error> {
    let reset = match Token::parse(token) {
        Some(token) => store::reset_of(cx, &token).await?,
        None => None,
    };
    let failed = Entry::new(AuditAction::PasswordResetFailed).outcome(Outcome::Refused);
    let (organisation, entry) = match reset {
        Some(reset) => (reset.organisation_id, failed.about("account", reset.account_id.0)),
        None => (RESERVED, failed),
    };
    cx.write_in(Action::ResetPassword, organisation).await?.commit(entry).await?;
    Err(Refused::ResetLink.into())
}

/// Changes the own password, which the current one must allow. The other sessions end (R-SES-6).
///
/// # Errors
/// [`Refused::CurrentPassword`], counted like a failed sign-in; [`Error::Invalid`] for the new one.
pub async fn change_password(cx: &Cx, draft: &PasswordChangeDraft) -> Result<(), Error> {
    cx.permit(Action::ChangePassword).await?;
    let form = draft.parse()?;
    let account = store::by_id(cx, cx.person()?.id).await?.ok_or(Error::SignedOut)?;
    let open = Some(&account).filter(|account| store::may_try(account, cx.now));
    if check(cx, &form.current, open).await? == Checked::Wrong {
        failure::of_account(cx, &account).await?;
        return Err(Refused::CurrentPassword.into());
    }
    let hash = hash_for(cx, &account, &form.new).await?;
    let tx = cx.write(Action::ChangePassword).await?;
    let now = store::lock(&tx, account.id).await?;
    if now.epoch != account.epoch || !store::may_try(&now, cx.now) {
        return Err(Refused::CurrentPassword.into());
    }
    let keep = cx.signed.map(|signed| signed.session);
    set(&tx, now, hash, keep).await?;
    tx.commit(Entry::new(AuditAction::PasswordChanged).about("account", account.id.0)).await
}

async fn hash_for(
    cx: &Cx,
    account: &account::Model,
    new: &domain::account::Password,
) -> Result<String, Error> {
    let organisation = store::organisation_name(cx, account.organisation_id).await?;
    let email = account.email.as_deref().and_then(|email| Email::read(email).ok());
    let personal = Personal { name: &account.name, email: email.as_ref(), organisation: &organisation };
    policy::hash_new(cx, new, personal).await
}

/// Stores a new password: counters and lock are cleared, waiting links die, sessions but one end, the owner is told.
async fn set(
    tx: &Tx,
    account: account::Model,
    hash: String,
    keep: Option<domain::id::SessionId>,
) -> Result<(), Error> {
    let (id, name, address) = (account.id, account.name.clone(), account.email.clone());
    if account.locked_until.is_some() {
        tx.also(lockout::ended(&account));
    }
    store::set_password(tx, account, hash, Lockout::cleared()).await?;
    store::end_resets(tx, id).await?;
    session::end_others(tx, id, keep, SessionEnd::PasswordChanged).await?;
    if let Some(address) = address {
        let told = Recipient { account: Some(id), address };
        tx.mail(told, &Mail::PasswordChanged { name }, None).await?;
    }
    Ok(())
}
