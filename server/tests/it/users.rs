//! The Users card over HTTP, without scripts: looking for people, changing them, taking them out and back in.

use axum::http::StatusCode;
use backend::outbox::Mail;
use backend::outbox::letter::AccountNews;
use backend::testing::PASSWORD;
use domain::access::{Kind, OPERATIONS, Who};
use domain::competency::Level;
use domain::id::AccountId;

use crate::site::{Browser, Page, Site, assert_says};

/// The tokens in the mails about a change of address: to the new address, and to the old one.
async fn links(site: &Site) -> (Vec<String>, Vec<String>) {
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

async fn sign_in(site: &Site, email: &str) -> Page {
    site.browser().submit("/sign-in", "sign-in", &[("email", email), ("password", PASSWORD)]).await
}

/// Opens a page that must be there.
async fn open(browser: &mut Browser<'_>, path: &str) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    page.text
}

#[tokio::test]
async fn s002_a_carer_signs_in_on_the_same_page_and_every_admin_door_is_shut_and_recorded() {
    let site = Site::new().await;
    let bea = site.service.carer("Bea Cole").await;
    let email = site.service.email(bea).await;
    let mut browser = site.browser();
    browser.submit("/sign-in", "sign-in", &[("email", &email), ("password", PASSWORD)]).await;
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

#[tokio::test]
async fn s016_the_switch_and_the_chips_of_the_list_say_who_is_fully_assessed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (bea, cid) = (site.service.carer("Bea Cole").await, site.service.carer("Cid Dunn").await);
    let (home, washing) = (site.service.package("Larkfield").await, site.service.task("Washing", 10).await);
    site.service.assign_task(washing, home).await;
    for carer in [bea, cid] {
        site.service.assign_carer(carer, home).await;
    }
    site.service.rated(bea, washing, Level::AdvancedBeginner, None).await;
    let mut admin = site.signed_in(ann).await;

    let all = open(&mut admin, "/admin/users?tab=carers").await;
    assert!(all.contains("Cid Dunn") && all.contains("Fully assessed") && all.contains("Larkfield"));
    let switched = open(&mut admin, "/admin/users?tab=carers&assessed=true").await;
    assert!(switched.contains("Bea Cole") && !switched.contains("Cid Dunn") && switched.contains("1 person"));
    assert!(switched.contains("checked"), "the box stays ticked");
    site.service.rated(bea, washing, Level::Competent, None).await;
    assert!(open(&mut admin, "/admin/users").await.contains("Qualified for all"));
}

#[tokio::test]
async fn r_inv_5_the_form_of_a_carer_keeps_what_was_typed_when_it_is_refused_or_out_of_date() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut admin = site.signed_in(ann).await;
    let (here, edit) = (format!("/admin/users/{bea}"), format!("/admin/users/{bea}/edit"));
    assert!(open(&mut admin, &here).await.contains(&edit));
    let mut typed = vec![
        ("name", "Bea Cole"),
        ("job_role", "Senior carer"),
        ("employment_start", "2026-04-01"),
        ("employment_end", "2026-03-01"),
    ];

    let refused = admin.submit(&edit, "user", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("The last day is before the first"), "{}", refused.text);
    assert!(refused.text.contains("Senior carer") && refused.text.contains("2026-03-01"), "values stay");
    typed.pop();
    let saved = admin.submit(&edit, "user", &typed).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, here.as_str()), "{}", saved.text);
    let shown = open(&mut admin, &here).await;
    assert!(
        shown.contains("Saved") && shown.contains("Senior carer") && shown.contains("Since 1 April 2026")
    );
    typed.push(("version", "1"));
    typed[1].1 = "Nurse";
    let mut old = admin.form(&edit, "user", &typed).await;
    old.retain(|(name, _)| name != "_began");
    let stale = admin.post(&edit, &old).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("Nurse"), "{}", stale.text);
    assert_says(&stale, "You changed this at");
    assert_says(&stale, "What is different now Full name Bea Cole Job role Senior carer");
}

