//! How an empty server gets its first organisation and admin.

use axum::http::StatusCode;
use backend::testing::{PASSWORD, Service};

use crate::site::Site;

#[tokio::test]
async fn s089_a_fresh_server_leads_to_set_up_and_the_code_makes_the_first_admin() {
    let site = Site::of(Service::empty().await);
    let code = backend::deployment::setup_code(&site.service.nobody()).await.unwrap().unwrap().reveal();
    let mut browser = site.browser();
    assert_eq!(browser.get("/").await.location(), "/setup");
    let mut typed = vec![
        ("code", "a guess"),
        ("organisation", "Larkfield Care"),
        ("time_zone", "Europe/London"),
        ("name", "Ann Brown"),
        ("email", "ann@larkfield.example"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];

    let refused = browser.submit("/setup", "set-up", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("This code is not right") && refused.text.contains("Larkfield Care"));
    assert!(!refused.text.contains(PASSWORD));
    typed[0].1 = &code;
    let made = browser.submit("/setup", "set-up", &typed).await;

    assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, "/admin"), "{}", made.text);
    assert_eq!(browser.get("/").await.location(), "/admin");
    assert_eq!(site.browser().get("/setup").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.browser().get("/").await.location(), "/sign-in");
}
