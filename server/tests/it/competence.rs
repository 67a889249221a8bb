//! The competence loop as people walk it, in a browser without scripts: log, assess, acknowledge.

use axum::body::Body;
use axum::http::{Request, StatusCode};
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

/// Ann is at 47 of 50 in the one task of her package, which a template covers.
async fn scene() -> Scene {
    let site = Site::new().await;
    let service = &site.service;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    service.statement().await;
    let (meadow, medicines) =
        (service.package("Larkfield Meadow").await, service.task("Medicines", 50).await);
    service.assign_task(medicines, meadow).await;
    service.assign_carer(ann, meadow).await;
    service.done(ann, medicines, 47).await;
    let template = service.template("Medicines: core", &[medicines]).await;
    Scene { site, office, ann, medicines, template }
}

impl Scene {
    fn log_form(&self) -> String {
        format!("log-{}", self.medicines)
    }

    fn sheet(&self) -> String {
        format!("/admin/progress/assess/{}/{}", self.ann, self.template)
    }
}

const ANSWERS: [(&str, &str); 5] = [
    ("knowledge[1]", "After two hours."),
    ("knowledge[2]", "The person on call & the nurse."),
    ("practical[1]", "competent"),
    ("practical[2]", "not_applicable"),
    ("emergency[1]", "Ring for help."),
];

#[tokio::test]
async fn s028_a_carer_logs_three_at_47_of_50_without_scripts() {
    let scene = scene().await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    let tasks = ann.get("/carer/tasks").await;
    assert_says(&tasks, "47 of 50, 94.0 %");
    assert_says(&tasks, "Done today?");
    assert_says(&tasks, "Adding 1 makes 48 of 50 (96.0 %)");
    assert_says(&tasks, "You cannot undo a log. If a count is wrong, ask an admin.");
    assert!(!tasks.text.contains("value=\"yes\" checked"), "nothing is answered for the carer");

    let sent = ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;

    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/carer/tasks"), "{}", sent.text);
    let after = ann.get("/carer/tasks").await;
    assert_says(&after, "Logged: now 50 of 50 (100.0 %). Medicines is complete");
    assert_says(&after, "All complete 100.0 %");
    assert!(after.text.contains("app-banner--praise") && !after.text.contains('★'), "it is celebrated");
    assert!(!ann.get("/carer/tasks").await.text.contains("app-banner--praise"), "once");
    assert!(!after.text.contains(&scene.log_form()));
    let mut office = scene.site.signed_in(scene.office).await;
    assert_says(&office.get(&format!("/admin/progress/{}", scene.ann)).await, "50 of 50, 100.0 %");
}

#[tokio::test]
async fn r_aud_5_a_page_of_a_carer_is_an_opening_and_its_own_reading_again_is_none() {
    let scene = scene().await;
    let mut office = scene.site.signed_in(scene.office).await;
    let page = format!("/admin/progress/{}", scene.ann);
    let cookie = office.cookie.clone();
    let again = |method: &str, live: bool| {
        let mut request = Request::builder().method(method).uri(&page).header("cookie", &cookie);
        if live {
            request = request.header("x-caretrack-live", "1");
        }
        request.body(Body::empty()).expect("a request")
    };
    let opened = || async {
        let entries = scene.site.service.entries().await.into_iter();
        entries.filter(|entry| entry.0 == "carer_record_viewed").count()
    };

    assert_eq!(office.get(&page).await.status, StatusCode::OK);
    assert_eq!(opened().await, 1);
    scene.site.service.pass_minutes(29);
    for (method, live) in [("GET", true), ("HEAD", false), ("GET", true)] {
        assert_eq!(scene.site.send(again(method, live)).await.status, StatusCode::OK, "{method}");
    }
    assert_eq!(opened().await, 1);
    office.get(&page).await;
    assert_eq!(opened().await, 2);
}

