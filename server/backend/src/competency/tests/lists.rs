//! The admins' list of what waits: figures, search, pages, and how often it asks the database.

use domain::competency::ConcernDraft;

use super::*;

/// So many carers, each rated by hand in the first task.
async fn rated(scene: &Scene, from: usize, many: usize) {
    for at in from..from + many {
        let carer = scene.service.carer(&format!("Carer {at:02}")).await;
        scene.service.pass_minutes(1);
        let form = RatingDraft {
            task: scene.tasks[0].to_string(),
            level: "competent".into(),
            reason: "Seen at work this week".into(),
            ..RatingDraft::default()
        };
        rate(&scene.service.as_(scene.office).await, carer, once(), &form).await.expect("rated");
    }
}

#[tokio::test]
async fn r_gen_13_what_waits_is_counted_searched_and_paged() {
    let scene = scene().await;
    rated(&scene, 0, 28).await;
    scene.service.pass_minutes(49 * 60);
    rated(&scene, 28, 2).await;
    let cx = scene.service.as_(scene.office).await;
    let ask = async |asked: Asked| waiting(&cx, &asked).await.expect("a list");
    let first = ask(Asked::default()).await;
    remind(&cx, once(), first.listed.rows[0].rating).await.expect("sent");

    let first = ask(Asked::default()).await;
    let rest = ask(Asked { after: first.listed.next.clone().expect("more"), ..Asked::default() }).await;
    let one = ask(Asked { q: "carer 07".into(), ..Asked::default() }).await;
    let reminded = ask(Asked { status: "reminded".into(), ..Asked::default() }).await;
    let long = ask(Asked { status: "long".into(), ..Asked::default() }).await;

    assert_eq!((first.pending, first.reminded, first.long), (30, 1, 28));
    assert_eq!((first.listed.rows.len(), rest.listed.rows.len(), rest.listed.next), (25, 5, None));
    assert_eq!(first.listed.rows[0].carer_name, "Carer 00", "oldest first");
    assert!(first.listed.rows[0].reminded_at.is_some() && first.listed.rows[1].reminded_at.is_none());
    assert_eq!((one.listed.found, one.pending), (1, 30), "the figures are those of all");
    assert_eq!((reminded.listed.found, long.listed.found), (1, 28));
    assert_eq!(ask(Asked { q: "creams".into(), ..Asked::default() }).await.listed.found, 30);
}

#[tokio::test]
async fn r_gen_16_what_waits_and_a_carers_ratings_ask_as_often_for_ten_as_for_thirty() {
    let scene = scene().await;
    let mut asked = Vec::new();
    for (from, many) in [(0, 10), (10, 20)] {
        rated(&scene, from, many).await;
        let cx = scene.service.as_(scene.office).await;
        let before = scene.service.queries();
        waiting(&cx, &Asked::default()).await.expect("a list");
        asked.push(scene.service.queries() - before);
    }
    assert_eq!(asked[0], asked[1], "{asked:?}");

    let mut asked = Vec::new();
    for many in [3, 12] {
        for at in 0..many {
            let task = scene.service.task(&format!("Task {many} {at}"), 5).await;
            let form = RatingDraft {
                task: task.to_string(),
                level: "competent".into(),
                reason: "Seen at work this week".into(),
                ..RatingDraft::default()
            };
            rate(&scene.service.as_(scene.office).await, scene.ann, once(), &form).await.expect("rated");
        }
        let cx = scene.service.as_(scene.office).await;
        let before = scene.service.queries();
        task_ratings(&cx, scene.ann, Opening::Unseen).await.expect("ratings");
        let between = scene.service.queries();
        history(&cx, scene.ann, &Asked::default(), Opening::Opened).await.expect("a history");
        asked.push((between - before, scene.service.queries() - between));
    }
    assert_eq!(asked[0], asked[1], "{asked:?}");
}

