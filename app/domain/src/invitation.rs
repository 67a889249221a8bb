//! The only way to get an account: an invitation by an admin, answered by its link (R-INV).

mod drafts;
mod views;

use serde::{Deserialize, Serialize};

pub use drafts::{AcceptDraft, Acceptance, Invitation, InvitationChoice, InvitationDraft, Invited};
pub use views::InvitationRow;

use crate::time::Instant;

/// Days for which an invitation, or its newest link, is valid (R-INV-1).
pub const VALID_DAYS: i64 = 7;

/// What has become of an invitation, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// It waits for an answer.
    Pending,
    /// It became an account.
    Accepted,
    /// The invited person said no.
    Declined,
    /// An admin took it back.
    Cancelled,
    /// Nobody answered in time.
    Expired,
}

/// When an invitation sent, or sent again, at this moment expires.
#[must_use]
pub const fn expires_at(sent_at: Instant) -> Instant {
    sent_at.plus_hours(VALID_DAYS * 24)
}

impl InvitationStatus {
    /// The status as of now: what is overdue has expired, whether or not somebody has stored it (R-INV-3).
    #[must_use]
    pub fn as_of(self, expires_at: Instant, now: Instant) -> Self {
        match self {
            Self::Pending if now >= expires_at => Self::Expired,
            status => status,
        }
    }

    /// Whether it may still be accepted, declined or cancelled (R-INV-3, R-INV-4).
    ///
    /// # Errors
    /// What happened to it instead.
    pub fn open(self, expires_at: Instant, now: Instant) -> Result<(), Refused> {
        match self.as_of(expires_at, now) {
            Self::Expired => Err(Refused::Expired),
            status => status.may_resend(),
        }
    }

    /// Whether it may be sent again: as long as nobody has answered it or taken it back. Whether it is overdue, and
    /// whether somebody has stored that, makes no difference (R-INV-3).
    ///
    /// # Errors
    /// What happened to it instead.
    pub const fn may_resend(self) -> Result<(), Refused> {
        match self {
            Self::Pending | Self::Expired => Ok(()),
            Self::Accepted => Err(Refused::Accepted),
            Self::Declined => Err(Refused::Declined),
            Self::Cancelled => Err(Refused::Cancelled),
        }
    }
}

/// What stands under an address when somebody is to be invited to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A live account of this organisation.
    Account,
    /// A recycled account of this organisation.
    Recycled,
    /// A pending, unexpired invitation of this organisation.
    Invitation,
    /// Anything of another organisation.
    Elsewhere,
}

/// Why nobody was invited, or an invitation not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// The address has an account here.
    #[error("this address has an account")]
    HasAccount,
    /// The address has an account here, in the recycle bin: restore it.
    #[error("this address has an account in the recycle bin, which can be restored")]
    InRecycleBin,
    /// The address has a pending invitation here.
    #[error("this address has a pending invitation")]
    AlreadyInvited,
    /// Anything else, without saying what (R-INV-2).
    #[error("this address cannot be invited")]
    CannotBeInvited,
    /// Somebody has taken the address since it was sent.
    #[error("this invitation cannot be used any more")]
    NotUsable,
    /// It became an account.
    #[error("this invitation has been accepted")]
    Accepted,
    /// The invited person said no.
    #[error("this invitation was declined")]
    Declined,
    /// An admin took it back.
    #[error("this invitation was cancelled")]
    Cancelled,
    /// Nobody answered in time.
    #[error("this invitation has expired")]
    Expired,
}

/// Whether an address may be invited, given who holds it (R-INV-2).
pub const fn may_invite(holder: Option<Holder>) -> Result<(), Refused> {
    match holder {
        None => Ok(()),
        Some(Holder::Account) => Err(Refused::HasAccount),
        Some(Holder::Recycled) => Err(Refused::InRecycleBin),
        Some(Holder::Invitation) => Err(Refused::AlreadyInvited),
        Some(Holder::Elsewhere) => Err(Refused::CannotBeInvited),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: Instant = Instant(0);

    #[test]
    fn r_inv_1_an_invitation_is_valid_for_seven_days() {
        let open = |now| InvitationStatus::Pending.open(expires_at(SENT), now);
        assert_eq!(open(SENT.plus_hours(7 * 24).plus_millis(-1)), Ok(()));
        assert_eq!(open(SENT.plus_hours(7 * 24)), Err(Refused::Expired));
    }

    #[test]
    fn r_inv_2_who_holds_an_address_decides_and_a_foreign_one_is_not_explained() {
        assert_eq!(may_invite(None), Ok(()));
        assert_eq!(may_invite(Some(Holder::Account)), Err(Refused::HasAccount));
        assert_eq!(may_invite(Some(Holder::Recycled)), Err(Refused::InRecycleBin));
        assert_eq!(may_invite(Some(Holder::Invitation)), Err(Refused::AlreadyInvited));
        assert_eq!(may_invite(Some(Holder::Elsewhere)), Err(Refused::CannotBeInvited));
    }

    #[test]
    fn r_inv_3_one_that_nobody_has_answered_is_sent_again_overdue_or_not() {
        assert_eq!(InvitationStatus::Pending.may_resend(), Ok(()));
        assert_eq!(InvitationStatus::Expired.may_resend(), Ok(()), "whether or not the night has stored it");
        assert_eq!(InvitationStatus::Expired.open(expires_at(SENT), SENT), Err(Refused::Expired));
        assert_eq!(InvitationStatus::Declined.may_resend(), Err(Refused::Declined));
        assert_eq!(InvitationStatus::Cancelled.may_resend(), Err(Refused::Cancelled));
        assert_eq!(InvitationStatus::Accepted.may_resend(), Err(Refused::Accepted));
    }

    #[test]
    fn r_inv_4_what_was_answered_stays_answered() {
        let later = SENT.plus_hours(999);
        assert_eq!(InvitationStatus::Declined.as_of(expires_at(SENT), later), InvitationStatus::Declined);
        assert_eq!(InvitationStatus::Accepted.open(expires_at(SENT), SENT), Err(Refused::Accepted));
    }
}
