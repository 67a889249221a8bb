//! The audit trail over HTTP.

use axum::http::StatusCode;

use crate::site::Site;

#[tokio::test]
async fn s080_the_page_of_the_trail_is_for_those_with_the_flag() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let bea = site.service.plain_admin("Bea Cole").await;
    let cid = site.service.carer("Cid Dunn").await;

    let allowed = site.signed_in(ann).await.get("/admin/audit").await;
    assert_eq!(allowed.status, StatusCode::OK);
    assert!(allowed.text.contains("Sign in") && allowed.text.contains("Severity"), "{}", allowed.text);
    for refused in [bea, cid] {
        let page = site.signed_in(refused).await.get("/admin/audit").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.service.trail().await, ["audit_viewed", "permission_violation", "permission_violation"]);
}

#[tokio::test]
async fn signed_out_the_page_leads_to_sign_in_and_back_here() {
    let site = Site::new().await;

    let page = site.browser().get("/admin/audit?action=sign_in").await;

    assert_eq!(page.status, StatusCode::FOUND);
    assert_eq!(page.location(), "/sign-in?next=%2Fadmin%2Faudit%3Faction%3Dsign_in");
}

#[tokio::test]
async fn an_address_that_names_no_entry_is_a_page_that_says_so() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    for path in
        ["/admin/audit/nonsense", "/admin/audit/00000000-0000-7000-8000-000000000001", "/admin/nowhere"]
    {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text.contains("Page not found"), "{path}");
    }
}

#[tokio::test]
async fn a_field_that_was_empty_before_stands_once_among_what_changed() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut admin = site.signed_in(ann).await;
    let typed = [("name", "Bea Dunn"), ("job_role", "Senior"), ("employment_start", "2026-04-01")];
    let saved = admin.submit(&format!("/admin/users/{bea}/edit"), "user", &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let list = admin.get("/admin/audit?action=account_updated").await.text;
    let at = list.find("href=\"/admin/audit/").expect("the entry") + "href=\"".len();
    let entry = list[at..at + list[at..].find('"').unwrap()].to_owned();

    let page = admin.get(&entry).await;

    let table = &page.text[page.text.find("What changed").expect("a table")..];
    for field in ["Name", "Job role", "Employment start"] {
        let shown = table.matches(&format!(">{field}<")).count();
        assert_eq!(shown, 1, "{field}: {table}");
    }
}
