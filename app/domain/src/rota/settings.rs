//! How an organisation, or one package, has set the rules: package row > organisation row > default (R-RUL-21).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{MinRest, ShiftLength, horizon, night_to_day_rest};
use crate::{
    eligibility::{Mode, RuleKey},
    hours::Hours,
};

/// One stored row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The rule.
    pub rule: RuleKey,
    /// How it is taken.
    pub mode: Mode,
    /// Its parameter; `None` leaves the parameter of the next wider row.
    pub params: Option<Params>,
}

/// The parameter of a rule that has one, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Params {
    /// The most hours of a week (R-RUL-2).
    WeeklyHours(Hours),
    /// Rest, and what one working day is (R-RUL-3).
    MinRest(MinRest),
    /// The least rest from a Night to a Day (R-RUL-4).
    NightToDayRest(Hours),
    /// The shortest and the longest shift (R-RUL-11).
    ShiftLength(ShiftLength),
    /// How many days ahead (R-RUL-12).
    Horizon(u16),
}

/// The rules as they apply to one package: the only settings a verdict reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    modes: BTreeMap<RuleKey, Mode>,
    /// R-RUL-2.
    pub weekly_hours: Hours,
    /// R-RUL-3.
    pub min_rest: MinRest,
    /// R-RUL-4.
    pub night_to_day_rest: Hours,
    /// R-RUL-11.
    pub shift_length: ShiftLength,
    /// R-RUL-12.
    pub horizon_days: u16,
}

impl Default for RuleSet {
    fn default() -> Self {
        Self {
            modes: BTreeMap::new(),
            weekly_hours: Hours::whole(36),
            min_rest: MinRest::default(),
            night_to_day_rest: night_to_day_rest::LEAST,
            shift_length: ShiftLength::default(),
            horizon_days: horizon::MOST_DAYS,
        }
    }
}

impl RuleSet {
    /// The rules of one package, from the rows of its organisation and its own.
    pub fn new(organisation: &[Setting], package: &[Setting]) -> Self {
        let mut rules = Self::default();
        for setting in organisation.iter().chain(package) {
            rules.apply(setting);
        }
        rules
    }

    /// How a rule is taken. A mode that the rule does not offer has no effect: `overlap` is fixed.
    pub fn mode(&self, rule: RuleKey) -> Mode {
        self.modes.get(&rule).copied().unwrap_or_else(|| rule.default_mode())
    }

    fn apply(&mut self, setting: &Setting) {
        if setting.rule.modes().contains(&setting.mode) {
            self.modes.insert(setting.rule, setting.mode);
        }
        match setting.params {
            Some(params) if params.rule() == setting.rule => self.adjust(params),
            _ => {}
        }
    }

    fn adjust(&mut self, params: Params) {
        match params {
            Params::WeeklyHours(most) => self.weekly_hours = most,
            Params::MinRest(rest) => self.min_rest = rest,
            Params::NightToDayRest(least) => self.night_to_day_rest = least,
            Params::ShiftLength(length) => self.shift_length = length,
            Params::Horizon(days) => self.horizon_days = days,
        }
    }
}

impl Params {
    /// The rule they belong to.
    pub const fn rule(self) -> RuleKey {
        match self {
            Self::WeeklyHours(_) => RuleKey::WeeklyHours,
            Self::MinRest(_) => RuleKey::MinRest,
            Self::NightToDayRest(_) => RuleKey::NightToDayRest,
            Self::ShiftLength(_) => RuleKey::ShiftLength,
            Self::Horizon(_) => RuleKey::Horizon,
        }
    }
}
