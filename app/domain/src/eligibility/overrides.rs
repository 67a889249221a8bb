//! Accepting an error with a reason, and how long that lasts (R-OVR-1 to R-OVR-3).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Facts, Reason, RuleKey, Verdict};
use crate::{
    problems::{Problem, Problems},
    text,
    time::Date,
};

/// What was accepted: kept as the facts of an override, so that it can be compared later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The date of the work it was accepted for.
    pub as_of: Date,
    /// What the rule had found.
    pub facts: Facts,
}

/// One accepted finding with its reason: one row, one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// What was accepted.
    pub accepted: Accepted,
    /// Why (R-GEN-9).
    pub reason: String,
}

impl Override {
    /// The rule it relaxes.
    pub const fn rule(&self) -> RuleKey {
        self.accepted.facts.rule()
    }
}

impl Accepted {
    /// Whether it still covers a finding: the same date, and facts that are no worse (R-OVR-2).
    pub fn covers(&self, as_of: Date, found: &Reason) -> bool {
        self.as_of == as_of && found.facts.is_no_worse_than(&self.facts)
    }
}

/// The reasons an admin has given, one for each rule.
pub type Given = BTreeMap<RuleKey, String>;

/// The override fields of a form: key of a rule → typed reason. A field left empty gives none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OverrideDraft(pub BTreeMap<String, String>);

impl OverrideDraft {
    /// Reads the reasons, or says everything that is wrong with them under the keys of their rules.
    pub fn parse(&self) -> Result<Given, Problems> {
        let mut problems = Problems::default();
        let mut given = Given::new();
        for (key, typed) in &self.0 {
            let rule = problems.field(key, text::coded::<RuleKey>(key));
            let reason = match text::reason(typed) {
                Err(Problem::Missing) => None,
                read => problems.field(key, read),
            };
            given.extend(rule.zip(reason));
        }
        problems.finish(Some(given))
    }
}

/// What still stands in the way after every reason given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("a rule stands against it")]
pub struct Unsettled {
    /// What nobody can accept (R-OVR-3).
    pub blocked: Vec<Reason>,
    /// What could be accepted, if a reason were given for it.
    pub unexplained: Vec<Reason>,
}

