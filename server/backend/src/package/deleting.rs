//! Deleting a package with all that hangs on it, and bringing it back from the bin (R-PKG-3, R-BIN-4).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::deletion::{ItemType, Restored};
use domain::id::PackageId;
use domain::package::{PackageImpact, Refused};
use serde_json::json;

use super::{recorded_row, store};
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::entity::care_package;
use crate::events::Topic;
use crate::{Cx, Error, assignment, deletion, kept, rota, shift};

/// What carers read as the reason for what is cancelled with a package.
const REASON: &str = "The care package was closed.";

/// What deleting a package would end, counted now (R-PKG-3).
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn impact(cx: &Cx, id: PackageId) -> Result<PackageImpact, Error> {
    let read = cx.read(Action::ManagePackages).await?;
    kept::find::<care_package::Entity>(&read, id).await?;
    store::impact(&read, id, cx.now).await
}

/// Deletes a package: its assignments are closed and remembered, shifts that were never sent go, sent ones that have
/// not started are called off, and work to come is removed, with mails. What has started runs to its end (R-PKG-3).
/// Gives its name.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn delete(cx: &Cx, id: PackageId) -> Result<String, Error> {
    let tx = cx.write(Action::ManagePackages).await?;
    let row = kept::lock::<care_package::Entity>(&tx, id).await?;
    let shifts = shift::hold_of_package(&tx, id).await?;
    let planned = rota::planned_at(&tx, id).await?;
    trigger::hold_carers(&tx, &planned).await?;
    let impact = store::impact(&tx, id, tx.now()).await?;

    let binned = deletion::begin(&tx, ItemType::Package, id.0, &row.name).await?;
    store::set_deletion(&tx, row.clone(), Some(binned)).await?;
    let closed = assignment::close(&tx, assignment::Of::Package(id), binned).await?;
    let mut freed = shift::end_of_package(&tx, &shifts, REASON).await?;
    freed.extend(rota::clear_package(&tx, &row, REASON).await?);
    freed.sort_unstable();
    freed.dedup();
    shift::offer_to_all(&tx, &freed).await?;

    tx.touch(Topic::Assignment, None);
    let carers: Vec<_> = closed.carers.iter().map(|(carer, _)| carer).collect();
    let tasks: Vec<_> = closed.tasks.iter().map(|(task, _)| task).collect();
    let after = json!({ "deletion": binned, "carers": carers, "tasks": tasks, "ended": impact });
    let entry = Entry::new(AuditAction::PackageDeleted).about("care_package", id.0);
    tx.commit(entry.before(recorded_row(&row))?.after(after)?).await?;
    Ok(row.name)
}

/// Brings a package back from the bin with the assignments that its deletion closed. Removed shifts and entries do
/// not come back (R-BIN-4).
///
/// # Errors
/// [`Refused::NameTakenMeanwhile`], [`Error::NotFound`] for one that is not in the bin, or not ours.
pub async fn restore(cx: &Cx, id: PackageId) -> Result<Restored, Error> {
    let tx = cx.write(Action::ManagePackages).await?;
    let open = deletion::hold(&tx, ItemType::Package, id.0).await?;
    let binned = open.id;
    assignment::hold_tasks(&tx, binned).await?;
    let row = kept::lock_binned::<care_package::Entity>(&tx, id).await?;
    if kept::is_taken::<care_package::Entity>(&tx, &row.name, Some(id)).await? {
        return Err(Refused::NameTakenMeanwhile { name: row.name }.into());
    }
    store::set_deletion(&tx, row.clone(), None).await?;
    deletion::close(&tx, open).await?;
    let back = assignment::reopen(&tx, binned).await?;
    tx.touch(Topic::Assignment, None);
    let entry = Entry::new(AuditAction::PackageRestored).about("care_package", id.0);
    let after = json!({ "name": row.name, "carers": back.carers, "tasks": back.tasks,
        "skipped": back.skipped.len() });
    tx.commit(entry.before(json!({ "deletion": binned }))?.after(after)?).await?;
    let (carers, tasks) = (back.carers, back.tasks);
    Ok(Restored { name: row.name, carers, tasks, template: None, skipped: back.skipped })
}
