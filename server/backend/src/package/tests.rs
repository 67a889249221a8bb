//! Packages on a real database.

mod deleting;

use domain::access::{Flags, Role};
use domain::eligibility::OverrideDraft;
use domain::id::{PackageId, SubmissionId};
use domain::list::{Asked, Few};
use domain::package::{PackageDraft, Refused};
use domain::problems::Problem;
use domain::rota::EntryState;
use domain::shift::ShiftState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{create, delete, impact, list, restore, show, update};
use crate::Error;
use crate::entity::{alert, rota_entry, shift_distribution};
use crate::outbox::Mail;
use crate::testing::{Service, london, unique};

fn typed(name: &str, postcode_area: &str) -> PackageDraft {
    PackageDraft {
        name: name.into(),
        postcode_area: postcode_area.into(),
        active: "true".into(),
        ..PackageDraft::default()
    }
}

fn once() -> SubmissionId {
    SubmissionId(unique())
}

#[tokio::test]
async fn s019_an_outward_code_is_kept_clean_and_a_full_postcode_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;

    let kept = create(&cx, once(), &typed("Larkfield", "m14")).await.unwrap();
    let other = create(&cx, once(), &typed("Willow", "SW1A")).await.unwrap();
    let refused = create(&cx, once(), &typed("Ashdown", "M14 5TP")).await;

    assert_eq!(show(&cx, kept).await.unwrap().postcode_area, "M14");
    assert_eq!(show(&cx, other).await.unwrap().postcode_area, "SW1A");
    let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.of("postcode_area"), Some(Problem::NotAnOutwardCode));
    assert_eq!(service.trail().await, ["package_created", "package_created"]);
}

#[tokio::test]
async fn s020_two_live_packages_cannot_have_one_name() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    create(&cx, once(), &typed("Larkfield  Meadow", "M14")).await.unwrap();
    let other = create(&cx, once(), &typed("Willow", "M14")).await.unwrap();

    let created = create(&cx, once(), &typed("larkfield meadow", "B33")).await;
    let draft = PackageDraft { version: "1".into(), ..typed("LARKFIELD MEADOW", "M14") };
    let renamed = update(&cx, other, &draft).await;

    assert!(matches!(created, Err(Error::Package(Refused::NameTaken))), "{created:?}");
    assert!(matches!(renamed, Err(Error::Package(Refused::NameTaken))), "{renamed:?}");
    assert_eq!(list(&cx, &Asked::default()).await.unwrap().found, 2);
}

#[tokio::test]
async fn r_pkg_2_of_two_that_take_a_name_at_once_one_gets_it() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (one, other) = (service.as_(ann).await, service.as_(ann).await);
    let draft = typed("Larkfield", "M14");

    let both = tokio::join!(create(&one, once(), &draft), create(&other, once(), &draft));

    let refused =
        |result: &Result<PackageId, Error>| matches!(result, Err(Error::Package(Refused::NameTaken)));
    assert!(both.0.is_ok() != both.1.is_ok() && (refused(&both.0) || refused(&both.1)), "{both:?}");
}

#[tokio::test]
async fn s087_the_same_name_in_two_organisations_is_kept_twice() {
    let service = Service::new().await;
    let here = service.as_(service.admin("Ann").await).await;
    let there = service.another_organisation("Elsewhere").await;
    let bob =
        service.account(there, "Bob", domain::access::Role::Admin, domain::access::Flags::default()).await;
    let there = service.as_(bob).await;

    create(&here, once(), &typed("Larkfield", "M14")).await.unwrap();
    create(&there, once(), &typed("Larkfield", "B33")).await.unwrap();

    assert_eq!(list(&here, &Asked::default()).await.unwrap().rows[0].postcode_area, "M14");
    assert_eq!(list(&there, &Asked::default()).await.unwrap().found, 1);
}

#[tokio::test]
async fn s086_a_package_of_another_organisation_is_not_found_and_stays_as_it_is() {
    let service = Service::new().await;
    let here = service.as_(service.admin("Ann").await).await;
    let package = create(&here, once(), &typed("Larkfield", "M14")).await.unwrap();
    let there = service.another_organisation("Elsewhere").await;
    let bob =
        service.account(there, "Bob", domain::access::Role::Admin, domain::access::Flags::default()).await;
    let there = service.as_(bob).await;

    let draft = PackageDraft { version: "1".into(), ..typed("Taken over", "M14") };
    let changed = update(&there, package, &draft).await;

    assert!(matches!(show(&there, package).await, Err(Error::NotFound)));
    assert!(matches!(changed, Err(Error::NotFound)));
    assert_eq!(show(&here, package).await.unwrap().name, "Larkfield");
}

