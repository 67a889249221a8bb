//! The carers of a package.

use domain::access::{Action, Role};
use domain::assignment::{Added, AssignCarersDraft, Belonging, Facts, OpenPeriod, PeriodsAsked, Refused};
use domain::audit::AuditAction;
use domain::id::{AccountId, CarerAssignmentId, PackageId, SubmissionId};
use domain::list::Named;
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use super::periods::{self, Assigned, Subject};
use crate::cx::{Scope, Tx};
use crate::eligibility::standing;
use crate::entity::{account, carer_assignment};
use crate::{Cx, Error};

impl Assigned for carer_assignment::Entity {
    const TABLE: &'static str = "carer_assignment";
    const WORD: &'static str = "carer";
    const ADDING: &'static str = "assignment.add_carers";
    const BEGUN: AuditAction = AuditAction::CarerAssigned;
    const ENDED: AuditAction = AuditAction::CarerUnassigned;
    const BEFORE_PACKAGES: bool = false;

    fn all(at: &impl Scope) -> Select<account::Entity> {
        at.find::<account::Entity>().filter(account::Column::Role.eq(Role::Carer))
    }

    fn subject_of(row: account::Model) -> Subject<AccountId> {
        let standing = standing(row.active, row.deletion_id.is_some());
        Subject { id: row.id, name: row.name, standing }
    }

    fn judge(facts: Facts) -> Result<(), Refused> {
        facts.assign_carer()
    }

    fn beginning(
        tx: &Tx,
        id: Uuid,
        package: PackageId,
        carer: AccountId,
    ) -> Result<carer_assignment::ActiveModel, Error> {
        Ok(carer_assignment::ActiveModel {
            id: Set(CarerAssignmentId(id)),
            organisation_id: Set(tx.organisation()),
            created_at: Set(tx.now()),
            carer_id: Set(carer),
            care_package_id: Set(package),
            from_at: Set(tx.now()),
            assigned_by: Set(tx.own()?),
            ..Default::default()
        })
    }

    fn hearer(carer: AccountId) -> Option<AccountId> {
        Some(carer)
    }
}

/// The carers of a package, a page of those now or before, and those that could be added whose names hold the words.
/// Those already chosen stay in the list, whatever is looked for.
///
/// # Errors
/// [`Error::NotFound`] for a package that is not there, or not ours.
pub async fn of_package(
    cx: &Cx,
    package: PackageId,
    words: &str,
    chosen: &[AccountId],
    asked: &PeriodsAsked,
) -> Result<Belonging<AccountId>, Error> {
    periods::of_package::<carer_assignment::Entity>(cx, package, words, chosen, asked).await
}

/// The open period of one carer.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn one(cx: &Cx, package: PackageId, carer: AccountId) -> Result<OpenPeriod<AccountId>, Error> {
    periods::one::<carer_assignment::Entity>(cx, package, carer).await
}

/// Assigns the ticked carers, each for itself: one that cannot be added keeps none of the others out (R-ASG-1).
///
/// # Errors
/// [`Error::NotFound`] when the package or one of the carers is not ours. A single carer that cannot be added is
/// refused by its [`Refused`].
pub async fn add(cx: &Cx, submission: SubmissionId, draft: &AssignCarersDraft) -> Result<Added, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    periods::add::<carer_assignment::Entity>(tx, submission, draft, draft.parse()?).await
}

/// Ends the assignment of a carer. Counts and ratings stay (R-ASG-4).
///
/// # Errors
/// [`Refused::NotAssigned`] when there is none, [`Error::NotFound`] when the package or the carer is not ours.
pub async fn end(cx: &Cx, package: PackageId, carer: AccountId) -> Result<Named<AccountId>, Error> {
    periods::end::<carer_assignment::Entity>(cx, package, carer).await
}
