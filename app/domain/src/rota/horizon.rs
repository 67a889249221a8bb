//! R-RUL-12: how far ahead work is planned; a past date is a correction, with a warning and a reason.

use crate::{
    eligibility::Facts,
    rota::{RuleSet, Slot},
    time::add_days,
};

/// What the rule allows where nobody has chosen.
pub const MOST_DAYS: u16 = 92;

/// A date too far ahead of the day of planning, or before it.
pub fn judge(slot: &Slot, rules: &RuleSet) -> Option<Facts> {
    let (planned_on, most_days) = (slot.planned_on, rules.horizon_days);
    if slot.date < planned_on {
        return Some(Facts::PastDate { planned_on });
    }
    let last = add_days(planned_on, most_days.into());
    (slot.date > last).then_some(Facts::TooFarAhead { planned_on, most_days })
}
