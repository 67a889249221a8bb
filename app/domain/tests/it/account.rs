//! Admins of one organisation: whatever they do to each other in whatever order, somebody can still sign in and
//! manage admins (R-ACC-1).

use domain::access::Role;
use domain::account::{Ending, Others, Subject, may_end};
use domain::id::AccountId;
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: usize = 4;

#[derive(Clone, Copy, Debug)]
enum Act {
    End(Ending, usize, usize),
    Reactivate(usize),
    GrantManaging(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let ending = prop_oneof![Just(Ending::Delete), Just(Ending::Deactivate), Just(Ending::StripManaging)];
    let person = || 0..PEOPLE;
    prop_oneof![
        4 => (ending, person(), person()).prop_map(|(ending, by, who)| Act::End(ending, by, who)),
        1 => person().prop_map(Act::Reactivate),
        1 => person().prop_map(Act::GrantManaging),
    ]
}

fn id(n: usize) -> AccountId {
    AccountId(Uuid::from_u128(n as u128 + 1))
}

/// One admin: active, and holding `can_manage_admins`.
type Admin = (bool, bool);

fn others(admins: &[Admin], but: usize) -> Others {
    let others = || admins.iter().enumerate().filter(|(n, (active, _))| *n != but && *active);
    Others {
        admins: others().count() as u64,
        managing: others().filter(|(_, (_, managing))| *managing).count() as u64,
    }
}

/// Does what the rule allows, as the use cases do: only who is active and manages admins acts at all.
fn run(admins: &mut [Admin], act: Act) {
    match act {
        Act::Reactivate(who) => admins[who].0 = true,
        Act::GrantManaging(who) => admins[who].1 = true,
        Act::End(ending, by, who) => {
            let (is_active, manages_admins) = admins[who];
            let subject = Subject { id: id(who), role: Role::Admin, is_active, manages_admins };
            let may_act = admins[by] == (true, true);
            if may_act && may_end(ending, id(by), subject, others(admins, who)).is_ok() {
                match ending {
                    Ending::Delete | Ending::Deactivate => admins[who].0 = false,
                    Ending::StripManaging => admins[who].1 = false,
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn r_acc_1_no_sequence_of_acts_leaves_nobody_in_charge(acts in prop::collection::vec(act(), 1..60)) {
        let mut admins = [(true, true), (true, false), (true, true), (false, true)];
        for act in acts {
            run(&mut admins, act);
            prop_assert!(admins.contains(&(true, true)), "{admins:?}");
        }
    }
}
