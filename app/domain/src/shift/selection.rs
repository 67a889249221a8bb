//! An admin gives the shift to one applicant (R-SEL-1, R-SEL-2).

use super::{ApplicationState, Refused, Shift, ShiftState};
use crate::{
    eligibility::{Accepted, Given, Override, Verdict, settle},
    time::Instant,
};

/// A selection that may be stored: the shift is assigned, the application selected, every other pending one
/// rejected, and a confirmed entry made with these overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// New overrides, each with its reason (R-OVR-1). Those carried over from the shift are stored already.
    pub overrides: Vec<Override>,
}

impl Shift {
    /// Whether somebody can still be selected: until the start, also after apply-by (R-SHF-8).
    pub fn is_selectable(&self, now: Instant) -> bool {
        self.state_at(now) == ShiftState::HasApplications
    }

    /// Selects an applicant. `verdict` is made anew in `final` context under the lock of shift and carer;
    /// `carried` is what was accepted with the shift (R-SHF-1), `given` the reasons of this act.
    ///
    /// Of two simultaneous selections the second finds the shift assigned and is told so.
    pub fn select(
        &self,
        which: ApplicationState,
        verdict: &Verdict,
        carried: &[Accepted],
        given: &Given,
        now: Instant,
    ) -> Result<Selection, Refused> {
        if !self.is_selectable(now) {
            return Err(Refused::WrongState { state: self.state_at(now) });
        }
        which.must_be_pending()?;
        let overrides = settle(verdict, carried, given).map_err(Refused::Unsettled)?;
        Ok(Selection { overrides })
    }
}
