//! Assessment templates over HTTP, without scripts.

use axum::http::StatusCode;

use crate::scene::Scene;
use crate::site::{Site, assert_says, words};

const NEW: &str = "/admin/templates/new";

fn typed<'a>(name: &'a str, question: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("active", "true"),
        ("knowledge[0][prompt]", question),
        ("knowledge[0][model_answer]", "An amount & a time."),
        ("practical[0][prompt]", "Washes hands"),
        ("practical[0][not_applicable]", "true"),
        ("emergency[0][prompt]", ""),
    ]
}

#[tokio::test]
async fn s035_a_template_is_added_and_one_without_an_item_is_refused() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let medicines = site.service.task("Give oral medicines", 50).await.to_string();
    let mut browser = site.signed_in(ann).await;

    let empty = browser.submit(NEW, "template", &[("name", "Medicines")]).await;
    let mut form = typed("Medicines", "What is a dose?");
    form.push(("tasks[]", &medicines));
    let added = browser.submit(NEW, "template", &form).await;
    let knowledge = browser.get(added.location()).await;
    let tasks = browser.get(&format!("{}?tab=tasks", added.location())).await;
    let listed = browser.get("/admin/templates").await;

    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("Add at least one question, skill or scenario"), "{}", empty.text);
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert!(knowledge.text.contains("What is a dose?") && knowledge.text.contains("An amount &amp; a time."));
    assert!(tasks.text.contains("Give oral medicines"), "{}", tasks.text);
    assert!(listed.text.contains("1 question, 1 skill, 0 scenarios"), "{}", listed.text);
}

#[tokio::test]
async fn r_tpl_1_rows_are_added_moved_and_removed_and_what_was_typed_stays() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let medicines = site.service.task("Give oral medicines", 50).await.to_string();
    let mut browser = site.signed_in(ann).await;
    let mut form = typed("Medicines", "First <b>");
    form.extend([("knowledge[1][prompt]", "Second"), ("tasks[]", medicines.as_str())]);
    let redraw = |change: &'static str| {
        let mut form = form.clone();
        form.push(("_redraw", change));
        form
    };

    let added = browser.submit(NEW, "template", &redraw("add emergency")).await;
    let moved = browser.submit(NEW, "template", &redraw("up knowledge 1")).await;
    let removed = browser.submit(NEW, "template", &redraw("remove knowledge 0")).await;

    assert_eq!(added.status, StatusCode::OK);
    assert!(added.text.contains("name=\"emergency[1][prompt]\""), "{}", added.text);
    assert!(added.text.contains("value=\"Medicines\"") && added.text.contains("First &lt;b&gt;"));
    assert!(added.text.contains(&format!("value=\"{medicines}\" checked")), "{}", added.text);
    let (first, second) =
        (moved.text.find("Second</textarea>"), moved.text.find("First &lt;b&gt;</textarea>"));
    assert!(first.is_some() && first < second, "{}", moved.text);
    assert!(!removed.text.contains("First") && removed.text.contains("Second"));
    assert!(!removed.text.contains("There is a problem</h2><div class=\"govuk-error-summary__body\"><ul class=\"govuk-list govuk-error-summary__list\"><li>"));
    assert!(browser.get("/admin/templates").await.text.contains("No templates yet"));
}

#[tokio::test]
async fn s034_a_task_of_another_template_stands_apart_and_is_refused_by_name() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let medicines = site.service.task("Give oral medicines", 50).await;
    site.service.template("Medicines", &[medicines]).await;
    let (medicines, mut browser) = (medicines.to_string(), site.signed_in(ann).await);

    let page = browser.get(NEW).await;
    let mut form = typed("More medicines", "What is a dose?");
    form.push(("tasks[]", &medicines));
    let refused = browser.submit(NEW, "template", &form).await;

    assert!(page.text.contains("1 task of other templates") && !page.text.contains(&medicines));
    assert!(refused.status.is_client_error());
    assert!(
        refused.text.contains("Give oral medicines belongs to the template Medicines"),
        "{}",
        refused.text
    );
    assert!(refused.text.contains("value=\"More medicines\"") && refused.text.contains("What is a dose?"));
}

#[tokio::test]
async fn r_tpl_3_an_edit_is_the_next_version_and_a_stale_one_keeps_what_was_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let id = site.service.template("Medicines", &[]).await;
    let mut browser = site.signed_in(ann).await;
    let edit = format!("/admin/templates/{id}/edit");

    let before = browser.get(&edit).await;
    let old = browser.form(&edit, "template", &typed("Medicines", "What is no dose?")).await;
    let saved = browser.submit(&edit, "template", &typed("Medicines", "What is one dose?")).await;
    let stale = browser.post(&edit, &old).await;
    let again = browser.submit(&edit, "template", &typed("Medicines", "What is no dose?")).await;
    let versions = browser.get(&format!("/admin/templates/{id}?tab=versions")).await;

    assert!(before.text.contains("When is a dose too late?"), "{}", before.text);
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_says(&stale, "You changed this at");
    assert_says(&stale, "What is different now Question 1 What is one dose?");
    assert!(stale.text.contains("What is no dose?"));
    assert!(stale.text.contains("name=\"version\" value=\"2\""), "{}", stale.text);
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(versions.text.contains("3, with 1 question, 1 skill, 0 scenarios"), "{}", versions.text);
}

