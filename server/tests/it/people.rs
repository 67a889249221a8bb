//! How people get in, stay in and look after their account, over HTTP.

use axum::http::StatusCode;
use backend::outbox::Mail;
use backend::testing::{PASSWORD, Service};

use crate::site::{Browser, Page, Site};

const NEW: &str = "another fine passphrase";

/// The tokens in the mails of one kind.
async fn tokens(site: &Site) -> Vec<String> {
    let token = |(_, mail)| match mail {
        Mail::Invitation { token, .. } | Mail::PasswordReset { token, .. } => Some(token),
        _ => None,
    };
    site.service.mails().await.into_iter().filter_map(token).collect()
}

/// The tokens of the two mails about another address.
async fn changes(site: &Site) -> Vec<String> {
    use backend::outbox::letter::AccountNews;
    let token = |(_, mail)| match mail {
        Mail::Account(mail) => match mail.news {
            AccountNews::VerifyEmail(token) | AccountNews::EmailChanges(token) => Some(token),
            AccountNews::NewDevice => None,
        },
        _ => None,
    };
    site.service.mails().await.into_iter().filter_map(token).collect()
}

async fn token(site: &Site) -> String {
    tokens(site).await.pop().expect("a mail with a link")
}

async fn sign_in(browser: &mut Browser<'_>, email: &str, password: &str) -> Page {
    browser.submit("/sign-in", "sign-in", &[("email", email), ("password", password)]).await
}

async fn invite(browser: &mut Browser<'_>, email: &str) -> Page {
    let typed = [("name", "Cid Dunn"), ("email", email), ("role", "carer"), ("job_role", "Support worker")];
    browser.submit("/admin/users/invite", "invite", &typed).await
}

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

#[tokio::test]
async fn s014_an_invited_carer_accepts_and_lands_on_today() {
    let site = Site::new().await;
    let ann = site.service.plain_admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    let sent = invite(&mut admin, "cid@example.org").await;
    assert_eq!(sent.location(), "/admin/users?tab=invitations", "{}", sent.text);
    let list = admin.get("/admin/users?tab=invitations").await.text;
    assert!(list.contains("Invited. The link in the mail works for 7 days"), "{list}");
    assert!(list.contains("cid@example.org") && list.contains("Pending") && list.contains("9 Mar 2026"));
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
    let change = changes(&site).await;
    let before = site.service.trail().await;

    let links = [
        format!("/invitation/{invitation}"),
        format!("/invitation/{invitation}/join"),
        format!("/reset-password/{reset}"),
        format!("/invitation/{invitation}/decline"),
        format!("/email-change/{}", change[0]),
        format!("/email-change/{}", change[1]),
    ];
    for link in links.iter().chain(&links) {
        assert_eq!(site.browser().get(link).await.status, StatusCode::OK, "{link}");
    }

    assert_eq!(site.service.trail().await, before);
    assert!(site.browser().get(&links[1]).await.text.contains("id=\"accept\""));
    assert!(site.browser().get(&links[2]).await.text.contains("id=\"reset-password\""));
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
    let form = |page: &str, verb: &str| {
        let start = page.find(&format!("id=\"{verb}-")).expect("the form") + 4;
        page[start..start + page[start..].find('"').unwrap()].to_owned()
    };

    let resend = form(&admin.get(list).await.text, "resend");
    assert_eq!(admin.submit(list, &resend, &[]).await.location(), list);
    assert!(admin.get(list).await.text.contains("Sent again"));
    assert_eq!(site.browser().get(&format!("/invitation/{old}")).await.status, StatusCode::NOT_FOUND);
    let page = admin.get(list).await.text;
    let start = page.find("/admin/users/invitations/").expect("the way to the page that asks first");
    let cancel = page[start..start + page[start..].find('"').unwrap()].to_owned();
    assert!(admin.get(&cancel).await.text.contains("Cancel the invitation to Cid Dunn?"));
    assert_eq!(admin.submit(&cancel, "confirm", &[]).await.location(), list);

    let page = admin.get(list).await.text;
    assert!(page.contains("Cancelled") && !page.contains("/cancel\"") && !page.contains("id=\"resend-"));
    assert_eq!(admin.get(&cancel).await.status, StatusCode::CONFLICT, "there is nothing to take back");
}

#[tokio::test]
async fn s012_s015_an_address_that_cannot_be_invited_is_said_at_its_field() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let email = site.service.email(ann).await;
    let mut admin = site.signed_in(ann).await;

    let refused = invite(&mut admin, &email).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("This address has an account here"), "{}", refused.text);
    assert!(refused.text.contains("Cid Dunn") && refused.text.contains("Support worker"), "values stay");
}

