//! When a group may be assessed: locked k of n, ready, pending, done, reassess (R-TRG). One function decides,
//! from facts that the caller reads under a lock of the carer's row (R-TRG-4).

use serde::{Deserialize, Serialize};

use crate::assessment::Refused;
use crate::competency::{Level, Standing, Validity};
use crate::id::TaskId;
use crate::progress::Tally;
use crate::time::Date;

/// One live task of a template, as it stands with one carer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveredTask {
    /// Which task.
    pub task: TaskId,
    /// How far the carer is, wherever the work was done.
    pub tally: Tally,
    /// Whether the carer has it in a package now.
    pub is_assigned: bool,
    /// Whether a rating from this template waits for the carer.
    pub is_pending: bool,
    /// Whether a rating from this template, not withdrawn, was given since the last reset.
    pub is_rated: bool,
    /// What the carer holds in it, from wherever.
    pub standing: Standing,
}

/// Where a group stands (R-TRG-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum GroupState {
    /// Not every task is at 100 %.
    Locked {
        /// How many are.
        complete: u32,
        /// How many there are.
        of: u32,
    },
    /// It may be assessed.
    Ready,
    /// A result waits for the carer.
    Pending,
    /// Every task is rated and none is due.
    Done,
    /// It may be assessed again, without new progress.
    Reassess,
}

impl GroupState {
    /// Whether an assessment may be begun, resumed and submitted (R-ASM-4).
    ///
    /// # Errors
    /// What stands in the way.
    pub const fn may_assess(self) -> Result<(), Refused> {
        match self {
            Self::Ready | Self::Reassess => Ok(()),
            Self::Locked { complete, of } => Err(Refused::Locked { complete, of }),
            Self::Pending => Err(Refused::Pending),
            Self::Done => Err(Refused::Done),
        }
    }
}

/// Where the group of an active carer and an active template stands; `None` without live tasks (R-TPL-1).
///
/// `due_window_days` is the setting `competence.due_window_days`. `is_chosen` says that an admin has chosen
/// to reassess although nothing is due (R-TRG-3); it never opens a group that is locked or pending.
pub fn group(
    tasks: &[CoveredTask],
    today: Date,
    due_window_days: u32,
    is_chosen: bool,
) -> Option<GroupState> {
    let of = u32::try_from(tasks.len()).ok().filter(|&of| of > 0)?;
    if tasks.iter().any(|task| task.is_pending) {
        return Some(GroupState::Pending);
    }
    if tasks.iter().all(|task| task.is_rated) {
        let is_due = |task: &CoveredTask| task.again(today, due_window_days).is_some();
        let again = is_chosen || tasks.iter().any(is_due);
        return Some(if again { GroupState::Reassess } else { GroupState::Done });
    }
    let complete = tasks.iter().map(|task| u32::from(task.tally.is_complete())).sum();
    Some(if complete == of { GroupState::Ready } else { GroupState::Locked { complete, of } })
}

impl CoveredTask {
    /// Why it is to be assessed again, if it is: below Competent, lapsed, or lapsing within the window (R-TRG-3).
    pub fn again(&self, today: Date, due_window_days: u32) -> Option<Again> {
        let Some(held) = self.standing.effective else { return Some(Again::NotInForce) };
        if !held.level.is_competent() {
            return Some(Again::Below { level: held.level });
        }
        match Validity::on(held.valid_until, today, due_window_days) {
            Validity::Lapsed { since } => Some(Again::Lapsed { since }),
            Validity::Lapsing { until } => Some(Again::Lapsing { until }),
            Validity::Unlimited | Validity::Valid { .. } => None,
        }
    }
}

/// Why a task is to be assessed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Again {
    /// No rating of it is in force: it was replaced before it counted.
    NotInForce,
    /// The level that counts is below Competent.
    Below {
        /// That level.
        level: Level,
    },
    /// The rating counts no longer.
    Lapsed {
        /// The last date on which it did.
        since: Date,
    },
    /// The rating lapses soon.
    Lapsing {
        /// Its last date.
        until: Date,
    },
}

/// The covered tasks that the carer has in no package now: the admin assigns them or splits the template
/// (R-TRG-2).
pub fn unassigned(tasks: &[CoveredTask]) -> Vec<TaskId> {
    tasks.iter().filter(|task| !task.is_assigned).map(|task| task.task).collect()
}

/// What an act does to the row that says a group is ready (R-TRG-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyChange {
    /// Nothing.
    None,
    /// Open one, tell the admins, once.
    Open,
    /// Close it.
    Close(ReadyClosed),
}

/// Why such a row was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ReadyClosed {
    /// The group was assessed.
    Assessed,
    /// A task is no longer complete, or the group is no longer live.
    NoLongerReady,
}

