//! Random sequences of the real operations on a real database: whatever happens in whatever order, no carer and task
//! ever has two ratings in force or two that wait, no count is negative, and nothing counts behind the carer's back.
//!
//! The seed is fixed, so that a failure comes again; the domain has the same properties over many more sequences.

use std::collections::HashMap;

use domain::assessment::GroupState;
use domain::competency::RatingState;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::*;
use crate::assessment;
use crate::entity::{
    assessment_ready, competency_rating, completion, organisation_setting, progress_current, rating_event,
};

#[derive(Clone, Copy, Debug)]
enum Act {
    Log(usize),
    Adjust(usize, u32),
    Reset(usize),
    Assess(usize),
    Rate(usize, usize),
    Withdraw(usize),
    Acknowledge,
    Cadence(usize, i32),
    Days(i64),
    /// Takes the carer out of use, or back into it.
    Account,
    /// Sets a task's target.
    Target(usize, u32),
    /// Switches whether a lowering acts at once.
    Lowering,
    /// Amends the newest assessment.
    Amend(usize),
    /// Puts a task into the recycle bin, or takes it out.
    Bin(usize),
}

impl Act {
    /// Whether it is the carer's own, who is signed in for it.
    const fn is_the_carers(self) -> bool {
        matches!(self, Self::Log(_) | Self::Acknowledge)
    }
}

fn act() -> impl Strategy<Value = Act> {
    let task = 0..3usize;
    prop_oneof![
        2 => task.clone().prop_map(Act::Log),
        2 => (task.clone(), 0..7u32).prop_map(|(task, count)| Act::Adjust(task, count)),
        1 => task.clone().prop_map(Act::Reset),
        4 => (1..6usize).prop_map(Act::Assess),
        3 => (task.clone(), 0..6usize).prop_map(|(task, level)| Act::Rate(task, level)),
        2 => task.clone().prop_map(Act::Withdraw),
        4 => Just(Act::Acknowledge),
        1 => (task.clone(), 1..4i32).prop_map(|(task, months)| Act::Cadence(task, months)),
        2 => (1..40i64).prop_map(Act::Days),
        1 => Just(Act::Account),
        1 => (task.clone(), 1..80u32).prop_map(|(task, target)| Act::Target(task, target)),
        1 => Just(Act::Lowering),
        1 => (1..6usize).prop_map(Act::Amend),
        1 => task.prop_map(Act::Bin),
    ]
}

impl Scene {
    /// Lets the template be judged: the scene was put into the tables behind its back.
    async fn begin(&self) {
        let office = self.service.as_(self.office).await;
        for active in [false, true] {
            crate::template::set_active(&office, self.template, active).await.expect("judged");
        }
    }

    /// Does one thing, if it may be done now: refusals are part of the game, faults are not.
    async fn act(&self, act: Act) {
        self.service.pass_minutes(1);
        let office = self.service.as_(self.office).await;
        let user = crate::users::show(&office, self.ann).await.expect("a carer");
        if act.is_the_carers() && user.standing != domain::users::Standing::Active {
            return;
        }
        let reason = "A reason that is long enough".to_owned();
        let done = match act {
            Act::Log(task) => self.service.log(self.ann, self.tasks[task], "1").await.map(drop),
            Act::Adjust(task, count) => {
                self.service.set_count(self.office, self.ann, self.tasks[task], count).await.map(drop)
            }
            Act::Reset(task) => {
                self.service.reset_count(self.office, self.ann, self.tasks[task]).await.map(drop)
            }
            Act::Assess(level) => self.submit(Level::ALL[level]).await,
            Act::Rate(task, level) => {
                let level = Level::ALL[level].code().into();
                let task = self.tasks[task].to_string();
                let form = RatingDraft { task, level, reason, ..RatingDraft::default() };
                rate(&office, self.ann, once(), &form).await.map(drop)
            }
            Act::Withdraw(task) => self.take_back(task, reason).await,
            Act::Acknowledge => self.acknowledge_first().await,
            Act::Cadence(task, months) => {
                self.apply(task, months).await;
                Ok(())
            }
            Act::Account if user.standing == domain::users::Standing::Active => {
                crate::users::deactivate(&office, self.ann, user.version).await
            }
            Act::Account => crate::users::activate(&office, self.ann, user.version).await,
            Act::Target(task, target) => self.set_target(self.tasks[task], target).await,
            Act::Lowering => {
                self.switch_lowering().await;
                Ok(())
            }
            Act::Amend(level) => self.amend(Level::ALL[level]).await,
            Act::Bin(task) => self.bin(self.tasks[task]).await,
            Act::Days(days) => {
                self.service.pass_minutes(days * 24 * 60);
                run_lapse(&self.service.system()).await.map(drop)
            }
        };
        match done {
            Ok(())
            | Err(Error::Assessment(_) | Error::Competency(_) | Error::Progress(_) | Error::NotFound) => {}
            Err(error) => panic!("{act:?}: {error}"),
        }
    }

