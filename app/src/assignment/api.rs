//! What the browser may ask about assignments.

use domain::assignment::{AssignCarersDraft, AssignTasksDraft, Belonging, OpenPeriod, PeriodsAsked};
use domain::id::{AccountId, PackageId, SubmissionId, TaskId};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// The carers of a package, a page of those now or before, and those that could be added, by words of their names and
/// those chosen already.
///
/// # Errors
/// 404, 422 for a sort that there is none of.
#[server(endpoint = "assignment/carers")]
pub async fn carers(
    package: PackageId,
    #[server(default)] words: String,
    #[server(default)] chosen: Vec<AccountId>,
    #[server(flatten)] asked: PeriodsAsked,
) -> Result<Belonging<AccountId>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assignment::carers(&cx, package, &words, &chosen, &asked).await)
}

/// The open period of one carer of a package.
///
/// # Errors
/// 404 when there is none.
#[server(endpoint = "assignment/carer")]
pub async fn carer(package: PackageId, carer: AccountId) -> Result<OpenPeriod<AccountId>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assignment::carer(&cx, package, carer).await)
}

/// The tasks of a package, a page of those now or before, and those that could be added, by words of their names and
/// those chosen already.
///
/// # Errors
/// 404, 422 for a sort that there is none of.
#[server(endpoint = "assignment/tasks")]
pub async fn tasks(
    package: PackageId,
    #[server(default)] words: String,
    #[server(default)] chosen: Vec<TaskId>,
    #[server(flatten)] asked: PeriodsAsked,
) -> Result<Belonging<TaskId>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assignment::tasks(&cx, package, &words, &chosen, &asked).await)
}

/// The open period of one task of a package.
///
/// # Errors
/// 404 when there is none.
#[server(endpoint = "assignment/task")]
pub async fn task(package: PackageId, task: TaskId) -> Result<OpenPeriod<TaskId>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assignment::task(&cx, package, task).await)
}

/// Adds the ticked carers to a package.
///
/// # Errors
/// 404, 422 when none is ticked, 409 when none of them can be added.
#[server(endpoint = "assignment/add_carers")]
pub async fn add_carers(
    submission: SubmissionId,
    #[server(flatten)] draft: AssignCarersDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let added = crate::ssr::answer(backend::assignment::add_carers(&cx, submission, &draft).await)?;
    if added.added == 0 {
        return Err(crate::words::assignments::none_added(&added, "carers"));
    }
    let to = format!("/admin/assignments/{}?tab=carers", draft.package.trim());
    Ok(Done { message: crate::words::assignments::added(&added), to })
}

/// Adds the ticked tasks to a package.
///
/// # Errors
/// 404, 422 when none is ticked, 409 when none of them can be added.
#[server(endpoint = "assignment/add_tasks")]
pub async fn add_tasks(
    submission: SubmissionId,
    #[server(flatten)] draft: AssignTasksDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let added = crate::ssr::answer(backend::assignment::add_tasks(&cx, submission, &draft).await)?;
    if added.added == 0 {
        return Err(crate::words::assignments::none_added(&added, "tasks"));
    }
    let to = format!("/admin/assignments/{}?tab=tasks", draft.package.trim());
    Ok(Done { message: crate::words::assignments::added(&added), to })
}

/// Removes a carer from a package.
///
/// # Errors
/// 404, 409 when the carer is not in it.
#[server(endpoint = "assignment/end_carer")]
pub async fn end_carer(package: PackageId, carer: AccountId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let carer = crate::ssr::answer(backend::assignment::end_carer(&cx, package, carer).await)?;
    let to = format!("/admin/assignments/{package}?tab=carers");
    Ok(Done { message: format!("{} removed from this package", carer.name), to })
}

/// Removes a task from a package.
///
/// # Errors
/// 404, 409 when the task is not in it.
#[server(endpoint = "assignment/end_task")]
pub async fn end_task(package: PackageId, task: TaskId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let task = crate::ssr::answer(backend::assignment::end_task(&cx, package, task).await)?;
    let to = format!("/admin/assignments/{package}?tab=tasks");
    Ok(Done { message: format!("{} removed from this package", task.name), to })
}