/// Whether the act may go on: every error is covered by a stored override or by a reason given now.
///
/// Gives the new overrides, which are stored with the act. A reason for a rule that found nothing is not
/// stored, and none is asked for twice.
///
/// # Errors
/// [`Unsettled`] with what blocks and what lacks a reason.
pub fn settle(verdict: &Verdict, stored: &[Accepted], given: &Given) -> Result<Vec<Override>, Unsettled> {
    let (mut accepted, mut open) = (Vec::new(), Unsettled { blocked: Vec::new(), unexplained: Vec::new() });
    for found in verdict.reasons.iter().filter(|reason| reason.blocks() || reason.overridable) {
        if stored.iter().any(|one| one.covers(verdict.as_of, found)) {
            continue;
        }
        match given.get(&found.rule) {
            _ if !found.overridable => open.blocked.push(found.clone()),
            None => open.unexplained.push(found.clone()),
            Some(reason) => {
                let finding = Accepted { as_of: verdict.as_of, facts: found.facts.clone() };
                accepted.push(Override { accepted: finding, reason: reason.clone() });
            }
        }
    }
    if open.blocked.is_empty() && open.unexplained.is_empty() { Ok(accepted) } else { Err(open) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        eligibility::{Severity, ShortRest, ShortRests, Side},
        hours::Hours,
        id::{PackageId, RotaEntryId},
        time::{Instant, add_days},
    };
    use uuid::Uuid;

    const REASON: &str = "Nobody else can cover tonight";

    fn monday() -> Date {
        Date::from_ymd_opt(2026, 6, 1).expect("a date")
    }

    fn weekly(total: u32) -> Facts {
        let limit = Hours::whole(36);
        Facts::WeeklyHours { week: monday(), total: Hours::whole(total), limit, drafts: Hours::ZERO }
    }

    fn found(facts: Facts) -> Reason {
        Reason::new(facts, Severity::Blocks, None)
    }

    fn verdict(reasons: Vec<Reason>) -> Verdict {
        Verdict { as_of: monday(), reasons }
    }

    fn accepted(facts: Facts) -> Accepted {
        Accepted { as_of: monday(), facts }
    }

    fn given(rules: &[RuleKey]) -> Given {
        rules.iter().map(|&rule| (rule, REASON.to_owned())).collect()
    }

    fn rest(entry: u128, hours: i64) -> Facts {
        let entry = RotaEntryId(Uuid::from_u128(entry));
        let to = Instant(0).plus_hours(hours);
        let rests = vec![ShortRest { side: Side::Before, entry, from: Instant(0), to, draft: false }];
        Facts::MinRest(ShortRests { least: Hours::whole(11), rests })
    }

    #[test]
    fn r_ovr_1_an_error_passes_with_a_reason_and_not_without() {
        let asked = verdict(vec![found(weekly(48))]);
        let refused = settle(&asked, &[], &Given::new()).expect_err("no reason given");
        assert_eq!(refused.unexplained, asked.reasons);

        let passed = settle(&asked, &[], &given(&[RuleKey::WeeklyHours]));
        let reason = REASON.to_owned();
        assert_eq!(passed, Ok(vec![Override { accepted: accepted(weekly(48)), reason }]));
    }

    #[test]
    fn s109_an_override_of_48_hours_asks_again_at_60() {
        let stored = [accepted(weekly(48))];
        let again = |total| settle(&verdict(vec![found(weekly(total))]), &stored, &Given::new());
        assert_eq!(again(48), Ok(vec![]));
        assert_eq!(again(40), Ok(vec![]));
        assert!(again(60).is_err());
    }

    #[test]
    fn r_ovr_2_another_date_another_week_or_another_entry_counts_as_worse() {
        let covers = |then: Facts, now: Facts| accepted(then).covers(monday(), &found(now));
        assert!(covers(rest(1, 9), rest(1, 9)));
        assert!(covers(rest(1, 9), rest(1, 10)));
        assert!(!covers(rest(1, 9), rest(1, 8)));
        assert!(!covers(rest(1, 9), rest(2, 9)));
        assert!(!covers(rest(1, 9), weekly(40)));
        assert!(!accepted(rest(1, 9)).covers(add_days(monday(), 1), &found(rest(1, 9))));
        let next_week = Facts::WeeklyHours {
            week: add_days(monday(), 7),
            total: Hours::whole(40),
            limit: Hours::whole(36),
            drafts: Hours::ZERO,
        };
        assert!(!covers(weekly(48), next_week));
    }

    #[test]
    fn r_ovr_2_a_stricter_limit_counts_as_worse() {
        let strict = Facts::WeeklyHours {
            week: monday(),
            total: Hours::whole(48),
            limit: Hours::whole(30),
            drafts: Hours::ZERO,
        };
        assert!(!accepted(weekly(48)).covers(monday(), &found(strict)));
    }

    #[test]
    fn r_ovr_2_a_longer_rest_asked_for_counts_as_worse() {
        let Facts::MinRest(short) = rest(1, 9) else { panic!("a short rest") };
        let stricter = Facts::MinRest(ShortRests { least: Hours::whole(12), ..short });
        assert!(!accepted(rest(1, 9)).covers(monday(), &found(stricter.clone())));
        assert!(accepted(stricter).covers(monday(), &found(rest(1, 9))));
    }

    #[test]
    fn r_ovr_2_a_date_too_far_ahead_may_come_nearer_and_its_limit_may_not() {
        let ahead = |days: i64, most_days| {
            found(Facts::TooFarAhead { planned_on: add_days(monday(), -days), most_days })
        };
        let covers = |now: Reason| accepted(ahead(100, 92).facts).covers(monday(), &now);
        assert!(covers(ahead(100, 92)));
        assert!(covers(ahead(95, 92)));
        assert!(!covers(ahead(101, 92)));
        assert!(!covers(ahead(100, 60)));
    }

    #[test]
    fn r_ovr_2_a_length_may_change_for_the_better_only() {
        let length = |hours| Facts::ShiftLength {
            hours: Hours::whole(hours),
            least: Hours::whole(2),
            most: Hours::whole(12),
        };
        let covers = |then, now| accepted(length(then)).covers(monday(), &found(length(now)));
        assert!(covers(14, 13));
        assert!(!covers(13, 14));
        assert!(!covers(13, 1));
        assert!(!covers(1, 13));
    }

    #[test]
    fn r_ovr_3_overlap_and_reasons_about_the_person_are_never_accepted() {
        let clash = super::super::Clash {
            entry: RotaEntryId(Uuid::nil()),
            package: PackageId(Uuid::nil()),
            period: crate::hours::Period { start: Instant(0), end: Instant(1) },
            draft: false,
        };
        for facts in [
            Facts::Overlap(vec![clash]),
            Facts::AccountActive(super::super::Standing::Inactive),
            Facts::Competence { task: crate::id::TaskId(Uuid::nil()), gap: super::super::Gap::None },
        ] {
            let asked = verdict(vec![found(facts.clone())]);
            let refused = settle(&asked, &[accepted(facts.clone())], &given(&[facts.rule()]));
            assert_eq!(refused.expect_err("never").blocked, asked.reasons);
        }
    }

    #[test]
    fn r_ovr_1_a_reason_nobody_asked_for_is_not_stored() {
        assert_eq!(settle(&verdict(vec![]), &[], &given(&[RuleKey::MinRest])), Ok(vec![]));
    }

    #[test]
    fn r_rul_12_a_correction_of_the_past_warns_and_still_wants_a_reason() {
        let past = Facts::PastDate { planned_on: add_days(monday(), 1) };
        let asked = verdict(vec![found(past)]);
        assert!(asked.is_eligible());
        assert!(settle(&asked, &[], &Given::new()).is_err());
        assert!(settle(&asked, &[], &given(&[RuleKey::Horizon])).is_ok());
    }

    #[test]
    fn r_gen_9_the_form_reads_reasons_by_rule_and_leaves_out_empty_ones() {
        let typed = |key: &str, reason: &str| OverrideDraft([(key.to_owned(), reason.to_owned())].into());
        assert_eq!(typed("min_rest", REASON).parse(), Ok(given(&[RuleKey::MinRest])));
        assert_eq!(typed("min_rest", " ").parse(), Ok(Given::new()));
        let short = typed("min_rest", "why not").parse().expect_err("too short");
        assert_eq!(short.of("min_rest"), Some(Problem::TooShort { least: 10 }));
        assert!(typed("no_such_rule", REASON).parse().is_err());
    }
}
