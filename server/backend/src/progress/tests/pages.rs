//! What pages of progress show, and what opening them leaves behind.

use domain::competency::{Level, RatingSource};
use domain::id::SubmissionId;
use domain::list::Asked;
use domain::progress::Deed;
use domain::rota::EntryState;
use domain::shift::ApplicationState;

use super::*;
use crate::audit::opening::Opening;

/// The same session, now.
fn now(scene: &Scene, cx: &Cx) -> Cx {
    Cx { now: scene.service.now(), ..cx.clone() }
}

async fn openings(scene: &Scene) -> Vec<String> {
    let entries = scene.service.entries().await.into_iter();
    entries.filter(|entry| entry.0 == "carer_record_viewed").map(|entry| entry.2).collect()
}

#[tokio::test]
async fn r_aud_5_each_opening_is_recorded_and_an_open_page_that_reads_itself_again_is_none() {
    let scene = scene().await;
    scene.task("Washing", 50, 25).await;
    let cx = scene.service.as_(scene.office).await;
    let progress = of_carer(&cx, scene.ann, Opening::Opened).await.expect("a carer");
    of_carer(&cx, scene.ann, Opening::Opened).await.expect("a carer");
    for _ in 0..3 {
        scene.service.pass_minutes(31);
        of_carer(&now(&scene, &cx), scene.ann, Opening::ReadAgain).await.expect("a carer");
    }
    of_carer(&cx, scene.ann, Opening::Unseen).await.expect("a carer");

    assert_eq!((progress.overall, progress.assigned, progress.packages.len()), (Some(500), 1, 1));
    assert_eq!(openings(&scene).await, [r#"{"page":"progress"}"#, r#"{"page":"progress"}"#]);
}

#[tokio::test]
async fn r_aud_5_nobody_reads_a_record_without_a_trace_by_saying_that_it_is_open_already() {
    let scene = scene().await;
    let bea = scene.service.carer("Bea Hill").await;
    let cx = scene.service.as_(scene.office).await;
    of_carer(&cx, bea, Opening::Opened).await.expect("a carer");

    of_carer(&cx, scene.ann, Opening::ReadAgain).await.expect("a carer");
    of_carer(&cx, scene.ann, Opening::ReadAgain).await.expect("a carer");

    assert_eq!(openings(&scene).await.len(), 2, "one of Bea's record, one of Ann's");
}

fn asked(q: &str) -> Asked {
    Asked { q: q.into(), ..Asked::default() }
}

#[tokio::test]
async fn r_gen_13_carers_are_searched_on_the_server_and_filtered_by_who_is_ready() {
    let scene = scene().await;
    let medicines = scene.task("Medicines", 5, 2).await;
    scene.service.template("Medicines", &[medicines]).await;
    for at in 0..30 {
        scene.service.carer(&format!("Ben {at:02}")).await;
    }
    scene.log(medicines, "3").await.unwrap();
    let cx = scene.service.as_(scene.office).await;

    let first = choose(&cx, &Asked::default(), "").await.unwrap();
    let second =
        choose(&cx, &Asked { after: first.next.clone().unwrap(), ..Asked::default() }, "").await.unwrap();
    let named = choose(&cx, &asked("ben 07"), "").await.unwrap();
    let ready = choose(&cx, &Asked::default(), "true").await.unwrap();

    assert_eq!((first.found, first.rows.len(), second.rows.len()), (31, 25, 6));
    assert_eq!((named.found, named.rows[0].name.as_str()), (1, "Ben 07"));
    assert_eq!((ready.found, ready.rows[0].carer), (1, scene.ann));
    assert_eq!(ready.rows[0].ready, ["Medicines"]);
    assert!(matches!(choose(&cx, &Asked::default(), "maybe").await, Err(Error::Invalid(_))));
    assert!(matches!(
        choose(&scene.service.as_(scene.ann).await, &asked(""), "").await,
        Err(Error::Forbidden)
    ));
}

#[tokio::test]
async fn screens_10_a_task_says_in_which_packages_it_is_and_where_its_rating_came_from() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 30).await;
    let willow = scene.service.package("Willow").await;
    scene.service.assign_carer(scene.ann, willow).await;
    scene.service.rated(scene.ann, washing, Level::Competent, None).await;

    let seen = of_carer(&scene.service.as_(scene.office).await, scene.ann, Opening::Opened).await.unwrap();

    let names: Vec<_> = seen.packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, ["Larkfield Meadow", "Willow"]);
    let task = &seen.groups[0].tasks[0];
    assert_eq!((task.packages.as_slice(), task.source), (&[scene.meadow][..], Some(RatingSource::Manual)));
    assert_eq!(seen.competent_share(), Some(1000));
    assert_eq!(scene.service.trail().await, ["carer_record_viewed"]);
}

