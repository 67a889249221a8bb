//! When a carer is reminded, how often, and what is called back once there is nothing to ask (R-ACK-3, EM4).

use super::*;

#[tokio::test]
async fn s042_the_hourly_job_reminds_at_48_hours_and_every_48_after_and_never_twice() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let run = async |hours: i64| {
        scene.service.pass_minutes(hours * 60);
        for _ in 0..2 {
            run_reminders(&scene.service.system()).await.expect("a run");
        }
        scene.mails("rating_reminder").await
    };
    assert_eq!(run(47).await, 0);
    assert_eq!(run(1).await, 1);
    assert_eq!(run(47).await, 1);
    assert_eq!(run(1).await, 2);
    assert_eq!(scene.count("reminder_sent").await, 6, "three ratings, twice");
    scene.service.acknowledge(scene.ann).await;
    assert_eq!(run(48).await, 2);
}

#[tokio::test]
async fn r_ack_3_two_runners_at_once_remind_once_and_an_admin_at_any_time() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    scene.service.pass_minutes(48 * 60);
    let (one, two) = (scene.service.system(), scene.service.system());
    let (a, b) = tokio::join!(run_reminders(&one), run_reminders(&two));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(scene.mails("rating_reminder").await, 1);

    let rating =
        todo(&scene.service.as_(scene.ann).await).await.expect("a list").results[0].ratings[0].rating;
    remind(&scene.service.as_(scene.office).await, once(), rating).await.expect("sent");
    assert_eq!(scene.mails("rating_reminder").await, 2);
}

#[tokio::test]
async fn r_ack_3_after_a_downtime_of_several_periods_one_reminder_goes_out() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    scene.service.pass_minutes(7 * 24 * 60);
    run_reminders(&scene.service.system()).await.expect("a run");
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(scene.mails("rating_reminder").await, 1, "three periods were missed");
    scene.service.pass_minutes(48 * 60);
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(scene.mails("rating_reminder").await, 2);
}

#[tokio::test]
async fn r_ack_3_the_hours_are_a_setting_that_acts_at_once() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    scene.service.set("acknowledgment.reminder_hours", "12").await;
    scene.service.pass_minutes(12 * 60 - 1);
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(scene.mails("rating_reminder").await, 0);
    scene.service.pass_minutes(1);
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(scene.mails("rating_reminder").await, 1);
}

#[tokio::test]
async fn r_ack_3_what_fails_with_one_carer_keeps_nobody_else_from_being_reminded() {
    let scene = scene().await;
    let mut others = Vec::new();
    for name in ["Aaron Bad", "Zoe Good"] {
        let carer = scene.service.carer(name).await;
        let form = RatingDraft {
            task: scene.tasks[0].to_string(),
            level: "competent".into(),
            reason: "Seen at work this week".into(),
            ..RatingDraft::default()
        };
        rate(&scene.service.as_(scene.office).await, carer, once(), &form).await.expect("given");
        others.push(carer);
    }
    scene.service.refuse_notices_to("Aaron Bad").await;
    scene.service.pass_minutes(48 * 60);

    let run = run_reminders(&scene.service.system()).await;

    assert!(matches!(run, Err(Error::Database(_))), "{run:?}");
    assert_eq!(scene.mails("rating_reminder").await, 1, "Zoe was reminded");
}

#[tokio::test]
async fn r_ack_3_the_hourly_job_leaves_a_carer_in_the_bin_alone() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    scene.bin_ann().await;
    scene.service.pass_minutes(48 * 60);
    assert_eq!(run_reminders(&scene.service.system()).await.expect("a run"), "0 sent");
}

#[tokio::test]
async fn em4_a_newer_reminder_takes_the_place_of_one_that_waits_and_an_answer_of_both() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    for _ in 0..2 {
        scene.service.pass_minutes(48 * 60);
        run_reminders(&scene.service.system()).await.expect("a run");
    }
    assert_eq!((scene.mails("rating_reminder").await, scene.to_send("rating_reminder").await), (2, 1));
    assert_eq!(scene.to_send("rating_to_acknowledge").await, 1);

    scene.service.acknowledge(scene.ann).await;

    assert_eq!(scene.to_send("rating_reminder").await, 0);
    assert_eq!(scene.to_send("rating_to_acknowledge").await, 0);
}

#[tokio::test]
async fn em4_mails_about_two_results_stand_beside_each_other_until_each_is_over() {
    let scene = scene().await;
    let other = scene.service.task("Catheter care", 100).await;
    scene.assess(Level::Competent).await;
    let form = RatingDraft {
        task: other.to_string(),
        level: "competent".into(),
        reason: "Ten years in a hospice".into(),
        ..RatingDraft::default()
    };
    scene.service.pass_minutes(1);
    rate(&scene.service.as_(scene.office).await, scene.ann, once(), &form).await.expect("given");
    scene.service.pass_minutes(48 * 60);
    run_reminders(&scene.service.system()).await.expect("a run");
    assert_eq!(
        (scene.to_send("rating_reminder").await, scene.to_send("rating_to_acknowledge").await),
        (2, 2)
    );

    let newest = scene.history().await[0].rating;
    let form = WithdrawalDraft { rating: newest.to_string(), reason: "Given to the wrong person".into() };
    withdraw(&scene.service.as_(scene.office).await, once(), &form).await.expect("withdrawn");

    assert_eq!(
        (scene.to_send("rating_reminder").await, scene.to_send("rating_to_acknowledge").await),
        (1, 1)
    );
}
