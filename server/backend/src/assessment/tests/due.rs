//! Who may be assessed, at ten and at many, and two assessors at once.

use domain::assessment::DoneOf;

use super::*;

#[tokio::test]
async fn r_trg_3_a_chosen_reassessment_that_is_begun_stands_in_the_list_to_be_resumed() {
    let scene = ready().await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    assert!(scene.due().await.is_empty());
    let answers = scene.answers().await;
    let cx = scene.service.as_(scene.office).await;

    draft::save(&cx, scene.ann, scene.template, &answers, false, true).await.expect("saved");

    let due = scene.due().await;
    assert_eq!((due.len(), due[0].state, due[0].is_chosen), (1, GroupState::Reassess, true));
    assert!(due[0].draft.is_some());
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
    let ask = async |asked: Asked| due(&cx, &asked).await.expect("a list");

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
        due(&cx, &Asked::default()).await.expect("a list");
        let between = scene.service.queries();
        done(&cx, DoneOf::Template(template), &Asked::default()).await.expect("a list");
        asked.push((between - before, scene.service.queries() - between));
    }
    assert_eq!(asked[0], asked[1], "{asked:?}");
}

#[tokio::test]
async fn r_asm_1_of_two_assessors_at_once_one_submits_and_the_other_is_told() {
    let scene = ready().await;
    let form = scene.answers().await;
    let (one, two) = (scene.service.as_(scene.office).await, scene.service.as_(scene.sam).await);
    let send = |cx| submit(cx, scene.ann, scene.template, &form, SubmissionId(unique()), false);

    let (a, b) = tokio::join!(send(&one), send(&two));

    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    let refused = a.err().or(b.err());
    assert!(matches!(refused, Some(Error::Assessment(Refused::Pending))), "{refused:?}");
    assert_eq!((scene.count("assessment_submitted").await, scene.count("rating_pending").await), (1, 3));
}

#[tokio::test]
async fn r_gen_10_a_double_posted_submit_is_one_assessment_for_both() {
    let scene = ready().await;
    let form = scene.answers().await;
    let (one, two) = (scene.service.as_(scene.office).await, scene.service.as_(scene.office).await);
    let id = SubmissionId(unique());
    let send = |cx| submit(cx, scene.ann, scene.template, &form, id, false);

    let (a, b) = tokio::join!(send(&one), send(&two));

    assert_eq!(a.expect("submitted"), b.expect("the same"));
    assert_eq!(
        (scene.count("assessment_submitted").await, scene.mails("rating_to_acknowledge").await),
        (1, 1)
    );
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