    async fn set_target(&self, task: TaskId, target: u32) -> Result<(), Error> {
        let cx = self.service.as_(self.office).await;
        let kept = crate::task::show(&cx, task).await?;
        let draft = domain::task::TaskDraft {
            name: kept.name,
            target: target.to_string(),
            active: "true".into(),
            reassess_months: kept.reassess_months.map(|months| months.to_string()).unwrap_or_default(),
            version: kept.kept.version.to_string(),
            ..Default::default()
        };
        crate::task::update(&cx, task, &draft).await
    }

    async fn switch_lowering(&self) {
        let db = self.service.platform.db.writer();
        let gone = organisation_setting::Entity::delete_many().exec(db).await.expect("deleted");
        if gone.rows_affected == 0 {
            self.service.set("competence.lowering_immediate", "false").await;
        }
    }

    async fn amend(&self, level: Level) -> Result<(), Error> {
        let cx = self.service.as_(self.office).await;
        let newest =
            crate::entity::assessment::Entity::find().order_by_desc(crate::entity::assessment::Column::Id);
        let Some(newest) = newest.one(self.service.platform.db.reader()).await? else { return Ok(()) };
        let mut form = assessment::finished(&cx, newest.id).await?.amendment();
        form.answers.overall_level = level.code().into();
        form.reason = "The second skill was rated by mistake".into();
        assessment::amend(&cx, newest.id, &form, once()).await.map(drop)
    }

    async fn bin(&self, task: TaskId) -> Result<(), Error> {
        let cx = self.service.as_(self.office).await;
        match crate::task::delete(&cx, task).await {
            Err(Error::NotFound) => crate::task::restore(&cx, task).await.map(drop),
            deleted => deleted.map(drop),
        }
    }

    async fn submit(&self, level: Level) -> Result<(), Error> {
        let cx = self.service.as_(self.office).await;
        // Without a group there is no sheet to fill in.
        assessment::sheet(&cx, self.ann, self.template, true, None).await?;
        let answers = self.service.answers(self.office, self.ann, self.template, level).await;
        self.service.submit(self.office, self.ann, self.template, &answers, false).await.map(drop)
    }

    async fn take_back(&self, task: usize, reason: String) -> Result<(), Error> {
        let cx = self.service.as_(self.office).await;
        let ratings = task_ratings(&cx, self.ann, Opening::Unseen).await?.tasks;
        let pending = ratings.iter().find(|row| row.task == self.tasks[task]).and_then(|row| row.pending);
        let Some((rating, _)) = pending else { return Ok(()) };
        withdraw(&cx, once(), &WithdrawalDraft { rating: rating.to_string(), reason }).await.map(drop)
    }

    async fn acknowledge_first(&self) -> Result<(), Error> {
        let cx = self.service.as_(self.ann).await;
        if todo(&cx).await?.results.is_empty() {
            return Ok(());
        }
        acknowledge(&cx, once(), &self.service.first_result(self.ann).await).await.map(drop)
    }

