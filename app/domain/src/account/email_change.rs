//! Another address for an account: asked for, and put in force only by a link mailed to it (R-EML-1).

use serde::{Deserialize, Serialize};

use super::{Email, TypedSecret};
use crate::problems::Problems;
use crate::time::Instant;

/// Hours for which the two links of a request work.
pub const EMAIL_CHANGE_HOURS: i64 = 24;

/// What has become of a request, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum EmailChangeStatus {
    /// It waits for the new address.
    Pending,
    /// The new address is in force.
    Verified,
    /// The old address, its owner, an admin or a newer request ended it.
    Cancelled,
    /// Nobody answered in time.
    Expired,
}

/// Why an address was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum EmailChangeRefused {
    /// It is the address already.
    #[error("this is the address already")]
    SameAddress,
    /// An account or an invitation has it.
    #[error("this address cannot be used")]
    AddressTaken,
    /// Somebody has taken it since it was asked for.
    #[error("this address cannot be used any more")]
    TakenMeanwhile,
    /// The new address is in force.
    #[error("this change is done")]
    Verified,
    /// It was ended.
    #[error("this change was cancelled")]
    Cancelled,
    /// Nobody answered in time.
    #[error("this change has run out")]
    Expired,
}

impl EmailChangeStatus {
    /// Whether it may still be verified or cancelled: what is overdue has expired, stored or not.
    ///
    /// # Errors
    /// What happened to it instead.
    pub fn open(self, expires_at: Instant, now: Instant) -> Result<(), EmailChangeRefused> {
        match self {
            Self::Pending if now >= expires_at => Err(EmailChangeRefused::Expired),
            Self::Pending => Ok(()),
            Self::Verified => Err(EmailChangeRefused::Verified),
            Self::Cancelled => Err(EmailChangeRefused::Cancelled),
            Self::Expired => Err(EmailChangeRefused::Expired),
        }
    }
}

/// The form that asks for another address, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailChangeDraft {
    /// The new address.
    pub email: String,
    /// The password of whoever asks, when the last sign-in is too long ago (AU10).
    pub password: TypedSecret,
}

impl EmailChangeDraft {
    /// Reads the address.
    ///
    /// # Errors
    /// What is wrong with the form.
    pub fn parse(&self) -> Result<Email, Problems> {
        Email::read(&self.email).map_err(|problem| Problems::one("email", problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Instant = Instant(1_800_000_000_000);

    #[test]
    fn r_eml_1_the_links_work_for_24_hours_and_not_a_moment_longer() {
        let end = ASKED.plus_hours(EMAIL_CHANGE_HOURS);
        let open = |now| EmailChangeStatus::Pending.open(end, now);
        assert_eq!(open(end.plus_millis(-1)), Ok(()));
        assert_eq!(open(end), Err(EmailChangeRefused::Expired));
    }

    #[test]
    fn r_eml_1_what_was_answered_stays_answered() {
        let end = ASKED.plus_hours(EMAIL_CHANGE_HOURS);
        assert_eq!(EmailChangeStatus::Verified.open(end, ASKED), Err(EmailChangeRefused::Verified));
        assert_eq!(EmailChangeStatus::Cancelled.open(end, end), Err(EmailChangeRefused::Cancelled));
        assert_eq!(EmailChangeStatus::Expired.open(end, ASKED), Err(EmailChangeRefused::Expired));
    }
}
