//! What the browser may ask about assessment templates.

use domain::assessment::{TaskChoice, TemplateDraft, TemplateImpact, TemplateRow, TemplateView};
use domain::id::{SubmissionId, TemplateId};
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// A page of the list, by name.
///
/// # Errors
/// 422 for a status that there is none of.
#[server(endpoint = "template/list")]
pub async fn templates(#[server(flatten)] asked: Asked) -> Result<Listed<TemplateRow>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::template::list(&cx, &asked).await)
}

/// One template with the items of its newest version.
///
/// # Errors
/// 404.
#[server(endpoint = "template/show")]
pub async fn template(id: TemplateId) -> Result<TemplateView, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::template::show(&cx, id).await)
}

/// Every live task, with the template that has taken hold of it.
///
/// # Errors
/// None but those of who is asking.
#[server(endpoint = "template/tasks")]
pub async fn tasks() -> Result<Vec<TaskChoice>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::template::tasks(&cx).await)
}

/// Makes a template.
///
/// # Errors
/// 404 for a task that is not ours, 409 or 422 for a name or a task that is taken, 422 for an unreadable form.
#[server(endpoint = "template/create")]
pub async fn create(
    submission: SubmissionId,
    #[server(flatten)] draft: TemplateDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let id = crate::ssr::answer(backend::template::create(&cx, submission, &draft).await)?;
    Ok(Done { message: "Template added".into(), to: format!("/admin/templates/{id}") })
}

/// Changes a template; changed items or tasks are published as its next version.
///
/// # Errors
/// As for [`create`], and 409 for a form that is out of date.
#[server(endpoint = "template/update")]
pub async fn update(id: TemplateId, #[server(flatten)] draft: TemplateDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::template::update(&cx, id, &draft).await)?;
    Ok(Done { message: "Template saved".into(), to: format!("/admin/templates/{id}") })
}

/// Puts a template into use, or out of it.
///
/// # Errors
/// 404.
#[server(endpoint = "template/set_active")]
pub async fn set_active(id: TemplateId, #[server(default)] active: String) -> Result<Done, AppError> {
    let (cx, active) = (crate::ssr::cx()?, domain::text::ticked(&active));
    crate::ssr::answer(backend::template::set_active(&cx, id, active).await)?;
    let message = if active { "Template activated" } else { "Template deactivated" };
    Ok(Done { message: message.into(), to: format!("/admin/templates/{id}") })
}

/// What deleting a template would do.
///
/// # Errors
/// 404.
#[server(endpoint = "template/impact")]
pub async fn impact(id: TemplateId) -> Result<TemplateImpact, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::template::impact(&cx, id).await)
}

/// Deletes a template; it can be restored.
///
/// # Errors
/// 404.
#[server(endpoint = "template/delete")]
pub async fn delete(id: TemplateId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let name = crate::ssr::answer(backend::template::delete(&cx, id).await)?;
    Ok(Done { message: format!("{name} deleted"), to: "/admin/templates".into() })
}

/// Restores a template with its tasks.
///
/// # Errors
/// 409 or 422 naming the template or task that is in the way, 404 when it is not there any more.
#[server(endpoint = "template/restore")]
pub async fn restore(id: TemplateId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let back = crate::ssr::answer(backend::template::restore(&cx, id).await)?;
    let message = crate::words::deleted::template_restored(&back);
    Ok(Done { message, to: format!("/admin/templates/{id}") })
}
