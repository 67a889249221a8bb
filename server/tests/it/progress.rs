//! Counts as carers log them and as admins read and correct them, in a browser without scripts.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::scene::Scene;
use crate::site::{assert_says, id_after, words};

#[tokio::test]
async fn s028_a_carer_logs_three_at_47_of_50_without_scripts() {
    let scene = Scene::at(47).await;
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
async fn s029_a_refused_log_says_what_is_left_and_keeps_what_was_typed() {
    let scene = Scene::at(47).await;
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
async fn s046_an_admin_corrects_a_count_and_rates_by_hand_without_scripts() {
    let scene = Scene::at(47).await;
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
    let rating = id_after(&waiting, "id=\"remind-");
    let form = format!("withdraw-{rating}");
    let details = format!("/admin/progress/acknowledgments/{rating}");
    office.open(&details).await;
    let (action, _, after) = scene.site.service.entries().await.pop().expect("an entry");
    assert_eq!((action.as_str(), after.as_str()), ("carer_record_viewed", r#"{"page":"waiting_rating"}"#));
    let withdrawn = office.submit(&details, &form, &[("reason", "Given to the wrong person")]).await;
    assert_says(&office.get(&details).await, "This rating waits no longer");
    assert_says(&office.get(withdrawn.location()).await, "Nothing waits");
}

#[tokio::test]
async fn r_aud_5_a_page_of_a_carer_is_an_opening_and_its_own_reading_again_is_none() {
    let scene = Scene::at(47).await;
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
async fn r_aud_5_a_part_of_a_record_that_is_read_alone_is_an_opening_and_below_its_page_is_none() {
    let scene = Scene::at(47).await;
    let ann = scene.ann.to_string();
    let seen = async || {
        let entries = scene.site.service.entries().await.into_iter();
        let viewed = entries.filter(|entry| entry.0 == "carer_record_viewed");
        viewed.map(|(_, _, after)| after).collect::<Vec<_>>()
    };
    let parts = [
        ("/api/progress/lines", "carer", "counts"),
        ("/api/competency/history", "carer", "rating_history"),
        ("/api/assessment/done", "whose[carer]", "assessments"),
    ];
    let mut office = scene.site.signed_in(scene.office).await;
    for (operation, name, part) in parts {
        for _ in 0..2 {
            let answer = office.call("/admin", operation, &[(name, &ann)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{operation}: {}", answer.text);
        }
        assert_eq!(seen().await.last(), Some(&format!(r#"{{"page":"{part}"}}"#)));
    }
    assert_eq!(seen().await.len(), parts.len(), "each once");

    let mut other = scene.site.signed_in(scene.sam).await;
    for tab in ["counts", "ratings", "assessments"] {
        let page = format!("/admin/progress/{ann}?tab={tab}");
        let head =
            Request::head(&page).header("cookie", &other.cookie).body(Body::empty()).expect("a request");
        assert_eq!(scene.site.send(head).await.status, StatusCode::OK);
    }
    assert_eq!(seen().await.len(), parts.len(), "only the headers were asked for");
    for tab in ["counts", "ratings", "assessments"] {
        other.open(&format!("/admin/progress/{ann}?tab={tab}")).await;
    }
    assert_eq!(seen().await[parts.len()..], [r#"{"page":"progress"}"#; 3]);
}

#[tokio::test]
async fn screens_10_the_page_of_a_carer_has_a_tab_for_each_package() {
    let scene = Scene::at(47).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let here = format!("/admin/progress/{}", scene.ann);
    let all = office.get(&here).await;
    let tab = format!("{here}?tab=");
    let package = id_after(&all, &tab);

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

    let bare = scene.site.service.package("Rose House").await;
    scene.site.service.assign_carer(scene.ann, bare).await;
    assert_says(&office.get(&format!("{tab}{bare}")).await, "No task belongs to this care package yet.");
}
