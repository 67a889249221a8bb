//! Sending on a real database, to a real mail server on this machine that does as it is told.

mod server;

use domain::id::AccountId;
use domain::time::Instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder};

use super::*;
use crate::entity::{alert, audit_entry};
use crate::outbox::{Recipient, local};
use crate::testing::Service;
use server::{Answer, MailServer};

/// Asks as the worker, now.
async fn send(service: &Service) -> Tally {
    pass(&service.nobody()).await.unwrap()
}

/// Does something that causes a mail: locks the account of Ann.
async fn queue(service: &Service, ann: AccountId, expires: Option<Instant>) {
    let cx = service.system();
    let tx = cx.write(Action::RunJob).await.unwrap();
    let to = Recipient { account: Some(ann), address: "ann@care.example".into() };
    let mail = match expires {
        None => Mail::AccountLocked { name: "Ann".into(), minutes: 15 },
        Some(_) => Mail::PasswordReset { name: "Ann".into(), token: "TOKEN".into() },
    };
    tx.mail(to, &mail, expires).await.unwrap();
    tx.commit(Entry::new(AuditAction::AccountLocked)).await.unwrap();
}

/// The only mail.
async fn row(service: &Service) -> outbox::Model {
    let mut rows = rows(service).await;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

async fn rows(service: &Service) -> Vec<outbox::Model> {
    let rows = outbox::Entity::find().order_by_asc(outbox::Column::Id);
    rows.all(service.platform.db.reader()).await.unwrap()
}

fn with_server(mut service: Service, server: &MailServer) -> Service {
    let mut platform = (*service.platform).clone();
    platform.post = platform.post.by_server(&server.url()).unwrap();
    service.platform = std::sync::Arc::new(platform);
    service
}

#[tokio::test]
async fn em1_a_queued_mail_is_sent_once_and_nothing_of_it_stays() {
    let server = MailServer::start(vec![]).await;
    let service = with_server(Service::new().await, &server);
    let ann = service.carer("Ann").await;
    queue(&service, ann, None).await;
    tokio::time::timeout(std::time::Duration::from_secs(1), service.platform.post.queued())
        .await
        .expect("the bell");

    assert_eq!(send(&service).await, Tally { sent: 1, ..Tally::default() });
    assert_eq!(send(&service).await, Tally::default());

    let mails = server.received();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].recipients, ["ann@care.example"]);
    assert!(mails[0].text.contains("Hello Ann,"), "{}", mails[0].text);
    let row = row(&service).await;
    assert!(mails[0].text.contains(&format!("Message-ID: <{}@localhost>", row.id)));
    assert_eq!((row.status, row.address, row.payload), (Status::Sent, None, None));
    assert_eq!((row.attempts, row.sent_at), (1, Some(service.now())));
    assert_eq!(service.trail().await, ["account_locked", "mail_sent"]);
}

#[tokio::test]
async fn s084_the_mail_server_is_down_and_the_mail_is_tried_again_until_it_is_given_up() {
    let server = MailServer::start(vec![Answer::Busy; 20]).await;
    let service = with_server(Service::new().await, &server);
    let ann = service.carer("Ann").await;
    queue(&service, ann, None).await;

    for minutes in [1, 5, 15, 60, 180, 360, 720] {
        assert_eq!(send(&service).await, Tally { failed: 1, ..Tally::default() });
        let waits = row(&service).await.next_at.0 - service.now().0;
        assert!((minutes * 54_000..=minutes * 60_000).contains(&waits), "{waits} ms of {minutes} min");
        assert_eq!(send(&service).await, Tally::default(), "not before its time");
        service.pass_minutes(minutes);
    }
    assert_eq!(send(&service).await, Tally { given_up: 1, ..Tally::default() });

    let row = row(&service).await;
    assert_eq!((row.status, row.attempts, row.address), (Status::GivenUp, 8, None));
    assert_eq!(row.last_error.as_deref(), Some("the mail server answered 451"));
    service.pass_minutes(24 * 60);
    assert_eq!(send(&service).await, Tally::default());
    assert!(server.received().is_empty());
    let given_up = error_entries(&service).await;
    assert_eq!(given_up, ["mail_given_up"]);
    let alerts: Vec<_> = alerts(&service).await.into_iter().map(|alert| alert.title).collect();
    assert_eq!(alerts, ["Mails are waiting", "A mail could not be sent"]);
}

async fn error_entries(service: &Service) -> Vec<String> {
    let rows = audit_entry::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let of_error = |row: &audit_entry::Model| row.severity == "error";
    rows.into_iter().filter(of_error).map(|row| row.action).collect()
}

async fn alerts(service: &Service) -> Vec<alert::Model> {
    let rows = alert::Entity::find().order_by_asc(alert::Column::Id);
    rows.all(service.platform.db.reader()).await.unwrap()
}

#[tokio::test]
async fn r_mai_2_a_permanent_refusal_gives_up_at_once_and_tells_nobody_the_address() {
    let server = MailServer::start(vec![Answer::Refused]).await;
    let service = with_server(Service::new().await, &server);
    let ann = service.carer("Ann").await;
    queue(&service, ann, None).await;

    assert_eq!(send(&service).await, Tally { given_up: 1, ..Tally::default() });
    let row = row(&service).await;
    assert_eq!(row.last_error.as_deref(), Some("the mail server answered 550"));
    let told = format!("{:?} {:?}", alerts(&service).await, service.entries().await);
    assert!(!told.contains("ann@care.example"), "{told}");
    assert_eq!(alerts(&service).await.len(), 1);
}

