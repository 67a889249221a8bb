//! What has run out is no session any more, whether or not somebody has met it since (R-SES-2, R-SES-3).

use sea_orm::EntityTrait;

use super::{cx_of, is_open};
use crate::entity::{alert, session};
use crate::session::{end_all_of, end_others_of_mine, expire_all_run_out, own, resume, stamp};
use crate::testing::Service;
use crate::users;

async fn count(service: &Service, action: &str) -> usize {
    service.trail().await.iter().filter(|entry| *entry == action).count()
}

#[tokio::test]
async fn r_ses_3_sessions_that_ran_out_idle_count_for_nothing() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    for _ in 0..3 {
        service.sign_in(ann).await;
    }
    service.pass_minutes(31);

    let fourth = service.sign_in(ann).await;

    assert!(is_open(&service, &fourth).await);
    assert_eq!(
        (count(&service, "session_expired").await, count(&service, "session_limit_reached").await),
        (3, 0)
    );
    assert!(alert::Entity::find().one(service.platform.db.reader()).await.unwrap().is_none());
    let ended = session::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let idle = ended.iter().filter(|row| row.end_reason == Some(crate::session::SessionEnd::Idle)).count();
    assert_eq!(idle, 3);
}

#[tokio::test]
async fn r_ses_2_ending_the_others_ends_what_ran_out_as_what_it_is() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    service.sign_in(ann).await;
    service.pass_minutes(20);
    service.sign_in(ann).await;
    service.pass_minutes(11);
    let this = service.sign_in(ann).await;
    let cx = cx_of(&service, &this).await;
    assert_eq!(own(&cx).await.unwrap().len(), 2);

    end_others_of_mine(&cx).await.unwrap();

    assert_eq!((count(&service, "session_expired").await, count(&service, "session_revoked").await), (1, 1));
}

#[tokio::test]
async fn r_ses_2_an_hourly_step_records_each_end_that_nobody_came_back_to_once() {
    let service = Service::new().await;
    let (ann, bea) = (service.carer("Ann").await, service.admin("Bea").await);
    service.sign_in(ann).await;
    service.pass_minutes(29);
    let used = service.sign_in(bea).await;
    assert_eq!(expire_all_run_out(&service.system()).await.unwrap(), 0);
    service.pass_minutes(1);

    assert_eq!(expire_all_run_out(&service.system()).await.unwrap(), 1);
    assert_eq!(expire_all_run_out(&service.system()).await.unwrap(), 0);
    assert!(is_open(&service, &used).await);
    assert_eq!(count(&service, "session_expired").await, 1);
}

#[tokio::test]
async fn r_acc_2_the_page_that_asks_before_deleting_counts_living_sessions_only() {
    let service = Service::new().await;
    let (ann, bea) = (service.carer("Ann").await, service.admin("Bea").await);
    service.sign_in(ann).await;
    service.pass_minutes(31);
    service.sign_in(ann).await;
    let cx = service.as_(bea).await;
    assert_eq!(users::impact(&cx, ann).await.unwrap().sessions, 1);
    end_all_of(&cx, ann).await.unwrap();
    assert_eq!(users::impact(&cx, ann).await.unwrap().sessions, 0);
    assert_eq!((count(&service, "session_expired").await, count(&service, "session_revoked").await), (1, 1));
}

#[tokio::test]
async fn r_set_1_idle_and_absolute_times_that_are_set_count_for_the_next_session() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    service.set("session.idle_minutes", "10").await;
    service.set("session.absolute_hours", "1").await;
    let idle = service.sign_in(ann).await;
    let busy = service.sign_in(ann).await;
    for _ in 0..6 {
        service.pass_minutes(9);
        let cx = cx_of(&service, &busy).await;
        stamp(&cx, &resume(&cx, &busy).await.unwrap().unwrap()).await.unwrap();
    }
    assert!(!is_open(&service, &idle).await && is_open(&service, &busy).await);
    service.pass_minutes(6);
    assert!(!is_open(&service, &busy).await, "an hour in all");
}
