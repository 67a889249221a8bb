//! The links that were mailed, for tests that follow them, and what opening one does: nothing.

use axum::http::StatusCode;
use backend::outbox::Mail;
use backend::outbox::letter::AccountNews;

use crate::invitation::invite;
use crate::site::Site;

/// The tokens in the mails that invite or let a password be set, oldest first.
pub async fn tokens(site: &Site) -> Vec<String> {
    let token = |(_, mail)| match mail {
        Mail::Invitation { token, .. } | Mail::PasswordReset { token, .. } => Some(token),
        _ => None,
    };
    site.service.mails().await.into_iter().filter_map(token).collect()
}

/// The newest of them.
pub async fn token(site: &Site) -> String {
    tokens(site).await.pop().expect("a mail with a link")
}

/// The tokens in the mails about a change of address: to the new address, and to the old one.
pub async fn changes(site: &Site) -> (Vec<String>, Vec<String>) {
    let (mut verify, mut cancel) = (Vec::new(), Vec::new());
    for (_, mail) in site.service.mails().await {
        let Mail::Account(mail) = mail else { continue };
        match mail.news {
            AccountNews::VerifyEmail(token) => verify.push(token),
            AccountNews::EmailChanges(token) => cancel.push(token),
            AccountNews::NewDevice => {}
        }
    }
    (verify, cancel)
}

#[tokio::test]
async fn s117_opening_the_links_of_mails_changes_nothing() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let email = site.service.email(ann).await;
    invite(&mut site.signed_in(ann).await, "cid@example.org").await;
    let invitation = token(&site).await;
    site.browser().submit("/forgot-password", "ask-reset", &[("email", &email)]).await;
    let typed = [("email", "ann.new@example.org")];
    site.signed_in(ann).await.submit("/account/email", "email-change", &typed).await;
    let reset = tokens(&site).await.into_iter().find(|token| *token != invitation).unwrap();
    let (verify, cancel) = changes(&site).await;
    let before = site.service.trail().await;

    let links = [
        format!("/invitation/{invitation}"),
        format!("/invitation/{invitation}/join"),
        format!("/reset-password/{reset}"),
        format!("/invitation/{invitation}/decline"),
        format!("/email-change/{}", verify[0]),
        format!("/email-change/{}", cancel[0]),
    ];
    for link in links.iter().chain(&links) {
        assert_eq!(site.browser().get(link).await.status, StatusCode::OK, "{link}");
    }

    assert_eq!(site.service.trail().await, before);
    assert!(site.browser().get(&links[1]).await.text.contains("id=\"accept\""));
    assert!(site.browser().get(&links[2]).await.text.contains("id=\"reset-password\""));
}
