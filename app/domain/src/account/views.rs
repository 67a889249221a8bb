//! What people read of their own account: the shapes that the server fills and the pages show.

use serde::{Deserialize, Serialize};

use crate::access::Flags;
use crate::id::SessionId;
use crate::time::{Date, Instant};
use crate::users::PendingEmail;

/// What an account says about its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The version shown, for the form (R-GEN-7).
    pub version: i32,
    /// Another address that was asked for (R-EML-1).
    pub pending_email: Option<PendingEmail>,
    /// What only the role has.
    pub details: Details,
}

/// What only one of the roles has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "role")]
pub enum Details {
    /// Of an admin.
    Admin {
        /// The extra rights.
        flags: Flags,
        /// The registration with a profession.
        professional_reference: Option<String>,
    },
    /// Of a carer.
    Carer {
        /// What the carer is employed as.
        job_role: Option<String>,
        /// First day of employment.
        employment_start: Option<Date>,
        /// Last day of employment.
        employment_end: Option<Date>,
        /// The own telephone number.
        phone: Option<String>,
        /// Whom to call in an emergency.
        emergency_name: Option<String>,
        /// That person's telephone number.
        emergency_phone: Option<String>,
    },
}

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// The session.
    pub id: SessionId,
    /// The network address it began from.
    pub ip: String,
    /// What its browser calls itself.
    pub agent: String,
    /// When it began.
    pub started: Instant,
    /// When it was last used, to half a minute.
    pub last_seen: Instant,
    /// A tablet that several people use.
    pub shared_device: bool,
    /// The one that asks.
    pub is_this: bool,
}

/// Which of the two links of a change of address somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailLink {
    /// Mailed to the new address.
    Verify,
    /// Mailed to the old one.
    Cancel,
}

/// What the page of such a link says. Whoever opens it may be signed out, so it says where it is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailOffer {
    /// Which link it is.
    pub link: EmailLink,
    /// The address in force.
    pub old: String,
    /// The address that was asked for.
    pub new: String,
    /// When the link runs out.
    pub expires_at: Instant,
    /// The organisation's time zone, by its IANA name.
    pub zone: String,
}
