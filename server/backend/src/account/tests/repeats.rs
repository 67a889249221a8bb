//! What is asked for a second time.

use domain::account::{EmailChangeDraft, TypedSecret};
use domain::id::SubmissionId;
use sea_orm::PaginatorTrait;

use super::*;
use crate::account::email_change;
use crate::entity::email_change as requests;
use crate::testing::unique;

#[tokio::test]
async fn em4_a_newer_reset_link_calls_the_mail_of_the_older_one_back() {
    let service = Service::new().await;
    let (_, email) = ann(&service).await;
    ask(&service, &email).await;
    let first = links(&service).await;
    service.pass_minutes(1);

    ask(&service, &email).await;

    let left = links(&service).await;
    assert_eq!((first.len(), left.len()), (1, 1), "the first one is sent no more");
    assert_ne!(first, left);
    reset(&service, &left[0], NEW).await.unwrap();
    assert!(matches!(reset(&service, &first[0], NEW).await, Err(Error::Account(Refused::ResetLink))));
}

#[tokio::test]
async fn r_gen_10_a_request_for_another_address_that_is_sent_twice_is_one() {
    let service = Service::new().await;
    let (id, _) = ann(&service).await;
    let cx = service.as_(id).await;
    let proof = prove(&cx, Action::OwnAccount, &TypedSecret::default()).await.unwrap();
    let form = EmailChangeDraft { email: "new@example.org".into(), ..EmailChangeDraft::default() };
    let sent = SubmissionId(unique());
    let ask = async |submission| {
        email_change::ask(&cx, &proof, submission, &form).await.unwrap();
        let made = requests::Entity::find().count(service.platform.db.reader()).await.unwrap();
        (made, service.mails().await.len())
    };

    assert_eq!((ask(sent).await, ask(sent).await), ((1, 2), (1, 2)), "one request with its two links");
    let (made, mails) = ask(SubmissionId(unique())).await;
    assert_eq!(
        (made, mails),
        (2, 2),
        "another form is another request; its links take the place of the older ones"
    );
}
