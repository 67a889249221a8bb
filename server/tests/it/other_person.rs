//! One tablet, several people: what one has open is not sent, and not seen, by another (R-SES-7, SE5, SE8).

use axum::http::StatusCode;
use backend::testing::PASSWORD;
use domain::id::AccountId;

use crate::mailed::token;
use crate::site::{Browser, Page, Site, assert_says, hidden_fields};

/// The fields of the form for a new care package, as they stand in a page that somebody has open.
async fn opened(browser: &mut Browser<'_>) -> Vec<(String, String)> {
    let page = browser.get("/admin/packages/new").await;
    let mut fields = hidden_fields(&page.text, "package");
    assert!(!fields.is_empty(), "{}", page.text);
    fields.push(("name".into(), "Hazel Court".into()));
    fields.push(("postcode_area".into(), "M14".into()));
    fields
}

/// Hands the browser over: whoever was signed in is not, somebody else is.
async fn hand_over(site: &Site, browser: &mut Browser<'_>, to: AccountId) -> Page {
    browser.call("/admin", "/api/account/sign_out", &[]).await;
    let email = site.service.email(to).await;
    browser.sign_in(&email, PASSWORD).await
}

#[tokio::test]
async fn se8_what_one_person_has_open_is_not_sent_as_another_and_what_was_typed_is_not_shown() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.admin("Bea Cole").await);
    let mut tablet = site.signed_in(ann).await;
    let fields = opened(&mut tablet).await;
    hand_over(&site, &mut tablet, bea).await;

    let page = tablet.post("/admin/packages/new", &fields).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert_says(&page, "Somebody else is signed in here now, so this was not sent.");
    assert!(!page.text.contains("Hazel Court"), "{}", page.text);
    let data = tablet.post("/api/package/create", &fields).await;
    assert_eq!((data.status, data.code().as_str()), (StatusCode::UNAUTHORIZED, "other_person"));
    assert!(!site.service.trail().await.contains(&"package_created".to_owned()));
}

#[tokio::test]
async fn se5_the_same_person_signed_in_again_finds_what_was_typed_and_sends_it() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut tablet = site.signed_in(ann).await;
    let fields = opened(&mut tablet).await;
    hand_over(&site, &mut tablet, ann).await;

    let page = tablet.post("/admin/packages/new", &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Hazel Court") && page.text.contains("Send it again"), "{}", page.text);
    let mut again = hidden_fields(&page.text, "package");
    again.extend(fields.into_iter().filter(|(name, _)| name == "name" || name == "postcode_area"));
    let sent = tablet.post("/admin/packages/new", &again).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[tokio::test]
async fn se5_a_strangers_form_does_not_show_to_whoever_signs_in_after() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut fields = hidden_fields(&site.browser().get("/forgot-password").await.text, "ask-reset");
    fields.push(("email".into(), "private@example.org".into()));

    let page = site.signed_in(ann).await.post("/forgot-password", &fields).await;

    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_says(&page, "This page was too old to be sent. Load it again.");
    assert!(!page.text.contains("private@example.org"));
}

#[tokio::test]
async fn r_gen_11_no_secret_of_a_refused_form_is_ever_shown() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let mut fields = hidden_fields(&browser.get("/account/password").await.text, "change-password");
    for name in ["current_password", "password", "password_again", "code", "token", "current"] {
        fields.push((name.into(), "correct horse battery".into()));
    }
    fields.push(("note".into(), "kept for you".into()));
    site.service.pass_minutes(31);

    let page = browser.post("/account/password", &fields).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.text.contains("kept for you") && !page.text.contains("correct horse"), "{}", page.text);

    let mut browser = site.signed_in(ann).await;
    let typed =
        [("current_password", "correct horse battery"), ("password", "short"), ("password_again", "short")];
    let page = browser.submit("/account/password", "change-password", &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!page.text.contains("correct horse"), "{}", page.text);
}

#[tokio::test]
async fn r_ses_7_somebody_who_joins_on_a_shared_device_has_a_short_session() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let invite = [("name", "Cid Dunn"), ("email", "cid@example.org"), ("role", "carer")];
    site.signed_in(ann).await.submit("/admin/users/invite", "invite", &invite).await;
    let mut tablet = site.browser();
    tablet.cookie = "caretrack_shared_device=yes".into();
    let typed = [("name", "Cid Dunn"), ("password", PASSWORD), ("password_again", PASSWORD)];
    let join = format!("/invitation/{}/join", token(&site).await);
    let joined = tablet.submit(&join, "accept", &typed).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);

    assert!(tablet.get("/carer").await.text.contains("Switch user"));
    site.service.pass_minutes(5);
    assert!(tablet.get("/carer").await.location().starts_with("/sign-in"));
}
