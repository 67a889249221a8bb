//! The sheet of an assessment and its review, in a browser without scripts.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::scene::Scene;
use crate::site::{Browser, Page, assert_says, hidden_fields, words};

impl Scene {
    /// Edits the template: the questions change places, the scenario is another one.
    async fn edit(&self, office: &mut Browser<'_>) {
        let medicines = self.medicines.to_string();
        let form = [
            ("name", "Medicines: core"),
            ("active", "true"),
            ("knowledge[0][prompt]", "Who is told of a missed dose?"),
            ("knowledge[0][model_answer]", "The person on call, at once."),
            ("knowledge[1][prompt]", "When is a dose too late?"),
            ("knowledge[1][model_answer]", "More than two hours after its time."),
            ("practical[0][prompt]", "Washes hands before and after"),
            ("practical[1][prompt]", "Gives medicines with a spoon"),
            ("practical[1][not_applicable]", "true"),
            ("emergency[0][prompt]", "The person is not breathing."),
            ("emergency[0][model_answer]", "Ring 999."),
            ("tasks[]", &medicines),
        ];
        let edited =
            office.submit(&format!("/admin/templates/{}/edit", self.template), "template", &form).await;
        assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", words(&edited));
    }
}

const ANSWERS: [(&str, &str); 5] = [
    ("knowledge[1]", "After two hours."),
    ("knowledge[2]", "The person on call."),
    ("practical[1]", "competent"),
    ("practical[2]", "not_applicable"),
    ("emergency[1]", "Ring 111."),
];

/// What stands in the text area under a question.
fn answer_to(page: &Page, prompt: &str) -> String {
    let from = page.text.find(prompt).unwrap_or_else(|| panic!("{prompt} is not asked: {}", words(page)));
    let area = page.text[from..].split("<textarea").nth(1).expect("a text area");
    let text = &area[area.find('>').expect("its start") + 1..area.find("</textarea>").expect("its end")];
    text.trim().to_owned()
}

#[tokio::test]
async fn r_tpl_3_answers_stay_under_their_own_questions_when_the_template_is_edited_meanwhile() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let mut sam = scene.site.signed_in(scene.sam).await;
    let shown = office.get(&scene.sheet()).await;
    let [first, second] = ["When is a dose too late?", "Who is told of a missed dose?"];
    assert!(shown.text.find(first) < shown.text.find(second), "{}", words(&shown));
    scene.edit(&mut sam).await;
    let long = "x".repeat(4001);
    let mut typed = ANSWERS.to_vec();
    typed[4].1 = "Ring 111.";
    typed[1].1 = &long;

    let refused = office.post(&scene.sheet(), &fields(&shown, &typed)).await;

    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", words(&refused));
    assert_says(&refused, "The template was edited meanwhile");
    assert_eq!(answer_to(&refused, first), "After two hours.");
    assert_eq!(answer_to(&refused, second), long);
    assert_eq!(answer_to(&refused, "The person is not breathing."), "");
    assert_says(&refused, "Answers that have no item now");
    assert_says(&refused, "Ring 111.");

    typed.swap(0, 1);
    (typed[0], typed[1]) = (("knowledge[1]", long.as_str()), ("knowledge[2]", "After two hours."));
    let refused = office.post(&scene.sheet(), &fields(&refused, &typed)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", words(&refused));
    typed[0].1 = "The person on call.";
    let saved = office.post(&scene.sheet(), &fields(&refused, &typed)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));
    let kept = office.get(saved.location()).await;
    assert_eq!(answer_to(&kept, first), "After two hours.");
    assert_eq!(answer_to(&kept, second), "The person on call.");
}

/// The hidden fields of the sheet as a page shows them, and what is typed.
fn fields(page: &Page, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let hidden = hidden_fields(&page.text, "assessment");
    assert!(!hidden.is_empty(), "{}", words(page));
    let typed = typed.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
    hidden.into_iter().chain(typed).collect()
}

#[tokio::test]
async fn s047_a_second_editor_of_a_fresh_sheet_is_told_who_has_it_and_takes_it_over() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let mut sam = scene.site.signed_in(scene.sam).await;
    let fresh = sam.get(&scene.sheet()).await;
    let saved = office.submit(&scene.sheet(), "assessment", &ANSWERS[..1]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", words(&saved));

    let refused = sam.post(&scene.sheet(), &fields(&fresh, &[("knowledge[1]", "After one hour.")])).await;

    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", words(&refused));
    assert_says(&refused, "Office is working on this assessment and saved it on");
    assert_eq!(answer_to(&refused, "When is a dose too late?"), "After one hour.");
    assert_says(&refused, "Saved meanwhile: After two hours.");
    let unticked = sam.post(&scene.sheet(), &fields(&refused, &[("knowledge[1]", "After one hour.")])).await;
    assert_eq!(unticked.status, StatusCode::CONFLICT);
    let taking = [("knowledge[1]", "After one hour."), ("take_over", "true")];
    let taken = sam.post(&scene.sheet(), &fields(&refused, &taking)).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", words(&taken));
    let now = office.get(&scene.sheet()).await;
    assert_says(&now, "Sam Reed is working on this assessment");
    assert_eq!(answer_to(&now, "When is a dose too late?"), "After one hour.");
}

