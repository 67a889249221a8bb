//! Competence on the date of the work, task by task (R-ELG-3, R-VAL-4). Where it was earned does not matter.

use super::{Case, Facts, Gap, Remedy};
use crate::{
    competency::{Level, is_valid_on},
    id::TaskId,
    time::{Date, Instant},
};

/// What a carer can show for one task, at whichever package it was earned (R-ASG-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The task.
    pub task: TaskId,
    /// The rating in force, lapsed or not.
    pub in_force: Option<InForce>,
    /// The rating that waits for acknowledgment.
    pub waiting: Option<Waiting>,
    /// How far the task's group is, while it is locked (R-TRG-1).
    pub locked: Option<Locked>,
}

/// A rating in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// What it says.
    pub level: Level,
    /// The last date on which it counts; `None` for ever.
    pub valid_until: Option<Date>,
}

/// A rating that waits for the carer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it will say.
    pub level: Level,
    /// The last date on which it will count: the clock started at the rating (R-VAL-1).
    pub valid_until: Option<Date>,
    /// Since when it waits.
    pub since: Instant,
}

/// A group of tasks that cannot be assessed yet: `done` of `of` are complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Complete tasks.
    pub done: u32,
    /// All tasks of the group.
    pub of: u32,
}

/// One finding for each required task that is not covered on the date, in the order of their ids.
pub fn judge(case: &Case) -> Vec<Facts> {
    let mut required = case.target.required.clone();
    required.sort_unstable();
    required.dedup();
    let gap = |task| gap(case.carer.held(task), case.slot.date, case.now.today);
    required.into_iter().filter_map(|task| gap(task).map(|gap| Facts::Competence { task, gap })).collect()
}

/// What is missing for a date, as seen today. A rating that only waits for the carer is named first, because
/// that is the shortest way out.
fn gap(held: Option<&Held>, date: Date, today: Date) -> Option<Gap> {
    let Some(held) = held else { return Some(Gap::None) };
    let in_force = held.in_force.filter(|rating| rating.level != Level::NotAssessed);
    if in_force.is_some_and(|rating| covers(rating.level, rating.valid_until, date)) {
        return None;
    }
    if let Some(rating) = held.waiting.filter(|rating| covers(rating.level, rating.valid_until, date)) {
        return Some(Gap::Pending { level: rating.level, since: rating.since });
    }
    Some(match in_force {
        None => Gap::None,
        Some(InForce { level, valid_until: Some(valid_until) }) if level.is_competent() => {
            if valid_until < today {
                Gap::Lapsed { level, valid_until }
            } else {
                Gap::LapsesBefore { level, valid_until }
            }
        }
        Some(InForce { level, .. }) => Gap::Below { level },
    })
}

fn covers(level: Level, valid_until: Option<Date>, date: Date) -> bool {
    level.is_competent() && is_valid_on(valid_until, date)
}

impl Gap {
    /// The way out. A first assessment opens when the group is complete (R-TRG-2); one that has lapsed needs no
    /// new progress (R-TRG-3).
    pub(super) fn remedy(self, locked: Option<Locked>) -> Remedy {
        match (self, locked) {
            (Self::Pending { .. }, _) => Remedy::Acknowledge,
            (Self::Lapsed { .. } | Self::LapsesBefore { .. }, _) | (Self::Below { .. }, None) => {
                Remedy::BeReassessed
            }
            (Self::None | Self::Below { .. }, Some(Locked { done, of })) => Remedy::Complete { done, of },
            (Self::None, None) => Remedy::BeAssessed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn date(month: u32, day: u32) -> Date {
        Date::from_ymd_opt(2026, month, day).expect("a date")
    }

    fn unrated() -> Held {
        Held { task: TaskId(Uuid::nil()), in_force: None, waiting: None, locked: None }
    }

    fn rated(level: Level, valid_until: Option<Date>) -> Held {
        Held { in_force: Some(InForce { level, valid_until }), ..unrated() }
    }

    /// The same with a newer rating that waits.
    fn waiting(held: Held, level: Level, valid_until: Option<Date>) -> Held {
        Held { waiting: Some(Waiting { level, valid_until, since: Instant(7) }), ..held }
    }

    /// What is missing on 11 June, as seen on 1 June.
    fn missing(held: Held) -> Option<Gap> {
        gap(Some(&held), date(6, 11), date(6, 1))
    }

    const LEVEL: Level = Level::Competent;

    #[test]
    fn r_elg_3_every_gap_is_told_from_the_others() {
        let (last, lapsed) = (date(6, 10), date(5, 31));

        assert_eq!(gap(None, date(6, 11), date(6, 1)), Some(Gap::None));
        assert_eq!(missing(unrated()), Some(Gap::None));
        assert_eq!(missing(rated(Level::NotAssessed, None)), Some(Gap::None));
        let level = Level::AdvancedBeginner;
        assert_eq!(missing(rated(level, None)), Some(Gap::Below { level }));
        let before = Gap::LapsesBefore { level: LEVEL, valid_until: last };
        assert_eq!(missing(rated(LEVEL, Some(last))), Some(before));
        let before = Gap::LapsesBefore { level: LEVEL, valid_until: date(6, 1) };
        assert_eq!(missing(rated(LEVEL, Some(date(6, 1)))), Some(before));
        let over = Gap::Lapsed { level: LEVEL, valid_until: lapsed };
        assert_eq!(missing(rated(LEVEL, Some(lapsed))), Some(over));
        assert_eq!(missing(rated(LEVEL, Some(date(6, 11)))), None);
        assert_eq!(missing(rated(LEVEL, None)), None);
    }

    #[test]
    fn r_rat_1_a_waiting_rating_counts_for_nothing_but_is_the_way_out() {
        let pending = Some(Gap::Pending { level: LEVEL, since: Instant(7) });
        assert_eq!(missing(waiting(unrated(), LEVEL, None)), pending);
        assert_eq!(missing(waiting(rated(Level::NonCompetent, None), LEVEL, None)), pending);
        assert_eq!(missing(waiting(rated(LEVEL, Some(date(6, 10))), LEVEL, None)), pending);
        assert_eq!(missing(waiting(rated(LEVEL, None), Level::Expert, None)), None);
    }

    #[test]
    fn r_elg_3_a_waiting_rating_that_would_not_do_is_no_way_out() {
        assert_eq!(missing(waiting(unrated(), Level::AdvancedBeginner, None)), Some(Gap::None));
        assert_eq!(missing(waiting(unrated(), LEVEL, Some(date(6, 10)))), Some(Gap::None));
    }

    #[test]
    fn r_elg_3_the_remedy_follows_from_the_gap_and_the_group() {
        let locked = Some(Locked { done: 2, of: 5 });
        let lapsed = Gap::Lapsed { level: LEVEL, valid_until: date(6, 1) };
        let below = Gap::Below { level: Level::NonCompetent };
        let pending = Gap::Pending { level: LEVEL, since: Instant(0) };

        assert_eq!(pending.remedy(locked), Remedy::Acknowledge);
        assert_eq!(Gap::None.remedy(locked), Remedy::Complete { done: 2, of: 5 });
        assert_eq!(Gap::None.remedy(None), Remedy::BeAssessed);
        assert_eq!(below.remedy(None), Remedy::BeReassessed);
        assert_eq!(below.remedy(locked), Remedy::Complete { done: 2, of: 5 });
        assert_eq!(lapsed.remedy(locked), Remedy::BeReassessed);
    }
}
