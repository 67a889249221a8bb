//! What a verdict keeps to, whatever a carer's weeks look like.

use domain::{
    eligibility::{
        Accepted, Carer, Context, Facts, Given, Now, RuleKey, Standing, Target, Verdict, settle, verdict,
    },
    hours::{Hours, Period},
    id::{AccountId, PackageId, RotaEntryId},
    rota::{Calendar, Entry, EntryState, RuleSet, Slot},
    time::{Instant, Zone},
};
use proptest::prelude::*;
use uuid::Uuid;

/// Monday 12 October 2026, 00:00 in London: the second week holds the autumn clock change.
const FIRST: Instant = Instant(1_791_759_600_000);
const WEEKS: i64 = 3;

/// Starts and lengths on the quarter of an hour, as rotas have them.
fn work() -> impl Strategy<Value = Period> {
    (0..WEEKS * 7 * 24 * 4, 1..14 * 4i64).prop_map(|(start, length)| {
        let start = FIRST.plus_minutes(start * 15);
        Period { start, end: start.plus_minutes(length * 15) }
    })
}

fn weeks() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec((work(), any::<bool>()), 0..12).prop_map(|all| {
        (1u128..).zip(all).map(|(number, (period, draft))| entry(number, period, draft)).collect()
    })
}

fn entry(number: u128, period: Period, draft: bool) -> Entry {
    let slot = slot(period);
    let state = if draft { EntryState::Draft } else { EntryState::Confirmed };
    let id = RotaEntryId(Uuid::from_u128(number));
    Entry { id, package: slot.package, date: slot.date, shift_type: slot.shift_type, period, state }
}

fn slot(period: Period) -> Slot {
    Slot::new(PackageId(Uuid::nil()), period, Zone::LONDON.date(FIRST), Zone::LONDON)
}

fn context() -> impl Strategy<Value = Context> {
    prop::sample::select(vec![Context::Offer, Context::Draft, Context::Final])
}

fn judged(period: Period, others: &[Entry], context: Context) -> Verdict {
    let carer = Carer { id: AccountId(Uuid::nil()), standing: Standing::Active, held: vec![] };
    let target = Target { package: Standing::Active, required: vec![], offer: None };
    let calendar = Calendar::new(others.iter().copied(), None);
    let now = Now::new(FIRST, Zone::LONDON);
    verdict(&carer, &target, &calendar, &slot(period), &RuleSet::default(), context, now)
}

fn total(verdict: &Verdict) -> Option<Hours> {
    verdict.reasons.iter().find_map(|reason| match reason.facts {
        Facts::WeeklyHours { total, .. } => Some(total),
        _ => None,
    })
}

/// Work that shares no time and has a full rest between, from one seed of gaps.
fn rested(gaps: &[i64]) -> Vec<Period> {
    let mut free = FIRST;
    gaps.iter()
        .map(|gap| {
            let start = free.plus_minutes(11 * 60 + gap * 15);
            free = start.plus_hours(8);
            Period { start, end: free }
        })
        .collect()
}

