//! Ratings of one carer and task: whatever is done in whatever order, the events of every rating agree with
//! what the carer holds, and nothing comes into force behind the carer's back.

use domain::competency::{Effect, Level, RatingEventKind, RatingState, Standing, Waiting};
use domain::id::RatingId;
use domain::time::Date;
use proptest::prelude::*;
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
enum Act {
    Rate { level: usize, lowering_immediate: bool },
    Acknowledge(usize),
    Withdraw(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0usize..6, any::<bool>())
            .prop_map(|(level, lowering_immediate)| Act::Rate { level, lowering_immediate }),
        (0usize..12).prop_map(Act::Acknowledge),
        (0usize..12).prop_map(Act::Withdraw),
    ]
}

/// One rating with all that happened to it, as the database keeps it.
#[derive(Debug)]
struct Row {
    id: RatingId,
    level: Level,
    effect: Effect,
    lowered: bool,
    events: Vec<RatingEventKind>,
}

impl Row {
    fn state(&self) -> RatingState {
        RatingState::of(self.effect, &self.events)
    }

    fn is_acknowledged(&self) -> bool {
        self.events.contains(&RatingEventKind::Acknowledged)
    }
}

#[derive(Debug, Default)]
struct History {
    rows: Vec<Row>,
    standing: Standing,
}

impl History {
    fn act(&mut self, act: Act) {
        match act {
            Act::Rate { level, lowering_immediate } => self.rate(Level::ALL[level], lowering_immediate),
            Act::Acknowledge(n) => self.acknowledge(n),
            Act::Withdraw(n) => self.withdraw(n),
        }
    }

    fn rate(&mut self, level: Level, lowering_immediate: bool) {
        let id = RatingId(Uuid::from_u128(self.rows.len() as u128));
        let lowered = level < self.standing.level();
        let new = Waiting { rating: id, level, valid_until: None };
        let rated = self.standing.rate(new, Date::MIN, lowering_immediate);
        self.standing = rated.standing;
        rated.superseded.into_iter().for_each(|old| self.happened(old, RatingEventKind::Superseded));
        self.rows.push(Row { id, level, effect: rated.effect, lowered, events: Vec::new() });
    }

    fn acknowledge(&mut self, n: usize) {
        let Some(id) = self.rows.get(n).map(|row| row.id) else { return };
        if let Ok(done) = self.standing.acknowledge(id) {
            self.standing = done.standing;
            self.happened(id, RatingEventKind::Acknowledged);
            done.superseded.into_iter().for_each(|old| self.happened(old, RatingEventKind::Superseded));
        }
    }

    fn withdraw(&mut self, n: usize) {
        let Some(id) = self.rows.get(n).map(|row| row.id) else { return };
        if let Ok(standing) = self.standing.withdraw(id) {
            self.standing = standing;
            self.happened(id, RatingEventKind::Withdrawn);
        }
    }

    fn happened(&mut self, id: RatingId, kind: RatingEventKind) {
        let row = self.rows.iter_mut().find(|row| row.id == id).expect("a known rating");
        assert!(!row.events.contains(&kind), "{kind:?} twice");
        row.events.push(kind);
    }

    fn in_state(&self, state: RatingState) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.state() == state).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn r_rat_3_never_two_in_force_nor_two_waiting_and_the_events_say_the_same_as_the_projection(
        acts in prop::collection::vec(act(), 0..40),
    ) {
        let mut history = History::default();
        for act in acts {
            history.act(act);
            let effective: Vec<_> = history.in_state(RatingState::Effective).iter().map(|row| row.id).collect();
            let pending: Vec<_> = history.in_state(RatingState::Pending).iter().map(|row| row.id).collect();
            let held = |id: Option<RatingId>| id.into_iter().collect::<Vec<_>>();
            prop_assert_eq!(effective, held(history.standing.effective.map(|held| held.rating)));
            prop_assert_eq!(pending, held(history.standing.pending.map(|waiting| waiting.rating)));
        }
    }

    #[test]
    fn r_rat_1_nothing_is_in_force_unacknowledged_but_a_lowering_or_not_assessed(
        acts in prop::collection::vec(act(), 0..40),
    ) {
        let mut history = History::default();
        for act in acts {
            history.act(act);
            for row in history.in_state(RatingState::Effective) {
                let rule_says_so = row.lowered || row.level == Level::NotAssessed;
                prop_assert!(row.is_acknowledged() || rule_says_so, "{row:?}");
            }
        }
    }

    #[test]
    fn r_rat_2_competence_is_never_gained_without_an_acknowledgment(
        acts in prop::collection::vec(act(), 0..40),
    ) {
        let mut history = History::default();
        for act in acts {
            let before = history.standing.level();
            history.act(act);
            let rose = history.standing.level() > before;
            prop_assert!(!rose || matches!(act, Act::Acknowledge(_)));
        }
    }

    #[test]
    fn r_ack_1_what_asks_for_acknowledgment_is_exactly_what_may_be_acknowledged(
        acts in prop::collection::vec(act(), 0..40),
    ) {
        let mut history = History::default();
        for act in acts {
            history.act(act);
        }
        for row in &history.rows {
            let asks = row.state().asks_acknowledgment(row.level, row.is_acknowledged());
            prop_assert_eq!(asks, history.standing.acknowledge(row.id).is_ok(), "{:?}", row);
        }
    }
}
