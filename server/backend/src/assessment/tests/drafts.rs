//! Drafts: resumed, taken over, and never overwritten unseen; and what becomes of a submit that is refused or repeated.

use domain::assessment::LeftBehind;
use domain::problems::Problem;

use super::*;
use crate::template as templates;

/// The same answers with another one to the first question.
fn with_first(form: &AnswersDraft, answer: &str) -> AnswersDraft {
    let mut form = form.clone();
    form.knowledge.insert("1".into(), answer.into());
    form
}

fn first(sheet: &Sheet) -> &str {
    sheet.answers.knowledge.get("1").map_or("", String::as_str)
}

#[tokio::test]
async fn s047_a_half_done_draft_is_resumed_and_a_second_admin_is_told_and_takes_over() {
    let scene = ready().await;
    let half = AnswersDraft { overall_level: String::new(), ..scene.answers().await };
    scene.save(scene.office, &half, false).await.expect("saved");

    let resumed = scene.sheet(scene.office).await;
    assert_eq!((&resumed.answers.knowledge, resumed.is_anothers), (&half.knowledge, false));
    let second = scene.sheet(scene.sam).await;
    assert!(second.is_anothers && second.draft.is_some_and(|draft| draft.editor_name == "Office"));
    let refused = scene.save(scene.sam, &half, false).await;
    let told = Refused::OtherEditor { name: "Office".into(), saved_at: scene.service.now() };
    assert!(matches!(&refused, Err(Error::Assessment(by)) if *by == told), "{refused:?}");

    scene.save(scene.sam, &half, true).await.expect("taken over");
    let refused = scene.save(scene.office, &half, false).await;
    assert!(matches!(refused, Err(Error::Assessment(Refused::OtherEditor { .. }))), "{refused:?}");
    let on = scene.editing(scene.office).await;
    let refused = scene.review(scene.office, &on, &scene.answers().await).await;
    assert!(matches!(refused, Err(Error::Assessment(Refused::OtherEditor { .. }))), "{refused:?}");
    scene.save(scene.sam, &with_first(&half, "After one hour."), false).await.expect("saved again");
    assert_eq!(scene.count("draft_saved").await, 2, "the first save and the new editor's");
}

#[tokio::test]
async fn r_gen_7_answers_that_were_not_seen_are_not_overwritten() {
    let scene = ready().await;
    let form = scene.answers().await;
    let (one, two) = (scene.editing(scene.office).await, scene.editing(scene.office).await);
    assert_eq!(scene.save_on(scene.office, &one, &form).await.expect("saved"), 1);

    let other = with_first(&form, "After one hour.");
    let refused = scene.save_on(scene.office, &two, &other).await;
    let late = Editing { take_over: true, ..two.clone() };
    let taking = scene.save_on(scene.sam, &late, &other).await;

    assert!(matches!((&refused, &taking), (Err(Error::Stale), Err(Error::Stale))), "{refused:?} {taking:?}");
    assert_eq!(first(&scene.sheet(scene.office).await), "After two hours.");
    let seen = scene.editing(scene.office).await;
    assert_eq!(scene.save_on(scene.office, &seen, &other).await.expect("seen"), 2);
    let review = scene.review(scene.office, &one, &form).await;
    assert!(matches!(review, Err(Error::Stale)), "{review:?}");
}

#[tokio::test]
async fn r_asm_1_an_older_save_that_arrives_late_changes_nothing_and_a_repeated_one_is_no_change() {
    let scene = ready().await;
    let (on, form) = (scene.editing(scene.office).await, scene.answers().await);
    scene.save_on(scene.office, &on, &form).await.expect("saved");
    let newer = Editing { draft_version: "1".into(), ..on.clone() };
    let later = with_first(&form, "After one hour.");
    scene.save_on(scene.office, &newer, &later).await.expect("saved");

    let late = scene.save_on(scene.office, &newer, &with_first(&form, "After")).await;
    let repeated = scene.save_on(scene.office, &newer, &later).await;

    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    assert_eq!(repeated.expect("the same words"), 2);
    assert_eq!(first(&scene.sheet(scene.office).await), "After one hour.");
}

