//! Sessions: their cookies, and everything that ends them.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::testing::{PASSWORD, Service};
use backend::{Mode, session};
use sha2::{Digest, Sha256};

use crate::site::{Site, id_after};

#[tokio::test]
async fn r_ses_1_each_sign_in_gets_a_cookie_of_its_own_which_only_this_host_sees_and_only_its_hash_is_kept() {
    let mut service = Service::new().await;
    let platform = Arc::get_mut(&mut service.platform).expect("nothing else holds it yet");
    (platform.mode, platform.public_url) = (Mode::Production, "https://caretrack.example".into());
    let site = Site::of(service);
    let email = site.service.email(site.service.carer("Ann Brown").await).await;
    let typed = [("email", email.as_str()), ("password", PASSWORD)];
    let mut given = BTreeSet::new();
    for _ in 0..3 {
        let fields = site.browser().form("/sign-in", "sign-in", &typed).await;
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post("/sign-in")
            .header(header::ORIGIN, "https://caretrack.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = site.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);

        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let (pair, about) = cookie.split_once("; ").expect("attributes");
        let token = pair.strip_prefix("__Host-caretrack=").expect("a name that binds it to the host");
        let mut about: Vec<_> = about.split("; ").collect();
        about.sort_unstable();
        assert_eq!(about, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "no Domain, and no lifetime");
        let nobody = site.service.nobody();
        let hash = Sha256::digest(token);
        assert!(session::resume(&nobody, &hash).await.unwrap().is_some(), "its hash is kept");
        assert!(session::resume(&nobody, token.as_bytes()).await.unwrap().is_none(), "it is not");
        assert!(token.len() >= 22, "128 bits or more");
        given.insert(token.to_owned());
    }
    assert_eq!(given.len(), 3);
}

#[tokio::test]
async fn s006_r_aud_1_a_session_that_ran_out_is_recorded_with_the_request_that_met_it() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    site.service.pass_minutes(31);

    assert!(browser.get("/carer").await.location().starts_with("/sign-in"));

    let entries = site.service.recorded("session_expired").await;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].actor, entries[0].origin.as_str()), (None, "0.0.0.0 Mozilla/5.0 (Test)"));
    assert!(!entries[0].request.0.is_nil());
}

#[tokio::test]
async fn r_ses_1_the_cookie_is_named_when_a_session_begins_or_ends_and_at_no_other_time() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    browser.open("/carer").await;

    let page = browser.open("/carer").await;

    assert!(!page.headers.contains_key(header::SET_COOKIE), "{:?}", page.headers);
    let typed = [("name", "Ann Brown"), ("phone", "07700 900123")];
    let written = browser.submit("/account", "profile", &typed).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text);
    assert!(!written.headers.contains_key(header::SET_COOKIE), "it keeps a message: {:?}", written.headers);
}

#[tokio::test]
async fn s008_after_sign_out_the_old_cookie_is_dead() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let old = browser.cookie.clone();

    let answer = browser.call("/sign-in", "/api/account/sign_out", &[]).await;
    assert!(!browser.cookie.contains("caretrack="), "the browser forgets it: {}", browser.cookie);
    browser.cookie = old;

    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let data = browser.call("/sign-in", "/api/account/profile", &[]).await;
    assert_eq!((data.status, data.code().as_str()), (StatusCode::UNAUTHORIZED, "signed_out"));
    assert_eq!(browser.get("/").await.location(), "/sign-in");
}

#[tokio::test]
async fn r_ses_4_a_cookie_is_dead_after_sign_out_revocation_and_expiry() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let (mut left, mut revoked) = (site.signed_in(ann).await, site.signed_in(ann).await);
    let old = left.cookie.clone();
    left.call("/carer", "/api/account/sign_out", &[]).await;
    left.cookie = old;
    let mut expired = site.signed_in(ann).await;
    expired.submit("/account/sessions/end", "confirm", &[]).await;
    assert_eq!(expired.get("/account").await.status, StatusCode::OK, "the own session goes on");
    site.service.pass_minutes(31);

    for (how, browser) in [("left", &mut left), ("revoked", &mut revoked), ("expired", &mut expired)] {
        let cookie = browser.cookie.clone();
        for operation in ["/api/account/profile", "/api/progress/log_completion"] {
            browser.cookie.clone_from(&cookie);
            let data = browser.call("/sign-in", operation, &[]).await;
            assert_eq!(data.status, StatusCode::UNAUTHORIZED, "{how} {operation} {}", data.text);
        }
        browser.cookie = cookie;
        assert!(browser.get("/carer").await.location().starts_with("/sign-in"), "{how}");
    }
}

#[tokio::test]
async fn r_ses_5_a_flag_taken_away_a_deactivation_and_a_deletion_work_on_the_next_request() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (zoe, bea) = (site.service.admin("Zoe Fox").await, site.service.carer("Bea Cole").await);
    let cid = site.service.carer("Cid Dunn").await;
    let mut admin = site.signed_in(ann).await;
    let (mut flagged, mut active) = (site.signed_in(zoe).await, site.signed_in(bea).await);
    let mut live = site.signed_in(cid).await;
    flagged.open("/admin/audit").await;
    active.open("/carer").await;
    live.open("/carer").await;

    admin.submit(&format!("/admin/users/{zoe}/rights"), "rights", &[]).await;
    admin.submit(&format!("/admin/users/{bea}/deactivate"), "confirm", &[]).await;
    admin.submit(&format!("/admin/users/{cid}/delete"), "confirm", &[]).await;

    assert_eq!(flagged.get("/admin/audit").await.status, StatusCode::FORBIDDEN);
    flagged.open("/admin/users").await;
    for browser in [&mut active, &mut live] {
        assert!(browser.get("/carer").await.location().starts_with("/sign-in"));
    }
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

#[tokio::test]
async fn r_ses_8_the_page_of_sessions_ends_another_browser() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let (mut this, mut other) = (site.signed_in(ann).await, site.signed_in(ann).await);
    let page = this.get("/account/sessions").await.text;
    assert_eq!(
        (page.matches("This device").count(), page.matches("value=\"/api/account/end_session\"").count()),
        (1, 1),
        "{page}"
    );

    let ended = this.submit("/account/sessions/end", "confirm", &[]).await;

    assert_eq!(ended.location(), "/account/sessions", "{}", ended.text);
    assert_eq!(other.get("/").await.location(), "/sign-in");
    assert_eq!(this.get("/").await.location(), "/carer");
}

#[tokio::test]
async fn r_ses_8_sessions_of_somebody_are_ended_one_by_one_or_all_from_the_page() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut places = [site.signed_in(bea).await, site.signed_in(bea).await];
    let mut admin = site.signed_in(ann).await;
    let here = format!("/admin/users/{bea}");
    let one = format!("end-{}", id_after(&admin.open(&here).await, "id=\"end-"));

    assert_eq!(admin.submit(&here, &one, &[]).await.location(), here);
    let mut alive = 0;
    for place in &mut places {
        alive += usize::from(place.get("/carer").await.status == StatusCode::OK);
    }
    assert_eq!(alive, 1);
    assert_eq!(admin.submit(&format!("{here}/sessions/end"), "confirm", &[]).await.location(), here);
    for place in &mut places {
        assert!(place.get("/carer").await.location().starts_with("/sign-in"));
    }
    assert!(admin.open(&here).await.text.contains("Nowhere at the moment"));
}