#[tokio::test]
async fn r_acc_2_somebody_is_deactivated_deleted_and_restored_by_pages_that_say_what_ends() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    site.service.assign_carer(bea, site.service.package("Larkfield").await).await;
    let mut admin = site.signed_in(ann).await;
    let here = format!("/admin/users/{bea}");
    let carer = site.signed_in(bea).await;
    let deactivate = format!("{here}/deactivate");

    assert!(open(&mut admin, &deactivate).await.contains("Deactivate Bea Cole?"));
    assert_eq!(admin.submit(&deactivate, "confirm", &[]).await.location(), here);
    assert!(open(&mut admin, &here).await.contains("Inactive. Signed out everywhere"));
    let mut out = carer;
    assert!(out.get("/carer").await.location().starts_with("/sign-in"), "s126: with the next request");
    assert_eq!(admin.submit(&here, "stand", &[]).await.location(), here);
    assert!(open(&mut admin, &here).await.contains("Active again"));
    let delete = format!("{here}/delete");
    let impact = open(&mut admin, &delete).await;
    assert!(
        impact.contains("What ends")
            && impact.contains("What stays")
            && impact.contains("Care packages, back with a restore")
    );
    let deleted = admin.submit(&delete, "confirm", &[]).await;
    assert_eq!(deleted.location(), "/admin/users?tab=carers", "{}", deleted.text);
    assert!(!open(&mut admin, "/admin/users?tab=carers&q=bea").await.contains("Bea Cole"));
    assert_eq!(admin.get(&delete).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get(&format!("{here}/edit")).await.status, StatusCode::NOT_FOUND);

    let bin = "/admin/users?tab=carers&status=deleted";
    assert!(open(&mut admin, bin).await.contains("Bea Cole"));
    let restored = admin.submit(bin, &format!("restore-{bea}"), &[]).await;

    assert_eq!(restored.location(), here, "{}", restored.text);
    let back = open(&mut admin, &here).await;
    assert!(back.contains("Bea Cole is back, in 1 care package") && back.contains("Larkfield"));
    site.signed_in(bea).await;
}

#[tokio::test]
async fn s018_nobody_is_offered_to_end_the_own_account_and_a_made_up_form_is_refused() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    let here = format!("/admin/users/{ann}");

    assert!(!open(&mut admin, &here).await.contains("/delete"));
    let id = ann.to_string();
    let refused = admin.call("/account", "/api/users/delete", &[("id", &id), ("version", "1")]).await;

    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "account.oneself"));
    let page = admin.submit(&format!("{here}/delete"), "confirm", &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("You cannot delete or deactivate your own account"), "{}", page.text);
}

