//! The seven states, which may follow which, and what the clock does to them (domain §8, R-SHF-8).

use serde::{Deserialize, Serialize};

use super::Shift;
use crate::time::Instant;

/// Where a shift is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ShiftState {
    /// Saved, never sent.
    Created,
    /// Sent or reopened, and nobody's application is pending.
    Open,
    /// At least one application is pending; still open to others until apply-by.
    HasApplications,
    /// A carer is selected.
    Assigned,
    /// Its end has passed.
    Completed,
    /// Called off by an admin.
    Cancelled,
    /// Nobody applied in time, or nobody was selected before the start.
    Expired,
}

/// Why a shift expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryReason {
    /// Apply-by passed and no application was pending.
    NoApplications,
    /// The start passed and nobody was selected.
    NotFilled,
}

impl ShiftState {
    /// All seven, in the order of a shift's life.
    pub const ALL: [Self; 7] = [
        Self::Created,
        Self::Open,
        Self::HasApplications,
        Self::Assigned,
        Self::Completed,
        Self::Cancelled,
        Self::Expired,
    ];

    /// Whether a state may follow this one. Every other move is refused (R-SHF-7).
    pub const fn may_become(self, next: Self) -> bool {
        use ShiftState::{Assigned, Cancelled, Completed, Created, Expired, HasApplications, Open};
        match self {
            Created | Expired => matches!(next, Open),
            Open => matches!(next, HasApplications | Expired | Cancelled),
            HasApplications => matches!(next, Assigned | Open | Expired | Cancelled),
            Assigned => matches!(next, Completed | Open | HasApplications | Expired | Cancelled),
            Completed | Cancelled => false,
        }
    }

    /// Whether it was ever sent to carers.
    pub const fn was_sent(self) -> bool {
        !matches!(self, Self::Created)
    }
}

impl Shift {
    /// The state as of now, whatever is stored (R-SHF-8).
    pub fn state_at(&self, now: Instant) -> ShiftState {
        match self.state {
            ShiftState::Open if self.applications_closed(now) => ShiftState::Expired,
            ShiftState::HasApplications if self.has_started(now) => ShiftState::Expired,
            ShiftState::Assigned if now >= self.period.end => ShiftState::Completed,
            as_stored @ (ShiftState::Created
            | ShiftState::Open
            | ShiftState::HasApplications
            | ShiftState::Assigned
            | ShiftState::Completed
            | ShiftState::Cancelled
            | ShiftState::Expired) => as_stored,
        }
    }

    /// Why the clock has ended it, when it has and that is not stored yet.
    pub fn expiry_at(&self, now: Instant) -> Option<ExpiryReason> {
        match (self.state, self.state_at(now)) {
            (ShiftState::Open, ShiftState::Expired) => Some(ExpiryReason::NoApplications),
            (ShiftState::HasApplications, ShiftState::Expired) => Some(ExpiryReason::NotFilled),
            _ => None,
        }
    }

    /// Whether nobody may apply any more. Apply-by itself is still in time; the start is not.
    pub fn applications_closed(&self, now: Instant) -> bool {
        now > self.apply_by || self.has_started(now)
    }

    /// Whether its start has come.
    pub fn has_started(&self, now: Instant) -> bool {
        now >= self.period.start
    }
}
