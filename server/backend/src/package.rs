//! Care packages: made, changed, looked up, deleted and restored by admins (R-PKG).

mod deleting;
mod store;
#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{PackageId, SubmissionId};
use domain::list::{Asked, Listed};
use domain::package::{Package, PackageDraft, PackageRow, PackageView, Refused};
use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::entity::care_package;
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, shift};

pub use deleting::{delete, impact, restore};

/// A page of the live packages, or of those in the bin, by name. Words are looked for in names and postcode areas.
///
/// # Errors
/// [`Error::Invalid`] for a status that there is none of.
pub async fn list(cx: &Cx, asked: &Asked) -> Result<Listed<PackageRow>, Error> {
    store::list(&cx.read(Action::ReadPackages).await?, asked).await
}

/// One live package with its carers, its tasks and the next shifts there.
///
/// # Errors
/// [`Error::NotFound`] for one that is not there, or not ours.
pub async fn show(cx: &Cx, id: PackageId) -> Result<PackageView, Error> {
    let read = cx.read(Action::ReadPackages).await?;
    let found = store::show(&read, id).await?;
    Ok(PackageView { coming: shift::coming(cx, &read, id).await?, ..found })
}

/// Makes a package.
///
/// # Errors
/// [`Refused::NameTaken`], or every problem of the form.
pub async fn create(cx: &Cx, submission: SubmissionId, draft: &PackageDraft) -> Result<PackageId, Error> {
    let tx = cx.write(Action::ManagePackages).await?;
    let package = draft.parse()?;
    let first = match tx.once("package.create", submission, draft).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    if store::is_taken(&tx, &package.name, None).await? {
        return Err(Refused::NameTaken.into());
    }
    let id = store::insert(&tx, &package).await?;
    tx.remember(first, &id).await?;
    tx.touch(Topic::Assignment, None);
    let entry = Entry::new(AuditAction::PackageCreated).about("care_package", id.0);
    tx.commit(entry.after(recorded(&package))?).await?;
    Ok(id)
}

/// Changes a package. An edit that changes nothing leaves no trace.
///
/// # Errors
/// [`Error::Overtaken`] when it was changed since the form was made (R-GEN-7), [`Refused::NameTaken`], or every problem
/// of the form.
pub async fn update(cx: &Cx, id: PackageId, draft: &PackageDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManagePackages).await?;
    let package = draft.parse()?;
    let row = store::lock(&tx, id).await?;
    if package.version != Some(row.version) {
        return Err(audit::overtaken(&tx, "care_package", id.0).await?);
    }
    let (before, after) = (recorded_row(&row), recorded(&package));
    if before == after {
        return Ok(());
    }
    if store::is_taken(&tx, &package.name, Some(id)).await? {
        return Err(Refused::NameTaken.into());
    }
    store::update(&tx, row, &package).await?;
    tx.touch(Topic::Assignment, None);
    let entry = Entry::new(AuditAction::PackageUpdated).about("care_package", id.0);
    tx.commit(entry.before(before)?.after(after)?).await
}

fn recorded(package: &Package) -> Value {
    json!({
        "name": package.name,
        "postcode_area": package.postcode_area,
        "active": package.active,
        "night_hazard": package.night_hazard,
    })
}

/// What the trail holds of a package that is kept.
fn recorded_row(row: &care_package::Model) -> Value {
    json!({
        "name": row.name,
        "postcode_area": row.postcode_area,
        "active": row.active,
        "night_hazard": row.night_hazard,
    })
}
