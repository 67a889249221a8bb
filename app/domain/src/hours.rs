//! Hours of work: whole minutes of real elapsed time (R-GEN-6), and the period they are counted over.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// A length of real time in whole minutes, shown as hours with one decimal (domain §1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hours(u32);

impl Hours {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many whole hours.
    pub const fn whole(hours: u32) -> Self {
        Self(hours.saturating_mul(60))
    }

    /// So many minutes.
    pub const fn from_minutes(minutes: u32) -> Self {
        Self(minutes)
    }

    /// The real time from one moment to another; none when the second is not later.
    pub fn between(from: Instant, to: Instant) -> Self {
        let minutes = to.minutes_since(from).max(0);
        Self(u32::try_from(minutes).unwrap_or(u32::MAX))
    }

    /// In whole minutes.
    pub const fn minutes(self) -> u32 {
        self.0
    }

    /// Both together; stops at the largest length there is.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is over another length; none when it is not longer.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Hours {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Self::plus)
    }
}

/// Hours with one decimal, rounded down: a rest is never shown longer than it was.
impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0 / 60, self.0 % 60 / 6)
    }
}

/// A stretch of real time that holds its start and not its end, so two may stand back to back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Its first moment.
    pub start: Instant,
    /// The first moment after it.
    pub end: Instant,
}

impl Period {
    /// From one moment to a later one; `None` when the second is not later.
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Its real length.
    pub fn hours(self) -> Hours {
        Hours::between(self.start, self.end)
    }

    /// The time it shares with another, if any.
    pub fn shared(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_have_one_decimal_and_are_never_rounded_up() {
        let shown = |minutes| Hours::from_minutes(minutes).to_string();
        assert_eq!(shown(0), "0.0");
        assert_eq!(shown(600), "10.0");
        assert_eq!(shown(450), "7.5");
        assert_eq!(shown(659), "10.9");
    }

    #[test]
    fn an_end_before_the_start_is_no_time_and_no_period() {
        assert_eq!(Hours::between(Instant(60_000), Instant(0)), Hours::ZERO);
        assert_eq!(Period::new(Instant(5), Instant(5)), None);
    }

    #[test]
    fn r_rul_1_back_to_back_shares_nothing() {
        let period = |start, end| Period { start: Instant(start), end: Instant(end) };
        assert_eq!(period(0, 10).shared(period(10, 20)), None);
        assert_eq!(period(0, 11).shared(period(10, 20)), Some(period(10, 11)));
    }
}
