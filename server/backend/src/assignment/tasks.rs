//! The tasks of a package.

use domain::access::Action;
use domain::assignment::{Added, AssignTasksDraft, Belonging, Facts, OpenPeriod, PeriodsAsked, Refused};
use domain::audit::AuditAction;
use domain::id::{AccountId, PackageId, SubmissionId, TaskAssignmentId, TaskId};
use domain::list::Named;
use sea_orm::{ActiveValue::Set, Select};
use uuid::Uuid;

use super::periods::{self, Assigned, Subject};
use crate::cx::{Scope, Tx};
use crate::eligibility::standing;
use crate::entity::{task, task_assignment};
use crate::{Cx, Error};

impl Assigned for task_assignment::Entity {
    const TABLE: &'static str = "task_assignment";
    const WORD: &'static str = "task";
    const ADDING: &'static str = "assignment.add_tasks";
    const BEGUN: AuditAction = AuditAction::TaskAssigned;
    const ENDED: AuditAction = AuditAction::TaskUnassigned;
    const BEFORE_PACKAGES: bool = true;

    fn all(at: &impl Scope) -> Select<task::Entity> {
        at.find()
    }

    fn subject_of(row: task::Model) -> Subject<TaskId> {
        let standing = standing(row.active, row.deletion_id.is_some());
        Subject { id: row.id, name: row.name, standing }
    }

    fn judge(facts: Facts) -> Result<(), Refused> {
        facts.assign_task()
    }

    fn beginning(
        tx: &Tx,
        id: Uuid,
        package: PackageId,
        task: TaskId,
    ) -> Result<task_assignment::ActiveModel, Error> {
        Ok(task_assignment::ActiveModel {
            id: Set(TaskAssignmentId(id)),
            organisation_id: Set(tx.organisation()),
            created_at: Set(tx.now()),
            task_id: Set(task),
            care_package_id: Set(package),
            from_at: Set(tx.now()),
            assigned_by: Set(tx.own()?),
            ..Default::default()
        })
    }

    fn hearer(_: TaskId) -> Option<AccountId> {
        None
    }
}

/// The tasks of a package, a page of those now or before, and those that could be added whose names hold the words.
/// Those already chosen stay in the list, whatever is looked for.
///
/// # Errors
/// [`Error::NotFound`] for a package that is not there, or not ours.
pub async fn of_package(
    cx: &Cx,
    package: PackageId,
    words: &str,
    chosen: &[TaskId],
    asked: &PeriodsAsked,
) -> Result<Belonging<TaskId>, Error> {
    periods::of_package::<task_assignment::Entity>(cx, package, words, chosen, asked).await
}

/// The open period of one task.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn one(cx: &Cx, package: PackageId, task: TaskId) -> Result<OpenPeriod<TaskId>, Error> {
    periods::one::<task_assignment::Entity>(cx, package, task).await
}

/// Assigns the ticked tasks, each for itself: one that cannot be added keeps none of the others out (R-ASG-1).
///
/// # Errors
/// [`Error::NotFound`] when the package or one of the tasks is not ours. A single task that cannot be added is
/// refused by its [`Refused`].
pub async fn add(cx: &Cx, submission: SubmissionId, draft: &AssignTasksDraft) -> Result<Added, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    periods::add::<task_assignment::Entity>(tx, submission, draft, draft.parse()?).await
}

/// Ends the assignment of a task. Counts and ratings stay (R-ASG-4).
///
/// # Errors
/// [`Refused::NotAssigned`] when there is none, [`Error::NotFound`] when the package or the task is not ours.
pub async fn end(cx: &Cx, package: PackageId, task: TaskId) -> Result<Named<TaskId>, Error> {
    periods::end::<task_assignment::Entity>(cx, package, task).await
}
