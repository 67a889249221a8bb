//! Logging and correcting on a real database.

mod corrections;
mod pages;

use domain::id::{AccountId, PackageId, SubmissionId};
use domain::problems::Problem;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use uuid::Uuid;

use super::*;
use crate::entity::{assessment_ready, completion, personal_value, task};
use crate::testing::{Service, london, unique};

struct Scene {
    service: Service,
    office: AccountId,
    ann: AccountId,
    meadow: PackageId,
}

async fn scene() -> Scene {
    let service = Service::new().await;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    let meadow = service.package("Larkfield Meadow").await;
    service.assign_carer(ann, meadow).await;
    Scene { service, office, ann, meadow }
}

impl Scene {
    async fn task(&self, name: &str, target: i32, done: i32) -> TaskId {
        let task = self.service.task(name, target).await;
        self.service.assign_task(task, self.meadow).await;
        if done > 0 {
            self.service.done(self.ann, task, done).await;
        }
        task
    }

    async fn log(&self, task: TaskId, count: &str) -> Result<Logged, Error> {
        self.send(&typed(task, count)).await
    }

    async fn send(&self, form: &LogDraft) -> Result<Logged, Error> {
        log_completion(&self.service.as_(self.ann).await, once(), form).await
    }

    async fn day(&self) -> Day {
        day(&self.service.as_(self.ann).await).await.expect("a day")
    }

    async fn set_task_active(&self, id: TaskId, active: bool) {
        let db = self.service.platform.db.writer();
        let row = task::Entity::find_by_id(id).one(db).await.expect("a row").expect("a task");
        let mut row = row.into_active_model();
        row.active = Set(active);
        row.update(db).await.expect("updated");
    }

    async fn lines(&self) -> u64 {
        completion::Entity::find().count(self.service.platform.db.reader()).await.expect("a count")
    }
}

fn once() -> SubmissionId {
    SubmissionId(unique())
}

fn typed(task: TaskId, count: &str) -> LogDraft {
    LogDraft { task: task.to_string(), count: count.into(), ..LogDraft::default() }
}

