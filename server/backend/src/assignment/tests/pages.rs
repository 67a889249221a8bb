//! The pages of a package’s carers and tasks.

use super::*;

#[tokio::test]
async fn r_asg_1_what_is_not_in_use_is_neither_offered_nor_added() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let cx = service.as_(office).await;
    let meadow = service.package("Larkfield Meadow").await;
    let washing = service.task("Washing", 20).await;
    let draft = domain::task::TaskDraft {
        name: "Washing".into(),
        target: "20".into(),
        version: "1".into(),
        ..Default::default()
    };
    crate::task::update(&cx, washing, &draft).await.unwrap();

    let refused = add_tasks(&cx, once(), &ticked_tasks(meadow, &[washing])).await;

    assert!(matches!(refused, Err(Error::Assignment(Refused::TaskNotActive))), "{refused:?}");
    assert!(tasks(&cx, meadow, "", &[], &PeriodsAsked::default()).await.unwrap().free.is_empty());
}

#[tokio::test]
async fn r_gen_13_those_that_could_be_added_are_searched_and_what_is_chosen_stays_in_the_list() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let meadow = service.package("Larkfield Meadow").await;
    let ann = service.carer("Ann Brown").await;
    let inactive = service.carer("Bea Brown").await;
    service.deactivate(inactive).await;
    service.assign_carer(service.carer("Cid Brown").await, meadow).await;
    for at in 0..120 {
        service.carer(&format!("Dee {at:03}")).await;
    }

    let all = carers(&cx, meadow, "", &[], &PeriodsAsked::default()).await.unwrap();
    let brown = carers(&cx, meadow, "BROWN", &[], &PeriodsAsked::default()).await.unwrap();
    let kept = carers(&cx, meadow, "dee 11", &[ann], &PeriodsAsked::default()).await.unwrap();

    assert_eq!((all.free.len(), all.found), (100, 121));
    assert_eq!((brown.free[0].id, brown.found), (ann, 1));
    assert_eq!((kept.free[0].id, kept.free.len(), kept.found), (ann, 11, 10));
}

#[tokio::test]
async fn r_gen_16_the_page_of_a_package_asks_as_often_for_ten_carers_as_for_many() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let meadow = service.package("Larkfield Meadow").await;
    let mut asked = Vec::new();
    for more in [10, 150] {
        for at in 0..more {
            service.assign_carer(service.carer(&format!("Carer {more} {at}")).await, meadow).await;
            service.carer(&format!("Other {more} {at}")).await;
            service.assign_task(service.task(&format!("Task {more} {at}"), 5).await, meadow).await;
        }
        let before = service.queries();
        carers(&cx, meadow, "o", &[], &PeriodsAsked::default()).await.unwrap();
        let half = service.queries();
        tasks(&cx, meadow, "", &[], &PeriodsAsked::default()).await.unwrap();
        asked.push((half - before, service.queries() - half));
    }
    assert_eq!(asked[0], asked[1]);
}

#[tokio::test]
async fn r_gen_13_the_carers_of_a_package_are_searched_and_come_in_pages_now_and_before() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let meadow = service.package("Larkfield Meadow").await;
    for n in 0..27 {
        let carer = service.carer(&format!("Ann {n:02}")).await;
        service.assign_carer(carer, meadow).await;
        if n % 9 == 0 {
            end_carer(&cx, meadow, carer).await.unwrap();
            service.assign_carer(carer, meadow).await;
        }
    }
    let of = async |asked: PeriodsAsked| carers(&cx, meadow, "", &[], &asked).await.unwrap();
    let names = |found: &Belonging<AccountId>| {
        found.periods.rows.iter().map(|period| period.subject.name.clone()).collect::<Vec<_>>()
    };

    let first = of(PeriodsAsked::default()).await;
    let next = PeriodsAsked { after: first.periods.next.clone().unwrap(), ..PeriodsAsked::default() };
    let second = of(next).await;
    let found = of(PeriodsAsked { q: "ann 1".into(), ..PeriodsAsked::default() }).await;
    let last = of(PeriodsAsked { sort: "-name".into(), ..PeriodsAsked::default() }).await;
    let earlier = of(PeriodsAsked { past: "true".into(), q: "18".into(), ..PeriodsAsked::default() }).await;

    assert_eq!((first.periods.rows.len(), first.periods.found, first.past), (25, 27, 3));
    assert_eq!(names(&second), ["Ann 25", "Ann 26"]);
    assert_eq!((found.periods.found, names(&last)[0].as_str()), (10, "Ann 26"));
    assert_eq!((names(&earlier), earlier.past), (vec!["Ann 18".to_owned()], 3));
}
