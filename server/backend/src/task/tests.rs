//! Tasks on a real database.

mod deleting;
mod targets;

use domain::access::{Flags, Role};
use domain::assessment::ReadyClosed;
use domain::competency::{Level, RatingEventKind};
use domain::id::SubmissionId;
use domain::list::Asked;
use domain::problems::Problem;
use domain::task::{Refused, TaskDraft, Turn};
use domain::time::Date;
use sea_orm::EntityTrait;

use super::{create, delete, effect, list, restore, show, update};
use crate::Error;
use crate::entity::{assessment_ready, competency_current, rating_event};
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
async fn s123_an_edit_of_an_older_version_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let id = create(&cx, once(), &typed("Washing", "50")).await.unwrap();
    let described = TaskDraft { description: "In bed".into(), version: "1".into(), ..typed("Washing", "50") };

    update(&cx, id, &described).await.unwrap();
    let stale = update(&cx, id, &TaskDraft { version: "1".into(), ..typed("Bathing", "50") }).await;

    assert!(matches!(stale, Err(Error::Overtaken(_))));
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
async fn r_gen_16_tasks_are_listed_and_shown_by_as_many_queries_for_many_as_for_few() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (washing, meadow) = (service.task("Washing", 20).await, service.package("Larkfield").await);
    service.assign_task(washing, meadow).await;
    let mut asked = Vec::new();
    for more in [2, 60] {
        for at in 0..more {
            let cid = service.carer(&format!("Carer {more} {at}")).await;
            service.done(cid, washing, 5).await;
            service.rated(cid, washing, Level::Competent, None).await;
            service.task(&format!("Task {more} {at}"), 5).await;
        }
        let before = service.queries();
        list(&cx, &Asked::default(), "").await.unwrap();
        let listed = service.queries();
        show(&cx, washing).await.unwrap();
        let shown = service.queries();
        let draft = TaskDraft { reassess_months: "12".into(), ..typed("Washing", "30") };
        effect(&cx, washing, &draft).await.unwrap();
        asked.push((listed - before, shown - listed, service.queries() - shown));
    }
    assert_eq!(asked[0], asked[1], "list, page, effect of a change");
}

#[tokio::test]
async fn r_tsk_1_a_rename_to_the_name_of_another_live_task_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let washing = service.task("Washing", 20).await;
    service.task("Shaving", 20).await;
    let named = |name: &str| TaskDraft { version: "1".into(), ..typed(name, "20") };

    let refused = update(&cx, washing, &named("  SHAVING ")).await;

    assert!(matches!(refused, Err(Error::Task(Refused::NameTaken))), "{refused:?}");
    update(&cx, washing, &named("WASHING")).await.unwrap();
}

#[tokio::test]
async fn r_aud_1_a_changed_description_is_recorded_by_reference_and_the_tick_by_name() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let washing = service.task("Washing", 20).await;
    let draft = TaskDraft {
        description: "With Mrs Grey".into(),
        version: "1".into(),
        also_current: "true".into(),
        ..typed("Washing", "20")
    };

    update(&cx, washing, &draft).await.unwrap();

    let entries = service.entries().await;
    let (_, before, after) = entries.iter().find(|entry| entry.0 == "task_updated").unwrap();
    assert_ne!(before, after);
    assert!(before.contains("\"description\":null") && after.contains("\"personal\""), "{after}");
    assert!(after.contains("\"also_current\":true") && !after.contains("Grey"), "{after}");
}
