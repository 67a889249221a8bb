//! From saved to offered, and the last moment to apply (R-SHF-4, R-SHF-7).

use serde::{Deserialize, Serialize};

use super::{Refused, Shift, ShiftKind, ShiftState, draft};
use crate::{
    hours::Hours,
    problems::{Problem, Problems},
    text,
    time::{Fold, Instant, Zone},
};

/// The last moment to apply as an admin types it; empty for the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplyByDraft {
    /// Its date.
    pub apply_by_date: String,
    /// Its time.
    pub apply_by_time: String,
}

impl ApplyByDraft {
    /// Reads the chosen moment: to come, and not after the start (R-SHF-4). `None` when none was chosen.
    pub fn parse(&self, zone: Zone, start: Instant, now: Instant) -> Result<Option<Instant>, Problems> {
        let mut problems = Problems::default();
        let chosen = self.read(zone, Some(start), now, &mut problems);
        problems.finish(chosen)
    }

    /// The same within a larger form.
    #[expect(clippy::option_option, reason = "outer: could be read; inner: one was chosen")]
    pub(super) fn read(
        &self,
        zone: Zone,
        start: Option<Instant>,
        now: Instant,
        problems: &mut Problems,
    ) -> Option<Option<Instant>> {
        if self.apply_by_date.trim().is_empty() && self.apply_by_time.trim().is_empty() {
            return Some(None);
        }
        let date = problems.field("apply_by_date", text::date(&self.apply_by_date));
        let time = problems.field("apply_by_time", draft::clock(&self.apply_by_time));
        let at = problems.field("apply_by_time", draft::at(zone, date?, time?, Fold::First))?;
        let problem = if at <= now {
            Problem::Past
        } else if start.is_some_and(|start| at > start) {
            Problem::AfterStart
        } else {
            return Some(Some(at));
        };
        problems.add("apply_by_date", problem);
        None
    }
}

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
