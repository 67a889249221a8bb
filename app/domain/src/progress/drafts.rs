//! The forms of progress: a carer's log, an admin's set count and reset.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, TaskId};
use crate::problems::{Problem, Problems};
use crate::progress::{Count, MOST_COUNT};
use crate::text::{optional, parsed, reason, whole};
use crate::time::Date;

/// A carer's log as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogDraft {
    /// Which task.
    pub task: String,
    /// How often.
    pub count: String,
    /// For which day, as a date; empty is today.
    pub work_date: String,
    /// Anything to remember.
    pub note: String,
}

/// A log, read. Whether its day is open and the day's limit allows it is for the rules to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Which task.
    pub task: TaskId,
    /// How often.
    pub count: Count,
    /// For which day; none is today.
    pub work_date: Option<Date>,
    /// Anything to remember, at most 500 characters.
    pub note: Option<String>,
}

impl LogDraft {
    /// Reads the form, or says everything that is wrong with it. Page and server read it by this one
    /// function.
    pub fn parse(&self) -> Result<Log, Problems> {
        let mut problems = Problems::default();
        let task = problems.field("task", parsed(&self.task));
        let count = problems.field("count", count(&self.count));
        let work_date = problems.field("work_date", day(&self.work_date));
        let note = problems.field("note", optional(&self.note, 500));
        let log = || Some(Log { task: task?, count: count?, work_date: work_date?, note: note? });
        problems.finish(log())
    }
}

fn count(typed: &str) -> Result<Count, Problem> {
    u32::try_from(whole(typed, 1..=100)?).map_err(|_| Problem::Unreadable)?.try_into()
}

fn day(typed: &str) -> Result<Option<Date>, Problem> {
    match crate::text::date(typed) {
        Err(Problem::Missing) => Ok(None),
        read => read.map(Some),
    }
}

/// An admin's new count for one task of one carer (R-PRG-8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdjustmentDraft {
    /// Which carer.
    pub carer: String,
    /// Which task.
    pub task: String,
    /// What the count is to be.
    pub count: String,
    /// Why.
    pub reason: String,
    /// The row version that the form was filled with (R-GEN-7).
    pub version: String,
}

/// A count to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjusting {
    /// Which carer.
    pub carer: AccountId,
    /// Which task.
    pub task: TaskId,
    /// What the count is to be: 0 to [`MOST_COUNT`].
    pub count: u32,
    /// Why (R-GEN-9).
    pub reason: String,
    /// The row version that the form was filled with; 0 where nothing was counted yet (R-GEN-7).
    pub version: i32,
}

impl AdjustmentDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<Adjusting, Problems> {
        let mut problems = Problems::default();
        let carer = problems.field("carer", parsed(&self.carer));
        let task = problems.field("task", parsed(&self.task));
        let count = problems.field("count", set_count(&self.count));
        let reason = problems.field("reason", reason(&self.reason));
        let version = problems.field("version", parsed(&self.version));
        let adjusting = || {
            Some(Adjusting { carer: carer?, task: task?, count: count?, reason: reason?, version: version? })
        };
        problems.finish(adjusting())
    }
}

fn set_count(typed: &str) -> Result<u32, Problem> {
    u32::try_from(whole(typed, 0..=MOST_COUNT.into())?).map_err(|_| Problem::Unreadable)
}

/// An admin's reset of one task of one carer (R-PRG-8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetDraft {
    /// Which carer.
    pub carer: String,
    /// Which task.
    pub task: String,
    /// Why.
    pub reason: String,
    /// The row version that the page has shown (R-GEN-7).
    pub version: String,
}

/// A task to be reset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resetting {
    /// Which carer.
    pub carer: AccountId,
    /// Which task.
    pub task: TaskId,
    /// Why (R-GEN-9).
    pub reason: String,
    /// The row version that the page has shown; 0 where nothing was counted yet (R-GEN-7).
    pub version: i32,
}

impl ResetDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<Resetting, Problems> {
        let mut problems = Problems::default();
        let carer = problems.field("carer", parsed(&self.carer));
        let task = problems.field("task", parsed(&self.task));
        let reason = problems.field("reason", reason(&self.reason));
        let version = problems.field("version", parsed(&self.version));
        let resetting = || Some(Resetting { carer: carer?, task: task?, reason: reason?, version: version? });
        problems.finish(resetting())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f0000-0000-7000-8000-000000000001";

    fn typed(count: &str) -> LogDraft {
        LogDraft { task: ID.into(), count: count.into(), ..LogDraft::default() }
    }

    #[test]
    fn r_prg_3_the_form_names_what_is_wrong_with_a_count() {
        let problem = |count: &str| typed(count).parse().expect_err("bad").of("count");
        assert_eq!(problem(" "), Some(Problem::Missing));
        assert_eq!(problem("three"), Some(Problem::Unreadable));
        assert_eq!(problem("1.5"), Some(Problem::Unreadable));
        assert_eq!(problem("0"), Some(Problem::TooSmall { least: 1 }));
        assert_eq!(problem("-1"), Some(Problem::TooSmall { least: 1 }));
        assert_eq!(problem("101"), Some(Problem::TooLarge { most: 100 }));
    }

    #[test]
    fn r_prg_4_an_empty_day_is_today_and_a_day_is_a_date() {
        assert_eq!(typed("3").parse().map(|log| log.work_date), Ok(None));
        let on = |day: &str| LogDraft { work_date: day.into(), ..typed("3") }.parse();
        assert_eq!(on("2026-03-09").map(|log| log.work_date), Ok(Date::from_ymd_opt(2026, 3, 9)));
        assert_eq!(on("yesterday").expect_err("bad").of("work_date"), Some(Problem::NotADate));
    }

    #[test]
    fn r_gen_7_a_correction_names_the_count_that_it_corrects() {
        let draft = ResetDraft {
            carer: ID.into(),
            task: ID.into(),
            reason: "counted by mistake".into(),
            version: String::new(),
        };
        assert_eq!(draft.parse().expect_err("bad").of("version"), Some(Problem::Missing));
        let draft = ResetDraft { version: "3".into(), ..draft };
        assert_eq!(draft.parse().map(|read| read.version), Ok(3));
    }

    #[test]
    fn r_prg_8_a_set_count_is_whole_and_never_negative_and_has_a_reason() {
        let draft = |count: &str, reason: &str| AdjustmentDraft {
            carer: ID.into(),
            task: ID.into(),
            count: count.into(),
            reason: reason.into(),
            version: "1".into(),
        };
        assert_eq!(draft("0", "counted by mistake").parse().map(|read| read.count), Ok(0));
        let problems = draft("-1", "").parse().expect_err("bad");
        assert_eq!(problems.of("count"), Some(Problem::TooSmall { least: 0 }));
        assert_eq!(problems.of("reason"), Some(Problem::Missing));
    }

    #[test]
    fn r_prg_8_a_reset_has_a_reason() {
        let draft =
            ResetDraft { carer: ID.into(), task: ID.into(), reason: "short".into(), version: "1".into() };
        assert_eq!(draft.parse().expect_err("bad").of("reason"), Some(Problem::TooShort { least: 10 }));
    }
}
