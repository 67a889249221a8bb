//! Lists that are searched, filtered, sorted and paged on the server (R-GEN-13).

mod sort;

use serde::{Deserialize, Serialize};

use crate::problems::Problems;
use crate::text::{coded, if_given, name_key};
use crate::time::Instant;

pub use sort::{
    CarerSort, DoneSort, DueSort, InvitationSort, PackageSort, PeriodSort, Sort, SortKey, TaskSort,
    TemplateSort, UserSort, WaitingSort,
};

/// How many rows a page of a list shows.
pub const PAGE: u64 = 25;

/// What of a list is asked for, as it stands in the list's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words to look for.
    pub q: String,
    /// The code of a [`Status`]; empty for any.
    pub status: String,
    /// The code of a [`Sort`]; empty for the list's own.
    pub sort: String,
    /// The key of the row before the first one; empty from the beginning.
    pub after: String,
    /// The key of the row after the last one, going backwards.
    pub before: String,
}

/// Whether something is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In use.
    Active,
    /// Kept, but not in use.
    Inactive,
    /// In the recycle bin, from which it can be restored.
    Deleted,
}

impl Status {
    /// Whether it is the one in use.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Active)
    }
}

impl Asked {
    /// The words, written like the keys of names; empty when there are none.
    pub fn words(&self) -> String {
        name_key(&self.q)
    }

    /// The status asked for, if any.
    ///
    /// # Errors
    /// A problem of `status` when there is no such status.
    pub fn status(&self) -> Result<Option<Status>, Problems> {
        if_given(coded(&self.status)).map_err(|problem| Problems::one("status", problem))
    }

    /// What the list is sorted by.
    ///
    /// # Errors
    /// A problem of `sort` when the list cannot be sorted so.
    pub fn sort<K: SortKey>(&self) -> Result<Sort<K>, Problems> {
        Sort::read(&self.sort).map_err(|problem| Problems::one("sort", problem))
    }

    /// Whether anything is left out of the list.
    pub fn is_filtered(&self) -> bool {
        !self.words().is_empty() || !self.status.is_empty()
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// Its rows, in the list's order.
    pub rows: Vec<T>,
    /// The `before` of the page before this one, if there is one.
    pub previous: Option<String>,
    /// The `after` of the page after this one, if there is one.
    pub next: Option<String>,
    /// How many rows all pages have together.
    pub found: u64,
}

impl<T> Listed<T> {
    /// The same page of rows as a reader sees them.
    pub fn map<U>(self, row: impl FnMut(T) -> U) -> Listed<U> {
        self.with(|rows| rows.into_iter().map(row).collect())
    }

    /// The same page with its rows replaced by what becomes of them.
    pub fn with<U>(self, rows: impl FnOnce(Vec<T>) -> Vec<U>) -> Listed<U> {
        let Self { rows: own, previous, next, found } = self;
        Listed { rows: rows(own), previous, next, found }
    }
}

/// The beginning of a list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Few {
    /// The first names.
    pub first: Vec<String>,
    /// How many there are in all.
    pub of: u64,
}

impl Few {
    /// How many names a list shows before it says "n more".
    pub const SHOWN: usize = 2;

    /// Counts one more name, and keeps it if it is among the first.
    pub fn add(&mut self, name: String) {
        if self.first.len() < Self::SHOWN {
            self.first.push(name);
        }
        self.of += 1;
    }
}

/// A thing by its name, for links and lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<Id> {
    /// Which.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// The beginning of a list that has a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning<Id> {
    /// The first, at most a page of them.
    pub first: Vec<Named<Id>>,
    /// How many there are in all.
    pub of: u64,
}

/// When something was made, and its row version (R-GEN-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was made.
    pub created_at: Instant,
    /// The version that an edit must name.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_gen_13_words_are_looked_for_as_names_are_kept() {
        let asked = Asked { q: "  LARKfield  meadow ".into(), ..Asked::default() };
        assert_eq!(asked.words(), "larkfield meadow");
        assert!(asked.is_filtered() && !Asked { q: "  ".into(), ..Asked::default() }.is_filtered());
    }

    #[test]
    fn r_gen_13_a_status_is_one_of_three_or_none() {
        let status = |code: &str| Asked { status: code.into(), ..Asked::default() }.status();
        assert_eq!(status(""), Ok(None));
        assert_eq!(status("inactive"), Ok(Some(Status::Inactive)));
        assert_eq!(status("deleted"), Ok(Some(Status::Deleted)));
        assert!(status("gone").is_err());
    }

    #[test]
    fn a_few_names_stand_for_many() {
        let mut few = Few::default();
        for name in ["Ann", "Ben", "Cho"] {
            few.add(name.into());
        }
        assert_eq!(few, Few { first: vec!["Ann".into(), "Ben".into()], of: 3 });
    }
}
