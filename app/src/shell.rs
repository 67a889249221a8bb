//! The frames around every page: one for admins, one for carers, one for people who are not signed in.
//!
//! A shell draws what it is told about its viewer and decides nothing; the server checks every page again.

mod admin;
pub mod api;
mod carer;
mod frame;
mod public;
mod sections;

pub use admin::AdminShell;
pub use carer::CarerShell;
pub use frame::SignOutButton;
pub use public::PublicShell;
pub use sections::{ADMIN_SECTIONS, CARER_SECTIONS, MORE, SETTINGS, START, Section};

use domain::access::{Flags, Role};

/// Whom a page is made for.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// As stored, any script, any length.
    pub name: String,
    /// Which of the two shells.
    pub role: Role,
    /// What an admin may do beside; a carer has none.
    pub flags: Flags,
    /// The provider.
    pub organisation: String,
    /// The address of its logo, if it has one.
    pub logo: Option<String>,
    /// The telephone number that carers call for help, if it is set (UX-32).
    pub help_line: Option<String>,
    /// Whether this device is used by several people (R-SES-7).
    pub shared_device: bool,
    /// When the session ends without further use.
    pub session: SessionEnds,
    /// What waits for them.
    pub counts: Counts,
}

/// When a session ends, as far as its page knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionEnds {
    /// In so many seconds, unless it is used.
    pub seconds: i64,
    /// After so many minutes without use.
    pub idle_minutes: u32,
}

/// Numbers shown in the frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Notices that are not read yet.
    pub notices: u64,
    /// A carer's ratings that wait for acknowledgment.
    pub acknowledgments: u64,
}

#[cfg(test)]
mod tests;
