//! Ratings, acknowledgments, reminders and concerns on a real database.

mod lapse;
mod lists;
mod random;
mod statement;

use domain::competency::{
    AcknowledgmentDraft, AnswerConcernDraft, ConcernDraft, Level, RatingState, Refused,
};
use domain::id::TemplateId;
use domain::list::Asked;
use sea_orm::EntityTrait;

use super::*;
use crate::audit::opening::Opening;
use crate::entity::{acknowledgment, acknowledgment_rating, competency_current};
use crate::testing::{Service, london, unique};

struct Scene {
    service: Service,
    office: AccountId,
    ann: AccountId,
    tasks: Vec<TaskId>,
    template: TemplateId,
}

/// Ann has completed three tasks of one template, each 50 of 50.
async fn scene() -> Scene {
    let service = Service::new().await;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    service.statement().await;
    let meadow = service.package("Larkfield Meadow").await;
    service.assign_carer(ann, meadow).await;
    let mut tasks = Vec::new();
    for name in ["Creams", "Eye drops", "Medicines"] {
        let task = service.task(name, 50).await;
        service.assign_task(task, meadow).await;
        service.done(ann, task, 50).await;
        tasks.push(task);
    }
    let template = service.template("Medicines", &tasks).await;
    Scene { service, office, ann, tasks, template }
}

impl Scene {
    async fn assess(&self, level: Level) {
        self.service.pass_minutes(1);
        self.service.assess(self.office, self.ann, self.template, level).await;
    }

    /// Assessed Competent and acknowledged.
    async fn competent(&self) {
        self.assess(Level::Competent).await;
        self.service.acknowledge(self.ann).await;
        self.service.pass_minutes(1);
    }

    async fn rate(&self, level: Level) -> Effect {
        self.service.pass_minutes(1);
        let form = RatingDraft {
            task: self.tasks[0].to_string(),
            level: level.code().into(),
            reason: "Seen at work this week".into(),
        };
        rate(&self.service.as_(self.office).await, self.ann, once(), &form).await.expect("allowed")
    }

    async fn acknowledge(&self, by: AccountId, form: &AcknowledgmentDraft) -> Result<usize, Error> {
        acknowledge(&self.service.as_(by).await, form).await
    }

    /// Gives a task a cadence, for current ratings too, as its form does.
    async fn apply(&self, task: usize, months: i32) {
        let cx = self.service.as_(self.office).await;
        self.service.set_cadence(self.tasks[task], months).await;
        let cadence = u32::try_from(months).expect("months").try_into().expect("a cadence");
        let tx = cx.write(Action::ManageTasks).await.expect("allowed");
        tx.also(Entry::new(AuditAction::TaskUpdated).about("task", self.tasks[task].0));
        apply_cadence(&tx, self.tasks[task], Some(cadence)).await.expect("applied");
        tx.commit_noted().await.expect("kept");
    }

    async fn levels(&self) -> Vec<Option<Level>> {
        let rows =
            competency_current::Entity::find().all(self.service.platform.db.reader()).await.expect("rows");
        self.tasks
            .iter()
            .map(|task| rows.iter().find(|row| row.task_id == *task).and_then(|row| row.effective_level))
            .collect()
    }

    async fn history(&self) -> Vec<domain::competency::RatingShown> {
        let cx = self.service.as_(self.office).await;
        history(&cx, self.ann, &Asked::default()).await.expect("a history").rows
    }

    async fn waiting(&self) -> usize {
        waiting(&self.service.as_(self.office).await, &Asked::default())
            .await
            .expect("a list")
            .listed
            .rows
            .len()
    }

    async fn mails(&self, name: &str) -> usize {
        self.service.mails().await.iter().filter(|(_, mail)| mail.name() == name).count()
    }

    async fn count(&self, action: &str) -> usize {
        self.service.trail().await.iter().filter(|entry| *entry == action).count()
    }

    async fn held(&self, date: Date) -> Vec<Held> {
        let cx = self.service.as_(self.office).await;
        let read = cx.read(Action::ReadProgress).await.expect("allowed");
        let mut held = holdings(&read, &[self.ann], &self.tasks, date).await.expect("held");
        held.remove(&self.ann).expect("an entry")
    }
}

