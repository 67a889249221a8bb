//! Assignments on a real database.

mod counts;
mod pages;

use domain::access::{Action, Flags, Role};
use domain::assignment::{AssignCarersDraft, AssignTasksDraft, Belonging, PeriodsAsked, Refused};
use domain::audit::AuditAction;
use domain::competency::Level;
use domain::deletion::ItemType;
use domain::id::{AccountId, PackageId, SubmissionId, TaskId};
use domain::progress::ResetDraft;

use super::{Of, add_carers, add_tasks, carers, close, end_carer, end_task, reopen, tasks};
use crate::audit::Entry;
use crate::testing::{Service, unique};
use crate::{Error, deletion, progress};

fn once() -> SubmissionId {
    SubmissionId(unique())
}

fn ticked(package: PackageId, carers: &[AccountId]) -> AssignCarersDraft {
    AssignCarersDraft {
        package: package.to_string(),
        carers: carers.iter().map(ToString::to_string).collect(),
    }
}

fn ticked_tasks(package: PackageId, tasks: &[TaskId]) -> AssignTasksDraft {
    AssignTasksDraft { package: package.to_string(), tasks: tasks.iter().map(ToString::to_string).collect() }
}

#[tokio::test]
async fn r_asg_1_several_are_added_at_once_and_each_that_is_not_says_why() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let meadow = service.package("Larkfield Meadow").await;
    let (ann, ben, cho) =
        (service.carer("Ann").await, service.carer("Ben").await, service.carer("Cho").await);
    service.assign_carer(ben, meadow).await;

    let added = add_carers(&cx, once(), &ticked(meadow, &[ann, ben, cho])).await.unwrap();

    assert_eq!(added.added, 2);
    assert_eq!(added.not_added, [("Ben".to_owned(), Refused::AlreadyAssigned)]);
    let now = carers(&cx, meadow, "", &[], &PeriodsAsked::default()).await.unwrap();
    let names: Vec<_> = now.periods.rows.iter().map(|period| period.subject.name.as_str()).collect();
    assert_eq!((names, now.free.len(), now.carers, now.tasks), (vec!["Ann", "Ben", "Cho"], 0, 3, 0));
    assert_eq!(service.trail().await, ["carer_assigned", "carer_assigned"]);
}

#[tokio::test]
async fn r_asg_1_a_second_open_assignment_of_a_pair_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (meadow, washing) = (service.package("Larkfield Meadow").await, service.task("Washing", 20).await);
    let ann = service.carer("Ann").await;
    add_carers(&cx, once(), &ticked(meadow, &[ann])).await.unwrap();
    add_tasks(&cx, once(), &ticked_tasks(meadow, &[washing])).await.unwrap();

    let carer = add_carers(&cx, once(), &ticked(meadow, &[ann])).await;
    let task = add_tasks(&cx, once(), &ticked_tasks(meadow, &[washing])).await;

    assert!(matches!(carer, Err(Error::Assignment(Refused::AlreadyAssigned))), "{carer:?}");
    assert!(matches!(task, Err(Error::Assignment(Refused::AlreadyAssigned))), "{task:?}");
    assert_eq!(service.trail().await, ["carer_assigned", "task_assigned"]);
}

#[tokio::test]
async fn r_asg_1_two_admins_who_add_one_carer_at_once_open_one_period() {
    let service = Service::new().await;
    let (one, other) =
        (service.as_(service.admin("Ann").await).await, service.as_(service.admin("Bea").await).await);
    let meadow = service.package("Larkfield Meadow").await;
    let cho = service.carer("Cho").await;
    let form = ticked(meadow, &[cho]);

    let both = tokio::join!(add_carers(&one, once(), &form), add_carers(&other, once(), &form));

    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    assert_eq!(carers(&one, meadow, "", &[], &PeriodsAsked::default()).await.unwrap().carers, 1);
    assert_eq!(service.trail().await, ["carer_assigned"]);
}

