//! Everything that can go wrong on the server, in full. The browser is told less: see `app::answer` and `app::words`.

use domain::problems::Problems;
use domain::time::Instant;
use domain::{assignment, package, task};
use sea_orm::{DbErr, RuntimeErr, SqlxError};

use crate::account;

/// Why a use case did not happen. When it is returned, nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, and this needs somebody.
    #[error("nobody is signed in")]
    SignedOut,
    /// There is no such record, or the actor may not know that there is (R-GEN-1).
    #[error("no such record")]
    NotFound,
    /// Wrong role, or a missing flag (R-GEN-2).
    #[error("not allowed")]
    Forbidden,
    /// The form could not be read.
    #[error("the form cannot be read")]
    Invalid(Problems),
    /// A sign-in was refused.
    #[error(transparent)]
    Account(#[from] account::Refused),
    /// A group cannot be assessed, or not like this.
    #[error(transparent)]
    Assessment(#[from] domain::assessment::Refused),
    /// A rating was not acknowledged or withdrawn.
    #[error(transparent)]
    Competency(#[from] domain::competency::Refused),
    /// Nothing was counted.
    #[error(transparent)]
    Progress(#[from] domain::progress::Refused),
    /// An account was not ended, or its rights not taken away (R-ACC-1).
    #[error(transparent)]
    Ending(#[from] domain::account::Refused),
    /// An address was not changed (R-EML-1).
    #[error(transparent)]
    EmailChange(#[from] domain::account::EmailChangeRefused),
    /// A rule of invitations said no.
    #[error(transparent)]
    Invitation(#[from] domain::invitation::Refused),
    /// A carer or a task was not assigned, or an assignment not ended.
    #[error(transparent)]
    Assignment(#[from] assignment::Refused),
    /// A care package was not kept.
    #[error(transparent)]
    Package(#[from] package::Refused),
    /// A task was not kept.
    #[error(transparent)]
    Task(#[from] task::Refused),
    /// A shift's state or a verdict was against it.
    #[error(transparent)]
    Shift(#[from] domain::shift::Refused),
    /// It is not any more what was read (R-GEN-7).
    #[error("changed since it was read")]
    Stale,
    /// Somebody changed it since the form was made (R-GEN-7).
    #[error("changed since the form was made")]
    Overtaken(Overtaken),
    /// The same submission id came with other content (R-GEN-10).
    #[error("this form was already sent with other content")]
    SentBefore,
    /// More requests than allowed (R-GEN-14).
    #[error("too many requests")]
    TooMany {
        /// When to try again, in seconds.
        retry_after: u32,
    },
    /// Something this needs is busy or away; trying again may work.
    #[error("{0} is not available")]
    Unavailable(&'static str),
    /// A row that no version of this program should have written.
    #[error("{table} {id}: {why}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row.
        id: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Something else of ours failed.
    #[error("{what}: {cause}")]
    Fault {
        /// What was being done.
        what: &'static str,
        /// What came back.
        cause: String,
    },
}

/// Who changed what a form was made from, and when (R-GEN-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overtaken {
    /// The name at that time; `None` for the server itself, and for somebody who was erased.
    pub by: Option<String>,
    /// Whether it was the same person, in another window for instance.
    pub is_own: bool,
    /// When.
    pub at: Instant,
}

impl Error {
    /// A fault of ours, with what was being done.
    pub fn fault(what: &'static str, cause: impl std::fmt::Display) -> Self {
        Self::Fault { what, cause: cause.to_string() }
    }

    /// Whether the database cannot be reached now, and may be later (OP9).
    pub fn is_away(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            DbErr::ConnectionAcquire(_) => true,
            DbErr::Conn(RuntimeErr::SqlxError(error)) => match error.as_ref() {
                SqlxError::Io(_) | SqlxError::PoolTimedOut => true,
                // 57P03: it is still starting.
                SqlxError::Database(told) => told.code().as_deref() == Some("57P03"),
                _ => false,
            },
            _ => false,
        }
    }

    /// What sort of failure it is, without anything of what was being worked on.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SignedOut | Self::Forbidden => "not allowed",
            Self::NotFound => "not found",
            Self::TooMany { .. } => "too many requests",
            Self::Inconsistent { table, .. } => table,
            Self::Database(_) => "the database failed",
            Self::Unavailable(what) | Self::Fault { what, .. } => what,
            _ => "not accepted",
        }
    }

    /// A row that contradicts what the program writes.
    pub fn inconsistent(table: &'static str, id: impl std::fmt::Display, why: &'static str) -> Self {
        Self::Inconsistent { table, id: id.to_string(), why }
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}

/// Two that take one place at once: the unique constraint lets one of them, and the other is refused with this.
pub(crate) fn if_duplicate(refused: impl Into<Error>) -> impl FnOnce(DbErr) -> Error {
    move |error| if is_duplicate(&error) { refused.into() } else { error.into() }
}

/// Whether a write failed because a unique constraint holds: the second line behind our own checks.
pub(crate) fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
