//! What the frame around a page asks for: who is looking, and what waits for them.

use domain::access::Role;

use super::{Counts, SessionEnds, Viewer};
use crate::answer::AppError;
use crate::ssr;

/// What the frame around a page shows.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Who is looking.
    pub viewer: Viewer,
    /// The result of the last act, shown once.
    pub message: Option<String>,
    /// Whether this is the demo.
    pub demo: bool,
}

/// The frame for the person signed in.
///
/// # Errors
/// 401 when nobody is.
pub async fn frame() -> Result<Frame, AppError> {
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
async fn counts(role: Role) -> Result<Counts, AppError> {
    let cx = ssr::cx()?;
    let notices = ssr::answer(backend::notice::inbox::unread(&cx).await)?;
    let acknowledgments = match role {
        Role::Admin => 0,
        Role::Carer => ssr::answer(backend::competency::count_waiting(&cx).await)?,
    };
    Ok(Counts { notices, acknowledgments })
}
