//! Invitations: the only way to get an account (R-INV). An admin sends one; whoever has its link answers it.

mod answer;
mod listing;
mod store;
#[cfg(test)]
mod tests;

use domain::access::{Action, Role};
use domain::account::{Email, TypedSecret};
use domain::audit::AuditAction;
use domain::id::{InvitationId, SubmissionId};
use domain::invitation::{
    Invitation, InvitationChoice, InvitationDraft, InvitationStatus, Invited, Refused, expires_at, may_invite,
};
use serde_json::{Value, json};

use crate::account::{self, Proof};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::entity::invitation;
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::{Mail, Recipient};
use crate::personal::Kind;
use crate::token::Token;
use crate::{Client, Cx, Error};

pub use answer::{Offer, accept, decline, offer};
pub use listing::{count_pending, page};
pub(crate) use store::is_taken;

/// What inviting as this role needs beside the right: an admin's invitation opens the organisation to somebody, so
/// the password must be fresh (AU10).
///
/// # Errors
/// As [`account::prove`]; [`Error::Invalid`] for the form.
pub async fn prove(cx: &Cx, draft: &InvitationDraft, typed: &TypedSecret) -> Result<Option<Proof>, Error> {
    cx.permit(Action::InviteCarer).await?;
    prove_for(cx, draft.parse()?.invited.role(), typed).await
}

/// The same for sending a chosen one again.
///
/// # Errors
/// As [`prove`]; [`Error::NotFound`] for an invitation of nobody here.
pub async fn prove_chosen(
    cx: &Cx,
    choice: &InvitationChoice,
    typed: &TypedSecret,
) -> Result<Option<Proof>, Error> {
    prove_for(cx, named(cx, choice).await?.role, typed).await
}

async fn prove_for(cx: &Cx, role: Role, typed: &TypedSecret) -> Result<Option<Proof>, Error> {
    match role {
        Role::Admin => account::prove(cx, Action::InviteAdmin, typed).await.map(Some),
        Role::Carer => Ok(None),
    }
}

/// Invites somebody: stores it, and mails the link.
///
/// # Errors
/// [`Error::Forbidden`] for an admin's invitation without `can_manage_admins` (R-PER-1), [`account::Refused::StepUp`]
/// for one without proof of [`prove`], [`Error::Invitation`] when the address cannot be invited (R-INV-2).
pub async fn invite(
    cx: &Cx,
    proof: Option<&Proof>,
    submission: SubmissionId,
    draft: &InvitationDraft,
) -> Result<InvitationId, Error> {
    cx.permit(Action::InviteCarer).await?;
    let form = draft.parse()?;
    let action = needed(form.invited.role());
    cx.permit(action).await?;
    is_proved(proof, action)?;
    expire_overdue(cx, &form.email, None).await?;
    let tx = cx.write(action).await?;
    let first = match tx.once::<InvitationId>("invitation.invite", submission, draft).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    may_invite(store::holder(&tx, &form.email, None).await?)?;
    let token = Token::random()?;
    let id = store::insert(&tx, &form, &token).await.map_err(taken)?;
    send(&tx, &form.name, &form.email, &token).await?;
    let entry = Entry::new(AuditAction::InvitationSent).about("invitation", id.0);
    tx.also(entry.after(details(&tx, id, &form).await?)?);
    tx.remember(first, &id).await?;
    tx.commit_noted().await?;
    Ok(id)
}

fn is_proved(proof: Option<&Proof>, action: Action) -> Result<(), Error> {
    let is_given = proof.is_some_and(|proof| proof.action() == action);
    if action == Action::InviteCarer || is_given { Ok(()) } else { Err(account::Refused::StepUp.into()) }
}

/// The right an invitation for this role needs.
const fn needed(role: Role) -> Action {
    match role {
        Role::Admin => Action::InviteAdmin,
        Role::Carer => Action::InviteCarer,
    }
}

/// Of two that invite one address at once, the second finds the unique index in its way.
fn taken(error: Error) -> Error {
    match error {
        Error::Database(error) if crate::error::is_duplicate(&error) => Refused::CannotBeInvited.into(),
        other => other,
    }
}

/// Stores as expired what is overdue under an address, whichever organisation holds it, and records it there
/// (domain §2); but not the one that is about to be renewed. The other organisation learns nothing of who asked.
async fn expire_overdue(cx: &Cx, email: &Email, but: Option<InvitationId>) -> Result<(), Error> {
    let overdue = store::overdue(cx, email).await?.filter(|row| Some(row.id) != but);
    let Some(overdue) = overdue else { return Ok(()) };
    let there = Cx { client: Client::default(), ..cx.system(overdue.organisation_id, cx.zone) };
    expire(&there, overdue.id).await.map(drop)
}

/// Stores an overdue invitation as expired, in its own organisation; `false` when it had ended already.
async fn expire(there: &Cx, id: InvitationId) -> Result<bool, Error> {
    let tx = there.write(Action::RunJob).await?;
    if !store::end(&tx, id, InvitationStatus::Expired).await? {
        return Ok(false);
    }
    tx.touch(Topic::Account, None);
    tx.commit(Entry::new(AuditAction::InvitationExpired).about("invitation", id.0)).await?;
    Ok(true)
}

