//! Tasks on a real database.

use domain::assessment::ReadyClosed;
use domain::id::SubmissionId;
use domain::list::Asked;
use domain::problems::Problem;
use domain::task::{Refused, TaskDraft};
use sea_orm::EntityTrait;

use super::{create, list, show, update};
use crate::Error;
use crate::entity::assessment_ready;
use crate::testing::{Service, unique};

fn typed(name: &str, target: &str) -> TaskDraft {
    TaskDraft { name: name.into(), target: target.into(), active: "true".into(), ..TaskDraft::default() }
}

fn once() -> SubmissionId {
    SubmissionId(unique())
}

#[tokio::test]
async fn s022_any_printable_name_is_kept_as_it_is() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;

    let id = create(&cx, once(), &typed("Client's eye drops & creams", "50")).await.unwrap();

    let task = show(&cx, id).await.unwrap();
    assert_eq!((task.name.as_str(), task.target), ("Client's eye drops & creams", 50));
}

#[tokio::test]
async fn s023_a_target_outside_one_to_9999_or_in_parts_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;

    for (target, problem) in [
        ("0", Problem::TooSmall { least: 1 }),
        ("10000", Problem::TooLarge { most: 9999 }),
        ("2.5", Problem::Unreadable),
    ] {
        let refused = create(&cx, once(), &typed("Washing", target)).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{target}: {refused:?}") };
        assert_eq!(problems.of("target"), Some(problem));
    }
    assert_eq!(list(&cx, &Asked::default(), "").await.unwrap().found, 0);
}

#[tokio::test]
async fn r_tsk_1_a_name_is_unique_among_live_tasks() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    create(&cx, once(), &typed("Washing", "20")).await.unwrap();

    let again = create(&cx, once(), &typed(" WASHING ", "30")).await;

    assert!(matches!(again, Err(Error::Task(Refused::NameTaken))), "{again:?}");
}

#[tokio::test]
async fn r_tsk_2_a_new_target_is_recorded_with_the_old_one() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let id = create(&cx, once(), &typed("Washing", "50")).await.unwrap();

    update(&cx, id, &TaskDraft { version: "1".into(), ..typed("Washing", "60") }).await.unwrap();

    assert_eq!(show(&cx, id).await.unwrap().target, 60);
    let (action, before, after) = service.entries().await.pop().unwrap();
    assert_eq!(action, "task_updated");
    assert!(before.contains("\"target\":50") && after.contains("\"target\":60"));
}

#[tokio::test]
async fn s123_an_edit_of_an_older_version_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let id = create(&cx, once(), &typed("Washing", "50")).await.unwrap();
    let described = TaskDraft { description: "In bed".into(), version: "1".into(), ..typed("Washing", "50") };

    update(&cx, id, &described).await.unwrap();
    let stale = update(&cx, id, &TaskDraft { version: "1".into(), ..typed("Bathing", "50") }).await;

    assert!(matches!(stale, Err(Error::Stale)));
    let task = show(&cx, id).await.unwrap();
    assert_eq!((task.name.as_str(), task.description.as_deref()), ("Washing", Some("In bed")));
    assert!(!service.entries().await.iter().any(|entry| entry.2.contains("In bed")));
}

#[tokio::test]
async fn s086_a_task_of_another_organisation_is_not_found() {
    let service = Service::new().await;
    let task = service.task("Washing", 20).await;
    let there = service.another_organisation("Elsewhere").await;
    let bob =
        service.account(there, "Bob", domain::access::Role::Admin, domain::access::Flags::default()).await;
    let cx = service.as_(bob).await;

    let changed = update(&cx, task, &TaskDraft { version: "1".into(), ..typed("Mine", "1") }).await;

    assert!(matches!(show(&cx, task).await, Err(Error::NotFound)));
    assert!(matches!(changed, Err(Error::NotFound)));
}

#[tokio::test]
async fn r_gen_13_tasks_are_found_by_name_and_by_whether_a_template_assesses_them() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (medicines, _) = (service.task("Give oral medicines", 50).await, service.task("Washing", 20).await);
    service.template("Medicines", &[medicines]).await;
    let meadow = service.package("Larkfield Meadow").await;
    service.assign_task(medicines, meadow).await;

    let with = list(&cx, &Asked::default(), "with").await.unwrap();
    let without = list(&cx, &Asked { q: "wash".into(), ..Asked::default() }, "without").await.unwrap();
    let task = show(&cx, medicines).await.unwrap();

    assert_eq!(with.rows[0].template.as_deref(), Some("Medicines"));
    assert_eq!((with.found, without.found), (1, 1));
    assert!(matches!(list(&cx, &Asked::default(), "maybe").await, Err(Error::Invalid(_))));
    assert_eq!(task.packages[0].name, "Larkfield Meadow");
    assert_eq!(task.template.map(|template| template.name).as_deref(), Some("Medicines"));
}

#[tokio::test]
async fn r_trg_4_a_new_target_makes_a_group_ready_once_or_not_ready_any_more() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let cx = service.as_(office).await;
    let (medicines, meadow) =
        (service.task("Give oral medicines", 50).await, service.package("Larkfield Meadow").await);
    service.template("Medicines", &[medicines]).await;
    let cid = service.carer("Cid").await;
    service.assign_carer(cid, meadow).await;
    service.assign_task(medicines, meadow).await;
    let log = domain::progress::LogDraft {
        task: medicines.to_string(),
        count: "40".into(),
        work_date: "2026-03-02".into(),
        submission_id: unique().to_string(),
        ..Default::default()
    };
    crate::progress::log_completion(&service.as_(cid).await, &log).await.unwrap();
    let target = |target: &str, version: &str| TaskDraft {
        version: version.into(),
        ..typed("Give oral medicines", target)
    };

    update(&cx, medicines, &target("40", "1")).await.unwrap();
    update(&cx, medicines, &target("60", "2")).await.unwrap();

    let ready = assessment_ready::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert_eq!((ready.len(), ready[0].close_reason), (1, Some(ReadyClosed::NoLongerReady)));
    let opened = service.trail().await.iter().filter(|action| *action == "assessment_available").count();
    assert_eq!(opened, 1);
}
