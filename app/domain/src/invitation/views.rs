//! What admins see of invitations.

use serde::{Deserialize, Serialize};

use super::InvitationStatus;
use crate::access::Role;
use crate::id::InvitationId;
use crate::time::Instant;

/// An invitation in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Which.
    pub id: InvitationId,
    /// Who is invited; empty once retention has taken it.
    pub name: String,
    /// To which address; empty once retention has taken it.
    pub email: String,
    /// As what.
    pub role: Role,
    /// What has become of it, as of now.
    pub status: InvitationStatus,
    /// Who invites.
    pub invited_by: String,
    /// When it was sent, or sent again.
    pub sent_at: Instant,
    /// When its link runs out.
    pub expires_at: Instant,
    /// It may be sent again.
    pub may_resend: bool,
}
