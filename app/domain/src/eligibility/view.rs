//! What a carer may read of a verdict (R-ELG-6): what blocks, about himself or herself, and nothing of drafts.

use serde::{Deserialize, Serialize};

use super::{Audience, Facts, Reason, Remedy, RuleKey, Verdict};

/// A blocking reason as its carer reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarerReason {
    /// The rule that found it.
    pub rule: RuleKey,
    /// What may be told of it.
    pub facts: CarerFacts,
    /// What the carer can do about it.
    pub remedy: Option<Remedy>,
}

/// What a carer may be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarerFacts {
    /// Everything the rule found.
    Known(Facts),
    /// It rests on work in draft: "already planned", without place or time.
    AlreadyPlanned,
}

/// How a shift stands on one carer's board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    /// Listed, and may be asked for.
    Open,
    /// Among the carer's own applications.
    Applied,
    /// Listed, disabled, with the reasons.
    Disabled(Vec<CarerReason>),
    /// Not listed; counted in the one line that names the missing ratings.
    Counted(Vec<CarerReason>),
    /// Not there at all.
    Absent,
}

impl Reason {
    /// As the carer it is about reads it; `None` when it is for admins only.
    pub fn for_carer(&self) -> Option<CarerReason> {
        if !self.blocks() || self.audience == Audience::Admins {
            return None;
        }
        let facts = if self.facts.tell_of_drafts() {
            CarerFacts::AlreadyPlanned
        } else {
            CarerFacts::Known(self.facts.clone())
        };
        Some(CarerReason { rule: self.rule, facts, remedy: self.remedy.filter(|r| r.is_the_carers()) })
    }
}

impl Verdict {
    /// Every blocking reason that the carer may read, in order.
    pub fn for_carer(&self) -> Vec<CarerReason> {
        self.reasons.iter().filter_map(Reason::for_carer).collect()
    }

    /// How the shift stands on the carer's board. The verdict is one in `offer` context.
    ///
    /// A shift that takes nobody is not on the board. One that only a rating keeps from the carer is counted,
    /// not listed; one that the calendar keeps from the carer is listed, disabled (R-ELG-6).
    pub fn listing(&self) -> Listing {
        let blocked_by = |rule| self.blocking().any(|reason| reason.rule == rule);
        let only = |rule| self.for_carer().into_iter().filter(move |reason| reason.rule == rule).collect();
        if self.is_eligible() {
            Listing::Open
        } else if blocked_by(RuleKey::AlreadyApplied) {
            Listing::Applied
        } else if [RuleKey::AccountActive, RuleKey::PackageLive, RuleKey::ShiftOpen]
            .into_iter()
            .any(blocked_by)
        {
            Listing::Absent
        } else if !blocked_by(RuleKey::Competence) {
            Listing::Disabled(self.for_carer())
        } else if blocked_by(RuleKey::Deadline) {
            Listing::Absent
        } else {
            Listing::Counted(only(RuleKey::Competence))
        }
    }
}
