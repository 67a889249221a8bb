//! The lists: searched, filtered, in pages, with a number of queries that does not grow.

use domain::list::Listed;
use domain::users::{Standing, TabCounts, UserQuery, UserRow};

use super::*;

fn found(page: &Listed<UserRow>) -> Vec<&str> {
    page.rows.iter().map(|user| user.name.as_str()).collect()
}

fn query(role: &str) -> UserQuery {
    UserQuery { role: role.into(), ..UserQuery::default() }
}

#[tokio::test]
async fn r_gen_13_people_are_listed_by_name_and_found_by_part_of_it_or_of_their_address() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Zoe Adams").await).await;
    for name in ["bea cole", "Ann Brown", "100% Ann", "Ann_Marie"] {
        service.carer(name).await;
    }
    let names = async |text: &str| {
        let page = page(&cx, &UserQuery { q: text.into(), ..query("carer") }).await.unwrap();
        (page.found, found(&page).join(", "))
    };

    assert_eq!(names("").await, (4, "100% Ann, Ann Brown, Ann_Marie, bea cole".into()));
    assert_eq!(names("ANN").await.0, 3);
    assert_eq!(names("bea.cole@").await, (1, "bea cole".into()));
    assert_eq!(names("%").await, (1, "100% Ann".into()));
    assert_eq!(names("_").await, (1, "Ann_Marie".into()));
    assert_eq!(names("\\").await.0, 0);
    assert_eq!(found(&page(&cx, &query("admin")).await.unwrap()), ["Zoe Adams"]);
    assert_eq!(counts(&cx).await.unwrap(), TabCounts { carers: 4, admins: 1, invitations: 0 });
}

#[tokio::test]
async fn r_gen_13_a_long_list_comes_in_pages_there_and_back_that_leave_nobody_out() {
    let service = Service::new().await;
    let cx = service.as_(service.plain_admin("Zoe").await).await;
    for n in 0..53 {
        let carer = service.carer(&format!("Ann {n}")).await;
        let draft = UserDraft { name: format!("Ann {}", n % 7), ..form(&seen(&cx, carer).await) };
        update(&cx, carer, &draft).await.unwrap();
    }
    let after = |from: Option<String>| UserQuery { after: from.unwrap_or_default(), ..query("carer") };
    let first = page(&cx, &query("carer")).await.unwrap();
    let second = page(&cx, &after(first.next.clone())).await.unwrap();
    let third = page(&cx, &after(second.next.clone())).await.unwrap();

    let ids = |page: &Listed<UserRow>| page.rows.iter().map(|user| user.id).collect::<Vec<_>>();
    let mut all: Vec<_> = [&first, &second, &third].into_iter().flat_map(ids).collect();
    assert_eq!((first.previous.clone(), first.found, third.next.clone()), (None, 53, None));
    assert_eq!([&first, &second, &third].map(|page| page.rows.len()), [25, 25, 3]);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 53, "nobody twice though many have one name");
    let before = |from: Option<String>| UserQuery { before: from.unwrap(), ..query("carer") };
    let back = page(&cx, &before(third.previous.clone())).await.unwrap();
    assert_eq!(ids(&back), ids(&second));
    let start = page(&cx, &before(back.previous.clone())).await.unwrap();
    assert_eq!((ids(&start), start.previous), (ids(&first), None));
}

#[tokio::test]
async fn r_gen_1_people_of_another_organisation_are_not_listed() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    let tom = service.account(elsewhere, "Tom", Role::Carer, Flags::default()).await;
    assert!(page(&cx, &query("carer")).await.unwrap().rows.is_empty());
    let from = UserQuery { after: tom.to_string(), ..query("admin") };
    assert_eq!(found(&page(&cx, &from).await.unwrap()), ["Ann"], "a place that is not ours is the beginning");
}

#[tokio::test]
async fn people_are_found_by_their_standing_and_the_deleted_only_by_theirs() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (bea, dan) = (service.carer("Bea").await, service.carer("Dan").await);
    service.carer("Cid").await;
    deactivate(&cx, bea, 1).await.unwrap();
    delete(&cx, dan, 1).await.unwrap();
    let of = async |status: &str| {
        let query = UserQuery { status: status.into(), ..query("carer") };
        found(&page(&cx, &query).await.unwrap()).join(", ")
    };
    assert_eq!(of("").await, "Bea, Cid");
    assert_eq!(
        (of("active").await, of("inactive").await, of("deleted").await),
        ("Cid".into(), "Bea".into(), "Dan".into())
    );
    let deleted = page(&cx, &UserQuery { status: "deleted".into(), ..query("carer") }).await.unwrap();
    assert_eq!(
        (deleted.rows[0].standing, deleted.rows[0].binned.as_ref().map(|binned| binned.by.as_str())),
        (Standing::Deleted, Some("Ann"))
    );
    assert_eq!(counts(&cx).await.unwrap().carers, 2);
}

#[tokio::test]
async fn a_carers_row_names_the_packages_and_counts_the_rest() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let bea = service.carer("Bea").await;
    for name in ["Oakfield", "Larkfield", "Meadow"] {
        service.assign_carer(bea, service.package(name).await).await;
    }
    let page = page(&cx, &query("carer")).await.unwrap();
    assert_eq!(
        (page.rows[0].packages.first.join(", "), page.rows[0].packages.of),
        ("Larkfield, Meadow".into(), 3)
    );
}

#[tokio::test]
async fn s122_the_list_asks_as_often_for_ten_carers_as_for_many() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (home, task) = (service.package("Larkfield").await, service.task("Washing", 10).await);
    service.assign_task(task, home).await;
    let cost = async |query: UserQuery| {
        let before = service.queries();
        page(&cx, &query).await.unwrap();
        service.queries() - before
    };
    let add = async |from: usize, to: usize| {
        for n in from..to {
            service.assign_carer(service.carer(&format!("Carer {n:03}")).await, home).await;
        }
    };
    let searched = || UserQuery { q: "carer".into(), assessed: "on".into(), ..query("carer") };
    add(0, 10).await;
    let few = (cost(query("carer")).await, cost(searched()).await, cost(query("admin")).await);
    add(10, 120).await;
    let many = (cost(query("carer")).await, cost(searched()).await, cost(query("admin")).await);

    assert_eq!(few, many);
    assert!(many.0 <= 5, "{many:?}");
}
