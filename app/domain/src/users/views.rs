//! What admins read about people.

use serde::{Deserialize, Serialize};

use crate::access::{Flags, Role};
use crate::deletion::Binned;
use crate::id::{AccountId, PackageId};
use crate::list::{Few, Named};
use crate::time::{Date, Instant};

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It can sign in.
    Active,
    /// It is kept, and cannot sign in.
    Inactive,
    /// It lies in the recycle bin.
    Deleted,
}

impl Standing {
    /// How an account with these two marks stands.
    pub const fn of(is_active: bool, is_deleted: bool) -> Self {
        match (is_active, is_deleted) {
            (_, true) => Self::Deleted,
            (true, false) => Self::Active,
            (false, false) => Self::Inactive,
        }
    }

    /// As it stands in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Deleted => "deleted",
        }
    }
}

/// What the ratings of a carer's tasks come to (R-ACC-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// Every assigned task has a rating in force.
    pub is_fully_assessed: bool,
    /// Every one is Competent or above.
    pub is_qualified_for_all: bool,
}

/// Somebody in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// How the account stands.
    pub standing: Standing,
    /// When it was deleted, of somebody who is.
    pub binned: Option<Binned>,
    /// An admin's rights.
    pub flags: Flags,
    /// When he or she last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// When the account was made.
    pub created_at: Instant,
    /// A carer's packages now, the first by name.
    pub packages: Few,
    /// What a carer's ratings come to.
    pub assessed: Assessed,
}

/// How many there are of each, for the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabCounts {
    /// Carers who are not deleted.
    pub carers: u64,
    /// Admins who are not deleted.
    pub admins: u64,
    /// Invitations that wait for an answer.
    pub invitations: u64,
}

/// A package that somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which.
    pub package: Named<PackageId>,
    /// Since when.
    pub since: Instant,
}

/// A request for another address that waits (R-EML-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingEmail {
    /// The new address.
    pub new_email: String,
    /// When its links run out.
    pub expires_at: Instant,
}

/// One person as an admin sees him or her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Admin or carer.
    pub role: Role,
    /// How the account stands.
    pub standing: Standing,
    /// The row version (R-GEN-7).
    pub version: i32,
    /// An admin's rights.
    pub flags: Flags,
    /// An admin's registration with a profession.
    pub professional_reference: Option<String>,
    /// When the account was made.
    pub created_at: Instant,
    /// When he or she last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// Sign-in is paused until then (R-SIN-4).
    pub locked_until: Option<Instant>,
    /// What a carer is employed as.
    pub job_role: Option<String>,
    /// A carer's first and last day of employment.
    pub employment: (Option<Date>, Option<Date>),
    /// A carer's opt-out from the 48-hour week: first and last day.
    pub wtr_opt_out: (Option<Date>, Option<Date>),
    /// A carer's own telephone number.
    pub phone: Option<String>,
    /// Whom to call for a carer in an emergency: name and telephone number.
    pub emergency: (Option<String>, Option<String>),
    /// A carer's progress over all assigned tasks, in tenths of a percent; none without a task (R-PRG-6).
    pub overall: Option<u32>,
    /// A carer's packages now, by name.
    pub packages: Vec<Membership>,
    /// A carer's distinct assigned tasks, and how many of them have a rating in force.
    pub tasks: (u64, u64),
    /// What a carer's ratings come to.
    pub assessed: Assessed,
    /// Another address that was asked for.
    pub pending_email: Option<PendingEmail>,
    /// The reader may change this account (R-PER-1).
    pub may_edit: bool,
    /// It is the reader's own.
    pub is_oneself: bool,
}

/// What deleting somebody ends, and what stays (R-ACC-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionImpact {
    /// Who.
    pub name: String,
    /// Admin or carer.
    pub role: Role,
    /// The row version the form names.
    pub version: i32,
    /// Days in the recycle bin; `None` when it is kept without an end.
    pub bin_days: Option<u32>,
    /// Planned work to come that is removed.
    pub future_entries: u64,
    /// Assigned shifts to come that are opened again.
    pub assigned_shifts: u64,
    /// Applications that wait and are removed.
    pub pending_applications: u64,
    /// Assignments that are closed, and come back with a restore.
    pub assignments: u64,
    /// Places of sign-in that end.
    pub sessions: u64,
    /// Completions that stay.
    pub completions: u64,
    /// Ratings that stay.
    pub ratings: u64,
    /// Assessments that stay: of a carer, or made by an admin.
    pub assessments: u64,
    /// People whom an admin invited: only a warning (R-ACC-1).
    pub invited: u64,
}