fn problem(result: Result<Logged, Error>) -> Option<Problem> {
    match result {
        Err(Error::Invalid(problems)) => problems.of("count"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn s028_three_more_make_forty_seven_of_fifty_complete_and_leave_the_list() {
    let scene = scene().await;
    let medicines = scene.task("Medicines", 50, 47).await;
    scene.task("Washing", 10, 0).await;
    let mut changes = scene.service.platform.events.listen();

    let logged = scene.log(medicines, "3").await.expect("allowed");

    assert_eq!((logged.tally.done, logged.tally.tenths(), logged.name.as_str()), (50, 1000, "Medicines"));
    let open: Vec<_> = scene.day().await.open.into_iter().map(|task| task.name).collect();
    assert_eq!(open, ["Washing"]);
    let entries = scene.service.entries().await;
    let (_, before, after) = entries.iter().find(|entry| entry.0 == "completion_logged").expect("an entry");
    assert_eq!(before, r#"{"count":47}"#);
    assert!(after.contains(r#""amount":3"#) && after.contains(r#""count":50"#), "{after}");
    if !scene.service.platform.db.is_postgres() {
        let told = std::iter::from_fn(|| changes.try_recv().ok());
        assert!(
            told.into_iter().any(|told| told.topic == Topic::Progress && told.account == Some(scene.ann))
        );
    }
}

#[tokio::test]
async fn s029_a_day_holds_a_hundred_and_a_refusal_says_what_is_left() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    scene.log(washing, "60").await.expect("allowed");
    let before = scene.service.trail().await.len();

    let refused = scene.log(washing, "50").await;

    assert!(
        matches!(refused, Err(Error::Progress(Refused::TooManyThatDay { left: 40, entered: 50 }))),
        "{refused:?}"
    );
    assert_eq!(scene.day().await.open[0].left, [40, 100]);
    assert_eq!((scene.lines().await, scene.service.trail().await.len()), (1, before));
    assert_eq!(scene.log(washing, "40").await.expect("allowed").tally.done, 100);
    assert!(matches!(
        scene.log(washing, "1").await,
        Err(Error::Progress(Refused::TooManyThatDay { left: 0, entered: 1 }))
    ));
}

#[tokio::test]
async fn s030_a_log_is_a_whole_number_from_one_to_a_hundred() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    for (count, wrong) in [
        ("0", Problem::TooSmall { least: 1 }),
        ("-1", Problem::TooSmall { least: 1 }),
        ("101", Problem::TooLarge { most: 100 }),
        ("1.5", Problem::Unreadable),
    ] {
        assert_eq!(problem(scene.log(washing, count).await), Some(wrong), "{count}");
    }
    assert_eq!(scene.lines().await, 0);
}

#[tokio::test]
async fn s031_the_last_open_task_leaves_all_complete() {
    let scene = scene().await;
    scene.task("Medicines", 50, 52).await;
    let washing = scene.task("Washing", 10, 9).await;
    assert_eq!(scene.day().await.list, DayList::Open);

    scene.log(washing, "1").await.expect("allowed");

    let day = scene.day().await;
    assert_eq!((day.list, day.overall, day.open.len()), (DayList::AllComplete, Some(1000), 0));
}

#[tokio::test]
async fn s032_a_task_of_two_packages_is_listed_once_and_counts_at_both() {
    let scene = scene().await;
    let washing = scene.task("Washing", 10, 0).await;
    let orchard = scene.service.package("Orchard House").await;
    scene.service.assign_task(washing, orchard).await;
    scene.service.assign_carer(scene.ann, orchard).await;
    assert_eq!(scene.day().await.open.len(), 1);

    scene.log(washing, "4").await.expect("allowed");

    let day = scene.day().await;
    assert_eq!((day.open.len(), day.open[0].tally.done, day.overall), (1, 4, Some(400)));
}

#[tokio::test]
async fn s033_one_short_of_two_hundred_is_seen_as_99_5_and_opens_no_assessment() {
    let scene = scene().await;
    let medicines = scene.task("Medicines", 200, 198).await;
    scene.service.template("Medicines", &[medicines]).await;

    scene.log(medicines, "1").await.expect("allowed");

    let seen = mine(&scene.service.as_(scene.ann).await).await.expect("progress").progress;
    assert_eq!((seen.overall, seen.groups[0].tasks[0].tally.tenths()), (Some(995), 995));
    assert_eq!(seen.groups[0].state, Some(domain::assessment::GroupState::Locked { complete: 0, of: 1 }));
    assert!(!scene.service.trail().await.contains(&"assessment_available".to_owned()));
}

#[tokio::test]
async fn s026_a_task_added_to_the_package_is_in_the_list_at_once() {
    let scene = scene().await;
    assert_eq!(scene.day().await.list, DayList::NothingAssigned);
    scene.task("Washing", 10, 0).await;
    assert_eq!(scene.day().await.open.len(), 1);
}

#[tokio::test]
async fn s104_yesterday_is_open_until_noon() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    let yesterday = |count| LogDraft { work_date: "2026-03-01".into(), ..typed(washing, count) };

    scene.service.set_clock(london(2026, 3, 2, 8, 0));
    scene.send(&yesterday("2")).await.expect("allowed");
    assert_eq!(scene.day().await.open[0].left, [100, 98]);

    scene.service.set_clock(london(2026, 3, 2, 12, 1));
    let late = scene.send(&yesterday("2")).await;
    assert!(matches!(late, Err(Error::Progress(Refused::DayClosed))), "{late:?}");
}

#[tokio::test]
async fn r_prg_4_a_form_that_was_opened_before_midnight_books_the_day_it_was_opened_on() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    scene.service.set_clock(london(2026, 3, 2, 23, 59));
    let shown = scene.day().await.days;
    let form = LogDraft { work_date: shown[0].to_string(), ..typed(washing, "2") };

    scene.service.set_clock(london(2026, 3, 3, 0, 1));
    scene.send(&form).await.expect("allowed");

    let booked = completion::Entity::find().one(scene.service.platform.db.reader()).await;
    let booked = booked.expect("a row").expect("a line").work_date;
    assert_eq!((shown.len(), booked.to_string()), (1, "2026-03-02".to_owned()));
    assert_eq!(scene.day().await.open[0].left, [100, 98], "yesterday, not today");
    scene.service.set_clock(london(2026, 3, 3, 12, 1));
    let late = scene.send(&form).await;
    assert!(matches!(late, Err(Error::Progress(Refused::DayClosed))), "{late:?}");
}

#[tokio::test]
async fn s105_the_same_form_twice_is_counted_once_and_other_content_is_refused() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    let (ann, submission, form) = (scene.service.as_(scene.ann).await, once(), typed(washing, "3"));
    log_completion(&ann, submission, &form).await.expect("allowed");

    let again = log_completion(&ann, submission, &form).await.expect("the first result");
    assert_eq!((again.tally.done, scene.lines().await), (3, 1));

    let other = log_completion(&ann, submission, &LogDraft { count: "4".into(), ..form }).await;
    assert!(matches!(other, Err(Error::SentBefore)), "{other:?}");
    assert_eq!(scene.lines().await, 1);
}

#[tokio::test]
async fn s130_overall_is_the_mean_of_capped_percentages() {
    let scene = scene().await;
    scene.task("Medicines", 50, 52).await;
    scene.task("Washing", 50, 25).await;
    scene.task("Feeding", 10, 0).await;
    assert_eq!(scene.day().await.overall, Some(500));
}

#[tokio::test]
async fn s148_a_log_names_the_package_only_when_it_is_the_only_one_and_its_note_stands_apart() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    let note = LogDraft { note: "With Mrs Hill".into(), ..typed(washing, "1") };
    scene.send(&note).await.expect("allowed");
    let orchard = scene.service.package("Orchard House").await;
    scene.service.assign_task(washing, orchard).await;
    scene.service.assign_carer(scene.ann, orchard).await;
    scene.service.pass_minutes(1);
    scene.log(washing, "1").await.expect("allowed");

    let db = scene.service.platform.db.reader();
    let mut lines = completion::Entity::find().all(db).await.expect("lines");
    lines.sort_by_key(|line| line.created_at);
    let packages: Vec<_> = lines.iter().map(|line| line.care_package_id).collect();
    assert_eq!(packages, [Some(scene.meadow), None]);
    let note = personal_value::Entity::find_by_id(lines[0].note_id.expect("a note")).one(db).await;
    assert_eq!(note.expect("a row").and_then(|row| row.value).as_deref(), Some("With Mrs Hill"));
    let trail: String = scene.service.entries().await.into_iter().map(|entry| entry.2).collect();
    assert!(!trail.contains("Hill"), "{trail}");
}