fn once() -> SubmissionId {
    SubmissionId(unique())
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

const FULL: Option<Level> = Some(Level::Competent);

#[tokio::test]
async fn s040_one_act_puts_three_ratings_in_force() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    assert_eq!(scene.levels().await, [None; 3]);
    assert!(
        scene
            .held(date("2026-03-02"))
            .await
            .iter()
            .all(|held| held.in_force.is_none() && held.waiting.is_some())
    );

    let form = scene.service.first_result(scene.ann).await;
    assert_eq!(scene.acknowledge(scene.ann, &form).await.expect("acknowledged"), 3);

    assert_eq!(scene.levels().await, [FULL; 3]);
    let db = scene.service.platform.db.reader();
    let acts = acknowledgment::Entity::find().all(db).await.expect("acts");
    assert_eq!((acts.len(), acts[0].at, acts[0].carer_id), (1, scene.service.now(), scene.ann));
    assert_eq!(acknowledgment_rating::Entity::find().all(db).await.expect("rows").len(), 3);
    assert_eq!(scene.count("rating_acknowledged").await, 3);
    let past = todo(&scene.service.as_(scene.ann).await).await.expect("a list").past;
    assert_eq!((past.len(), past[0].statement, past[0].ratings.len()), (1, 1, 3));
    let again = scene.acknowledge(scene.ann, &form).await;
    assert!(matches!(again, Err(Error::Competency(Refused::AlreadyAcknowledged))), "{again:?}");
}

#[tokio::test]
async fn s041_nobody_else_acknowledges() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let form = scene.service.first_result(scene.ann).await;
    let bea = scene.service.carer("Bea Lunt").await;
    assert!(matches!(scene.acknowledge(bea, &form).await, Err(Error::NotFound)));
    assert!(matches!(scene.acknowledge(scene.office, &form).await, Err(Error::Forbidden)));
    assert_eq!(scene.levels().await, [None; 3]);
}

#[tokio::test]
async fn r_ack_1_the_statement_must_be_ticked_and_be_the_newest() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let form = scene.service.first_result(scene.ann).await;
    let unread = AcknowledgmentDraft { read: String::new(), ..form.clone() };
    assert!(matches!(scene.acknowledge(scene.ann, &unread).await, Err(Error::Invalid(_))));
    let other = AcknowledgmentDraft { statement: "7".into(), ..form };
    assert!(matches!(scene.acknowledge(scene.ann, &other).await, Err(Error::Stale)));
    assert_eq!(scene.levels().await, [None; 3]);
}

#[tokio::test]
async fn s042_the_hourly_job_reminds_at_48_hours_and_every_48_after_and_never_twice() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let run = async |hours: i64| {
        scene.service.pass_minutes(hours * 60);
        for _ in 0..2 {
            run_reminders(&scene.service.system()).await.expect("a run");
        }
        scene.mails("rating_reminder").await
    };
    assert_eq!(run(47).await, 0);
    assert_eq!(run(1).await, 1);
    assert_eq!(run(47).await, 1);
    assert_eq!(run(1).await, 2);
    assert_eq!(scene.count("reminder_sent").await, 6, "three ratings, twice");
    scene.service.acknowledge(scene.ann).await;
    assert_eq!(run(48).await, 2);
}

#[tokio::test]
async fn r_ack_3_two_runners_at_once_remind_once_and_an_admin_at_any_time() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    scene.service.pass_minutes(48 * 60);
    let (one, two) = (scene.service.system(), scene.service.system());
    let (a, b) = tokio::join!(run_reminders(&one), run_reminders(&two));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(scene.mails("rating_reminder").await, 1);

    let rating =
        todo(&scene.service.as_(scene.ann).await).await.expect("a list").results[0].ratings[0].rating;
    remind(&scene.service.as_(scene.office).await, once(), rating).await.expect("sent");
    assert_eq!(scene.mails("rating_reminder").await, 2);
}

#[tokio::test]
async fn s043_a_lowering_is_in_force_at_once_and_still_asks() {
    let scene = scene().await;
    scene.competent().await;

    assert_eq!(scene.rate(Level::NonCompetent).await, Effect::Immediate);

    assert_eq!(scene.levels().await[0], Some(Level::NonCompetent));
    assert_eq!(scene.waiting().await, 1);
    scene.service.acknowledge(scene.ann).await;
    assert_eq!((scene.levels().await[0], scene.waiting().await), (Some(Level::NonCompetent), 0));
}

