//! What admins see of who and what belongs to a package.

use serde::{Deserialize, Serialize};

use crate::assignment::Refused;
use crate::id::PackageId;
use crate::list::{Asked, Listed, Named};
use crate::text::ticked;
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
    /// A page of those that belong to it now, or of those that did, latest first, as it was asked for.
    pub periods: Listed<Period<Id>>,
    /// How many periods have ended.
    pub past: u64,
    /// Those that could be added and are looked for, by name; at most [`MOST_FREE`], chosen ones among them first.
    pub free: Vec<Named<Id>>,
    /// How many there are in all that could be added and are looked for.
    pub found: u64,
}

/// The one period of somebody or something in a package that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPeriod<Id> {
    /// The package.
    pub package: Named<PackageId>,
    /// The period.
    pub period: Period<Id>,
}

/// What of a package is asked for, as it stands in the address of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeriodsAsked {
    /// Ticked for periods that have ended.
    pub past: String,
    /// Part of a name.
    pub q: String,
    /// The code of a [`crate::list::Sort`]; empty for by name. What has ended is sorted by its end.
    pub sort: String,
    /// The place of the row before the first of the page.
    pub after: String,
    /// The place of the row after the last of the page, going backwards.
    pub before: String,
}

impl PeriodsAsked {
    /// Whether periods that have ended are asked for.
    pub fn is_past(&self) -> bool {
        ticked(&self.past)
    }

    /// The words, the sort and the page.
    pub fn list(&self) -> Asked {
        let Self { q, sort, after, before, .. } = self.clone();
        Asked { q, sort, after, before, ..Asked::default() }
    }
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
