//! The extra rights of admins, and the password that some acts ask for anew.

use axum::http::{StatusCode, header::SET_COOKIE};
use backend::testing::PASSWORD;
use domain::access::OPERATIONS;

use crate::site::{Site, id_after};

#[tokio::test]
async fn s141_r_per_1_an_admins_account_is_read_by_every_admin_and_changed_by_few() {
    let site = Site::new().await;
    let (ann, zoe) = (site.service.admin("Ann Brown").await, site.service.plain_admin("Zoe Fox").await);
    let bea = site.service.carer("Bea Cole").await;
    let mut plain = site.signed_in(zoe).await;
    let page = plain.open(&format!("/admin/users/{ann}")).await.text;
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
    assert!(!carer.open("/account").await.text.contains("Manager"), "R-INV-5: admins only");
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
    assert!(!admin.open(&rights).await.text.contains("Your own password"));
    site.service.pass_minutes(11);
    assert!(admin.open(&rights).await.text.contains("Your own password"));
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
        admin.open(&format!("/admin/users/{zoe}")).await.text.contains("Rights saved"),
        "in the new session"
    );
    let mut dead = site.browser();
    dead.cookie = old;
    let late = dead.get("/").await;
    assert_eq!(late.location(), "/sign-in", "SE3: the old one is dead");
    assert!(!late.headers.contains_key(SET_COOKIE), "what set out under it does not take the new one away");
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
    let invitation = id_after(&admin.get(invited.location()).await, "resend-");
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
        assert!(
            refused.text.contains(r#""reload":true"#),
            "the page has to come with the field: {}",
            line.path
        );
        marked += 1;
    }
    assert!(marked >= 5);
}
