//! The admins' list of what waits: figures, search, pages, and how often it asks the database.

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
            };
            rate(&scene.service.as_(scene.office).await, scene.ann, once(), &form).await.expect("rated");
        }
        let cx = scene.service.as_(scene.office).await;
        let before = scene.service.queries();
        task_ratings(&cx, scene.ann).await.expect("ratings");
        let between = scene.service.queries();
        history(&cx, scene.ann, &Asked::default()).await.expect("a history");
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
    assert_eq!(concerns(&cx).await.expect("a list").len(), 1);
}