/// Stores as expired every invitation of the organisation that nobody answered in time, each with its entry; gives
/// how many.
pub(crate) async fn expire_all_overdue(cx: &Cx) -> Result<usize, Error> {
    let mut expired = 0;
    for id in store::all_overdue(&cx.read(Action::RunJob).await?, cx.now).await? {
        expired += usize::from(expire(cx, id).await?);
    }
    Ok(expired)
}

/// Mails the link of an invitation; the mail is not sent once the link has run out (EM4).
async fn send(tx: &Tx, name: &str, email: &Email, token: &Token) -> Result<(), Error> {
    let organisation = store::organisation_name(tx).await?;
    let mail = Mail::Invitation { name: name.to_owned(), organisation, token: token.reveal() };
    let to = Recipient { account: None, address: email.as_str().to_owned() };
    tx.mail(to, &mail, Some(expires_at(tx.now()))).await?;
    tx.touch(Topic::Account, None);
    Ok(())
}

async fn details(tx: &Tx, id: InvitationId, form: &Invitation) -> Result<Value, Error> {
    let name = tx.personal(Kind::Name, Some(id.0), &form.name).await?;
    let email = tx.personal(Kind::Email, Some(id.0), form.email.as_str()).await?;
    Ok(match &form.invited {
        Invited::Admin(flags) => json!({ "name": name, "email": email, "role": Role::Admin, "flags": flags }),
        Invited::Carer { job_role, employment_start } => {
            let job_role = match job_role {
                Some(text) => json!(tx.personal(Kind::Note, Some(id.0), text).await?),
                None => Value::Null,
            };
            json!({ "name": name, "email": email, "role": Role::Carer, "job_role": job_role,
                    "employment_start": employment_start })
        }
    })
}

/// Sends an invitation again that nobody has answered, overdue or not: a new link for seven new days, and the old one
/// is dead (R-INV-3).
///
/// # Errors
/// [`Error::Invitation`] when it was answered or taken back, or when the address is taken meanwhile;
/// [`account::Refused::StepUp`] for an admin's without proof of [`prove_chosen`].
pub async fn resend(cx: &Cx, proof: Option<&Proof>, choice: &InvitationChoice) -> Result<(), Error> {
    let asked = named(cx, choice).await?;
    is_proved(proof, needed(asked.role))?;
    if let Ok((_, email)) = addressee(&asked) {
        expire_overdue(cx, &email, Some(asked.id)).await?;
    }
    let (tx, row) = hold(cx, &asked).await?;
    if row.name.is_none() {
        return Err(Refused::Expired.into());
    }
    row.status.may_resend()?;
    let id = row.id;
    let (name, email) = addressee(&row)?;
    may_invite(store::holder(&tx, &email, Some(id)).await?)?;
    let token = Token::random()?;
    store::renew(&tx, row, &token).await?;
    send(&tx, &name, &email, &token).await?;
    let entry = Entry::new(AuditAction::InvitationResent).about("invitation", id.0);
    let entry = entry.after(json!({ "expires_at": expires_at(tx.now()) }))?;
    tx.commit(entry).await
}

/// Takes a waiting invitation back: its link is dead (R-INV-3).
///
/// # Errors
/// [`Error::Invitation`] when there is nothing to take back any more.
pub async fn cancel(cx: &Cx, choice: &InvitationChoice) -> Result<(), Error> {
    let (tx, row) = hold(cx, &named(cx, choice).await?).await?;
    row.status.open(row.expires_at, tx.now())?;
    store::end(&tx, row.id, InvitationStatus::Cancelled).await?;
    recall(&tx, &row).await?;
    tx.touch(Topic::Account, None);
    tx.commit(Entry::new(AuditAction::InvitationCancelled).about("invitation", row.id.0)).await
}

/// Keeps the mail of an invitation that has ended from being sent (EM4).
async fn recall(tx: &Tx, row: &invitation::Model) -> Result<(), Error> {
    match &row.email {
        Some(address) => tx.recall(address, Mail::INVITATION).await,
        None => Ok(()),
    }
}

/// An invitation that can be cancelled, for the page that asks first.
///
/// # Errors
/// As [`cancel`].
pub async fn cancellable(cx: &Cx, choice: &InvitationChoice) -> Result<(String, Email), Error> {
    let row = named(cx, choice).await?;
    row.status.open(row.expires_at, cx.now)?;
    addressee(&row)
}

/// The invitation an admin has chosen; an admin's needs `can_manage_admins`.
async fn named(cx: &Cx, choice: &InvitationChoice) -> Result<invitation::Model, Error> {
    let row = store::find(&cx.read(Action::InviteCarer).await?, choice.parse()?).await?;
    let row = row.ok_or(Error::NotFound)?;
    cx.permit(needed(row.role)).await?;
    Ok(row)
}

/// The same as it is now, held until the write ends.
async fn hold(cx: &Cx, seen: &invitation::Model) -> Result<(Tx, invitation::Model), Error> {
    let tx = cx.write(needed(seen.role)).await?;
    let row = store::lock(&tx, seen.id).await?;
    Ok((tx, row))
}

/// Whom a waiting invitation is for.
fn addressee(row: &invitation::Model) -> Result<(String, Email), Error> {
    let broken = || Error::inconsistent("invitation", row.id, "is pending without a name or address");
    let name = row.name.clone().ok_or_else(broken)?;
    let email = row.email.as_deref().and_then(|email| Email::read(email).ok()).ok_or_else(broken)?;
    Ok((name, email))
}
