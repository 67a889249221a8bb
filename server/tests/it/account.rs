//! Signing in and out.

use axum::http::{StatusCode, header};
use backend::testing::PASSWORD;

use crate::site::Site;

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
async fn r_aud_1_a_session_that_ran_out_is_recorded_with_the_request_that_met_it() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    site.service.pass_minutes(31);

    assert!(browser.get("/carer").await.location().starts_with("/sign-in"));

    let entries = site.service.recorded("session_expired").await;
    assert_eq!(entries.len(), 1, "s006");
    assert_eq!((entries[0].actor, entries[0].origin.as_str()), (None, "0.0.0.0 Mozilla/5.0 (Test)"));
    assert!(!entries[0].request.0.is_nil());
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

#[tokio::test]
async fn s008_after_sign_out_the_old_cookie_is_dead() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let old = browser.cookie.clone();

    let answer = browser.call("/sign-in", "/api/account/sign_out", &[]).await;
    browser.cookie = old;

    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let data = browser.call("/sign-in", "/api/account/profile", &[]).await;
    assert_eq!((data.status, data.code().as_str()), (StatusCode::UNAUTHORIZED, "signed_out"));
    assert_eq!(browser.get("/").await.location(), "/sign-in");
}

#[tokio::test]
async fn se3_signing_in_again_in_the_same_browser_ends_the_session_that_was_there() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let (ann, bea) = (site.service.email(ann).await, site.service.email(bea).await);
    let mut browser = site.browser();
    let fields = |email| [("email", email), ("password", PASSWORD)];
    let first = browser.call("/sign-in", "/api/account/sign_in", &fields(&*ann)).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);

    let second = browser.call("/admin/audit", "/api/account/sign_in", &fields(&*bea)).await;

    assert_eq!(second.status, StatusCode::OK, "{}", second.text);
    assert_eq!(browser.get("/").await.location(), "/carer");
    assert_eq!(site.service.trail().await, ["audit_viewed", "sign_out"]);
}
