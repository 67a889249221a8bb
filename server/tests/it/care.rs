//! Care packages, tasks and assignments over HTTP, without scripts.

use axum::http::StatusCode;
use domain::access::{Flags, Role};

use crate::site::{self, Site, assert_says};

#[tokio::test]
async fn s019_a_package_is_added_and_a_full_postcode_comes_back_with_what_was_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let new = "/admin/packages/new";

    let full = [("name", "Larkfield Meadow"), ("postcode_area", "M14 5TP"), ("active", "true")];
    let refused = browser.submit(new, "package", &full).await;
    let typed = [("name", "Larkfield Meadow"), ("postcode_area", "m14"), ("active", "true")];
    let added = browser.submit(new, "package", &typed).await;
    let shown = browser.get(added.location()).await;
    let listed = browser.get("/admin/packages?q=lark").await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Enter only the first part, like M14"), "{}", refused.text);
    assert!(
        refused.text.contains("value=\"M14 5TP\"") && refused.text.contains("value=\"Larkfield Meadow\"")
    );
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    assert!(shown.text.contains("Care package added") && shown.text.contains("M14"), "{}", shown.text);
    assert!(listed.text.contains("1 care package") && listed.text.contains("Larkfield Meadow"));
}

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

#[tokio::test]
async fn s022_a_task_is_added_listed_and_its_name_shown_as_it_is() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    let typed = [("name", "Client's eye drops & creams"), ("target", "50"), ("active", "true")];
    let added = browser.submit("/admin/tasks/new", "task", &typed).await;
    let taken = browser.submit("/admin/tasks/new", "task", &typed).await;
    let shown = browser.get(added.location()).await;
    let listed = browser.get("/admin/tasks?template=without").await;

    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert!(shown.text.contains("Client's eye drops &amp; creams"), "{}", shown.text);
    assert!(listed.text.contains("1 task") && listed.text.contains("creams"));
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("Another task has this name"), "{}", taken.text);
}

#[tokio::test]
async fn r_asg_1_carers_are_added_by_ticks_and_removed_after_a_question() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let package = site.service.package("Larkfield").await;
    let (cid, dee) = (site.service.carer("Cid Dunn").await, site.service.carer("Dee Ely").await);
    let mut browser = site.signed_in(office).await;
    let here = format!("/admin/assignments/{package}?tab=carers");

    let nobody = browser.submit(&here, "add", &[]).await;
    let ticks = [("carers[]", cid.to_string()), ("carers[]", dee.to_string())];
    let ticks: Vec<_> = ticks.iter().map(|(name, id)| (*name, id.as_str())).collect();
    let added = browser.submit(&here, "add", &ticks).await;
    let after = browser.get(added.location()).await;
    let question = format!("/admin/assignments/{package}/carers/{cid}/remove");
    let asked = browser.get(&question).await;
    let removed = browser.submit(&question, "remove", &[]).await;
    let last = browser.get(removed.location()).await;

    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text.contains("Choose at least one carer"), "{}", nobody.text);
    assert_eq!((added.status, added.location()), (StatusCode::SEE_OTHER, here.as_str()), "{}", added.text);
    assert!(after.text.contains("2 added") && after.text.contains("Every active carer is in this package"));
    assert!(asked.text.contains("Remove Cid Dunn from Larkfield?"), "{}", asked.text);
    assert!(last.text.contains("Cid Dunn removed from this package"), "{}", last.text);
    assert!(last.text.contains("Earlier carers: 1 period"));
}

