//! "Confirm Interest": once for each carer and shift, and never taken back by the carer (R-APP-1, R-APP-2).

use serde::{Deserialize, Serialize};

use super::{Refused, Shift, ShiftState};
use crate::{eligibility::Verdict, problems::Problems, text, time::Instant};

/// What became of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// It waits for an answer.
    Pending,
    /// The carer has the shift.
    Selected,
    /// Somebody else has it.
    Rejected,
    /// An admin took it out, or took the carer off the shift.
    Removed,
}

impl ApplicationState {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Selected, Self::Rejected, Self::Removed];

    /// Whether a state may follow this one. Rejected ones wait again when the shift is reopened (R-SHF-9).
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Pending => matches!(next, Self::Selected | Self::Rejected | Self::Removed),
            Self::Selected => matches!(next, Self::Removed),
            Self::Rejected => matches!(next, Self::Pending),
            Self::Removed => false,
        }
    }

    /// Whether it still waits for an answer.
    pub(super) fn must_be_pending(self) -> Result<(), Refused> {
        match self {
            Self::Pending => Ok(()),
            Self::Selected | Self::Rejected | Self::Removed => Err(Refused::NotPending { state: self }),
        }
    }
}

/// The form of "Confirm Interest".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplicationDraft {
    /// What the carer wants to say with it; may be empty.
    pub note: String,
}

impl ApplicationDraft {
    /// Reads the note, of at most 500 characters.
    pub fn parse(&self) -> Result<Option<String>, Problems> {
        let mut problems = Problems::default();
        let note = problems.field("note", text::optional(&self.note, 500));
        problems.finish(note)
    }
}

/// The form of an act that asks only for its reason: cancelling a shift, removing an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonDraft {
    /// Why.
    pub reason: String,
}

impl ReasonDraft {
    /// Reads the reason (R-GEN-9).
    pub fn parse(&self) -> Result<String, Problems> {
        let mut problems = Problems::default();
        let reason = problems.field("reason", text::reason(&self.reason));
        problems.finish(reason)
    }
}

impl Shift {
    /// Takes a carer's application; gives the state the shift then has. `offered` is the verdict in `offer`
    /// context: closed shifts, passed deadlines and second applications are among its reasons.
    pub fn apply(&self, offered: &Verdict) -> Result<ShiftState, Refused> {
        if offered.is_eligible() {
            Ok(ShiftState::HasApplications)
        } else {
            Err(Refused::NotEligible { reasons: offered.for_carer() })
        }
    }

    /// Removes a pending application; gives the state the shift then has (R-APP-2).
    ///
    /// After the last one the shift is open again, or has expired when apply-by has passed.
    pub fn remove_application(&self, which: ApplicationState, now: Instant) -> Result<ShiftState, Refused> {
        which.must_be_pending()?;
        match self.state_at(now) {
            ShiftState::HasApplications if self.pending > 1 => Ok(ShiftState::HasApplications),
            ShiftState::HasApplications => {
                Ok(Self { state: ShiftState::Open, pending: 0, ..*self }.state_at(now))
            }
            state => Err(Refused::WrongState { state }),
        }
    }
}
