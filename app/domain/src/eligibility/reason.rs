//! One typed finding of a verdict, with its way out (R-ELG-1). Texts are made from it, never stored instead.

use serde::{Deserialize, Serialize};

use super::{
    competence,
    facts::{Facts, Standing},
    rule::{Audience, RuleKey, Severity},
};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule that found it.
    pub rule: RuleKey,
    /// Whether it stops the act.
    pub severity: Severity,
    /// What it found.
    pub facts: Facts,
    /// The way out, where there is one.
    pub remedy: Option<Remedy>,
    /// Whether an admin's reason is asked for, and then lets the act pass (R-OVR-1).
    pub overridable: bool,
    /// Who reads it (R-ELG-6).
    pub audience: Audience,
}

/// The way out of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// An admin reactivates the account or the package.
    Reactivate,
    /// An admin restores it from the recycle bin.
    Restore,
    /// The carer acknowledges the waiting rating.
    Acknowledge,
    /// The carer completes the tasks of the group, so that it can be assessed.
    Complete {
        /// How many are complete.
        done: u32,
        /// How many there are.
        of: u32,
    },
    /// The carer is assessed.
    BeAssessed,
    /// The carer is assessed again.
    BeReassessed,
    /// An admin takes another time or another carer.
    Replan,
}

impl Reason {
    /// A finding with the weight that its rule has here.
    pub fn new(facts: Facts, severity: Severity, remedy: Option<Remedy>) -> Self {
        let rule = facts.rule();
        // A correction of the past only warns and still wants a reason (R-RUL-12).
        let (severity, overridable) = match facts {
            Facts::PastDate { .. } => (Severity::Warns, true),
            _ => (severity, rule.is_overridable() && severity == Severity::Blocks),
        };
        let audience = match severity {
            Severity::Blocks => rule.audience(),
            Severity::Warns => Audience::Admins,
        };
        Self { rule, severity, facts, remedy, overridable, audience }
    }

    /// Whether it stops the act, as long as nobody accepts it.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Blocks
    }
}

impl Remedy {
    /// Whether the carer can do something about it: the others are in the hands of admins.
    pub const fn is_the_carers(self) -> bool {
        match self {
            Self::Acknowledge | Self::Complete { .. } | Self::BeAssessed | Self::BeReassessed => true,
            Self::Reactivate | Self::Restore | Self::Replan => false,
        }
    }

    /// The way out of what a rule found; `locked` as in [`competence::Held`].
    pub fn of(facts: &Facts, locked: Option<competence::Locked>) -> Option<Self> {
        match facts {
            Facts::AccountActive(standing) | Facts::PackageLive(standing) => match standing {
                Standing::Active => None,
                Standing::Inactive => Some(Self::Reactivate),
                Standing::Deleted => Some(Self::Restore),
            },
            Facts::Competence { gap, .. } => Some(gap.remedy(locked)),
            Facts::Overlap(_)
            | Facts::WeeklyHours { .. }
            | Facts::MinRest(_)
            | Facts::NightToDayRest(_)
            | Facts::ShiftLength { .. }
            | Facts::TooFarAhead { .. } => Some(Self::Replan),
            Facts::ShiftOpen(_)
            | Facts::Deadline { .. }
            | Facts::AlreadyApplied { .. }
            | Facts::PastDate { .. } => None,
        }
    }
}
