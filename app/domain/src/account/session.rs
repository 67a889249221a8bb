//! How long a sign-in lasts and how many an account may have (R-SES). Moments and settings are arguments.

use serde::{Deserialize, Serialize};

use crate::id::SessionId;
use crate::settings::Session;
use crate::time::Instant;

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum SessionEnd {
    /// Its person signed out.
    SignOut,
    /// Nothing was done for too long.
    Idle,
    /// It lasted as long as any may.
    Absolute,
    /// Another sign-in needed its place.
    Limit,
    /// Its person, or an admin, ended it.
    Revoked,
    /// The account was deactivated or deleted.
    AccountEnded,
    /// The password, or the verified address, was changed.
    PasswordChanged,
}

/// How long a session lasts, by the settings in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Minutes without activity after which it ends.
    pub idle_minutes: u32,
    /// The moment at which it ends in any case.
    pub expires_at: Instant,
}

impl Lifetime {
    /// That of a session that began then (R-SES-2, R-SES-7).
    pub fn begin(begun: Instant, settings: Session, is_shared_device: bool) -> Self {
        let own = settings.idle_minutes;
        let idle_minutes = if is_shared_device { settings.shared_idle_minutes.min(own) } else { own };
        Self { idle_minutes, expires_at: begun.plus_hours(settings.absolute_hours.into()) }
    }

    /// When a session with its last activity then ends without further use.
    pub fn ends_at(self, last_seen: Instant) -> Instant {
        self.expires_at.min(last_seen.plus_minutes(self.idle_minutes.into()))
    }

    /// Whether a session with its last activity then has ended by now, and why.
    pub fn ended(self, last_seen: Instant, now: Instant) -> Option<SessionEnd> {
        if now >= self.expires_at {
            Some(SessionEnd::Absolute)
        } else if now >= last_seen.plus_minutes(self.idle_minutes.into()) {
            Some(SessionEnd::Idle)
        } else {
            None
        }
    }
}

/// Whether a factor was given at most ten minutes ago, as acts that cannot be undone ask (security AU10).
pub fn is_fresh(given_at: Instant, now: Instant) -> bool {
    now <= given_at.plus_minutes(10)
}

/// Which of an account's live sessions end so that one more fits: the longest unused (R-SES-3).
pub fn over_limit(live: &[(SessionId, Instant)], limit: u32) -> Vec<SessionId> {
    let mut by_use = live.to_vec();
    by_use.sort_unstable_by_key(|&(id, last_seen)| (last_seen, id));
    let room = usize::try_from(limit.saturating_sub(1)).unwrap_or(usize::MAX);
    let too_many = by_use.len().saturating_sub(room);
    by_use.into_iter().take(too_many).map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const START: Instant = Instant(0);

    fn id(n: u128) -> SessionId {
        SessionId(Uuid::from_u128(n))
    }

    fn begun(shared: bool) -> Lifetime {
        Lifetime::begin(START, Session::default(), shared)
    }

    #[test]
    fn r_ses_2_thirty_minutes_idle_end_it() {
        assert_eq!(begun(false).ended(START, START.plus_minutes(30).plus_millis(-1)), None);
        assert_eq!(begun(false).ended(START, START.plus_minutes(30)), Some(SessionEnd::Idle));
        assert_eq!(begun(false).ended(START.plus_minutes(20), START.plus_minutes(49)), None);
    }

    #[test]
    fn r_ses_2_twelve_hours_end_it_however_busy() {
        let busy = |now: Instant| begun(false).ended(now, now);
        assert_eq!(busy(START.plus_hours(12).plus_millis(-1)), None);
        assert_eq!(busy(START.plus_hours(12)), Some(SessionEnd::Absolute));
    }

    #[test]
    fn r_ses_7_five_minutes_on_a_shared_device() {
        assert_eq!(begun(true).ended(START, START.plus_minutes(4)), None);
        assert_eq!(begun(true).ended(START, START.plus_minutes(5)), Some(SessionEnd::Idle));
    }

    #[test]
    fn r_ses_7_a_shared_device_never_lasts_longer_than_an_own_one() {
        let settings = Session { idle_minutes: 5, shared_idle_minutes: 15, ..Session::default() };
        assert_eq!(Lifetime::begin(START, settings, true).idle_minutes, 5);
    }

    #[test]
    fn r_ses_3_a_fourth_session_ends_the_longest_unused() {
        let live = [(id(1), Instant(30)), (id(2), Instant(10)), (id(3), Instant(20))];
        assert_eq!(over_limit(&live, 3), [id(2)]);
        assert_eq!(over_limit(&live, 4), []);
        assert_eq!(over_limit(&live, 1), [id(2), id(3), id(1)]);
    }

    #[test]
    fn au10_a_factor_is_fresh_for_ten_minutes() {
        assert!(is_fresh(START, START.plus_minutes(10)));
        assert!(!is_fresh(START, START.plus_minutes(10).plus_millis(1)));
    }
}
