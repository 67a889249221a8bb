//! How long a rating counts, when people are told that it will end, and when a carer is reminded to
//! acknowledge one. Dates are the organisation's; a rating counts through its last date (R-VAL-1).

use chrono::Months;
use serde::{Deserialize, Serialize};

use crate::problems::Problem;
use crate::text::whole;
use crate::time::{Date, Instant, add_days};

/// After how many months a task is assessed again: 1 to 60.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Cadence(u8);

impl TryFrom<u32> for Cadence {
    type Error = Problem;

    fn try_from(months: u32) -> Result<Self, Problem> {
        match u8::try_from(months) {
            Ok(0) => Err(Problem::TooSmall { least: 1 }),
            Ok(months @ 1..=60) => Ok(Self(months)),
            _ => Err(Problem::TooLarge { most: 60 }),
        }
    }
}

impl From<Cadence> for u32 {
    fn from(cadence: Cadence) -> Self {
        cadence.0.into()
    }
}

impl Cadence {
    /// Reads the field of a form; empty means that ratings do not lapse.
    pub fn read(typed: &str) -> Result<Option<Self>, Problem> {
        match whole(typed, 1..=60) {
            Err(Problem::Missing) => Ok(None),
            read => Self::try_from(u32::try_from(read?).unwrap_or(u32::MAX)).map(Some),
        }
    }
}

/// The last date on which a rating of a date counts: the same day of the month, or the month's last
/// (R-VAL-1).
pub fn valid_until(rated_on: Date, cadence: Option<Cadence>) -> Option<Date> {
    rated_on.checked_add_months(Months::new(cadence?.into()))
}

/// Whether a rating counts on a date.
pub fn is_valid_on(valid_until: Option<Date>, date: Date) -> bool {
    valid_until.is_none_or(|last| date <= last)
}

/// How a rating in force stands towards its last date, on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "validity")]
pub enum Validity {
    /// It has no last date.
    Unlimited,
    /// It counts, and re-assessment is not due yet.
    Valid {
        /// Its last date.
        until: Date,
    },
    /// It counts, and re-assessment is due (`competence.due_window_days`).
    Lapsing {
        /// Its last date.
        until: Date,
    },
    /// It counts no longer.
    Lapsed {
        /// The last date on which it did.
        since: Date,
    },
}

impl Validity {
    /// The last date on which the rating counts; none: it does not lapse.
    pub const fn until(self) -> Option<Date> {
        match self {
            Self::Unlimited => None,
            Self::Valid { until } | Self::Lapsing { until } => Some(until),
            Self::Lapsed { since } => Some(since),
        }
    }

    /// How a rating with this last date stands on a date, with the window of R-TRG-3 in days.
    pub fn on(valid_until: Option<Date>, date: Date, due_window_days: u32) -> Self {
        match valid_until {
            None => Self::Unlimited,
            Some(since) if since < date => Self::Lapsed { since },
            Some(until) if until <= add_days(date, due_window_days.into()) => Self::Lapsing { until },
            Some(until) => Self::Valid { until },
        }
    }

    /// Whether the group may be assessed again because of it (R-TRG-3).
    pub const fn is_due(self) -> bool {
        match self {
            Self::Unlimited | Self::Valid { .. } => false,
            Self::Lapsing { .. } | Self::Lapsed { .. } => true,
        }
    }
}

/// One of the moments at which people are told about a lapse (R-VAL-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LapseNotice {
    /// So many days before the last date.
    Before(u32),
    /// On the first date on which the rating no longer counts.
    Lapsed,
}

impl LapseNotice {
    /// Whether the carer is told as well: at 30 days or fewer, and on lapse.
    pub const fn tells_carer(self) -> bool {
        match self {
            Self::Before(days) => days <= 30,
            Self::Lapsed => true,
        }
    }
}

/// The notice that falls due after one run of the daily job and up to the next, the latest if several
/// (R-VAL-3).
///
/// `told_through` is the date of the previous run, so a day on which the job did not run is caught up and
/// a day on which it ran twice tells nobody twice.
pub fn lapse_notice(
    valid_until: Date,
    notice_days: &[u32],
    told_through: Date,
    today: Date,
) -> Option<LapseNotice> {
    let moments =
        notice_days.iter().map(|&days| (add_days(valid_until, -i64::from(days)), LapseNotice::Before(days)));
    moments
        .chain([(add_days(valid_until, 1), LapseNotice::Lapsed)])
        .filter(|&(on, _)| told_through < on && on <= today)
        .max_by_key(|&(on, _)| on)
        .map(|(_, notice)| notice)
}

