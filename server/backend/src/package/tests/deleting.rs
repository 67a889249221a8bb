//! Packages in the recycle bin, and back.

use super::*;

#[tokio::test]
async fn s021_a_package_with_two_carers_and_three_tasks_is_deleted_and_comes_back_with_them() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let cx = service.as_(office).await;
    let meadow = service.package("Larkfield Meadow").await;
    for name in ["Ann", "Ben"] {
        service.assign_carer(service.carer(name).await, meadow).await;
    }
    for name in ["Washing", "Shaving", "Eating"] {
        service.assign_task(service.task(name, 20).await, meadow).await;
    }

    let counted = impact(&cx, meadow).await.unwrap();
    let name = delete(&cx, meadow).await.unwrap();
    service.pass_minutes(29 * 24 * 60);
    let later = service.as_(office).await;
    let binned = list(&later, &Asked { status: "deleted".into(), ..Asked::default() }).await.unwrap();
    let back = restore(&later, meadow).await.unwrap();

    assert_eq!((counted.carers, counted.tasks, name.as_str()), (2, 3, "Larkfield Meadow"));
    let lies = binned.rows[0].binned.clone().unwrap();
    assert_eq!((binned.found, lies.by.as_str(), lies.days_left(later.now)), (1, "Office", Some(1)));
    assert_eq!((back.carers, back.tasks, back.skipped.len()), (2, 3, 0));
    let found = show(&later, meadow).await.unwrap();
    assert_eq!((found.carers.of, found.tasks.of), (2, 3));
    assert_eq!(list(&later, &Asked { status: "deleted".into(), ..Asked::default() }).await.unwrap().found, 0);
    assert!(matches!(restore(&later, meadow).await, Err(Error::NotFound)), "it is back already");
    let trail = service.trail().await;
    assert_eq!(trail[5], "package_deleted");
    assert_eq!(trail.iter().filter(|action| action.ends_with("_unassigned")).count(), 5, "R-AUD-1");
    assert_eq!(trail.last().map(String::as_str), Some("package_restored"));
    assert_eq!(trail.iter().filter(|action| action.ends_with("_assigned")).count(), 5);
}

#[tokio::test]
async fn r_bin_4_a_taken_name_refuses_the_restore_and_an_end_that_is_gone_is_left_out_and_named() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let meadow = service.package("Larkfield Meadow").await;
    let (washing, shaving) = (service.task("Washing", 20).await, service.task("Shaving", 20).await);
    service.assign_task(washing, meadow).await;
    service.assign_task(shaving, meadow).await;
    delete(&cx, meadow).await.unwrap();
    let other = create(&cx, once(), &typed("larkfield  meadow", "M14")).await.unwrap();
    crate::task::delete(&cx, shaving).await.unwrap();

    let clash = restore(&cx, meadow).await;
    update(&cx, other, &PackageDraft { version: "1".into(), ..typed("Willow", "M14") }).await.unwrap();
    let back = restore(&cx, meadow).await.unwrap();

    let Err(Error::Package(Refused::NameTakenMeanwhile { name })) = clash else { panic!("{clash:?}") };
    assert_eq!(name, "Larkfield Meadow");
    assert_eq!((back.tasks, back.skipped), (1, vec!["Shaving".to_owned()]));
    assert_eq!(show(&cx, meadow).await.unwrap().tasks.of, 1);
}

