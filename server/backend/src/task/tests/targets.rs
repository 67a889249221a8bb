//! Whom a new target or cadence affects.

use super::*;

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
    let seen = crate::progress::mine(&service.as_(cid).await).await.unwrap().progress;
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
