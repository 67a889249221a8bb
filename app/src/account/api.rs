//! What the browser may ask about one's own sign-in.

use domain::access::{Flags, Role};
use domain::account::{
    EmailChangeDraft, ForgottenPasswordDraft, PasswordChangeDraft, PasswordResetDraft, ProfileDraft,
    SignInDraft,
};
use domain::id::{SessionId, SubmissionId};
use domain::time::{Date, Instant};
use domain::users::PendingEmail;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{AppError, Done};

/// What the frame around a page shows.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Frame {
    /// Who is looking.
    pub viewer: crate::shell::Viewer,
    /// The result of the last act, shown once.
    pub message: Option<String>,
    /// Whether this is the demo.
    pub demo: bool,
}

/// The frame for the person signed in.
///
/// # Errors
/// 401 when nobody is.
#[cfg(feature = "ssr")]
pub async fn frame() -> Result<Frame, AppError> {
    use crate::shell::{SessionEnds, Viewer};
    use crate::ssr;

    let signed_in = ssr::signed_in().ok_or_else(|| AppError::new("signed_out", 401, "Sign in to go on."))?;
    let message = ssr::take_message().await;
    let counts = counts(signed_in.person.role).await?;
    let (_, now) = ssr::wall();
    let session =
        SessionEnds { seconds: (signed_in.ends_at.0 - now.0) / 1_000, idle_minutes: signed_in.idle_minutes };
    let viewer = Viewer {
        name: signed_in.name,
        role: signed_in.person.role,
        flags: signed_in.person.flags,
        organisation: signed_in.organisation,
        logo: None,
        help_line: None,
        shared_device: signed_in.shared_device,
        session,
        counts,
    };
    Ok(Frame { viewer, message, demo: ssr::is_demo() })
}

/// What waits for the person signed in.
#[cfg(feature = "ssr")]
async fn counts(role: Role) -> Result<crate::shell::Counts, AppError> {
    let cx = crate::ssr::cx()?;
    let notices = crate::ssr::answer(backend::notice::inbox::unread(&cx).await)?;
    let acknowledgments = match role {
        Role::Admin => 0,
        Role::Carer => crate::ssr::answer(backend::competency::count_waiting(&cx).await)?,
    };
    Ok(crate::shell::Counts { notices, acknowledgments })
}

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

/// What one's account says about oneself. Fields of the other role are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Admin or carer.
    pub role: Role,
    /// The version shown.
    pub version: i32,
    /// Another address that was asked for (R-EML-1).
    pub pending_email: Option<PendingEmail>,
    /// The organisation's time zone.
    pub zone: String,
    /// An admin's rights.
    pub flags: Flags,
    /// An admin's registration with a profession.
    pub professional_reference: Option<String>,
    /// What a carer is employed as.
    pub job_role: Option<String>,
    /// A carer's first day of employment.
    pub employment_start: Option<Date>,
    /// A carer's last day of employment.
    pub employment_end: Option<Date>,
    /// A carer's own telephone number.
    pub phone: Option<String>,
    /// Whom to call for a carer in an emergency.
    pub emergency_name: Option<String>,
    /// That person's telephone number.
    pub emergency_phone: Option<String>,
}

/// The own account.
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/profile")]
pub async fn profile() -> Result<ProfileView, AppError> {
    use backend::account::Details;
    let cx = crate::ssr::cx()?;
    let own = crate::ssr::answer(backend::account::own(&cx).await)?;
    let bare = ProfileView {
        name: own.name,
        email: own.email,
        role: own.role,
        version: own.version,
        pending_email: own.pending_email,
        zone: cx.zone.name().to_owned(),
        flags: Flags::default(),
        professional_reference: None,
        job_role: None,
        employment_start: None,
        employment_end: None,
        phone: None,
        emergency_name: None,
        emergency_phone: None,
    };
    Ok(match own.details {
        Details::Admin { flags, professional_reference } => {
            ProfileView { flags, professional_reference, ..bare }
        }
        Details::Carer {
            job_role,
            employment_start,
            employment_end,
            phone,
            emergency_name,
            emergency_phone,
        } => ProfileView {
            job_role,
            employment_start,
            employment_end,
            phone,
            emergency_name,
            emergency_phone,
            ..bare
        },
    })
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

/// A browser in which one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The session.
    pub id: SessionId,
    /// What its browser calls itself.
    pub agent: String,
    /// The network address it began from.
    pub ip: String,
    /// When it began.
    pub started: Instant,
    /// When it was last used.
    pub last_seen: Instant,
    /// A tablet that several people use.
    pub shared_device: bool,
    /// The one that asks.
    pub is_this: bool,
}

/// The own sessions with the organisation's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsView {
    /// The last used first.
    pub sessions: Vec<SessionView>,
    /// The organisation's time zone.
    pub zone: String,
}

/// The own sessions that are alive (R-SES-8).
///
/// # Errors
/// 401 when nobody is signed in.
#[server(endpoint = "account/sessions")]
pub async fn sessions() -> Result<SessionsView, AppError> {
    let cx = crate::ssr::cx()?;
    let own = crate::ssr::answer(backend::session::own(&cx).await)?;
    let sessions = own.into_iter().map(SessionView::from).collect();
    Ok(SessionsView { sessions, zone: cx.zone.name().to_owned() })
}

#[cfg(feature = "ssr")]
impl From<backend::session::OwnSession> for SessionView {
    fn from(own: backend::session::OwnSession) -> Self {
        Self {
            id: own.id,
            agent: own.agent,
            ip: own.ip,
            started: own.started,
            last_seen: own.last_seen,
            shared_device: own.shared_device,
            is_this: own.is_this,
        }
    }
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

/// What the page of a mailed link says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailChangeView {
    /// It is the link that verifies; else the one that cancels.
    pub verifies: bool,
    /// The address in force.
    pub old: String,
    /// The address that was asked for.
    pub new: String,
    /// When the link runs out.
    pub expires_at: Instant,
    /// The organisation's time zone.
    pub zone: String,
}

/// What a mailed link offers. Looking at it changes nothing (R-GEN-10).
///
/// # Errors
/// 404 for a link that is none of ours, 409 with what became of the request.
#[server(endpoint = "account/email_change")]
pub async fn email_change(token: String) -> Result<EmailChangeView, AppError> {
    use backend::account::email_change::{Link, offer};
    let cx = crate::ssr::cx()?;
    let found = crate::ssr::answer(offer(&cx, &token).await)?;
    Ok(EmailChangeView {
        verifies: found.link == Link::Verify,
        old: found.old,
        new: found.new,
        expires_at: found.expires_at,
        zone: found.zone,
    })
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
