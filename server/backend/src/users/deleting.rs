//! Putting somebody in the recycle bin: what it ends, shown before and done in one transaction (R-ACC-1, R-ACC-2).

use domain::access::{Action, Role};
use domain::account::{Ending, SessionEnd, may_end};
use domain::audit::AuditAction;
use domain::deletion::ItemType;
use domain::id::{AccountId, DeletionId, PackageId, RotaEntryId, ShiftId};
use domain::users::DeletionImpact;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde_json::json;

use super::{find, hold, needed, others, subject, write};
use crate::account::{email_change, end_resets};
use crate::alert::{Finding, Kind, Severity};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Read, Scope, Tx};
use crate::entity::{account, assessment, carer_assignment, competency_rating, completion, invitation};
use crate::events::Topic;
use crate::{Cx, Error, assignment, deletion, organisation, rota, session, settings, shift};

/// What is written as the reason of what a deletion removes: no person gives one here.
const REASON: &str = "The carer’s account was deleted";

/// In which part of the bin an account lies.
pub(super) const fn item(role: Role) -> ItemType {
    match role {
        Role::Admin => ItemType::Admin,
        Role::Carer => ItemType::Carer,
    }
}

/// What deleting somebody would end, and what stays.
///
/// # Errors
/// [`Error::NotFound`] for nobody, or somebody who is deleted; [`Error::Forbidden`] for an admin without
/// `can_manage_admins`.
pub async fn impact(cx: &Cx, id: AccountId) -> Result<DeletionImpact, Error> {
    let read = cx.read(Action::EditCarer).await?;
    let row = find(&read, id).await?;
    cx.may(needed(row.role)).await?;
    if row.deletion_id.is_some() {
        return Err(Error::NotFound);
    }
    let days = settings::load(&read).await?.retention.bin_days;
    let (assigned_shifts, pending_applications) = shift::leaving::count_of(&read, id, cx.now).await?;
    let ratings = read.find::<competency_rating::Entity>().filter(competency_rating::Column::CarerId.eq(id));
    let completions = read.find::<completion::Entity>().filter(completion::Column::CarerId.eq(id));
    let assignments = read
        .find::<carer_assignment::Entity>()
        .filter(carer_assignment::Column::CarerId.eq(id))
        .filter(carer_assignment::Column::ToAt.is_null());
    let invited = read.find::<invitation::Entity>().filter(invitation::Column::InvitedBy.eq(id));
    Ok(DeletionImpact {
        role: row.role,
        version: row.version,
        bin_days: item(row.role).purge_after(cx.now, days).map(|_| days),
        future_entries: rota::leaving::count_to_come(&read, id, cx.now).await?,
        assigned_shifts,
        pending_applications,
        assignments: assignments.count(read.db()).await?,
        sessions: session::count_alive(&read, id, cx.now).await?,
        completions: completions.count(read.db()).await?,
        ratings: ratings.count(read.db()).await?,
        assessments: assessments(&read, &row).await?,
        invited: invited.count(read.db()).await?,
        name: row.name,
    })
}

async fn assessments(read: &Read<'_>, of: &account::Model) -> Result<u64, Error> {
    let column = match of.role {
        Role::Carer => assessment::Column::CarerId,
        Role::Admin => assessment::Column::AssessorId,
    };
    Ok(read.find::<assessment::Entity>().filter(column.eq(of.id)).count(read.db()).await?)
}

/// Deletes somebody. A carer's work to come and waiting applications go, assigned shifts to come seek somebody again,
/// assignments close and are remembered, sessions end. Completions, ratings and assessments stay. Gives the role.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Overtaken`], [`Error::Ending`] for oneself and for the last in charge.
pub async fn delete(cx: &Cx, id: AccountId, version: i32) -> Result<Role, Error> {
    let (tx, seen) = write(cx, id).await?;
    let shifts = match seen.role {
        Role::Carer => shift::leaving::hold_of(&tx, id).await?,
        Role::Admin => {
            organisation::hold(&tx).await?;
            Vec::new()
        }
    };
    let row = hold(&tx, id, Some(version)).await?;
    may_end(Ending::Delete, tx.own()?, subject(&row), others(&tx, id).await?)?;
    let role = row.role;
    let deletion = deletion::begin(&tx, item(role), id.0, &row.name).await?;
    mark(&tx, row, Some(deletion)).await?;
    session::end_others(&tx, id, None, SessionEnd::AccountEnded).await?;
    end_resets(&tx, id).await?;
    email_change::end_pending(&tx, id).await?;
    let ended = match role {
        Role::Carer => end_care(&tx, id, deletion, &shifts).await?,
        Role::Admin => Ended::default(),
    };
    let entry = Entry::new(AuditAction::AccountDeleted).about("account", id.0);
    tx.commit(entry.after(json!({
        "deletion": deletion,
        "packages": ended.packages,
        "entries": ended.entries,
        "reopened_shifts": ended.shifts.reopened,
        "applications_for": ended.shifts.withdrawn,
    }))?)
    .await?;
    Ok(role)
}

/// What a carer's deletion ended.
#[derive(Default)]
struct Ended {
    packages: Vec<PackageId>,
    entries: Vec<RotaEntryId>,
    shifts: shift::leaving::Left,
}

async fn end_care(tx: &Tx, id: AccountId, deletion: DeletionId, shifts: &[ShiftId]) -> Result<Ended, Error> {
    let shifts = shift::leaving::leave(tx, id, shifts).await?;
    let entries = rota::leaving::remove_to_come(tx, id, REASON).await?;
    let closed = assignment::close(tx, assignment::Of::Carer(id), deletion).await?;
    let packages = closed.carers.into_iter().map(|(_, package)| package).collect();
    tx.touch(Topic::Assignment, Some(id));
    trigger::rejudge_carer(tx, id).await?;
    if !shifts.reopened.is_empty() {
        warn(tx, id, &shifts.reopened).await?;
    }
    Ok(Ended { packages, entries, shifts })
}

/// Shifts that were given to somebody seek somebody again (R-ACC-2).
async fn warn(tx: &Tx, carer: AccountId, reopened: &[ShiftId]) -> Result<(), Error> {
    let finding = Finding {
        kind: Kind::Compliance,
        severity: Severity::High,
        title: "Assigned shifts seek somebody again",
        message:
            "A carer was deleted who had shifts to come. They are open again; give them to somebody else."
                .into(),
        details: json!({ "carer": carer, "shifts": reopened }),
        key: format!("shifts_without_carer:{carer}"),
    };
    tx.raise(finding).await.map(drop)
}

/// Marks an account as deleted, or as not any more. The epoch moves on with a deletion, so that a sign-in checked
/// before opens nothing (V5).
pub(super) async fn mark(tx: &Tx, row: account::Model, deletion: Option<DeletionId>) -> Result<(), Error> {
    let (id, version) = (row.id, row.version + 1);
    let epoch = if deletion.is_some() { row.epoch + 1 } else { row.epoch };
    let mut row = row.into_active_model();
    row.deletion_id = Set(deletion);
    row.epoch = Set(epoch);
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    tx.touch(Topic::Account, Some(id));
    Ok(())
}
