//! One carer with three tasks of one template, through every act there is, while days go by: the rules of counting,
//! opening, rating, acknowledging and lapsing hold together, and not only each for itself.

use domain::assessment::{CoveredTask, GroupState, ReadyChange, group, ready_change};
use domain::competency::{
    Cadence, Effect, Level, RatingEventKind, RatingState, Standing, Waiting, is_valid_on, valid_until,
};
use domain::id::{RatingId, TaskId};
use domain::progress::Tally;
use domain::time::{Date, add_days};
use proptest::prelude::*;
use uuid::Uuid;

const TASKS: usize = 3;
const WINDOW: u32 = 60;

#[derive(Clone, Copy, Debug)]
enum Act {
    Log(usize),
    Adjust(usize, u32),
    Reset(usize),
    Submit(usize, bool),
    Manual(usize, usize),
    Withdraw(usize),
    Acknowledge(usize),
    Days(i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..TASKS).prop_map(Act::Log),
        1 => (0..TASKS, 0..5u32).prop_map(|(task, count)| Act::Adjust(task, count)),
        1 => (0..TASKS).prop_map(Act::Reset),
        5 => (1..6usize, any::<bool>()).prop_map(|(level, is_chosen)| Act::Submit(level, is_chosen)),
        2 => (0..TASKS, 0..6usize).prop_map(|(task, level)| Act::Manual(task, level)),
        2 => (0..TASKS).prop_map(Act::Withdraw),
        6 => (0..TASKS).prop_map(Act::Acknowledge),
        2 => (1..90i64).prop_map(Act::Days),
    ]
}

/// One rating with all that happened to it.
#[derive(Debug)]
struct Row {
    id: RatingId,
    level: Level,
    effect: Effect,
    lowers: bool,
    is_assessed: bool,
    given_at: u64,
    events: Vec<RatingEventKind>,
}

impl Row {
    fn state(&self) -> RatingState {
        RatingState::of(self.effect, &self.events)
    }
}

/// One task of the carer, as the database keeps it.
#[derive(Debug)]
struct Kept {
    tally: Tally,
    /// The sum of the log's lines, which the tally must always be.
    logged: i64,
    reset_at: u64,
    standing: Standing,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Carer {
    tasks: Vec<Kept>,
    lowering_immediate: bool,
    today: Date,
    clock: u64,
    is_ready_open: bool,
    announced: u32,
}

impl Carer {
    fn new(lowering_immediate: bool) -> Self {
        let tally = Tally { done: 0, target: 2.try_into().expect("a target") };
        let fresh =
            |_| Kept { tally, logged: 0, reset_at: 0, standing: Standing::default(), rows: Vec::new() };
        let today = Date::from_ymd_opt(2026, 4, 1).expect("a date");
        let tasks = (0..TASKS).map(fresh).collect();
        Self { tasks, lowering_immediate, today, clock: 0, is_ready_open: false, announced: 0 }
    }

    fn state(&self, is_chosen: bool) -> GroupState {
        let covered: Vec<_> = self.tasks.iter().enumerate().map(|(n, kept)| kept.covered(n)).collect();
        group(&covered, self.today, WINDOW, is_chosen).expect("tasks")
    }

    fn act(&mut self, act: Act) {
        self.clock += 1;
        match act {
            Act::Log(n) => self.tasks[n].log(),
            Act::Adjust(n, count) => self.tasks[n].adjust(count),
            Act::Reset(n) => self.tasks[n].reset(self.clock),
            Act::Submit(level, is_chosen) => {
                if self.state(is_chosen).may_assess().is_ok() {
                    (0..TASKS).for_each(|n| self.rate(n, Level::ALL[level], true));
                }
            }
            Act::Manual(n, level) => {
                self.rate(n, Level::ALL[level], false);
                if Level::ALL[level] == Level::NotAssessed {
                    self.tasks[n].reset(self.clock);
                }
            }
            Act::Withdraw(n) => self.tasks[n].withdraw(),
            Act::Acknowledge(n) => self.tasks[n].acknowledge(),
            Act::Days(days) => self.today = add_days(self.today, days),
        }
        self.judge();
    }

    fn rate(&mut self, n: usize, level: Level, is_assessed: bool) {
        let months: Cadence = 6.try_into().expect("a cadence");
        let until = valid_until(self.today, Some(months));
        let (clock, today, immediate) = (self.clock, self.today, self.lowering_immediate);
        let kept = &mut self.tasks[n];
        let id = RatingId(Uuid::from_u128(kept.rows.len() as u128));
        let lowers = level < kept.standing.level();
        let rated = kept.standing.rate(Waiting { rating: id, level, valid_until: until }, today, immediate);
        kept.standing = rated.standing;
        rated.superseded.into_iter().for_each(|old| kept.happened(old, RatingEventKind::Superseded));
        let (effect, events) = (rated.effect, Vec::new());
        kept.rows.push(Row { id, level, effect, lowers, is_assessed, given_at: clock, events });
    }

    /// What every act ends with; lapsing is no act, and opens nothing.
    fn judge(&mut self) {
        match ready_change(self.is_ready_open, Some(self.state(false))) {
            ReadyChange::None => {}
            ReadyChange::Open => {
                self.is_ready_open = true;
                self.announced += 1;
            }
            ReadyChange::Close(_) => self.is_ready_open = false,
        }
    }