#[tokio::test]
async fn r_tpl_3_what_was_typed_before_an_edit_stays_with_its_own_question() {
    let scene = ready().await;
    let (cx, form) = (scene.service.as_(scene.office).await, scene.answers().await);
    let mut edited = templates::show(&cx, scene.template).await.expect("a template").draft();
    edited.knowledge.swap(0, 1);
    edited.emergency[0].prompt = "There is a fire. What do you do?".into();
    templates::update(&cx, scene.template, &edited).await.expect("edited");

    let again = sheet(&cx, scene.ann, scene.template, false, Some(form.clone())).await.expect("a sheet");

    let answers: Vec<_> = again.items.iter().map(|item| again.shown().typed(item)).collect();
    assert_eq!(answers, ["The person on call.", "After two hours.", "competent", "not_applicable", ""]);
    assert_ne!(again.shown().template_version, form.template_version);
    let left: Vec<_> = again.left_behind.iter().map(|LeftBehind { typed, .. }| typed.as_str()).collect();
    assert_eq!(left, ["Ring 111."], "shown once more, not dropped in silence");
}

#[tokio::test]
async fn r_asm_3_anothers_reference_is_never_taken_for_ones_own() {
    let scene = ready().await;
    scene.service.set_reference(scene.sam, "NMC 22").await;
    let form = AnswersDraft { professional_reference: "NMC 11".into(), ..scene.answers().await };
    scene.save(scene.office, &form, false).await.expect("saved");
    let cx = scene.service.as_(scene.office).await;
    draft::save(&cx, &scene.editing(scene.office).await, Filled::Review(&reviewed(&form)))
        .await
        .expect("saved");
    assert_eq!(scene.sheet(scene.office).await.reference(), "NMC 11");
    assert_eq!(scene.sheet(scene.sam).await.reference(), "NMC 22");

    scene.save(scene.sam, &form, true).await.expect("taken over");

    let taken = scene.sheet(scene.sam).await;
    assert_eq!((taken.is_anothers, taken.reference().as_str()), (false, "NMC 22"));
    let on = scene.editing(scene.sam).await;
    let id = scene.review(scene.sam, &on, &form).await.expect("submitted");
    let kept = finished(&scene.service.as_(scene.sam).await, id).await.expect("kept");
    assert_eq!(kept.professional_reference.as_deref(), Some("NMC 11"), "what the review said");
    assert_eq!(kept.amendment().answers.professional_reference, "NMC 22", "of whoever amends");
}

#[tokio::test]
async fn s038_an_unrated_skill_or_not_applicable_where_it_is_forbidden_is_refused() {
    let scene = ready().await;
    let mut form = scene.answers().await;
    form.practical.insert("1".into(), "not_applicable".into());
    let Err(Error::Invalid(problems)) = scene.save(scene.office, &form, false).await else {
        panic!("it was kept")
    };
    assert_eq!(problems.of("practical[1]"), Some(Problem::NotAllowed));
    form.practical.clear();
    form.overall_level = String::new();

    let Err(Error::Invalid(problems)) = scene.submit(&form).await else { panic!("it was taken") };

    let missing = ["practical[1]", "practical[2]", "overall_level"].map(|name| (name, Problem::Missing));
    assert_eq!(problems.iter().collect::<Vec<_>>(), missing);
    assert_eq!((scene.count("assessment_submitted").await, scene.count("rating_pending").await), (0, 0));
    assert_eq!(scene.ready_rows().await, [true]);
    assert_eq!(first(&scene.sheet(scene.office).await), "After two hours.", "the draft stays");
}

