//! Templates, assessments, ratings and acknowledgments as admins keep them, in a browser without scripts.

use axum::http::StatusCode;
use domain::competency::Level;
use domain::id::{AccountId, TaskId, TemplateId};

use crate::site::{Page, Site, assert_says, words};

struct Scene {
    site: Site,
    office: AccountId,
    ann: AccountId,
    medicines: TaskId,
    template: TemplateId,
}

/// Ann has completed the one task of her package, which a template covers.
async fn scene() -> Scene {
    let site = Site::new().await;
    let service = &site.service;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    service.statement().await;
    let (meadow, medicines) =
        (service.package("Larkfield Meadow").await, service.task("Medicines", 50).await);
    service.assign_task(medicines, meadow).await;
    service.assign_carer(ann, meadow).await;
    service.done(ann, medicines, 50).await;
    let template = service.template("Medicines: core", &[medicines]).await;
    Scene { site, office, ann, medicines, template }
}

/// What follows a mark in a page, such as the id in the name of a form.
fn id_after(page: &Page, mark: &str) -> String {
    let start = page.text.find(mark).unwrap_or_else(|| panic!("{mark}: {}", words(page))) + mark.len();
    page.text[start..start + 36].to_owned()
}

#[tokio::test]
async fn s036_a_finished_assessment_keeps_its_words_when_the_question_is_edited() {
    let scene = scene().await;
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
async fn s034_a_deleted_template_is_restored_unless_another_has_its_task_which_is_then_named() {
    let scene = scene().await;
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
    let scene = scene().await;
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

#[tokio::test]
async fn r_asm_5_an_amendment_keeps_what_was_typed_when_refused_and_stands_beside_the_first() {
    let scene = scene().await;
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

#[tokio::test]
async fn s151_a_carer_whose_result_was_superseded_is_told_that_a_newer_one_waits() {
    let scene = scene().await;
    let service = &scene.site.service;
    service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    let page = ann.get("/carer/acknowledgments").await;
    let old = id_after(&page, "id=\"acknowledge-");
    let mut fields = vec![
        ("_op".to_owned(), "/api/competency/acknowledge".to_owned()),
        ("_form".to_owned(), format!("acknowledge-{old}")),
        ("_token".to_owned(), token(&page)),
    ];
    fields.push(("submission".to_owned(), "00000000-0000-4000-8000-000000000151".to_owned()));
    fields.extend([("ratings[0]", old.as_str()), ("statement", "1"), ("read", "true")].map(own));
    service.pass_minutes(1);
    let mut office = scene.site.signed_in(scene.office).await;
    let ratings = format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines);
    let rate = [("level", "expert"), ("reason", "Seen to teach it well")];
    office.submit(&ratings, "rate", &rate).await;

    let refused = ann.post("/carer/acknowledgments", &fields).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "This result no longer waits");
    assert_says(&refused, "Expert");
    assert!(!refused.text.contains(&format!("acknowledge-{old}")), "the newer one is shown");
    assert_says(&ann.get("/carer/progress").await, "0 of 1 tasks held at Competent or above");
}

fn own((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn token(page: &Page) -> String {
    let start = page.text.find("name=\"_token\" value=\"").expect("a token") + 21;
    page.text[start..].split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn r_rat_4_the_page_of_ratings_says_what_each_level_does_before_it_is_given() {
    let scene = scene().await;
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
async fn r_ack_3_what_waits_is_counted_searched_and_reminded_of_once() {
    let scene = scene().await;
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
    let mut fields = vec![
        ("_op".to_owned(), "/api/competency/remind".to_owned()),
        ("_form".to_owned(), format!("remind-{rating}")),
        ("_token".to_owned(), token(&page)),
    ];
    fields.extend([("submission", "00000000-0000-4000-8000-000000000009"), ("rating", &rating)].map(own));

    let (first, second) = (office.post(here, &fields).await, office.post(here, &fields).await);

    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let after = office.get(here).await;
    assert_says(&after, "Reminder sent");
    assert_says(&after, "1 pending 1 reminded 1 over 48 hours");
    let reminders = service.mails().await.into_iter().filter(|(_, mail)| mail.name() == "rating_reminder");
    assert_eq!(reminders.count(), 1);
}

#[tokio::test]
async fn s120_a_concern_is_raised_answered_and_read_without_scripts() {
    let scene = scene().await;
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