    fn is_competent(&self, n: usize) -> bool {
        self.tasks[n].standing.is_competent_on(self.today)
    }
}

impl Kept {
    fn covered(&self, n: usize) -> CoveredTask {
        let pending = self.standing.pending.map(|waiting| waiting.rating);
        let assessed =
            || self.rows.iter().filter(|row| row.is_assessed && row.state() != RatingState::Withdrawn);
        CoveredTask {
            task: TaskId(Uuid::from_u128(n as u128)),
            tally: self.tally,
            is_assigned: true,
            is_pending: assessed().any(|row| Some(row.id) == pending),
            is_rated: assessed().any(|row| row.given_at > self.reset_at),
            standing: self.standing,
        }
    }

    fn log(&mut self) {
        if let Ok(after) = self.tally.log(1.try_into().expect("a count"), 0) {
            self.logged += 1;
            self.tally = after;
        }
    }

    fn adjust(&mut self, count: u32) {
        if let Ok(corrected) = self.tally.adjust(count) {
            self.logged += i64::from(corrected.amount);
            self.tally = corrected.tally;
        }
    }

    fn reset(&mut self, clock: u64) {
        let corrected = self.tally.reset();
        self.logged += i64::from(corrected.amount);
        (self.tally, self.reset_at) = (corrected.tally, clock);
    }

    fn withdraw(&mut self) {
        let Some(waiting) = self.standing.pending else { return };
        self.standing = self.standing.withdraw(waiting.rating).expect("it waits");
        self.happened(waiting.rating, RatingEventKind::Withdrawn);
    }

    /// What the carer is asked for: the rating that waits, else a lowering that was not acknowledged.
    fn acknowledge(&mut self) {
        let outstanding = self.standing.effective.filter(|held| held.is_outstanding).map(|held| held.rating);
        let Some(id) = self.standing.pending.map(|waiting| waiting.rating).or(outstanding) else { return };
        let done = self.standing.acknowledge(id).expect("it asks");
        self.standing = done.standing;
        self.happened(id, RatingEventKind::Acknowledged);
        done.superseded.into_iter().for_each(|old| self.happened(old, RatingEventKind::Superseded));
    }

    fn happened(&mut self, id: RatingId, kind: RatingEventKind) {
        let row = self.rows.iter_mut().find(|row| row.id == id).expect("a known rating");
        assert!(!row.events.contains(&kind), "{kind:?} twice");
        row.events.push(kind);
    }

    fn in_state(&self, state: RatingState) -> Vec<RatingId> {
        self.rows.iter().filter(|row| row.state() == state).map(|row| row.id).collect()
    }
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(), 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn r_rat_3_whatever_is_done_a_task_has_one_rating_in_force_one_that_waits_and_no_negative_count(
        acts in acts(),
        lowering_immediate in any::<bool>(),
    ) {
        let mut carer = Carer::new(lowering_immediate);
        for act in acts {
            carer.act(act);
            for kept in &carer.tasks {
                let held = |id: Option<RatingId>| id.into_iter().collect::<Vec<_>>();
                let (effective, pending) = (kept.standing.effective, kept.standing.pending);
                prop_assert_eq!(kept.in_state(RatingState::Effective), held(effective.map(|held| held.rating)));
                prop_assert_eq!(kept.in_state(RatingState::Pending), held(pending.map(|waits| waits.rating)));
                prop_assert_eq!(kept.logged, i64::from(kept.tally.done));
            }
        }
    }

    #[test]
    fn r_rat_1_nothing_counts_behind_the_carers_back_but_what_the_rule_says(
        acts in acts(),
        lowering_immediate in any::<bool>(),
    ) {
        let mut carer = Carer::new(lowering_immediate);
        for act in acts {
            carer.act(act);
            for row in carer.tasks.iter().flat_map(|kept| &kept.rows) {
                let is_acknowledged = row.events.contains(&RatingEventKind::Acknowledged);
                let rule_says_so = (row.lowers && lowering_immediate) || row.level == Level::NotAssessed;
                let counts = row.state() == RatingState::Effective;
                prop_assert!(!counts || is_acknowledged || rule_says_so, "{row:?}");
            }
        }
    }

    #[test]
    fn r_val_3_competence_comes_with_an_acknowledgment_only_and_goes_with_its_last_date(
        acts in acts(),
        lowering_immediate in any::<bool>(),
    ) {
        let mut carer = Carer::new(lowering_immediate);
        for act in acts {
            let before: Vec<_> = (0..TASKS).map(|n| carer.is_competent(n)).collect();
            carer.act(act);
            for (n, was) in before.into_iter().enumerate() {
                let is = carer.is_competent(n);
                prop_assert!(was || !is || matches!(act, Act::Acknowledge(at) if at == n), "{act:?}");
                let effective = carer.tasks[n].standing.effective;
                let is_past = effective.is_some_and(|held| !is_valid_on(held.valid_until, carer.today));
                prop_assert!(!(is_past && is), "a lapsed rating counts");
            }
        }
    }

    #[test]
    fn r_trg_4_the_group_opens_only_complete_and_its_row_says_so_after_every_act(
        acts in acts(),
        lowering_immediate in any::<bool>(),
    ) {
        let mut carer = Carer::new(lowering_immediate);
        let mut became_ready = 0;
        for act in acts {
            let before = carer.state(false);
            carer.act(act);
            let after = carer.state(false);
            became_ready += u32::from(before != GroupState::Ready && after == GroupState::Ready);
            prop_assert_eq!((carer.is_ready_open, carer.announced), (after == GroupState::Ready, became_ready));
            let is_complete = carer.tasks.iter().all(|kept| kept.tally.is_complete());
            prop_assert!(after != GroupState::Ready || is_complete);
            let is_chosen_open = carer.state(true).may_assess().is_ok();
            prop_assert!(is_chosen_open || !matches!(after, GroupState::Done | GroupState::Reassess));
        }
    }
}