    /// Everything that must hold after each act, from the append-only rows and from the projections.
    async fn check(&self) {
        let db = self.service.platform.db.reader();
        let ratings = competency_rating::Entity::find().all(db).await.expect("rows");
        let mut events: HashMap<RatingId, Vec<rating_event::Model>> = HashMap::new();
        for event in rating_event::Entity::find().all(db).await.expect("rows") {
            events.entry(event.rating_id).or_default().push(event);
        }
        let current = competency_current::Entity::find().all(db).await.expect("rows");
        for task in &self.tasks {
            let of_task: Vec<_> = ratings.iter().filter(|row| row.task_id == *task).collect();
            let row = current.iter().find(|row| row.task_id == *task);
            check_ratings(&of_task, &events, row);
            self.check_count(*task).await;
        }
        self.check_trigger().await;
        let mut faults = crate::integrity::faults(&self.service.system()).await;
        // Nobody sends the mails here.
        faults.retain(|(check, _)| *check != "outbox");
        assert_eq!(faults, []);
    }

    async fn check_count(&self, task: TaskId) {
        let db = self.service.platform.db.reader();
        let lines = completion::Entity::find().filter(completion::Column::TaskId.eq(task));
        let sum: i32 = lines.all(db).await.expect("rows").iter().map(|line| line.amount).sum();
        let row = progress_current::Entity::find().filter(progress_current::Column::TaskId.eq(task));
        let kept = row.one(db).await.expect("a row").map_or(0, |row| row.count);
        assert!(sum >= 0 && sum == kept, "{sum} logged, {kept} kept");
    }

    async fn check_trigger(&self) {
        let db = self.service.platform.db.reader();
        let rows = assessment_ready::Entity::find().all(db).await.expect("rows");
        let open = rows.iter().filter(|row| row.closed_at.is_none()).count();
        let cx = self.service.as_(self.office).await;
        let state = match assessment::sheet(&cx, self.ann, self.template, false, None).await {
            Ok(sheet) => Some(sheet.state),
            Err(Error::Assessment(_)) => None,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(open, usize::from(state == Some(GroupState::Ready)), "{state:?}");
    }
}

fn check_ratings(
    ratings: &[&competency_rating::Model],
    events: &HashMap<RatingId, Vec<rating_event::Model>>,
    row: Option<&competency_current::Model>,
) {
    let of = |id: RatingId| events.get(&id).map(Vec::as_slice).unwrap_or_default();
    let state = |row: &competency_rating::Model| {
        let kinds: Vec<_> = of(row.id).iter().map(|event| event.kind).collect();
        RatingState::of(row.effect, &kinds)
    };
    let ids = |wanted: RatingState| -> Vec<RatingId> {
        ratings.iter().filter(|row| state(row) == wanted).map(|row| row.id).collect()
    };
    let held = |id: Option<RatingId>| id.into_iter().collect::<Vec<_>>();
    assert_eq!(ids(RatingState::Effective), held(row.and_then(|row| row.effective_rating_id)));
    assert_eq!(ids(RatingState::Pending), held(row.and_then(|row| row.pending_rating_id)));
    for rating in ratings.iter().filter(|row| state(row) == RatingState::Effective) {
        let is_acknowledged = of(rating.id).iter().any(|event| event.kind == RatingEventKind::Acknowledged);
        let before = ratings.iter().find(|row| Some(row.id) == rating.previous_rating_id);
        let lowers = before.is_some_and(|before| rating.level < before.level);
        let rule_says_so = lowers || rating.level == Level::NotAssessed;
        assert!(is_acknowledged || rule_says_so, "{rating:?} counts behind the carer's back");
        let changed = of(rating.id).iter().filter(|event| event.kind == RatingEventKind::ValidUntilChanged);
        let last = changed.max_by_key(|event| (event.at, event.id));
        let until = last.map_or(rating.valid_until, |event| event.valid_until);
        assert_eq!(row.and_then(|row| row.effective_valid_until), until);
    }
}

#[test]
fn r_rat_3_no_sequence_of_real_acts_reaches_two_in_force_two_waiting_or_a_negative_count() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let config = Config { cases: 6, failure_persistence: None, max_shrink_iters: 20, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let acts = prop::collection::vec(act(), 15..30);
    let outcome = runner.run(&acts, |acts| {
        runtime.block_on(async {
            let scene = scene().await;
            scene.begin().await;
            for act in acts {
                scene.act(act).await;
                scene.check().await;
            }
        });
        Ok(())
    });
    outcome.expect("every sequence keeps the rules");
}
