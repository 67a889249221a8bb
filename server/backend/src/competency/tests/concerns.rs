//! A carer says no, and an admin answers (R-ACK-4).

use domain::competency::{AnswerConcernDraft, ConcernDraft};

use super::*;

#[tokio::test]
async fn s120_a_concern_is_answered_and_the_rating_stays() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let rating =
        todo(&scene.service.as_(scene.ann).await).await.expect("a list").results[0].ratings[0].rating;
    let form = ConcernDraft { rating: rating.to_string(), body: "I was not shown the new pump.".into() };
    let bea = scene.service.carer("Bea Lunt").await;
    assert!(matches!(
        raise_concern(&scene.service.as_(bea).await, once(), &form).await,
        Err(Error::NotFound)
    ));
    let before = scene.history().await;

    let concern = raise_concern(&scene.service.as_(scene.ann).await, once(), &form).await.expect("raised");
    let answer = AnswerConcernDraft { concern: concern.to_string(), answer: "Training is on Friday.".into() };
    let unread = async || {
        let office = scene.service.as_(scene.office).await;
        crate::notice::inbox::unread(&office).await.expect("a figure")
    };
    let told = unread().await;
    let sam = scene.service.as_(scene.service.admin("Sam Reed").await).await;
    answer_concern(&sam, &answer).await.expect("answered");

    assert_eq!(unread().await, told - 1, "to the other admins it is no news any more");
    assert_eq!(scene.history().await, before);
    assert_eq!((scene.mails("concern_raised").await, scene.mails("concern_answered").await), (1, 1));
    let shown = todo(&scene.service.as_(scene.ann).await).await.expect("a list").concerns;
    assert_eq!(shown[0].answer.as_deref(), Some("Training is on Friday."));
    let again = answer_concern(&scene.service.as_(scene.office).await, &answer).await;
    assert!(matches!(again, Err(Error::Stale)), "{again:?}");
}

#[tokio::test]
async fn r_ack_4_a_concern_is_raised_about_any_own_rating_and_no_other() {
    let scene = scene().await;
    scene.competent().await;
    let ann = scene.service.as_(scene.ann).await;
    let past = past(&ann, &Asked::default()).await.expect("a list").rows;
    let by_rating = own_rating(&ann, Some(past[0].ratings[0].rating), None).await.expect("hers");
    let by_task = own_rating(&ann, None, Some(scene.tasks[0])).await.expect("hers");
    assert_eq!((&by_rating, by_rating.task.as_str()), (&by_task, "Creams"));

    let form = ConcernDraft { rating: by_rating.rating.to_string(), body: "Too high.".into() };
    raise_concern(&ann, once(), &form).await.expect("raised");

    let bea = scene.service.carer("Bea Lunt").await;
    let bea = scene.service.as_(bea).await;
    assert!(matches!(own_rating(&bea, Some(by_rating.rating), None).await, Err(Error::NotFound)));
    assert!(matches!(own_rating(&bea, None, Some(scene.tasks[0])).await, Err(Error::NotFound)));
    assert_eq!(scene.mails("concern_raised").await, 1);
}

#[tokio::test]
async fn r_acc_2_a_concern_of_somebody_in_the_bin_is_not_there_to_be_answered() {
    let scene = scene().await;
    scene.competent().await;
    let form = ConcernDraft { rating: scene.history().await[0].rating.to_string(), body: "Too high.".into() };
    let concern = raise_concern(&scene.service.as_(scene.ann).await, once(), &form).await.expect("raised");
    let open = async || {
        let office = scene.service.as_(scene.office).await;
        let listed = concerns(&office, &Asked::default()).await.expect("a list").rows.len() as u64;
        (listed, crate::start::figures(&office).await.expect("figures").open_concerns)
    };
    assert_eq!(open().await, (1, 1));
    scene.bin_ann().await;
    assert_eq!(open().await, (0, 0));
    let answer = AnswerConcernDraft { concern: concern.to_string(), answer: "Training is on Friday.".into() };
    let answered = answer_concern(&scene.service.as_(scene.office).await, &answer).await;
    assert!(matches!(answered, Err(Error::NotFound)), "{answered:?}");
    assert_eq!(scene.mails("concern_answered").await, 0);
}
