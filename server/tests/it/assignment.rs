//! Carers and tasks of a care package over HTTP, without scripts.

use axum::http::StatusCode;

use crate::site::{Site, assert_says};

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
