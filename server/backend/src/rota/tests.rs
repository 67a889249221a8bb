//! What a carer reads of his or her own weeks.

use domain::rota::EntryState;

use super::{next_work, week};
use crate::Error;
use crate::testing::{Service, london};

#[tokio::test]
async fn r_pub_3_a_carer_sees_confirmed_work_only_and_nobody_elses() {
    let service = Service::new().await;
    service.admin("Ann").await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    let larkfield = service.package("Larkfield").await;
    let day = |day, from, to| (london(2026, 3, day, from, 0), london(2026, 3, day, to, 0));
    let shown = service.planned(bea, larkfield, day(4, 9, 17), EntryState::Confirmed).await;
    service.planned(bea, larkfield, day(5, 9, 17), EntryState::Draft).await;
    service.planned(bea, larkfield, day(9, 9, 17), EntryState::Confirmed).await;
    service.planned(cid, larkfield, day(4, 9, 17), EntryState::Confirmed).await;

    let schedule = week(&service.as_(bea).await, None).await.unwrap();

    assert_eq!(schedule.monday, "2026-03-02".parse().unwrap());
    assert_eq!(schedule.work.iter().map(|work| work.id).collect::<Vec<_>>(), [shown]);
    assert_eq!(schedule.work[0].package, "Larkfield");
    assert_eq!(schedule.hours().to_string(), "8.0");
    assert_eq!(next_work(&service.as_(bea).await).await.unwrap().unwrap().id, shown);
}

#[tokio::test]
async fn s090_nights_of_the_clock_changes_have_nine_and_eleven_hours() {
    let service = Service::new().await;
    service.admin("Ann").await;
    let bea = service.carer("Bea").await;
    let larkfield = service.package("Larkfield").await;
    let spring = (london(2026, 3, 28, 22, 0), london(2026, 3, 29, 8, 0));
    let autumn = (london(2026, 10, 24, 22, 0), london(2026, 10, 25, 8, 0));
    service.planned(bea, larkfield, spring, EntryState::Confirmed).await;
    service.planned(bea, larkfield, autumn, EntryState::Confirmed).await;
    let bea = service.as_(bea).await;

    for (date, hours) in [("2026-03-28", "9.0"), ("2026-10-24", "11.0")] {
        let schedule = week(&bea, date.parse().ok()).await.unwrap();
        assert_eq!(schedule.work[0].hours().to_string(), hours);
        assert_eq!(schedule.hours().to_string(), hours, "the whole night counts in the week it starts");
    }
}

#[tokio::test]
async fn r_gen_2_an_admin_has_no_schedule_of_this_kind() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    assert!(matches!(week(&service.as_(ann).await, None).await, Err(Error::Forbidden)));
}
