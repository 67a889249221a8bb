//! Signing in, pausing, and passwords, on a real database.

mod alerts;
mod opening;
mod profile;
mod repeats;
mod watch;

use domain::account::{ForgottenPasswordDraft, PasswordChangeDraft, PasswordResetDraft, SignInDraft};
use domain::id::AccountId;
use domain::problems::Problem;
use futures::future::join_all;
use sea_orm::EntityTrait;

use super::*;
use crate::entity::personal_value;
use crate::jobs::Runner;
use crate::outbox::Mail;
use crate::session;
use crate::testing::{PASSWORD, Service};

const NEW: &str = "another fine passphrase";

async fn try_in(service: &Service, email: &str, password: &str) -> bool {
    let draft = SignInDraft { email: email.into(), password: password.into(), ..SignInDraft::default() };
    let cx = service.nobody();
    match sign_in(&cx, &draft).await {
        Ok((sign_in, _)) => {
            let token = crate::token::Token::random().unwrap().hash();
            session::open(&cx, token, &sign_in).await.is_ok()
        }
        Err(Error::Account(Refused::SignIn)) => false,
        Err(other) => panic!("{other}"),
    }
}

async fn fail(service: &Service, email: &str, times: usize) {
    for _ in 0..times {
        assert!(!try_in(service, email, "not the passphrase").await);
    }
}

async fn ask(service: &Service, email: &str) {
    ask_reset(&service.nobody(), &ForgottenPasswordDraft { email: email.into() }).await.unwrap();
}

/// The tokens of the links that were mailed, oldest first.
async fn links(service: &Service) -> Vec<String> {
    let token = |(_, mail)| match mail {
        Mail::PasswordReset { token, .. } => Some(token),
        _ => None,
    };
    service.mails().await.into_iter().filter_map(token).collect()
}

/// The one token that was mailed since some were known.
async fn newest_link(service: &Service, known: &[String]) -> String {
    links(service).await.into_iter().find(|token| !known.contains(token)).expect("a new link")
}

async fn reset(service: &Service, token: &str, password: &str) -> Result<(), Error> {
    let draft = PasswordResetDraft {
        token: token.into(),
        password: password.into(),
        password_again: password.into(),
    };
    reset_password(&service.nobody(), &draft).await
}

fn change(current: &str, new: &str) -> PasswordChangeDraft {
    PasswordChangeDraft { current_password: current.into(), password: new.into(), password_again: new.into() }
}

fn password_problem(result: Result<(), Error>) -> Option<Problem> {
    match result {
        Err(Error::Invalid(problems)) => problems.of("password"),
        _ => None,
    }
}

async fn ann(service: &Service) -> (AccountId, String) {
    let ann = service.carer("Ann Brown").await;
    (ann, service.email(ann).await)
}

#[tokio::test]
async fn s003_the_fifth_wrong_password_pauses_sign_in_and_tells_the_owner() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;

    fail(&service, &email, 5).await;

    assert!(!try_in(&service, &email, PASSWORD).await, "the right one, during the lock");
    let trail = service.trail().await;
    let count = |action: &str| trail.iter().filter(|entry| *entry == action).count();
    assert_eq!((count("sign_in_failed"), count("account_locked")), (6, 1));
    let mails = service.mails().await;
    let locked = Mail::AccountLocked { name: "Ann Brown".into(), minutes: 15 };
    assert_eq!(mails, [(email, locked)]);
}

#[tokio::test]
async fn s004_after_the_pause_the_right_password_is_let_in_and_everything_is_cleared() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    fail(&service, &email, 5).await;

    service.pass_minutes(15);
    assert!(try_in(&service, &email, PASSWORD).await);

    let row = account::Entity::find_by_id(id).one(service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!((row.failures_since_lock, row.failures_since_success, row.locked_until), (0, 0, None));
    assert!(service.trail().await.contains(&"account_unlocked".to_owned()));
}

#[tokio::test]
async fn t050_a_pause_lasts_to_the_minute_and_the_second_one_an_hour() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    let begin = service.now();
    fail(&service, &email, 5).await;

    service.set_clock(begin.plus_seconds(15 * 60 - 1));
    assert!(!try_in(&service, &email, PASSWORD).await, "14:59");
    let second = begin.plus_seconds(15 * 60 + 1);
    service.set_clock(second);
    fail(&service, &email, 5).await;

    service.set_clock(second.plus_seconds(60 * 60 - 1));
    assert!(!try_in(&service, &email, PASSWORD).await, "59:59");
    service.set_clock(second.plus_seconds(60 * 60 + 1));
    assert!(try_in(&service, &email, PASSWORD).await, "60:01");
}