#[tokio::test]
async fn s029_a_refused_log_says_what_is_left_and_keeps_what_was_typed() {
    let scene = scene().await;
    let washing = scene.site.service.task("Washing", 500).await;
    let meadow = scene.site.service.package("Orchard House").await;
    scene.site.service.assign_task(washing, meadow).await;
    scene.site.service.assign_carer(scene.ann, meadow).await;
    let form = format!("log-{washing}");
    let mut ann = scene.site.signed_in(scene.ann).await;
    ann.submit("/carer/tasks", &form, &[("count", "60")]).await;

    let refused = ann.submit("/carer/tasks", &form, &[("count", "50"), ("note", "Twice <early>")]).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&refused, "You can add 40 more for this day. You entered 50");
    let is_open = |tag: &str| tag.contains("govuk-details") && tag.contains(" open");
    let mut folds = refused.text.split("<details").filter_map(|rest| rest.split('>').next());
    assert!(folds.any(is_open), "the note comes back open");
    assert!(refused.text.contains("value=\"yes\" checked"), "and so does the form");
    assert!(refused.text.contains("value=\"50\"") && refused.text.contains("Twice &lt;early&gt;"));
    for count in ["0", "-1", "101", "1.5", ""] {
        let refused = ann.submit("/carer/tasks", &form, &[("count", count)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{count}");
        assert_says(&refused, "Enter a whole number from 1 to 100");
    }
}

#[tokio::test]
async fn s040_from_the_last_log_to_a_rating_in_force_without_scripts() {
    let scene = scene().await;
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
    let form = format!("acknowledge-{}", rating(&waiting));
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

/// The first rating that a page lists.
fn rating(page: &Page) -> String {
    let mark = "name=\"ratings[0]\" value=\"";
    let start = page.text.find(mark).expect("a rating") + mark.len();
    page.text[start..start + 36].to_owned()
}

#[tokio::test]
async fn r_tpl_4_no_page_of_a_carer_holds_a_model_answer() {
    let scene = scene().await;
    scene.site.service.done(scene.ann, scene.site.service.task("Other", 5).await, 5).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    for path in ["/carer", "/carer/tasks", "/carer/progress", "/carer/acknowledgments", "/carer/more"] {
        let page = ann.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for secret in ["More than two hours", "Ring 111 and stay", "@"] {
            assert!(!page.text.contains(secret), "{path} holds {secret}");
        }
    }
    assert_eq!(ann.get(&scene.sheet()).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn s001_the_start_page_has_eleven_cards_in_their_order() {
    let scene = scene().await;
    let mut office = scene.site.signed_in(scene.office).await;
    let page = office.get("/admin").await;
    let titles: Vec<_> = page
        .text
        .split("class=\"app-start-card__title\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    let expected = [
        "Users",
        "Care packages",
        "Tasks",
        "Assignments",
        "Assessment templates",
        "Progress",
        "Carer records",
        "Shift sender",
        "Rota",
        "Recycle bin",
        "Audit",
    ];
    assert_eq!(titles[..11], expected);
}

#[tokio::test]
async fn s046_an_admin_corrects_a_count_and_rates_by_hand_without_scripts() {
    let scene = scene().await;
    let mut office = scene.site.signed_in(scene.office).await;
    let path = format!("/admin/progress/{}/tasks/{}", scene.ann, scene.medicines);
    let refused = office.submit(&path, "adjust", &[("count", "12"), ("reason", "short")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_says(&refused, "Give a reason of 10 characters or more");
    let set = office.submit(&path, "adjust", &[("count", "12"), ("reason", "Counted on paper before")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", words(&set));
    assert_says(&office.get(set.location()).await, "12 of 50");
    let question = format!("{path}/reset");
    assert!(office.get(&path).await.text.contains(&question));
    let asked = office.get(&question).await;
    assert_says(&asked, "Reset Medicines of Ann Brown?");
    assert_says(&asked, "Ann Brown goes from 12 to 0 in Medicines, in every care package. The rating stays.");
    scene.site.service.log(scene.ann, scene.medicines, "1").await.expect("allowed");
    let old = [("version", "2"), ("reason", "Equipment was changed")];
    let stale = office.submit(&question, "reset", &old).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_says(&stale, "As it is now: 13 of 50 (26.0 %)");
    assert!(stale.text.contains("Equipment was changed"), "the reason is kept");
    let reset = office.submit(&question, "reset", &[("reason", "Equipment was changed")]).await;
    assert_says(&office.get(reset.location()).await, "0 of 50, 0.0 %");

    let ratings = format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines);
    let rated = office
        .submit(&ratings, "rate", &[("level", "competent"), ("reason", "Ten years in a hospice")])
        .await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", words(&rated));
    assert_says(&office.get(rated.location()).await, "Competent waits for acknowledgment");
    let waiting = office.get("/admin/progress/acknowledgments").await;
    assert_says(&waiting, "Ann Brown");
    let mark = "id=\"remind-";
    let start = waiting.text.find(mark).expect("a form") + mark.len();
    let rating = waiting.text[start..start + 36].to_owned();
    let form = format!("withdraw-{rating}");
    let details = format!("/admin/progress/acknowledgments/{rating}");
    let withdrawn = office.submit(&details, &form, &[("reason", "Given to the wrong person")]).await;
    assert_says(&office.get(&details).await, "This rating waits no longer");
    assert_says(&office.get(withdrawn.location()).await, "Nothing waits");
}

#[tokio::test]
async fn screens_17_today_and_progress_show_figures_activities_and_milestones() {
    let scene = scene().await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;

    let today = ann.get("/carer").await;
    assert_says(&today, "0 competences held");
    assert_says(&today, "0 shifts this week");
    assert_says(&today, "You have a new rating: Medicines: core. Read it and acknowledge it");
    assert_says(&today, "Waits for you");
    let said = words(&today);
    let at = |text: &str| said.find(text).expect("on the page");
    assert!(at("Read new ratings") < at("competences held"));
    scene.site.service.acknowledge(scene.ann).await;
    assert_says(&ann.get("/carer").await, "1 competence held");
    assert_says(&ann.get("/carer/progress").await, "First task at Competent or above");

    let mut office = scene.site.signed_in(scene.office).await;
    let start = office.get("/admin").await;
    assert_says(&start, "Latest activities");
    assert_says(&start, "Rating acknowledged, Ann Brown");
    assert_says(&start, "0 confirmed shifts");
    let picker = office.get("/admin/progress?q=brown&ready=true").await;
    assert_says(&picker, "No carer matches");
    assert_says(&office.get("/admin/progress?q=brown").await, "1 carer");
}

#[tokio::test]
async fn screens_10_the_page_of_a_carer_has_a_tab_for_each_package() {
    let scene = scene().await;
    let mut office = scene.site.signed_in(scene.office).await;
    let here = format!("/admin/progress/{}", scene.ann);
    let all = office.get(&here).await;
    let tab = format!("{here}?tab=");
    let start = all.text.find(&tab).expect("a tab of a package") + tab.len();
    let package = &all.text[start..start + 36];

    let one = office.get(&format!("{tab}{package}")).await;
    let none = office.get(&format!("{tab}00000000-0000-7000-8000-00000000000a")).await;

    assert_says(&one, "of the tasks at Competent or above: 0 of");
    assert!(one.text.contains(&format!("/admin/progress/ratings/{}?task={}", scene.ann, scene.medicines)));
    scene.site.service.pass_minutes(1);
    scene.site.service.log(scene.ann, scene.medicines, "3").await.expect("allowed");
    let counts = office.get(&format!("{tab}counts")).await;
    assert_says(&counts, "Logged +3 47 → 50");
    assert_says(&counts, "Larkfield Meadow Ann Brown");
    assert_eq!((one.status, none.status), (StatusCode::OK, StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn r_rat_5_not_assessed_is_confirmed_on_a_page_that_names_what_goes() {
    let scene = scene().await;
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
    let scene = scene().await;
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

#[tokio::test]
async fn r_ack_1_a_tick_under_another_statement_is_dropped() {
    let scene = scene().await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    let form = format!("acknowledge-{}", rating(&ann.get("/carer/acknowledgments").await));
    let old = [("read", "true"), ("statement", "7")];
    let refused = ann.submit("/carer/acknowledgments", &form, &old).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_says(&refused, "The statement has changed. Read it again.");
    assert!(!refused.text.contains(" checked"), "the tick is gone");
    assert!(refused.text.contains("name=\"statement\" value=\"1\""));
}

#[tokio::test]
async fn r_ack_4_the_second_of_two_answers_is_shown_to_who_typed_it() {
    let scene = scene().await;
    let sam = scene.site.service.plain_admin("Sam Reed").await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    scene.site.service.acknowledge(scene.ann).await;
    let past = ann.get("/carer/acknowledgments").await;
    assert_says(&past, "You acknowledged this on");
    let about = format!("/carer/acknowledgments?task={}", scene.medicines);
    let page = ann.get(&about).await;
    let mark = "id=\"concern-about-";
    let start = page.text.find(mark).expect("a form") + mark.len();
    let form = format!("concern-about-{}", &page.text[start..start + 36]);
    let raised = ann.submit(&about, &form, &[("body", "I was not shown the pump")]).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", words(&raised));

    let list = "/admin/progress/acknowledgments?view=concerns";
    let (mut office, mut sam) = (scene.site.signed_in(scene.office).await, scene.site.signed_in(sam).await);
    let page = office.get(list).await;
    assert_says(&page, "I was not shown the pump");
    let mark = "id=\"answer-";
    let start = page.text.find(mark).expect("a form") + mark.len();
    let form = format!("answer-{}", &page.text[start..start + 36]);
    let mut fields = sam.form(list, &form, &[]).await;
    fields.push(("answer".into(), "I will show you.".into()));
    office.submit(list, &form, &[("answer", "Training is on Friday.")]).await;
    let late = sam.post(list, &fields).await;

    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_says(&late, "Training is on Friday.");
    assert_says(&late, "I will show you.");
}