/// What becomes of the row, given whether one is open and where the group stands after the act.
///
/// A group that is pending, done or due again was assessed. Reassessing has no row: it needs no trigger.
pub const fn ready_change(is_open: bool, state: Option<GroupState>) -> ReadyChange {
    match (is_open, state) {
        (false, Some(GroupState::Ready)) => ReadyChange::Open,
        (true, Some(GroupState::Pending | GroupState::Done | GroupState::Reassess)) => {
            ReadyChange::Close(ReadyClosed::Assessed)
        }
        (true, Some(GroupState::Locked { .. }) | None) => ReadyChange::Close(ReadyClosed::NoLongerReady),
        (true, Some(GroupState::Ready)) | (false, _) => ReadyChange::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::competency::InForce;
    use crate::id::RatingId;
    use uuid::Uuid;

    fn task(n: u128, done: u32) -> CoveredTask {
        CoveredTask {
            task: TaskId(Uuid::from_u128(n)),
            tally: Tally { done, target: 200.try_into().expect("a target") },
            is_assigned: true,
            is_pending: false,
            is_rated: false,
            standing: Standing::default(),
        }
    }

    fn rated(n: u128, level: Level, valid_until: Option<Date>) -> CoveredTask {
        let rating = RatingId(Uuid::from_u128(n));
        let effective = Some(InForce { rating, level, valid_until, is_outstanding: false });
        CoveredTask { is_rated: true, standing: Standing { effective, pending: None }, ..task(n, 200) }
    }

    fn date(month: u32, day: u32) -> Date {
        Date::from_ymd_opt(2026, month, day).expect("a date")
    }

    fn state(tasks: &[CoveredTask]) -> Option<GroupState> {
        group(tasks, date(4, 1), 60, false)
    }

    #[test]
    fn r_trg_2_ninety_nine_and_a_half_percent_opens_nothing() {
        let locked = state(&[task(1, 200), task(2, 200), task(3, 199)]);
        assert_eq!(locked, Some(GroupState::Locked { complete: 2, of: 3 }));
        assert_eq!(state(&[task(1, 200), task(2, 200), task(3, 200)]), Some(GroupState::Ready));
    }

    #[test]
    fn r_trg_2_a_task_counts_assigned_or_not_and_the_unassigned_are_named() {
        let elsewhere = CoveredTask { is_assigned: false, ..task(2, 200) };
        assert_eq!(state(&[task(1, 200), elsewhere]), Some(GroupState::Ready));
        assert_eq!(unassigned(&[task(1, 200), elsewhere]), [elsewhere.task]);
    }

    #[test]
    fn r_trg_2_a_pending_rating_of_one_task_holds_the_group() {
        let waiting = CoveredTask { is_pending: true, is_rated: true, ..task(1, 200) };
        assert_eq!(state(&[waiting, task(2, 200)]), Some(GroupState::Pending));
        assert_eq!(group(&[waiting], date(4, 1), 60, true), Some(GroupState::Pending));
    }

    #[test]
    fn r_trg_2_one_task_without_a_rating_opens_the_group_again() {
        assert_eq!(state(&[rated(1, Level::Competent, None), task(2, 200)]), Some(GroupState::Ready));
        let locked = state(&[rated(1, Level::Competent, None), task(2, 0)]);
        assert_eq!(locked, Some(GroupState::Locked { complete: 1, of: 2 }));
    }

    #[test]
    fn r_tpl_1_a_template_without_live_tasks_never_opens() {
        assert_eq!(state(&[]), None);
        assert_eq!(group(&[], date(4, 1), 60, true), None);
    }

    #[test]
    fn r_trg_3_done_until_a_task_is_below_competent_lapsed_or_lapsing() {
        assert_eq!(state(&[rated(1, Level::Competent, None)]), Some(GroupState::Done));
        assert_eq!(state(&[rated(1, Level::AdvancedBeginner, None)]), Some(GroupState::Reassess));
        assert_eq!(state(&[rated(1, Level::Expert, Some(date(3, 31)))]), Some(GroupState::Reassess));
        assert_eq!(state(&[rated(1, Level::Expert, Some(date(5, 31)))]), Some(GroupState::Reassess));
        assert_eq!(state(&[rated(1, Level::Expert, Some(date(6, 1)))]), Some(GroupState::Done));
    }

    #[test]
    fn r_trg_3_reassessing_needs_no_new_progress_and_an_admin_may_choose_it() {
        let with_a_higher_target =
            CoveredTask { tally: task(1, 0).tally, ..rated(1, Level::Competent, None) };
        assert_eq!(state(&[with_a_higher_target]), Some(GroupState::Done));
        assert_eq!(group(&[with_a_higher_target], date(4, 1), 60, true), Some(GroupState::Reassess));
        assert_eq!(
            group(&[task(1, 0)], date(4, 1), 60, true),
            Some(GroupState::Locked { complete: 0, of: 1 })
        );
    }

    #[test]
    fn r_asm_4_only_ready_and_reassess_may_be_assessed() {
        assert_eq!(GroupState::Ready.may_assess(), Ok(()));
        assert_eq!(GroupState::Reassess.may_assess(), Ok(()));
        assert_eq!(GroupState::Pending.may_assess(), Err(Refused::Pending));
        assert_eq!(GroupState::Done.may_assess(), Err(Refused::Done));
        let locked = GroupState::Locked { complete: 2, of: 3 };
        assert_eq!(locked.may_assess(), Err(Refused::Locked { complete: 2, of: 3 }));
    }

    #[test]
    fn r_trg_4_a_row_is_opened_once_and_closed_with_its_reason() {
        let locked = Some(GroupState::Locked { complete: 1, of: 2 });
        assert_eq!(ready_change(false, Some(GroupState::Ready)), ReadyChange::Open);
        assert_eq!(ready_change(true, Some(GroupState::Ready)), ReadyChange::None);
        assert_eq!(ready_change(true, locked), ReadyChange::Close(ReadyClosed::NoLongerReady));
        assert_eq!(ready_change(true, None), ReadyChange::Close(ReadyClosed::NoLongerReady));
        assert_eq!(ready_change(true, Some(GroupState::Pending)), ReadyChange::Close(ReadyClosed::Assessed));
        assert_eq!(ready_change(false, locked), ReadyChange::None);
        assert_eq!(ready_change(false, Some(GroupState::Reassess)), ReadyChange::None);
    }
}
