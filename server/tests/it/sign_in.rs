//! Signing in.

use axum::http::{StatusCode, header};
use backend::outbox::Mail;
use backend::testing::PASSWORD;

use crate::invitation::invite;
use crate::site::{Site, assert_says};

#[tokio::test]
async fn s001_an_admin_signs_in_and_gets_a_safe_cookie() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let email = site.service.email(ann).await;
    let mut browser = site.browser();

    let answer = browser.submit("/sign-in", "sign-in", &[("email", &email), ("password", PASSWORD)]).await;

    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert_eq!(browser.get("/").await.location(), "/admin");
    let entries = site.service.recorded("sign_in").await;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].actor, entries[0].origin.as_str()), (Some(ann), "0.0.0.0 Mozilla/5.0 (Test)"));
    assert_eq!((entries[0].severity.as_str(), entries[0].outcome.as_str()), ("info", "success"));
    assert!(!entries[0].request.0.is_nil(), "R-AUD-1: it names its request");
}

#[tokio::test]
async fn a_wrong_password_shows_the_page_again_with_the_address_and_without_the_password() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let email = site.service.email(ann).await;

    let typed = [("email", email.as_str()), ("password", "not her passphrase")];
    let answer = site.browser().submit("/sign-in", "sign-in", &typed).await;

    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text.contains("E-mail or password is not right, or sign-in is paused"), "{}", answer.text);
    assert!(answer.text.contains(&email) && !answer.text.contains("not her passphrase"));
    assert!(answer.text.contains("<title>Error: Sign in"), "{}", answer.text);
}

#[tokio::test]
async fn s003_the_fifth_wrong_password_pauses_the_sign_in_of_a_carer_and_of_an_admin_alike() {
    let site = Site::new().await;
    for id in [site.service.carer("Cid Dunn").await, site.service.admin("Ann Brown").await] {
        let email = site.service.email(id).await;
        let before = site.service.recorded("sign_in_failed").await.len();
        let mut browser = site.browser();

        for _ in 0..5 {
            let wrong = browser.sign_in(&email, "not the passphrase").await;
            assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        }
        let failed = site.service.recorded("sign_in_failed").await;
        let right = browser.sign_in(&email, PASSWORD).await;

        assert_eq!(right.status, StatusCode::UNAUTHORIZED, "the right one, during the lock");
        assert_says(&right, "E-mail or password is not right, or sign-in is paused");
        assert_eq!(failed.len() - before, 5);
        assert!(failed.iter().all(|entry| entry.origin == "0.0.0.0 Mozilla/5.0 (Test)"), "{failed:?}");
        let mails = site.service.mails().await;
        let is_told =
            |to: &str, mail: &Mail| to == email && matches!(mail, Mail::AccountLocked { minutes: 15, .. });
        assert_eq!(mails.iter().filter(|(to, mail)| is_told(to, mail)).count(), 1, "{mails:?}");
    }
    assert_eq!(site.service.recorded("account_locked").await.len(), 2);
}

#[tokio::test]
async fn s005_r_sin_3_t053_every_failed_sign_in_is_answered_alike() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    let emails = {
        let mut emails = Vec::new();
        for name in ["Known", "Locked", "Inactive", "Deleted"] {
            let id = site.service.carer(name).await;
            emails.push(site.service.email(id).await);
            if name == "Inactive" {
                site.service.deactivate(id).await;
            }
            if name == "Deleted" {
                admin.submit(&format!("/admin/users/{id}/delete"), "confirm", &[]).await;
            }
        }
        emails
    };
    invite(&mut admin, "invited@example.org").await;
    let mut browser = site.browser();
    for _ in 0..5 {
        browser.sign_in(&emails[1], "not the passphrase").await;
    }

    let tries = [
        (emails[0].as_str(), "not the passphrase"),
        (&emails[1], PASSWORD),
        (&emails[2], PASSWORD),
        (&emails[3], PASSWORD),
        ("invited@example.org", PASSWORD),
        ("nobody@example.org", PASSWORD),
    ];
    let mut answers = Vec::new();
    for (email, password) in tries {
        let typed = [("email", email), ("password", password)];
        let answer = browser.call("/sign-in", "/api/account/sign_in", &typed).await;
        answers.push((answer.status, answer.text));
    }

    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn r_sin_1_a_return_path_counts_only_if_it_is_ours_and_open_to_the_role() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let email = site.service.email(ann).await;
    for (next, to) in [
        ("/account/sessions", "/account/sessions"),
        ("/account?x=1", "/account?x=1"),
        ("/admin/users", "/"),
        ("/nowhere", "/"),
        ("//evil.example", "/"),
        ("https://evil.example/account", "/"),
        ("/\\evil.example", "/"),
    ] {
        let typed = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = site.browser().submit("/sign-in", "sign-in", &typed).await;
        assert_eq!(answer.location(), to, "{next}");
    }
}

#[tokio::test]
async fn r_ses_7_a_device_remembers_that_several_people_use_it_until_somebody_says_otherwise() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let email = site.service.email(ann).await;
    let is_ticked =
        |page: &str| page.contains("name=\"shared_device\" type=\"checkbox\" value=\"true\" checked");
    let mut browser = site.browser();
    let typed = [("email", email.as_str()), ("password", PASSWORD)];
    assert!(!is_ticked(&browser.get("/sign-in").await.text));

    browser.submit("/sign-in", "sign-in", &[typed[0], typed[1], ("shared_device", "true")]).await;
    browser.call("/carer", "/api/account/sign_out", &[]).await;
    let page = browser.get("/sign-in").await.text;
    assert!(is_ticked(&page), "{page}");

    browser.submit("/sign-in", "sign-in", &typed).await;
    browser.call("/carer", "/api/account/sign_out", &[]).await;
    assert!(!is_ticked(&browser.get("/sign-in").await.text));
}