#[tokio::test]
async fn r_not_2_the_figures_of_today_are_counted_from_what_is_there() {
    let scene = scene().await;
    let (washing, shaving) = (scene.task("Washing", 50, 0).await, scene.task("Shaving", 50, 0).await);
    scene.service.rated(scene.ann, washing, Level::Competent, None).await;
    scene.service.rated(scene.ann, shaving, Level::Competent, Date::from_ymd_opt(2026, 3, 1)).await;
    let at = |day, from, to| (london(2026, 3, day, from, 0), london(2026, 3, day, to, 0));
    for (day, state) in [(1, EntryState::Confirmed), (3, EntryState::Confirmed), (4, EntryState::Draft)] {
        scene.service.planned(scene.ann, scene.meadow, at(day, 9, 17), state).await;
    }

    let found = today(&scene.service.as_(scene.ann).await).await.unwrap().deeds;

    assert_eq!((found.competences, found.assigned, found.qualified), (1, 2, 1), "a lapsed one is not held");
    assert_eq!(
        (found.shifts_worked, found.shifts_this_week),
        (1, 1),
        "Sunday was last week; drafts are not seen"
    );
}

#[tokio::test]
async fn screens_17_recent_activities_are_newest_first_and_say_what_waits() {
    let scene = scene().await;
    let washing = scene.task("Washing", 500, 0).await;
    for _ in 0..12 {
        scene.service.pass_minutes(1);
        scene.log(washing, "1").await.unwrap();
    }
    scene.service.pass_minutes(1);
    let form = domain::competency::RatingDraft {
        task: washing.to_string(),
        level: "competent".into(),
        reason: "Seen at work by the assessor".into(),
        ..domain::competency::RatingDraft::default()
    };
    crate::competency::rate(&scene.service.as_(scene.office).await, scene.ann, SubmissionId(unique()), &form)
        .await
        .unwrap();
    scene.service.pass_minutes(1);
    let open = scene.service.sent(scene.office, scene.meadow, 20, ("09:00", "17:00"), &[]).await;
    scene.service.interested(scene.ann, open).await;

    let found = today(&scene.service.as_(scene.ann).await).await.unwrap().recent;

    assert_eq!(found.len(), 10);
    let Deed::Asked { state, package, .. } = &found[0].deed else { panic!("{found:?}") };
    assert_eq!((*state, package.as_str()), (ApplicationState::Pending, "Larkfield Meadow"));
    let Deed::Rated { waits, level, .. } = &found[1].deed else { panic!("{found:?}") };
    assert_eq!((*waits, *level), (true, Level::Competent));
    assert!(found[2..].iter().all(|one| matches!(one.deed, Deed::Logged { amount: 1, .. })));
    assert!(found.windows(2).all(|pair| pair[0].at >= pair[1].at));
}

#[tokio::test]
async fn r_gen_16_pages_of_progress_ask_as_often_for_ten_carers_and_tasks_as_for_many() {
    let scene = scene().await;
    let mut counted = Vec::new();
    for more in [10, 60] {
        for at in 0..more {
            let task = scene.task(&format!("Task {more} {at}"), 50, 10).await;
            scene.service.rated(scene.ann, task, Level::Competent, None).await;
            scene.service.template(&format!("Template {more} {at}"), &[task]).await;
            let other = scene.service.carer(&format!("Carer {more} {at}")).await;
            scene.service.done(other, task, 5).await;
        }
        let (office, ann) = (scene.service.as_(scene.office).await, scene.service.as_(scene.ann).await);
        of_carer(&office, scene.ann, Opening::Opened).await.unwrap();
        let mut queries = Vec::new();
        let mut last = scene.service.queries();
        let mut note = |service: &Service| {
            queries.push(service.queries() - last);
            last = service.queries();
        };
        choose(&office, &asked(""), "").await.unwrap();
        note(&scene.service);
        of_carer(&office, scene.ann, Opening::Opened).await.unwrap();
        note(&scene.service);
        mine(&ann).await.unwrap();
        note(&scene.service);
        day(&ann).await.unwrap();
        note(&scene.service);
        today(&ann).await.unwrap();
        note(&scene.service);
        counted.push(queries);
    }
    assert_eq!(counted[0], counted[1], "picker, page of a carer, own page, daily tasks, today");
}

#[tokio::test]
async fn ux_49_the_log_of_counts_says_before_and_after_and_is_paged_both_ways() {
    let scene = scene().await;
    let (washing, shaving) = (scene.task("Washing", 500, 0).await, scene.task("Shaving", 500, 0).await);
    for _ in 0..14 {
        for task in [washing, shaving] {
            scene.service.pass_minutes(1);
            scene.log(task, "2").await.unwrap();
        }
    }
    scene.service.pass_minutes(1);
    let note = LogDraft { note: "With Mrs Hill".into(), ..typed(washing, "1") };
    scene.send(&note).await.unwrap();
    scene.service.pass_minutes(1);
    scene.service.set_count(scene.office, scene.ann, washing, 12).await.unwrap();
    let cx = scene.service.as_(scene.office).await;
    let ask = async |asked: Asked| lines(&cx, scene.ann, &asked, Opening::Opened).await.unwrap();

    let first = ask(Asked::default()).await;
    let rest = ask(Asked { after: first.next.clone().unwrap(), ..Asked::default() }).await;
    let back = ask(Asked { before: rest.previous.clone().unwrap(), ..Asked::default() }).await;

    assert_eq!((first.found, first.rows.len(), rest.rows.len(), rest.next), (30, 25, 5, None));
    assert_eq!(back.rows, first.rows);
    let set = &first.rows[0];
    assert_eq!((set.before, set.amount, set.after()), (29, -17, 12));
    assert_eq!((set.by.as_str(), set.reason.as_deref()), ("Office", Some("Counted on paper before")));
    let noted = &first.rows[1];
    assert_eq!((noted.before, noted.after(), noted.note.as_deref()), (28, 29, Some("With Mrs Hill")));
    assert_eq!((noted.by.as_str(), noted.package.as_deref()), ("Ann Brown", Some("Larkfield Meadow")));
    let oldest: Vec<_> = rest.rows.iter().map(|row| (row.task.as_str(), row.before)).collect();
    let counts = [("Washing", 4), ("Shaving", 2), ("Washing", 2), ("Shaving", 0), ("Washing", 0)];
    assert_eq!(oldest, counts);
}

