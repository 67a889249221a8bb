//! Who is told of a lapse, when, and how often (R-VAL-3).

use super::*;
use crate::jobs::{Ran, Runner};
use crate::outbox::Mail;
use crate::outbox::letter::Lapsing;

impl Scene {
    async fn lapse(&self) -> String {
        run_lapse(&self.service.system()).await.expect("a run")
    }

    /// Moves the clock to two in the morning of a date.
    fn at(&self, month: u32, day: u32) {
        self.service.set_clock(london(2026, month, day, 2, 0));
    }

    async fn told(&self) -> (usize, usize) {
        (self.mails("carers_lapsing").await, self.mails("ratings_lapsing").await)
    }

    async fn newest(&self, name: &str) -> Vec<Lapsing> {
        let mails = self.service.mails().await;
        let newest = mails.into_iter().rev().find(|(_, mail)| mail.name() == name).expect("a mail");
        match newest.1 {
            Mail::CarersLapsing { ratings, .. } | Mail::RatingsLapsing { ratings, .. } => ratings,
            other => panic!("{other:?}"),
        }
    }
}

/// One rating of Ann counts until 2 September 2026, the others do not lapse.
async fn lapsing() -> Scene {
    let scene = scene().await;
    scene.service.set_cadence(scene.tasks[0], 6).await;
    scene.competent().await;
    scene
}

#[tokio::test]
async fn s139_at_thirty_days_two_runs_are_one_mail_to_the_admin_and_one_to_the_carer() {
    let scene = lapsing().await;
    scene.at(8, 3);

    let (first, second) = (scene.lapse().await, scene.lapse().await);

    assert_eq!((first.as_str(), second.as_str()), ("1 told", "0 told"));
    assert_eq!(scene.told().await, (1, 1));
    let line = &scene.newest("carers_lapsing").await[0];
    assert_eq!((line.carer.as_str(), line.task.as_str(), line.has_lapsed), ("Ann Brown", "Creams", false));
}

#[tokio::test]
async fn r_val_3_admins_hear_at_90_60_30_7_and_on_the_day_and_the_carer_from_thirty_on() {
    let scene = lapsing().await;
    let mut told = Vec::new();
    for (month, day) in [(6, 3), (6, 4), (7, 3), (7, 4), (8, 3), (8, 4), (8, 25), (8, 26), (8, 27), (9, 2)] {
        scene.at(month, day);
        scene.lapse().await;
        told.push(scene.told().await);
    }
    let day = |n: usize| told[n];
    assert_eq!((day(0), day(1)), ((0, 0), (1, 0)), "90 days before is 4 June");
    assert_eq!((day(2), day(3)), ((1, 0), (2, 0)), "60 days before is 4 July");
    assert_eq!((day(4), day(5)), ((3, 1), (3, 1)), "30 days before is 3 August");
    assert_eq!((day(6), day(7), day(8)), ((3, 1), (4, 2), (4, 2)), "7 days before is 26 August");
    assert_eq!(day(9), (4, 2), "the last day is still one of it");
    scene.at(9, 3);
    scene.lapse().await;
    assert_eq!(scene.told().await, (5, 3));
    assert!(scene.newest("ratings_lapsing").await[0].has_lapsed);
    assert_eq!((scene.count("rating_lapsed").await, scene.count("reminder_sent").await), (1, 4));
    scene.at(9, 4);
    assert_eq!(scene.lapse().await, "0 told");
}

#[tokio::test]
async fn r_val_3_days_on_which_nothing_ran_are_made_up_for_by_one_notice() {
    let scene = lapsing().await;
    scene.at(8, 28);
    scene.lapse().await;
    assert_eq!(scene.told().await, (1, 1), "90, 60, 30 and 7 days were missed");
    scene.at(10, 1);
    scene.lapse().await;
    assert_eq!((scene.told().await, scene.count("rating_lapsed").await), ((2, 2), 1));
}

#[tokio::test]
async fn r_val_3_two_runners_at_once_tell_once() {
    let scene = lapsing().await;
    scene.at(8, 3);
    let (one, two) = (scene.service.system(), scene.service.system());
    let (a, b) = tokio::join!(run_lapse(&one), run_lapse(&two));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(scene.told().await, (1, 1));
}

