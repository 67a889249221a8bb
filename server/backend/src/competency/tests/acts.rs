//! Who may act on which rating, once, and on what is shown: doors, doubles, parts and what was deleted meanwhile.

use domain::access::{Flags, Role};
use domain::competency::{AnswerConcernDraft, ConcernDraft};
use domain::id::ConcernId;

use super::*;
use crate::audit::opening::Opening;

impl Scene {
    pub(super) async fn bin_ann(&self) {
        let cx = self.service.as_(self.office).await;
        let version = crate::users::show(&cx, self.ann).await.expect("a carer").version;
        crate::users::delete(&cx, self.ann, version).await.expect("deleted");
    }

    fn form(&self, level: Level) -> RatingDraft {
        RatingDraft {
            task: self.tasks[0].to_string(),
            level: level.code().into(),
            reason: "Seen at work this week".into(),
            ..RatingDraft::default()
        }
    }
}

fn withdrawal(rating: RatingId) -> WithdrawalDraft {
    WithdrawalDraft { rating: rating.to_string(), reason: "Given to the wrong person".into() }
}

#[tokio::test]
async fn r_ack_5_a_rating_of_a_deleted_task_is_withdrawn_or_acknowledged_like_any_other() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let cx = scene.service.as_(scene.office).await;
    crate::task::delete(&cx, scene.tasks[0]).await.expect("deleted");
    let all = scene.history().await;
    let of_deleted = all.iter().find(|row| row.task == "Creams").expect("its rating").rating;

    withdraw(&cx, once(), &withdrawal(of_deleted)).await.expect("withdrawn");
    crate::task::delete(&scene.service.as_(scene.office).await, scene.tasks[1]).await.expect("deleted");
    let acted = scene.service.first_result(scene.ann).await;
    let acted = scene.acknowledge(scene.ann, &acted).await.expect("acknowledged");

    assert_eq!(acted, Acted { raised: 2, seen: 0 });
    assert_eq!(scene.levels().await, [None, FULL, FULL]);
}

#[tokio::test]
async fn t093_of_twenty_who_acknowledge_at_once_one_act_is_kept() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let form = scene.service.first_result(scene.ann).await;
    let (cx, same) = (scene.service.as_(scene.ann).await, once());
    let tries = (0..20).map(|n| {
        let submission = if n % 2 == 0 { same } else { once() };
        acknowledge(&cx, submission, &form)
    });

    let ended = futures::future::join_all(tries).await;

    for one in &ended {
        let refused = matches!(one, Err(Error::Competency(Refused::AlreadyAcknowledged)));
        assert!(refused || matches!(one, Ok(Acted { raised: 3, seen: 0 })), "{one:?}");
    }
    let db = scene.service.platform.db.reader();
    assert_eq!(acknowledgment::Entity::find().all(db).await.expect("acts").len(), 1);
    assert_eq!((scene.levels().await, scene.count("rating_acknowledged").await), (vec![FULL; 3], 3));
}

#[tokio::test]
async fn r_gen_10_an_acknowledgment_and_a_withdrawal_that_are_sent_twice_are_one() {
    let scene = scene().await;
    scene.rate(Level::Competent).await;
    let (ann, office) = (scene.service.as_(scene.ann).await, scene.service.as_(scene.office).await);
    let (form, twice) = (scene.service.first_result(scene.ann).await, once());
    for _ in 0..2 {
        assert_eq!(acknowledge(&ann, twice, &form).await.expect("the same").raised, 1);
    }
    scene.rate(Level::Expert).await;
    let (newest, twice) = (scene.history().await[0].rating, once());
    for _ in 0..2 {
        assert_eq!(withdraw(&office, twice, &withdrawal(newest)).await.expect("the same"), scene.ann);
    }
    assert_eq!((scene.count("rating_acknowledged").await, scene.count("rating_withdrawn").await), (1, 1));
    let other = WithdrawalDraft { reason: "Another reason than before".into(), ..withdrawal(newest) };
    assert!(matches!(withdraw(&office, twice, &other).await, Err(Error::SentBefore)));
}

#[tokio::test]
async fn r_ack_2_a_part_of_a_result_is_no_act() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let mut form = scene.service.first_result(scene.ann).await;
    form.ratings.truncate(2);
    let refused = scene.acknowledge(scene.ann, &form).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    assert_eq!(scene.levels().await, [None; 3]);
}

#[tokio::test]
async fn r_gen_7_a_rating_on_another_footing_than_the_form_showed_is_refused() {
    let scene = scene().await;
    let cx = scene.service.as_(scene.office).await;
    let seen =
        async || task_ratings(&cx, scene.ann, Opening::Unseen).await.expect("ratings").tasks[0].seen.clone();
    let stale = RatingDraft { held: seen().await, ..scene.form(Level::Expert) };
    scene.rate(Level::Competent).await;
    let refused = rate(&cx, scene.ann, once(), &stale).await;
    let fresh = RatingDraft { held: seen().await, ..stale };

    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    rate(&cx, scene.ann, once(), &fresh).await.expect("given");
    assert_eq!(scene.count("rating_superseded").await, 1);
}