#[tokio::test]
async fn screens_10_what_is_not_judged_stands_under_its_template_and_nothing_held_is_hidden() {
    let scene = scene().await;
    let (washing, shaving) = (scene.task("Washing", 50, 10).await, scene.task("Shaving", 50, 0).await);
    let (feeding, creams) = (scene.service.task("Feeding", 50).await, scene.service.task("Creams", 50).await);
    scene.service.template("Personal care", &[washing, creams]).await;
    for task in [feeding, creams] {
        scene.service.rated(scene.ann, task, Level::Competent, None).await;
    }
    let cx = scene.service.as_(scene.office).await;
    let seen = of_carer(&cx, scene.ann, Opening::Opened).await.unwrap();

    let groups: Vec<_> = seen.groups.iter().map(|group| (group.name.as_deref(), group.idle)).collect();
    assert_eq!(groups, [(Some("Personal care"), None), (None, None)]);
    assert_eq!(seen.groups[0].missing, ["Creams"]);
    let rest: Vec<_> =
        seen.groups[1].tasks.iter().map(|task| (task.name.as_str(), task.is_assigned)).collect();
    assert_eq!(rest, [("Feeding", false), ("Shaving", true)]);
    assert!(seen.groups[1].tasks[0].effective.is_some(), "held, though it is not assigned");
    assert_eq!(mine(&scene.service.as_(scene.ann).await).await.unwrap().deeds.competences, 2);
    let _ = shaving;

    scene.service.deactivate(scene.ann).await;
    let seen = of_carer(&cx, scene.ann, Opening::Opened).await.unwrap();
    let groups: Vec<_> = seen.groups.iter().map(|group| (group.name.as_deref(), group.idle)).collect();
    assert_eq!(groups, [(Some("Personal care"), Some(domain::progress::Idle::CarerInactive)), (None, None)]);
}

#[tokio::test]
async fn r_rat_2_a_lowering_in_force_says_that_it_is_not_acknowledged_yet() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 10).await;
    scene.service.statement().await;
    scene.service.rated(scene.ann, washing, Level::Competent, None).await;
    let form = domain::competency::RatingDraft {
        task: washing.to_string(),
        level: "non_competent".into(),
        reason: "Seen at work by the assessor".into(),
        ..domain::competency::RatingDraft::default()
    };
    let cx = scene.service.as_(scene.office).await;
    crate::competency::rate(&cx, scene.ann, SubmissionId(unique()), &form).await.unwrap();

    let asks = async || {
        let seen = mine(&scene.service.as_(scene.ann).await).await.unwrap().progress;
        let task = &seen.groups[0].tasks[0];
        (task.is_outstanding, task.asks(), task.effective.map(|held| held.0))
    };
    assert_eq!(asks().await, (true, true, Some(Level::NonCompetent)));
    scene.service.acknowledge(scene.ann).await;
    assert_eq!(asks().await, (false, false, Some(Level::NonCompetent)));
}

#[tokio::test]
async fn ux_27_what_lapses_is_listed_with_the_earliest_first_and_what_was_deleted_is_not() {
    let scene = scene().await;
    let day = |month, day| Date::from_ymd_opt(2026, month, day);
    for (name, until) in
        [("Soon", day(4, 1)), ("Over", day(2, 1)), ("Far", day(9, 1)), ("Always", None), ("Gone", day(3, 9))]
    {
        let task = scene.task(name, 50, 0).await;
        scene.service.rated(scene.ann, task, Level::Competent, until).await;
        if name == "Gone" {
            crate::task::delete(&scene.service.as_(scene.office).await, task).await.unwrap();
        }
    }

    let ann = scene.service.as_(scene.ann).await;
    let (own, day) = (mine(&ann).await.unwrap(), today(&ann).await.unwrap());

    let found: Vec<_> = own.lapsing.iter().map(|lapse| lapse.task.as_str()).collect();
    assert_eq!(found, ["Over", "Soon"]);
    assert_eq!(own.deeds.competences, 3, "neither the lapsed nor the deleted");
    assert_eq!((day.lapsing, day.deeds), (own.lapsing, own.deeds));
}