#[tokio::test]
async fn s141_r_per_1_an_admins_account_is_read_by_every_admin_and_changed_by_few() {
    let site = Site::new().await;
    let (ann, zoe) = (site.service.admin("Ann Brown").await, site.service.plain_admin("Zoe Fox").await);
    let bea = site.service.carer("Bea Cole").await;
    let mut plain = site.signed_in(zoe).await;
    let page = open(&mut plain, &format!("/admin/users/{ann}")).await;
    assert!(
        page.contains("Manages admins") && !page.contains("/edit") && !page.contains("Signed in</h2>"),
        "{page}"
    );
    for act in ["edit", "email", "rights", "deactivate", "delete"] {
        let refused = plain.get(&format!("/admin/users/{ann}/{act}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{act}");
    }
    let recorded = site.service.recorded("permission_violation").await;
    assert_eq!(recorded.len(), 5, "R-GEN-2: each of them is recorded");
    assert!(recorded.iter().all(|entry| entry.actor == Some(zoe) && entry.outcome == "refused"));
    let invited = [("name", "Kim Lee"), ("email", "kim@example.org"), ("role", "admin")];
    let refused = plain.submit("/admin/users/invite", "invite", &invited).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let mut carer = site.signed_in(bea).await;
    let own = bea.to_string();
    let typed = [("id", own.as_str()), ("version", "1"), ("name", "Bea Cole"), ("job_role", "Manager")];
    let posted = carer.call("/account", "/api/users/update", &typed).await;
    assert_eq!(posted.status, StatusCode::FORBIDDEN);
    carer.submit("/account", "profile", &[("name", "Bea Cole"), ("job_role", "Manager")]).await;
    assert!(!open(&mut carer, "/account").await.contains("Manager"), "R-INV-5: admins only");
}

#[tokio::test]
async fn r_per_2_rights_are_ticked_on_a_page_and_work_on_the_next_request() {
    let site = Site::new().await;
    let (ann, zoe) = (site.service.admin("Ann Brown").await, site.service.plain_admin("Zoe Fox").await);
    let mut admin = site.signed_in(ann).await;
    let mut other = site.signed_in(zoe).await;
    assert_eq!(other.get("/admin/audit").await.status, StatusCode::FORBIDDEN);
    let rights = format!("/admin/users/{zoe}/rights");

    let saved = admin.submit(&rights, "rights", &[("can_view_audit", "true")]).await;

    assert_eq!(saved.location(), format!("/admin/users/{zoe}"), "{}", saved.text);
    assert_eq!(other.get("/admin/audit").await.status, StatusCode::OK);
    let own = format!("/admin/users/{ann}/rights");
    let last = admin.submit(&own, "rights", &[("can_view_audit", "true")]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.text.contains("Nobody else can manage admins"), "{}", last.text);
    let carer = site.service.carer("Bea Cole").await;
    assert_eq!(admin.get(&format!("/admin/users/{carer}/rights")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn au10_an_old_sign_in_gives_the_password_with_the_form_and_goes_on_in_a_new_session() {
    let site = Site::new().await;
    let (ann, zoe) = (site.service.admin("Ann Brown").await, site.service.plain_admin("Zoe Fox").await);
    let mut admin = site.signed_in(ann).await;
    let rights = format!("/admin/users/{zoe}/rights");
    assert!(!open(&mut admin, &rights).await.contains("Your own password"));
    site.service.pass_minutes(11);
    assert!(open(&mut admin, &rights).await.contains("Your own password"));
    let old = admin.cookie.clone();

    let without = admin.submit(&rights, "rights", &[("can_erase", "true")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        without.text.contains("Enter your own password") && without.text.contains("checked"),
        "the tick stays"
    );
    let wrong = [("can_erase", "true"), ("password", "not the passphrase")];
    let wrong = admin.submit(&rights, "rights", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Your password is not right") && !wrong.text.contains("not the passphrase"));
    let right = admin.submit(&rights, "rights", &[("can_erase", "true"), ("password", PASSWORD)]).await;

    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
    assert_ne!(admin.cookie, old);
    assert!(
        open(&mut admin, &format!("/admin/users/{zoe}")).await.contains("Rights saved"),
        "in the new session"
    );
    let mut dead = site.browser();
    dead.cookie = old;
    assert_eq!(dead.get("/").await.location(), "/sign-in", "SE3: the old one is dead");
    let again = admin.submit(&rights, "rights", &[("can_view_audit", "true")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "the password counts for ten minutes");
}

#[tokio::test]
async fn au10_t065_every_operation_that_the_table_marks_asks_an_old_session_for_the_password() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let bea = site.service.carer("Bea Cole").await.to_string();
    let mut admin = site.signed_in(ann).await;
    let dee = [("name", "Dee Fox"), ("email", "dee@example.org"), ("role", "admin")];
    let invited = admin.submit("/admin/users/invite", "invite", &dee).await;
    let list = admin.get(invited.location()).await.text;
    let at = list.find("resend-").expect("the invitation") + "resend-".len();
    let invitation = list[at..at + 36].to_owned();
    site.service.pass_minutes(11);
    let sample = [
        ("id", bea.as_str()),
        ("version", "1"),
        ("name", "Kim Lee"),
        ("email", "new@example.org"),
        ("role", "admin"),
        ("invitation", &invitation),
        ("submission", "00000000-0000-4000-8000-000000000002"),
    ];
    let mut marked = 0;
    for line in OPERATIONS.iter().filter(|line| line.step_up) {
        let refused = admin.call("/account", line.path, &sample).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", line.path);
        assert_eq!(refused.code(), "account.step_up", "{}", line.path);
        marked += 1;
    }
    assert!(marked >= 5);
}

#[tokio::test]
async fn r_eml_1_the_own_address_changes_by_the_mailed_link_and_by_nothing_else() {
    let site = Site::new().await;
    let bea = site.service.carer("Bea Cole").await;
    let old = site.service.email(bea).await;
    let mut carer = site.signed_in(bea).await;
    assert!(open(&mut carer, "/account").await.contains("/account/email"));
    let refused = carer.submit("/account/email", "email-change", &[("email", "no address")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("no address") && refused.text.contains("like name@example.org"));

    let asked = carer.submit("/account/email", "email-change", &[("email", "bea@example.org")]).await;
    assert_eq!(asked.location(), "/account", "{}", asked.text);
    assert!(open(&mut carer, "/account").await.contains("Open the link in the mail to bea@example.org"));
    let (verify, cancel) = links(&site).await;
    let before = site.service.trail().await;
    for token in verify.iter().chain(&cancel) {
        let page = open(&mut site.browser(), &format!("/email-change/{token}")).await;
        assert!(page.contains(&old) && page.contains("bea@example.org"), "{page}");
    }
    assert_eq!(site.service.trail().await, before, "s117: looking changes nothing");
    let address = format!("/email-change/{}", verify[0]);
    let done = site.browser().submit(&address, "verify", &[]).await;

    assert_eq!(done.location(), "/sign-in?said=email-changed", "{}", done.text);
    assert!(open(&mut site.browser(), done.location()).await.contains("Your new address counts from now"));
    assert_eq!(sign_in(&site, &old).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&site, "bea@example.org").await.status, StatusCode::SEE_OTHER);
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
        open(&mut admin, &format!("/admin/users/{bea}"))
            .await
            .contains("second@example.org waits to be confirmed")
    );
    let (verify, cancel) = links(&site).await;
    assert_eq!((verify.len(), cancel.len()), (1, 1), "the mails of the first are called back");

    let stopped = site.browser().submit(&format!("/email-change/{}", cancel[0]), "cancel", &[]).await;

    assert_eq!(stopped.location(), "/sign-in?said=email-kept", "{}", stopped.text);
    let late = site.browser().get(&format!("/email-change/{}", verify[0])).await;
    assert!(
        late.status == StatusCode::GONE && late.text.contains("This change was stopped"),
        "{}",
        late.text
    );
    assert!(!open(&mut admin, &format!("/admin/users/{bea}")).await.contains("waits to be confirmed"));
}

#[tokio::test]
async fn r_ses_8_sessions_of_somebody_are_ended_one_by_one_or_all_from_the_page() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut places = [site.signed_in(bea).await, site.signed_in(bea).await];
    let mut admin = site.signed_in(ann).await;
    let here = format!("/admin/users/{bea}");
    let page = open(&mut admin, &here).await;
    let start = page.find("id=\"end-").expect("a form that ends one") + 4;
    let one = page[start..start + page[start..].find('"').unwrap()].to_owned();

    assert_eq!(admin.submit(&here, &one, &[]).await.location(), here);
    let mut alive = 0;
    for place in &mut places {
        alive += usize::from(place.get("/carer").await.status == StatusCode::OK);
    }
    assert_eq!(alive, 1);
    assert_eq!(admin.submit(&format!("{here}/sessions/end"), "confirm", &[]).await.location(), here);
    for place in &mut places {
        assert!(place.get("/carer").await.location().starts_with("/sign-in"));
    }
    assert!(open(&mut admin, &here).await.contains("Nowhere at the moment"));
}

/// Everything a signed-in person can open or read without naming an object.
async fn everything(browser: &mut Browser<'_>, who: fn(Who) -> bool) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    let lines = OPERATIONS.iter().filter(|line| who(line.action.who()) && !line.path.contains('{'));
    for line in lines.filter(|line| line.path != "/events") {
        let page = match line.kind {
            Kind::Get => browser.get(line.path).await,
            Kind::Read => browser.call("/account", line.path, &[("role", "carer"), ("search", "")]).await,
            Kind::Write => continue,
        };
        let headers = page.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n"));
        answers.push((line.path.to_owned(), headers.collect::<String>() + &page.text));
    }
    answers
}

#[tokio::test]
async fn s083_no_answer_to_a_carer_holds_a_hash_a_foreign_address_or_a_model_answer() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (bea, cid) = (site.service.carer("Bea Cole").await, site.service.carer("Cid Dunn").await);
    let (home, washing) = (site.service.package("Larkfield").await, site.service.task("Washing", 10).await);
    site.service.assign_task(washing, home).await;
    site.service.template("Personal care", &[washing]).await;
    for carer in [bea, cid] {
        site.service.assign_carer(carer, home).await;
    }
    let mut other = site.signed_in(cid).await;
    let told = [("name", "Cid Dunn"), ("phone", "07700 900999"), ("emergency_name", "Mo Dunn")];
    other.submit("/account", "profile", &told).await;
    site.service.done(bea, washing, 10).await;
    let mut carer = site.signed_in(bea).await;
    carer.submit("/account/email", "email-change", &[("email", "bea.new@example.org")]).await;
    let foreign = [site.service.email(ann).await, site.service.email(cid).await];
    let (verify, cancel) = links(&site).await;

    let answers = everything(&mut carer, |who| matches!(who, Who::Anyone | Who::SignedIn | Who::Carer)).await;

    assert!(answers.len() > 15, "{}", answers.len());
    for (path, text) in answers {
        let secrets = ["$argon2", "07700 900999", "Mo Dunn", "More than two hours", "Ring 111"];
        for secret in
            secrets.into_iter().chain(foreign.iter().chain(&verify).chain(&cancel).map(String::as_str))
        {
            assert!(!text.contains(secret), "{path} holds {secret}");
        }
    }
}

#[tokio::test]
async fn r_gen_11_no_answer_to_an_admin_holds_a_hash_or_the_secret_of_a_link() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let bea = site.service.carer("Bea Cole").await;
    let mut admin = site.signed_in(ann).await;
    admin.submit(&format!("/admin/users/{bea}/email"), "email-change", &[("email", "bea@example.org")]).await;
    let (verify, cancel) = links(&site).await;

    let mut answers = everything(&mut admin, |who| !matches!(who, Who::Carer | Who::System)).await;
    for act in ["", "/edit", "/email", "/deactivate", "/delete"] {
        let path = format!("/admin/users/{bea}{act}");
        let text = open(&mut admin, &path).await;
        answers.push((path, text));
    }
    let id = bea.to_string();
    for read in ["show", "sessions", "impact"] {
        let page = admin.call("/account", &format!("/api/users/{read}"), &[("id", &id)]).await;
        assert_eq!(page.status, StatusCode::OK, "{read}: {}", page.text);
        answers.push((read.to_owned(), page.text));
    }

    for (path, text) in answers {
        for secret in ["$argon2", verify[0].as_str(), cancel[0].as_str(), "token_hash", "password_hash"] {
            assert!(!text.contains(secret), "{path} holds {secret}");
        }
    }
}

#[tokio::test]
async fn s086_people_of_another_organisation_are_not_there() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let elsewhere = site.service.another_organisation("Elsewhere Care").await;
    let flags = domain::access::Flags::default();
    let tom: AccountId =
        site.service.account(elsewhere, "Tom Hill", domain::access::Role::Carer, flags).await;
    let mut admin = site.signed_in(ann).await;
    for act in ["", "/edit", "/email", "/rights", "/deactivate", "/delete"] {
        let page = admin.get(&format!("/admin/users/{tom}{act}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{act}");
        assert!(!page.text.contains("Tom Hill"));
    }
}

#[tokio::test]
async fn ux_22_an_admin_sends_a_link_to_set_a_new_password_and_sees_nothing_of_it() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut admin = site.signed_in(ann).await;
    let page = format!("/admin/users/{bea}");

    let sent = admin.submit(&page, "send-reset", &[]).await;

    assert_eq!(sent.location(), page, "{}", sent.text);
    assert!(open(&mut admin, &page).await.contains("A link to set a new password was mailed"));
    let mails = site.service.mails().await;
    let links: Vec<_> = mails
        .iter()
        .filter_map(|(to, mail)| match mail {
            backend::outbox::Mail::PasswordReset { token, .. } => Some((to.clone(), token.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].0, site.service.email(bea).await);
    let recorded = site.service.recorded("password_reset_requested").await;
    assert_eq!((recorded.len(), recorded[0].actor), (1, Some(ann)), "AU12: audited as the admin's act");
    for _ in 0..2 {
        admin.submit(&page, "send-reset", &[]).await;
    }
    let fourth = admin.submit(&page, "send-reset", &[]).await;
    assert_eq!(fourth.status, StatusCode::CONFLICT, "R-PWD-3");
    site.service.pass_minutes(61);
    let mut admin = site.signed_in(ann).await;
    let version = "1";
    admin.submit(&format!("{page}/deactivate"), "confirm", &[("version", version)]).await;
    let (id, again) = (bea.to_string(), "00000000-0000-4000-8000-000000000009");
    let typed = [("id", id.as_str()), ("submission", again)];
    let inactive = admin.call(&page, "/api/users/send_reset", &typed).await;
    assert_eq!(inactive.code(), "account.no_sign_in");
}