#[tokio::test]
async fn in_1_a_long_template_is_kept_and_a_longer_one_refused() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let long = "x".repeat(2000);
    let names: Vec<_> = (0..60)
        .flat_map(|n| [format!("knowledge[{n}][prompt]"), format!("knowledge[{n}][model_answer]")])
        .collect();
    let mut form: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), long.as_str())).collect();
    form.push(("name", "Long"));

    let kept = browser.submit(NEW, "template", &form).await;
    let longer = "x".repeat(1024 * 1024);
    let refused = browser.submit(NEW, "template", &[("name", &longer)]).await;

    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn r_tpl_4_no_page_of_templates_opens_for_a_carer() {
    let site = Site::new().await;
    let cid = site.service.carer("Cid Dunn").await;
    let id = site.service.template("Medicines", &[]).await;
    let mut browser = site.signed_in(cid).await;

    for path in [
        "/admin/templates".to_owned(),
        NEW.to_owned(),
        format!("/admin/templates/{id}"),
        format!("/admin/templates/{id}/edit"),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!page.text.contains("two hours"), "{path}");
    }
}

#[tokio::test]
async fn r_tpl_2_an_edit_that_takes_a_task_of_another_template_is_refused_by_name() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let medicines = site.service.task("Give oral medicines", 50).await;
    site.service.template("Medicines", &[medicines]).await;
    let other = site.service.template("Creams", &[]).await;
    let (medicines, mut browser) = (medicines.to_string(), site.signed_in(ann).await);
    let edit = format!("/admin/templates/{other}/edit");

    let mut form = typed("Creams", "How much?");
    form.push(("tasks[]", &medicines));
    let refused = browser.submit(&edit, "template", &form).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&refused, "Give oral medicines belongs to the template Medicines");
    assert!(refused.text.contains("How much?") && refused.text.contains("name=\"version\" value=\"1\""));
}

#[tokio::test]
async fn r_bin_4_a_template_whose_task_was_taken_meanwhile_is_refused_with_409_like_a_taken_name() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let medicines = site.service.task("Give oral medicines", 50).await;
    let id = site.service.template("Medicines", &[medicines]).await;
    let mut browser = site.signed_in(ann).await;
    browser.submit(&format!("/admin/templates/{id}/delete"), "delete", &[]).await;
    site.service.template("Creams", &[medicines]).await;

    let refused = browser.submit("/admin/templates?status=deleted", &format!("restore-{id}"), &[]).await;

    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    assert_says(&refused, "Give oral medicines belongs to the template Creams now");
}

#[tokio::test]
async fn s034_a_deleted_template_is_restored_unless_another_has_its_task_which_is_then_named() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let delete = format!("/admin/templates/{}/delete", scene.template);
    let question = office.get(&delete).await;
    assert_says(&question, "Delete Medicines: core?");
    assert_says(&question, "Tasks that become free Medicines");
    let deleted = office.submit(&delete, "delete", &[]).await;
    assert_says(&office.get(deleted.location()).await, "Medicines: core deleted");
    let bin = "/admin/templates?status=deleted";
    assert_says(&office.get(bin).await, "Medicines: core");
    let other = scene.site.service.template("Other", &[scene.medicines]).await;
    let restore = format!("restore-{}", scene.template);

    let refused = office.submit(bin, &restore, &[]).await;
    office.submit(&format!("/admin/templates/{other}/delete"), "delete", &[]).await;
    let restored = office.submit(bin, &restore, &[]).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "Medicines belongs to the template Other now");
    assert_eq!(restored.status, StatusCode::SEE_OTHER, "{}", words(&restored));
    let shown = office.get(restored.location()).await;
    assert_says(&shown, "Medicines: core is back, with 1 task");
}

#[tokio::test]
async fn r_trg_1_a_template_is_put_out_of_use_and_into_it_again_from_its_page() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let here = format!("/admin/templates/{}", scene.template);
    let form = format!("active-{}", scene.template);

    let out = office.submit(&here, &form, &[]).await;
    let inactive = office.get(out.location()).await;
    let back = office.submit("/admin/templates?status=inactive", &form, &[]).await;

    assert_says(&inactive, "Template deactivated");
    assert_says(&inactive, "Inactive");
    assert_says(&office.get(back.location()).await, "Template activated");
}
