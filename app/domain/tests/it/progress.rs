//! Counts: never negative, never rounded up to 100 %, and always the sum of the log.

use domain::progress::{Corrected, Count, MOST_COUNT, Tally, Target, overall};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Act {
    Log(u32),
    Adjust(u32),
    Reset,
    NewTarget(u32),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (1u32..=100).prop_map(Act::Log),
        (0u32..=MOST_COUNT).prop_map(Act::Adjust),
        Just(Act::Reset),
        (1u32..=9999).prop_map(Act::NewTarget),
    ]
}

fn target(n: u32) -> Target {
    n.try_into().expect("a target")
}

fn count(n: u32) -> Count {
    n.try_into().expect("a count")
}

/// The tally after an act, and the amount of the line it wrote; a refused act changes nothing.
fn after(tally: Tally, act: Act) -> (Tally, i64) {
    let corrected = |Corrected { tally, amount }| (tally, i64::from(amount));
    match act {
        Act::Log(n) => tally.log(count(n), 0).map_or((tally, 0), |after| (after, n.into())),
        Act::Adjust(n) => tally.adjust(n).map_or((tally, 0), corrected),
        Act::Reset => corrected(tally.reset()),
        Act::NewTarget(n) => (Tally { target: target(n), ..tally }, 0),
    }
}

proptest! {
    #[test]
    fn r_prg_2_the_count_is_the_sum_of_its_log_and_never_negative(
        first in 1u32..=9999,
        acts in prop::collection::vec(act(), 0..40),
    ) {
        let mut tally = Tally { done: 0, target: target(first) };
        let mut sum = 0;
        for act in acts {
            let (next, amount) = after(tally, act);
            tally = next;
            sum += amount;
            prop_assert!(sum >= 0);
            prop_assert_eq!(i64::from(tally.done), sum);
        }
    }

    #[test]
    fn r_prg_1_a_hundred_percent_is_shown_if_and_only_if_the_target_is_reached(
        done in 0u32..=MOST_COUNT,
        of in 1u32..=9999,
    ) {
        let tally = Tally { done, target: target(of) };
        prop_assert!(tally.tenths() <= 1000);
        prop_assert_eq!(tally.tenths() == 1000, done >= of);
        prop_assert_eq!(tally.is_complete(), done >= of);
        prop_assert!(u64::from(tally.tenths()) * u64::from(of) <= u64::from(done) * 1000);
    }

    #[test]
    fn r_prg_6_overall_is_a_hundred_only_if_every_task_is(
        counts in prop::collection::vec((0u32..=300, 1u32..=300), 1..20),
    ) {
        let tallies: Vec<_> = counts.into_iter().map(|(done, of)| Tally { done, target: target(of) }).collect();
        let all = tallies.iter().all(|tally| tally.is_complete());
        prop_assert_eq!(overall(&tallies) == Some(1000), all);
    }

    #[test]
    fn r_prg_3_no_sequence_of_logs_passes_the_limit_of_a_day(logs in prop::collection::vec(1u32..=100, 0..30)) {
        let mut tally = Tally { done: 0, target: target(9999) };
        let mut that_day = 0;
        for n in logs {
            if let Ok(next) = tally.log(count(n), that_day) {
                tally = next;
                that_day += n;
            }
        }
        prop_assert!(that_day <= 100);
        prop_assert_eq!(tally.done, that_day);
    }
}