#[tokio::test]
async fn r_sin_6_a_pause_that_ends_by_its_time_is_recorded_once_by_whoever_meets_it_first() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    let unlocked = async || service.trail().await.iter().filter(|entry| *entry == "account_unlocked").count();
    let reminders = async || Runner::new().unwrap().run(&service.nobody(), "reminders").await.unwrap();
    fail(&service, &email, 5).await;

    service.pass_minutes(14);
    reminders().await;
    assert_eq!(unlocked().await, 0, "it is not over");
    service.pass_minutes(1);
    reminders().await;
    reminders().await;
    assert!(try_in(&service, &email, PASSWORD).await);

    assert_eq!(unlocked().await, 1);
    fail(&service, &email, 5).await;
    service.pass_minutes(16);
    assert!(try_in(&service, &email, PASSWORD).await);
    assert_eq!(unlocked().await, 2, "met by the next sign-in");
}

#[tokio::test]
async fn au4_guesses_at_the_same_time_are_no_more_guesses() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;

    join_all((0..12).map(|_| fail(&service, &email, 1))).await;

    let row = account::Entity::find_by_id(id).one(service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!(row.failures_since_lock, 5, "what came during the lock was not counted");
    assert!(!try_in(&service, &email, PASSWORD).await);
}

#[tokio::test]
async fn v5_a_password_checked_before_the_lock_opens_nothing_after_it() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    let draft = SignInDraft { email: email.clone(), password: PASSWORD.into(), ..SignInDraft::default() };
    let (checked, _) = sign_in(&service.nobody(), &draft).await.unwrap();

    fail(&service, &email, 5).await;
    let opened = session::open(&service.nobody(), vec![1; 32], &checked).await;

    assert!(matches!(opened, Err(Error::SignedOut)), "{opened:?}");
}

#[tokio::test]
async fn s005_a_strangers_address_is_kept_in_a_form_that_cannot_be_read_back() {
    let service = Service::new().await;

    fail(&service, "nobody@example.org", 1).await;

    let rows = personal_value::Entity::find().all(service.platform.db.reader()).await.unwrap();
    let typed: Vec<_> = rows.iter().filter(|row| row.kind == personal_value::Kind::TypedEmail).collect();
    assert_eq!(typed.len(), 1);
    let value = typed[0].value.as_deref().unwrap();
    assert!(value.starts_with("n…@e… ") && !value.contains("nobody"), "{value}");
    assert!(service.trail().await.is_empty(), "it belongs to the deployment's own chain");
}

#[tokio::test]
async fn r_sin_2_the_address_is_compared_trimmed_and_without_its_case() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    assert!(try_in(&service, &format!("  {} ", email.to_uppercase()), PASSWORD).await);
}

#[tokio::test]
async fn r_pwd_2_a_hash_of_lower_costs_is_made_again_at_the_next_sign_in() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    let db = &service.platform.db;
    let weak = crate::testing::weak_hash(PASSWORD);
    let row = account::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(id),
        password_hash: sea_orm::ActiveValue::Set(Some(weak.clone())),
        ..Default::default()
    };
    account::Entity::update(row).exec(db.writer()).await.unwrap();

    assert!(try_in(&service, &email, PASSWORD).await);

    let row = account::Entity::find_by_id(id).one(db.reader()).await.unwrap().unwrap();
    assert!(row.password_hash.unwrap().contains("m=19456,t=2,p=1"));
    assert!(try_in(&service, &email, PASSWORD).await);
}

#[tokio::test]
async fn s009_a_link_works_once_ends_all_sessions_and_clears_the_lock() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    let open = service.sign_in(id).await;
    fail(&service, &email, 5).await;

    ask(&service, &email).await;
    let link = newest_link(&service, &[]).await;
    assert!(!try_in(&service, &email, PASSWORD).await, "asking clears no lock");
    reset(&service, &link, NEW).await.unwrap();

    assert!(session::resume(&service.nobody(), &open).await.unwrap().is_none());
    assert!(try_in(&service, &email, NEW).await && !try_in(&service, &email, PASSWORD).await);
    let again = reset(&service, &link, "a third fine passphrase").await;
    assert!(matches!(again, Err(Error::Account(Refused::ResetLink))), "{again:?}");
    let told = service.mails().await.into_iter().filter(|(_, mail)| mail.name() == "password_changed");
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn s009_two_people_reset_at_the_same_time() {
    let service = Service::new().await;
    let (_, first) = ann(&service).await;
    let bea = service.admin("Bea Cole").await;
    let second = service.email(bea).await;
    ask(&service, &first).await;
    let one = newest_link(&service, &[]).await;
    ask(&service, &second).await;
    let two = newest_link(&service, std::slice::from_ref(&one)).await;

    let (a, b) = tokio::join!(reset(&service, &one, NEW), reset(&service, &two, NEW));

    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert!(try_in(&service, &first, NEW).await && try_in(&service, &second, NEW).await);
}

#[tokio::test]
async fn t058_of_two_resets_by_one_link_one_succeeds() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    for round in 0..3 {
        let known = links(&service).await;
        ask(&service, &email).await;
        let link = newest_link(&service, &known).await;
        let (a, b) = tokio::join!(reset(&service, &link, NEW), reset(&service, &link, PASSWORD));
        assert!(a.is_ok() ^ b.is_ok(), "round {round}: {a:?} {b:?}");
    }
}

