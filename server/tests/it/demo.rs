//! The demo's own pages, and that they exist in the demo only (AU11).

use std::sync::Arc;

use axum::http::StatusCode;
use backend::Mode;
use backend::demo::SignIn;
use backend::testing::{Service, london};

use crate::site::Site;

/// A site of the demo, loaded on a Sunday evening.
async fn demo() -> Site {
    let mut service = Service::empty().await;
    service.set_clock(london(2026, 11, 22, 20, 0));
    Arc::get_mut(&mut service.platform).expect("nobody else's yet").mode = Mode::Demo;
    backend::demo::load(&service.platform, service.now()).await.expect("loaded");
    Site::of(service)
}

#[tokio::test]
async fn the_readme_prints_the_sign_ins_of_the_demo() {
    let service = Service::empty().await;
    let people = backend::demo::load(&service.platform, service.now()).await.expect("loaded");
    let readme = include_str!("../../../README.md");
    assert!(people.len() > 2);
    for SignIn { name, role, email, password } in people {
        let line = readme.lines().find(|line| line.trim_start().starts_with(&email));
        let ends = format!("{password}  {name}, {role}");
        assert!(line.is_some_and(|line| line.ends_with(&ends)), "{email} {ends}");
    }
}

#[tokio::test]
async fn au11_outside_the_demo_there_is_no_way_in_without_a_password() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;

    for path in ["/demo", "/demo/outbox"] {
        assert_eq!(site.browser().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(site.signed_in(ann).await.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let ann = ann.to_string();
    let refused = site.browser().call("/sign-in", "/api/demo/enter", &[("account", &ann)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_enters_as_a_carer_of_the_tour_and_then_as_an_admin() {
    let site = demo().await;
    let mut browser = site.browser();

    let page = browser.get("/demo").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for name in
        ["Margaret Thistlewood", "Harpreet Dhaliwar", "Chloe Bramwick", "Beatriz Falcão", "Priya Nedumkallel"]
    {
        assert!(page.text.contains(name), "{name}");
    }
    for (form, home) in [("enter-3", "/carer"), ("enter-1", "/admin")] {
        let entered = browser.submit("/demo", form, &[]).await;
        assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/"), "{}", entered.text);
        assert_eq!(browser.get("/").await.location(), home);
    }
    let trail = browser.get("/admin/audit").await;
    assert!(trail.text.contains("Margaret Thistlewood"), "{}", trail.text);
}

#[tokio::test]
async fn every_password_is_the_one_that_the_page_tells() {
    let site = demo().await;
    let mut browser = site.browser();
    let password = backend::demo::PASSWORD;
    assert!(browser.get("/demo").await.text.contains(password));

    let fields = [("email", "priya.nedumkallel@larkfield.example"), ("password", password)];
    let entered = browser.submit("/sign-in", "sign-in", &fields).await;

    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
}

#[tokio::test]
async fn the_mail_of_the_open_invitation_stands_in_the_outbox_with_its_link() {
    let site = demo().await;
    let mut browser = site.browser();
    assert!(browser.get("/demo/outbox").await.text.contains("No mail yet"));

    backend::outbox::sending::pass(&site.service.nobody()).await.expect("sent");

    let page = browser.get("/demo/outbox").await;
    assert!(page.text.contains("nkechi.farrowdale@mail.example"), "{}", page.text);
    assert!(page.text.contains("href=\"/invitation/"), "{}", page.text);
}
