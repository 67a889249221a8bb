//! Instants, dates and the organisation's wall clock (R-GEN-4 to R-GEN-6).

use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use serde::{Deserialize, Serialize};

/// A calendar date in the organisation's time zone.
pub type Date = NaiveDate;

/// A time on the wall.
pub type Clock = NaiveTime;

/// A moment: whole milliseconds since 1970 in UTC (domain §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// This moment and so many milliseconds; saturates at the ends of time.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This moment and so many seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1_000))
    }

    /// This moment and so many minutes of real time.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// This moment and so many hours of real time.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours.saturating_mul(60))
    }

    /// Whole minutes of real time since an earlier moment; negative when that one is later (R-GEN-6).
    pub const fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 60_000
    }

    /// As a date-time in UTC. Moments outside chrono's years are given as its first or last.
    pub fn utc(self) -> DateTime<chrono::Utc> {
        let end =
            if self.0 < 0 { DateTime::<chrono::Utc>::MIN_UTC } else { DateTime::<chrono::Utc>::MAX_UTC };
        DateTime::from_timestamp_millis(self.0).unwrap_or(end)
    }
}

/// Reads a moment as RFC 3339 writes it: `2026-03-02T09:00:00Z`.
impl std::str::FromStr for Instant {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        DateTime::parse_from_rfc3339(text).map(|at| Self(at.timestamp_millis()))
    }
}

/// An organisation's time zone, by its IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

/// Why a time on the wall is no moment (R-GEN-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockRefused {
    /// The clocks go forward over it.
    #[error("this time does not exist on that day")]
    Skipped,
}

/// Which of the two times is meant on the night when the clocks go back (R-GEN-5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// The first, unless somebody says otherwise.
    #[default]
    First,
    /// The second.
    Second,
}

impl Zone {
    /// The default of every new organisation (domain §2).
    pub const LONDON: Self = Self(chrono_tz::Europe::London);

    /// That of what belongs to no organisation.
    pub const UTC: Self = Self(chrono_tz::UTC);

    /// The date it is there at a moment.
    pub fn date(self, at: Instant) -> Date {
        self.local(at).date()
    }

    /// What the wall there shows at a moment.
    pub fn local(self, at: Instant) -> NaiveDateTime {
        at.utc().with_timezone(&self.0).naive_local()
    }

    /// The moment at which the wall there shows a date and time.
    pub fn at(self, date: Date, clock: Clock, fold: Fold) -> Result<Instant, ClockRefused> {
        match self.0.from_local_datetime(&date.and_time(clock)) {
            LocalResult::Single(at) => Ok(Instant(at.timestamp_millis())),
            LocalResult::Ambiguous(first, second) => Ok(Instant(match fold {
                Fold::First => first.timestamp_millis(),
                Fold::Second => second.timestamp_millis(),
            })),
            LocalResult::None => Err(ClockRefused::Skipped),
        }
    }

    /// Whether a date and time comes twice there.
    pub fn comes_twice(self, date: Date, clock: Clock) -> bool {
        matches!(self.0.from_local_datetime(&date.and_time(clock)), LocalResult::Ambiguous(..))
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl std::str::FromStr for Zone {
    type Err = chrono_tz::ParseError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        name.parse().map(Self)
    }
}

/// The Monday of a date's week (R-GEN-4).
#[must_use]
pub fn monday(date: Date) -> Date {
    date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday()))).unwrap_or(Date::MIN)
}

/// A date some days on, or before when negative; the calendar's ends where it stops.
#[must_use]
pub fn add_days(date: Date, days: i64) -> Date {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(distance).unwrap_or(Date::MIN)
    } else {
        date.checked_add_days(distance).unwrap_or(Date::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> Date {
        Date::from_ymd_opt(y, m, d).expect("a date")
    }

    fn clock(h: u32, m: u32) -> Clock {
        Clock::from_hms_opt(h, m, 0).expect("a time")
    }

    fn london(day: Date, at: Clock) -> Instant {
        Zone::LONDON.at(day, at, Fold::First).expect("a moment")
    }

    #[test]
    fn r_gen_6_a_night_is_nine_ten_or_eleven_hours_of_real_time() {
        let night = |day| {
            let end = london(add_days(day, 1), clock(8, 0));
            end.minutes_since(london(day, clock(22, 0)))
        };
        assert_eq!(night(date(2026, 3, 27)), 600);
        assert_eq!(night(date(2026, 3, 28)), 540);
        assert_eq!(night(date(2026, 10, 24)), 660);
    }

    #[test]
    fn r_gen_5_a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first() {
        let zone = Zone::LONDON;
        assert_eq!(zone.at(date(2026, 3, 29), clock(1, 30), Fold::First), Err(ClockRefused::Skipped));
        let first = zone.at(date(2026, 10, 25), clock(1, 30), Fold::First).expect("a moment");
        let second = zone.at(date(2026, 10, 25), clock(1, 30), Fold::Second).expect("a moment");
        assert!(zone.comes_twice(date(2026, 10, 25), clock(1, 30)));
        assert_eq!(second.minutes_since(first), 60);
    }

    #[test]
    fn r_gen_4_weeks_begin_on_monday() {
        assert_eq!(monday(date(2026, 3, 1)), date(2026, 2, 23));
        assert_eq!(monday(date(2026, 3, 2)), date(2026, 3, 2));
    }

    #[test]
    fn the_date_is_that_of_the_organisation_and_not_of_utc() {
        let half_past_midnight = london(date(2026, 7, 1), clock(0, 30));
        assert_eq!(Zone::LONDON.date(half_past_midnight), date(2026, 7, 1));
    }
}