#[tokio::test]
async fn r_pkg_3_deleting_ends_what_is_to_come_tells_everybody_and_lets_what_has_started_run() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let meadow = service.package("Larkfield Meadow").await;
    let (ann, ben, cho) =
        (service.carer("Ann").await, service.carer("Ben").await, service.carer("Cho").await);
    let unsent = service.shift(office, meadow, 5, ("09:00", "17:00"), &[]).await;
    let open = service.sent(office, meadow, 6, ("09:00", "17:00"), &[]).await;
    let assigned = service.sent(office, meadow, 7, ("09:00", "17:00"), &[]).await;
    service.interested(ann, assigned).await;
    let cx = service.as_(office).await;
    let detail = crate::shift::detail(&cx, assigned).await.unwrap();
    crate::shift::select(&cx, detail.applicants[0].id, &OverrideDraft::default()).await.unwrap();
    let at = |day, from, to| (london(2026, 3, day, from, 0), london(2026, 3, day, to, 0));
    service.planned(ben, meadow, at(10, 9, 17), EntryState::Confirmed).await;
    service.planned(ben, meadow, at(11, 9, 17), EntryState::Confirmed).await;
    service.planned(cho, meadow, at(12, 9, 17), EntryState::Draft).await;
    let running = service.planned(cho, meadow, at(2, 8, 16), EntryState::Confirmed).await;
    let mails_before = service.mails().await.len();
    service.pass_minutes(1);
    let cx = service.as_(office).await;

    let counted = impact(&cx, meadow).await.unwrap();
    delete(&cx, meadow).await.unwrap();

    assert_eq!((counted.unsent_shifts, counted.open_shifts, counted.future_entries), (1, 2, 4));
    assert!(matches!(crate::shift::detail(&cx, unsent).await, Err(Error::NotFound)));
    for shift in [open, assigned] {
        assert_eq!(crate::shift::detail(&cx, shift).await.unwrap().state, ShiftState::Cancelled);
    }
    let left: Vec<_> = rota_entry::Entity::find()
        .filter(rota_entry::Column::RemovedAt.is_null())
        .all(service.platform.db.reader())
        .await
        .unwrap();
    assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [running]);
    let mails: Vec<_> = service.mails().await.split_off(mails_before);
    let schedule: Vec<_> = mails
        .iter()
        .filter_map(|(_, mail)| match mail {
            Mail::Schedule(mail) => Some((mail.name.as_str(), mail.removed.len())),
            _ => None,
        })
        .collect();
    assert_eq!(schedule, [("Ben", 2)], "one mail with both; the draft was never seen");
    let cancelled = mails.iter().filter(|(_, mail)| mail.name() == "shift_cancelled").count();
    assert_eq!(cancelled, 1, "only the selected carer is mailed; others read it in the product");
}

#[tokio::test]
async fn r_gen_13_packages_of_one_name_in_the_bin_are_all_listed_page_by_page() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    for _ in 0..27 {
        let package = service.package("Larkfield").await;
        delete(&cx, package).await.unwrap();
    }
    let asked = Asked { status: "deleted".into(), ..Asked::default() };

    let first = list(&cx, &asked).await.unwrap();
    let after = Asked { after: first.next.clone().unwrap(), ..asked.clone() };
    let second = list(&cx, &after).await.unwrap();
    let before = Asked { before: second.previous.clone().unwrap(), ..asked };
    let again = list(&cx, &before).await.unwrap();

    assert_eq!((first.rows.len(), second.rows.len(), second.found), (25, 2, 27));
    assert!(second.rows.iter().all(|row| first.rows.iter().all(|other| other.id != row.id)));
    assert_eq!((again.rows, again.previous), (first.rows, None));
    assert_eq!(second.next, None);
}

#[tokio::test]
async fn s086_a_package_of_another_organisation_is_neither_counted_deleted_nor_restored() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (meadow, willow) = (service.package("Larkfield").await, service.package("Willow").await);
    delete(&cx, willow).await.unwrap();
    let there = service.another_organisation("Elsewhere").await;
    let bob = service.account(there, "Bob", Role::Admin, Flags::ALL).await;
    let other = service.as_(bob).await;

    assert!(matches!(impact(&other, meadow).await, Err(Error::NotFound)));
    assert!(matches!(delete(&other, meadow).await, Err(Error::NotFound)));
    assert!(matches!(restore(&other, willow).await, Err(Error::NotFound)));

    assert_eq!(list(&cx, &Asked::default()).await.unwrap().rows[0].id, meadow);
    assert_eq!(restore(&cx, willow).await.unwrap().name, "Willow");
}