#[tokio::test]
async fn r_gen_7_two_tabs_the_second_shows_both_answers_and_overwrites_none() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let tab = office.get(&scene.sheet()).await;
    office.submit(&scene.sheet(), "assessment", &ANSWERS[..1]).await;

    let refused = office.post(&scene.sheet(), &fields(&tab, &[("knowledge[1]", "After one hour.")])).await;

    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", words(&refused));
    assert_says(&refused, "This draft was saved elsewhere");
    assert_says(&refused, "Saved meanwhile: After two hours.");
    assert_eq!(answer_to(&refused, "When is a dose too late?"), "After one hour.");
    assert_eq!(answer_to(&office.get(&scene.sheet()).await, "When is a dose too late?"), "After two hours.");
    let seen = office.post(&scene.sheet(), &fields(&refused, &[("knowledge[1]", "After one hour.")])).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", words(&seen));
}

#[tokio::test]
async fn ux_15_the_review_names_the_person_and_the_effect_and_a_refused_submit_leads_to_what_is_open() {
    let scene = Scene::at(50).await;
    scene.site.service.set_reference(scene.office, "NMC 11").await;
    let mut office = scene.site.signed_in(scene.office).await;
    let typed = [&ANSWERS[..2], &[("practical[1]", "competent"), ("review", "true")]].concat();
    let saved = office.submit(&scene.sheet(), "assessment", &typed).await;
    assert_eq!(saved.location(), scene.review(), "{}", words(&saved));

    let review = office.get(&scene.review()).await;
    assert_says(&review, "Review and submit");
    assert_says(&review, "Assessor You, Office");
    assert_says(&review, "Ann Brown gets this level in 1 task and is told by e-mail");
    assert_says(&review, "2 items are still open");
    assert!(review.text.contains(&format!("{}#assessment-practical-2-", scene.sheet())), "{}", review.text);
    assert!(review.text.contains("NMC 11"), "the reference of the account");
    let note = [("finish", "true"), ("note", "Seen twice.")];
    let refused = office.submit(&scene.review(), "review", &note).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", words(&refused));
    assert_says(&refused, "Rate skill 2");
    assert_says(&refused, "Choose a level");
    assert!(refused.text.contains("href=\"#review-practical-2-\""), "{}", refused.text);
    assert!(refused.text.contains("id=\"review-practical-2-\""), "{}", refused.text);
    assert!(refused.text.contains("Seen twice."), "what was typed stays");

    office.submit(&scene.sheet(), "assessment", &ANSWERS).await;
    let level = [("finish", "true"), ("overall_level", "competent"), ("professional_reference", "NMC 11")];
    let done = office.submit(&scene.review(), "review", &level).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done));
    let kept = office.get(done.location()).await;
    assert_says(&kept, "Assessment submitted");
    assert_says(&kept, "Professional reference NMC 11");
    let closed = office.get(&scene.review()).await;
    assert_says(&closed, "This group cannot be assessed now");
}

#[tokio::test]
async fn r_asm_1_a_sheet_that_saves_itself_says_so_itself_and_on_no_other_page() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    for (typed, is_told) in [(&ANSWERS[..1], false), (&ANSWERS[..2], true)] {
        let fields = office.form(&scene.sheet(), "assessment", typed).await;
        let saved = if is_told {
            office.post("/api/assessment/save_draft", &fields).await
        } else {
            office.save("/api/assessment/save_draft", &fields).await
        };
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
        assert_eq!(office.get("/admin/packages").await.text.contains("Draft saved"), is_told);
    }
}

#[tokio::test]
async fn r_asm_1_the_review_is_saved_without_being_submitted() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let typed = [("overall_level", "expert"), ("note", "Seen twice.")];

    let saved = office.submit(&scene.review(), "review", &typed).await;

    assert_eq!(saved.location(), scene.review(), "{}", words(&saved));
    let again = office.get(&scene.review()).await;
    assert!(again.text.contains("Seen twice."));
    assert_says(&again, "You last saved this draft");
    assert_says(&office.get(&scene.sheet()).await, "Review Completed");
}

