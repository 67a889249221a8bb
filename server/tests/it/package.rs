//! Care packages over HTTP, without scripts.

use axum::http::StatusCode;

use crate::site::{Site, assert_says};

#[tokio::test]
async fn s019_a_package_is_added_and_a_full_postcode_comes_back_with_what_was_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let new = "/admin/packages/new";

    let full = [("name", "Larkfield Meadow"), ("postcode_area", "M14 5TP"), ("active", "true")];
    let refused = browser.submit(new, "package", &full).await;
    let typed = [("name", "Larkfield Meadow"), ("postcode_area", "m14"), ("active", "true")];
    let added = browser.submit(new, "package", &typed).await;
    let shown = browser.get(added.location()).await;
    let listed = browser.get("/admin/packages?q=lark").await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Enter only the first part, like M14"), "{}", refused.text);
    assert!(
        refused.text.contains("value=\"M14 5TP\"") && refused.text.contains("value=\"Larkfield Meadow\"")
    );
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    assert!(shown.text.contains("Care package added") && shown.text.contains("M14"), "{}", shown.text);
    assert!(listed.text.contains("1 care package") && listed.text.contains("Larkfield Meadow"));
}

#[tokio::test]
async fn s021_a_package_is_deleted_after_its_counts_and_restored_from_the_deleted_ones_without_scripts() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (package, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 20).await);
    site.service.assign_task(task, package).await;
    site.service.assign_carer(site.service.carer("Cid Dunn").await, package).await;
    let mut browser = site.signed_in(ann).await;
    let question = format!("/admin/packages/{package}/delete");

    let asked = browser.get(&question).await;
    let deleted = browser.submit(&question, "delete", &[]).await;
    let bin = browser.get(deleted.location()).await;
    let gone = browser.get(&format!("/admin/packages/{package}")).await;
    let form = format!("restore-{package}");
    let restored = browser.submit("/admin/packages?status=deleted", &form, &[]).await;
    let back = browser.get(restored.location()).await;

    assert!(asked.text.contains("Delete Larkfield?"), "{}", asked.text);
    assert!(asked.text.contains("1 carer: the assignment ends"), "{}", asked.text);
    assert_eq!((deleted.status, gone.status), (StatusCode::SEE_OTHER, StatusCode::NOT_FOUND));
    assert!(bin.text.contains("Larkfield is deleted") && bin.text.contains("Days left"), "{}", bin.text);
    assert_eq!(restored.status, StatusCode::SEE_OTHER, "{}", restored.text);
    assert!(back.text.contains("Larkfield is back, with 1 carer and 1 task"), "{}", back.text);
    assert!(back.text.contains("Cid Dunn") && back.text.contains("No shift is planned here"));
}

#[tokio::test]
async fn what_depends_on_a_package_a_task_and_a_template_is_seen_before_they_are_changed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (package, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 20).await);
    site.service.assign_task(task, package).await;
    site.service.assign_carer(site.service.carer("Cid Dunn").await, package).await;
    let template = site.service.template("Personal care", &[task]).await;
    let mut browser = site.signed_in(ann).await;

    let package = browser.get(&format!("/admin/packages/{package}/edit")).await;
    let task = browser.get(&format!("/admin/tasks/{task}/edit")).await;
    let template = browser.get(&format!("/admin/templates/{template}/edit")).await;

    assert_says(&package, "What depends on this care package 1 carer 1 task");
    assert_says(&package, "nobody can take its shifts");
    assert_says(&task, "Larkfield");
    assert_says(&template, "What depends on this template Tasks Washing");
}