/// Whether the hourly job reminds the carer now (R-ACK-3).
///
/// Reminders stand on a grid from the moment the rating was given, so a late job does not push the next
/// one back, and a second run within one step of the grid finds nothing to do.
pub fn reminder_due(
    waiting_since: Instant,
    last_automatic: Option<Instant>,
    now: Instant,
    hours: u32,
) -> bool {
    let step = i64::from(hours.max(1)) * 3_600_000;
    let steps = now.0.saturating_sub(waiting_since.0) / step;
    let newest = waiting_since.plus_millis(steps.saturating_mul(step));
    steps > 0 && last_automatic.is_none_or(|last| last < newest)
}

/// After so many hours an acknowledgment waits long (screens §4, §10.4).
pub const LONG_HOURS: u32 = 48;

/// Whether a rating given at `since` waits for its carer for long now.
pub fn waits_long(since: Instant, now: Instant) -> bool {
    since < now.plus_hours(-i64::from(LONG_HOURS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> Date {
        Date::from_ymd_opt(y, m, d).expect("a date")
    }

    fn months(n: u32) -> Cadence {
        n.try_into().expect("a cadence")
    }

    #[test]
    fn r_val_1_the_same_day_of_the_month_or_its_last() {
        assert_eq!(valid_until(date(2025, 6, 10), Some(months(12))), Some(date(2026, 6, 10)));
        assert_eq!(valid_until(date(2025, 8, 31), Some(months(6))), Some(date(2026, 2, 28)));
        assert_eq!(valid_until(date(2024, 2, 29), Some(months(12))), Some(date(2025, 2, 28)));
        assert_eq!(valid_until(date(2025, 6, 10), None), None);
    }

    #[test]
    fn r_val_1_the_rating_counts_through_its_last_date() {
        let last = Some(date(2026, 6, 10));
        assert!(is_valid_on(last, date(2026, 6, 10)));
        assert!(!is_valid_on(last, date(2026, 6, 11)));
        assert!(is_valid_on(None, Date::MAX));
    }

    #[test]
    fn r_val_1_a_cadence_is_one_to_sixty_months_or_none() {
        assert_eq!(Cadence::read(""), Ok(None));
        assert_eq!(Cadence::read("60"), Ok(Some(months(60))));
        assert_eq!(Cadence::read("0"), Err(Problem::TooSmall { least: 1 }));
        assert_eq!(Cadence::read("61"), Err(Problem::TooLarge { most: 60 }));
    }

    #[test]
    fn r_trg_3_due_within_sixty_days_of_the_last_date() {
        let on = |day| Validity::on(Some(date(2026, 6, 10)), day, 60);
        assert_eq!(on(date(2026, 4, 10)), Validity::Valid { until: date(2026, 6, 10) });
        assert_eq!(on(date(2026, 4, 11)), Validity::Lapsing { until: date(2026, 6, 10) });
        assert_eq!(on(date(2026, 6, 10)), Validity::Lapsing { until: date(2026, 6, 10) });
        assert_eq!(on(date(2026, 6, 11)), Validity::Lapsed { since: date(2026, 6, 10) });
        assert!(!Validity::on(None, Date::MAX, 60).is_due());
    }

    #[test]
    fn r_val_3_each_notice_falls_on_its_day_and_once() {
        let (last, days) = (date(2026, 6, 30), [90, 60, 30, 7]);
        let notice = |told, today| lapse_notice(last, &days, told, today);
        assert_eq!(notice(date(2026, 5, 30), date(2026, 5, 31)), Some(LapseNotice::Before(30)));
        assert_eq!(notice(date(2026, 5, 31), date(2026, 5, 31)), None);
        assert_eq!(notice(date(2026, 5, 31), date(2026, 6, 1)), None);
        assert_eq!(notice(date(2026, 6, 29), date(2026, 6, 30)), None);
        assert_eq!(notice(date(2026, 6, 30), date(2026, 7, 1)), Some(LapseNotice::Lapsed));
    }

    #[test]
    fn r_val_3_missed_days_are_caught_up_with_the_latest_notice() {
        let notice = lapse_notice(date(2026, 6, 30), &[90, 60, 30, 7], date(2026, 5, 1), date(2026, 6, 25));
        assert_eq!(notice, Some(LapseNotice::Before(7)));
    }

    #[test]
    fn r_val_3_the_carer_is_told_at_thirty_seven_and_on_lapse() {
        let told = [90, 60, 30, 7].map(|days| LapseNotice::Before(days).tells_carer());
        assert_eq!(told, [false, false, true, true]);
        assert!(LapseNotice::Lapsed.tells_carer());
    }

    #[test]
    fn r_ack_3_a_reminder_at_forty_eight_hours_and_every_forty_eight_after() {
        let given = Instant(0);
        let at = |hours| given.plus_hours(hours);
        assert!(!reminder_due(given, None, at(48).plus_millis(-1), 48));
        assert!(reminder_due(given, None, at(48), 48));
        assert!(!reminder_due(given, Some(at(48)), at(48), 48));
        assert!(!reminder_due(given, Some(at(49)), at(95), 48));
        assert!(reminder_due(given, Some(at(49)), at(96), 48));
    }
}
