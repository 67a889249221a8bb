//! Open pages hear of changes, of their own only, and for as long as their session lives (R-GEN-12).

use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::StatusCode;
use backend::events::{Change, Topic};
use domain::id::AccountId;
use futures::StreamExt;
use tokio::time::timeout;

use crate::site::Site;

/// The promise: within two seconds.
const PROMISE: Duration = Duration::from_secs(2);

/// Longer than a push takes here, and short enough to wait for one that must not come.
const MOMENT: Duration = Duration::from_millis(600);

async fn next(stream: &mut BodyDataStream, patience: Duration) -> Option<String> {
    let bytes = timeout(patience, stream.next()).await.ok()??.expect("a piece of the stream");
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn logged(site: &Site, carer: AccountId) {
    let change =
        Change { organisation: site.service.organisation, topic: Topic::Progress, account: Some(carer) };
    site.service.platform.events.tell(change);
}

#[tokio::test]
async fn r_gen_12_an_admins_open_page_hears_of_a_carers_log() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let cid = site.service.carer("Cid Dunn").await;
    let browser = site.signed_in(ann).await;

    let mut stream = browser.stream("/events?topics=progress").await.expect("a stream");
    logged(&site, cid);

    let heard = next(&mut stream, PROMISE).await.expect("a push");
    assert_eq!(heard, "event: change\ndata: 1\n\n");
}

/// The lists of cards 1 to 6 hear of what is done to them: each use case tells its topic when it commits.
#[tokio::test]
async fn r_gen_12_an_open_list_hears_of_an_assigned_task_an_invitation_and_a_new_package() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (package, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 5).await);
    let (mut office, reader) = (site.signed_in(ann).await, site.signed_in(ann).await);
    let relay = tokio::spawn(backend::events::relay::run(site.service.platform.clone()));
    // On PostgreSQL changes travel by NOTIFY; give the listener its moment to begin.
    tokio::time::sleep(MOMENT).await;
    let mut assignments = reader.stream("/events?topics=assignment").await.expect("a stream");
    let mut accounts = reader.stream("/events?topics=account").await.expect("a stream");
    while next(&mut accounts, MOMENT).await.is_some() {}

    let page = format!("/admin/assignments/{package}?tab=tasks");
    let added = office.submit(&page, "add", &[("tasks[]", &task.to_string())]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    assert!(next(&mut assignments, PROMISE).await.is_some(), "a task was assigned");

    let typed = [("name", "Rose House"), ("postcode_area", "M14"), ("active", "true")];
    assert_eq!(office.submit("/admin/packages/new", "package", &typed).await.status, StatusCode::SEE_OTHER);
    assert!(next(&mut assignments, PROMISE).await.is_some(), "a package was made");

    let typed = [("name", "Cid Dunn"), ("email", "cid@example.org"), ("role", "carer")];
    assert_eq!(office.submit("/admin/users/invite", "invite", &typed).await.status, StatusCode::SEE_OTHER);
    assert!(next(&mut accounts, PROMISE).await.is_some(), "somebody was invited");
    relay.abort();
}

#[tokio::test]
async fn r_gen_12_what_changes_while_a_page_is_on_its_way_is_told_when_it_begins_to_listen() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let cid = site.service.carer("Cid Dunn").await;
    let mut browser = site.signed_in(ann).await;
    let page = browser.open(&format!("/admin/progress/{cid}")).await.text;
    let (_, rest) = page.split_once("&quot;since&quot;:&quot;").expect("the page says what it has seen");
    let (since, _) = rest.split_once("&quot;").expect("a number");
    let address = |topic: &str| format!("/events?topics={topic}&since={since}");
    let mut early = browser.stream(&address("progress")).await.expect("a stream");
    assert!(next(&mut early, MOMENT).await.is_none(), "nothing has changed yet");

    logged(&site, cid);

    let mut late = browser.stream(&address("progress")).await.expect("a stream");
    assert!(next(&mut late, PROMISE).await.is_some());
    for elsewhere in ["0", "18446744073709551615"] {
        let address = format!("/events?topics=progress&since={elsewhere}");
        let mut stream = browser.stream(&address).await.expect("a stream");
        assert!(next(&mut stream, PROMISE).await.is_some(), "the page is of another node");
    }
    let mut vague = browser.stream("/events?topics=progress&since=now").await.expect("a stream");
    assert!(next(&mut vague, MOMENT).await.is_none(), "it says nothing of what it has seen");
    let mut other = browser.stream(&address("shift")).await.expect("a stream");
    assert!(next(&mut other, MOMENT).await.is_none(), "it does not concern this page");
}

#[tokio::test]
async fn a_carer_hears_of_nobody_elses_progress() {
    let site = Site::new().await;
    let cid = site.service.carer("Cid Dunn").await;
    let dee = site.service.carer("Dee East").await;
    let browser = site.signed_in(cid).await;
    let mut stream = browser.stream("/events?topics=progress").await.expect("a stream");

    logged(&site, dee);
    assert_eq!(next(&mut stream, MOMENT).await, None);

    logged(&site, cid);
    assert!(next(&mut stream, PROMISE).await.is_some());
}

#[tokio::test]
async fn se4_an_open_stream_ends_when_its_session_does() {
    let site = Site::new().await;
    let cid = site.service.carer("Cid Dunn").await;
    let mut browser = site.signed_in(cid).await;
    let mut stream = browser.stream("/events?topics=progress").await.expect("a stream");

    let relay = tokio::spawn(backend::events::relay::run(site.service.platform.clone()));
    // On PostgreSQL the ending travels by NOTIFY; give the listener its moment to begin.
    tokio::time::sleep(MOMENT).await;
    assert_eq!(browser.call("/sign-in", "/api/account/sign_out", &[]).await.status, StatusCode::OK);

    let ended = timeout(Duration::from_secs(1), stream.next()).await.expect("an end within a second");
    assert!(ended.is_none());
    relay.abort();
}

#[tokio::test]
async fn nobody_hears_anything_signed_out() {
    let site = Site::new().await;
    let refused = site.browser().stream("/events?topics=progress").await.expect_err("no stream");
    assert_eq!(refused, StatusCode::UNAUTHORIZED);
}