#[tokio::test]
async fn r_val_3_a_run_that_did_not_commit_has_told_nobody_and_the_next_one_does() {
    let scene = lapsing().await;
    scene.at(8, 3);
    scene.service.break_outbox().await;
    let failed = run_lapse(&scene.service.system()).await;
    scene.service.mend_outbox().await;
    assert!(failed.is_err(), "the mail could not be queued");
    assert_eq!((scene.told().await, scene.count("reminder_sent").await), ((0, 0), 0));

    assert_eq!((scene.lapse().await.as_str(), scene.told().await), ("1 told", (1, 1)));
}

#[tokio::test]
async fn r_val_3_an_inactive_carer_is_told_once_back_and_a_deleted_task_never() {
    let scene = lapsing().await;
    scene.apply(1, 6).await;
    let cx = scene.service.as_(scene.office).await;
    crate::task::delete(&cx, scene.tasks[1]).await.expect("deleted");
    scene.service.deactivate(scene.ann).await;
    scene.at(8, 3);
    assert_eq!(scene.lapse().await, "0 told");
    scene.service.activate(scene.ann).await;
    scene.at(8, 4);
    scene.lapse().await;
    assert_eq!((scene.told().await, scene.newest("carers_lapsing").await.len()), ((1, 1), 1));
}

#[tokio::test]
async fn r_val_3_a_new_rating_begins_to_be_told_of_anew() {
    let scene = lapsing().await;
    scene.at(8, 3);
    scene.lapse().await;
    scene.service.set_clock(london(2026, 8, 20, 9, 0));
    scene.competent().await;
    scene.at(9, 3);
    assert_eq!(scene.lapse().await, "0 told", "the renewed rating counts until 20 February");
    scene.service.set_clock(london(2027, 1, 21, 2, 0));
    scene.lapse().await;
    assert_eq!(scene.told().await, (2, 2));
}

#[tokio::test]
async fn r_val_3_the_days_are_a_setting() {
    let scene = lapsing().await;
    scene.service.set("competence.lapse_notice_days", "[14]").await;
    for day in [3, 18, 19] {
        scene.at(8, day);
        scene.lapse().await;
        assert_eq!(scene.told().await, if day == 19 { (1, 1) } else { (0, 0) }, "{day} August");
    }
}

#[tokio::test]
async fn r_ops_1_lapse_is_a_job_that_is_recorded_and_due_once_for_each_local_date() {
    let scene = lapsing().await;
    let runner = Runner::new().expect("a runner");
    let run = async || runner.run_due(&scene.service.nobody()).await.expect("a look");
    // In summer two o'clock in London is one o'clock UTC.
    scene.service.set_clock(london(2026, 8, 3, 1, 59));
    run().await;
    let before = scene.count("reminder_sent").await;
    scene.service.pass_minutes(1);
    run().await;
    let at_two = scene.count("reminder_sent").await;
    scene.service.pass_minutes(60);
    run().await;

    assert_eq!((before, at_two, scene.count("reminder_sent").await), (0, 1, 1));
    let by_hand = runner.run(&scene.service.nobody(), "lapse").await.expect("a run");
    assert!(matches!(by_hand, Ran::Done(did) if did.said.contains("0 told")));
}

#[tokio::test]
async fn r_val_3_the_day_is_that_of_the_organisation() {
    let scene = lapsing().await;
    scene.service.set_zone("Australia/Sydney").await;
    // In August Sydney is ten hours ahead of UTC: at two o'clock on the 3rd it is 16:00 UTC on the 2nd.
    scene.service.set_clock(london(2026, 8, 2, 16, 59));
    let runner = Runner::new().expect("a runner");
    runner.run_due(&scene.service.nobody()).await.expect("a look");
    assert_eq!(scene.told().await, (0, 0));
    scene.service.pass_minutes(1);
    runner.run_due(&scene.service.nobody()).await.expect("a look");
    assert_eq!(scene.told().await, (1, 1));
}