proptest! {
    #[test]
    fn r_elg_1_the_order_in_which_entries_are_known_changes_nothing(
        period in work(), weeks in weeks(), context in context(),
    ) {
        let backwards: Vec<Entry> = weeks.iter().rev().copied().collect();
        prop_assert_eq!(judged(period, &weeks, context), judged(period, &backwards, context));
    }

    #[test]
    fn r_elg_1_reasons_come_in_the_order_of_the_rules_and_each_rule_of_the_rota_once(
        period in work(), weeks in weeks(), context in context(),
    ) {
        let rules: Vec<RuleKey> = judged(period, &weeks, context).reasons.iter().map(|r| r.rule).collect();
        prop_assert!(rules.is_sorted_by(|one, next| one < next), "{:?}", rules);
    }

    #[test]
    fn r_elg_8_any_verdict_is_read_back_as_it_was_stored(
        period in work(), weeks in weeks(), context in context(),
    ) {
        let answer = judged(period, &weeks, context);
        let stored = serde_json::to_string(&answer).expect("json");
        prop_assert_eq!(serde_json::from_str::<Verdict>(&stored).expect("a verdict"), answer);
    }

    #[test]
    fn r_rul_more_work_never_removes_an_overlap_a_short_rest_or_an_hour(
        period in work(), mut weeks in weeks(), more in work(),
    ) {
        let before = judged(period, &weeks, Context::Draft);
        weeks.push(entry(99, more, false));
        let after = judged(period, &weeks, Context::Draft);
        for rule in [RuleKey::Overlap, RuleKey::WeeklyHours, RuleKey::MinRest, RuleKey::NightToDayRest] {
            prop_assert!(!before.names(rule) || after.names(rule), "{:?}", rule);
        }
        prop_assert!(total(&before) <= total(&after));
    }

    #[test]
    fn r_rul_1_two_entries_overlap_for_each_other_or_for_neither(one in work(), other in work()) {
        let first = judged(one, &[entry(1, other, false)], Context::Final);
        let second = judged(other, &[entry(1, one, false)], Context::Final);
        prop_assert_eq!(first.names(RuleKey::Overlap), second.names(RuleKey::Overlap));
        prop_assert_eq!(first.names(RuleKey::Overlap), one.start < other.end && other.start < one.end);
    }

    #[test]
    fn r_rul_3_and_4_two_entries_rest_for_each_other_or_for_neither(one in work(), other in work()) {
        let first = judged(one, &[entry(1, other, false)], Context::Final);
        let second = judged(other, &[entry(1, one, false)], Context::Final);
        for rule in [RuleKey::MinRest, RuleKey::NightToDayRest] {
            prop_assert_eq!(first.names(rule), second.names(rule), "{:?}", rule);
        }
    }

    #[test]
    fn r_rul_1_back_to_back_is_no_overlap(period in work(), before in 1..48i64, after in 1..48i64) {
        let around = [
            entry(1, Period { start: period.start.plus_minutes(before * -15), end: period.start }, false),
            entry(2, Period { start: period.end, end: period.end.plus_minutes(after * 15) }, false),
        ];
        prop_assert!(!judged(period, &around, Context::Final).names(RuleKey::Overlap));
    }

    #[test]
    fn r_rul_3_with_eleven_hours_between_nobody_lacks_rest(
        gaps in prop::collection::vec(0..40i64, 1..12), which in any::<prop::sample::Index>(),
    ) {
        let mut periods = rested(&gaps);
        let period = periods.remove(which.index(periods.len()));
        let others: Vec<Entry> = (1u128..).zip(periods).map(|(n, p)| entry(n, p, false)).collect();
        let answer = judged(period, &others, Context::Final);
        prop_assert!(!answer.names(RuleKey::MinRest) && !answer.names(RuleKey::Overlap));
    }

    #[test]
    fn r_ovr_2_an_override_covers_the_finding_it_was_given_for(period in work(), weeks in weeks()) {
        let answer = judged(period, &weeks, Context::Final);
        let given = RuleKey::ALL.map(|rule| (rule, "Nobody else can cover tonight".to_owned())).into();
        match settle(&answer, &[], &given) {
            Ok(new) => {
                let stored: Vec<Accepted> = new.into_iter().map(|one| one.accepted).collect();
                prop_assert_eq!(settle(&answer, &stored, &Given::new()), Ok(vec![]));
            }
            Err(open) => prop_assert!(open.blocked.iter().all(|reason| reason.rule == RuleKey::Overlap)),
        }
    }

    #[test]
    fn r_elg_6_a_carer_is_told_of_no_draft(period in work(), weeks in weeks()) {
        let sent = serde_json::to_string(&judged(period, &weeks, Context::Offer).for_carer()).expect("json");
        for draft in weeks.iter().filter(|entry| entry.is_draft()) {
            prop_assert!(!sent.contains(&draft.id.to_string()), "{}", sent);
        }
    }
}
