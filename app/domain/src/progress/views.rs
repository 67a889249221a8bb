//! What pages show of progress: a carer's day, and all that a carer has done and holds.

use serde::{Deserialize, Serialize};

use crate::assessment::GroupState;
use crate::competency::{Level, RatingSource, Validity};
use crate::id::{AccountId, PackageId, TaskId, TemplateId};
use crate::list::Named;
use crate::progress::{CompletionKind, DayList, Deeds, Tally};
use crate::shift::ApplicationState;
use crate::time::{Date, Instant};

/// The tasks that a carer can log now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The dates for which work may be logged, today first (R-PRG-4).
    pub days: Vec<Date>,
    /// What the list says.
    pub list: DayList,
    /// The overall percentage in tenths; none without tasks (R-PRG-6).
    pub overall: Option<u32>,
    /// The open tasks, by name.
    pub open: Vec<OpenTask>,
}

/// A task that can be logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTask {
    /// Which.
    pub task: TaskId,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// How far the carer is.
    pub tally: Tally,
    /// What each of the open dates still allows, in their order (R-PRG-3).
    pub left: Vec<u32>,
}

/// What a log came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// Which task.
    pub task: TaskId,
    /// Its name.
    pub name: String,
    /// How far the carer is now.
    pub tally: Tally,
}

/// All that a carer has done and holds, group by group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarerProgress {
    /// Which carer.
    pub carer: AccountId,
    /// The carer's name.
    pub name: String,
    /// Whether the account is in use.
    pub is_active: bool,
    /// The packages the carer belongs to now, by name.
    pub packages: Vec<Named<PackageId>>,
    /// The overall percentage in tenths; none without tasks (R-PRG-6).
    pub overall: Option<u32>,
    /// How many of the assigned tasks are held at Competent+ and valid today.
    pub competent: u32,
    /// How many tasks are assigned.
    pub assigned: u32,
    /// The tasks, grouped by template; those of no template last.
    pub groups: Vec<Group>,
}

/// The tasks of one template, as they stand with one carer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which template; none for the tasks of no template.
    pub template: Option<TemplateId>,
    /// Its name.
    pub name: Option<String>,
    /// Where it stands; none when it is not judged now.
    pub state: Option<GroupState>,
    /// Why a group with a template is not judged now.
    pub idle: Option<Idle>,
    /// The covered tasks in use that are not assigned to the carer, by name (R-TRG-2).
    pub missing: Vec<String>,
    /// Its tasks, by name.
    pub tasks: Vec<TaskStanding>,
}

/// Why a group is not judged now (R-TRG-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Idle {
    /// Its template is not in use.
    TemplateInactive,
    /// The carer's account is not in use.
    CarerInactive,
}

/// One task of a carer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskStanding {
    /// Which.
    pub task: TaskId,
    /// Its name.
    pub name: String,
    /// How far the carer is.
    pub tally: Tally,
    /// Whether it is in use. One that is not is practised by nobody.
    pub is_active: bool,
    /// Whether it is in a package of the carer now.
    pub is_assigned: bool,
    /// In which of them.
    pub packages: Vec<PackageId>,
    /// The level that counts, and how it stands towards its last date.
    pub effective: Option<(Level, Validity)>,
    /// Whether the level counts although its acknowledgment is still asked for (R-RAT-2).
    pub is_outstanding: bool,
    /// Where that level came from.
    pub source: Option<RatingSource>,
    /// The level that waits for the carer.
    pub pending: Option<Level>,
}

impl CarerProgress {
    /// The share of the assigned tasks held at Competent+, in tenths of a percent; none without tasks.
    pub fn competent_share(&self) -> Option<u32> {
        (self.competent * 1000).checked_div(self.assigned)
    }
}

impl TaskStanding {
    /// Whether the carer is asked to acknowledge something of it.
    pub const fn asks(&self) -> bool {
        self.pending.is_some() || self.is_outstanding
    }
}

/// One count of one carer, as the pages show it that correct it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The carer's name.
    pub carer_name: String,
    /// The task's name.
    pub task_name: String,
    /// How far the carer is.
    pub tally: Tally,
    /// The row version that a correction must name; 0 where nothing was counted yet (R-GEN-7).
    pub version: i32,
    /// Whether there is an unfinished assessment that covers the task: a reset removes it (domain §4).
    pub has_draft: bool,
}

/// One line of the log of counts, with the count before and after it (UX-49).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// When it was entered.
    pub at: Instant,
    /// The task's name.
    pub task: String,
    /// What it is.
    pub kind: CompletionKind,
    /// For which day.
    pub work_date: Date,
    /// What was added, negative when taken away.
    pub amount: i32,
    /// The count before it.
    pub before: i32,
    /// The package's name, where only one had the task (R-PRG-9).
    pub package: Option<String>,
    /// The carer's note; none also once it is erased.
    pub note: Option<String>,
    /// Why, for a correction.
    pub reason: Option<String>,
    /// Who entered it.
    pub by: String,
}

impl CountLine {
    /// The count after it.
    pub const fn after(&self) -> i32 {
        self.before.saturating_add(self.amount)
    }
}

/// A carer's own progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProgress {
    /// As the admins see it, too.
    pub progress: CarerProgress,
    /// What is reached, in figures.
    pub deeds: Deeds,
    /// What lapsed or lapses soon, the earliest first.
    pub lapsing: Vec<Lapse>,
}

/// A carer's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// What there is to do.
    pub day: Day,
    /// How many ratings wait for the carer.
    pub waiting: u64,
    /// What is reached, in figures.
    pub deeds: Deeds,
    /// What lapsed or lapses soon, the earliest first.
    pub lapsing: Vec<Lapse>,
    /// The latest things done or given, newest first.
    pub recent: Vec<Activity>,
}

/// A competence that soon counts no more, or does so already (UX-27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapse {
    /// The task's name.
    pub task: String,
    /// The level.
    pub level: Level,
    /// How it stands towards its last date.
    pub validity: Validity,
}

/// A carer to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarerChoice {
    /// Which.
    pub carer: AccountId,
    /// The name.
    pub name: String,
    /// Whether the account is in use.
    pub is_active: bool,
    /// The templates whose group is ready, by name.
    pub ready: Vec<String>,
}

/// One thing that a carer did or got lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// When.
    pub at: Instant,
    /// What.
    pub deed: Deed,
}

/// What happened to a carer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "deed")]
pub enum Deed {
    /// The carer logged work.
    Logged {
        /// The task's name.
        task: String,
        /// How often.
        amount: u32,
    },
    /// An admin set the count, or a rating set it to zero.
    Corrected {
        /// The task's name.
        task: String,
    },
    /// A rating was given.
    Rated {
        /// The task's name.
        task: String,
        /// The level.
        level: Level,
        /// Whether it waits for the carer's acknowledgment.
        waits: bool,
    },
    /// The carer asked for a shift.
    Asked {
        /// The name of the package.
        package: String,
        /// The local date of the shift.
        date: Date,
        /// What became of it; pending waits for an admin.
        state: ApplicationState,
    },
}
