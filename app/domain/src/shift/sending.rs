//! From saved to offered, and the last moment to apply (R-SHF-4, R-SHF-7).

use super::{Refused, Shift, ShiftKind, ShiftState};
use crate::{hours::Hours, time::Instant};

/// The last moment to apply where nobody has chosen one: so long after sending, never after the start.
pub fn apply_by(sent_at: Instant, start: Instant, after: Hours) -> Instant {
    sent_at.plus_minutes(after.minutes().into()).min(start)
}

impl Shift {
    /// Sends it with the last moment to apply; gives the state it then has. `live_tasks` counts those of its
    /// required tasks that are live.
    pub fn send(&self, apply_by: Instant, live_tasks: usize, now: Instant) -> Result<ShiftState, Refused> {
        if self.state.was_sent() {
            return Err(Refused::AlreadySent);
        }
        if self.has_started(now) {
            return Err(Refused::Started);
        }
        if self.kind == ShiftKind::Competent && live_tasks == 0 {
            return Err(Refused::NoLiveTask);
        }
        self.takes_apply_by(apply_by, now)?;
        Ok(ShiftState::Open)
    }

    /// Deletes it, which only one that was never sent allows (R-SHF-7).
    pub fn delete(&self) -> Result<(), Refused> {
        if self.state.was_sent() { Err(Refused::AlreadySent) } else { Ok(()) }
    }

    /// Whether a last moment to apply is in the future and not after the start.
    pub(super) fn takes_apply_by(&self, apply_by: Instant, now: Instant) -> Result<(), Refused> {
        if apply_by > self.period.start {
            return Err(Refused::ApplyByAfterStart);
        }
        if apply_by <= now {
            return Err(Refused::ApplyByPassed);
        }
        Ok(())
    }
}
