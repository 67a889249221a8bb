//! What the browser may ask about tasks.

use domain::id::{SubmissionId, TaskId};
use domain::list::{Asked, Listed};
use domain::task::{TaskDraft, TaskEffect, TaskRow, TaskView};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// A page of the list, by name. `template` is `with`, `without` or empty.
///
/// # Errors
/// 422 for a filter that there is none of.
#[server(endpoint = "task/list")]
pub async fn tasks(
    #[server(default)] template: String,
    #[server(flatten)] asked: Asked,
) -> Result<Listed<TaskRow>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::task::list(&cx, &asked, &template).await)
}

/// One task.
///
/// # Errors
/// 404.
#[server(endpoint = "task/show")]
pub async fn task(id: TaskId) -> Result<TaskView, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::task::show(&cx, id).await)
}

/// Makes a task.
///
/// # Errors
/// 422 for an unreadable form or a name that is taken.
#[server(endpoint = "task/create")]
pub async fn create(submission: SubmissionId, #[server(flatten)] draft: TaskDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let id = crate::ssr::answer(backend::task::create(&cx, submission, &draft).await)?;
    Ok(Done { message: "Task added".into(), to: format!("/admin/tasks/{id}") })
}

/// Changes a task.
///
/// # Errors
/// 404, 422 for an unreadable form or a name that is taken, 409 for a form that is out of date.
#[server(endpoint = "task/update")]
pub async fn update(id: TaskId, #[server(flatten)] draft: TaskDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::task::update(&cx, id, &draft).await)?;
    Ok(Done { message: "Task saved".into(), to: format!("/admin/tasks/{id}") })
}

/// Whom a changed task would affect, before it is saved.
///
/// # Errors
/// 404, 422 for an unreadable form.
#[server(endpoint = "task/effect")]
pub async fn effect(id: TaskId, #[server(flatten)] draft: TaskDraft) -> Result<TaskEffect, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::task::effect(&cx, id, &draft).await)
}

/// Deletes a task.
///
/// # Errors
/// 404.
#[server(endpoint = "task/delete")]
pub async fn delete(id: TaskId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let name = crate::ssr::answer(backend::task::delete(&cx, id).await)?;
    Ok(Done { message: format!("{name} is deleted"), to: "/admin/tasks?status=deleted".into() })
}

/// Brings a task back from the bin.
///
/// # Errors
/// 404, 409 when another has its name now.
#[server(endpoint = "task/restore")]
pub async fn restore(id: TaskId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let back = crate::ssr::answer(backend::task::restore(&cx, id).await)?;
    Ok(Done { message: crate::words::deleted::task_restored(&back), to: format!("/admin/tasks/{id}") })
}
