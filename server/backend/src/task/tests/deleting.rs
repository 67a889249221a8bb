//! Tasks in the recycle bin, and back.

use super::*;

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