#[tokio::test]
async fn s105_a_form_that_arrives_twice_makes_one_package() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (one, other) = (service.as_(ann).await, service.as_(ann).await);
    let (form, draft) = (once(), typed("Larkfield", "M14"));

    let (first, second) = tokio::join!(create(&one, form, &draft), create(&other, form, &draft));
    let otherwise = create(&one, form, &typed("Willow", "M14")).await;

    assert_eq!(first.unwrap(), second.unwrap());
    assert!(matches!(otherwise, Err(Error::SentBefore)));
    assert_eq!(service.trail().await, ["package_created"]);
}

#[tokio::test]
async fn s123_an_edit_of_an_older_version_is_refused_and_one_that_changes_nothing_leaves_no_trace() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let id = create(&cx, once(), &typed("Larkfield", "M14")).await.unwrap();
    let draft = |name: &str, version: &str| PackageDraft { version: version.into(), ..typed(name, "M14") };

    update(&cx, id, &draft("Larkfield", "1")).await.unwrap();
    update(&cx, id, &draft("Larkfield Meadow", "1")).await.unwrap();
    let stale = update(&cx, id, &draft("Larkfield Court", "1")).await;
    let without = update(&cx, id, &draft("Larkfield Court", "")).await;

    assert!(matches!(stale, Err(Error::Overtaken(_))) && matches!(without, Err(Error::Overtaken(_))));
    let package = show(&cx, id).await.unwrap();
    assert_eq!((package.name.as_str(), package.kept.version), ("Larkfield Meadow", 2));
    let entries = service.entries().await;
    let (action, before, after) = entries.last().unwrap();
    assert_eq!(action, "package_updated");
    assert!(before.contains(r#""name":"Larkfield""#) && after.contains("Larkfield Meadow"), "{entries:?}");
}

#[tokio::test]
async fn r_gen_13_the_list_is_searched_filtered_and_paged_by_name() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    for n in 0..30 {
        create(&cx, once(), &typed(&format!("House {n:02}"), "M14")).await.unwrap();
    }
    let inactive = PackageDraft { active: String::new(), ..typed("100 % Court_yard", "SK4") };
    create(&cx, once(), &inactive).await.unwrap();
    let asked = |change: fn(&mut Asked)| {
        let mut asked = Asked::default();
        change(&mut asked);
        asked
    };
    let names = |rows: &[domain::package::PackageRow]| -> Vec<String> {
        rows.iter().map(|row| row.name.clone()).collect()
    };

    let first = list(&cx, &Asked::default()).await.unwrap();
    let second = list(&cx, &Asked { after: first.next.clone().unwrap(), ..Asked::default() }).await.unwrap();
    let back =
        list(&cx, &Asked { before: second.previous.clone().unwrap(), ..Asked::default() }).await.unwrap();

    assert_eq!((first.rows.len(), first.found, first.previous.is_none()), (25, 31, true));
    assert_eq!((second.rows.len(), second.next.is_none()), (6, true));
    assert_eq!(names(&back.rows), names(&first.rows));
    assert!(back.previous.is_none() && back.next == first.next);
    for (asked, found) in [
        (asked(|asked| asked.q = "sk 4".into()), 1),
        (asked(|asked| asked.q = "%".into()), 1),
        (asked(|asked| asked.q = "t_y".into()), 1),
        (asked(|asked| asked.q = "HOUSE 1".into()), 10),
        (asked(|asked| asked.status = "inactive".into()), 1),
        (asked(|asked| asked.q = "nowhere".into()), 0),
    ] {
        assert_eq!(list(&cx, &asked).await.unwrap().found, found, "{asked:?}");
    }
}

