//! Nobody gets in by a door that was forgotten.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::{Kind, OPERATIONS};
use leptos::server_fn::axum::server_fn_paths;

use crate::site::Site;

#[tokio::test]
async fn az1_every_server_function_stands_in_the_table_and_every_line_is_one() {
    let site = Site::new().await;
    let functions: BTreeSet<_> = server_fn_paths().map(|(path, _)| path).collect();
    let listed: BTreeSet<_> =
        OPERATIONS.iter().filter(|line| line.kind != Kind::Get).map(|line| line.path).collect();

    assert_eq!(functions, listed);
    drop(site);
}

#[tokio::test]
async fn r_gen_15_a_post_without_proof_of_its_origin_is_refused() {
    let site = Site::new().await;
    let own = "http://caretrack.example";
    let refused: &[&[(&str, &str)]] = &[
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://caretrack.example:8443")],
        &[("origin", "http://caretrack.example.evil.com")],
        &[("origin", "HTTP://CARETRACK.EXAMPLE")],
        &[("origin", own), ("origin", "https://evil.example")],
        &[("origin", own), ("sec-fetch-site", "cross-site")],
        &[("origin", own), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
    ];
    for headers in refused {
        let mut request = Request::post("/api/account/sign_in").header(header::HOST, "caretrack.example");
        for (name, value) in *headers {
            request = request.header(*name, *value);
        }
        let page = site.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((page.status, page.code().as_str()), (StatusCode::FORBIDDEN, "cross_site"), "{headers:?}");
    }
}

#[tokio::test]
async fn r_gen_15_a_form_of_another_session_is_refused() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    for token in ["", "made.up"] {
        let fields = [("_token".to_owned(), token.to_owned())];
        let page = browser.post("/api/account/sign_out", &fields).await;
        assert_eq!((page.status, page.code().as_str()), (StatusCode::FORBIDDEN, "form_token"));
    }
}

#[tokio::test]
async fn wb2_an_operation_takes_forms_only() {
    let site = Site::new().await;
    let request = Request::post("/api/account/sign_in")
        .header(header::HOST, "caretrack.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json");
    let page = site.send(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn wb6_every_answer_carries_the_headers_that_protect_it() {
    let site = Site::new().await;
    let mut browser = site.browser();
    for path in ["/sign-in", "/nowhere"] {
        let page = browser.get(path).await;
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"]
        {
            assert!(page.headers.contains_key(name), "{path} {name}");
        }
    }
    let policy = browser.get("/sign-in").await;
    let policy = policy.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("'nonce-") && !policy.contains("unsafe-inline"), "{policy}");
}
