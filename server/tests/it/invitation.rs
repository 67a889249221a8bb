//! Invitations from both ends: who invites, and who answers.

use axum::http::StatusCode;
use backend::testing::PASSWORD;

use crate::mailed::{token, tokens};
use crate::site::{Browser, Page, Site, assert_says, id_after};

/// Invites a carer as an admin does.
pub async fn invite(browser: &mut Browser<'_>, email: &str) -> Page {
    let typed = [("name", "Cid Dunn"), ("email", email), ("role", "carer"), ("job_role", "Support worker")];
    browser.submit("/admin/users/invite", "invite", &typed).await
}

#[tokio::test]
async fn s014_an_invited_carer_accepts_and_lands_on_today() {
    let site = Site::new().await;
    let ann = site.service.plain_admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    let sent = invite(&mut admin, "cid@example.org").await;
    assert_eq!(sent.location(), "/admin/users?tab=invitations", "{}", sent.text);
    let list = admin.open("/admin/users?tab=invitations").await;
    for said in ["Invited. The link in the mail works for 7 days", "cid@example.org", "Pending", "9 Mar 2026"]
    {
        assert_says(&list, said);
    }
    let address = format!("/invitation/{}", token(&site).await);

    let mut browser = site.browser();
    let page = browser.get(&address).await.text;
    assert!(page.contains("Join Larkfield Care") && page.contains("Ann Brown invites you"), "{page}");
    assert!(page.contains("Step 1 of 3") && page.contains("Cid Dunn") && page.contains("Carer"), "{page}");
    let join = format!("{address}/join");
    assert!(page.contains(&format!("href=\"{join}\"")), "{page}");
    let typed = [
        ("name", "Cid Dunn"),
        ("password", "eleven char"),
        ("password_again", "eleven char"),
        ("phone", "07700 900456"),
    ];
    let refused = browser.submit(&join, "accept", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = refused.text.split("<form").nth(1).unwrap_or_default();
    assert!(form.contains("Use 12 characters or more") && form.contains("07700 900456"), "{form}");
    let typed = [("name", "Cid Dunn"), ("password", PASSWORD), ("password_again", PASSWORD)];
    let accepted = browser.submit(&join, "accept", &typed).await;

    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/"), "{}", accepted.text);
    assert_eq!(browser.get("/").await.location(), "/carer");
    assert!(browser.get("/carer").await.text.contains("You are signed in. Welcome to CareTrack"));
    let again = site.browser().get(&address).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.text.contains("This invitation has been accepted. Sign in."), "{}", again.text);
    assert!(admin.get("/admin/users").await.text.contains("Cid Dunn"));
}

#[tokio::test]
async fn r_inv_4_declining_asks_first_and_then_the_link_is_dead() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    invite(&mut site.signed_in(ann).await, "cid@example.org").await;
    let address = format!("/invitation/{}", token(&site).await);
    let mut browser = site.browser();

    let declined = browser.submit(&format!("{address}/decline"), "decline", &[]).await;

    assert_eq!(declined.location(), "/sign-in?said=declined");
    assert!(browser.get(declined.location()).await.text.contains("You declined the invitation"));
    let over = browser.get(&address).await;
    assert_eq!(over.status, StatusCode::GONE);
    assert!(over.text.contains("This invitation was declined"), "{}", over.text);
    assert_eq!(browser.get("/invitation/guess").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s013_an_invitation_is_sent_again_and_taken_back_from_its_list() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    invite(&mut admin, "cid@example.org").await;
    let old = token(&site).await;
    let list = "/admin/users?tab=invitations";
    let id = id_after(&admin.get(list).await, "id=\"resend-");

    assert_eq!(admin.submit(list, &format!("resend-{id}"), &[]).await.location(), list);
    assert!(admin.get(list).await.text.contains("Sent again"));
    assert_eq!(site.browser().get(&format!("/invitation/{old}")).await.status, StatusCode::NOT_FOUND);
    let cancel = format!("/admin/users/invitations/{id}/cancel");
    assert!(admin.get(list).await.text.contains(&cancel), "the way to the page that asks first");
    assert!(admin.get(&cancel).await.text.contains("Cancel the invitation to Cid Dunn?"));
    assert_eq!(admin.submit(&cancel, "confirm", &[]).await.location(), list);

    let page = admin.get(list).await.text;
    assert!(page.contains("Cancelled") && !page.contains("/cancel\"") && !page.contains("id=\"resend-"));
    assert_eq!(admin.get(&cancel).await.status, StatusCode::CONFLICT, "there is nothing to take back");
}

#[tokio::test]
async fn s012_on_day_eight_the_page_says_so_opened_before_or_not_and_the_address_is_invited_again() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    invite(&mut admin, "cid@example.org").await;
    let opened = token(&site).await;
    invite(&mut admin, "dee@example.org").await;
    let unopened = tokens(&site).await.into_iter().find(|token| *token != opened).expect("a second mail");
    assert_eq!(site.browser().get(&format!("/invitation/{opened}/join")).await.status, StatusCode::OK);

    site.service.pass_minutes(7 * 24 * 60);
    for token in [&opened, &unopened] {
        for step in ["", "/join", "/decline"] {
            let page = site.browser().get(&format!("/invitation/{token}{step}")).await;
            assert_eq!(page.status, StatusCode::GONE, "{step}");
            assert_says(&page, "This invitation has run out. Ask for a new one.");
        }
    }
    let mut admin = site.signed_in(ann).await;
    let again = invite(&mut admin, "cid@example.org").await;

    assert_eq!(again.location(), "/admin/users?tab=invitations", "{}", again.text);
    let list = admin.open(again.location()).await;
    assert_says(&list, "Pending");
    assert_says(&list, "Expired");
    let old = [opened, unopened];
    let new = tokens(&site).await.into_iter().find(|token| !old.contains(token)).expect("a third mail");
    assert_eq!(site.browser().get(&format!("/invitation/{new}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn s015_an_address_that_cannot_be_invited_is_said_at_its_field() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let email = site.service.email(ann).await;
    let mut admin = site.signed_in(ann).await;

    let refused = invite(&mut admin, &email).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("This address has an account here"), "{}", refused.text);
    assert!(refused.text.contains("Cid Dunn") && refused.text.contains("Support worker"), "values stay");
}
