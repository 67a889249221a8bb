//! Another wording of the statement: numbered, recorded, and in force for the next acknowledgment.

use domain::competency::StatementDraft;

use super::*;
use crate::testing::{Service, unique};

fn draft(seen: u32, body: &str) -> StatementDraft {
    StatementDraft { number: seen.to_string(), body: body.into() }
}

#[tokio::test]
async fn screens_16_a_new_wording_has_the_next_number_and_is_published_once() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let id = SubmissionId(unique());
    let publish = async || publish_statement(&cx, id, &draft(1, "I have read it and agree.")).await;

    assert_eq!((publish().await.expect("published"), publish().await.expect("the same")), (2, 2));

    let shown = statement(&cx).await.expect("shown");
    assert_eq!(
        (shown.number, shown.body.as_str(), shown.published_by.as_str()),
        (2, "I have read it and agree.", "Ann")
    );
    let (action, before, after) = service.entries().await.pop().expect("an entry");
    assert_eq!(
        (action.as_str(), before.as_str(), after.as_str()),
        ("settings_changed", r#"{"statement":1}"#, r#"{"statement":2}"#)
    );
}

#[tokio::test]
async fn r_ack_1_a_page_made_before_a_new_wording_acknowledges_nothing() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let task = service.task("Washing", 1).await;
    let template = service.template("Personal care", &[task]).await;
    let ann = service.carer("Ann Brown").await;
    service.done(ann, task, 1).await;
    service.assess(office, ann, template, Level::Competent).await;
    let page = service.first_result(ann).await;
    let cx = service.as_(office).await;

    publish_statement(&cx, SubmissionId(unique()), &draft(1, "I have read it and agree."))
        .await
        .expect("published");

    let refused = acknowledge(&service.as_(ann).await, once(), &page).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    service.acknowledge(ann).await;
    let past = past(&service.as_(ann).await, &Asked::default()).await.expect("a page").rows;
    assert_eq!(past[0].statement, 2);
}

#[tokio::test]
async fn r_gen_7_a_wording_that_was_overtaken_or_is_the_same_or_not_allowed_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let publish = async |cx: &Cx, seen, body: &str| {
        publish_statement(cx, SubmissionId(unique()), &draft(seen, body)).await
    };
    publish(&cx, 1, "I have read it and agree.").await.expect("published");

    assert!(matches!(publish(&cx, 1, "Another one.").await, Err(Error::Stale)));
    assert!(matches!(publish(&cx, 2, "I have read it and agree.").await, Err(Error::Invalid(_))));
    let plain = service.as_(service.plain_admin("Bea").await).await;
    assert!(matches!(publish(&plain, 2, "Mine.").await, Err(Error::Forbidden)));
}
