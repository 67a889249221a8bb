//! What the browser may ask of the rota.

use domain::rota::{ScheduleWeek, Work};
use leptos::prelude::*;

use crate::answer::AppError;

/// The signed-in carer's week: that of a date, or this one when there is none or it cannot be read.
///
/// # Errors
/// 403 for anybody but carers.
#[server(endpoint = "rota/week")]
pub async fn week(#[server(default)] of: String) -> Result<ScheduleWeek, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::rota::week(&cx, domain::text::date(&of).ok()).await)
}

/// The signed-in carer's next work, if any is planned.
///
/// # Errors
/// 403 for anybody but carers.
#[server(endpoint = "rota/next")]
pub async fn next_work() -> Result<Option<Work>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::rota::next_work(&cx).await)
}
