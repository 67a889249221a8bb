//! What admins see of who and what belongs to a package.

use serde::{Deserialize, Serialize};

use crate::assignment::Refused;
use crate::id::PackageId;
use crate::list::Named;
use crate::time::Instant;

/// One period of a carer, or of a task, in a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period<Id> {
    /// Who or what.
    pub subject: Named<Id>,
    /// Whether the carer or the task is still in use.
    pub is_active: bool,
    /// Since when.
    pub from_at: Instant,
    /// Until when; none while it lasts.
    pub to_at: Option<Instant>,
}

/// How many of those that could be added a tick list shows; a search narrows them.
pub const MOST_FREE: u64 = 100;

/// The carers, or the tasks, of one package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging<Id> {
    /// The package.
    pub package: Named<PackageId>,
    /// Its outward code.
    pub postcode_area: String,
    /// Whether the package is in use; nothing is added to one that is not.
    pub is_active: bool,
    /// How many carers it has now.
    pub carers: u64,
    /// How many tasks it has now.
    pub tasks: u64,
    /// Those that belong to it now, by name.
    pub current: Vec<Period<Id>>,
    /// Those that did, latest first; the last hundred.
    pub past: Vec<Period<Id>>,
    /// Those that could be added and are looked for, by name; at most [`MOST_FREE`], chosen ones among them first.
    pub free: Vec<Named<Id>>,
    /// How many there are in all that could be added and are looked for.
    pub found: u64,
}

/// What became of one tick of a tick list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given<Id> {
    /// Who or what.
    pub subject: Id,
    /// Why it was not added; none when it was.
    pub refused: Option<Refused>,
}

/// What became of a whole tick list, to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// How many were added.
    pub added: u64,
    /// The name of each that was not, and why.
    pub not_added: Vec<(String, Refused)>,
}
