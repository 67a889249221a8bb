//! The competence loop as people walk it, in a browser without scripts: log, assess, acknowledge.

use axum::http::StatusCode;

use crate::scene::Scene;
use crate::site::{assert_says, id_after, words};

const ANSWERS: [(&str, &str); 5] = [
    ("knowledge[1]", "After two hours."),
    ("knowledge[2]", "The person on call & the nurse."),
    ("practical[1]", "competent"),
    ("practical[2]", "not_applicable"),
    ("emergency[1]", "Ring for help."),
];

#[tokio::test]
async fn s040_from_the_last_log_to_a_rating_in_force_without_scripts() {
    let scene = Scene::at(47).await;
    let (mut ann, mut office) =
        (scene.site.signed_in(scene.ann).await, scene.site.signed_in(scene.office).await);
    let overview = format!("/admin/progress/{}", scene.ann);
    assert_says(&office.get(&overview).await, "Locked, 0 of 1");
    ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;

    assert_says(&office.get("/admin").await, "1 ready for assessment");
    assert_says(&office.get("/admin/progress/assess").await, "Ann Brown");
    let opened = office.get(&overview).await;
    assert_says(&opened, "Competency Assessment");
    assert!(opened.text.contains(&scene.sheet()));

    let saved = office.submit(&scene.sheet(), "assessment", &ANSWERS[..2]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let resumed = office.get(&scene.sheet()).await;
    assert_says(&resumed, "2 of 2 answered");
    assert!(resumed.text.contains("The person on call &amp; the nurse."), "{}", resumed.text);
    assert!(!resumed.text.contains(" checked"), "nothing is preset");

    let answered = [&ANSWERS[..4], &[("review", "true")]].concat();
    let review = office.submit(&scene.sheet(), "assessment", &answered).await.location().to_owned();
    let refused = office.submit(&review, "review", &[("finish", "true"), ("note", "Seen twice.")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&refused, "Answer scenario 1");
    assert_says(&refused, "Choose a level");
    assert!(refused.text.contains("Seen twice."));

    office.submit(&scene.sheet(), "assessment", &ANSWERS).await;
    let done = office.submit(&review, "review", &[("finish", "true"), ("overall_level", "competent")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done));
    let kept = office.get(done.location()).await;
    assert_says(&kept, "After two hours.");
    assert_says(&kept, "Competent");

    assert_says(&ann.get("/carer").await, "1 new rating waits for you");
    assert_says(&ann.get("/carer/progress").await, "0 of 1 tasks held at Competent or above");
    let waiting = ann.get("/carer/acknowledgments").await;
    assert_says(&waiting, "I have read this statement and agree with it");
    let form = format!("acknowledge-{}", id_after(&waiting, "name=\"ratings[0]\" value=\""));
    let unticked = ann.submit("/carer/acknowledgments", &form, &[]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&unticked, "Tick the box to say that you have read the statement");

    let acknowledged = ann.submit("/carer/acknowledgments", &form, &[("read", "true")]).await;
    assert_eq!(acknowledged.status, StatusCode::SEE_OTHER, "{}", words(&acknowledged));
    let after = ann.get("/carer/acknowledgments").await;
    assert_says(&after, "Acknowledged. The new rating counts from now");
    assert_says(&after, "All up to date");
    assert_says(&ann.get("/carer/progress").await, "1 of 1 tasks held at Competent or above");
    assert_says(&office.get(&format!("{overview}?tab=ratings")).await, "In force");
}