#[tokio::test]
async fn a_row_names_two_carers_and_two_tasks_and_counts_the_rest() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (here, there) = (service.package("Larkfield").await, service.package("Willow").await);
    for name in ["Cho", "Ann", "Ben"] {
        let carer = service.carer(name).await;
        service.assign_carer(carer, here).await;
    }
    let washing = service.task("Washing", 20).await;
    service.assign_task(washing, here).await;
    service.assign_task(washing, there).await;

    let rows = list(&cx, &Asked::default()).await.unwrap().rows;
    let package = show(&cx, here).await.unwrap();

    assert_eq!(rows[0].carers, Few { first: vec!["Ann".into(), "Ben".into()], of: 3 });
    assert_eq!(rows[0].tasks, Few { first: vec!["Washing".into()], of: 1 });
    assert_eq!((rows[1].carers.of, rows[1].tasks.of), (0, 1));
    let names: Vec<_> = package.carers.first.iter().map(|carer| carer.name.as_str()).collect();
    assert_eq!(names, ["Ann", "Ben", "Cho"]);
}

#[tokio::test]
async fn r_gen_2_a_carer_neither_sees_nor_makes_packages() {
    let service = Service::new().await;
    let cx = service.as_(service.carer("Cho").await).await;

    assert!(matches!(list(&cx, &Asked::default()).await, Err(Error::Forbidden)));
    assert!(matches!(create(&cx, once(), &typed("Mine", "M14")).await, Err(Error::Forbidden)));
    assert_eq!(service.trail().await, ["permission_violation", "permission_violation"]);
}

#[tokio::test]
async fn r_gen_16_list_and_page_ask_as_often_for_many_as_for_few() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let cx = service.as_(office).await;
    let meadow = service.package("Larkfield Meadow").await;
    let mut asked = Vec::new();
    for more in [2, 60] {
        for at in 0..more {
            service.assign_carer(service.carer(&format!("Carer {more} {at}")).await, meadow).await;
            service.package(&format!("Package {more} {at}")).await;
        }
        let before = service.queries();
        list(&cx, &Asked::default()).await.unwrap();
        let listed = service.queries();
        show(&cx, meadow).await.unwrap();
        let shown = service.queries();
        impact(&cx, meadow).await.unwrap();
        asked.push((listed - before, shown - listed, service.queries() - shown));
    }
    assert_eq!(asked[0], asked[1], "list, page, counts before deleting");
}

#[tokio::test]
async fn r_shf_5_a_package_that_is_active_again_offers_its_open_shifts() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let (meadow, willow) = (service.package("Larkfield").await, service.package("Willow").await);
    let open = service.sent(office, meadow, 6, ("09:00", "17:00"), &[]).await;
    service.sent(office, willow, 6, ("09:00", "17:00"), &[]).await;
    let cx = service.as_(office).await;
    let turned = |active: &str, version: &str| PackageDraft {
        active: active.into(),
        version: version.into(),
        ..typed("Larkfield", "M14")
    };
    update(&cx, meadow, &turned("", "1")).await.unwrap();
    let (ann, ben) = (service.carer("Ann").await, service.carer("Ben").await);

    update(&cx, meadow, &turned("true", "2")).await.unwrap();

    let rows = shift_distribution::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let mut offered: Vec<_> = rows.iter().map(|row| (row.shift_id, row.carer_id)).collect();
    offered.sort_unstable();
    let mut expected = vec![(open, ann), (open, ben)];
    expected.sort_unstable();
    assert_eq!(offered, expected);
}

#[tokio::test]
async fn r_alt_8_a_package_made_inactive_with_work_to_come_raises_an_alert() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (meadow, willow) = (service.package("Larkfield").await, service.package("Willow").await);
    let ann = service.carer("Ann").await;
    let times = (london(2026, 3, 10, 9, 0), london(2026, 3, 10, 17, 0));
    service.planned(ann, meadow, times, EntryState::Confirmed).await;
    let off = |name: &str| PackageDraft { active: String::new(), version: "1".into(), ..typed(name, "M14") };

    update(&cx, willow, &off("Willow")).await.unwrap();
    update(&cx, meadow, &off("Larkfield")).await.unwrap();

    let alerts = alert::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert_eq!(alerts.len(), 1, "nothing is planned at Willow");
    assert_eq!((alerts[0].r#type, alerts[0].severity), (alert::Kind::Compliance, alert::Severity::High));
    assert!(alerts[0].details.contains(&ann.to_string()));
}
