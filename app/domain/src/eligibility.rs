//! Who may be given which work: one pure function, asked by everybody who wants to know (R-ELG-1, R-ELG-2).
//!
//! It reads no clock, no database and no chance. What it is told decides, so the same question always has
//! the same answer, in the same order.

mod competence;
mod facts;
mod overrides;
mod reason;
mod rule;
mod standing;
mod view;

use serde::{Deserialize, Serialize};

pub use competence::{Held, InForce, Locked, Waiting};
pub use facts::{Clash, Facts, Gap, ShortRest, ShortRests, Side, Standing};
pub use overrides::{Accepted, Given, Override, OverrideDraft, Unsettled, settle};
pub use reason::{Reason, Remedy};
pub use rule::{Audience, Context, Mode, RuleKey, Severity};
pub use view::{CarerFacts, CarerReason, Listing};

use crate::{
    id::{AccountId, TaskId},
    rota::{self, Calendar, RuleSet, Slot},
    shift::{ApplicationState, Shift},
    time::{Date, Instant, Zone},
};

/// What is known of the carer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carer {
    /// The carer's account.
    pub id: AccountId,
    /// Whether the account is active.
    pub standing: Standing,
    /// What the carer can show, a line for each task; a task without a line is one without a rating.
    pub held: Vec<Held>,
}

/// What the work asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Whether the package is live and active.
    pub package: Standing,
    /// The tasks that must be covered; none for non-competent work (R-ELG-4).
    pub required: Vec<TaskId>,
    /// The shift, while somebody is sought for it. `None` for an entry that stands or is made by hand.
    pub offer: Option<Offer>,
}

/// A shift that seeks somebody, as one carer meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The shift as stored; its state is judged as of now (R-SHF-8).
    pub shift: Shift,
    /// This carer's application, if there is one, with the time it was made.
    pub application: Option<(ApplicationState, Instant)>,
}

/// The moment of judging, on the clock and in the organisation's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The moment.
    pub at: Instant,
    /// Its date.
    pub today: Date,
}

impl Now {
    /// A moment in an organisation's time zone.
    pub fn new(at: Instant, zone: Zone) -> Self {
        Self { at, today: zone.date(at) }
    }
}

/// The answer, complete: it is stored as proof with each decision (R-ELG-8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The date it speaks of: the local date of the work.
    pub as_of: Date,
    /// Every finding, in the order of [`RuleKey::ALL`].
    pub reasons: Vec<Reason>,
}

impl Verdict {
    /// Whether nothing blocks.
    pub fn is_eligible(&self) -> bool {
        !self.reasons.iter().any(Reason::blocks)
    }

    /// What blocks.
    pub fn blocking(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.blocks())
    }

    /// Whether a rule found something.
    pub fn names(&self, rule: RuleKey) -> bool {
        self.reasons.iter().any(|reason| reason.rule == rule)
    }
}

/// The question, as every rule reads it.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Who.
    pub carer: &'a Carer,
    /// For what.
    pub target: &'a Target,
    /// The carer's other work, the judged entry left out (R-ELG-5).
    pub calendar: &'a Calendar,
    /// Where and when.
    pub slot: &'a Slot,
    /// The rules of the slot's package.
    pub rules: &'a RuleSet,
    /// Why it is asked.
    pub context: Context,
    /// When it is asked.
    pub now: Now,
}

/// Whether a carer may be given the work, and everything that speaks against it (R-ELG-1).
///
/// Times are real moments, dates those of the organisation. `calendar` holds the carer's live entries of
/// all packages within [`rota::reach`], without the judged one.
pub fn verdict(
    carer: &Carer,
    target: &Target,
    calendar: &Calendar,
    slot: &Slot,
    rules: &RuleSet,
    context: Context,
    now: Now,
) -> Verdict {
    let case = Case { carer, target, calendar, slot, rules, context, now };
    let reasons = RuleKey::ALL.into_iter().flat_map(|rule| case.reasons(rule)).collect();
    Verdict { as_of: slot.date, reasons }
}

impl Case<'_> {
    fn reasons(&self, rule: RuleKey) -> Vec<Reason> {
        let weight = rule.class(self.context).and_then(|class| self.rules.mode(rule).on(class));
        let Some(severity) = weight else { return Vec::new() };
        let found = self.ask(rule).into_iter();
        found.map(|facts| Reason::new(facts.clone(), severity, self.remedy(&facts))).collect()
    }

    /// What a rule finds here. A rule of person and target answers itself; the others belong to the rota.
    fn ask(&self, rule: RuleKey) -> Vec<Facts> {
        match rule {
            RuleKey::AccountActive => standing::account_active(self).into_iter().collect(),
            RuleKey::PackageLive => standing::package_live(self).into_iter().collect(),
            RuleKey::ShiftOpen => standing::shift_open(self).into_iter().collect(),
            RuleKey::Deadline => standing::deadline(self).into_iter().collect(),
            RuleKey::AlreadyApplied => standing::already_applied(self).into_iter().collect(),
            RuleKey::Competence => competence::judge(self),
            calendar => rota::judge(calendar, self).into_iter().collect(),
        }
    }

    fn remedy(&self, facts: &Facts) -> Option<Remedy> {
        let locked = match facts {
            Facts::Competence { task, .. } => self.carer.held(*task).and_then(|held| held.locked),
            _ => None,
        };
        Remedy::of(facts, locked)
    }
}

impl Carer {
    /// The line of a task, if there is one.
    fn held(&self, task: TaskId) -> Option<&Held> {
        self.held.iter().find(|held| held.task == task)
    }
}

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
