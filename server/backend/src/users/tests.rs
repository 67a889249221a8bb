//! The lists of people on a real database.

use super::*;
use crate::testing::Service;

fn found(page: &Page) -> Vec<&str> {
    page.users.iter().map(|user| user.name.as_str()).collect()
}

fn search(text: &str) -> Search {
    Search { text: text.into(), ..Search::default() }
}

#[tokio::test]
async fn r_gen_13_people_are_listed_by_name_and_found_by_part_of_it_or_of_their_address() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Zoe Adams").await).await;
    for name in ["bea cole", "Ann Brown", "100% Ann", "Ann_Marie"] {
        service.carer(name).await;
    }
    let names = async |text: &str| {
        let page = page(&cx, Role::Carer, &search(text)).await.unwrap();
        (page.found, found(&page).join(", "))
    };

    assert_eq!(names("").await, (4, "100% Ann, Ann Brown, Ann_Marie, bea cole".into()));
    assert_eq!(names("ANN").await.0, 3);
    assert_eq!(names("bea.cole@").await, (1, "bea cole".into()));
    assert_eq!(names("%").await, (1, "100% Ann".into()));
    assert_eq!(names("_").await, (1, "Ann_Marie".into()));
    assert_eq!(names("\\").await.0, 0);
    let admins = page(&cx, Role::Admin, &Search::default()).await.unwrap();
    assert_eq!(found(&admins), ["Zoe Adams"]);
    assert_eq!(counts(&cx).await.unwrap(), Counts { carers: 4, admins: 1, invitations: 0 });
}

#[tokio::test]
async fn r_gen_13_a_long_list_comes_in_pages_that_leave_nobody_out() {
    let service = Service::new().await;
    let cx = service.as_(service.plain_admin("Zoe").await).await;
    for n in 0..28 {
        service.carer(&format!("Ann {n}")).await;
    }
    let first = page(&cx, Role::Carer, &Search::default()).await.unwrap();
    let after = Search { after: first.next, ..Search::default() };
    let rest = page(&cx, Role::Carer, &after).await.unwrap();

    let mut ids: Vec<_> = first.users.iter().chain(&rest.users).map(|user| user.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((first.users.len(), rest.users.len(), ids.len(), rest.next), (25, 3, 28, None));
}

#[tokio::test]
async fn r_gen_1_people_of_another_organisation_are_not_listed() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    service.account(elsewhere, "Tom", Role::Carer, Flags::default()).await;
    assert!(page(&cx, Role::Carer, &search("tom")).await.unwrap().users.is_empty());
}

#[tokio::test]
async fn the_inactive_are_found_by_their_status() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let bea = service.carer("Bea").await;
    service.carer("Cid").await;
    service.deactivate(bea).await;
    let of = async |active| {
        let search = Search { active: Some(active), ..Search::default() };
        found(&page(&cx, Role::Carer, &search).await.unwrap()).join(", ")
    };
    assert_eq!((of(true).await, of(false).await), ("Cid".into(), "Bea".into()));
}
