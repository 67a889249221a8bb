//! What stands out about one account on one day (R-ALT-6). It proves nothing; it is worth a question.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::settings::Alert;
use crate::time::Clock;

/// What an account did on one local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOfActs {
    /// Admin or carer.
    pub role: Role,
    /// From how many network addresses.
    pub addresses: u32,
    /// How many acts: each request that did something is one.
    pub acts: u32,
    /// How many of them fell outside office hours.
    pub out_of_hours: u32,
}

/// What stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// More network addresses than usual.
    ManyAddresses,
    /// More acts than usual.
    ManyActs,
    /// An admin worked mostly outside office hours.
    OutOfHours,
}

impl DayOfActs {
    /// All that stands out, by the organisation's thresholds.
    pub fn unusual(self, thresholds: Alert) -> Vec<Unusual> {
        let is_looked_at = self.role == Role::Admin && self.acts >= thresholds.acts_out_of_hours;
        let checks = [
            (self.addresses > thresholds.addresses_a_day, Unusual::ManyAddresses),
            (self.acts > thresholds.acts_a_day, Unusual::ManyActs),
            (is_looked_at && self.out_of_hours.saturating_mul(2) > self.acts, Unusual::OutOfHours),
        ];
        checks.into_iter().filter(|(stands_out, _)| *stands_out).map(|(_, what)| what).collect()
    }
}

/// Whether a time on the wall lies in office hours: from 09:00 until before 17:00.
pub fn is_office_hour(clock: Clock) -> bool {
    use chrono::Timelike as _;
    (9..17).contains(&clock.hour())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(role: Role, addresses: u32, acts: u32, out_of_hours: u32) -> Vec<Unusual> {
        DayOfActs { role, addresses, acts, out_of_hours }.unusual(Alert::default())
    }

    #[test]
    fn r_alt_6_more_than_three_addresses_or_a_hundred_acts_stand_out() {
        assert_eq!(day(Role::Carer, 3, 100, 100), []);
        assert_eq!(day(Role::Carer, 4, 100, 0), [Unusual::ManyAddresses]);
        assert_eq!(day(Role::Carer, 3, 101, 0), [Unusual::ManyActs]);
    }

    #[test]
    fn r_alt_6_an_admin_with_twenty_acts_of_which_more_than_half_are_out_of_hours_stands_out() {
        assert_eq!(day(Role::Admin, 1, 20, 11), [Unusual::OutOfHours]);
        assert_eq!(day(Role::Admin, 1, 20, 10), [], "half is not more than half");
        assert_eq!(day(Role::Admin, 1, 19, 19), []);
        assert_eq!(day(Role::Carer, 1, 20, 20), [], "carers work day and night");
    }

    #[test]
    fn r_alt_6_office_hours_are_nine_to_five() {
        let at = |hour, minute| Clock::from_hms_opt(hour, minute, 0).expect("a time");
        assert!(is_office_hour(at(9, 0)) && is_office_hour(at(16, 59)));
        assert!(!is_office_hour(at(8, 59)) && !is_office_hour(at(17, 0)));
    }
}