#[tokio::test]
async fn ux_28_sections_are_counted_from_what_was_posted_and_an_empty_one_leads_nowhere() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let long = "x".repeat(4001);
    let typed = [("knowledge[1]", long.as_str()), ("knowledge[2]", "The person on call.")];
    let refused = office.submit(&scene.sheet(), "assessment", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&refused, "2 of 2 answered");
    assert_says(&refused, "Practical 0 of 2 answered");
    assert_says(&refused, "Emergency");
    let hoist = scene.site.service.task("Hoist", 5).await;
    scene.site.service.done(scene.ann, hoist, 5).await;
    let form = [
        ("name", "Moving"),
        ("active", "true"),
        ("practical[0][prompt]", "Uses the hoist"),
        ("tasks[]", &hoist.to_string()),
    ];
    let made = office.submit("/admin/templates/new", "template", &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", words(&made));
    let template = made.location().rsplit('/').next().expect("an id").to_owned();
    let sheet = office.get(&format!("/admin/progress/assess/{}/{template}", scene.ann)).await;
    assert_says(&sheet, "Nothing to answer");
    assert!(!sheet.text.contains("href=\"#knowledge\"") && sheet.text.contains("href=\"#practical\""));
}

#[tokio::test]
async fn ux_36_the_list_of_those_due_is_narrowed_by_state_and_says_why() {
    let scene = Scene::at(50).await;
    let service = &scene.site.service;
    service.set_cadence(scene.medicines, 1).await;
    let (orchard, hoist) = (service.package("Orchard").await, service.task("Hoist", 1).await);
    service.assign_task(hoist, orchard).await;
    service.assign_carer(scene.ann, orchard).await;
    let moving = service.template("Moving", &[hoist]).await;
    service.log(scene.ann, hoist, "1").await.expect("logged");
    let mut office = scene.site.signed_in(scene.office).await;
    let here = "/admin/progress/assess";
    assert_says(&office.get("/admin").await, "1 ready for assessment");
    assert_says(&office.get(&format!("{here}?state=ready")).await, "Ann Brown");
    assert_says(&office.get(&format!("{here}?state=reassess")).await, "Nothing matches");
    service.assess(scene.sam, scene.ann, scene.template, Level::Competent).await;
    service.acknowledge(scene.ann).await;
    let again = office.get(&format!("{here}?state=reassess")).await;
    assert_says(&again, "Medicines: lapses after 2 April 2026");
    assert_eq!(office.get(&format!("{here}?state=other")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&again, "1 assessment");
    service.assess(scene.sam, scene.ann, moving, Level::Competent).await;
    assert_says(&office.get("/admin").await, "0 ready for assessment");
}

#[tokio::test]
async fn a_sheet_that_cannot_be_opened_says_so_and_not_that_something_went_wrong() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    scene.site.service.deactivate(scene.ann).await;

    let refused = office.get(&scene.sheet()).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "Not possible now");
    assert_says(&refused, "one of the two is not active");
    assert!(!words(&refused).contains("Something went wrong"), "{}", words(&refused));
}

#[tokio::test]
async fn r_trg_2_covered_tasks_that_are_not_assigned_are_named_where_the_admin_decides() {
    let scene = Scene::at(50).await;
    let service = &scene.site.service;
    let hoist = service.task("Hoist", 5).await;
    service.done(scene.ann, hoist, 5).await;
    let template = service.template("Moving", &[hoist]).await;
    let mut office = scene.site.signed_in(scene.office).await;

    let overview = office.get(&format!("/admin/progress/{}", scene.ann)).await;
    let sheet = office.get(&format!("/admin/progress/assess/{}/{template}", scene.ann)).await;

    assert_says(&overview, "Not assigned to this carer: Hoist. Assign them, or split the template.");
    assert_says(&sheet, "Hoist (not assigned now)");
    assert!(!words(&overview).contains("Medicines (not assigned"), "{}", words(&overview));
}

#[tokio::test]
async fn r_trg_2_a_covered_task_that_is_not_in_use_is_not_called_unassigned() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let edit = format!("/admin/tasks/{}/edit", scene.medicines);
    let resting = [("name", "Medicines"), ("target", "50")];
    let saved = office.submit(&edit, "task", &resting).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

    let overview = office.get(&format!("/admin/progress/{}", scene.ann)).await;

    assert_says(&overview, "Not in use: Medicines. Take them into use, or out of the template.");
    assert!(!words(&overview).contains("Not assigned"), "{}", words(&overview));
}

#[tokio::test]
async fn r_rat_2_the_review_says_of_a_lower_level_what_is_set() {
    let scene = Scene::at(50).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let review = office.get(&scene.review()).await;
    assert_says(&review, "once Ann Brown has acknowledged it; a lower one counts at once.");

    scene.site.service.set("competence.lowering_immediate", "false").await;

    let review = office.get(&scene.review()).await;
    assert_says(&review, "It counts once Ann Brown has acknowledged it.");
    assert!(!words(&review).contains("counts at once"), "{}", words(&review));
}
