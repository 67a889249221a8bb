//! Tasks on a real database.

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
    service.log(cid, medicines, "40").await.unwrap();
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

#[tokio::test]
async fn s024_a_new_target_changes_the_percentage_at_once_and_leaves_the_rating() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (washing, meadow) = (service.task("Washing", 50).await, service.package("Larkfield").await);
    let cid = service.carer("Cid").await;
    service.assign_task(washing, meadow).await;
    service.assign_carer(cid, meadow).await;
    service.done(cid, washing, 30).await;
    service.rated(cid, washing, Level::Competent, None).await;

    let sixty = TaskDraft { version: "1".into(), ..typed("Washing", "60") };
    let foreseen = effect(&cx, washing, &sixty).await.unwrap();
    let lower =
        effect(&cx, washing, &TaskDraft { version: "1".into(), ..typed("Washing", "30") }).await.unwrap();
    update(&cx, washing, &sixty).await.unwrap();

    let turn = |now, then| vec![Turn { carer: "Cid".into(), now, then }];
    assert_eq!(foreseen.counted, turn(600, 500));
    assert_eq!((foreseen.newly_complete(), foreseen.no_longer_complete()), (0, 0));
    assert_eq!((lower.counted.clone(), lower.newly_complete()), (turn(600, 1000), 1));
    let seen = crate::progress::mine(&service.as_(cid).await).await.unwrap();
    assert_eq!((seen.overall, seen.groups[0].tasks[0].tally.tenths()), (Some(500), 500));
    assert_eq!(seen.groups[0].tasks[0].effective.map(|(level, _)| level), Some(Level::Competent));
}

#[tokio::test]
async fn s096_a_cadence_leaves_current_ratings_unlimited_until_the_tick_appends_their_last_dates() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let cx = service.as_(office).await;
    let (medicines, cid) = (service.task("Give oral medicines", 50).await, service.carer("Cid").await);
    service.rated(cid, medicines, Level::Competent, None).await;
    let yearly = |version: &str| TaskDraft {
        reassess_months: "12".into(),
        version: version.into(),
        ..typed("Give oral medicines", "50")
    };
    let last = async || {
        let row = competency_current::Entity::find().one(service.platform.db.reader()).await.unwrap();
        row.unwrap().effective_valid_until
    };

    update(&cx, medicines, &yearly("1")).await.unwrap();
    let unticked = last().await;
    let foreseen = effect(&cx, medicines, &yearly("2")).await.unwrap().lapses;
    let blind = update(&cx, medicines, &TaskDraft { also_current: "true".into(), ..yearly("2") }).await;
    let ticked = TaskDraft { also_current: "true".into(), shown_months: "12".into(), ..yearly("2") };
    update(&cx, medicines, &ticked).await.unwrap();

    let year_later = Date::from_ymd_opt(2027, 3, 2);
    assert_eq!(unticked, None);
    assert_eq!((foreseen.len(), foreseen[0].carer.as_str(), foreseen[0].now), (1, "Cid", None));
    assert_eq!(foreseen[0].then, year_later);
    let Err(Error::Invalid(problems)) = blind else { panic!("{blind:?}") };
    assert_eq!(problems.of("also_current"), Some(Problem::NotSeen));
    assert_eq!(last().await, year_later);
    let events = rating_event::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert_eq!((events.len(), events[0].kind), (1, RatingEventKind::ValidUntilChanged));
    assert_eq!(service.trail().await, ["task_updated", "rating_validity_changed", "task_updated"]);
}

#[tokio::test]
async fn r_val_2_what_is_shown_is_exactly_what_the_tick_changes() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let medicines = service.task("Give oral medicines", 50).await;
    let (cid, dee, eve) =
        (service.carer("Cid").await, service.carer("Dee").await, service.carer("Eve").await);
    service.rated(cid, medicines, Level::Competent, None).await;
    service.rated(eve, medicines, Level::Expert, None).await;
    crate::users::delete(&service.as_(office).await, eve, 1).await.unwrap();
    service.pass_minutes(60 * 24 * 70);
    service.rating_waits(dee, medicines, Level::Proficient).await;
    let cx = service.as_(office).await;
    let monthly = |version: &str| TaskDraft {
        reassess_months: "1".into(),
        version: version.into(),
        also_current: "true".into(),
        shown_months: "1".into(),
        ..typed("Give oral medicines", "50")
    };

    let foreseen = effect(&cx, medicines, &monthly("1")).await.unwrap().lapses;
    update(&cx, medicines, &monthly("1")).await.unwrap();

    let seen: Vec<_> = foreseen
        .iter()
        .map(|one| (one.carer.as_str(), one.is_at_once, one.is_pending, one.is_deleted))
        .collect();
    assert_eq!(seen, [("Cid", true, false, false), ("Eve", true, false, true), ("Dee", false, true, false)]);
    let events = rating_event::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let changed = events.iter().filter(|event| event.kind == RatingEventKind::ValidUntilChanged);
    assert_eq!(changed.count(), foreseen.len());
}

