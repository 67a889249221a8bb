//! What the browser may ask about progress.

use domain::id::{AccountId, SubmissionId, TaskId};
use domain::list::{Asked, Listed};
use domain::progress::{
    AdjustmentDraft, CarerChoice, CarerProgress, CountLine, Counted, LogDraft, OwnProgress, ResetDraft,
};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// The signed-in carer's tasks of today.
///
/// # Errors
/// 403 for admins.
#[server(endpoint = "progress/day")]
pub async fn day() -> Result<domain::progress::Day, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::day(&cx).await)
}

/// Logs completions of one task by the signed-in carer.
///
/// # Errors
/// 422 for the form and a full or closed day, 409 when the task is complete or not the carer's.
#[server(endpoint = "progress/log_completion")]
pub async fn log_completion(
    submission: SubmissionId,
    #[server(flatten)] draft: LogDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let logged = crate::ssr::answer(backend::progress::log_completion(&cx, submission, &draft).await)?;
    let (tally, to) = (logged.tally, "/carer/tasks".into());
    let now = crate::words::numbers::count_of(tally.done, tally.target.into(), tally.tenths());
    if tally.is_complete() {
        let message = format!("Logged: now {now}. {} is complete", logged.name);
        return Ok(Done { message, to }.praised());
    }
    Ok(Done { message: format!("Logged: now {now}"), to })
}

/// The signed-in carer's own progress.
///
/// # Errors
/// 403 for admins.
#[server(endpoint = "progress/mine")]
pub async fn mine() -> Result<OwnProgress, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::mine(&cx).await)
}

/// What the signed-in carer has to do, has reached and did lately.
///
/// # Errors
/// 403 for admins.
#[server(endpoint = "progress/today")]
pub async fn today() -> Result<domain::progress::Today, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::today(&cx).await)
}

/// A page of carers to choose from, by name. `ready` is `true` for those who are ready for assessment, or empty.
///
/// # Errors
/// 403 for carers, 422 for a filter that there is none of.
#[server(endpoint = "progress/choose")]
pub async fn choose(
    #[server(default)] ready: String,
    #[server(flatten)] asked: Asked,
) -> Result<Listed<CarerChoice>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::choose(&cx, &asked, &ready).await)
}

/// A carer's progress. Each opening is recorded (R-AUD-5).
///
/// # Errors
/// 404 when there is no such carer.
#[server(endpoint = "progress/of_carer")]
pub async fn of_carer(carer: AccountId) -> Result<CarerProgress, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::of_carer(&cx, carer, crate::ssr::opening()).await)
}

/// One count of a carer, to be corrected. Opening it is recorded (R-AUD-5).
///
/// # Errors
/// 404 when there is no such carer or task.
#[server(endpoint = "progress/to_correct")]
pub async fn to_correct(carer: AccountId, task: TaskId) -> Result<Counted, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::counted(&cx, carer, task, crate::ssr::opening()).await)
}

/// A page of a carer's log of counts, newest first (UX-49).
///
/// # Errors
/// 404 when there is no such carer.
#[server(endpoint = "progress/lines")]
pub async fn lines(carer: AccountId, #[server(flatten)] asked: Asked) -> Result<Listed<CountLine>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::progress::lines(&cx, carer, &asked, crate::ssr::opening()).await)
}

/// Sets a count.
///
/// # Errors
/// 422 for the form, 409 when somebody counted meanwhile, 404 when there is no such carer or task.
#[server(endpoint = "progress/adjust")]
pub async fn adjust(
    submission: SubmissionId,
    #[server(flatten)] draft: AdjustmentDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let set = crate::ssr::answer(backend::progress::adjust(&cx, submission, &draft).await)?;
    let message = format!("{} is set to {}", set.name, set.tally.done);
    Ok(Done { message, to: format!("/admin/progress/{}", draft.carer.trim()) })
}

/// Sets a count to zero.
///
/// # Errors
/// 422 for the form, 409 when somebody counted meanwhile, 404 when there is no such carer or task.
#[server(endpoint = "progress/reset")]
pub async fn reset(submission: SubmissionId, #[server(flatten)] draft: ResetDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let reset = crate::ssr::answer(backend::progress::reset(&cx, submission, &draft).await)?;
    let message = format!("{} starts at 0 again. The rating stays", reset.name);
    Ok(Done { message, to: format!("/admin/progress/{}", draft.carer.trim()) })
}
