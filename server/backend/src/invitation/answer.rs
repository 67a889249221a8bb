//! Answering an invitation: whoever has the link is whom it was sent to. Looking at it changes nothing (R-GEN-10).

use domain::access::{Action, Flags, Role};
use domain::account::{Email, Personal};
use domain::audit::AuditAction;
use domain::invitation::{AcceptDraft, Acceptance, InvitationStatus, Refused};
use domain::notice::NoticeKind;
use serde_json::json;

use super::{addressee, recall, store};
use crate::account::{self, NewAccount, NewCarer, NewRole};
use crate::audit::Entry;
use crate::entity::invitation;
use crate::events::Topic;
use crate::session::SignIn;
use crate::token::Token;
use crate::{Cx, Error};

/// What an invitation's page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The organisation that invites.
    pub organisation: String,
    /// Who of it invites.
    pub invited_by: String,
    /// Who is invited.
    pub name: String,
    /// To which address: it is what one signs in with.
    pub email: String,
    /// As what.
    pub role: Role,
}

/// The offer of a token that waits for an answer.
///
/// # Errors
/// [`Error::Invitation`] with what became of it, [`Error::NotFound`] for a token that is none of ours.
pub async fn offer(cx: &Cx, token: &str) -> Result<Offer, Error> {
    let row = open(cx, token).await?;
    let (name, email) = addressee(&row)?;
    let (organisation, invited_by) = store::inviters(cx, &row).await?;
    Ok(Offer { organisation, invited_by, name, email: email.as_str().to_owned(), role: row.role })
}

/// The waiting invitation of a token.
async fn open(cx: &Cx, token: &str) -> Result<invitation::Model, Error> {
    let token = Token::parse(token).ok_or(Error::NotFound)?;
    let row = store::of_token(cx, &token).await?.ok_or(Error::NotFound)?;
    row.status.open(row.expires_at, cx.now)?;
    Ok(row)
}

/// Accepts an invitation: the account is there at once, and what is given signs it in (R-INV-4).
///
/// # Errors
/// [`Error::Invitation`] with what became of the invitation or of its address, [`Error::Invalid`] for the form.
pub async fn accept(cx: &Cx, draft: &AcceptDraft) -> Result<SignIn, Error> {
    let row = open(cx, &draft.token.0).await?;
    let form = draft.parse()?;
    let (_, email) = addressee(&row)?;
    let (organisation, _) = store::inviters(cx, &row).await?;
    let personal = Personal { name: &form.name, email: Some(&email), organisation: &organisation };
    let hash = account::hash_new(cx, &form.password, personal).await?;

    let tx = cx.write_in(Action::AnswerInvitation, row.organisation_id).await?;
    let now = store::lock(&tx, row.id).await?;
    now.status.open(now.expires_at, tx.now())?;
    if now.token_hash != row.token_hash {
        return Err(Error::NotFound);
    }
    if store::holder(&tx, &email, Some(row.id)).await?.is_some() {
        return Err(Refused::NotUsable.into());
    }
    let id = account::create(&tx, new_account(&now, form, email, hash)).await?;
    store::accepted(&tx, row.id, id).await?;
    tx.touch(Topic::Account, None);
    let entry = Entry::new(AuditAction::InvitationAccepted).about("invitation", row.id.0);
    tx.commit(entry.after(json!({ "account": id }))?).await?;
    Ok(SignIn::first(cx, id, row.organisation_id))
}

/// Role, job role, dates and rights are the inviter's (R-INV-5); the rest is the invited person's.
fn new_account(row: &invitation::Model, form: Acceptance, email: Email, hash: String) -> NewAccount {
    let role = match row.role {
        Role::Admin => NewRole::Admin(Flags {
            can_manage_admins: row.can_manage_admins,
            can_view_audit: row.can_view_audit,
            can_erase: row.can_erase,
            can_manage_settings: row.can_manage_settings,
        }),
        Role::Carer => NewRole::Carer(NewCarer {
            job_role: row.job_role.clone(),
            employment_start: row.employment_start,
            phone: form.phone,
            emergency_name: form.emergency_name,
            emergency_phone: form.emergency_phone,
        }),
    };
    NewAccount { name: form.name, email, hash, role }
}

/// Declines an invitation (R-INV-4).
///
/// # Errors
/// [`Error::Invitation`] with what became of it instead.
pub async fn decline(cx: &Cx, token: &str) -> Result<(), Error> {
    let row = open(cx, token).await?;
    let tx = cx.write_in(Action::AnswerInvitation, row.organisation_id).await?;
    let now = store::lock(&tx, row.id).await?;
    now.status.open(now.expires_at, tx.now())?;
    if now.token_hash != row.token_hash {
        return Err(Error::NotFound);
    }
    store::end(&tx, row.id, InvitationStatus::Declined).await?;
    recall(&tx, &row).await?;
    tx.notice(row.invited_by, NoticeKind::InvitationDeclined, ("invitation", row.id.0)).await?;
    tx.touch(Topic::Account, None);
    tx.commit(Entry::new(AuditAction::InvitationDeclined).about("invitation", row.id.0)).await
}
