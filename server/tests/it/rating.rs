//! Ratings given by hand, in a browser without scripts.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::scene::Scene;
use crate::site::{assert_says, id_after, words};

#[tokio::test]
async fn r_rat_4_the_page_of_ratings_says_what_each_level_does_before_it_is_given() {
    let scene = Scene::at(50).await;
    let service = &scene.site.service;
    service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    service.acknowledge(scene.ann).await;
    let hoist = service.task("Hoist", 10).await;
    service.assign_task(hoist, service.package("Orchard").await).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let here = format!("/admin/progress/ratings/{}", scene.ann);
    let held = office.get(&format!("{here}?task={}", scene.medicines)).await;
    assert_says(&held, "Lower than now: counts at once.");
    let confirm = office.get(&format!("{here}?task={}&level=not_assessed", scene.medicines)).await;
    assert_says(&confirm, "This removes the count of Medicines everywhere, now 50, the rating Competent");
    assert!(!words(&held).contains("Fast-track"), "{}", words(&held));
    assert_says(&office.get(&format!("{here}?q=nowhere")).await, "0 tasks");

    let rated = office
        .submit(
            &format!("{here}?task={}", scene.medicines),
            "rate",
            &[("level", "expert"), ("reason", "Seen to teach it well")],
        )
        .await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", words(&rated));
    let waits = office.get(&format!("{here}?task={}", scene.medicines)).await;
    let rating = id_after(&waits, "/admin/progress/acknowledgments/");
    let (details, form) =
        (format!("/admin/progress/acknowledgments/{rating}?back=ratings"), format!("withdraw-{rating}"));
    let short = office.submit(&details, &form, &[("reason", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let withdrawn = office.submit(&details, &form, &[("reason", "Given to the wrong person")]).await;
    assert_eq!(withdrawn.location(), here);
    assert_says(&office.get(withdrawn.location()).await, "What counted before still counts");
}

#[tokio::test]
async fn r_rat_5_not_assessed_is_confirmed_on_a_page_that_names_what_goes() {
    let scene = Scene::at(47).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let ratings = format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines);
    let form = office.get(&ratings).await;
    assert_says(&form, "Set to Not Assessed");
    assert!(!form.text.contains("value=\"not_assessed\""), "the level is not one of the choices");
    let confirm = format!("{ratings}&level=not_assessed");

    let page = office.get(&confirm).await;
    assert_says(&page, "Set Medicines of Ann Brown to Not Assessed");
    assert_says(&page, "This removes the count of Medicines everywhere, now 47");
    let done = office.submit(&confirm, "take-back", &[("reason", "Training has to start anew")]).await;

    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done));
    assert_says(
        &office.get(done.location()).await,
        "Set to Not Assessed. The rating is taken back and the count is zero",
    );
    let mut ann = scene.site.signed_in(scene.ann).await;
    assert_says(&ann.get("/account/notices").await, "Set to Not Assessed: Medicines. Count it anew");
}

#[tokio::test]
async fn r_gen_7_a_rating_form_that_shows_what_counts_no_more_is_drawn_again() {
    let scene = Scene::at(47).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let ratings = format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines);
    let typed = [("level", "competent"), ("reason", "Ten years in a hospice"), ("held", "none/none")];
    office.submit(&ratings, "rate", &typed).await;
    let stale = [("level", "expert"), ("reason", "Twenty years in a hospice"), ("held", "none/none")];
    let refused = office.submit(&ratings, "rate", &stale).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "Competent waits for acknowledgment");
    assert!(refused.text.contains("Twenty years in a hospice"));
}
