//! One vacancy, from the form to the end of the work: its states, and what may be done to it when (domain §8).
//!
//! Every decision takes the state as of now, without waiting for the job that stores it (R-SHF-8).

mod application;
mod draft;
mod ending;
mod selection;
mod sending;
mod state;
mod view;

use serde::{Deserialize, Serialize};

pub use application::{ApplicationDraft, ApplicationState, ReasonDraft};
pub use draft::{Plan, ShiftDraft, Wall, WallDraft};
pub use ending::{AfterRemoval, Reopened, TakeOffDraft};
pub use selection::Selection;
pub use sending::{ApplyByDraft, apply_by};
pub use state::{ExpiryReason, ShiftState};
pub use view::{
    AcceptedRule, Applicant, Board, BoardShift, Candidate, Counters, Names, Offered, OwnApplication,
    Selecting, ShiftChoices, ShiftDetail, ShiftFacts, ShiftFilter, ShiftList, ShiftQuery, ShiftRow,
    ShiftSeen, ShiftStateFilter, ShiftTab, Uncovered,
};

use crate::{
    eligibility::{CarerReason, Unsettled},
    hours::Period,
    time::{Clock, Instant},
};

/// Who may be offered a shift (R-SHF-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ShiftKind {
    /// Carers who are competent in each of its tasks, of which there is at least one.
    Competent,
    /// All carers; it requires no task.
    NonCompetent,
}

/// Day or Night, by the start on the organisation's wall (R-SHF-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ShiftType {
    /// From 06:00 to before 18:00.
    Day,
    /// Any other start.
    Night,
}

impl ShiftType {
    /// The type of a shift that starts at a time (R-SHF-2).
    pub fn starting(start: Clock) -> Self {
        use chrono::Timelike;
        if (6..18).contains(&start.hour()) { Self::Day } else { Self::Night }
    }
}

/// What a decision about a shift needs to know of it, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The stored state, which may be behind the clock.
    pub state: ShiftState,
    /// Competent or Non-Competent.
    pub kind: ShiftKind,
    /// Start and end.
    pub period: Period,
    /// The last moment to apply.
    pub apply_by: Instant,
    /// How many applications are pending.
    pub pending: u32,
}

/// Why something was not done to a shift.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// It was sent before: it can neither be sent nor deleted (R-SHF-7).
    #[error("this shift was sent before")]
    AlreadySent,
    /// Its start has passed.
    #[error("this shift has started")]
    Started,
    /// A competent shift without a live task would be for nobody (R-SHF-3).
    #[error("a competent shift needs a task")]
    NoLiveTask,
    /// Apply-by is not in the future (R-SHF-4).
    #[error("the last moment to apply has passed")]
    ApplyByPassed,
    /// Apply-by is after the start (R-SHF-4).
    #[error("the last moment to apply is after the start")]
    ApplyByAfterStart,
    /// The carer may not be given it (R-APP-1).
    #[error("the carer is not eligible")]
    NotEligible {
        /// What the carer may read of it.
        reasons: Vec<CarerReason>,
    },
    /// The application was answered or removed meanwhile.
    #[error("this application is not pending")]
    NotPending {
        /// What became of it.
        state: ApplicationState,
    },
    /// Its state does not allow it: somebody was quicker, or the time has passed (R-SHF-7).
    #[error("the state of this shift does not allow it")]
    WrongState {
        /// The state as of now.
        state: ShiftState,
    },
    /// The verdict is against it, or a reason is missing (R-SEL-1).
    #[error(transparent)]
    Unsettled(Unsettled),
}

#[cfg(test)]
mod tests;