#[tokio::test]
async fn r_acc_2_whoever_is_in_the_bin_is_not_rated_reminded_or_relieved() {
    let scene = scene().await;
    scene.rate(Level::Competent).await;
    let waiting_one = scene.first_rating().await;
    scene.bin_ann().await;
    let cx = scene.service.as_(scene.office).await;

    let rated = rate(&cx, scene.ann, once(), &scene.form(Level::Expert)).await;
    let reminded = remind(&cx, once(), waiting_one).await;
    let withdrawn = withdraw(&cx, once(), &withdrawal(waiting_one)).await;

    assert!(matches!(rated, Err(Error::NotFound)), "{rated:?}");
    assert!(matches!(reminded, Err(Error::NotFound)) && matches!(withdrawn, Err(Error::NotFound)));
    assert_eq!(waits(&cx, waiting_one, Opening::Opened).await.expect("ours"), None);
    assert_eq!(scene.waiting().await, 0);
}

#[tokio::test]
async fn r_gen_1_nothing_of_another_organisation_is_rated_reminded_withdrawn_answered_or_read() {
    let scene = scene().await;
    scene.rate(Level::Competent).await;
    let rating = scene.first_rating().await;
    let form = ConcernDraft { rating: rating.to_string(), body: "I was not asked.".into() };
    let concern: ConcernId =
        raise_concern(&scene.service.as_(scene.ann).await, once(), &form).await.expect("raised");
    let orchard = scene.service.another_organisation("Orchard Care").await;
    let foreign = scene.service.account(orchard, "Olga", Role::Admin, Flags::ALL).await;
    let cx = scene.service.as_(foreign).await;

    let answer = AnswerConcernDraft { concern: concern.to_string(), answer: "Not yours.".into() };
    let refused = [
        rate(&cx, scene.ann, once(), &scene.form(Level::Expert)).await.map(drop),
        remind(&cx, once(), rating).await,
        withdraw(&cx, once(), &withdrawal(rating)).await.map(drop),
        answer_concern(&cx, &answer).await,
        history(&cx, scene.ann, &Asked::default(), Opening::Opened).await.map(drop),
        task_ratings(&cx, scene.ann, Opening::Unseen).await.map(drop),
        waits(&cx, rating, Opening::Opened).await.map(drop),
        raise_concern(&scene.service.as_(scene.office).await, once(), &form).await.map(drop),
    ];

    for (at, one) in refused.iter().enumerate() {
        let is_closed =
            matches!(one, Err(Error::NotFound)) || (at == 7 && matches!(one, Err(Error::Forbidden)));
        assert!(is_closed, "{at}: {one:?}");
    }
    assert_eq!(waiting(&cx, &Asked::default()).await.expect("a list").pending, 0);
}

#[tokio::test]
async fn r_aud_1_what_took_the_place_of_what_is_in_the_trail_with_levels_and_states() {
    let scene = scene().await;
    scene.rate(Level::Competent).await;
    scene.rate(Level::Expert).await;
    let entries = scene.service.entries().await;
    let (_, before, after) = entries.iter().find(|entry| entry.0 == "rating_superseded").expect("an entry");
    assert_eq!(before, r#"{"level":"competent","state":"pending"}"#);
    assert!(after.contains(&scene.ann.to_string()) && after.contains(&scene.tasks[0].to_string()), "{after}");
}

#[tokio::test]
async fn r_rat_2_with_the_setting_off_a_lowering_waits_like_any_other() {
    let scene = scene().await;
    scene.competent().await;
    scene.service.set("competence.lowering_immediate", "false").await;
    assert_eq!(scene.rate(Level::NonCompetent).await, Effect::OnAcknowledgment);
    assert_eq!(scene.levels().await[0], FULL);
    scene.service.acknowledge(scene.ann).await;
    assert_eq!(scene.levels().await[0], Some(Level::NonCompetent));
}

#[tokio::test]
async fn r_ack_3_a_notice_that_asks_for_an_acknowledgment_is_read_once_that_is_given() {
    let scene = scene().await;
    let unread = async || {
        let ann = scene.service.as_(scene.ann).await;
        crate::notice::inbox::unread(&ann).await.expect("a count")
    };
    scene.assess(Level::Competent).await;
    scene.rate(Level::Expert).await;
    assert_eq!(unread().await, 2);

    let assessed = scene.service.first_result(scene.ann).await;
    scene.acknowledge(scene.ann, &assessed).await.expect("acknowledged");
    assert_eq!(unread().await, 1, "the other one still asks");

    scene.service.acknowledge(scene.ann).await;
    assert_eq!(unread().await, 0);
}

#[tokio::test]
async fn r_rat_4_a_task_of_no_package_is_rated_when_it_was_practised_or_is_assessed_with_one_that_was() {
    let scene = scene().await;
    let (hoist, sling) = (scene.service.task("Hoist", 50).await, scene.service.task("Sling", 50).await);
    scene.service.task("Stairs", 50).await;
    scene.service.template("Moving", &[hoist, sling]).await;
    scene.service.done(scene.ann, hoist, 7).await;

    let office = scene.service.as_(scene.office).await;
    let shown = task_ratings(&office, scene.ann, Opening::Opened).await.expect("a carer").tasks;

    let names: Vec<_> = shown.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(names, ["Creams", "Eye drops", "Medicines", "Hoist", "Sling"]);
}