#[tokio::test]
async fn s105_a_double_click_adds_once_and_both_are_told_the_same() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (one, other) = (service.as_(ann).await, service.as_(ann).await);
    let meadow = service.package("Larkfield Meadow").await;
    let (cho, dee) = (service.carer("Cho").await, service.carer("Dee").await);
    service.assign_carer(dee, meadow).await;
    let (id, form) = (once(), ticked(meadow, &[cho, dee]));

    let (first, second) = tokio::join!(add_carers(&one, id, &form), add_carers(&other, id, &form));

    let first = first.unwrap();
    assert_eq!(first, second.unwrap());
    assert_eq!((first.added, first.not_added.len()), (1, 1));
    assert_eq!(service.trail().await, ["carer_assigned"]);
}

#[tokio::test]
async fn s027_removing_closes_the_period_and_adding_again_opens_another() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let cx = service.as_(office).await;
    let meadow = service.package("Larkfield Meadow").await;
    let ann = service.carer("Ann").await;
    add_carers(&cx, once(), &ticked(meadow, &[ann])).await.unwrap();
    service.pass_minutes(10);
    let later = service.as_(office).await;

    let ended = end_carer(&later, meadow, ann).await.unwrap();
    let again = end_carer(&later, meadow, ann).await;
    service.pass_minutes(10);
    let last = service.as_(office).await;
    add_carers(&last, once(), &ticked(meadow, &[ann])).await.unwrap();

    assert_eq!(ended.name, "Ann");
    assert!(matches!(again, Err(Error::Assignment(Refused::NotAssigned))));
    let now = carers(&last, meadow, "", &[], &PeriodsAsked::default()).await.unwrap();
    let earlier = PeriodsAsked { past: "true".into(), ..PeriodsAsked::default() };
    let before = carers(&last, meadow, "", &[], &earlier).await.unwrap().periods;
    assert_eq!((now.periods.rows.len(), now.past, before.found), (1, 1, 1));
    assert_eq!(before.rows[0].to_at, Some(before.rows[0].from_at.plus_minutes(10)));
    assert_eq!(now.periods.rows[0].from_at, before.rows[0].from_at.plus_minutes(20));
    assert_eq!(service.trail().await, ["carer_assigned", "carer_unassigned", "carer_assigned"]);
}

#[tokio::test]
async fn r_asg_3_a_task_that_is_added_is_given_to_all_carers_of_the_package_at_once() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (meadow, washing) = (service.package("Larkfield").await, service.task("Washing", 50).await);
    let (ann, ben) = (service.carer("Ann").await, service.carer("Ben").await);
    add_carers(&cx, once(), &ticked(meadow, &[ann, ben])).await.unwrap();
    service.done(ben, washing, 10).await;

    add_tasks(&cx, once(), &ticked_tasks(meadow, &[washing])).await.unwrap();

    for (carer, done) in [(ann, 0), (ben, 10)] {
        let day = progress::day(&service.as_(carer).await).await.unwrap();
        assert_eq!(day.open.iter().map(|open| open.tally.done).collect::<Vec<_>>(), [done]);
    }
}

#[tokio::test]
async fn s026_a_task_that_is_added_belongs_to_the_package_at_once() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let meadow = service.package("Larkfield Meadow").await;
    let (washing, shaving) = (service.task("Washing", 20).await, service.task("Shaving", 20).await);

    let added = add_tasks(&cx, once(), &ticked_tasks(meadow, &[washing, shaving])).await.unwrap();
    end_task(&cx, meadow, shaving).await.unwrap();

    assert_eq!((added.added, added.not_added.len()), (2, 0));
    let now = tasks(&cx, meadow, "", &[], &PeriodsAsked::default()).await.unwrap();
    let earlier = PeriodsAsked { past: "true".into(), ..PeriodsAsked::default() };
    let before = tasks(&cx, meadow, "", &[], &earlier).await.unwrap().periods;
    assert_eq!((now.periods.rows[0].subject.id, now.tasks), (washing, 1));
    assert_eq!((before.rows[0].subject.id, now.free[0].id), (shaving, shaving));
    assert_eq!(service.trail().await, ["task_assigned", "task_assigned", "task_unassigned"]);
}

