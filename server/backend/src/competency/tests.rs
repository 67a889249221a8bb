//! Ratings, acknowledgments, reminders and concerns on a real database.

mod acts;
mod concerns;
mod lapse;
mod lists;
mod random;
mod reminders;
mod statement;

use domain::competency::{AcknowledgmentDraft, Level, RatingState, Refused};
use domain::id::TemplateId;
use domain::list::Asked;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::*;
use crate::audit::opening::Opening;
use crate::entity::{
    acknowledgment, acknowledgment_rating, audit_entry, competency_current, outbox, personal_value,
};
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
            ..RatingDraft::default()
        };
        rate(&self.service.as_(self.office).await, self.ann, once(), &form).await.expect("allowed")
    }

    async fn acknowledge(&self, by: AccountId, form: &AcknowledgmentDraft) -> Result<Acted, Error> {
        acknowledge(&self.service.as_(by).await, once(), form).await
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
        history(&cx, self.ann, &Asked::default(), Opening::Opened).await.expect("a history").rows
    }

    async fn waiting(&self) -> usize {
        waiting(&self.service.as_(self.office).await, &Asked::default())
            .await
            .expect("a list")
            .listed
            .rows
            .len()
    }

    /// How many mails of a name were ever queued, called back or not.
    async fn mails(&self, name: &str) -> usize {
        let rows = outbox::Entity::find().filter(outbox::Column::Template.eq(name));
        rows.all(self.service.platform.db.reader()).await.expect("rows").len()
    }

    /// How many of them still wait to be sent.
    async fn to_send(&self, name: &str) -> usize {
        self.service.mails().await.iter().filter(|(_, mail)| mail.name() == name).count()
    }

    async fn first_rating(&self) -> RatingId {
        let todo = todo(&self.service.as_(self.ann).await).await.expect("a list");
        todo.results[0].ratings[0].rating
    }

    async fn count(&self, action: &str) -> usize {
        self.service.trail().await.iter().filter(|entry| *entry == action).count()
    }

    /// The severity of the first entry of an action.
    async fn severity(&self, action: &str) -> String {
        let rows = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
        rows.one(self.service.platform.db.reader()).await.expect("rows").expect("an entry").severity
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
    let acted = scene.acknowledge(scene.ann, &form).await.expect("acknowledged");
    assert_eq!(acted, Acted { raised: 3, seen: 0 });

    assert_eq!(scene.levels().await, [FULL; 3]);
    let db = scene.service.platform.db.reader();
    let acts = acknowledgment::Entity::find().all(db).await.expect("acts");
    assert_eq!((acts.len(), acts[0].at, acts[0].carer_id), (1, scene.service.now(), scene.ann));
    let origin = personal_value::Entity::find_by_id(acts[0].origin_id).one(db).await.expect("rows");
    assert_eq!(origin.expect("its origin").value.as_deref(), Some("203.0.113.7 Test browser"));
    assert_eq!(acknowledgment_rating::Entity::find().all(db).await.expect("rows").len(), 3);
    assert_eq!(scene.count("rating_acknowledged").await, 3);
    let past = past(&scene.service.as_(scene.ann).await, &Asked::default()).await.expect("a list").rows;
    assert_eq!((past.len(), past[0].statement, past[0].ratings.len()), (1, 1, 3));
    let first = &past[0].ratings[0];
    assert_eq!((first.task.as_str(), first.old, first.new), ("Creams", Level::NotAssessed, Level::Competent));
    assert_eq!(first.by, "Office");
    assert!(!past[0].text.is_empty());
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
        ..RatingDraft::default()
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
    assert_eq!(scene.severity("rating_fast_track").await, "warning");
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
    assert_eq!(
        scene.service.trail().await.iter().rfind(|action| action.contains("rating_")).unwrap(),
        "rating_manual"
    );

    let newest = scene.history().await[0].rating;
    let form = WithdrawalDraft { rating: newest.to_string(), reason: "Given to the wrong person".into() };
    withdraw(&scene.service.as_(scene.office).await, once(), &form).await.expect("withdrawn");

    assert_eq!((scene.waiting().await, scene.count("rating_withdrawn").await), (0, 1));
    scene.service.pass_minutes(96 * 60);
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(scene.mails("rating_reminder").await, 0);
    let again = withdraw(&scene.service.as_(scene.office).await, once(), &form).await;
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
    let acted = scene.acknowledge(scene.ann, &form).await.expect("acknowledged");
    assert_eq!(acted, Acted { raised: 2, seen: 0 });
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
async fn s025_a_task_met_in_another_package_shows_what_is_held_already() {
    let scene = scene().await;
    scene.competent().await;
    let orchard = scene.service.package("Orchard House").await;
    scene.service.assign_task(scene.tasks[0], orchard).await;
    scene.service.assign_carer(scene.ann, orchard).await;
    let shown = progress::mine(&scene.service.as_(scene.ann).await).await.expect("progress").progress;
    assert_eq!((shown.packages.len(), shown.assigned, shown.competent), (2, 3, 3));
    assert_eq!(scene.waiting().await, 0);
}

#[tokio::test]
async fn s040_r_elg_7_what_is_acknowledged_opens_shifts_and_s043_what_is_lowered_closes_them() {
    let scene = scene().await;
    let meadow = scene.service.package("Orchard House").await;
    scene.service.sent(scene.office, meadow, 6, ("09:00", "17:00"), &scene.tasks[..1]).await;
    let open = async || {
        let board = crate::shift::board(&scene.service.as_(scene.ann).await).await.expect("a board");
        board.shifts.len()
    };
    scene.assess(Level::Competent).await;
    assert_eq!(open().await, 0, "the result waits");

    scene.service.acknowledge(scene.ann).await;
    assert_eq!(open().await, 1);
    assert_eq!(scene.mails("shift_open").await, 1, "who becomes eligible is mailed (R-SHF-5)");

    scene.rate(Level::NonCompetent).await;
    assert_eq!(open().await, 0);
}
