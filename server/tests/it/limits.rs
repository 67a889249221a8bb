//! How often somebody may ask.

use axum::http::StatusCode;

use crate::site::Site;

#[tokio::test]
async fn s146_a_hundred_sign_ins_from_one_address_are_served_and_one_more_is_not() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let page = browser.get("/sign-in").await.text;
    let start = page.find("name=\"_token\" value=\"").unwrap() + 21;
    let token = page[start..start + page[start..].find('"').unwrap()].to_owned();
    let fields = [("_token".to_owned(), token), ("email".to_owned(), "ann@example.org".to_owned())];
    let mut staff = Vec::new();
    for name in ["Ann Brown", "Bea Cole", "Cid Dunn", "Dee Fox", "Eve Gray"] {
        staff.push(site.service.carer(name).await);
    }
    for n in 0..100 {
        let mut own = site.signed_in(staff[n % staff.len()]).await;
        assert_eq!(own.get("/").await.location(), "/carer", "{n}: a whole shift signs in from one address");
    }

    let refused = browser.post("/api/account/sign_in", &fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.code(), "too_many");
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=901).contains(&wait), "{wait}");
    let on_page = browser.submit("/sign-in", "sign-in", &[("email", "ann@example.org")]).await;
    assert_eq!(on_page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(on_page.headers.contains_key("retry-after"), "a page says it, too");
    let other = browser.post("/api/account/ask_reset", &fields).await;
    assert_eq!(other.status, StatusCode::OK, "another route has its own count");
    site.service.pass_minutes(15);
    let later = browser.post("/api/account/sign_in", &fields).await;
    assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn r_gen_14_a_session_asks_a_thousand_times_in_a_quarter_of_an_hour_and_no_more() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let nothing: [(String, String); 0] = [];
    let mut last = StatusCode::OK;
    for _ in 0..1_000 {
        last = browser.post("/api/nothing", &nothing).await.status;
        assert_ne!(last, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(last, StatusCode::FORBIDDEN, "it had no token");

    assert_eq!(browser.post("/api/nothing", &nothing).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(site.browser().get("/sign-in").await.status, StatusCode::OK, "others go on");
    site.service.pass_minutes(15);
    assert_ne!(browser.post("/api/nothing", &nothing).await.status, StatusCode::TOO_MANY_REQUESTS);
}
