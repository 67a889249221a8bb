//! Finished assessments: they keep their words, and are amended beside what they said.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::scene::Scene;
use crate::site::{assert_says, words};

#[tokio::test]
async fn s036_a_finished_assessment_keeps_its_words_when_the_question_is_edited() {
    let scene = Scene::at(50).await;
    let done = scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let form = [
        ("name", "Medicines: core"),
        ("active", "true"),
        ("knowledge[0][prompt]", "What is a late dose?"),
        ("knowledge[0][model_answer]", "Any after its hour."),
        ("tasks[]", &scene.medicines.to_string()),
    ];

    let edited = office.submit(&format!("/admin/templates/{}/edit", scene.template), "template", &form).await;
    let kept = office.get(&format!("/admin/assessments/{done}")).await;
    let template = office.get(&format!("/admin/templates/{}", scene.template)).await;
    let listed = office.get(&format!("/admin/templates/{}?tab=assessments", scene.template)).await;

    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", words(&edited));
    assert_says(&kept, "When is a dose too late?");
    assert_says(&kept, "After two hours.");
    assert_says(&kept, "version 1 of the template");
    assert_says(&template, "What is a late dose?");
    assert_says(&template, "2, with 1 question, 0 skills, 0 scenarios");
    assert_says(&listed, "Ann Brown");
    assert_says(&listed, "Medicines: core, version 1");
}

#[tokio::test]
async fn r_asm_5_an_amendment_keeps_what_was_typed_when_refused_and_stands_beside_the_first() {
    let scene = Scene::at(50).await;
    let done = scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    scene.site.service.pass_minutes(1);
    let mut office = scene.site.signed_in(scene.office).await;
    let amend = format!("/admin/assessments/{done}/amend");
    let answers = [
        ("knowledge[1]", "After one hour & not two."),
        ("knowledge[2]", "The person on call."),
        ("practical[1]", "needs_support"),
        ("practical[2]", "not_applicable"),
        ("emergency[1]", "Ring 111."),
        ("overall_level", "advanced_beginner"),
    ];

    let refused = office.submit(&amend, "amendment", &answers).await;
    let reason = [("reason", "The second answer was mixed up")];
    let amended = office.submit(&amend, "amendment", &[&answers[..], &reason].concat()).await;
    let newer = office.get(amended.location()).await;
    let first = office.get(&format!("/admin/assessments/{done}")).await;
    let again = office.get(&amend).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&refused, "Give a reason of 10 characters or more");
    assert!(refused.text.contains("After one hour &amp; not two."), "{}", refused.text);
    assert_eq!(amended.status, StatusCode::SEE_OTHER, "{}", words(&amended));
    assert_says(&newer, "The second answer was mixed up");
    assert_says(&newer, "After one hour &amp; not two.");
    assert_says(&first, "After two hours.");
    assert_says(&first, "See the newer assessment");
    assert_says(&again, "This assessment was amended already");
}
