//! How a carer gets from nothing to ready for assessment: completions are counted, not judged.
//!
//! A task counts once per carer, wherever the work was done. Counts come from an append-only log; a
//! correction is another line, so every total can be explained to an inspector.

mod drafts;
mod milestones;
mod views;

use chrono::{NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

pub use drafts::{Adjusting, AdjustmentDraft, Log, LogDraft, ResetDraft, Resetting};
pub use milestones::{Deeds, Milestone};
pub use views::{
    Activity, CarerChoice, CarerProgress, CountLine, Counted, Day, Deed, Group, Idle, Lapse, Logged,
    OpenTask, OwnProgress, TaskStanding, Today,
};

use crate::id::PackageId;
use crate::problems::Problem;
use crate::time::{Date, add_days};

/// The most a carer may log for one task and work date (R-PRG-3).
pub const MOST_PER_DAY: u32 = 100;

/// The most an admin may set a count to.
pub const MOST_COUNT: u32 = 99_999;

/// How many completions make a task 100 %: 1 to 9999 (R-TSK-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Target(u16);

impl TryFrom<u32> for Target {
    type Error = Problem;

    fn try_from(n: u32) -> Result<Self, Problem> {
        match u16::try_from(n) {
            Ok(0) => Err(Problem::TooSmall { least: 1 }),
            Ok(n @ 1..=9999) => Ok(Self(n)),
            _ => Err(Problem::TooLarge { most: 9999 }),
        }
    }
}

impl From<Target> for u32 {
    fn from(target: Target) -> Self {
        target.0.into()
    }
}

/// How often a task was done, as logged in one go: 1 to 100 (R-PRG-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Count(u8);

impl TryFrom<u32> for Count {
    type Error = Problem;

    fn try_from(n: u32) -> Result<Self, Problem> {
        match u8::try_from(n) {
            Ok(0) => Err(Problem::TooSmall { least: 1 }),
            Ok(n @ 1..=100) => Ok(Self(n)),
            _ => Err(Problem::TooLarge { most: 100 }),
        }
    }
}

impl From<Count> for u32 {
    fn from(count: Count) -> Self {
        count.0.into()
    }
}

/// What a line of the log is (domain §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum CompletionKind {
    /// A carer logged work.
    Log,
    /// An admin set the count.
    Adjust,
    /// An admin, or a rating of Not Assessed, set the count to zero.
    Reset,
}

/// How far a carer is with one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Completions so far. It may pass the target; what is shown stops at 100 % (R-PRG-2).
    pub done: u32,
    /// What makes 100 %.
    pub target: Target,
}

/// A count that was corrected, and the line that says so in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The tally afterwards.
    pub tally: Tally,
    /// The amount of the line: what was added, negative when taken away.
    pub amount: i32,
}

/// Why nothing was counted. Each case is one that its reader can understand and act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// A task at 100 % is no longer logged (R-PRG-5).
    #[error("this task is already at 100 %")]
    AlreadyComplete,
    /// The day's limit would be passed (R-PRG-3).
    #[error("only {left} more can be logged for this task on that day")]
    TooManyThatDay {
        /// What the limit still allows.
        left: u32,
        /// What was typed.
        entered: u32,
    },
    /// The task is not among those of the carer's packages now, or not active (R-PRG-5).
    #[error("this task is not assigned to you")]
    NotAssigned,
    /// Neither today nor, until noon, yesterday (R-PRG-4).
    #[error("work can be logged for today, and until 12:00 for yesterday")]
    DayClosed,
    /// The count is what it was to become.
    #[error("the count is already {count}")]
    Unchanged {
        /// What it is.
        count: u32,
    },
}

impl Tally {
    /// Whether the target is reached (R-PRG-1).
    pub fn is_complete(self) -> bool {
        self.done >= u32::from(self.target)
    }

    /// Progress in tenths of a percent, 0 to 1000, rounded down: 199 of 200 is never called done (R-PRG-1).
    pub fn tenths(self) -> u32 {
        let target = u32::from(self.target);
        self.done.min(target) * 1000 / target
    }

    /// What is missing to the target.
    pub fn left(self) -> u32 {
        u32::from(self.target).saturating_sub(self.done)
    }

    /// The colour of the bar, which never stands without the number (R-PRG-7).
    pub fn bar(self) -> Bar {
        Bar::of(self.tenths())
    }

    /// Adds what a carer logged, given what was logged before for this task and work date.
    ///
    /// More than remains is taken (R-PRG-5).
    pub fn log(self, count: Count, that_day: u32) -> Result<Self, Refused> {
        if self.is_complete() {
            return Err(Refused::AlreadyComplete);
        }
        let left = left_that_day(that_day);
        let entered = u32::from(count);
        if entered > left {
            return Err(Refused::TooManyThatDay { left, entered });
        }
        Ok(Self { done: self.done.saturating_add(count.into()), ..self })
    }

