//! What the browser may ask about one's own sign-in.

use domain::account::SignInDraft;
use leptos::prelude::*;

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
    use crate::shell::{Counts, Viewer};
    use crate::ssr;

    let signed_in = ssr::signed_in().ok_or_else(|| AppError::new("signed_out", 401, "Sign in to go on."))?;
    let message = ssr::take_message().await;
    let viewer = Viewer {
        name: signed_in.name,
        role: signed_in.person.role,
        flags: signed_in.person.flags,
        organisation: signed_in.organisation,
        logo: None,
        help_line: None,
        shared_device: signed_in.shared_device,
        counts: Counts::default(),
    };
    Ok(Frame { viewer, message, demo: ssr::is_demo() })
}

/// Signs somebody in and leads to the start page of the role, or back to where he or she was going (R-SIN-1).
///
/// # Errors
/// 422 for an unreadable form, 401 for anything else that is not right.
#[server(endpoint = "account/sign_in")]
pub async fn sign_in(#[server(flatten)] draft: SignInDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let sign_in = crate::ssr::answer(backend::account::sign_in(&cx, &draft).await)?;
    crate::ssr::begin_session(&sign_in).await?;
    Ok(Done { message: String::new(), to: crate::ssr::own_path(&draft.next).unwrap_or("/").to_owned() })
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
