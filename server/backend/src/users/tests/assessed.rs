//! "Fully assessed" and "qualified for all", as chips and as the switch of the list (R-ACC-4).

use domain::competency::{Level, RatingDraft};
use domain::time::add_days;
use domain::users::UserQuery;

use super::*;
use crate::users::assessed;

/// The names that the switch leaves.
async fn switched(cx: &Cx) -> Vec<String> {
    let query = UserQuery { role: "carer".into(), assessed: "true".into(), ..UserQuery::default() };
    page(cx, &query).await.unwrap().rows.into_iter().map(|user| user.name).collect()
}

#[tokio::test]
async fn s016_a_carer_is_fully_assessed_once_the_last_rating_is_acknowledged() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (bea, home) = (service.carer("Bea").await, service.package("Larkfield").await);
    service.assign_carer(bea, home).await;
    let mut tasks = Vec::new();
    for name in ["Washing", "Feeding", "Medicines"] {
        let task = service.task(name, 10).await;
        service.assign_task(task, home).await;
        tasks.push(task);
    }
    service.rated(bea, tasks[0], Level::Competent, None).await;
    service.rated(bea, tasks[1], Level::Expert, None).await;
    service.statement().await;
    let form = RatingDraft {
        task: tasks[2].to_string(),
        level: "competent".into(),
        reason: "Seen at work by the assessor".into(),
        ..RatingDraft::default()
    };
    let submission = domain::id::SubmissionId(crate::testing::unique());
    crate::competency::rate(&cx, bea, submission, &form).await.unwrap();
    assert!(switched(&cx).await.is_empty(), "one still waits");

    service.acknowledge(bea).await;

    assert_eq!(switched(&cx).await, ["Bea"]);
    let shown = seen(&cx, bea).await;
    assert_eq!(shown.tasks, (3, 3));
    assert!(shown.assessed.is_fully_assessed && shown.assessed.is_qualified_for_all);
}

#[tokio::test]
async fn s017_a_carer_without_tasks_is_not_fully_assessed() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    service.assign_carer(bea, service.package("Larkfield").await).await;
    let elsewhere = service.task("Washing", 10).await;
    service.rated(cid, elsewhere, Level::Expert, None).await;

    assert!(switched(&cx).await.is_empty());
    assert!(
        !seen(&cx, bea).await.assessed.is_fully_assessed && !seen(&cx, cid).await.assessed.is_fully_assessed
    );
}

#[tokio::test]
async fn r_acc_4_only_live_active_tasks_and_packages_count_and_a_lapsed_rating_does_not() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (bea, home, aside) =
        (service.carer("Bea").await, service.package("Larkfield").await, service.package("Oakfield").await);
    let (washing, feeding) = (service.task("Washing", 10).await, service.task("Feeding", 10).await);
    for package in [home, aside] {
        service.assign_carer(bea, package).await;
    }
    service.assign_task(washing, home).await;
    service.assign_task(feeding, aside).await;
    service.rated(bea, washing, Level::NonCompetent, Some(cx.today())).await;
    assert!(switched(&cx).await.is_empty(), "Feeding has no rating");

    service.set_aside(aside).await;
    assert_eq!(switched(&cx).await, ["Bea"], "an inactive package asks for nothing");
    let chips = seen(&cx, bea).await.assessed;
    assert!(chips.is_fully_assessed && !chips.is_qualified_for_all);
    service.pass_minutes(24 * 60);
    let tomorrow = service.as_(service.admin("Zoe").await).await;
    assert!(switched(&tomorrow).await.is_empty(), "it counted through its last day");
}

/// The condition of SQL and the rule of `domain` are two; whatever carers hold, they say the same.
#[tokio::test]
async fn r_acc_4_the_switch_and_the_chips_agree_whatever_carers_hold() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let homes = [service.package("Larkfield").await, service.package("Oakfield").await];
    let mut tasks = Vec::new();
    for name in ["Washing", "Feeding", "Medicines"] {
        tasks.push(service.task(name, 10).await);
    }
    service.assign_task(tasks[0], homes[0]).await;
    service.assign_task(tasks[1], homes[0]).await;
    service.assign_task(tasks[1], homes[1]).await;
    service.assign_task(tasks[2], homes[1]).await;
    let dates = [None, Some(add_days(cx.today(), -1)), Some(cx.today()), Some(add_days(cx.today(), 1))];
    let mut carers = Vec::new();
    for n in 0..48_usize {
        let carer = service.carer(&format!("Carer {n:02}")).await;
        for (at, home) in homes.iter().enumerate() {
            if (n >> at) & 1 == 1 {
                service.assign_carer(carer, *home).await;
            }
        }
        for (at, task) in tasks.iter().enumerate() {
            let pick = n / 4 + at * 5;
            if pick % 3 != 0 {
                service.rated(carer, *task, Level::ALL[pick % 6], dates[(n + at) % 4]).await;
            }
        }
        carers.push(carer);
    }

    let chips = assessed::of(&cx.read(Action::ReadUsers).await.unwrap(), &carers, cx.today()).await.unwrap();
    let mut by_chip = Vec::new();
    for carer in carers.iter().filter(|carer| chips.get(carer).is_some_and(|chip| chip.is_fully_assessed)) {
        by_chip.push(seen(&cx, *carer).await.name);
    }
    assert_eq!(switched(&cx).await, by_chip);
    assert!(by_chip.len() > 3 && by_chip.len() < 24, "both kinds are there: {}", by_chip.len());
}