#[tokio::test]
async fn s086_pages_of_another_organisation_are_not_there() {
    let site = Site::new().await;
    let (package, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 20).await);
    let there = site.service.another_organisation("Elsewhere").await;
    let bob = site.service.account(there, "Bob Ash", Role::Admin, Flags::ALL).await;
    let mut browser = site.signed_in(bob).await;

    for path in [
        format!("/admin/packages/{package}"),
        format!("/admin/packages/{package}/edit"),
        format!("/admin/tasks/{task}"),
        format!("/admin/tasks/{task}/edit"),
        format!("/admin/assignments/{package}"),
        format!("/admin/assignments/{package}?tab=tasks"),
        format!("/admin/assignments/{package}/tasks/{task}/remove"),
        "/admin/packages/nonsense".to_owned(),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.text.contains("Larkfield") && !page.text.contains("Washing"), "{path}");
    }
}

#[tokio::test]
async fn ux_40_an_empty_list_says_how_to_begin_and_no_match_says_something_else() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    for (path, none, no_match) in [
        ("/admin/packages", "No care packages yet", "No care package matches"),
        ("/admin/tasks", "No tasks yet", "No task matches"),
    ] {
        let empty = browser.get(path).await;
        let nothing = browser.get(&format!("{path}?q=nowhere")).await;
        assert!(empty.text.contains(none), "{path}");
        assert!(nothing.text.contains(no_match) && nothing.text.contains("Clear filters"), "{path}");
    }
}

#[tokio::test]
async fn s021_a_package_is_deleted_after_its_counts_and_restored_from_the_deleted_ones_without_scripts() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (package, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 20).await);
    site.service.assign_task(task, package).await;
    site.service.assign_carer(site.service.carer("Cid Dunn").await, package).await;
    let mut browser = site.signed_in(ann).await;
    let question = format!("/admin/packages/{package}/delete");

    let asked = browser.get(&question).await;
    let deleted = browser.submit(&question, "delete", &[]).await;
    let bin = browser.get(deleted.location()).await;
    let gone = browser.get(&format!("/admin/packages/{package}")).await;
    let form = format!("restore-{package}");
    let restored = browser.submit("/admin/packages?status=deleted", &form, &[]).await;
    let back = browser.get(restored.location()).await;

    assert!(asked.text.contains("Delete Larkfield?"), "{}", asked.text);
    assert!(asked.text.contains("1 carer: the assignment ends"), "{}", asked.text);
    assert_eq!((deleted.status, gone.status), (StatusCode::SEE_OTHER, StatusCode::NOT_FOUND));
    assert!(bin.text.contains("Larkfield is deleted") && bin.text.contains("Days left"), "{}", bin.text);
    assert_eq!(restored.status, StatusCode::SEE_OTHER, "{}", restored.text);
    assert!(back.text.contains("Larkfield is back, with 1 carer and 1 task"), "{}", back.text);
    assert!(back.text.contains("Cid Dunn") && back.text.contains("No shift is planned here"));
}

#[tokio::test]
async fn r_bin_4_a_restore_that_clashes_says_with_what_on_the_page_it_was_asked_on() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let task = site.service.task("Washing", 20).await;
    let mut browser = site.signed_in(ann).await;
    browser.submit(&format!("/admin/tasks/{task}/delete"), "delete", &[]).await;
    let typed = [("name", "Washing"), ("target", "50"), ("active", "true")];
    browser.submit("/admin/tasks/new", "task", &typed).await;

    let bin = "/admin/tasks?status=deleted";
    let refused = browser.submit(bin, &format!("restore-{task}"), &[]).await;

    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("Another task is called Washing now"), "{}", refused.text);
}

#[tokio::test]
async fn r_tsk_2_a_new_target_and_cadence_show_whom_they_affect_before_they_are_saved() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (task, cid) = (site.service.task("Washing", 50).await, site.service.carer("Cid Dunn").await);
    site.service.done(cid, task, 40).await;
    site.service.rated(cid, task, domain::competency::Level::Competent, None).await;
    let mut browser = site.signed_in(ann).await;
    let edit = format!("/admin/tasks/{task}/edit");
    let typed = [("name", "Washing"), ("target", "40"), ("reassess_months", "12"), ("active", "true")];

    let shown = browser.submit(&edit, "task", &[&typed[..], &[("_redraw", "effect")]].concat()).await;
    let ticked = [("also_current", "true"), ("shown_months", "12")];
    let saved = browser.submit(&edit, "task", &[&typed[..], &ticked].concat()).await;
    let progress = browser.get(&format!("/admin/progress/{cid}")).await;

    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("1 carer would be at 100 %"), "{}", shown.text);
    assert!(
        shown.text.contains("Cid Dunn, Competent: until 2 March 2027, now without end"),
        "{}",
        shown.text
    );
    assert!(shown.text.contains("value=\"40\""), "what was typed stays");
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(progress.status, StatusCode::OK);
}

