//! What the browser may ask of the starter library.

use domain::id::SubmissionId;
use domain::library::TakeDraft;
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// Everything in the library, with what is there already.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "library/shelf")]
pub async fn shelf() -> Result<domain::library::Shelf, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::library::shelf(&cx).await)
}

/// Takes the ticked tasks and templates.
///
/// # Errors
/// 422 when nothing is ticked.
#[server(endpoint = "library/take")]
pub async fn take(submission: SubmissionId, #[server(flatten)] draft: TakeDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let taken = crate::ssr::answer(backend::library::take(&cx, submission, &draft).await)?;
    Ok(Done { message: crate::words::library::taken(&taken), to: "/admin/tasks".into() })
}