#[tokio::test]
async fn r_gen_10_a_rating_a_reminder_and_a_concern_that_are_sent_twice_are_one() {
    let scene = scene().await;
    let cx = scene.service.as_(scene.office).await;
    let form = RatingDraft {
        task: scene.tasks[0].to_string(),
        level: "competent".into(),
        reason: "Seen at work this week".into(),
        ..RatingDraft::default()
    };
    let (given, reminded, raised) = (once(), once(), once());
    let first = rate(&cx, scene.ann, given, &form).await.expect("given");
    assert_eq!(rate(&cx, scene.ann, given, &form).await.expect("the same"), first);
    assert_eq!((scene.waiting().await, scene.count("rating_superseded").await), (1, 0));
    let other = RatingDraft { level: "expert".into(), ..form };
    assert!(matches!(rate(&cx, scene.ann, given, &other).await, Err(Error::SentBefore)));

    let rating = scene.history().await[0].rating;
    for _ in 0..2 {
        remind(&cx, reminded, rating).await.expect("sent");
        let concern = ConcernDraft { rating: rating.to_string(), body: "I was not asked.".into() };
        raise_concern(&scene.service.as_(scene.ann).await, raised, &concern).await.expect("raised");
    }
    assert_eq!((scene.mails("rating_reminder").await, scene.mails("concern_raised").await), (1, 1));
    assert_eq!(concerns(&cx, &Asked::default()).await.expect("a list").rows.len(), 1);
}

#[tokio::test]
async fn r_gen_13_concerns_are_paged_oldest_open_first_and_searched() {
    let scene = scene().await;
    scene.assess(Level::Competent).await;
    let rating = scene.first_rating().await;
    let mut all = Vec::new();
    for at in 0..27 {
        scene.service.pass_minutes(1);
        let form = ConcernDraft { rating: rating.to_string(), body: format!("Number {at}") };
        all.push(raise_concern(&scene.service.as_(scene.ann).await, once(), &form).await.expect("raised"));
    }
    let cx = scene.service.as_(scene.office).await;
    let answer =
        domain::competency::AnswerConcernDraft { concern: all[0].to_string(), answer: "Yes.".into() };
    answer_concern(&cx, &answer).await.expect("answered");
    let ask = async |asked: Asked| concerns(&cx, &asked).await.expect("a list");

    let first = ask(Asked::default()).await;
    let rest = ask(Asked { after: first.next.clone().expect("more"), ..Asked::default() }).await;
    let back = ask(Asked { before: rest.previous.clone().expect("a page before"), ..Asked::default() }).await;
    let done = ask(Asked { status: "answered".into(), ..Asked::default() }).await;

    assert_eq!((first.found, first.rows.len(), rest.rows.len()), (26, 25, 1));
    assert_eq!((back.rows, back.previous, rest.next), (first.rows.clone(), None, None));
    assert_eq!((first.rows[0].body.as_str(), rest.rows[0].body.as_str()), ("Number 1", "Number 26"));
    assert_eq!((done.found, done.rows[0].answered_by.as_deref()), (1, Some("Office")));
    let words = |q: &str| Asked { q: q.into(), ..Asked::default() };
    let found = (ask(words("ann brown")).await.found, ask(words(&first.rows[0].task)).await.found);
    assert_eq!((found, ask(words("nobody")).await.found), ((26, 26), 0));
}

#[tokio::test]
async fn r_rat_6_the_history_says_who_withdrew_and_which_last_date_was_changed() {
    let scene = scene().await;
    scene.competent().await;
    scene.apply(0, 6).await;
    scene.rate(Level::Expert).await;
    let newest = scene.history().await[0].rating;
    let form = WithdrawalDraft { rating: newest.to_string(), reason: "Given to the wrong person".into() };
    withdraw(&scene.service.as_(scene.office).await, once(), &form).await.expect("withdrawn");
    scene.service.set_clock(london(2026, 9, 3, 9, 0));

    let all = scene.history().await;

    let (_, by, reason) = all[0].withdrawn.clone().expect("withdrawn");
    assert_eq!((by.as_str(), reason.as_deref()), ("Office", Some("Given to the wrong person")));
    let creams = all.iter().find(|row| row.task == "Creams" && row.assessment.is_some()).expect("its rating");
    assert_eq!(creams.changes.len(), 1);
    assert_eq!(creams.changes[0].1, Some(date("2026-09-02")));
    assert!(matches!(creams.validity, domain::competency::Validity::Lapsed { .. }), "{creams:?}");
}

#[tokio::test]
async fn screens_4_the_start_page_counts_what_the_list_holds() {
    let scene = scene().await;
    scene.competent().await;
    scene.rate(Level::NonCompetent).await;
    scene.service.pass_minutes(49 * 60);
    let cx = scene.service.as_(scene.office).await;
    let long = waiting(&cx, &Asked { status: "long".into(), ..Asked::default() }).await.expect("a list");
    let figures = crate::start::figures(&cx).await.expect("figures");
    assert_eq!((figures.waiting_long, long.listed.found), (1, 1), "a lowering in force asks as well");
}