#[tokio::test]
async fn s032_one_task_may_belong_to_two_packages() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (here, there) = (service.package("Larkfield").await, service.package("Willow").await);
    let washing = service.task("Washing", 20).await;

    add_tasks(&cx, once(), &ticked_tasks(here, &[washing])).await.unwrap();
    add_tasks(&cx, once(), &ticked_tasks(there, &[washing])).await.unwrap();

    assert_eq!(tasks(&cx, here, "", &[], &PeriodsAsked::default()).await.unwrap().tasks, 1);
    assert_eq!(tasks(&cx, there, "", &[], &PeriodsAsked::default()).await.unwrap().tasks, 1);
}

#[tokio::test]
async fn t011_ids_of_another_organisation_are_not_found_wherever_they_stand() {
    let service = Service::new().await;
    let here = service.as_(service.admin("Office").await).await;
    let (meadow, ann, washing) = (
        service.package("Larkfield Meadow").await,
        service.carer("Ann").await,
        service.task("Washing", 20).await,
    );
    service.assign_carer(ann, meadow).await;
    let elsewhere = service.another_organisation("Elsewhere").await;
    let bob = service.account(elsewhere, "Bob", Role::Admin, Flags::ALL).await;
    let cid = service.account(elsewhere, "Cid", Role::Carer, Flags::default()).await;
    let there = service.as_(bob).await;

    let not_found = [
        carers(&there, meadow, "", &[], &PeriodsAsked::default()).await.err(),
        tasks(&there, meadow, "", &[], &PeriodsAsked::default()).await.err(),
        add_carers(&there, once(), &ticked(meadow, &[cid])).await.err(),
        add_tasks(&there, once(), &ticked_tasks(meadow, &[washing])).await.err(),
        add_carers(&here, once(), &ticked(meadow, &[ann, cid])).await.err(),
        end_carer(&there, meadow, ann).await.err(),
        end_carer(&here, meadow, cid).await.err(),
        end_task(&there, meadow, washing).await.err(),
    ];

    for (at, error) in not_found.iter().enumerate() {
        assert!(matches!(error, Some(Error::NotFound)), "{at}: {error:?}");
    }
    assert_eq!(carers(&here, meadow, "", &[], &PeriodsAsked::default()).await.unwrap().carers, 1);
    assert!(service.trail().await.is_empty());
}

#[tokio::test]
async fn an_admin_is_no_carer_and_cannot_be_assigned() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    let cx = service.as_(office).await;
    let meadow = service.package("Larkfield Meadow").await;

    let refused = add_carers(&cx, once(), &ticked(meadow, &[office])).await;

    assert!(matches!(refused, Err(Error::NotFound)));
    assert!(carers(&cx, meadow, "", &[], &PeriodsAsked::default()).await.unwrap().free.is_empty());
}

#[tokio::test]
async fn r_bin_4_what_a_carers_deletion_closed_opens_again_where_both_ends_are_live() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Office").await).await;
    let (here, there) = (service.package("Larkfield").await, service.package("Willow").await);
    let ann = service.carer("Ann").await;
    service.assign_carer(ann, here).await;
    service.assign_carer(ann, there).await;

    let tx = cx.write(Action::ManageAssignments).await.unwrap();
    let binned = deletion::begin(&tx, ItemType::Carer, ann.0, "Ann").await.unwrap();
    let closed = close(&tx, Of::Carer(ann), binned).await.unwrap();
    tx.commit(Entry::new(AuditAction::AccountDeleted)).await.unwrap();
    let between = carers(&cx, here, "", &[], &PeriodsAsked::default()).await.unwrap().carers;
    crate::package::delete(&cx, there).await.unwrap();
    let tx = cx.write(Action::ManageAssignments).await.unwrap();
    let back = reopen(&tx, binned).await.unwrap();
    tx.commit_noted().await.unwrap();

    assert_eq!((closed.carers.len(), closed.tasks.len(), between), (2, 0, 0));
    assert_eq!((back.carers, back.skipped), (1, vec!["Willow".to_owned()]));
    let now = carers(&cx, here, "", &[], &PeriodsAsked::default()).await.unwrap();
    assert_eq!((now.carers, now.past), (1, 1), "a new period beside the closed one");
}