    /// Sets the count, at most [`MOST_COUNT`] (R-PRG-8).
    pub fn adjust(self, count: u32) -> Result<Corrected, Refused> {
        if count == self.done {
            return Err(Refused::Unchanged { count });
        }
        Ok(self.corrected(count.min(MOST_COUNT)))
    }

    /// Sets the count to zero; ratings stay (R-PRG-8). A count of zero may be reset too: the line of the log
    /// says from when on progress counts anew.
    pub fn reset(self) -> Corrected {
        self.corrected(0)
    }

    fn corrected(self, done: u32) -> Corrected {
        let amount = i64::from(done) - i64::from(self.done);
        let bound = if amount < 0 { i32::MIN } else { i32::MAX };
        Corrected { tally: Self { done, ..self }, amount: i32::try_from(amount).unwrap_or(bound) }
    }
}

/// What the day's limit still allows (R-PRG-3).
pub const fn left_that_day(logged: u32) -> u32 {
    MOST_PER_DAY.saturating_sub(logged)
}

/// The colour of a progress bar (R-PRG-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// Below 25 %.
    Red,
    /// Below 50 %.
    Amber,
    /// Below 75 %.
    Blue,
    /// From 75 %.
    Green,
}

impl Bar {
    /// The colour for so many tenths of a percent.
    pub const fn of(tenths: u32) -> Self {
        match tenths {
            0..250 => Self::Red,
            250..500 => Self::Amber,
            500..750 => Self::Blue,
            _ => Self::Green,
        }
    }
}

/// The mean of the distinct assigned tasks in tenths of a percent, rounded down (R-PRG-6).
///
/// It is taken from the percentages as they are shown, so that it can be checked by hand. `None` without
/// tasks: then there is no percentage (R-PRG-5).
pub fn overall(tallies: &[Tally]) -> Option<u32> {
    let tasks = u64::try_from(tallies.len()).ok()?;
    let sum: u64 = tallies.iter().map(|tally| u64::from(tally.tenths())).sum();
    u32::try_from(sum.checked_div(tasks)?).ok()
}

/// What a carer's daily list says (R-PRG-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayList {
    /// No task is assigned: no percentage either.
    NothingAssigned,
    /// Every assigned task is complete: 100.0 %.
    AllComplete,
    /// There is something to log.
    Open,
}

impl DayList {
    /// What the list says about these tasks.
    pub fn of(tallies: &[Tally]) -> Self {
        if tallies.is_empty() {
            Self::NothingAssigned
        } else if tallies.iter().all(|tally| tally.is_complete()) {
            Self::AllComplete
        } else {
            Self::Open
        }
    }
}

/// The dates for which work may be logged at a moment on the organisation's wall, today first (R-PRG-4).
pub fn open_days(now: NaiveDateTime) -> Vec<Date> {
    let today = now.date();
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or(NaiveTime::MIN);
    if now.time() <= noon { vec![today, add_days(today, -1)] } else { vec![today] }
}

/// Checks a work date: today, or until 12:00 yesterday (R-PRG-4).
pub fn work_date(date: Date, now: NaiveDateTime) -> Result<Date, Refused> {
    if open_days(now).contains(&date) { Ok(date) } else { Err(Refused::DayClosed) }
}

