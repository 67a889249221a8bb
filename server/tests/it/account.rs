//! One's own account, and the address that it signs in with.

use axum::http::StatusCode;
use backend::testing::PASSWORD;

use crate::mailed::changes;
use crate::site::Site;

#[tokio::test]
async fn r_inv_5_people_change_their_own_particulars_and_nothing_of_the_admins() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let typed = [("name", "Ann Green"), ("phone", "07700 900123"), ("job_role", "Manager")];

    let saved = browser.submit("/account", "profile", &typed).await;
    assert_eq!(saved.location(), "/account", "{}", saved.text);

    let page = browser.get("/account").await.text;
    assert!(
        page.contains("Ann Green") && page.contains("07700 900123") && !page.contains("Manager"),
        "{page}"
    );
    let typed = [("name", "Ann Grey"), ("version", "1"), ("phone", "07700 900789")];
    let stale = browser.submit("/account", "profile", &typed).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("07700 900789"), "every field keeps what was typed: {}", stale.text);
    assert!(stale.text.contains("Ann Grey") && stale.text.contains("You changed this at"));
}

#[tokio::test]
async fn r_eml_1_the_own_address_changes_by_the_mailed_link_and_by_nothing_else() {
    let site = Site::new().await;
    let bea = site.service.carer("Bea Cole").await;
    let old = site.service.email(bea).await;
    let mut carer = site.signed_in(bea).await;
    assert!(carer.open("/account").await.text.contains("/account/email"));
    let refused = carer.submit("/account/email", "email-change", &[("email", "no address")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("no address") && refused.text.contains("like name@example.org"));

    let asked = carer.submit("/account/email", "email-change", &[("email", "bea@example.org")]).await;
    assert_eq!(asked.location(), "/account", "{}", asked.text);
    assert!(carer.open("/account").await.text.contains("Open the link in the mail to bea@example.org"));
    let (verify, cancel) = changes(&site).await;
    let before = site.service.trail().await;
    for token in verify.iter().chain(&cancel) {
        let page = site.browser().open(&format!("/email-change/{token}")).await.text;
        assert!(page.contains(&old) && page.contains("bea@example.org"), "{page}");
    }
    assert_eq!(site.service.trail().await, before, "s117: looking changes nothing");
    let address = format!("/email-change/{}", verify[0]);
    let done = site.browser().submit(&address, "verify", &[]).await;

    assert_eq!(done.location(), "/sign-in?said=email-changed", "{}", done.text);
    assert!(site.browser().open(done.location()).await.text.contains("Your new address counts from now"));
    assert_eq!(site.browser().sign_in(&old, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.browser().sign_in("bea@example.org", PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert!(carer.get("/carer").await.location().starts_with("/sign-in"), "R-SES-6: the others end");
    let again = site.browser().get(&address).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.text.contains("This change is done"), "{}", again.text);
    assert_eq!(site.browser().get("/email-change/guess").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s119_an_admin_asks_for_a_carer_and_the_old_address_stops_it() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut admin = site.signed_in(ann).await;
    let form = format!("/admin/users/{bea}/email");
    let taken = site.service.email(ann).await;
    let refused = admin.submit(&form, "email-change", &[("email", &taken)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("This address cannot be used") && refused.text.contains(&taken));
    for email in ["first@example.org", "second@example.org"] {
        let asked = admin.submit(&form, "email-change", &[("email", email)]).await;
        assert_eq!(asked.location(), format!("/admin/users/{bea}"), "{}", asked.text);
    }
    assert!(
        admin
            .open(&format!("/admin/users/{bea}"))
            .await
            .text
            .contains("second@example.org waits to be confirmed")
    );
    let (verify, cancel) = changes(&site).await;
    assert_eq!((verify.len(), cancel.len()), (1, 1), "the mails of the first are called back");

    let stopped = site.browser().submit(&format!("/email-change/{}", cancel[0]), "cancel", &[]).await;

    assert_eq!(stopped.location(), "/sign-in?said=email-kept", "{}", stopped.text);
    let late = site.browser().get(&format!("/email-change/{}", verify[0])).await;
    assert!(
        late.status == StatusCode::GONE && late.text.contains("This change was stopped"),
        "{}",
        late.text
    );
    assert!(!admin.open(&format!("/admin/users/{bea}")).await.text.contains("waits to be confirmed"));
}