#[tokio::test]
async fn s044_not_assessed_takes_rating_and_count_away_and_the_trail_holds_both() {
    let scene = scene().await;
    scene.competent().await;

    assert_eq!(scene.rate(Level::NotAssessed).await, Effect::Immediate);

    assert_eq!((scene.levels().await[0], scene.waiting().await), (Some(Level::NotAssessed), 0));
    let shown = progress::of_carer(&scene.service.as_(scene.office).await, scene.ann, Opening::Opened)
        .await
        .expect("a carer");
    assert_eq!(shown.groups[0].tasks[0].tally.done, 0);
    let entries = scene.service.entries().await;
    let before = |action: &str| entries.iter().find(|entry| entry.0 == action).map(|entry| entry.1.clone());
    assert!(before("rating_not_assessed").is_some_and(|before| before.contains("competent")));
    assert_eq!(before("progress_reset").as_deref(), Some(r#"{"count":50}"#));
}

#[tokio::test]
async fn s045_competent_by_hand_below_a_hundred_percent_is_fast_track_and_waits() {
    let scene = scene().await;
    let task = scene.service.task("Catheter care", 100).await;
    scene.service.done(scene.ann, task, 10).await;
    let form = |reason: &str| RatingDraft {
        task: task.to_string(),
        level: "competent".into(),
        reason: reason.into(),
    };
    let office = scene.service.as_(scene.office).await;
    assert!(matches!(rate(&office, scene.ann, once(), &form("")).await, Err(Error::Invalid(_))));

    assert_eq!(
        rate(&office, scene.ann, once(), &form("Ten years in a hospice")).await.expect("given"),
        Effect::OnAcknowledgment
    );

    let shown = scene.history().await;
    assert!(shown[0].is_fast_track && shown[0].state == RatingState::Pending);
    assert_eq!(scene.count("rating_fast_track").await, 1);
}

#[tokio::test]
async fn s046_a_reset_of_the_count_leaves_the_rating() {
    let scene = scene().await;
    scene.competent().await;
    scene.service.reset_count(scene.office, scene.ann, scene.tasks[0]).await.expect("allowed");
    assert_eq!(scene.levels().await[0], FULL);
}

#[tokio::test]
async fn s048_the_history_holds_every_rating_with_who_when_and_how() {
    let scene = scene().await;
    scene.competent().await;
    scene.rate(Level::Expert).await;

    let all = scene.history().await;

    let of_task: Vec<_> = all.iter().filter(|row| row.task == "Creams").collect();
    let steps: Vec<_> = of_task.iter().map(|row| (row.old, row.new, row.state, row.by.as_str())).collect();
    assert_eq!(
        steps,
        [
            (Level::Competent, Level::Expert, RatingState::Pending, "Office"),
            (Level::NotAssessed, Level::Competent, RatingState::Effective, "Office"),
        ]
    );
    assert!(of_task[0].acknowledged_at.is_none() && of_task[1].acknowledged_at.is_some());
    assert!(of_task[0].reason.is_some() && of_task[1].assessment.is_some());
}

#[tokio::test]
async fn s128_a_newer_rating_takes_the_place_of_a_waiting_one_and_is_withdrawn() {
    let scene = scene().await;
    scene.rate(Level::Competent).await;
    scene.rate(Level::Expert).await;
    assert_eq!((scene.waiting().await, scene.count("rating_superseded").await), (1, 1));

    let newest = scene.history().await[0].rating;
    let form = WithdrawalDraft { rating: newest.to_string(), reason: "Given to the wrong person".into() };
    withdraw(&scene.service.as_(scene.office).await, &form).await.expect("withdrawn");

    assert_eq!((scene.waiting().await, scene.count("rating_withdrawn").await), (0, 1));
    scene.service.pass_minutes(96 * 60);
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(scene.mails("rating_reminder").await, 0);
    let again = withdraw(&scene.service.as_(scene.office).await, &form).await;
    assert!(matches!(again, Err(Error::Competency(Refused::NoLongerWaits))), "{again:?}");
}

#[tokio::test]
async fn s151_a_result_superseded_while_its_page_was_open_takes_no_force() {
    let scene = scene().await;
    scene.rate(Level::Competent).await;
    let form = scene.service.first_result(scene.ann).await;
    scene.rate(Level::AdvancedBeginner).await;

    let refused = scene.acknowledge(scene.ann, &form).await;

    assert!(matches!(refused, Err(Error::Competency(Refused::NoLongerWaits))), "{refused:?}");
    assert_eq!(scene.levels().await[0], None);
}

#[tokio::test]
async fn r_ack_2_what_was_superseded_is_left_out_of_the_act() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let form = scene.service.first_result(scene.ann).await;
    scene.rate(Level::Expert).await;
    assert_eq!(scene.acknowledge(scene.ann, &form).await.expect("acknowledged"), 2);
    assert_eq!(scene.levels().await, [None, FULL, FULL]);
}

#[tokio::test]
async fn r_val_1_the_last_date_is_counted_from_the_rating() {
    let scene = scene().await;
    scene.service.set_clock(london(2026, 8, 31, 9, 0));
    scene.service.set_cadence(scene.tasks[0], 6).await;
    scene.assess(Level::Competent).await;
    scene.service.pass_minutes(3 * 24 * 60);
    scene.service.acknowledge(scene.ann).await;
    let held = scene.held(date("2026-09-03")).await;
    assert_eq!(held[0].in_force.and_then(|held| held.valid_until), Some(date("2027-02-28")));
    assert_eq!(held[1].in_force.and_then(|held| held.valid_until), None);
}

#[tokio::test]
async fn r_elg_3_a_carer_without_anything_has_an_empty_holding_that_says_how_far_the_group_is() {
    let scene = scene().await;
    let bea = scene.service.carer("Bea Lunt").await;
    let cx = scene.service.as_(scene.office).await;
    let read = cx.read(Action::ReadProgress).await.expect("allowed");
    let held = holdings(&read, &[scene.ann, bea], &scene.tasks, date("2026-03-02")).await.expect("held");
    assert!(
        held[&bea]
            .iter()
            .all(|held| held.in_force.is_none() && held.locked == Some(Locked { done: 0, of: 3 }))
    );
    assert!(held[&scene.ann].iter().all(|held| held.locked.is_none()));
}

#[tokio::test]
async fn s120_a_concern_is_answered_and_the_rating_stays() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let rating =
        todo(&scene.service.as_(scene.ann).await).await.expect("a list").results[0].ratings[0].rating;
    let form = ConcernDraft { rating: rating.to_string(), body: "I was not shown the new pump.".into() };
    let bea = scene.service.carer("Bea Lunt").await;
    assert!(matches!(
        raise_concern(&scene.service.as_(bea).await, once(), &form).await,
        Err(Error::NotFound)
    ));
    let before = scene.history().await;

    let concern = raise_concern(&scene.service.as_(scene.ann).await, once(), &form).await.expect("raised");
    let answer = AnswerConcernDraft { concern: concern.to_string(), answer: "Training is on Friday.".into() };
    answer_concern(&scene.service.as_(scene.office).await, &answer).await.expect("answered");

    assert_eq!(scene.history().await, before);
    assert_eq!((scene.mails("concern_raised").await, scene.mails("concern_answered").await), (1, 1));
    let shown = todo(&scene.service.as_(scene.ann).await).await.expect("a list").concerns;
    assert_eq!(shown[0].answer.as_deref(), Some("Training is on Friday."));
    let again = answer_concern(&scene.service.as_(scene.office).await, &answer).await;
    assert!(matches!(again, Err(Error::Stale)), "{again:?}");
}

#[tokio::test]
async fn s025_a_task_met_in_another_package_shows_what_is_held_already() {
    let scene = scene().await;
    scene.competent().await;
    let orchard = scene.service.package("Orchard House").await;
    scene.service.assign_task(scene.tasks[0], orchard).await;
    scene.service.assign_carer(scene.ann, orchard).await;
    let shown = progress::mine(&scene.service.as_(scene.ann).await).await.expect("progress");
    assert_eq!((shown.packages.len(), shown.assigned, shown.competent), (2, 3, 3));
    assert_eq!(scene.waiting().await, 0);
}
