//! What too many failed sign-ins raise (R-ALT-1 to R-ALT-4, R-ALT-7).

use domain::access::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{ann, fail};
use crate::Error;
use crate::entity::alert;
use crate::testing::Service;

async fn alerts(service: &Service) -> Vec<(String, alert::Severity, i32)> {
    let rows = alert::Entity::find().order_by_asc(alert::Column::DedupeKey).all(service.platform.db.reader());
    let name = |key: String| key.split(':').next().unwrap_or_default().to_owned();
    rows.await.unwrap().into_iter().map(|row| (name(row.dedupe_key), row.severity, row.count)).collect()
}

#[tokio::test]
async fn s138_failures_for_one_account_are_alerted_at_the_fourth_and_gravely_from_the_sixth() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    let bea = service.admin("Bea").await;

    fail(&service, &email, 3).await;
    assert!(alerts(&service).await.is_empty());
    fail(&service, &email, 1).await;
    assert_eq!(alerts(&service).await, [("failed_sign_ins".into(), alert::Severity::Medium, 1)]);
    fail(&service, &email, 2).await;

    let both = [
        ("failed_sign_ins".into(), alert::Severity::Medium, 2),
        ("failed_sign_ins_high".into(), alert::Severity::High, 1),
    ];
    assert_eq!(alerts(&service).await, both);
    let told: Vec<_> =
        service.mails().await.into_iter().filter(|(_, m)| m.name() == "alert_raised").collect();
    assert_eq!(told.len(), 1, "the grave one is mailed to those who view the audit");
    assert_eq!(told[0].0, service.email(bea).await);
}

#[tokio::test]
async fn s138_r_alt_2_an_address_that_nobody_has_is_alerted_alike_and_where_somebody_reads_it() {
    let service = Service::new().await;
    let bea = service.admin("Bea").await;

    fail(&service, "nobody@example.org", 3).await;
    assert!(alerts(&service).await.is_empty());
    fail(&service, "Nobody@Example.org", 1).await;
    assert_eq!(alerts(&service).await, [("failed_sign_ins".into(), alert::Severity::Medium, 1)]);
    fail(&service, "nobody@example.org", 2).await;

    let both = [
        ("failed_sign_ins".into(), alert::Severity::Medium, 2),
        ("failed_sign_ins_high".into(), alert::Severity::High, 1),
    ];
    assert_eq!(alerts(&service).await, both);
    let rows = alert::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert!(rows.iter().all(|row| row.organisation_id == service.organisation), "R-ALT-1: an admin sees it");
    assert!(rows.iter().all(|row| !row.dedupe_key.contains("nobody") && !row.details.contains("nobody")));
    let told: Vec<_> =
        service.mails().await.into_iter().filter(|(_, mail)| mail.name() == "alert_raised").collect();
    assert_eq!(told.iter().map(|(to, _)| to).collect::<Vec<_>>(), [&service.email(bea).await]);
}

#[tokio::test]
async fn r_alt_1_with_several_organisations_a_strangers_alert_stays_with_the_deployment() {
    let service = Service::new().await;
    service.another_organisation("Orchard Care").await;
    fail(&service, "nobody@example.org", 4).await;
    let row = alert::Entity::find().one(service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!(row.organisation_id, crate::cx::RESERVED);
}

async fn from_address(service: &Service) -> Option<(alert::Severity, i32)> {
    let found = alerts(service).await.into_iter().find(|(name, ..)| name == "failed_from_address");
    found.map(|(_, severity, count)| (severity, count))
}

#[tokio::test]
async fn s081_r_alt_3_ten_failures_from_one_address_within_an_hour_are_alerted_and_mailed() {
    let service = Service::new().await;
    service.admin("Bea").await;
    let (_, email) = ann(&service).await;

    fail(&service, "nobody@example.org", 3).await;
    fail(&service, &email, 3).await;
    service.pass_minutes(30);
    fail(&service, "somebody@example.org", 3).await;
    assert_eq!(from_address(&service).await, None);
    fail(&service, "anybody@example.org", 1).await;

    assert_eq!(from_address(&service).await, Some((alert::Severity::High, 1)));
    let told = service.mails().await.into_iter().filter(|(_, mail)| mail.name() == "alert_raised").count();
    assert_eq!(told, 1, "whoever views the audit hears of it, though the last try was a stranger's");
}

#[tokio::test]
async fn r_alt_3_the_hour_is_the_one_before_each_failure() {
    let service = Service::new().await;
    fail(&service, "a@example.org", 1).await;
    service.pass_minutes(59);
    fail(&service, "b@example.org", 3).await;
    fail(&service, "c@example.org", 3).await;
    service.pass_minutes(2);
    fail(&service, "d@example.org", 3).await;
    assert_eq!(from_address(&service).await, None, "the first is over: nine in an hour");
    fail(&service, "e@example.org", 1).await;
    assert_eq!(from_address(&service).await, Some((alert::Severity::High, 1)));
}

#[tokio::test]
async fn r_alt_4_the_session_limit_that_is_set_counts_from_the_next_sign_in_on() {
    let service = Service::new().await;
    let (id, _) = ann(&service).await;
    service.set("session.limit", "1").await;
    let first = service.sign_in(id).await;
    service.pass_minutes(1);
    service.sign_in(id).await;
    assert!(crate::session::resume(&service.nobody(), &first).await.unwrap().is_none());
    assert_eq!(alerts(&service).await, [("session_limit".into(), alert::Severity::Medium, 1)]);
}

#[tokio::test]
async fn r_alt_7_so_many_refused_attempts_as_are_set_are_alerted() {
    let service = Service::new().await;
    let (id, _) = ann(&service).await;
    let cx = service.as_(id).await;
    let refuse = async || assert!(matches!(cx.may(Action::ReadUsers).await, Err(Error::Forbidden)));
    for _ in 0..4 {
        refuse().await;
    }
    assert!(alerts(&service).await.is_empty());
    refuse().await;
    assert_eq!(alerts(&service).await, [("violations".into(), alert::Severity::High, 1)]);

    let stricter = Service::new().await;
    stricter.set("alert.violations_an_hour", "2").await;
    let cx = stricter.as_(stricter.carer("Cid").await).await;
    for _ in 0..2 {
        assert!(cx.may(Action::ReadUsers).await.is_err());
    }
    let raised = alert::Entity::find().filter(alert::Column::Severity.eq(alert::Severity::High));
    assert_eq!(raised.all(stricter.platform.db.reader()).await.unwrap().len(), 1);
}
