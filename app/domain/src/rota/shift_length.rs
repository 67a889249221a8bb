//! R-RUL-11: how short and how long a shift may be, Day and Night alike.

use serde::{Deserialize, Serialize};

use crate::{
    eligibility::Facts,
    hours::Hours,
    rota::{RuleSet, Slot},
};

/// What an organisation may adjust. Both ends are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ShiftLength {
    /// The shortest.
    pub least: Hours,
    /// The longest.
    pub most: Hours,
}

impl Default for ShiftLength {
    fn default() -> Self {
        Self { least: Hours::whole(2), most: Hours::whole(12) }
    }
}

/// The length when it is outside. It asks nothing about a carer, so shifts are judged by it too (R-SHF-1).
pub fn judge(slot: &Slot, rules: &RuleSet) -> Option<Facts> {
    let ShiftLength { least, most } = rules.shift_length;
    let hours = slot.period.hours();
    let is_outside = hours < least || hours > most;
    is_outside.then_some(Facts::ShiftLength { hours, least, most })
}
