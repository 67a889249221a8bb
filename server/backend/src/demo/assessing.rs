//! When a group was assessed and with which result, as its progress says it.

use chrono::Months;
use domain::competency::{Cadence, Level};
use domain::time::Date;

use super::loading::Days;
use super::sample::Reached;

/// One assessment of a group.
pub(super) struct Assessed {
    pub on: Date,
    pub level: Level,
    pub is_acknowledged: bool,
    /// The last date on which its shortest ratings count, where the sample data asks for a certain one.
    pub last_valid: Option<Date>,
}

/// The assessments of a group, earliest first. `shortest` is the shortest cadence of its tasks.
pub(super) fn assessments(days: &Days, shortest: Option<Cadence>, progress: &Reached) -> Vec<Assessed> {
    let given = |age_days, level, is_acknowledged| Assessed {
        on: days.ago(age_days),
        level,
        is_acknowledged,
        last_valid: None,
    };
    let until = |last: Date, level| Assessed {
        on: months_before(last, shortest),
        level,
        is_acknowledged: true,
        last_valid: Some(last),
    };
    match progress {
        Reached::NotStarted | Reached::InProgress { .. } | Reached::Complete { .. } => Vec::new(),
        Reached::Pending(result) => vec![given(result.age_days, result.level, false)],
        Reached::Effective { level, age_days, pending } => {
            let newer = pending.as_ref().map(|result| given(result.age_days, result.level, false));
            std::iter::once(given(*age_days, *level, true)).chain(newer).collect()
        }
        Reached::Lapsed { level, lapsed_days } => vec![until(days.ago(*lapsed_days), *level)],
        Reached::Lapsing { level, in_days, last_valid } => {
            let day = last_valid.as_ref().map(|last| days.of_week(last.week, last.day));
            let last = day.unwrap_or_else(|| days.ago(-in_days.unwrap_or_default()));
            vec![until(last, *level)]
        }
    }
}

/// The date of the first assessment of a group that has one.
pub(super) fn first_assessed_on(days: &Days, shortest: Option<Cadence>, progress: &Reached) -> Option<Date> {
    assessments(days, shortest, progress).first().map(|assessed| assessed.on)
}

fn months_before(last: Date, cadence: Option<Cadence>) -> Date {
    let months = cadence.map_or(0, u32::from);
    last.checked_sub_months(Months::new(months)).unwrap_or(last)
}