#[tokio::test]
async fn r_dev_3_many_are_found_and_ticked_at_once_without_scripts_and_each_that_is_not_added_says_why() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let package = site.service.package("Larkfield").await;
    let cid = site.service.carer("Cid Dunn").await;
    site.service.carer("Dee Dunn").await;
    let eve = site.service.carer("Eve Fox").await;
    let mut browser = site.signed_in(office).await;
    let here = format!("/admin/assignments/{package}?tab=carers");
    let (cid, eve) = (cid.to_string(), eve.to_string());

    let found =
        browser.submit(&here, "add", &[("carers[]", &eve), ("find", "dunn"), ("_redraw", "find")]).await;
    let all = browser.submit(&here, "add", &[("find", "dunn"), ("_redraw", "all")]).await;
    site.service.assign_carer(cid.parse().unwrap(), package).await;
    let some = browser.submit(&here, "add", &[("carers[]", &cid), ("carers[]", &eve)]).await;
    let after = browser.get(some.location()).await;

    let ticked = |page: &str, id: &str| {
        let input = page.split("<input").find(|input| input.contains(&format!("value=\"{id}\"")));
        input.is_some_and(|input| input.split('>').next().unwrap_or_default().contains("checked"))
    };
    assert_eq!(found.status, StatusCode::OK);
    assert!(ticked(&found.text, &eve) && !ticked(&found.text, &cid), "{}", found.text);
    assert!(all.text.contains("Dee Dunn") && ticked(&all.text, &cid) && !all.text.contains("Eve Fox"));
    assert_eq!(some.status, StatusCode::SEE_OTHER, "{}", some.text);
    assert_says(&after, "1 added, 1 not added Cid Dunn is already in this package");
    assert!(after.text.contains("app-banner--warning"), "what was not done is no success");
}

#[tokio::test]
async fn the_starter_library_is_previewed_and_taken_without_scripts() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;
    let here = "/admin/tasks/library";

    let preview = browser.get(here).await;
    let nothing = browser.submit(here, "library", &[]).await;
    let taken = browser.submit(here, "library", &[("templates[]", "safe-working")]).await;
    let tasks = browser.get(taken.location()).await;
    let again = browser.get(here).await;

    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("Choose at least one template or task"), "{}", nothing.text);
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert!(tasks.text.contains("1 template and 5 tasks added"), "{}", tasks.text);
    assert_says(&preview, "Knowledge: questions");
    assert_says(&preview, "Model answer:");
    assert_says(&preview, "Emergency: scenarios");
    assert_says(&again, "There already. For every carer: infection prevention");
}

#[tokio::test]
async fn s026_a_task_that_an_admin_adds_stands_on_the_carers_page_of_today_at_once() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let (package, cid) = (site.service.package("Willow").await, site.service.carer("Cid Dunn").await);
    let washing = site.service.task("Washing", 20).await.to_string();
    site.service.assign_carer(cid, package).await;
    let (mut admin, mut carer) = (site.signed_in(office).await, site.signed_in(cid).await);

    let before = carer.get("/carer/tasks").await;
    let here = format!("/admin/assignments/{package}?tab=tasks");
    admin.submit(&here, "add", &[("tasks[]", &washing)]).await;
    let after = carer.get("/carer/tasks").await;

    assert!(!before.text.contains("Washing"), "{}", before.text);
    assert!(after.text.contains("Washing"), "{}", after.text);
}

