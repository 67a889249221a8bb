//! Passwords that are forgotten, set and changed.

use axum::http::StatusCode;
use backend::outbox::Mail;
use backend::testing::PASSWORD;

use crate::mailed::token;
use crate::site::{Browser, Site};

const NEW: &str = "another fine passphrase";

#[tokio::test]
async fn t054_asking_for_a_link_is_answered_alike_whoever_asks() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let known = site.service.email(ann).await;
    let mut answers = Vec::new();
    for email in [known.as_str(), "nobody@example.org", &known, &known, &known] {
        let answer = site.browser().submit("/forgot-password", "ask-reset", &[("email", email)]).await;
        answers.push((answer.status, answer.location().to_owned()));
    }
    assert_eq!(answers[0], (StatusCode::SEE_OTHER, "/forgot-password?said=sent".into()));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert!(site.browser().get("/forgot-password?said=sent").await.text.contains("Check your e-mail"));
}

#[tokio::test]
async fn s009_a_forgotten_password_is_set_by_the_link_and_every_session_ends() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let email = site.service.email(ann).await;
    let mut old = site.signed_in(ann).await;
    site.browser().submit("/forgot-password", "ask-reset", &[("email", &email)]).await;
    let link = format!("/reset-password/{}", token(&site).await);
    let typed = [("password", NEW), ("password_again", NEW)];

    let set = site.browser().submit(&link, "reset-password", &typed).await;

    assert_eq!(set.location(), "/sign-in?said=password-set", "{}", set.text);
    assert_eq!(old.get("/").await.location(), "/sign-in");
    let used = site.browser().get(&link).await.text;
    assert!(used.contains("This link does not work any more"), "{used}");
    let mut browser = site.browser();
    assert_eq!(browser.sign_in(&email, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.sign_in(&email, NEW).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s127_a_password_changed_in_one_browser_ends_the_other() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let (mut one, mut other) = (site.signed_in(ann).await, site.signed_in(ann).await);
    let change = async |browser: &mut Browser<'_>, current: &str| {
        let typed = [("current_password", current), ("password", NEW), ("password_again", NEW)];
        browser.submit("/account/password", "change-password", &typed).await
    };

    let wrong = change(&mut one, "not the passphrase").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("The current password is not right"), "{}", wrong.text);
    let changed = change(&mut one, PASSWORD).await;

    assert_eq!(changed.location(), "/account", "{}", changed.text);
    assert!(one.get("/account").await.text.contains("Password changed"));
    assert_eq!(other.get("/account").await.location(), "/sign-in?next=%2Faccount");
}

#[tokio::test]
async fn ux_22_an_admin_sends_a_link_to_set_a_new_password_and_sees_nothing_of_it() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut admin = site.signed_in(ann).await;
    let page = format!("/admin/users/{bea}");

    let sent = admin.submit(&page, "send-reset", &[]).await;

    assert_eq!(sent.location(), page, "{}", sent.text);
    assert!(admin.open(&page).await.text.contains("A link to set a new password was mailed"));
    let mails = site.service.mails().await;
    let links = mails.iter().filter(|(_, mail)| matches!(mail, Mail::PasswordReset { .. }));
    assert_eq!(links.map(|(to, _)| to).collect::<Vec<_>>(), [&site.service.email(bea).await]);
    let recorded = site.service.recorded("password_reset_requested").await;
    assert_eq!((recorded.len(), recorded[0].actor), (1, Some(ann)), "AU12: audited as the admin's act");
    for _ in 0..2 {
        admin.submit(&page, "send-reset", &[]).await;
    }
    let fourth = admin.submit(&page, "send-reset", &[]).await;
    assert_eq!(fourth.status, StatusCode::CONFLICT, "R-PWD-3");
    site.service.pass_minutes(61);
    let mut admin = site.signed_in(ann).await;
    let version = "1";
    admin.submit(&format!("{page}/deactivate"), "confirm", &[("version", version)]).await;
    let (id, again) = (bea.to_string(), "00000000-0000-4000-8000-000000000009");
    let typed = [("id", id.as_str()), ("submission", again)];
    let inactive = admin.call(&page, "/api/users/send_reset", &typed).await;
    assert_eq!(inactive.code(), "account.no_sign_in");
}
