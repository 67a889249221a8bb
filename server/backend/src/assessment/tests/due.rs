//! Who may be assessed, at ten and at many, and two assessors at once.

use domain::assessment::{Again, DoneOf};

use super::*;

#[tokio::test]
async fn r_trg_3_a_chosen_reassessment_that_is_begun_stands_in_the_list_to_be_resumed() {
    let scene = ready().await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    assert!(scene.due().await.is_empty());
    let answers = scene.answers().await;
    let on = Editing { is_chosen: true, ..scene.editing(scene.office).await };

    scene.save_on(scene.office, &on, &answers).await.expect("saved");

    let due = scene.due().await;
    assert_eq!((due.len(), due[0].state, due[0].is_chosen), (1, GroupState::Reassess, true));
    assert!(due[0].draft.is_some());
}

#[tokio::test]
async fn r_trg_3_a_rating_that_was_replaced_before_it_counted_is_due_and_stands_in_the_list() {
    let scene = ready().await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    for task in scene.tasks {
        let by_hand = RatingDraft {
            task: task.to_string(),
            level: "expert".into(),
            reason: "Seen to teach it well".into(),
            ..RatingDraft::default()
        };
        let cx = scene.service.as_(scene.sam).await;
        competency::rate(&cx, scene.ann, SubmissionId(unique()), &by_hand).await.expect("rated");
    }

    let due = scene.due().await;

    assert_eq!((scene.state().await, due.len()), (GroupState::Reassess, 1));
    let names = ["Creams", "Eye drops", "Medicines"];
    assert_eq!(due[0].again, names.map(|name| (name.to_owned(), Again::NotInForce)));
    assert_eq!((due[0].since, due[0].is_chosen), (None, false));
}

#[tokio::test]
async fn ux_36_the_list_holds_those_that_are_ready_or_to_be_assessed_again_as_asked() {
    let scene = ready().await;
    let cx = scene.service.as_(scene.office).await;
    let ask = async |state: &str| due(&cx, state, &Asked::default()).await.map(|list| list.found);
    assert_eq!((ask("ready").await.ok(), ask("reassess").await.ok()), (Some(1), Some(0)));
    assert!(matches!(ask("locked").await, Err(Error::Invalid(_))));
    let low = AnswersDraft { overall_level: "non_competent".into(), ..scene.answers().await };
    scene.submit(&low).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    assert_eq!((ask("ready").await.ok(), ask("reassess").await.ok()), (Some(0), Some(1)));
    let level = Level::NonCompetent;
    assert_eq!(scene.due().await[0].again[0], ("Creams".to_owned(), Again::Below { level }));
}

#[tokio::test]
async fn r_gen_13_the_list_is_searched_and_paged_on_the_server() {
    let scene = ready().await;
    let medicines = scene.service.task("Hoist", 5).await;
    scene.service.template("Moving", &[medicines]).await;
    for at in 0..30 {
        let carer = scene.service.carer(&format!("Carer {at:02}")).await;
        scene.service.done(carer, medicines, 5).await;
        let cx = scene.service.as_(scene.office).await;
        let tx = cx.write(Action::Assess).await.expect("allowed");
        trigger::rejudge_carer(&tx, carer).await.expect("judged");
        tx.commit_noted().await.expect("kept");
    }
    let cx = scene.service.as_(scene.office).await;
    let ask = async |asked: Asked| due(&cx, "", &asked).await.expect("a list");

    let first = ask(Asked::default()).await;
    let second = ask(Asked { after: first.next.clone().unwrap_or_default(), ..Asked::default() }).await;
    let back = ask(Asked { before: second.previous.clone().unwrap_or_default(), ..Asked::default() }).await;
    let found = ask(Asked { q: "carer 07".into(), ..Asked::default() }).await;

    assert_eq!((first.found, first.rows.len(), second.rows.len()), (31, 25, 6));
    assert_eq!((back.rows, second.next), (first.rows, None));
    assert_eq!((found.found, found.rows[0].carer_name.as_str()), (1, "Carer 07"));
    assert_eq!(ask(Asked { q: "moving".into(), ..Asked::default() }).await.found, 30);
}

#[tokio::test]
async fn r_gen_16_due_and_done_ask_as_often_for_ten_carers_as_for_forty() {
    let scene = ready().await;
    let task = scene.service.task("Hoist", 5).await;
    let template = scene.service.template("Moving", &[task]).await;
    let mut asked = Vec::new();
    for many in [10, 30] {
        for at in 0..many {
            let carer = scene.service.carer(&format!("Carer {many} {at}")).await;
            scene.service.done(carer, task, 5).await;
            scene.service.assess(scene.office, carer, template, Level::NonCompetent).await;
            scene.service.acknowledge(carer).await;
        }
        let cx = scene.service.as_(scene.office).await;
        let before = scene.service.queries();
        due(&cx, "", &Asked::default()).await.expect("a list");
        let between = scene.service.queries();
        done(&cx, DoneOf::Template(template), &Asked::default(), Opening::Opened).await.expect("a list");
        asked.push((between - before, scene.service.queries() - between));
    }
    assert_eq!(asked[0], asked[1], "{asked:?}");
}

#[tokio::test]
async fn rules_16_the_daily_mail_of_ready_assessments_goes_out_once_where_it_is_switched_on() {
    let scene = ready().await;
    let run = async || run_digest(&scene.service.system()).await.expect("a run");
    assert_eq!(run().await, "switched off");
    scene.service.set("mail.assessment_digest", "true").await;

    assert_eq!((run().await, run().await), ("1 told".to_owned(), "told today already".to_owned()));

    assert_eq!(scene.mails("assessment_digest").await, 2, "one to each admin");
    scene.service.pass_minutes(24 * 60);
    assert_eq!(run().await, "1 told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rules_16_of_two_runners_at_once_one_sends_the_daily_mail() {
    let scene = ready().await;
    scene.service.set("mail.assessment_digest", "true").await;
    let (one, two) = (scene.service.system(), scene.service.system());

    let (a, b) = tokio::join!(run_digest(&one), run_digest(&two));

    let mut said = [a.expect("a run"), b.expect("a run")];
    said.sort();
    assert_eq!(said, ["1 told", "told today already"]);
    assert_eq!(scene.mails("assessment_digest").await, 2, "one to each admin");
}
