//! How shifts and applications are kept.

use domain::eligibility::{Accepted, Verdict};
use domain::id::{AccountId, ApplicationId, PackageId, RotaEntryId, ShiftId, ShiftTaskId, TaskId};
use domain::problems::{Problem, Problems};
use domain::shift::{ApplicationState, ExpiryReason, Plan, ShiftState};
use domain::time::Instant;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::Error;
use crate::cx::{Scope, Tx};
use crate::entity::{account, care_package, carer, shift, shift_application, shift_task, task};

/// Reads a shift and holds its row until the write ends; its package may then not change either (architecture §5).
///
/// The lock leaves room for rows that only refer to the shift: whoever offers it to a carer takes no lock on it, and
/// must not wait here while that carer's row is wanted.
pub(super) async fn lock(tx: &Tx, id: ShiftId) -> Result<shift::Model, Error> {
    let row = || tx.find::<shift::Entity>().filter(shift::Column::Id.eq(id));
    let package = row().one(tx.db()).await?.ok_or(Error::NotFound)?.care_package_id;
    package_shared(tx, package).await?;
    row().lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Holds a carer's row until the write ends, so that no two acts overlook each other's entry.
pub(super) async fn lock_carer(tx: &Tx, id: AccountId) -> Result<(), Error> {
    let row = tx.find::<carer::Entity>().filter(carer::Column::AccountId.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.map(drop).ok_or(Error::NotFound)
}

async fn package_shared(tx: &Tx, id: PackageId) -> Result<Option<care_package::Model>, Error> {
    let row = tx.find::<care_package::Entity>().filter(care_package::Column::Id.eq(id)).lock_shared();
    Ok(row.one(tx.db()).await?)
}

/// A live, active package that a shift may be planned at.
pub(super) async fn package_to_plan(tx: &Tx, id: PackageId) -> Result<care_package::Model, Error> {
    let found = package_shared(tx, id).await?;
    let live = found.filter(|package| package.active && package.deletion_id.is_none());
    live.ok_or_else(|| Problems::one("package", Problem::NotAllowed).into())
}

/// How many of these tasks there are and are live.
pub(super) async fn live_tasks(tx: &Tx, ids: &[TaskId]) -> Result<usize, Error> {
    let found = tx
        .find::<task::Entity>()
        .filter(task::Column::Id.is_in(ids.iter().copied()))
        .filter(task::Column::DeletionId.is_null())
        .filter(task::Column::Active.eq(true));
    Ok(found.all(tx.db()).await?.len())
}

/// Writes a new shift with what it requires.
pub(super) async fn insert(
    tx: &Tx,
    id: ShiftId,
    plan: &Plan,
    apply_by: Instant,
    accepted: &[(Accepted, String)],
) -> Result<(), Error> {
    let row = shift::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        care_package_id: Set(plan.package),
        local_date: Set(plan.date),
        start_at: Set(plan.period.start),
        end_at: Set(plan.period.end),
        r#type: Set(plan.shift_type),
        kind: Set(plan.kind),
        status: Set(ShiftState::Created),
        apply_by: Set(apply_by),
        note: Set(plan.note.clone()),
        created_by: Set(tx.own()?),
        apply_by_is_chosen: Set(plan.apply_by.is_some()),
        overrides: Set(to_json(&accepted)?),
        ..Default::default()
    };
    row.insert(tx.db()).await?;
    if plan.tasks.is_empty() {
        return Ok(());
    }
    let required = plan.tasks.iter().map(|&task| shift_task::ActiveModel {
        id: Set(tx.fresh(ShiftTaskId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        shift_id: Set(id),
        task_id: Set(task),
    });
    shift_task::Entity::insert_many(required).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// What was accepted with a shift, with the reason for each.
pub(super) fn accepted(row: &shift::Model) -> Result<Vec<(Accepted, String)>, Error> {
    serde_json::from_str(&row.overrides)
        .map_err(|_| Error::inconsistent("shift", row.id, "holds no overrides"))
}

/// Removes a shift that was never sent.
pub(super) async fn delete(tx: &Tx, id: ShiftId) -> Result<(), Error> {
    let here = tx.organisation();
    shift_task::Entity::delete_many()
        .filter(shift_task::Column::OrganisationId.eq(here))
        .filter(shift_task::Column::ShiftId.eq(id))
        .exec(tx.db())
        .await?;
    shift::Entity::delete_many()
        .filter(shift::Column::OrganisationId.eq(here))
        .filter(shift::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Begins a change of a shift's row.
pub(super) fn change(tx: &Tx, row: &shift::Model) -> shift::ActiveModel {
    let mut change = row.clone().into_active_model();
    change.updated_at = Set(tx.now());
    change.version = Set(row.version + 1);
    change
}

/// A shift that was sent just now.
pub(super) async fn set_sent(
    tx: &Tx,
    row: &shift::Model,
    state: ShiftState,
    apply_by: Instant,
    is_chosen: bool,
) -> Result<(), Error> {
    let mut change = change(tx, row);
    change.status = Set(state);
    change.sent_at = Set(Some(tx.now()));
    change.apply_by = Set(apply_by);
    change.apply_by_is_chosen = Set(is_chosen);
    change.update(tx.db()).await?;
    Ok(())
}

/// A state that nothing else comes with.
pub(super) async fn set_state(tx: &Tx, row: &shift::Model, state: ShiftState) -> Result<(), Error> {
    let mut change = change(tx, row);
    change.status = Set(state);
    change.update(tx.db()).await?;
    Ok(())
}

/// A state that the clock has brought. The version stays: nobody has edited it.
pub(super) async fn set_by_clock(
    tx: &Tx,
    row: &shift::Model,
    state: ShiftState,
    expiry: Option<ExpiryReason>,
) -> Result<(), Error> {
    let mut change = row.clone().into_active_model();
    change.status = Set(state);
    change.expiry_reason = Set(expiry);
    change.updated_at = Set(tx.now());
    change.update(tx.db()).await?;
    Ok(())
}

/// An assigned shift with its application and its entry.
pub(super) async fn set_assigned(
    tx: &Tx,
    row: &shift::Model,
    application: ApplicationId,
    entry: RotaEntryId,
) -> Result<(), Error> {
    let mut change = change(tx, row);
    change.status = Set(ShiftState::Assigned);
    change.selected_application_id = Set(Some(application));
    change.rota_entry_id = Set(Some(entry));
    change.update(tx.db()).await?;
    Ok(())
}

/// Every application for a shift, first come first.
pub(super) async fn applications(
    scope: &impl Scope,
    shift: ShiftId,
) -> Result<Vec<shift_application::Model>, Error> {
    let found =
        scope.find::<shift_application::Entity>().filter(shift_application::Column::ShiftId.eq(shift));
    let ordered = found.order_by_asc(shift_application::Column::AppliedAt);
    Ok(ordered.order_by_asc(shift_application::Column::Id).all(scope.db()).await?)
}

/// One application.
pub(super) async fn application(
    scope: &impl Scope,
    id: ApplicationId,
) -> Result<shift_application::Model, Error> {
    let row = scope.find::<shift_application::Entity>().filter(shift_application::Column::Id.eq(id));
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

/// What was decided about an application. A verdict is kept with it as proof (R-ELG-8).
pub(super) async fn decide(
    tx: &Tx,
    row: &shift_application::Model,
    state: ApplicationState,
    removal_reason: Option<&str>,
    verdict: Option<&Verdict>,
) -> Result<(), Error> {
    let waits = state == ApplicationState::Pending;
    let mut change = row.clone().into_active_model();
    change.status = Set(state);
    change.updated_at = Set(tx.now());
    change.version = Set(row.version + 1);
    change.processed_at = Set((!waits).then_some(tx.now()));
    change.processed_by = Set(if waits { None } else { tx.actor_id() });
    change.removal_reason = Set(removal_reason.map(ToOwned::to_owned));
    if let Some(verdict) = verdict {
        change.verdict = Set(to_json(verdict)?);
    }
    change.update(tx.db()).await?;
    Ok(())
}

/// Accounts by their ids: names and addresses for pages and mails.
pub(super) async fn accounts(
    scope: &impl Scope,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>, Error> {
    let found = scope.find::<account::Entity>().filter(account::Column::Id.is_in(ids));
    Ok(found.order_by_asc(account::Column::NameKey).all(scope.db()).await?)
}

/// As it is kept in a column of JSON text.
pub(super) fn to_json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::fault("keeping a decision", error))
}
