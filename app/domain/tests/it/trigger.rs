//! A group through logs, resets, assessments, acknowledgments and withdrawals: it never opens below 100 %,
//! and one readiness is announced once.

use domain::assessment::{CoveredTask, GroupState, ReadyChange, group, ready_change};
use domain::competency::{Level, Standing, Waiting};
use domain::id::{RatingId, TaskId};
use domain::progress::Tally;
use domain::time::Date;
use proptest::prelude::*;
use uuid::Uuid;

const TASKS: usize = 3;

#[derive(Clone, Copy, Debug)]
enum Act {
    Log(usize),
    Reset(usize),
    Assess(usize),
    Acknowledge,
    Withdraw(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..TASKS).prop_map(Act::Log),
        1 => (0..TASKS).prop_map(Act::Reset),
        2 => (1usize..6).prop_map(Act::Assess),
        2 => Just(Act::Acknowledge),
        1 => (0..TASKS).prop_map(Act::Withdraw),
    ]
}

fn today() -> Date {
    Date::from_ymd_opt(2026, 4, 1).expect("a date")
}

fn fresh(n: usize) -> CoveredTask {
    CoveredTask {
        task: TaskId(Uuid::from_u128(n as u128)),
        tally: Tally { done: 0, target: 2.try_into().expect("a target") },
        is_assigned: true,
        is_pending: false,
        is_rated: false,
        standing: Standing::default(),
    }
}

#[derive(Debug)]
struct Carer {
    tasks: Vec<CoveredTask>,
    ratings: u128,
    is_ready_open: bool,
    announced: u32,
}

impl Carer {
    fn new() -> Self {
        Self { tasks: (0..TASKS).map(fresh).collect(), ratings: 0, is_ready_open: false, announced: 0 }
    }

    fn state(&self) -> GroupState {
        group(&self.tasks, today(), 60, false).expect("tasks")
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Log(n) => {
                let once = 1.try_into().expect("a count");
                let task = &mut self.tasks[n];
                task.tally = task.tally.log(once, 0).unwrap_or(task.tally);
            }
            Act::Reset(n) => {
                let task = &mut self.tasks[n];
                task.tally = task.tally.reset().tally;
                task.is_rated = false;
            }
            Act::Assess(level) => self.assess(Level::ALL[level]),
            Act::Acknowledge => self.tasks.iter_mut().for_each(acknowledge),
            Act::Withdraw(n) => withdraw(&mut self.tasks[n]),
        }
        self.judge();
    }

    fn assess(&mut self, level: Level) {
        if self.state().may_assess().is_err() {
            return;
        }
        for task in &mut self.tasks {
            self.ratings += 1;
            let rating = RatingId(Uuid::from_u128(self.ratings));
            task.standing =
                task.standing.rate(Waiting { rating, level, valid_until: None }, today(), true).standing;
            task.is_rated = true;
            task.is_pending = task.standing.pending.is_some();
        }
    }

    fn judge(&mut self) {
        match ready_change(self.is_ready_open, Some(self.state())) {
            ReadyChange::None => {}
            ReadyChange::Open => {
                self.is_ready_open = true;
                self.announced += 1;
            }
            ReadyChange::Close(_) => self.is_ready_open = false,
        }
    }
}

fn acknowledge(task: &mut CoveredTask) {
    if let Some(waiting) = task.standing.pending {
        task.standing = task.standing.acknowledge(waiting.rating).expect("it waits").standing;
        task.is_pending = false;
    }
}

fn withdraw(task: &mut CoveredTask) {
    if let Some(waiting) = task.standing.pending {
        task.standing = task.standing.withdraw(waiting.rating).expect("it waits");
        task.is_pending = false;
        task.is_rated = false;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn r_trg_2_ready_only_when_every_task_is_complete_none_waits_and_one_is_unrated(
        acts in prop::collection::vec(act(), 0..60),
    ) {
        let mut carer = Carer::new();
        for act in acts {
            carer.act(act);
            let complete = carer.tasks.iter().all(|task| task.tally.is_complete());
            let waits = carer.tasks.iter().any(|task| task.is_pending);
            let unrated = carer.tasks.iter().any(|task| !task.is_rated);
            prop_assert_eq!(carer.state() == GroupState::Ready, complete && !waits && unrated);
        }
    }

    #[test]
    fn r_trg_4_the_row_is_open_exactly_while_the_group_is_ready_and_announced_once_each_time(
        acts in prop::collection::vec(act(), 0..60),
    ) {
        let mut carer = Carer::new();
        let mut became_ready = 0;
        for act in acts {
            let before = carer.state();
            carer.act(act);
            let after = carer.state();
            became_ready += u32::from(before != GroupState::Ready && after == GroupState::Ready);
            prop_assert_eq!(carer.is_ready_open, after == GroupState::Ready);
            prop_assert_eq!(carer.announced, became_ready);
        }
    }

    #[test]
    fn r_trg_1_a_group_whose_result_waits_is_not_assessed_twice(acts in prop::collection::vec(act(), 0..60)) {
        let mut carer = Carer::new();
        for act in acts {
            let (waits, given) = (carer.tasks.iter().any(|task| task.is_pending), carer.ratings);
            carer.act(act);
            prop_assert!(!waits || carer.ratings == given);
        }
    }
}
