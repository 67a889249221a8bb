//! What the browser may ask about one's own sign-in.

use domain::account::{
    EmailChangeDraft, EmailOffer, ForgottenPasswordDraft, OpenSession, OwnAccount, PasswordChangeDraft,
    PasswordResetDraft, ProfileDraft, SignInDraft,
};
use domain::id::{SessionId, SubmissionId};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// Signs somebody in and leads to the start page of the role, or back to where he or she was going (R-SIN-1).
///
/// # Errors
/// 422 for an unreadable form, 401 for anything else that is not right.
#[server(endpoint = "account/sign_in")]
pub async fn sign_in(#[server(flatten)] draft: SignInDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let (sign_in, person) = crate::ssr::answer(backend::account::sign_in(&cx, &draft).await)?;
    crate::ssr::begin_session(&sign_in).await?;
    crate::ssr::device::remember(sign_in.shared_device);
    let to = crate::ssr::own_path(&draft.next).filter(|path| is_open_to(person, path)).unwrap_or("/");
    Ok(Done { message: String::new(), to: to.to_owned() })
}

/// Where the pages of people who are signed in are.
#[cfg(feature = "ssr")]
const PRIVATE: [&str; 3] = ["/account", "/admin", "/carer"];

/// Whether a page is one that somebody may open.
#[cfg(feature = "ssr")]
fn is_open_to(person: domain::access::Person, path: &str) -> bool {
    use domain::access::{Actor, Kind, operation};
    let page = path.split(['?', '#']).next().filter(|page| PRIVATE.iter().any(|area| page.starts_with(area)));
    let page = page.and_then(operation).filter(|page| page.kind == Kind::Get);
    page.is_some_and(|page| Actor::Person(person).may(page.action, person.organisation).is_ok())
}

/// Signs out. Nothing of the session stays in the browser (WB9).
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/sign_out")]
pub async fn sign_out() -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::sign_out(&cx).await)?;
    crate::ssr::end_session().await;
    Ok(Done { message: String::new(), to: "/sign-in?said=signed-out".into() })
}

/// Mails a link to set a new password, if somebody has the address. The answer is always the same (R-PWD-3).
///
/// # Errors
/// 422 when the address cannot be one.
#[server(endpoint = "account/ask_reset")]
pub async fn ask_reset(#[server(flatten)] draft: ForgottenPasswordDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::ask_reset(&cx, &draft).await)?;
    Ok(Done { message: String::new(), to: "/forgot-password?said=sent".into() })
}

/// Whether a mailed link can still be used.
///
/// # Errors
/// A fault when the database is away.
#[cfg(feature = "ssr")]
pub async fn is_reset_open(token: &str) -> Result<bool, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::is_reset_open(&cx, token).await)
}

/// Sets a new password by a mailed link (R-PWD-3).
///
/// # Errors
/// 409 for a link that works no more, 422 for the password.
#[server(endpoint = "account/reset_password")]
pub async fn reset_password(#[server(flatten)] draft: PasswordResetDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::reset_password(&cx, &draft).await)?;
    Ok(Done { message: String::new(), to: "/sign-in?said=password-set".into() })
}

/// Changes the own password (R-PWD-4).
///
/// # Errors
/// 422 for the form and for a wrong current password.
#[server(endpoint = "account/change_password")]
pub async fn change_password(#[server(flatten)] draft: PasswordChangeDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::change_password(&cx, &draft).await)?;
    Ok(Done { message: "Password changed. You are signed out everywhere else".into(), to: "/account".into() })
}

/// The own account.
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/profile")]
pub async fn profile() -> Result<OwnAccount, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::own(&cx).await)
}

/// Changes what one may change about oneself.
///
/// # Errors
/// 422 for the form, 409 when it was changed meanwhile.
#[server(endpoint = "account/update")]
pub async fn update(#[server(flatten)] draft: ProfileDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::update(&cx, &draft).await)?;
    Ok(Done { message: "Saved".into(), to: "/account".into() })
}

/// The own sessions that are alive, the last used first (R-SES-8).
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/sessions")]
pub async fn sessions() -> Result<Vec<OpenSession>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::own(&cx).await)
}

/// Ends one of the own sessions (R-SES-8).
///
/// # Errors
/// 404 for a session that is not one's own or is over.
#[server(endpoint = "account/end_session")]
pub async fn end_session(id: SessionId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::end_one(&cx, id).await)?;
    Ok(Done { message: "Signed out there".into(), to: "/account/sessions".into() })
}

/// Ends all of the own sessions but this one (R-SES-8).
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/end_other_sessions")]
pub async fn end_other_sessions() -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::session::end_others_of_mine(&cx).await)?;
    Ok(Done { message: "Signed out everywhere else".into(), to: "/account/sessions".into() })
}

/// Asks for another address for oneself (R-EML-1, AU10). The answer is the same whether or not somebody has it.
///
/// # Errors
/// 422 for the form, and without the password when it is needed again.
#[server(endpoint = "account/ask_email_change")]
pub async fn ask_email_change(
    submission: SubmissionId,
    #[server(flatten)] draft: EmailChangeDraft,
) -> Result<Done, AppError> {
    use domain::access::Action;
    let cx = crate::ssr::cx()?;
    let proof = crate::ssr::answer(backend::account::prove(&cx, Action::OwnAccount, &draft.password).await)?;
    crate::ssr::answer(backend::account::email_change::ask(&cx, &proof, submission, &draft).await)?;
    crate::ssr::renew_session(&proof).await?;
    Ok(Done {
        message: "Open the link in the mail to the new address. It works for 24 hours".into(),
        to: "/account".into(),
    })
}

/// Ends one's own request for another address.
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/withdraw_email_change")]
pub async fn withdraw_email_change() -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::email_change::withdraw(&cx).await)?;
    Ok(Done { message: "Cancelled. Your address stays as it is".into(), to: "/account".into() })
}

/// What a mailed link offers. Looking at it changes nothing (R-GEN-10).
///
/// # Errors
/// 404 for a link that is none of ours, 409 with what became of the request.
#[server(endpoint = "account/email_change")]
pub async fn email_change(token: String) -> Result<EmailOffer, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::email_change::offer(&cx, &token).await)
}

/// Puts the new address in force (R-EML-1).
///
/// # Errors
/// As [`email_change`].
#[server(endpoint = "account/verify_email_change")]
pub async fn verify_email_change(token: String) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::email_change::verify(&cx, &token).await)?;
    Ok(email_changed("Your new address counts from now", "email-changed"))
}

/// Stops a change of address (R-EML-1).
///
/// # Errors
/// As [`email_change`].
#[server(endpoint = "account/cancel_email_change")]
pub async fn cancel_email_change(token: String) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::account::email_change::cancel(&cx, &token).await)?;
    Ok(email_changed("Stopped. The address stays as it is", "email-kept"))
}

/// Whoever is signed in reads the result on the account page, others where they sign in.
#[cfg(feature = "ssr")]
fn email_changed(message: &str, said: &str) -> Done {
    match crate::ssr::signed_in() {
        Some(_) => Done { message: message.into(), to: "/account".into() },
        None => Done { message: String::new(), to: format!("/sign-in?said={said}") },
    }
}
