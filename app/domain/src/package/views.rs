//! What admins see of care packages.

use serde::{Deserialize, Serialize};

use crate::deletion::Binned;
use crate::id::{AccountId, PackageId, TaskId};
use crate::list::{Beginning, Few, Kept};
use crate::package::PackageDraft;
use crate::shift::ShiftRow;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageRow {
    /// Which.
    pub id: PackageId,
    /// Its name.
    pub name: String,
    /// The outward code.
    pub postcode_area: String,
    /// Whether it is in use.
    pub active: bool,
    /// The carers who belong to it now.
    pub carers: Few,
    /// The tasks that belong to it now.
    pub tasks: Few,
    /// When it was made.
    pub kept: Kept,
    /// When it was deleted, if it lies in the bin.
    pub binned: Option<Binned>,
}

/// One care package with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageView {
    /// Which.
    pub id: PackageId,
    /// Its name.
    pub name: String,
    /// The outward code.
    pub postcode_area: String,
    /// Whether it is in use.
    pub active: bool,
    /// Whether a night worker's eight hours bind here (R-RUL-17).
    pub night_hazard: bool,
    /// When it was made, and its version.
    pub kept: Kept,
    /// The carers who belong to it now, by name.
    pub carers: Beginning<AccountId>,
    /// The tasks that belong to it now, by name.
    pub tasks: Beginning<TaskId>,
    /// The next shifts there, soonest first.
    pub coming: Vec<ShiftRow>,
}

/// What deleting a package ends (R-PKG-3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageImpact {
    /// Carers whose assignment ends.
    pub carers: u64,
    /// Tasks whose assignment ends.
    pub tasks: u64,
    /// Shifts that were never sent and are deleted.
    pub unsent_shifts: u64,
    /// Sent shifts to come, which are cancelled.
    pub open_shifts: u64,
    /// Entries of the rota to come, which are removed.
    pub future_entries: u64,
    /// Carers of the package who have a count in one of its tasks. Their counts stay.
    pub carers_with_progress: u64,
}

impl PackageView {
    /// The form to edit it.
    pub fn draft(&self) -> PackageDraft {
        let tick = |is: bool| if is { "true".to_owned() } else { String::new() };
        PackageDraft {
            name: self.name.clone(),
            postcode_area: self.postcode_area.clone(),
            active: tick(self.active),
            night_hazard: tick(self.night_hazard),
            version: self.kept.version.to_string(),
        }
    }
}