#[tokio::test]
async fn r_val_2_a_rating_that_waits_takes_the_new_last_date_with_its_acknowledgment() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let (medicines, cid) = (service.task("Give oral medicines", 50).await, service.carer("Cid").await);
    let form = domain::competency::RatingDraft {
        task: medicines.to_string(),
        level: "competent".into(),
        reason: "Seen at work by the assessor".into(),
        ..domain::competency::RatingDraft::default()
    };
    crate::competency::rate(&service.as_(office).await, cid, once(), &form).await.unwrap();
    let ticked = TaskDraft {
        reassess_months: "6".into(),
        also_current: "true".into(),
        shown_months: "6".into(),
        version: "1".into(),
        ..typed("Give oral medicines", "50")
    };
    update(&service.as_(office).await, medicines, &ticked).await.unwrap();

    service.acknowledge(cid).await;

    let row = competency_current::Entity::find().one(service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!(row.effective_valid_until, Date::from_ymd_opt(2026, 9, 2));
}

#[tokio::test]
async fn s145_a_group_is_judged_without_its_deleted_task() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (medicines, creams) = (service.task("Medicines", 50).await, service.task("Creams", 20).await);
    service.template("Medicines", &[medicines, creams]).await;
    let cid = service.carer("Cid").await;
    service.done(cid, medicines, 50).await;

    delete(&cx, creams).await.unwrap();
    let ready = assessment_ready::Entity::find().all(service.platform.db.reader()).await.unwrap();
    restore(&cx, creams).await.unwrap();
    let after = assessment_ready::Entity::find().all(service.platform.db.reader()).await.unwrap();

    assert_eq!((ready.len(), ready[0].carer_id, ready[0].closed_at), (1, cid, None));
    assert_eq!((after.len(), after[0].close_reason), (1, Some(ReadyClosed::NoLongerReady)));
    assert_eq!(service.trail().await, ["assessment_available", "task_deleted", "task_restored"]);
}

#[tokio::test]
async fn r_tsk_3_a_deleted_task_leaves_lists_and_totals_and_comes_back_to_packages_and_template() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (washing, shaving) = (service.task("Washing", 20).await, service.task("Shaving", 20).await);
    service.template("Personal care", &[washing]).await;
    let (here, there) = (service.package("Larkfield").await, service.package("Willow").await);
    let cid = service.carer("Cid").await;
    service.assign_carer(cid, here).await;
    service.assign_task(washing, here).await;
    service.assign_task(shaving, here).await;
    service.assign_task(washing, there).await;
    service.done(cid, shaving, 20).await;
    service.done(cid, washing, 5).await;

    delete(&cx, washing).await.unwrap();
    let without = crate::progress::day(&service.as_(cid).await).await.unwrap();
    let binned = list(&cx, &Asked { status: "deleted".into(), ..Asked::default() }, "").await.unwrap();
    crate::package::delete(&cx, there).await.unwrap();
    let back = restore(&cx, washing).await.unwrap();

    assert_eq!((without.overall, without.open.len()), (Some(1000), 0));
    assert_eq!(binned.rows[0].name, "Washing");
    assert_eq!((back.tasks, back.skipped), (1, vec!["Willow".to_owned()]));
    let found = show(&cx, washing).await.unwrap();
    assert_eq!(found.template.map(|template| template.name).as_deref(), Some("Personal care"));
    assert_eq!(found.packages.len(), 1);
    let with = crate::progress::day(&service.as_(cid).await).await.unwrap();
    assert_eq!((with.overall, with.open[0].tally.done), (Some(625), 5), "the count was never lost");
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
async fn r_tsk_3_a_sent_shift_still_requires_a_deleted_task_and_warns() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let (washing, meadow) = (service.task("Washing", 50).await, service.package("Larkfield").await);
    let shift = service.sent(office, meadow, 6, ("09:00", "17:00"), &[washing]).await;
    let cx = service.as_(office).await;

    delete(&cx, washing).await.unwrap();

    let found = crate::shift::detail(&cx, shift).await.unwrap();
    assert_eq!(found.facts.required, ["Washing (no longer in use)"]);
}

#[tokio::test]
async fn s086_a_task_of_another_organisation_has_no_effect_and_is_neither_deleted_nor_restored() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (washing, shaving) = (service.task("Washing", 20).await, service.task("Shaving", 20).await);
    delete(&cx, shaving).await.unwrap();
    let there = service.another_organisation("Elsewhere").await;
    let bob = service.account(there, "Bob", Role::Admin, Flags::ALL).await;
    let other = service.as_(bob).await;
    let draft = TaskDraft { version: "1".into(), ..typed("Washing", "30") };

    assert!(matches!(effect(&other, washing, &draft).await, Err(Error::NotFound)));
    assert!(matches!(delete(&other, washing).await, Err(Error::NotFound)));
    assert!(matches!(restore(&other, shaving).await, Err(Error::NotFound)));

    assert_eq!(show(&cx, washing).await.unwrap().target, 20);
    assert_eq!(restore(&cx, shaving).await.unwrap().name, "Shaving");
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

#[tokio::test]
async fn r_tsk_3_the_page_of_a_task_names_the_sent_shifts_that_need_it() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let (washing, meadow) = (service.task("Washing", 50).await, service.package("Larkfield").await);
    let sent = service.sent(office, meadow, 6, ("09:00", "17:00"), &[washing]).await;
    service.shift(office, meadow, 7, ("09:00", "17:00"), &[washing]).await;
    let other = service.task("Shaving", 50).await;
    service.sent(office, meadow, 8, ("09:00", "17:00"), &[other]).await;

    let found = show(&service.as_(office).await, washing).await.unwrap();

    assert_eq!(found.shifts.iter().map(|shift| shift.facts.id).collect::<Vec<_>>(), [sent]);
}
