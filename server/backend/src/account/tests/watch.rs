//! Days that stand out (R-ALT-6).

use domain::id::AccountId;
use sea_orm::EntityTrait;

use crate::account::watch::look_back;
use crate::entity::alert;
use crate::testing::{Service, london};
use crate::{Client, Cx};

/// One act: a request that is recorded.
async fn act(service: &Service, id: AccountId, ip: &str) {
    let client = Client { ip: ip.into(), agent: "Phone".into() };
    let cx = Cx { client, ..service.nobody() };
    let token = crate::token::Token::random().unwrap().hash();
    crate::session::open(&cx, token, &crate::session::SignIn::first(&cx, id, service.organisation))
        .await
        .unwrap();
}

async fn raised(service: &Service) -> Vec<String> {
    let rows = alert::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let mine = rows.into_iter().filter(|row| row.dedupe_key.starts_with("unusual_day"));
    mine.map(|row| {
        assert_eq!((row.severity, row.count), (alert::Severity::Low, 1));
        row.dedupe_key.split(':').nth(1).unwrap_or_default().to_owned()
    })
    .collect()
}

#[tokio::test]
async fn r_alt_6_a_fourth_address_in_one_local_day_stands_out_once() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    for (day, ip) in [(2, "203.0.113.1"), (2, "203.0.113.2"), (2, "203.0.113.3"), (3, "203.0.113.4")] {
        service.set_clock(london(2026, 3, day, 11, 0));
        act(&service, ann, ip).await;
    }
    assert_eq!(look_back(&service.system()).await.unwrap(), 0, "the fourth was on another day");
    service.set_clock(london(2026, 3, 2, 23, 59));
    act(&service, ann, "203.0.113.4").await;
    service.set_clock(london(2026, 3, 3, 12, 0));

    assert_eq!(look_back(&service.system()).await.unwrap(), 1);
    assert_eq!(look_back(&service.system()).await.unwrap(), 0, "safe to repeat");
    assert_eq!(raised(&service).await, ["many_addresses"]);
    assert_eq!(service.trail().await.iter().filter(|action| *action == "suspicious_pattern").count(), 1);
}

#[tokio::test]
async fn r_alt_6_acts_and_hours_are_counted_by_the_thresholds_that_are_set() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    service.set("alert.acts_a_day", "4").await;
    service.set("alert.acts_out_of_hours", "3").await;
    service.set("session.limit", "10").await;
    for (hour, id) in [(7, ann), (7, bea), (8, ann), (8, bea), (9, bea), (10, bea), (16, ann)] {
        service.set_clock(london(2026, 3, 2, hour, 30));
        act(&service, id, "203.0.113.1").await;
    }
    assert_eq!(
        look_back(&service.system()).await.unwrap(),
        1,
        "two of three of an admin's; a carer's four are no more than four"
    );
    assert_eq!(raised(&service).await, ["out_of_hours"]);
    act(&service, bea, "203.0.113.1").await;
    assert_eq!(look_back(&service.system()).await.unwrap(), 1);
    let mut all = raised(&service).await;
    all.sort();
    assert_eq!(all, ["many_acts", "out_of_hours"]);
}
