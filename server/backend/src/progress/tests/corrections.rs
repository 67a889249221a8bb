//! Set counts and resets on a real database.

use domain::progress::{AdjustmentDraft, ResetDraft};
use domain::time::Instant;
use sea_orm::{ColumnTrait, QueryFilter};

use super::*;
use crate::audit::opening::Opening;
use crate::entity::progress_current;

fn setting(scene: &Scene, task: TaskId, count: &str, version: i32) -> AdjustmentDraft {
    AdjustmentDraft {
        carer: scene.ann.to_string(),
        task: task.to_string(),
        count: count.into(),
        reason: "Counted on paper before".into(),
        version: version.to_string(),
    }
}

fn anew(scene: &Scene, task: TaskId, version: i32) -> ResetDraft {
    ResetDraft {
        carer: scene.ann.to_string(),
        task: task.to_string(),
        reason: "Equipment was changed".into(),
        version: version.to_string(),
    }
}

async fn version(scene: &Scene, task: TaskId) -> i32 {
    let cx = scene.service.as_(scene.office).await;
    counted(&cx, scene.ann, task, Opening::Unseen).await.expect("a count").version
}

async fn last_reset(scene: &Scene) -> Option<Instant> {
    let row = progress_current::Entity::find().one(scene.service.platform.db.reader()).await;
    row.expect("a row").expect("a count").last_reset_at
}

#[tokio::test]
async fn r_prg_8_a_carer_cannot_set_a_count_and_an_admin_gives_a_reason() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 20).await;
    let form = setting(&scene, washing, "45", version(&scene, washing).await);
    let refused = adjust(&scene.service.as_(scene.ann).await, once(), &form).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");

    let set = adjust(&scene.service.as_(scene.office).await, once(), &form).await.expect("allowed");
    assert_eq!(set.tally.done, 45);
    let same = scene.service.set_count(scene.office, scene.ann, washing, 45).await;
    assert!(matches!(same, Err(Error::Progress(Refused::Unchanged { count: 45 }))), "{same:?}");
    let entry = scene.service.entries().await.into_iter().find(|entry| entry.0 == "progress_adjusted");
    let (_, before, after) = entry.expect("an entry");
    assert_eq!(before, r#"{"count":20}"#);
    assert!(after.contains(r#""count":45"#) && !after.contains("paper"), "{after}");
}

#[tokio::test]
async fn r_prg_8_a_reset_starts_the_task_anew_everywhere() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 50).await;
    assert_eq!(scene.day().await.list, DayList::AllComplete);

    let reset = scene.service.reset_count(scene.office, scene.ann, washing).await.expect("allowed");

    assert_eq!((reset.tally.done, scene.day().await.open.len()), (0, 1));
    let amounts: i32 = completion::Entity::find()
        .filter(completion::Column::CarerId.eq(scene.ann))
        .all(scene.service.platform.db.reader())
        .await
        .expect("lines")
        .iter()
        .map(|line| line.amount)
        .sum();
    assert_eq!(amounts, 0, "the count is the sum of the lines");
}

#[tokio::test]
async fn r_gen_7_a_count_that_changed_meanwhile_is_not_corrected_unseen() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 0).await;
    let fresh = version(&scene, washing).await;
    scene.log(washing, "3").await.expect("allowed");
    let shown = version(&scene, washing).await;
    scene.log(washing, "2").await.expect("allowed");
    let cx = scene.service.as_(scene.office).await;

    for old in [fresh, shown] {
        let set = adjust(&cx, once(), &setting(&scene, washing, "3", old)).await;
        let begun = reset(&cx, once(), &anew(&scene, washing, old)).await;
        assert!(matches!((&set, &begun), (Err(Error::Stale), Err(Error::Stale))), "{set:?} {begun:?}");
    }
    assert_eq!((fresh, scene.lines().await), (0, 2));
    adjust(&cx, once(), &setting(&scene, washing, "3", shown + 1)).await.expect("allowed");
}

#[tokio::test]
async fn r_gen_10_a_correction_that_arrives_twice_is_one() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 20).await;
    let cx = scene.service.as_(scene.office).await;
    let (set, begun) = (once(), once());
    let form = setting(&scene, washing, "45", version(&scene, washing).await);
    adjust(&cx, set, &form).await.expect("allowed");
    assert_eq!(adjust(&cx, set, &form).await.expect("the first result").tally.done, 45);
    let form = anew(&scene, washing, version(&scene, washing).await);
    reset(&cx, begun, &form).await.expect("allowed");
    let lines = scene.lines().await;

    assert_eq!(reset(&cx, begun, &form).await.expect("the first result").tally.done, 0);
    assert_eq!(scene.lines().await, lines);
}

#[tokio::test]
async fn r_prg_8_nothing_is_corrected_of_a_carer_in_the_recycle_bin() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 20).await;
    let shown = version(&scene, washing).await;
    crate::users::delete(&scene.service.as_(scene.office).await, scene.ann, 1).await.expect("deleted");
    let (cx, lines) = (scene.service.as_(scene.office).await, scene.lines().await);

    let set = adjust(&cx, once(), &setting(&scene, washing, "45", shown)).await;
    let begun = reset(&cx, once(), &anew(&scene, washing, shown)).await;
    let seen = counted(&cx, scene.ann, washing, Opening::Opened).await;

    assert!(matches!(set, Err(Error::NotFound)), "{set:?}");
    assert!(matches!(begun, Err(Error::NotFound)), "{begun:?}");
    assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
    assert_eq!(scene.lines().await, lines);
}

#[tokio::test]
async fn r_trg_2_of_two_resets_the_later_moment_counts_whichever_is_stored_first() {
    let scene = scene().await;
    let washing = scene.task("Washing", 50, 20).await;
    let early = scene.service.as_(scene.office).await;
    scene.service.pass_minutes(1);
    scene.service.reset_count(scene.office, scene.ann, washing).await.expect("allowed");
    let later = last_reset(&scene).await;

    let form = anew(&scene, washing, version(&scene, washing).await);
    reset(&early, once(), &form).await.expect("allowed");

    assert_eq!(last_reset(&scene).await, later);
    assert!(later > Some(early.now));
}
