//! What the doors answer before any page or operation is asked: old forms, other sites, other roles, odd addresses.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::testing::PASSWORD;
use domain::access::{Kind, OPERATIONS, Who};

use crate::site::{HOST, Page, Site};

/// A request as a browser or a program would make it, with these headers.
async fn ask(site: &Site, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Page {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::from(body.to_vec())).expect("a request")).await
}

const OWN: [(&str, &str); 3] = [
    ("sec-fetch-site", "same-origin"),
    ("accept", "text/html"),
    ("content-type", "application/x-www-form-urlencoded"),
];

#[tokio::test]
async fn r_gen_2_a_form_of_an_ended_session_says_so_and_gives_back_what_was_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let old = browser.get("/admin/packages/new").await;
    assert_eq!(old.status, StatusCode::OK);
    browser.call("/admin", "/api/account/sign_out", &[]).await;

    let typed = [
        ("_op", "/api/package/create"),
        ("_form", "package"),
        ("_token", "old.one"),
        ("name", "Hazel Court"),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = browser.post("/admin/packages/new", &typed).await;

    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.text.contains("You were signed out") && page.text.contains("Hazel Court"), "{}", page.text);
    assert!(page.text.contains("/sign-in?next=%2Fadmin%2Fpackages%2Fnew"), "{}", page.text);
}

#[tokio::test]
async fn r_gen_15_a_form_that_nobody_made_is_refused_and_shows_nothing() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let typed = [
        ("_op", "/api/package/create"),
        ("_form", "package"),
        ("_token", "old.one"),
        ("name", "Hazel Court"),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));

    let page = browser.post("/admin/packages/new", &typed).await;

    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(!page.text.contains("Hazel Court") && page.text.contains("Load it again"), "{}", page.text);
}

#[tokio::test]
async fn r_gen_2_who_may_not_is_refused_before_the_form_is_read() {
    let site = Site::new().await;
    let amara = site.service.carer("Amara Obi").await;
    let mut browser = site.signed_in(amara).await;

    for operation in ["/api/progress/adjust", "/api/competency/withdraw", "/api/package/create"] {
        let refused = browser.call("/carer", operation, &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{operation} {}", refused.text);
    }
    let signed_out = site.browser().call("/sign-in", "/api/progress/adjust", &[]).await;
    assert_eq!(signed_out.status, StatusCode::UNAUTHORIZED, "{}", signed_out.text);
}

#[tokio::test]
async fn wb1_a_stream_is_not_opened_for_another_site_nor_without_topics() {
    let site = Site::new().await;
    let amara = site.service.carer("Amara Obi").await;
    let cookie = site.signed_in(amara).await.cookie;
    let open = async |path: &str, extra: &[(&str, &str)]| {
        let headers = [&[("cookie", cookie.as_str())], extra].concat();
        ask(&site, "GET", path, &headers, b"").await.status
    };
    let topics = "/events?topics=progress";

    assert_eq!(open(topics, &[("origin", "https://evil.example")]).await, StatusCode::FORBIDDEN);
    assert_eq!(open(topics, &[("sec-fetch-site", "cross-site")]).await, StatusCode::FORBIDDEN);
    assert_eq!(open("/events", &[]).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(open("/events?topics=a&topics=b", &[]).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ask(&site, "GET", "/events", &[], b"").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_private_page_leads_to_sign_in_whatever_the_program_accepts() {
    let site = Site::new().await;

    for accept in ["text/html", "*/*"] {
        let page = ask(&site, "GET", "/admin", &[("accept", accept)], b"").await;
        assert_eq!(page.status, StatusCode::FOUND, "{accept}");
        assert_eq!(page.location(), "/sign-in?next=%2Fadmin");
        assert!(!page.headers.contains_key("serverfnredirect"));
    }
}

#[tokio::test]
async fn t016_a_slash_too_many_leads_to_the_page_and_nothing_is_shown_with_a_404() {
    let site = Site::new().await;
    let amara = site.service.carer("Amara Obi").await;
    let mut browser = site.signed_in(amara).await;

    let page = browser.get("/carer/tasks/").await;
    assert_eq!((page.status, page.location()), (StatusCode::PERMANENT_REDIRECT, "/carer/tasks"));
    for path in ["/carer//tasks", "/carer/tasks/more", "/CARER"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text.contains("Page not found") && !page.text.contains("Daily tasks</h1>"), "{path}");
    }
}

#[tokio::test]
async fn r_gen_10_nothing_is_read_or_recorded_for_a_page_that_is_only_fetched_ahead() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let cookie = site.signed_in(ann).await.cookie;
    let before = site.service.entries().await.len();

    let headers = [("cookie", cookie.as_str()), ("accept", "text/html"), ("sec-purpose", "prefetch")];
    let page = ask(&site, "GET", "/admin/audit", &headers, b"").await;

    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.service.entries().await.len(), before);
}

#[tokio::test]
async fn in3_text_that_is_no_text_and_forms_too_long_are_refused_as_pages_for_browsers() {
    let site = Site::new().await;
    let long = format!("name={}", "x".repeat(2 * 1024 * 1024));
    let cases: [(&[u8], StatusCode); 2] = [
        (b"name=%ff%feAB", StatusCode::UNPROCESSABLE_ENTITY),
        (long.as_bytes(), StatusCode::PAYLOAD_TOO_LARGE),
    ];

    for (body, status) in cases {
        let page = ask(&site, "POST", "/sign-in", &OWN, body).await;
        assert_eq!(page.status, status);
        assert!(page.text.contains("<h1") && page.text.contains("This could not be read"), "{}", page.text);
        let call = [OWN[0], ("accept", "application/json"), OWN[2]];
        let answer = ask(&site, "POST", "/api/account/sign_in", &call, body).await;
        assert_eq!(answer.status, status);
        assert!(answer.text.starts_with('{'), "{}", answer.text);
    }
}

#[tokio::test]
async fn s002_a_carer_signs_in_on_the_same_page_and_every_admin_door_is_shut_and_recorded() {
    let site = Site::new().await;
    let bea = site.service.carer("Bea Cole").await;
    let email = site.service.email(bea).await;
    let mut browser = site.browser();
    browser.sign_in(&email, PASSWORD).await;
    assert_eq!(browser.get("/").await.location(), "/carer");
    let before = site.service.trail().await.len();

    let admins = OPERATIONS.iter().filter(|line| matches!(line.action.who(), Who::Admin | Who::AdminWith(_)));
    let mut tried = 0;
    for line in admins.filter(|line| line.kind == Kind::Get && !line.path.contains('{')) {
        assert_eq!(browser.get(line.path).await.status, StatusCode::FORBIDDEN, "{}", line.path);
        tried += 1;
    }
    let call = browser.call("/account", "/api/users/counts", &[]).await;
    assert_eq!((call.status, call.code().as_str()), (StatusCode::FORBIDDEN, "forbidden"));

    let trail = site.service.trail().await;
    let violations = trail[before..].iter().filter(|action| *action == "permission_violation").count();
    assert!(tried > 5 && violations > tried, "{tried} doors, {violations} entries");
}
