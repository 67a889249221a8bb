//! Something a carer must be able to do, how often it is practised, and how long a rating of it counts.

mod views;

use serde::{Deserialize, Serialize};

pub use views::{Lapse, TaskEffect, TaskRow, TaskView, Turn};

use crate::competency::Cadence;
use crate::problems::{Problem, Problems};
use crate::progress::Target;
use crate::text::{optional, text, ticked, version, whole};

/// The form of a task as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskDraft {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How many completions make 100 %.
    pub target: String,
    /// After how many months it is assessed again; empty: never.
    pub reassess_months: String,
    /// Ticked while it is in use.
    pub active: String,
    /// Ticked when the new cadence counts for current ratings too (R-VAL-2).
    pub also_current: String,
    /// The cadence whose effect on current ratings was shown before the tick.
    pub shown_months: String,
    /// The version that was shown; empty for a new one (R-GEN-7).
    pub version: String,
}

/// A task, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its name, 1 to 255 characters; unique among live ones (R-TSK-1).
    pub name: String,
    /// What it is, at most 2000 characters.
    pub description: Option<String>,
    /// How many completions make 100 %.
    pub target: Target,
    /// After how many months it is assessed again (R-VAL-1).
    pub cadence: Option<Cadence>,
    /// Whether it is in use.
    pub active: bool,
    /// Whether the cadence counts for current ratings too (R-VAL-2).
    pub also_current: bool,
    /// The version that was shown; none for a new one.
    pub version: Option<i32>,
}

impl TaskDraft {
    /// Reads the form, or says everything that is wrong with it (R-TSK-1). The tick for current ratings holds only
    /// for the cadence whose effect was shown (R-VAL-2).
    pub fn parse(&self) -> Result<Task, Problems> {
        let mut problems = Problems::default();
        let name = problems.field("name", text(&self.name, 1..=255));
        let description = problems.field("description", optional(&self.description, 2000));
        let target = problems.field("target", target(&self.target));
        let cadence = problems.field("reassess_months", Cadence::read(&self.reassess_months));
        let version = problems.field("version", version(&self.version));
        let active = ticked(&self.active);
        let also_current = ticked(&self.also_current);
        if also_current && self.shown_months.trim() != self.reassess_months.trim() {
            problems.add("also_current", Problem::NotSeen);
        }
        let task = || {
            Some(Task {
                name: name?,
                description: description?,
                target: target?,
                cadence: cadence?,
                active,
                also_current,
                version: version?,
            })
        };
        problems.finish(task())
    }
}

fn target(typed: &str) -> Result<Target, Problem> {
    u32::try_from(whole(typed, 1..=9999)?).map_err(|_| Problem::Unreadable)?.try_into()
}

/// Why a task was not kept, or not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// Another live task has this name (R-TSK-1).
    #[error("another task has this name")]
    NameTaken,
    /// While it was in the bin, another task took its name (R-BIN-4).
    #[error("another task is called {name} now")]
    NameTakenMeanwhile {
        /// The name.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(target: &str) -> TaskDraft {
        TaskDraft {
            name: "Client's eye drops & creams".into(),
            target: target.into(),
            ..TaskDraft::default()
        }
    }

    #[test]
    fn r_tsk_1_any_name_and_a_whole_target_are_kept() {
        let task = typed("50").parse().expect("a task");
        assert_eq!((task.name.as_str(), u32::from(task.target)), ("Client's eye drops & creams", 50));
        assert!(typed("1").parse().is_ok() && typed("9999").parse().is_ok());
    }

    #[test]
    fn r_tsk_1_a_target_outside_one_to_9999_is_refused() {
        let problem = |target: &str| typed(target).parse().expect_err("bad").of("target");
        assert_eq!(problem("0"), Some(Problem::TooSmall { least: 1 }));
        assert_eq!(problem("10000"), Some(Problem::TooLarge { most: 9999 }));
        assert_eq!(problem("2.5"), Some(Problem::Unreadable));
        assert_eq!(problem(""), Some(Problem::Missing));
    }

    #[test]
    fn r_tsk_1_a_name_has_at_most_255_characters() {
        let named = |n: usize| TaskDraft { name: "é".repeat(n), ..typed("50") };
        assert!(named(255).parse().is_ok());
        assert_eq!(named(256).parse().expect_err("bad").of("name"), Some(Problem::TooLong { most: 255 }));
    }

    #[test]
    fn r_val_1_the_cadence_may_be_left_out_or_is_up_to_sixty_months() {
        let every = |months: &str| TaskDraft { reassess_months: months.into(), ..typed("50") }.parse();
        assert_eq!(every("").map(|task| task.cadence), Ok(None));
        assert_eq!(every("12").map(|task| task.cadence.map(u32::from)), Ok(Some(12)));
        assert_eq!(every("61").expect_err("bad").of("reassess_months"), Some(Problem::TooLarge { most: 60 }));
    }
}
