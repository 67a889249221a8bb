//! Results that wait for their carer: read, acknowledged, reminded of, spoken against.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::scene::Scene;
use crate::site::{assert_says, fields, id_after, words};

/// Before the id of the first rating that a page lists.
const FIRST: &str = "name=\"ratings[0]\" value=\"";

#[tokio::test]
async fn r_ack_1_a_tick_under_another_statement_is_dropped() {
    let scene = Scene::at(50).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    let form = format!("acknowledge-{}", id_after(&ann.get("/carer/acknowledgments").await, FIRST));
    let old = [("read", "true"), ("statement", "7")];
    let refused = ann.submit("/carer/acknowledgments", &form, &old).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "The statement has changed. Read it again.");
    assert!(!refused.text.contains(" checked"), "the tick is gone");
    assert!(refused.text.contains("name=\"statement\" value=\"1\""));
}

#[tokio::test]
async fn s151_a_carer_whose_result_was_superseded_is_told_that_a_newer_one_waits() {
    let scene = Scene::at(50).await;
    let service = &scene.site.service;
    service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    let page = ann.get("/carer/acknowledgments").await;
    let old = id_after(&page, "id=\"acknowledge-");
    let form = fields(&page, &format!("acknowledge-{old}"), &[("read", "true")]);
    service.pass_minutes(1);
    let mut office = scene.site.signed_in(scene.office).await;
    let ratings = format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines);
    let rate = [("level", "expert"), ("reason", "Seen to teach it well")];
    office.submit(&ratings, "rate", &rate).await;

    let refused = ann.post("/carer/acknowledgments", &form).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "This result no longer waits");
    assert_says(&refused, "Expert");
    assert!(!refused.text.contains(&format!("acknowledge-{old}")), "the newer one is shown");
    assert_says(&ann.get("/carer/progress").await, "0 of 1 tasks held at Competent or above");
}

#[tokio::test]
async fn r_ack_3_what_waits_is_counted_searched_and_reminded_of_once() {
    let scene = Scene::at(50).await;
    let service = &scene.site.service;
    service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    service.pass_minutes(49 * 60);
    let mut office = scene.site.signed_in(scene.office).await;
    let here = "/admin/progress/acknowledgments";
    let page = office.get(here).await;
    assert_says(&page, "1 pending 0 reminded 1 over 48 hours");
    assert_says(&page, "Medicines");
    assert_says(&office.get(&format!("{here}?q=nobody")).await, "Nothing matches");
    let rating = id_after(&page, "id=\"remind-");
    let form = fields(&page, &format!("remind-{rating}"), &[]);

    let (first, second) = (office.post(here, &form).await, office.post(here, &form).await);

    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let after = office.get(here).await;
    assert_says(&after, "Reminder sent");
    assert_says(&after, "1 pending 1 reminded 1 over 48 hours");
    let reminders = service.mails().await.into_iter().filter(|(_, mail)| mail.name() == "rating_reminder");
    assert_eq!(reminders.count(), 1);
}

#[tokio::test]
async fn s120_a_concern_is_raised_answered_and_read_without_scripts() {
    let scene = Scene::at(50).await;
    let service = &scene.site.service;
    service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let page = ann.get("/carer/acknowledgments").await;
    let form = format!("concern-{}", id_after(&page, "id=\"concern-"));

    let empty = ann.submit("/carer/acknowledgments", &form, &[("body", "")]).await;
    let raised = ann.submit("/carer/acknowledgments", &form, &[("body", "I never saw the pump.")]).await;
    let here = "/admin/progress/acknowledgments";
    let answer = format!("answer-{}", id_after(&office.get(here).await, "id=\"answer-"));
    let answered = office.submit(here, &answer, &[("answer", "Training is on Friday.")]).await;

    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", words(&raised));
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", words(&answered));
    assert_says(&ann.get("/carer/acknowledgments").await, "Training is on Friday.");
}

#[tokio::test]
async fn r_ack_4_the_second_of_two_answers_is_shown_to_who_typed_it() {
    let scene = Scene::at(50).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    scene.site.service.acknowledge(scene.ann).await;
    let past = ann.get("/carer/acknowledgments").await;
    assert_says(&past, "You acknowledged this on");
    let about = format!("/carer/acknowledgments?task={}", scene.medicines);
    let page = ann.get(&about).await;
    let form = format!("concern-about-{}", id_after(&page, "id=\"concern-about-"));
    let raised = ann.submit(&about, &form, &[("body", "I was not shown the pump")]).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", words(&raised));

    let list = "/admin/progress/acknowledgments?view=concerns";
    let (mut office, mut sam) =
        (scene.site.signed_in(scene.office).await, scene.site.signed_in(scene.sam).await);
    let page = office.get(list).await;
    assert_says(&page, "I was not shown the pump");
    let form = format!("answer-{}", id_after(&page, "id=\"answer-"));
    let second = sam.form(list, &form, &[("answer", "I will show you.")]).await;
    office.submit(list, &form, &[("answer", "Training is on Friday.")]).await;
    let late = sam.post(list, &second).await;

    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_says(&late, "Training is on Friday.");
    assert_says(&late, "I will show you.");
}

#[tokio::test]
async fn screens_17_what_was_acknowledged_keeps_who_gave_it_and_why() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let ratings = format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines);
    let rate = [("level", "expert"), ("reason", "Seen to teach it well")];
    office.submit(&ratings, "rate", &rate).await;
    scene.site.service.acknowledge(scene.ann).await;

    let past = scene.site.signed_in(scene.ann).await.get("/carer/acknowledgments").await;

    assert_says(&past, "You acknowledged this on");
    assert_says(&past, "Given by Office , 2 March 2026 at 9am . Seen to teach it well");
}
