//! The form of a shift, and the times on the wall that it is read from (R-SHF-1 to R-SHF-4, R-GEN-5).

use serde::{Deserialize, Serialize};

use super::{ApplyByDraft, ShiftKind, ShiftType};
use crate::{
    hours::Period,
    id::{PackageId, TaskId},
    problems::{Problem, Problems},
    text,
    time::{Clock, Date, Fold, Instant, Zone, add_days},
};

/// A shift as an admin types it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftDraft {
    /// The care package.
    pub package: String,
    /// The date of the start: `2026-03-28`.
    pub date: String,
    /// The start: `22:00`.
    pub start: String,
    /// Which of two equal times the start is: `first`, `second` or nothing.
    pub start_fold: String,
    /// The end; before the start it is on the next day.
    pub end: String,
    /// Which of two equal times the end is.
    pub end_fold: String,
    /// `competent` or `non_competent`.
    pub kind: String,
    /// The required tasks.
    pub tasks: Vec<String>,
    /// The date of the last moment to apply; empty with its time for the default.
    pub apply_by_date: String,
    /// The time of the last moment to apply.
    pub apply_by_time: String,
    /// A note to carers; may be empty.
    pub note: String,
}

/// A shift that can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where.
    pub package: PackageId,
    /// The local date of the start.
    pub date: Date,
    /// Day or Night, by the start.
    pub shift_type: ShiftType,
    /// When.
    pub period: Period,
    /// For whom.
    pub kind: ShiftKind,
    /// The required tasks, each once: at least one for a competent shift, none for a non-competent one.
    pub tasks: Vec<TaskId>,
    /// The chosen last moment to apply; `None` for the default of [`super::apply_by`].
    pub apply_by: Option<Instant>,
    /// A note to carers.
    pub note: Option<String>,
}

impl ShiftDraft {
    /// Reads the form in an organisation's time zone, or says everything that is wrong with it.
    ///
    /// Length and horizon are rules, not form: [`crate::rota::shift_reasons`] says what they find.
    pub fn parse(&self, zone: Zone, now: Instant) -> Result<Plan, Problems> {
        let mut problems = Problems::default();
        let package = problems.field("package", text::parsed(&self.package));
        let wall = self.wall().parse(zone, &mut problems);
        let period = wall.filter(|wall| wall.is_to_come(now, &mut problems));
        let kind = problems.field("kind", text::coded(&self.kind));
        let tasks = self.tasks(kind, &mut problems);
        let apply_by = self.apply_by().read(zone, period.map(|wall| wall.period.start), now, &mut problems);
        let note = problems.field("note", text::optional(&self.note, 1000));

        let plan = (|| {
            let Wall { date, shift_type, period } = period?;
            let (package, kind, tasks) = (package?, kind?, tasks?);
            Some(Plan { package, date, shift_type, period, kind, tasks, apply_by: apply_by?, note: note? })
        })();
        problems.finish(plan)
    }

    fn apply_by(&self) -> ApplyByDraft {
        ApplyByDraft { apply_by_date: self.apply_by_date.clone(), apply_by_time: self.apply_by_time.clone() }
    }

    fn wall(&self) -> WallDraft<'_> {
        WallDraft {
            date: &self.date,
            start: &self.start,
            start_fold: &self.start_fold,
            end: &self.end,
            end_fold: &self.end_fold,
        }
    }

    /// The tasks that suit the kind (R-SHF-3), each once.
    fn tasks(&self, kind: Option<ShiftKind>, problems: &mut Problems) -> Option<Vec<TaskId>> {
        let read = self.tasks.iter().map(|id| text::parsed(id)).collect::<Result<Vec<TaskId>, _>>();
        let suited = read.and_then(|mut tasks| {
            tasks.sort_unstable();
            tasks.dedup();
            match kind {
                Some(ShiftKind::Competent) if tasks.is_empty() => Err(Problem::Missing),
                Some(ShiftKind::NonCompetent) if !tasks.is_empty() => Err(Problem::NotWanted),
                Some(ShiftKind::Competent | ShiftKind::NonCompetent) | None => Ok(tasks),
            }
        });
        problems.field("tasks", suited)
    }
}

/// Times on the wall as they are typed, for a shift or a rota entry.
#[derive(Clone, Copy, Debug)]
pub struct WallDraft<'a> {
    /// The date of the start.
    pub date: &'a str,
    /// The start.
    pub start: &'a str,
    /// Which of two equal times the start is.
    pub start_fold: &'a str,
    /// The end.
    pub end: &'a str,
    /// Which of two equal times the end is.
    pub end_fold: &'a str,
}

/// What they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The local date of the start.
    pub date: Date,
    /// Day or Night, by the start.
    pub shift_type: ShiftType,
    /// When.
    pub period: Period,
}

impl WallDraft<'_> {
    /// Reads them, noting every problem under the names of the fields.
    pub fn parse(&self, zone: Zone, problems: &mut Problems) -> Option<Wall> {
        let date = problems.field("date", text::date(self.date));
        let starts = problems.field("start", clock(self.start));
        let ends = problems.field("end", clock(self.end));
        let start_fold = problems.field("start_fold", fold(self.start_fold));
        let end_fold = problems.field("end_fold", fold(self.end_fold));
        let (date, starts, ends) = (date?, starts?, ends?);
        if starts == ends {
            problems.add("end", Problem::SameTime);
            return None;
        }
        let last = if ends < starts { add_days(date, 1) } else { date };
        let start = problems.field("start", at(zone, date, starts, start_fold?));
        let end = problems.field("end", at(zone, last, ends, end_fold?));
        let period = period(zone, start?, (last, ends, end?));
        let period = problems.field("end", period.ok_or(Problem::SameTime))?;
        Some(Wall { date, shift_type: ShiftType::starting(starts), period })
    }
}

impl Wall {
    /// Whether the start is in the future (R-SHF-1).
    fn is_to_come(&self, now: Instant, problems: &mut Problems) -> bool {
        let is_to_come = self.period.start > now;
        if !is_to_come {
            problems.add("start", Problem::Past);
        }
        is_to_come
    }
}

/// An end in the repeated hour that would come before the start can only be meant as the second.
fn period(zone: Zone, start: Instant, (date, clock, end): (Date, Clock, Instant)) -> Option<Period> {
    let second = || zone.at(date, clock, Fold::Second).ok();
    Period::new(start, end).or_else(|| Period::new(start, second()?))
}

pub(super) fn at(zone: Zone, date: Date, clock: Clock, fold: Fold) -> Result<Instant, Problem> {
    zone.at(date, clock, fold).map_err(|_| Problem::Skipped)
}

fn fold(typed: &str) -> Result<Fold, Problem> {
    match text::coded(typed) {
        Err(Problem::Missing) => Ok(Fold::default()),
        read => read,
    }
}

/// A time as browsers send it: `22:00`, or with seconds, which are dropped.
pub(super) fn clock(typed: &str) -> Result<Clock, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let minutes = typed.get(..5).unwrap_or(typed);
    let rest = typed.get(5..).unwrap_or_default();
    let is_time = rest.is_empty() || Clock::parse_from_str(typed, "%H:%M:%S").is_ok();
    Clock::parse_from_str(minutes, "%H:%M").ok().filter(|_| is_time).ok_or(Problem::Unreadable)
}
