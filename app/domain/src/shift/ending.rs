//! Calling a shift off, and opening it again, so that neither shift nor entry is left dangling (R-SHF-9).

use serde::{Deserialize, Serialize};

use super::{ApplyByDraft, Refused, Shift, ShiftState};
use crate::{
    problems::Problems,
    text,
    time::{Instant, Zone},
};

/// What becomes of an assigned shift whose entry is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterRemoval {
    /// It is called off.
    Cancel,
    /// Somebody else is sought.
    Reopen {
        /// A new last moment to apply, if one is given.
        apply_by: Option<Instant>,
    },
}

/// The form that takes the selected carer off a shift and seeks somebody else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeOffDraft {
    /// Why.
    pub reason: String,
    /// The date of a new last moment to apply.
    pub apply_by_date: String,
    /// Its time.
    pub apply_by_time: String,
}

impl TakeOffDraft {
    /// Reads the reason and the new last moment to apply, if one is typed.
    pub fn parse(
        &self,
        zone: Zone,
        start: Instant,
        now: Instant,
    ) -> Result<(String, Option<Instant>), Problems> {
        let mut problems = Problems::default();
        let reason = problems.field("reason", text::reason(&self.reason));
        let draft = ApplyByDraft {
            apply_by_date: self.apply_by_date.clone(),
            apply_by_time: self.apply_by_time.clone(),
        };
        let apply_by = draft.read(zone, Some(start), now, &mut problems);
        problems.finish(reason.zip(apply_by))
    }
}

/// A shift that seeks somebody again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// The state it then has.
    pub state: ShiftState,
    /// The last moment to apply it then has.
    pub apply_by: Instant,
}

impl Shift {
    /// Calls it off. Applicants and the selected carer are mailed, the entry is removed.
    pub fn cancel(&self, now: Instant) -> Result<ShiftState, Refused> {
        match self.state_at(now) {
            ShiftState::Open | ShiftState::HasApplications | ShiftState::Assigned => {
                Ok(ShiftState::Cancelled)
            }
            state @ (ShiftState::Created
            | ShiftState::Completed
            | ShiftState::Cancelled
            | ShiftState::Expired) => Err(Refused::WrongState { state }),
        }
    }

    /// Opens an expired one again with a new last moment to apply, before its start.
    pub fn reopen(&self, apply_by: Instant, now: Instant) -> Result<Reopened, Refused> {
        let state = self.state_at(now);
        if state != ShiftState::Expired {
            return Err(Refused::WrongState { state });
        }
        if self.has_started(now) {
            return Err(Refused::Started);
        }
        self.takes_apply_by(apply_by, now)?;
        Ok(Reopened { state: ShiftState::Open, apply_by })
    }

    /// What becomes of an assigned shift when an admin removes its entry. `rejected` counts the applications
    /// that wait again if it is reopened; the removed carer's is removed.
    ///
    /// With nobody waiting, a passed apply-by must be replaced. After the start only cancelling is left.
    pub fn entry_removed(
        &self,
        then: AfterRemoval,
        rejected: u32,
        now: Instant,
    ) -> Result<Reopened, Refused> {
        self.must_be_assigned(now)?;
        let apply_by = match then {
            AfterRemoval::Cancel => {
                return Ok(Reopened { state: ShiftState::Cancelled, apply_by: self.apply_by });
            }
            AfterRemoval::Reopen { .. } if self.has_started(now) => return Err(Refused::Started),
            AfterRemoval::Reopen { apply_by: Some(new) } => {
                self.takes_apply_by(new, now)?;
                new
            }
            AfterRemoval::Reopen { apply_by: None } if rejected == 0 && now > self.apply_by => {
                return Err(Refused::ApplyByPassed);
            }
            AfterRemoval::Reopen { apply_by: None } => self.apply_by,
        };
        Ok(Reopened { state: self.seeking(rejected, apply_by, now), apply_by })
    }

    /// What becomes of an assigned shift when the system removes its entry, because the carer was deleted
    /// (R-ACC-2). Nobody can be asked, so with nobody waiting and apply-by passed it expires.
    pub fn entry_removed_by_system(&self, rejected: u32, now: Instant) -> Result<ShiftState, Refused> {
        self.must_be_assigned(now)?;
        if self.has_started(now) {
            return Ok(ShiftState::Cancelled);
        }
        Ok(self.seeking(rejected, self.apply_by, now))
    }

    fn must_be_assigned(&self, now: Instant) -> Result<(), Refused> {
        match self.state_at(now) {
            ShiftState::Assigned => Ok(()),
            state => Err(Refused::WrongState { state }),
        }
    }

    /// The state of a shift that seeks somebody, with so many applications pending.
    fn seeking(&self, pending: u32, apply_by: Instant, now: Instant) -> ShiftState {
        let state = if pending > 0 { ShiftState::HasApplications } else { ShiftState::Open };
        Self { state, apply_by, pending, ..*self }.state_at(now)
    }
}
