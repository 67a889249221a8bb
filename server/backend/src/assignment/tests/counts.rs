//! Counts and ratings belong to carer and task, and go along.

use super::*;

#[tokio::test]
async fn s027_a_count_that_was_reset_is_still_nought_after_removing_and_adding_again() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (meadow, washing) = (service.package("Larkfield Meadow").await, service.task("Washing", 50).await);
    let ann = service.carer("Ann").await;
    service.assign_task(washing, meadow).await;
    add_carers(&cx, once(), &ticked(meadow, &[ann])).await.unwrap();
    service.done(ann, washing, 30).await;
    let form = ResetDraft {
        carer: ann.to_string(),
        task: washing.to_string(),
        reason: "Counted for somebody else".into(),
        version: "1".into(),
    };
    progress::reset(&cx, once(), &form).await.unwrap();

    end_carer(&cx, meadow, ann).await.unwrap();
    add_carers(&cx, once(), &ticked(meadow, &[ann])).await.unwrap();

    let seen = progress::mine(&service.as_(ann).await).await.unwrap().progress;
    assert_eq!(seen.groups[0].tasks[0].tally.done, 0);
}

#[tokio::test]
async fn s025_counts_and_ratings_go_along_to_another_package_and_nothing_waits() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (here, there) = (service.package("Larkfield").await, service.package("Willow").await);
    let (washing, ann) = (service.task("Washing", 50).await, service.carer("Ann").await);
    service.assign_task(washing, here).await;
    service.assign_task(washing, there).await;
    service.assign_carer(ann, here).await;
    service.done(ann, washing, 30).await;
    service.rated(ann, washing, Level::Competent, None).await;

    add_carers(&cx, once(), &ticked(there, &[ann])).await.unwrap();
    end_carer(&cx, here, ann).await.unwrap();

    let seen = progress::mine(&service.as_(ann).await).await.unwrap().progress;
    let task = &seen.groups[0].tasks[0];
    assert_eq!((task.tally.tenths(), task.effective.map(|held| held.0)), (600, Some(Level::Competent)));
    assert!(task.pending.is_none(), "nothing is asked again");
}

#[tokio::test]
async fn r_asg_2_a_task_of_two_packages_is_counted_once_and_only_while_everything_is_in_use() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (here, there) = (service.package("Larkfield").await, service.package("Willow").await);
    let (washing, ann) = (service.task("Washing", 50).await, service.carer("Ann").await);
    for package in [here, there] {
        service.assign_task(washing, package).await;
        service.assign_carer(ann, package).await;
    }
    let open = async || progress::day(&service.as_(ann).await).await.unwrap().open.len();

    let both = open().await;
    service.set_aside(here).await;
    let one = open().await;
    end_task(&cx, there, washing).await.unwrap();

    assert_eq!((both, one, open().await), (1, 1, 0));
}

#[tokio::test]
async fn r_asg_4_ending_an_assignment_deletes_neither_counts_nor_ratings() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (meadow, washing) = (service.package("Larkfield").await, service.task("Washing", 50).await);
    let ann = service.carer("Ann").await;
    service.assign_task(washing, meadow).await;
    add_carers(&cx, once(), &ticked(meadow, &[ann])).await.unwrap();
    service.done(ann, washing, 30).await;
    service.rated(ann, washing, Level::Competent, None).await;

    end_carer(&cx, meadow, ann).await.unwrap();
    end_task(&cx, meadow, washing).await.unwrap();

    let found = crate::task::show(&cx, washing).await.unwrap();
    assert_eq!((found.carers_with_progress, found.ratings), (1, 1));
}