#[tokio::test]
async fn t057_every_dead_link_is_refused_alike() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    let cx = service.as_(id).await;
    let refused = |result: &Result<(), Error>| matches!(result, Err(Error::Account(Refused::ResetLink)));

    ask(&service, &email).await;
    let replaced = newest_link(&service, &[]).await;
    ask(&service, &email).await;
    let overtaken = newest_link(&service, std::slice::from_ref(&replaced)).await;
    assert!(refused(&reset(&service, &replaced, NEW).await), "the older of two");
    change_password(&cx, &change(PASSWORD, NEW)).await.unwrap();
    assert!(refused(&reset(&service, &overtaken, PASSWORD).await), "after a change of password");

    let known = links(&service).await;
    ask(&service, &email).await;
    let late = newest_link(&service, &known).await;
    let asked = service.now();
    service.set_clock(asked.plus_minutes(15));
    assert!(refused(&reset(&service, &late, PASSWORD).await), "run out");
    assert!(!is_reset_open(&service.nobody(), &late).await.unwrap());
    service.set_clock(asked.plus_minutes(15).plus_millis(-1));
    assert!(is_reset_open(&service.nobody(), &late).await.unwrap());
    for made_up in ["", "guess", &"A".repeat(43)] {
        let result = reset(&service, made_up, PASSWORD).await;
        assert!(refused(&result) || made_up.is_empty(), "{made_up}: {result:?}");
    }
    service.deactivate(id).await;
    assert!(refused(&reset(&service, &late, PASSWORD).await), "deactivated");
}

#[tokio::test]
async fn r_pwd_3_three_links_an_hour_and_no_more() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    for _ in 0..5 {
        ask(&service, &email).await;
    }
    assert_eq!(links_sent(&service).await, 3);
    service.pass_minutes(60);
    ask(&service, &email).await;
    assert_eq!(links_sent(&service).await, 4);
    ask(&service, "nobody@example.org").await;
    assert_eq!(links_sent(&service).await, 4);
}

/// How many links were ever queued; a newer one takes an older waiting one back.
async fn links_sent(service: &Service) -> usize {
    let of_reset = |(action, _, after): &(String, String, String)| {
        action == "mail_queued" && after.contains("password_reset")
    };
    service.entries().await.iter().filter(|entry| of_reset(entry)).count()
}

#[tokio::test]
async fn s010_the_policy_holds_for_a_reset_and_for_a_change() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    let cx = service.as_(id).await;
    ask(&service, &email).await;
    let link = newest_link(&service, &[]).await;
    let own = format!("{email} 2026");
    for (password, wrong) in [
        ("eleven char", Problem::TooShort { least: 12 }),
        ("123456789000", Problem::CommonPassword),
        ("ANN BROWN and 99", Problem::PersonalPassword),
        (own.as_str(), Problem::PersonalPassword),
        ("we love larkfield care", Problem::PersonalPassword),
        ("my CareTrack word", Problem::PersonalPassword),
    ] {
        assert_eq!(password_problem(reset(&service, &link, password).await), Some(wrong), "{password}");
        let changed = change_password(&cx, &change(PASSWORD, password)).await;
        assert_eq!(password_problem(changed), Some(wrong), "{password}");
    }
    reset(&service, &link, NEW).await.expect("a refused form uses nothing up");
}

#[tokio::test]
async fn s127_a_changed_password_ends_the_other_sessions_and_keeps_this_one() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    let other = service.sign_in(id).await;
    let this = service.sign_in(id).await;
    let signed_in = session::resume(&service.nobody(), &this).await.unwrap().unwrap();
    let nobody = service.nobody();
    let cx = signed_in
        .cx(std::sync::Arc::clone(&service.platform), service.now(), nobody.request, nobody.client)
        .unwrap();

    change_password(&cx, &change(PASSWORD, NEW)).await.unwrap();

    assert!(session::resume(&service.nobody(), &other).await.unwrap().is_none());
    assert!(session::resume(&service.nobody(), &this).await.unwrap().is_some());
    assert!(try_in(&service, &email, NEW).await && !try_in(&service, &email, PASSWORD).await);
}

#[tokio::test]
async fn r_pwd_4_a_wrong_current_password_counts_as_a_failed_sign_in() {
    let service = Service::new().await;
    let (id, email) = ann(&service).await;
    let cx = service.as_(id).await;
    for _ in 0..5 {
        let refused = change_password(&cx, &change("not the passphrase", NEW)).await;
        assert!(matches!(refused, Err(Error::Account(Refused::CurrentPassword))), "{refused:?}");
    }
    let right = change_password(&cx, &change(PASSWORD, NEW)).await;
    assert!(matches!(right, Err(Error::Account(Refused::CurrentPassword))), "{right:?}");
    assert!(!try_in(&service, &email, PASSWORD).await);
}
