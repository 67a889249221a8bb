//! Pausing sign-in after wrong passwords: 5 since the last lock pause it for 15 minutes, and for 60 once
//! there were 10 since the last success (R-SIN-4). Two counters and an end; no clock of its own.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Failures since the last lock that lock again.
const FAILURES: u32 = 5;

/// Failures since the last success from which a lock is long.
const MANY: u32 = 10;

/// The counters of one account, as stored. Everything that checks its password counts here (R-PWD-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lockout {
    /// Failures since the last lock.
    pub failures_since_lock: u32,
    /// Failures since the last success.
    pub failures_since_success: u32,
    /// When the lock ends; it may have ended since.
    pub locked_until: Option<Instant>,
}

/// How long a lock lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// 15 minutes.
    Short,
    /// 60 minutes.
    Long,
}

impl Lock {
    /// Its length.
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Short => 15,
            Self::Long => 60,
        }
    }
}

/// A wrong password was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The counters afterwards.
    pub lockout: Lockout,
    /// The lock that this failure set off.
    pub lock: Option<Lock>,
}

impl Lockout {
    /// Whether an attempt at this moment is refused unchecked and uncounted.
    pub fn is_locked(self, now: Instant) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// The counters when a lock has ended since they were stored; `None` when there is nothing to clear.
    ///
    /// The caller stores them and writes `account_unlocked` (R-SIN-6).
    pub fn unlocked(self, now: Instant) -> Option<Self> {
        let has_ended = self.locked_until.is_some_and(|until| until <= now);
        has_ended.then_some(Self { failures_since_lock: 0, locked_until: None, ..self })
    }

    /// Counts a wrong password. During a lock nothing is counted, and the lock is not made longer.
    pub fn fail(self, now: Instant) -> Failed {
        if self.is_locked(now) {
            return Failed { lockout: self, lock: None };
        }
        let held = self.unlocked(now).unwrap_or(self);
        let counted = Self {
            failures_since_lock: held.failures_since_lock.saturating_add(1),
            failures_since_success: held.failures_since_success.saturating_add(1),
            locked_until: None,
        };
        let lock = counted.lock();
        let locked_until = lock.map(|lock| now.plus_minutes(lock.minutes()));
        Failed { lockout: Self { locked_until, ..counted }, lock }
    }

    /// The counters after a success or a completed reset: none, and no lock (R-SIN-5).
    pub const fn cleared() -> Self {
        Self { failures_since_lock: 0, failures_since_success: 0, locked_until: None }
    }

    const fn lock(self) -> Option<Lock> {
        if self.failures_since_lock < FAILURES {
            None
        } else if self.failures_since_success < MANY {
            Some(Lock::Short)
        } else {
            Some(Lock::Long)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant(0);

    fn after(failures: u32, mut lockout: Lockout, now: Instant) -> Failed {
        let mut last = Failed { lockout, lock: None };
        for _ in 0..failures {
            last = lockout.fail(now);
            lockout = last.lockout;
        }
        last
    }

    #[test]
    fn r_sin_4_the_fifth_failure_locks_for_fifteen_minutes() {
        assert_eq!(after(4, Lockout::default(), START).lock, None);
        let fifth = after(5, Lockout::default(), START);
        assert_eq!(fifth.lock, Some(Lock::Short));
        assert!(fifth.lockout.is_locked(START.plus_minutes(15).plus_millis(-1)));
        assert!(!fifth.lockout.is_locked(START.plus_minutes(15)));
    }

    #[test]
    fn r_sin_4_ten_since_the_last_success_lock_for_an_hour() {
        let first = after(5, Lockout::default(), START).lockout;
        let second = after(5, first, START.plus_minutes(15));
        assert_eq!(second.lock, Some(Lock::Long));
        assert!(
            second.lockout.is_locked(START.plus_minutes(74))
                && !second.lockout.is_locked(START.plus_minutes(75))
        );
        let third = after(5, second.lockout, START.plus_minutes(75));
        assert_eq!(third.lock, Some(Lock::Long));
    }

    #[test]
    fn r_sin_4_attempts_during_a_lock_are_not_counted() {
        let locked = after(5, Lockout::default(), START).lockout;
        let tried = after(20, locked, START.plus_minutes(14));
        assert_eq!((tried.lockout, tried.lock), (locked, None));
    }

    #[test]
    fn r_sin_4_when_a_lock_ends_the_first_counter_is_zero_and_the_second_stays() {
        let locked = after(5, Lockout::default(), START).lockout;
        assert_eq!(locked.unlocked(START.plus_minutes(14)), None);
        let open = locked.unlocked(START.plus_minutes(15)).expect("ended");
        assert_eq!((open.failures_since_lock, open.failures_since_success, open.locked_until), (0, 5, None));
        assert_eq!(after(4, locked, START.plus_minutes(15)).lock, None);
    }

    #[test]
    fn r_sin_5_success_clears_everything() {
        assert_eq!(Lockout::cleared(), Lockout::default());
        let nine = Lockout { failures_since_lock: 4, failures_since_success: 9, locked_until: None };
        assert_eq!(nine.fail(START).lock, Some(Lock::Long));
        assert_eq!(after(5, Lockout::cleared(), START).lock, Some(Lock::Short));
    }
}
