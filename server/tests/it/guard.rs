//! Nobody gets in by a door that was forgotten.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::{Actor, Denied, Kind, OPERATIONS, Operation, Who};
use domain::id::AccountId;
use leptos::server_fn::axum::server_fn_paths;

use crate::sample::SAMPLE;
use crate::site::{Browser, Site};

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

/// People of each kind, and how the policy sees them.
async fn people(site: &Site) -> [(AccountId, Actor); 3] {
    let ids = [
        site.service.carer("Cid Dunn").await,
        site.service.plain_admin("Bea Cole").await,
        site.service.admin("Ann Brown").await,
    ];
    let mut people = Vec::new();
    for id in ids {
        people.push((id, site.service.as_(id).await.actor));
    }
    people.try_into().expect("three people")
}

/// What the policy says of an operation for somebody, as a status: `None` when it is allowed.
fn refusal(operation: &Operation, actor: Actor, site: &Site) -> Option<StatusCode> {
    match actor.may(operation.action, site.service.organisation) {
        Ok(_) => None,
        Err(Denied::SignedOut) => Some(StatusCode::UNAUTHORIZED),
        Err(Denied::Forbidden) => Some(StatusCode::FORBIDDEN),
    }
}

#[tokio::test]
async fn az2_each_operation_answers_each_kind_of_person_as_the_table_says() {
    let site = Site::new().await;
    let people = people(&site).await;
    let mut wrong = Vec::new();
    let operations = || OPERATIONS.iter().filter(|line| line.kind != Kind::Get);
    for operation in operations() {
        wrong.extend(check(&site, &mut site.browser(), operation, Actor::Nobody).await);
    }
    for (id, actor) in people {
        let mut browser = site.signed_in(id).await;
        for operation in operations() {
            // Signing out, and what ends sessions, ends this one too.
            if browser.get("/").await.location() == "/sign-in" {
                browser = site.signed_in(id).await;
            }
            wrong.extend(check(&site, &mut browser, operation, actor).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What one operation answered otherwise than the table says, if anything.
async fn check(
    site: &Site,
    browser: &mut Browser<'_>,
    operation: &Operation,
    actor: Actor,
) -> Option<String> {
    let page = browser.call("/sign-in", operation.path, SAMPLE).await;
    let refused = matches!(page.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let as_listed = match refusal(operation, actor, site) {
        Some(status) => page.status == status,
        None => operation.action.who() == Who::Anyone || !refused,
    };
    let read = !page.status.is_server_error() && !page.text.contains("\"malformed\"");
    let said = format!("{} as {actor:?}: {} {}", operation.path, page.status, page.text);
    (!as_listed || !read).then_some(said)
}

#[tokio::test]
async fn az2_each_page_opens_for_those_the_table_names_and_for_nobody_else() {
    let site = Site::new().await;
    let people = people(&site).await;
    let pages = OPERATIONS.iter().filter(|line| line.kind == Kind::Get && line.path != "/events");
    let mut browsers = Vec::new();
    for (id, actor) in people {
        browsers.push((site.signed_in(id).await, actor));
    }
    for operation in pages.filter(|line| line.action.who() != Who::Anyone) {
        let path = operation.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        let signed_out = site.browser().get(&path).await;
        assert!(signed_out.location().starts_with("/sign-in?next="), "{path}: {}", signed_out.status);
        for (browser, actor) in &mut browsers {
            let (page, actor) = (browser.get(&path).await, *actor);
            // A page whose address names nothing real may be missing before it is forbidden; it is never open.
            match refusal(operation, actor, &site) {
                Some(_) => assert!(
                    matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
                    "{path} as {actor:?}: {}",
                    page.status
                ),
                None => assert_ne!(page.status, StatusCode::FORBIDDEN, "{path} as {actor:?}"),
            }
            assert!(!page.status.is_server_error(), "{path} as {actor:?}: {}", page.text);
        }
    }
}

#[tokio::test]
async fn az1_every_page_of_the_router_stands_in_the_table() {
    let routes: BTreeSet<_> =
        leptos_axum::generate_route_list(app::App).iter().map(|route| route.path().to_owned()).collect();
    let listed: BTreeSet<_> = OPERATIONS
        .iter()
        .filter(|line| line.kind == Kind::Get && line.path != "/events")
        .map(|line| line.path.to_owned())
        .collect();
    assert_eq!(routes, listed);
}