#[tokio::test]
async fn em1_without_any_mail_server_the_act_succeeds_and_the_others_wait_for_the_next_pass() {
    let server = MailServer::start(vec![]).await;
    let service = with_server(Service::new().await, &server);
    server.stop().await;
    let ann = service.carer("Ann").await;
    for _ in 0..5 {
        queue(&service, ann, None).await;
    }
    assert_eq!(send(&service).await, Tally { failed: BREAKER, ..Tally::default() });
    let untried = rows(&service).await.iter().filter(|row| row.attempts == 0).count();
    assert_eq!(untried, 2, "nobody hammers a server that is away");
}

#[tokio::test]
async fn em4_a_mail_whose_link_has_run_out_is_not_sent_nor_one_with_an_older_link() {
    let server = MailServer::start(vec![]).await;
    let service = with_server(Service::new().await, &server);
    let ann = service.carer("Ann").await;
    queue(&service, ann, Some(service.now().plus_minutes(15))).await;
    service.pass_minutes(10);
    queue(&service, ann, Some(service.now().plus_minutes(15))).await;
    let statuses: Vec<_> = rows(&service).await.into_iter().map(|row| row.status).collect();
    assert_eq!(statuses, [Status::Expired, Status::Queued]);

    service.pass_minutes(15);
    assert_eq!(send(&service).await, Tally { expired: 1, ..Tally::default() });
    assert!(server.received().is_empty());
    assert!(rows(&service).await.iter().all(|row| row.status == Status::Expired && row.payload.is_none()));
}

#[tokio::test]
async fn em2_after_a_death_between_sending_and_writing_it_down_the_repeat_has_the_same_name() {
    let server = MailServer::start(vec![]).await;
    let service = with_server(Service::new().await, &server);
    let ann = service.carer("Ann").await;
    queue(&service, ann, None).await;

    let cx = service.nobody();
    let due = claim::next_due(&cx).await.unwrap().unwrap();
    let claimed = claim::claim(&cx, due).await.unwrap().unwrap();
    assert_eq!(fate(&cx, &claimed).await.unwrap(), Fate::Sent);
    // Here the process dies. Nobody touches the mail while the claim holds, and somebody does afterwards.
    assert_eq!(send(&service).await, Tally::default());
    service.pass_minutes(2);
    assert_eq!(send(&service).await, Tally { sent: 1, ..Tally::default() });

    let mails = server.received();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].text, mails[1].text, "the same Message-ID, date and words");
    settle(&cx, claimed, Fate::GivenUp { why: "late".into() }).await.unwrap();
    assert_eq!(row(&service).await.status, Status::Sent, "whoever lost the claim changes nothing");
}

#[tokio::test]
async fn em1_of_many_workers_one_claims_a_mail() {
    let server = MailServer::start(vec![]).await;
    let service = with_server(Service::new().await, &server);
    let ann = service.carer("Ann").await;
    for _ in 0..6 {
        queue(&service, ann, None).await;
    }
    let workers = (0..4).map(|_| async { send(&service).await });
    let sent: u32 = futures::future::join_all(workers).await.iter().map(|tally| tally.sent).sum();
    assert_eq!((sent, server.received().len()), (6, 6));
}

#[tokio::test]
async fn r_mai_2_at_most_a_hundred_a_minute() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    queue(&service, ann, None).await;
    for _ in 0..100 {
        assert!(rate::count(&service.platform.db, "outbox", A_MINUTE, 60, service.now()).await.unwrap());
    }
    assert_eq!(send(&service).await, Tally::default());
    service.pass_minutes(1);
    assert_eq!(send(&service).await.sent, 1);
}

#[tokio::test]
async fn em5_what_was_altered_in_the_database_is_given_up_and_not_sent() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    queue(&service, ann, None).await;
    let mut altered = row(&service).await.into_active_model();
    altered.payload = Set(Some(vec![1; 60]));
    altered.update(service.platform.db.writer()).await.unwrap();
    assert_eq!(send(&service).await, Tally { given_up: 1, ..Tally::default() });
}

#[tokio::test]
async fn local_mails_are_private_files_that_only_the_demo_shows() {
    use std::os::unix::fs::PermissionsExt;
    let mut service = Service::new().await;
    let ann = service.carer("Zoë Ngọc").await;
    queue(&service, ann, None).await;
    assert_eq!(send(&service).await.sent, 1);
    assert!(matches!(local::list(&service.nobody()).await, Err(Error::NotFound)));

    let mut platform = (*service.platform).clone();
    platform.mode = crate::Mode::Demo;
    service.platform = std::sync::Arc::new(platform);
    let shown = local::list(&service.nobody()).await.unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].to.as_str(), shown[0].sent_at), ("ann@care.example", service.now()));
    assert_eq!(shown[0].subject, "Sign-in to your CareTrack account is paused");
    assert!(shown[0].body.starts_with("Hello Ann,\n\n"), "{:?}", shown[0].body);
    let file = service.platform.post.folder().unwrap().join(format!("{}.eml", shown[0].id));
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}