#[tokio::test]
async fn r_asm_1_who_takes_over_keeps_the_draft_although_the_submit_is_refused() {
    let scene = ready().await;
    let form = AnswersDraft { practical: [].into(), ..scene.answers().await };
    scene.save(scene.office, &form, false).await.expect("saved");
    let page = scene.editing(scene.office).await;
    let on = Editing { take_over: true, ..scene.editing(scene.sam).await };

    let refused = scene.review(scene.sam, &on, &form).await;

    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    assert!(!scene.sheet(scene.sam).await.is_anothers);
    let refused = scene.save_on(scene.office, &page, &form).await;
    assert!(matches!(refused, Err(Error::Assessment(Refused::OtherEditor { .. }))), "{refused:?}");
    let skills = scene.answers().await.practical;
    let form = AnswersDraft { practical: skills, ..form };
    scene.save_on(scene.sam, &on, &form).await.expect("the page of the one who took over goes on");
}

#[tokio::test]
async fn r_gen_10_a_repeated_submit_that_takes_over_gives_the_first_result() {
    let scene = ready().await;
    let form = scene.answers().await;
    scene.save(scene.office, &form, false).await.expect("saved");
    let cx = scene.service.as_(scene.sam).await;
    let on = Editing { take_over: true, ..scene.editing(scene.sam).await };
    let (submission, review) = (SubmissionId(unique()), reviewed(&form));

    let sent = submit(&cx, &on, &review, submission).await.expect("submitted");
    let again = submit(&cx, &on, &review, submission).await.expect("the same");

    assert_eq!((sent, scene.count("assessment_submitted").await), (again, 1));
}

#[tokio::test]
async fn r_asm_1_of_two_assessors_at_once_one_submits_and_the_other_is_told() {
    let scene = ready().await;
    let form = scene.answers().await;
    scene.save(scene.office, &form, false).await.expect("saved");
    let on = Editing { take_over: true, ..scene.editing(scene.sam).await };

    let (a, b) = tokio::join!(scene.review(scene.office, &on, &form), scene.review(scene.sam, &on, &form));

    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    let refused = a.err().or(b.err());
    assert!(matches!(refused, Some(Error::Assessment(Refused::Pending))), "{refused:?}");
    assert_eq!((scene.count("assessment_submitted").await, scene.count("rating_pending").await), (1, 3));
}

#[tokio::test]
async fn s105_r_gen_10_a_double_posted_submit_is_one_assessment_for_both() {
    let scene = ready().await;
    let form = scene.answers().await;
    scene.save(scene.office, &form, false).await.expect("saved");
    let (one, two) = (scene.service.as_(scene.office).await, scene.service.as_(scene.office).await);
    let (on, review) = (scene.editing(scene.office).await, reviewed(&form));
    let id = SubmissionId(unique());

    let (a, b) = tokio::join!(submit(&one, &on, &review, id), submit(&two, &on, &review, id));

    assert_eq!(a.expect("submitted"), b.expect("the same"));
    assert_eq!(
        (scene.count("assessment_submitted").await, scene.mails("rating_to_acknowledge").await),
        (1, 1)
    );
}

#[tokio::test]
async fn r_aud_5_each_opening_of_a_sheet_and_of_what_was_found_is_recorded() {
    let scene = ready().await;
    let cx = scene.service.as_(scene.office).await;
    let see = async |opening| {
        open_sheet(&cx, scene.ann, scene.template, false, None, opening).await.expect("a sheet");
    };
    see(Opening::Opened).await;
    see(Opening::ReadAgain).await;
    see(Opening::Opened).await;
    let id = scene.submit(&scene.answers().await).await.expect("submitted");
    open(&cx, id, Opening::Opened).await.expect("kept");

    let entries = scene.service.entries().await.into_iter();
    let pages: Vec<_> =
        entries.filter(|entry| entry.0 == "carer_record_viewed").map(|entry| entry.2).collect();
    let [sheet, found] = [r#"{"page":"assessment_sheet"}"#, r#"{"page":"assessment"}"#];
    assert_eq!(pages, [sheet, sheet, found]);
}
