//! What the browser may ask about the people of an organisation.

#[cfg(feature = "ssr")]
use domain::access::Action;
#[cfg(feature = "ssr")]
use domain::account::TypedSecret;
use domain::account::{EmailChangeDraft, OpenSession};
use domain::id::{AccountId, SessionId, SubmissionId};
use domain::invitation::InvitationRow;
use domain::list::{Asked, Listed};
use domain::users::{DeletionImpact, RightsDraft, TabCounts, UserDraft, UserQuery, UserRow, UserView};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// Whether the reader may see people at all, for pages that show only a form.
///
/// # Errors
/// 403 for anybody but admins.
#[cfg(feature = "ssr")]
pub async fn may_read() -> Result<(), AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::may_read(&cx).await)
}

/// Whether the reader may change somebody, for pages that show only a form.
///
/// # Errors
/// 403 for an admin's account without `can_manage_admins`, 404 for nobody.
#[cfg(feature = "ssr")]
pub async fn may_change(id: AccountId) -> Result<(), AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::may_change(&cx, id).await)
}

/// The numbers of the tabs.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "users/counts")]
pub async fn counts() -> Result<TabCounts, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::counts(&cx).await)
}

/// A page of carers or of admins.
///
/// # Errors
/// 403 for anybody but admins, 422 for a filter that there is none of.
#[server(endpoint = "users/page")]
pub async fn page(#[server(flatten)] query: UserQuery) -> Result<Listed<UserRow>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::page(&cx, &query).await)
}

/// A page of invitations.
///
/// # Errors
/// 403 for anybody but admins, 422 for a filter or a sort that there is none of.
#[server(endpoint = "users/invitations")]
pub async fn invitations(#[server(flatten)] asked: Asked) -> Result<Listed<InvitationRow>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::invitation::page(&cx, &asked).await)
}

/// One person.
///
/// # Errors
/// 404 for nobody of the organisation.
#[server(endpoint = "users/show")]
pub async fn show(id: AccountId) -> Result<UserView, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::show(&cx, id).await)
}

/// Where somebody is signed in (R-SES-8).
///
/// # Errors
/// 403 without `can_manage_admins`, 404 for nobody of the organisation.
#[server(endpoint = "users/sessions")]
pub async fn sessions(id: AccountId) -> Result<Vec<OpenSession>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::of(&cx, id).await)
}

/// What deleting somebody would end.
///
/// # Errors
/// 403 for an admin without `can_manage_admins`, 404 for nobody, or somebody who is deleted.
#[server(endpoint = "users/impact")]
pub async fn impact(id: AccountId) -> Result<DeletionImpact, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::impact(&cx, id).await)
}

#[cfg(feature = "ssr")]
fn done(message: impl Into<String>, id: AccountId) -> Done {
    Done { message: message.into(), to: format!("/admin/users/{id}") }
}

/// Changes somebody's name, job role and dates (R-INV-5).
///
/// # Errors
/// 404, 422 for the form, 409 when it was changed meanwhile.
#[server(endpoint = "users/update")]
pub async fn update(id: AccountId, #[server(flatten)] draft: UserDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::update(&cx, id, &draft).await)?;
    Ok(done("Saved", id))
}

/// Takes an account back into use (R-ACC-3).
///
/// # Errors
/// 404, 409 when it was changed meanwhile.
#[server(endpoint = "users/activate")]
pub async fn activate(id: AccountId, version: i32) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::activate(&cx, id, version).await)?;
    Ok(done("Active again. Sign-in is possible now", id))
}

/// Takes an account out of use (R-ACC-1, R-ACC-3).
///
/// # Errors
/// 404, 409 for oneself, for the last in charge, and when it was changed meanwhile.
#[server(endpoint = "users/deactivate")]
pub async fn deactivate(id: AccountId, version: i32) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::deactivate(&cx, id, version).await)?;
    Ok(done("Inactive. Signed out everywhere", id))
}

/// Puts somebody in the recycle bin (R-ACC-1, R-ACC-2).
///
/// # Errors
/// As [`deactivate`].
#[server(endpoint = "users/delete")]
pub async fn delete(id: AccountId, version: i32) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let role = crate::ssr::answer(backend::users::delete(&cx, id, version).await)?;
    let tab = if role == domain::access::Role::Admin { "admins" } else { "carers" };
    Ok(Done {
        message: "Deleted. You find the account under the status Deleted".into(),
        to: format!("/admin/users?tab={tab}"),
    })
}

/// Takes somebody out of the recycle bin (R-BIN-4).
///
/// # Errors
/// 404 for somebody who is not in it.
#[server(endpoint = "users/restore")]
pub async fn restore(id: AccountId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let back = crate::ssr::answer(backend::users::restore(&cx, id).await)?;
    Ok(done(crate::words::people::restored(&back), id))
}

/// Sets the extra rights of an admin (R-PER-1, AU10).
///
/// # Errors
/// 422 without the password when it is needed again, 409 for the last who manages admins.
#[server(endpoint = "users/set_rights")]
pub async fn set_rights(
    id: AccountId,
    password: Option<String>,
    #[server(flatten)] draft: RightsDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let typed = TypedSecret(password.unwrap_or_default());
    let proof = crate::ssr::answer(backend::account::prove(&cx, Action::EditAdmin, &typed).await)?;
    crate::ssr::answer(backend::users::set_rights(&cx, &proof, id, &draft).await)?;
    crate::ssr::renew_session(&proof).await?;
    Ok(done("Rights saved. They count from the next page on", id))
}

/// Asks for another address for somebody (R-EML-1, AU10).
///
/// # Errors
/// 422 for the form and for an address that is taken.
#[server(endpoint = "users/ask_email_change")]
pub async fn ask_email_change(
    submission: SubmissionId,
    id: AccountId,
    #[server(flatten)] draft: EmailChangeDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let proof = crate::ssr::answer(backend::account::prove(&cx, Action::EditCarer, &draft.password).await)?;
    crate::ssr::answer(backend::users::ask_email_change(&cx, &proof, submission, id, &draft).await)?;
    crate::ssr::renew_session(&proof).await?;
    Ok(done("A link was mailed to the new address. It works for 24 hours", id))
}

/// Mails somebody a link to set a new password (UX-22). Nobody but the owner sees or chooses it (AU12).
///
/// # Errors
/// 404, 409 for an account that cannot sign in and beyond three links an hour.
#[server(endpoint = "users/send_reset")]
pub async fn send_reset(submission: SubmissionId, id: AccountId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::send_reset(&cx, submission, id).await)?;
    Ok(done("A link to set a new password was mailed. It works for 15 minutes", id))
}

/// Ends the request of somebody for another address.
///
/// # Errors
/// 404.
#[server(endpoint = "users/withdraw_email_change")]
pub async fn withdraw_email_change(id: AccountId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::withdraw_email_change(&cx, id).await)?;
    Ok(done("Cancelled. The address stays as it is", id))
}

/// Ends one session of somebody (R-SES-8).
///
/// # Errors
/// 403 without `can_manage_admins`, 404 for a session that is another's or over.
#[server(endpoint = "users/end_session")]
pub async fn end_session(id: AccountId, session: SessionId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::end_one_of(&cx, id, session).await)?;
    Ok(done("Signed out there", id))
}

/// Ends every session of somebody (R-SES-8).
///
/// # Errors
/// 403 without `can_manage_admins`, 404 for nobody of the organisation.
#[server(endpoint = "users/end_sessions")]
pub async fn end_sessions(id: AccountId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::end_all_of(&cx, id).await)?;
    Ok(done("Signed out everywhere", id))
}
