//! When a job is due, from the clock of the place it runs in and its last good run (R-OPS-1).

use domain::time::{Instant, Zone};

/// After a failure a job is tried again so many minutes later, and not each time somebody looks.
const AGAIN_MINUTES: i64 = 10;

/// How often a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Once in each minute.
    EachMinute,
    /// Once in each hour.
    Hourly,
    /// Once for each local date, from this full hour on: a clock change neither skips nor doubles it.
    DailyFrom(u32),
    /// The same from so many minutes after midnight on.
    DailyFromMinute(u32),
}

/// What is known of earlier runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Before {
    /// When the last good one began.
    pub good: Option<Instant>,
    /// When the last one of all began.
    pub any: Option<Instant>,
}

impl When {
    /// Whether a run is due now.
    pub(super) fn is_due(self, zone: Zone, now: Instant, before: Before) -> bool {
        let wants = match self {
            Self::EachMinute => before.good.is_none_or(|good| minute(good) < minute(now)),
            Self::Hourly => before.good.is_none_or(|good| hour(good) < hour(now)),
            Self::DailyFrom(hour) => is_due_today(hour * 60, zone, now, before),
            Self::DailyFromMinute(minute) => is_due_today(minute, zone, now, before),
        };
        wants && !self.failed_just_now(now, before)
    }

    fn failed_just_now(self, now: Instant, before: Before) -> bool {
        let failed = before.any > before.good;
        let pause = if self == Self::EachMinute { 1 } else { AGAIN_MINUTES };
        failed && before.any.is_some_and(|any| now.minutes_since(any) < pause)
    }
}

fn is_due_today(from: u32, zone: Zone, now: Instant, before: Before) -> bool {
    use chrono::Timelike as _;
    let local = zone.local(now);
    let late_enough = local.hour() * 60 + local.minute() >= from;
    late_enough && before.good.is_none_or(|good| zone.date(good) < zone.date(now))
}

const fn minute(at: Instant) -> i64 {
    at.0.div_euclid(60_000)
}

const fn hour(at: Instant) -> i64 {
    at.0.div_euclid(3_600_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::london;

    fn good(at: Instant) -> Before {
        Before { good: Some(at), any: Some(at) }
    }

    fn is_due(when: When, now: Instant, before: Before) -> bool {
        when.is_due(Zone::LONDON, now, before)
    }

    #[test]
    fn r_ops_1_a_job_of_each_minute_is_due_once_in_each() {
        let nine = london(2026, 3, 2, 9, 0);
        assert!(is_due(When::EachMinute, nine, Before::default()));
        assert!(!is_due(When::EachMinute, nine.plus_seconds(59), good(nine)));
        assert!(is_due(When::EachMinute, nine.plus_seconds(60), good(nine.plus_seconds(59))));
        assert!(is_due(When::Hourly, nine, good(nine.plus_seconds(-1))));
        assert!(!is_due(When::Hourly, nine.plus_minutes(59), good(nine)));
    }

    #[test]
    fn r_ops_1_a_daily_job_is_due_once_for_each_local_date_from_its_time_on() {
        let daily = When::DailyFrom(2);
        let yesterday = good(london(2026, 3, 1, 2, 0));
        assert!(!is_due(daily, london(2026, 3, 2, 1, 59), yesterday));
        assert!(is_due(daily, london(2026, 3, 2, 2, 0), yesterday));
        assert!(is_due(daily, london(2026, 3, 2, 23, 0), yesterday), "the server was down at two");
        let half_past = When::DailyFromMinute(3 * 60 + 30);
        assert!(!is_due(half_past, london(2026, 3, 2, 3, 29), yesterday));
        assert!(is_due(half_past, london(2026, 3, 2, 3, 30), yesterday));
        assert!(!is_due(daily, london(2026, 3, 2, 23, 0), good(london(2026, 3, 2, 2, 0))));
    }

    #[test]
    fn r_ops_1_a_clock_change_neither_skips_nor_doubles_a_daily_job() {
        // On 29 March 2026 the clocks go from 01:00 to 02:00, on 25 October back from 02:00 to 01:00.
        let daily = When::DailyFrom(1);
        let spring = london(2026, 3, 29, 0, 59);
        assert!(!is_due(daily, spring, good(london(2026, 3, 28, 1, 0))));
        assert!(is_due(daily, spring.plus_minutes(1), good(london(2026, 3, 28, 1, 0))));
        let autumn = london(2026, 10, 25, 1, 30);
        assert!(!is_due(daily, autumn.plus_hours(1), good(autumn)), "01:30 comes twice");
    }

    #[test]
    fn r_ops_1_a_run_that_failed_is_tried_again_after_a_while() {
        let two = london(2026, 3, 2, 2, 0);
        let failed = Before { good: Some(london(2026, 3, 1, 2, 0)), any: Some(two) };
        assert!(!is_due(When::DailyFrom(2), two.plus_minutes(9), failed));
        assert!(is_due(When::DailyFrom(2), two.plus_minutes(10), failed));
        let never_good = Before { good: None, any: Some(two) };
        assert!(!is_due(When::DailyFrom(2), two.plus_minutes(9), never_good));
    }
}