#[tokio::test]
async fn r_asg_1_a_second_assignment_of_a_pair_is_refused_with_409_and_a_line_for_each() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let package = site.service.package("Larkfield").await;
    let (cid, dee) = (site.service.carer("Cid Dunn").await, site.service.carer("Dee Ely").await);
    let mut browser = site.signed_in(office).await;
    let here = format!("/admin/assignments/{package}?tab=carers");
    let (one, other) = (cid.to_string(), dee.to_string());
    let form = browser.form(&here, "add", &[("carers[]", &one)]).await;
    let both = [("carers[]", one.as_str()), ("carers[]", other.as_str())];
    let list = browser.form(&here, "add", &both).await;
    site.service.assign_carer(cid, package).await;
    site.service.assign_carer(dee, package).await;

    let single = browser.post(&here, &form).await;
    let several = browser.post(&here, &list).await;

    assert_eq!((single.status, several.status), (StatusCode::CONFLICT, StatusCode::CONFLICT));
    assert_says(&single, "This is in the care package already");
    assert_says(&several, "Cid Dunn is already in this package Dee Ely is already in this package");
    assert!(!several.text.contains("app-banner--done"), "{}", several.text);
}

#[tokio::test]
async fn ux_39_the_tick_list_says_how_many_are_chosen_and_what_cannot_be_added_any_more() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let package = site.service.package("Larkfield").await;
    let (cid, dee) = (site.service.carer("Cid Dunn").await, site.service.carer("Dee Ely").await);
    site.service.carer("Eve Fox").await;
    let mut browser = site.signed_in(office).await;
    let here = format!("/admin/assignments/{package}?tab=carers");
    let (cid, dee_id) = (cid.to_string(), dee.to_string());
    let ticks =
        [("carers[]", cid.as_str()), ("carers[]", dee_id.as_str()), ("find", "fox"), ("_redraw", "find")];

    let found = browser.submit(&here, "add", &ticks).await;
    site.service.assign_carer(dee, package).await;
    let later = browser.submit(&here, "add", &ticks).await;

    assert_says(&found, "1 carer not in this package yet");
    assert_says(&found, "Chosen: 2");
    assert_says(&later, "Chosen: 1");
    assert_says(&later, "1 carer chosen before cannot be added now");
}

#[tokio::test]
async fn r_tsk_2_a_form_that_cannot_be_read_says_so_at_its_field_when_the_effect_is_asked_for() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let task = site.service.task("Washing", 50).await;
    let mut browser = site.signed_in(ann).await;
    let typed = [("name", "Washing"), ("target", "many"), ("active", "true"), ("_redraw", "effect")];

    let shown = browser.submit(&format!("/admin/tasks/{task}/edit"), "task", &typed).await;

    assert!(!shown.text.contains("Whom this affects"), "{}", shown.text);
    assert_says(&shown, "There is a problem Enter a whole number");
    assert!(shown.text.contains("value=\"many\""));
}

#[tokio::test]
async fn what_depends_on_a_package_a_task_and_a_template_is_seen_before_they_are_changed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (package, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 20).await);
    site.service.assign_task(task, package).await;
    site.service.assign_carer(site.service.carer("Cid Dunn").await, package).await;
    let template = site.service.template("Personal care", &[task]).await;
    let mut browser = site.signed_in(ann).await;

    let package = browser.get(&format!("/admin/packages/{package}/edit")).await;
    let task = browser.get(&format!("/admin/tasks/{task}/edit")).await;
    let template = browser.get(&format!("/admin/templates/{template}/edit")).await;

    assert_says(&package, "What depends on this care package 1 carer 1 task");
    assert_says(&package, "nobody can take its shifts");
    assert_says(&task, "Larkfield");
    assert_says(&template, "What depends on this template Tasks Washing");
}
