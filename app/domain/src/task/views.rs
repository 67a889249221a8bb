//! What admins see of tasks.

use serde::{Deserialize, Serialize};

use crate::competency::Level;
use crate::deletion::Binned;
use crate::id::{PackageId, TaskId, TemplateId};
use crate::list::{Kept, Named};
use crate::shift::ShiftRow;
use crate::task::TaskDraft;
use crate::time::Date;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Which.
    pub id: TaskId,
    /// Its name.
    pub name: String,
    /// How many completions make 100 %.
    pub target: i32,
    /// The template that assesses it, if one does.
    pub template: Option<String>,
    /// After how many months it is assessed again.
    pub reassess_months: Option<i32>,
    /// Whether it is in use.
    pub active: bool,
    /// When it was made.
    pub kept: Kept,
    /// When it was deleted, if it lies in the bin.
    pub binned: Option<Binned>,
}

/// One task with what uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// Which.
    pub id: TaskId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// How many completions make 100 %.
    pub target: i32,
    /// After how many months it is assessed again.
    pub reassess_months: Option<i32>,
    /// Whether it is in use.
    pub active: bool,
    /// When it was made, and its version.
    pub kept: Kept,
    /// The template that assesses it, if one does.
    pub template: Option<Named<TemplateId>>,
    /// The packages it belongs to now, by name.
    pub packages: Vec<Named<PackageId>>,
    /// How many carers have a count in it.
    pub carers_with_progress: u64,
    /// How many ratings were ever given for it.
    pub ratings: u64,
    /// The sent shifts to come that require it, soonest first.
    pub shifts: Vec<ShiftRow>,
}

impl TaskView {
    /// The form to edit it.
    pub fn draft(&self) -> TaskDraft {
        TaskDraft {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            target: self.target.to_string(),
            reassess_months: self.reassess_months.map(|months| months.to_string()).unwrap_or_default(),
            active: if self.active { "true".into() } else { String::new() },
            version: self.kept.version.to_string(),
            ..TaskDraft::default()
        }
    }
}

/// Whom a new target and a new cadence would affect, before anything is saved (R-TSK-2, R-VAL-2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskEffect {
    /// Carers whose percentage changes with the target: those who reach 100 % or fall below it first, then by name.
    pub counted: Vec<Turn>,
    /// Current ratings whose last date would change if the cadence counted for them too, soonest first.
    pub lapses: Vec<Lapse>,
}

impl TaskEffect {
    /// How many would be at 100 % and are not now.
    pub fn newly_complete(&self) -> u64 {
        self.counted.iter().filter(|turn| turn.now < FULL && turn.then == FULL).count() as u64
    }

    /// How many are at 100 % now and would not be.
    pub fn no_longer_complete(&self) -> u64 {
        self.counted.iter().filter(|turn| turn.now == FULL && turn.then < FULL).count() as u64
    }
}

/// 100 %, in tenths.
const FULL: u32 = 1000;

/// A carer whose percentage a new target changes; percentages are in tenths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who.
    pub carer: String,
    /// How far now.
    pub now: u32,
    /// How far then.
    pub then: u32,
}

impl Turn {
    /// Whether it decides that the carer is at 100 %, or no longer is.
    pub const fn is_decisive(&self) -> bool {
        (self.now == FULL) != (self.then == FULL)
    }
}

/// A current rating, and the last date a new cadence would give it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapse {
    /// Whose it is.
    pub carer: String,
    /// Whether that carer lies in the bin; the rating changes all the same.
    pub is_deleted: bool,
    /// Its level.
    pub level: Level,
    /// Whether it waits for the carer's acknowledgment and is not in force yet.
    pub is_pending: bool,
    /// Whether it counts today and would not any more.
    pub is_at_once: bool,
    /// The last date on which it counts now.
    pub now: Option<Date>,
    /// The last date on which it would count.
    pub then: Option<Date>,
}
