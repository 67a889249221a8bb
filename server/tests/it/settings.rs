//! The settings page over HTTP, without scripts.

use axum::http::StatusCode;

use crate::site::Site;

const PAGE: &str = "/admin/settings";

/// The form of sign-in as it is by default, with another limit.
fn limit(sessions: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("values[session.idle_minutes]", "30"),
        ("values[session.shared_idle_minutes]", "5"),
        ("values[session.absolute_hours]", "12"),
        ("values[session.limit]", sessions),
    ]
}

#[tokio::test]
async fn r_set_1_a_setting_is_changed_on_its_page_and_a_wrong_one_comes_back_as_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    let shown = browser.get(PAGE).await;
    let wrong = browser.submit(PAGE, "sign_in", &limit("11")).await;
    let saved = browser.submit(PAGE, "sign_in", &limit("5")).await;
    let after = browser.get(saved.location()).await;

    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("5 to 30. By default 30 minutes."), "{}", shown.text);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Enter 10 or less") && wrong.text.contains("value=\"11\""), "{}", wrong.text);
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(after.text.contains("Settings saved. They count from now"), "{}", after.text);
    assert!(after.text.contains("value=\"5\""));
}

#[tokio::test]
async fn r_gen_7_an_overtaken_form_of_settings_shows_what_is_kept_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    browser.submit(PAGE, "sign_in", &limit("5")).await;

    let mut old = limit("7");
    old.push(("seen[session.limit]", "3"));
    let stale = browser.submit(PAGE, "sign_in", &old).await;

    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
    assert!(stale.text.contains("Sign-ins at a time for one account: 5 sign-ins"), "{}", stale.text);
    assert!(stale.text.contains("value=\"7\""));
}

#[tokio::test]
async fn screens_16_another_wording_of_the_statement_is_what_carers_read_next() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    let published = browser.submit(PAGE, "statement", &[("body", "I have read it and agree.")]).await;
    let after = browser.get(published.location()).await;
    let same = browser.submit(PAGE, "statement", &[("body", "I have read it and agree.")]).await;

    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.text);
    assert!(after.text.contains("Statement 2 is in force"), "{}", after.text);
    assert!(after.text.contains("I have read it and agree."));
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.text.contains("These are the words in force"), "{}", same.text);
}

#[tokio::test]
async fn r_per_1_settings_are_closed_without_the_right() {
    let site = Site::new().await;
    let bea = site.service.plain_admin("Bea Cole").await;
    let mut browser = site.signed_in(bea).await;

    assert_eq!(browser.get(PAGE).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/admin").await.text.matches("/admin/settings").count(), 0);
}