/// The package a log names: the one that has the task, if it is only one (R-PRG-9).
pub fn package_named(with_the_task: &[PackageId]) -> Option<PackageId> {
    match with_the_task {
        [only] => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn tally(done: u32, target: u32) -> Tally {
        Tally { done, target: target.try_into().expect("a target") }
    }

    fn times(n: u32) -> Count {
        n.try_into().expect("a count")
    }

    fn at(hour: u32, minute: u32, second: u32) -> NaiveDateTime {
        date(10).and_hms_opt(hour, minute, second).expect("a time")
    }

    fn date(day: u32) -> Date {
        Date::from_ymd_opt(2026, 3, day).expect("a date")
    }

    #[test]
    fn r_prg_1_three_more_make_forty_seven_of_fifty_complete() {
        let after = tally(47, 50).log(times(3), 0).expect("allowed");
        assert_eq!((after.done, after.tenths(), after.is_complete()), (50, 1000, true));
    }

    #[test]
    fn r_prg_1_one_short_of_the_target_is_never_called_done() {
        let almost = tally(199, 200);
        assert_eq!((almost.tenths(), almost.is_complete()), (995, false));
        assert_eq!(tally(9998, 9999).tenths(), 999);
    }

    #[test]
    fn r_prg_2_the_count_may_pass_the_target_and_is_shown_as_all() {
        let after = tally(47, 50).log(times(5), 0).expect("allowed");
        assert_eq!((after.done, after.tenths(), after.left()), (52, 1000, 0));
    }

    #[test]
    fn r_prg_3_a_day_holds_a_hundred_and_a_refusal_says_what_is_left() {
        assert!(tally(0, 500).log(times(40), 60).is_ok());
        assert_eq!(tally(0, 500).log(times(41), 60), Err(Refused::TooManyThatDay { left: 40, entered: 41 }));
        assert_eq!(tally(0, 500).log(times(1), 130), Err(Refused::TooManyThatDay { left: 0, entered: 1 }));
    }

    #[test]
    fn r_prg_3_a_log_is_one_to_a_hundred() {
        assert_eq!(Count::try_from(0), Err(Problem::TooSmall { least: 1 }));
        assert_eq!(Count::try_from(101), Err(Problem::TooLarge { most: 100 }));
        assert!(Count::try_from(1).is_ok() && Count::try_from(100).is_ok());
        assert!(serde_json::from_str::<Count>("101").is_err());
    }

    #[test]
    fn r_prg_4_yesterday_is_open_until_noon() {
        assert_eq!(work_date(date(9), at(8, 0, 0)), Ok(date(9)));
        assert_eq!(work_date(date(9), at(12, 0, 0)), Ok(date(9)));
        assert_eq!(work_date(date(9), at(12, 1, 0)), Err(Refused::DayClosed));
        assert_eq!(work_date(date(10), at(23, 59, 59)), Ok(date(10)));
        assert_eq!(work_date(date(8), at(8, 0, 0)), Err(Refused::DayClosed));
        assert_eq!(work_date(date(11), at(8, 0, 0)), Err(Refused::DayClosed));
    }

    #[test]
    fn r_prg_5_a_complete_task_is_no_longer_logged() {
        assert_eq!(tally(50, 50).log(times(1), 0), Err(Refused::AlreadyComplete));
    }

    #[test]
    fn r_prg_5_the_list_tells_nothing_assigned_from_all_complete() {
        assert_eq!(DayList::of(&[]), DayList::NothingAssigned);
        assert_eq!(DayList::of(&[tally(50, 50), tally(52, 50)]), DayList::AllComplete);
        assert_eq!(DayList::of(&[tally(50, 50), tally(199, 200)]), DayList::Open);
    }

    #[test]
    fn r_prg_6_overall_caps_each_task_and_counts_those_not_started() {
        assert_eq!(overall(&[tally(52, 50), tally(25, 50), tally(0, 10)]), Some(500));
        assert_eq!(overall(&[tally(50, 50), tally(9998, 9999)]), Some(999));
        assert_eq!(overall(&[]), None);
    }

    #[test]
    fn r_prg_7_the_bar_changes_colour_at_a_quarter_a_half_and_three_quarters() {
        let colours = [(249, 1000), (250, 1000), (499, 1000), (500, 1000), (749, 1000), (750, 1000)];
        let bars = colours.map(|(done, target)| tally(done, target).bar());
        assert_eq!(bars, [Bar::Red, Bar::Amber, Bar::Amber, Bar::Blue, Bar::Blue, Bar::Green]);
    }

    #[test]
    fn r_prg_8_a_set_count_is_a_line_of_the_difference() {
        let set = tally(47, 50).adjust(12).expect("a change");
        assert_eq!((set.tally.done, set.amount), (12, -35));
        assert_eq!(tally(47, 50).adjust(47), Err(Refused::Unchanged { count: 47 }));
    }

    #[test]
    fn r_prg_8_a_reset_takes_everything_away() {
        let reset = tally(52, 50).reset();
        assert_eq!((reset.tally.done, reset.amount), (0, -52));
        assert_eq!(tally(0, 50).reset().amount, 0);
    }

    #[test]
    fn r_prg_9_the_log_names_the_package_only_if_it_is_the_only_one() {
        let package = |n| PackageId(Uuid::from_u128(n));
        assert_eq!(package_named(&[package(1)]), Some(package(1)));
        assert_eq!(package_named(&[package(1), package(2)]), None);
        assert_eq!(package_named(&[]), None);
    }

    #[test]
    fn r_tsk_2_a_new_target_changes_the_percentage_at_once() {
        let Tally { done, .. } = tally(30, 50);
        assert_eq!(tally(done, 60).tenths(), 500);
    }
}