#[tokio::test]
async fn r_prg_5_only_assigned_active_tasks_are_logged_and_one_that_is_not_there_is_answered_alike() {
    let scene = scene().await;
    let elsewhere = scene.service.task("Elsewhere", 10).await;
    let refused = scene.log(elsewhere, "1").await;
    assert!(matches!(refused, Err(Error::Progress(Refused::NotAssigned))), "{refused:?}");
    let refused = scene.log(TaskId(Uuid::from_u128(5)), "1").await;
    assert!(matches!(refused, Err(Error::Progress(Refused::NotAssigned))), "{refused:?}");

    let rested = scene.task("Shaving", 10, 0).await;
    scene.set_task_active(rested, false).await;
    let refused = scene.log(rested, "1").await;
    assert!(matches!(refused, Err(Error::Progress(Refused::NotAssigned))), "{refused:?}");
    assert_eq!(scene.day().await.list, DayList::NothingAssigned, "what is not in use is not listed either");

    let full = scene.task("Medicines", 5, 5).await;
    let refused = scene.log(full, "1").await;
    assert!(matches!(refused, Err(Error::Progress(Refused::AlreadyComplete))), "{refused:?}");
}

#[tokio::test]
async fn s150_two_devices_log_the_last_missing_counts_at_once_and_ready_is_written_once() {
    let scene = scene().await;
    let (medicines, patches) = (scene.task("Medicines", 50, 49).await, scene.task("Patches", 10, 9).await);
    let template = scene.service.template("Medicines", &[medicines, patches]).await;
    let (phone, tablet) = (scene.service.as_(scene.ann).await, scene.service.as_(scene.ann).await);
    let (one, two) = (typed(medicines, "1"), typed(patches, "1"));

    let (a, b) = tokio::join!(log_completion(&phone, once(), &one), log_completion(&tablet, once(), &two));

    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    let ready = assessment_ready::Entity::find().all(scene.service.platform.db.reader()).await.expect("rows");
    let open: Vec<_> = ready.iter().map(|row| (row.carer_id, row.template_id, row.closed_at)).collect();
    assert_eq!(open, [(scene.ann, template, None)]);
    let announced =
        scene.service.trail().await.iter().filter(|action| *action == "assessment_available").count();
    assert_eq!(announced, 1);
}

#[tokio::test]
async fn s150_two_devices_log_the_same_last_one_and_neither_is_lost_nor_double() {
    let scene = scene().await;
    let medicines = scene.task("Medicines", 50, 48).await;
    let (phone, tablet) = (scene.service.as_(scene.ann).await, scene.service.as_(scene.ann).await);
    let (one, two) = (typed(medicines, "1"), typed(medicines, "1"));

    let (a, b) = tokio::join!(log_completion(&phone, once(), &one), log_completion(&tablet, once(), &two));

    let mut done = [a.expect("stored").tally.done, b.expect("stored").tally.done];
    done.sort_unstable();
    assert_eq!(done, [49, 50]);
}
