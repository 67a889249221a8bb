//! The rota: planned work, the rules it obeys, and where the next rule goes.
//!
//! One rule, one file, one finding. To write a rule: make `rota/<its key>.rs` with `judge`, give it its line
//! in [`judged`], its facts in `eligibility::Facts`, and its parameter, if it has one, in `rota/settings.rs`.

mod calendar;
mod horizon;
mod min_rest;
mod night_to_day_rest;
mod overlap;
mod settings;
mod shift_length;
mod view;
mod weekly_hours;

pub use calendar::{Calendar, Entry, EntryState, Slot, reach};
pub use min_rest::MinRest;
pub use settings::{Params, RuleSet, Setting};
pub use shift_length::ShiftLength;
pub use view::{ScheduleWeek, Work};

use crate::{
    eligibility::{Case, Context, Facts, Mode, Reason, Remedy, RuleKey, Severity},
    shift::ShiftType,
    time::Clock,
};

/// What judges one rule: the case → what is wrong, if anything. It looks before and after the judged work.
pub type Judge = fn(&Case) -> Option<Facts>;

/// Where a rule is judged.
#[derive(Clone, Copy, Debug)]
pub enum Judged {
    /// Here, by its file.
    Here(Judge),
    /// By `eligibility`: it speaks of person and target.
    ByEligibility,
    /// Nowhere yet, so it finds nothing. Pages say so instead of calling it met.
    NotYet,
}

/// Where each rule is judged. A new rule does not compile until it has a line here.
pub fn judged(rule: RuleKey) -> Judged {
    match rule {
        RuleKey::AccountActive
        | RuleKey::PackageLive
        | RuleKey::ShiftOpen
        | RuleKey::Deadline
        | RuleKey::AlreadyApplied
        | RuleKey::Competence => Judged::ByEligibility,
        RuleKey::Overlap => Judged::Here(overlap::judge),
        RuleKey::WeeklyHours => Judged::Here(weekly_hours::judge),
        RuleKey::MinRest => Judged::Here(min_rest::judge),
        RuleKey::NightToDayRest => Judged::Here(night_to_day_rest::judge),
        RuleKey::ShiftLength => Judged::Here(|case| shift_length::judge(case.slot, case.rules)),
        RuleKey::Horizon => Judged::Here(|case| horizon::judge(case.slot, case.rules)),
        RuleKey::Weekend
        | RuleKey::CompetentStaff
        | RuleKey::Supervision
        | RuleKey::Pattern
        | RuleKey::MaxNights
        | RuleKey::NightLength
        | RuleKey::NoTasks
        | RuleKey::WeeklyRest
        | RuleKey::AverageWeek
        | RuleKey::AverageNight
        | RuleKey::NightHazard => Judged::NotYet,
    }
}

/// What a rule of the rota finds in a case.
pub fn judge(rule: RuleKey, case: &Case) -> Option<Facts> {
    match judged(rule) {
        Judged::Here(judge) => judge(case),
        Judged::ByEligibility | Judged::NotYet => None,
    }
}

/// What the rules say of a shift before anybody is sought for it (R-SHF-1): its length and its date.
///
/// An override given here is stored with the shift and covers the entry that comes of it, while the facts
/// are no worse.
pub fn shift_reasons(slot: &Slot, rules: &RuleSet) -> Vec<Reason> {
    let found = [shift_length::judge(slot, rules), horizon::judge(slot, rules)];
    found.into_iter().flatten().filter_map(|facts| weigh(facts, rules)).collect()
}

fn weigh(facts: Facts, rules: &RuleSet) -> Option<Reason> {
    let rule = facts.rule();
    let severity: Severity = rule.class(Context::Draft).and_then(|class| rules.mode(rule).on(class))?;
    let remedy = Remedy::of(&facts, None);
    Some(Reason::new(facts, severity, remedy))
}

/// Why work is not taken into a slot as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// It starts at a time of the other type; the page offers to move it there (R-ROT-1).
    #[error("this start belongs to the other slot")]
    OtherSlot {
        /// The type it starts in.
        belongs_to: ShiftType,
    },
}

/// Whether a start may stand in a slot of a type (R-ROT-1).
pub fn fits(slot: ShiftType, start: Clock) -> Result<(), Refused> {
    let belongs_to = ShiftType::starting(start);
    if belongs_to == slot { Ok(()) } else { Err(Refused::OtherSlot { belongs_to }) }
}

impl RuleSet {
    /// Whether a rule is judged at all: it is written, and not off.
    pub fn judges(&self, rule: RuleKey) -> bool {
        !matches!(judged(rule), Judged::NotYet) && self.mode(rule) != Mode::Off
    }
}

#[cfg(test)]
mod tests;