#[tokio::test]
async fn s005_t053_every_failed_sign_in_is_answered_alike() {
    let site = Site::new().await;
    let emails = {
        let mut emails = Vec::new();
        for name in ["Known", "Locked", "Inactive"] {
            let id = site.service.carer(name).await;
            emails.push(site.service.email(id).await);
            if name == "Inactive" {
                site.service.deactivate(id).await;
            }
        }
        emails
    };
    let ann = site.service.admin("Ann Brown").await;
    invite(&mut site.signed_in(ann).await, "invited@example.org").await;
    let mut browser = site.browser();
    for _ in 0..5 {
        sign_in(&mut browser, &emails[1], "not the passphrase").await;
    }

    let tries = [
        (emails[0].as_str(), "not the passphrase"),
        (&emails[1], PASSWORD),
        (&emails[2], PASSWORD),
        ("invited@example.org", PASSWORD),
        ("nobody@example.org", PASSWORD),
    ];
    let mut answers = Vec::new();
    for (email, password) in tries {
        let typed = [("email", email), ("password", password)];
        let answer = browser.call("/sign-in", "/api/account/sign_in", &typed).await;
        answers.push((answer.status, answer.text));
    }

    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn t054_asking_for_a_link_is_answered_alike_whoever_asks() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let known = site.service.email(ann).await;
    let mut answers = Vec::new();
    for email in [known.as_str(), "nobody@example.org", &known, &known, &known] {
        let answer = site.browser().submit("/forgot-password", "ask-reset", &[("email", email)]).await;
        answers.push((answer.status, answer.location().to_owned()));
    }
    assert_eq!(answers[0], (StatusCode::SEE_OTHER, "/forgot-password?said=sent".into()));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert!(site.browser().get("/forgot-password?said=sent").await.text.contains("Check your e-mail"));
}

#[tokio::test]
async fn s009_a_forgotten_password_is_set_by_the_link_and_every_session_ends() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let email = site.service.email(ann).await;
    let mut old = site.signed_in(ann).await;
    site.browser().submit("/forgot-password", "ask-reset", &[("email", &email)]).await;
    let link = format!("/reset-password/{}", token(&site).await);
    let typed = [("password", NEW), ("password_again", NEW)];

    let set = site.browser().submit(&link, "reset-password", &typed).await;

    assert_eq!(set.location(), "/sign-in?said=password-set", "{}", set.text);
    assert_eq!(old.get("/").await.location(), "/sign-in");
    let used = site.browser().get(&link).await.text;
    assert!(used.contains("This link does not work any more"), "{used}");
    let mut browser = site.browser();
    assert_eq!(sign_in(&mut browser, &email, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&mut browser, &email, NEW).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s127_a_password_changed_in_one_browser_ends_the_other() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let (mut one, mut other) = (site.signed_in(ann).await, site.signed_in(ann).await);
    let change = async |browser: &mut Browser<'_>, current: &str| {
        let typed = [("current_password", current), ("password", NEW), ("password_again", NEW)];
        browser.submit("/account/password", "change-password", &typed).await
    };

    let wrong = change(&mut one, "not the passphrase").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("The current password is not right"), "{}", wrong.text);
    let changed = change(&mut one, PASSWORD).await;

    assert_eq!(changed.location(), "/account", "{}", changed.text);
    assert!(one.get("/account").await.text.contains("Password changed"));
    assert_eq!(other.get("/account").await.location(), "/sign-in?next=%2Faccount");
}

#[tokio::test]
async fn r_ses_8_the_page_of_sessions_ends_another_browser() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let (mut this, mut other) = (site.signed_in(ann).await, site.signed_in(ann).await);
    let page = this.get("/account/sessions").await.text;
    assert_eq!(
        (page.matches("This device").count(), page.matches("value=\"/api/account/end_session\"").count()),
        (1, 1),
        "{page}"
    );

    let ended = this.submit("/account/sessions/end", "confirm", &[]).await;

    assert_eq!(ended.location(), "/account/sessions", "{}", ended.text);
    assert_eq!(other.get("/").await.location(), "/sign-in");
    assert_eq!(this.get("/").await.location(), "/carer");
}

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
async fn r_sin_1_a_return_path_counts_only_if_it_is_ours_and_open_to_the_role() {
    let site = Site::new().await;
    let ann = site.service.carer("Ann Brown").await;
    let email = site.service.email(ann).await;
    for (next, to) in [
        ("/account/sessions", "/account/sessions"),
        ("/account?x=1", "/account?x=1"),
        ("/admin/users", "/"),
        ("/nowhere", "/"),
        ("//evil.example", "/"),
        ("https://evil.example/account", "/"),
        ("/\\evil.example", "/"),
    ] {
        let typed = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = site.browser().submit("/sign-in", "sign-in", &typed).await;
        assert_eq!(answer.location(), to, "{next}");
    }
}

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

#[tokio::test]
async fn r_gen_13_the_lists_of_people_are_searched_by_the_address() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    for name in ["Bea Cole", "Cid Dunn"] {
        site.service.carer(name).await;
    }
    let mut admin = site.signed_in(ann).await;

    let all = admin.get("/admin/users").await.text;
    assert!(all.contains("Bea Cole") && all.contains("Cid Dunn") && all.contains("2 people"));
    let found = admin.get("/admin/users?tab=carers&q=bea&status=active").await.text;
    assert!(found.contains("Bea Cole") && !found.contains("Cid Dunn") && found.contains("1 person"));
    assert!(admin.get("/admin/users?q=nobody").await.text.contains("Nobody matches"));
    let admins = admin.get("/admin/users?tab=admins").await.text;
    assert!(admins.contains("Ann Brown") && admins.contains("Manages admins"));
}
