//! Tasks and the starter library over HTTP, without scripts.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::site::{Site, assert_says};

#[tokio::test]
async fn s022_a_task_is_added_listed_and_its_name_shown_as_it_is() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    let typed = [("name", "Client's eye drops & creams"), ("target", "50"), ("active", "true")];
    let added = browser.submit("/admin/tasks/new", "task", &typed).await;
    let taken = browser.submit("/admin/tasks/new", "task", &typed).await;
    let shown = browser.get(added.location()).await;
    let listed = browser.get("/admin/tasks?template=without").await;

    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert!(shown.text.contains("Client's eye drops &amp; creams"), "{}", shown.text);
    assert!(listed.text.contains("1 task") && listed.text.contains("creams"));
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("Another task has this name"), "{}", taken.text);
}

#[tokio::test]
async fn r_bin_4_a_restore_that_clashes_says_with_what_on_the_page_it_was_asked_on() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let task = site.service.task("Washing", 20).await;
    let mut browser = site.signed_in(ann).await;
    browser.submit(&format!("/admin/tasks/{task}/delete"), "delete", &[]).await;
    let typed = [("name", "Washing"), ("target", "50"), ("active", "true")];
    browser.submit("/admin/tasks/new", "task", &typed).await;

    let bin = "/admin/tasks?status=deleted";
    let refused = browser.submit(bin, &format!("restore-{task}"), &[]).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Another task is called Washing now"), "{}", refused.text);
}

#[tokio::test]
async fn r_tsk_2_a_new_target_and_cadence_show_whom_they_affect_before_they_are_saved() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (task, cid) = (site.service.task("Washing", 50).await, site.service.carer("Cid Dunn").await);
    site.service.done(cid, task, 40).await;
    site.service.rated(cid, task, Level::Competent, None).await;
    let mut browser = site.signed_in(ann).await;
    let edit = format!("/admin/tasks/{task}/edit");
    let typed = [("name", "Washing"), ("target", "40"), ("reassess_months", "12"), ("active", "true")];

    let shown = browser.submit(&edit, "task", &[&typed[..], &[("_redraw", "effect")]].concat()).await;
    let ticked = [("also_current", "true"), ("shown_months", "12")];
    let saved = browser.submit(&edit, "task", &[&typed[..], &ticked].concat()).await;
    let progress = browser.get(&format!("/admin/progress/{cid}")).await;

    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("1 carer would be at 100 %"), "{}", shown.text);
    assert!(
        shown.text.contains("Cid Dunn, Competent: until 2 March 2027, now without end"),
        "{}",
        shown.text
    );
    assert!(shown.text.contains("value=\"40\""), "what was typed stays");
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(progress.status, StatusCode::OK);
}

#[tokio::test]
async fn r_tsk_2_a_form_that_cannot_be_read_says_so_at_its_field_when_the_effect_is_asked_for() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let task = site.service.task("Washing", 50).await;
    let mut browser = site.signed_in(ann).await;
    let typed = [("name", "Washing"), ("target", "many"), ("active", "true"), ("_redraw", "effect")];

    let shown = browser.submit(&format!("/admin/tasks/{task}/edit"), "task", &typed).await;

    assert!(!shown.text.contains("Whom this affects"), "{}", shown.text);
    assert_says(&shown, "There is a problem Enter a whole number");
    assert!(shown.text.contains("value=\"many\""));
}

#[tokio::test]
async fn the_starter_library_is_previewed_and_taken_without_scripts() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let here = "/admin/tasks/library";

    let preview = browser.get(here).await;
    let nothing = browser.submit(here, "library", &[]).await;
    let taken = browser.submit(here, "library", &[("templates[]", "safe-working")]).await;
    let tasks = browser.get(taken.location()).await;
    let again = browser.get(here).await;

    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("Choose at least one template or task"), "{}", nothing.text);
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert!(tasks.text.contains("1 template and 5 tasks added"), "{}", tasks.text);
    assert_says(&preview, "Knowledge: questions");
    assert_says(&preview, "Model answer:");
    assert_says(&preview, "Emergency: scenarios");
    assert_says(&again, "There already. For every carer: infection prevention");
}
