//! Forms that somebody else was quicker with.

use axum::http::StatusCode;

use crate::site::{self, Site, assert_says};

#[tokio::test]
async fn s123_a_stale_edit_says_who_changed_what_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let (ann, sam) = (site.service.admin("Ann Brown").await, site.service.admin("Sam Reed").await);
    let package = site.service.package("Larkfield").await;
    let mut browser = site.signed_in(ann).await;
    let edit = format!("/admin/packages/{package}/edit");
    let typed = |name: &'static str| [("name", name), ("postcode_area", "M14"), ("active", "true")];
    let form = browser.form(&edit, "package", &typed("Larkfield House")).await;

    let saved = site.signed_in(sam).await.submit(&edit, "package", &typed("Larkfield Court")).await;
    let stale = browser.post(&edit, &form).await;
    let newest = "name=\"version\" value=\"2\"";
    let again = browser.submit(&edit, "package", &typed("Larkfield House")).await;

    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_says(&stale, "Sam Reed changed this at");
    assert_says(&stale, "What is different now Name Larkfield Court Name");
    assert!(stale.text.contains("value=\"Larkfield House\"") && stale.text.contains(newest));
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s123_a_form_drawn_again_keeps_the_version_it_began_with() {
    let site = Site::new().await;
    let (ann, sam) = (site.service.admin("Ann Brown").await, site.service.admin("Sam Reed").await);
    let task = site.service.task("Washing", 50).await;
    let mut browser = site.signed_in(ann).await;
    let edit = format!("/admin/tasks/{task}/edit");
    let typed = |target: &'static str| [("name", "Washing"), ("target", target), ("active", "true")];
    let form = browser.form(&edit, "task", &typed("60")).await;
    site.signed_in(sam).await.submit(&edit, "task", &typed("70")).await;

    let with = |form: &[(String, String)], name: &str, value: &str| {
        let mut form: Vec<_> = form.iter().filter(|(key, _)| key != name).cloned().collect();
        form.push((name.to_owned(), value.to_owned()));
        form
    };
    let redrawn = browser.post(&edit, &with(&form, "_redraw", "effect")).await;
    let unreadable = browser.post(&edit, &with(&form, "target", "many")).await;
    let saved = browser.post(&edit, &site::fields(&redrawn, "task", &typed("60"))).await;
    let then = site::fields(&saved, "task", &typed("60"));
    let overwritten = browser.post(&edit, &then).await;

    assert_eq!((redrawn.status, unreadable.status), (StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY));
    for page in [&redrawn, &unreadable] {
        assert!(page.text.contains("name=\"version\" value=\"1\""), "{}", page.text);
    }
    assert_eq!(saved.status, StatusCode::CONFLICT);
    assert_says(&saved, "What is different now Target 70 Name");
    assert_eq!(
        overwritten.status,
        StatusCode::SEE_OTHER,
        "the change has been shown, so it may be saved over"
    );
}

#[tokio::test]
async fn s123_every_form_with_a_version_keeps_it_when_it_is_refused_for_something_else() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (package, bea) = (site.service.package("Larkfield").await, site.service.admin("Bea Cole").await);
    let template = site.service.template("Medicines", &[]).await;
    let mut browser = site.signed_in(ann).await;

    for (path, form) in [
        (format!("/admin/packages/{package}/edit"), "package"),
        (format!("/admin/templates/{template}/edit"), "template"),
        (format!("/admin/users/{bea}/edit"), "user"),
        ("/account".to_owned(), "profile"),
    ] {
        let refused = browser.submit(&path, form, &[("version", "7"), ("name", "")]).await;
        let stale = browser
            .submit(
                &path,
                form,
                &[
                    ("version", "7"),
                    ("name", "Kim Lee"),
                    ("postcode_area", "M1"),
                    ("knowledge[0][prompt]", "Why?"),
                    ("knowledge[0][model_answer]", "So"),
                ],
            )
            .await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(refused.text.contains("name=\"version\" value=\"7\""), "{path} {}", refused.text);
        assert_eq!(stale.status, StatusCode::CONFLICT, "{path} {}", stale.text);
        assert!(stale.text.contains("name=\"version\" value=\"1\""), "{path} {}", stale.text);
        assert!(stale.text.contains("Everything in this form is as it was"), "{path} {}", stale.text);
        assert!(stale.text.contains("value=\"Kim Lee\""), "{path}");
    }
}
