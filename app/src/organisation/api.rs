//! What may be asked of a deployment that has no organisation yet.

use domain::account::SetUpDraft;
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// Whether set-up is open: there is no organisation yet (R-GEN-17).
///
/// # Errors
/// A fault when the database is away.
#[cfg(feature = "ssr")]
pub async fn is_missing() -> Result<bool, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::organisation::is_missing(&cx).await)
}

/// Makes the first organisation and its first admin, and signs that admin in (R-GEN-17).
///
/// # Errors
/// 404 once an organisation exists, 422 for the form and for a wrong code.
#[server(endpoint = "organisation/set_up")]
pub async fn set_up(#[server(flatten)] draft: SetUpDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let sign_in = crate::ssr::answer(backend::organisation::set_up(&cx, &draft).await)?;
    crate::ssr::begin_first_session(sign_in, "You are signed in. Invite the others under Users").await?;
    Ok(Done { message: String::new(), to: "/admin".into() })
}
