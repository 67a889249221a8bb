//! Sessions on a real database.

mod expiry;

use std::sync::Arc;

use sea_orm::{EntityTrait, QueryOrder};

use super::*;
use crate::entity::alert;
use crate::testing::Service;

async fn cx_of(service: &Service, token: &[u8]) -> Cx {
    let nobody = service.nobody();
    let signed_in = resume(&nobody, token).await.unwrap().expect("a live session");
    signed_in.cx(Arc::clone(&service.platform), service.now(), nobody.request, nobody.client).unwrap()
}

async fn is_open(service: &Service, token: &[u8]) -> bool {
    resume(&service.nobody(), token).await.unwrap().is_some()
}

#[tokio::test]
async fn s006_thirty_minutes_without_use_end_a_session_and_that_is_recorded_once() {
    let service = Service::new().await;
    let token = service.sign_in(service.carer("Ann").await).await;

    service.pass_minutes(29);
    let cx = cx_of(&service, &token).await;
    let signed_in = resume(&cx, &token).await.unwrap().unwrap();
    stamp(&cx, &signed_in).await.unwrap();
    service.pass_minutes(29);
    assert!(is_open(&service, &token).await, "it was used in between");
    service.pass_minutes(1);

    assert!(!is_open(&service, &token).await && !is_open(&service, &token).await);
    assert_eq!(service.trail().await, ["session_expired"]);
}

#[tokio::test]
async fn r_ses_2_twelve_hours_end_a_session_however_much_it_is_used() {
    let service = Service::new().await;
    let token = service.sign_in(service.carer("Ann").await).await;
    for _ in 0..(12 * 4 - 1) {
        service.pass_minutes(15);
        let cx = cx_of(&service, &token).await;
        stamp(&cx, &resume(&cx, &token).await.unwrap().unwrap()).await.unwrap();
    }
    service.pass_minutes(15);
    assert!(!is_open(&service, &token).await);
}

#[tokio::test]
async fn s007_a_fourth_sign_in_ends_the_longest_unused_session_and_raises_an_alert() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        tokens.push(service.sign_in(ann).await);
        service.pass_minutes(1);
    }
    let cx = cx_of(&service, &tokens[0]).await;
    stamp(&cx, &resume(&cx, &tokens[0]).await.unwrap().unwrap()).await.unwrap();

    let fourth = service.sign_in(ann).await;

    let open = [is_open(&service, &tokens[0]).await, is_open(&service, &tokens[1]).await];
    assert_eq!(open, [true, false], "the second was unused for longest");
    assert!(is_open(&service, &tokens[2]).await && is_open(&service, &fourth).await);
    assert!(service.trail().await.contains(&"session_limit_reached".to_owned()));
    let raised = alert::Entity::find().order_by_asc(alert::Column::Id);
    let raised = raised.all(service.platform.db.reader()).await.unwrap();
    assert_eq!(raised.len(), 1);
    assert_eq!((raised[0].severity, raised[0].count), (alert::Severity::Medium, 1));
}

#[tokio::test]
async fn s126_a_deactivated_person_is_signed_out_with_the_next_request() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let token = service.sign_in(ann).await;
    service.deactivate(ann).await;
    assert!(!is_open(&service, &token).await);
}

#[tokio::test]
async fn r_ses_8_people_see_their_own_sessions_and_end_one_or_all_others() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let tokens = [service.sign_in(ann).await, service.sign_in(ann).await, service.sign_in(ann).await];
    let cx = cx_of(&service, &tokens[0]).await;

    let listed = own(&cx).await.unwrap();
    assert_eq!((listed.len(), listed.iter().filter(|session| session.is_this).count()), (3, 1));
    assert!(listed.iter().all(|session| session.ip == "203.0.113.7" && session.agent == "Test browser"));

    let one = resume(&cx, &tokens[1]).await.unwrap().unwrap().session;
    end_one(&cx, one).await.unwrap();
    assert!(!is_open(&service, &tokens[1]).await && is_open(&service, &tokens[2]).await);
    assert!(matches!(end_one(&cx, one).await, Err(Error::NotFound)), "it is over");
    end_others_of_mine(&cx).await.unwrap();
    assert!(is_open(&service, &tokens[0]).await && !is_open(&service, &tokens[2]).await);
    end_others_of_mine(&cx).await.expect("with none to end it is done");
}

#[tokio::test]
async fn r_ses_8_nobody_ends_the_session_of_another() {
    let service = Service::new().await;
    let (ann, bea) = (service.carer("Ann").await, service.admin("Bea").await);
    let token = service.sign_in(ann).await;
    let hers = resume(&service.nobody(), &token).await.unwrap().unwrap().session;

    let refused = end_one(&service.as_(bea).await, hers).await;

    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert!(is_open(&service, &token).await);
}

#[tokio::test]
async fn r_ses_7_on_a_shared_device_five_minutes_without_use_are_enough() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let cx = service.nobody();
    let sign_in = SignIn { shared_device: true, ..SignIn::first(&cx, ann, service.organisation) };
    open(&cx, vec![5; 32], &sign_in).await.unwrap();
    service.pass_minutes(4);
    assert!(is_open(&service, &[5; 32]).await);
    service.pass_minutes(1);
    assert!(!is_open(&service, &[5; 32]).await);
}

/// Signs in from an address with a browser.
async fn from(service: &Service, account: domain::id::AccountId, ip: &str, agent: &str) {
    let client = crate::Client { ip: ip.into(), agent: agent.into() };
    let cx = Cx { client, ..service.nobody() };
    let token = crate::token::Token::random().unwrap().hash();
    open(&cx, token, &SignIn::first(&cx, account, service.organisation)).await.unwrap();
}

#[tokio::test]
async fn r_alt_5_a_sign_in_from_a_new_address_or_browser_is_a_low_alert_and_a_new_browser_is_mailed() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let raised = async || {
        let rows = alert::Entity::find().all(service.platform.db.reader()).await.unwrap();
        let low = rows.iter().filter(|row| row.severity == alert::Severity::Low);
        low.map(|row| (row.severity, row.count)).collect::<Vec<_>>()
    };
    let mails = async || {
        let mails = service.mails().await;
        mails.iter().filter(|(_, mail)| mail.name() == "new_device").count()
    };
    from(&service, ann, "203.0.113.1", "Phone").await;
    from(&service, ann, "203.0.113.1", "Phone").await;
    assert!(raised().await.is_empty(), "the first is new to nothing, the second is known");

    from(&service, ann, "203.0.113.11", "Phone").await;
    assert_eq!((raised().await, mails().await), (vec![(alert::Severity::Low, 1)], 0));
    from(&service, ann, "203.0.113.1", "Tele%").await;
    assert_eq!((raised().await[0].1, mails().await), (2, 1));
    from(&service, service.carer("Cid").await, "203.0.113.99", "Tablet").await;
    assert_eq!(raised().await.len(), 1, "another account's first sign-in is its own");
    let new = service.trail().await.into_iter().filter(|action| action == "new_device").count();
    assert_eq!(new, 2);
}
