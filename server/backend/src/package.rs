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

use crate::alert::{Finding, Kind, Severity};
use crate::audit::{self, Entry};
use crate::cx::Tx;
use crate::entity::care_package;
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, kept, rota, shift};

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
    if kept::is_taken::<care_package::Entity>(&tx, &package.name, None).await? {
        return Err(Refused::NameTaken.into());
    }
    let id = store::insert(&tx, &package).await?;
    tx.remember(first, &id).await?;
    tx.touch(Topic::Assignment, None);
    let entry = Entry::new(AuditAction::PackageCreated).about("care_package", id.0);
    tx.commit(entry.after(recorded(&package))?).await?;
    Ok(id)
}

/// Changes a package. An edit that changes nothing leaves no trace. One that is active again offers its open shifts to
/// those who may have them now (R-SHF-5); one that is inactive warns of the work that is planned there (R-ALT-8).
///
/// # Errors
/// [`Error::Overtaken`] when it was changed since the form was made (R-GEN-7), [`Refused::NameTaken`], or every problem
/// of the form.
pub async fn update(cx: &Cx, id: PackageId, draft: &PackageDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManagePackages).await?;
    let package = draft.parse()?;
    let row = kept::lock::<care_package::Entity>(&tx, id).await?;
    if package.version != Some(row.version) {
        return Err(audit::overtaken(&tx, "care_package", id.0).await?);
    }
    let (before, after) = (recorded_row(&row), recorded(&package));
    if before == after {
        return Ok(());
    }
    if kept::is_taken::<care_package::Entity>(&tx, &package.name, Some(id)).await? {
        return Err(Refused::NameTaken.into());
    }
    let turned = (row.active != package.active).then_some(package.active);
    store::update(&tx, row, &package).await?;
    match turned {
        Some(true) => shift::offer_at(&tx, id).await?,
        Some(false) => warn(&tx, id).await?,
        None => {}
    }
    for topic in [Topic::Assignment, Topic::Progress, Topic::Shift, Topic::Rota] {
        tx.touch(topic, None);
    }
    let entry = Entry::new(AuditAction::PackageUpdated).about("care_package", id.0);
    tx.commit(entry.before(before)?.after(after)?).await
}

/// Carers who have work to come at an inactive package are not eligible for it any more (R-ALT-8).
async fn warn(tx: &Tx, id: PackageId) -> Result<(), Error> {
    let planned = rota::planned_at(tx, id).await?;
    if planned.is_empty() {
        return Ok(());
    }
    let finding = Finding {
        kind: Kind::Compliance,
        severity: Severity::High,
        title: "Work is planned at an inactive care package",
        message:
            "A care package was made inactive and has work to come. Make it active again, or cancel the work."
                .into(),
        details: json!({ "care_package": id, "carers": planned }),
        key: format!("package_inactive:{id}"),
    };
    tx.raise(finding).await.map(drop)
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
