//! The Users card over HTTP, without scripts: looking for people, changing them, taking them out and back in.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::site::{Site, assert_says};

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

    let all = admin.open("/admin/users?tab=carers").await.text;
    assert!(all.contains("Cid Dunn") && all.contains("Fully assessed") && all.contains("Larkfield"));
    let switched = admin.open("/admin/users?tab=carers&assessed=true").await.text;
    assert!(switched.contains("Bea Cole") && !switched.contains("Cid Dunn") && switched.contains("1 person"));
    assert!(switched.contains("checked"), "the box stays ticked");
    site.service.rated(bea, washing, Level::Competent, None).await;
    assert!(admin.open("/admin/users").await.text.contains("Qualified for all"));
}

#[tokio::test]
async fn r_inv_5_the_form_of_a_carer_keeps_what_was_typed_when_it_is_refused_or_out_of_date() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let mut admin = site.signed_in(ann).await;
    let (here, edit) = (format!("/admin/users/{bea}"), format!("/admin/users/{bea}/edit"));
    assert!(admin.open(&here).await.text.contains(&edit));
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
    let shown = admin.open(&here).await.text;
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

    assert!(admin.open(&deactivate).await.text.contains("Deactivate Bea Cole?"));
    assert_eq!(admin.submit(&deactivate, "confirm", &[]).await.location(), here);
    assert!(admin.open(&here).await.text.contains("Inactive. Signed out everywhere"));
    let mut out = carer;
    assert!(out.get("/carer").await.location().starts_with("/sign-in"), "s126: with the next request");
    assert_eq!(admin.submit(&here, "stand", &[]).await.location(), here);
    assert!(admin.open(&here).await.text.contains("Active again"));
    let delete = format!("{here}/delete");
    let impact = admin.open(&delete).await.text;
    assert!(
        impact.contains("What ends")
            && impact.contains("What stays")
            && impact.contains("Care packages, back with a restore")
    );
    let deleted = admin.submit(&delete, "confirm", &[]).await;
    assert_eq!(deleted.location(), "/admin/users?tab=carers", "{}", deleted.text);
    assert!(!admin.open("/admin/users?tab=carers&q=bea").await.text.contains("Bea Cole"));
    assert_eq!(admin.get(&delete).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get(&format!("{here}/edit")).await.status, StatusCode::NOT_FOUND);

    let bin = "/admin/users?tab=carers&status=deleted";
    assert!(admin.open(bin).await.text.contains("Bea Cole"));
    let restored = admin.submit(bin, &format!("restore-{bea}"), &[]).await;

    assert_eq!(restored.location(), here, "{}", restored.text);
    let back = admin.open(&here).await.text;
    assert!(back.contains("Bea Cole is back, in 1 care package") && back.contains("Larkfield"));
    site.signed_in(bea).await;
}

#[tokio::test]
async fn s018_nobody_is_offered_to_end_the_own_account_and_a_made_up_form_is_refused() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut admin = site.signed_in(ann).await;
    let here = format!("/admin/users/{ann}");

    assert!(!admin.open(&here).await.text.contains("/delete"));
    let id = ann.to_string();
    let refused = admin.call("/account", "/api/users/delete", &[("id", &id), ("version", "1")]).await;

    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "account.oneself"));
    let page = admin.submit(&format!("{here}/delete"), "confirm", &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("You cannot delete or deactivate your own account"), "{}", page.text);
}
