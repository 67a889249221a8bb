//! What the admins' start page asks.

use domain::time::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::AppError;

/// What needs an admin now, in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresView {
    /// Carers with a group that is ready for assessment.
    pub ready: u64,
    /// Shifts to come or under way that a carer has.
    pub confirmed_shifts: u64,
    /// Ratings that wait for more than two days.
    pub waiting_long: u64,
    /// Concerns without an answer.
    pub open_concerns: u64,
}

/// One of the latest acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActView {
    /// When.
    pub at: Instant,
    /// What, by its stored name.
    pub action: String,
    /// Who, in words.
    pub actor: String,
}

/// The figures now.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "start/figures")]
pub async fn figures() -> Result<FiguresView, AppError> {
    let cx = crate::ssr::cx()?;
    let now = crate::ssr::answer(backend::start::figures(&cx).await)?;
    Ok(FiguresView {
        ready: now.ready,
        confirmed_shifts: now.confirmed_shifts,
        waiting_long: now.waiting_long,
        open_concerns: now.open_concerns,
    })
}

/// The ten latest acts. Without `can_view_audit` only those on shifts, the rota and progress.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "start/latest")]
pub async fn latest() -> Result<Vec<ActView>, AppError> {
    let cx = crate::ssr::cx()?;
    let lines = crate::ssr::answer(backend::audit::trail::latest(&cx).await)?;
    let act = |line: backend::audit::trail::Line| ActView {
        at: line.at,
        actor: crate::words::audit::actor(line.actor, &line.actor_kind),
        action: line.action,
    };
    Ok(lines.into_iter().map(act).collect())
}
