//! What the browser may ask of settings and of the statement.

use domain::competency::{StatementDraft, StatementView};
use domain::id::SubmissionId;
use domain::settings::{Settings, SettingsDraft};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// The settings in force.
///
/// # Errors
/// 403 without the right.
#[server(endpoint = "settings/shown")]
pub async fn shown() -> Result<Settings, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::settings::shown(&cx).await)
}

/// Changes the settings of one group.
///
/// # Errors
/// 403 without the right, 422 for a value out of range, 409 when somebody else has changed one meanwhile.
#[server(endpoint = "settings/change")]
pub async fn change(#[server(flatten)] draft: SettingsDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::settings::change(&cx, &draft).await)?;
    Ok(Done { message: "Settings saved. They count from now".into(), to: "/admin/settings".into() })
}

/// The statement in force.
///
/// # Errors
/// 403 without the right.
#[server(endpoint = "settings/statement")]
pub async fn statement() -> Result<StatementView, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::statement(&cx).await)
}

/// Publishes another wording of the statement.
///
/// # Errors
/// 403 without the right, 422 for the words, 409 when there is a newer wording than the page showed.
#[server(endpoint = "settings/publish_statement")]
pub async fn publish_statement(
    submission: SubmissionId,
    #[server(flatten)] draft: StatementDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let number = crate::ssr::answer(backend::competency::publish_statement(&cx, submission, &draft).await)?;
    Ok(Done { message: format!("Statement {number} is in force"), to: "/admin/settings".into() })
}
