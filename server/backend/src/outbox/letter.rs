//! The words of every mail. No competence detail beyond task name and level, nothing secret but the link
//! (R-MAI-1, EM5).

mod account;
mod competence;
mod entry;
mod lapse;
mod schedule;
mod shift;
#[cfg(test)]
mod tests;

use domain::competency::Level;
use domain::time::Zone;
use serde::{Deserialize, Serialize};

pub use account::{AccountMail, AccountNews};
pub use lapse::Lapsing;
pub use schedule::ScheduleMail;
pub use shift::{ShiftMail, ShiftNews};

/// Every mail there is, with what its words need. It is stored sealed until it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "mail")]
pub enum Mail {
    /// To somebody who is invited (R-INV-1).
    Invitation {
        /// Who is invited.
        name: String,
        /// By which organisation.
        organisation: String,
        /// The token of the link.
        token: String,
    },
    /// To somebody who asked for a new password (R-PWD-3).
    PasswordReset {
        /// Who asked.
        name: String,
        /// The token of the link.
        token: String,
    },
    /// To the owner of an account that was locked (R-SIN-6).
    AccountLocked {
        /// The owner.
        name: String,
        /// For how long, in minutes.
        minutes: u32,
    },
    /// To an admin: every task of a group is complete (R-TRG-4).
    AssessmentReady {
        /// The admin.
        name: String,
        /// Who may be assessed.
        carer: String,
        /// The names of the tasks.
        tasks: Vec<String>,
    },
    /// To a carer: new ratings, or old ones that still wait (R-ACK-3).
    RatingToAcknowledge {
        /// The carer.
        name: String,
        /// The names of the tasks, each with its level.
        ratings: Vec<(String, Level)>,
        /// Whether the carer was told of them before.
        is_reminder: bool,
    },
    /// To an admin: a carer disagrees with a rating (R-ACK-4).
    ConcernRaised {
        /// The admin.
        name: String,
        /// Who raised it.
        carer: String,
    },
    /// To a carer whose concern was answered (R-ACK-4).
    ConcernAnswered {
        /// The carer.
        name: String,
    },
    /// To a carer: ratings lapse soon, or have lapsed (R-VAL-3).
    RatingsLapsing {
        /// The carer.
        name: String,
        /// The ratings.
        ratings: Vec<Lapsing>,
    },
    /// To an admin: the carers whose ratings lapse or have lapsed, once a day (R-VAL-3).
    CarersLapsing {
        /// The admin.
        name: String,
        /// The ratings.
        ratings: Vec<Lapsing>,
    },
    /// To an admin, once a day where it is switched on: who is ready for assessment (rules §16).
    AssessmentDigest {
        /// The admin.
        name: String,
        /// The names of carers and templates.
        ready: Vec<(String, String)>,
    },
    /// To those who view the audit, about a grave finding (R-ALT-1).
    AlertRaised {
        /// Who is told.
        name: String,
        /// The finding in a few words.
        title: String,
    },
    /// To the owner, after a password was set or changed (AU12).
    PasswordChanged {
        /// The owner.
        name: String,
    },
    /// About an account as it is used, to its owner.
    Account(AccountMail),
    /// About a shift, to whom it concerns (rules §16).
    Shift(ShiftMail),
    /// To a carer whose confirmed work is gone (R-PUB-3).
    Schedule(ScheduleMail),
}

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

impl Letter {
    /// A letter that greets its reader by name.
    fn to(name: &str, subject: impl Into<String>, lines: &[String]) -> Self {
        let greeting = format!("Hello {name},");
        let body =
            std::iter::once(&greeting).chain(lines).map(String::as_str).collect::<Vec<_>>().join("\n\n");
        Self { subject: subject.into(), body: body + "\n" }
    }
}

impl Mail {
    /// The name of an invitation, by which one that ends is called back.
    pub(crate) const INVITATION: &str = "invitation";

    /// The name of the mail with a link to set a new password, by which one that ends is called back.
    pub(crate) const PASSWORD_RESET: &str = "password_reset";

    /// Its name in the outbox and the audit trail.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => Self::INVITATION,
            Self::PasswordReset { .. } => Self::PASSWORD_RESET,
            Self::AccountLocked { .. } => "account_locked",
            Self::AlertRaised { .. } => "alert_raised",
            Self::PasswordChanged { .. } => "password_changed",
            Self::AssessmentReady { .. } => "assessment_ready",
            Self::RatingToAcknowledge { is_reminder: false, .. } => "rating_to_acknowledge",
            Self::RatingToAcknowledge { is_reminder: true, .. } => "rating_reminder",
            Self::ConcernRaised { .. } => "concern_raised",
            Self::ConcernAnswered { .. } => "concern_answered",
            Self::RatingsLapsing { .. } => "ratings_lapsing",
            Self::CarersLapsing { .. } => "carers_lapsing",
            Self::AssessmentDigest { .. } => "assessment_digest",
            Self::Account(mail) => mail.name(),
            Self::Shift(mail) => mail.name(),
            Self::Schedule(_) => "schedule_changed",
        }
    }

    /// Whether it brings a link of which only the newest works (EM4).
    pub const fn has_link(&self) -> bool {
        match self {
            Self::Invitation { .. } | Self::PasswordReset { .. } => true,
            Self::Account(mail) => mail.has_link(),
            Self::AccountLocked { .. }
            | Self::AlertRaised { .. }
            | Self::PasswordChanged { .. }
            | Self::AssessmentReady { .. }
            | Self::RatingToAcknowledge { .. }
            | Self::ConcernRaised { .. }
            | Self::ConcernAnswered { .. }
            | Self::RatingsLapsing { .. }
            | Self::CarersLapsing { .. }
            | Self::AssessmentDigest { .. }
            | Self::Shift(_)
            | Self::Schedule(_) => false,
        }
    }

    /// Its words. `site` is the public address, without a slash at the end.
    pub fn write(&self, site: &str, zone: Zone) -> Letter {
        match self {
            Self::Account(mail) => mail.write(site),
            Self::Shift(mail) => mail.write(site, zone),
            Self::Schedule(mail) => mail.write(site, zone),
            Self::RatingsLapsing { name, ratings } => lapse::to_carer(name, ratings, site),
            Self::CarersLapsing { name, ratings } => lapse::to_admin(name, ratings, site),
            Self::AssessmentDigest { name, ready } => lapse::digest(name, ready, site),
            Self::Invitation { name, organisation, token } => {
                entry::invitation(name, organisation, token, site)
            }
            Self::PasswordReset { name, token } => entry::password_reset(name, token, site),
            Self::AccountLocked { name, minutes } => entry::account_locked(name, *minutes, site),
            Self::PasswordChanged { name } => entry::password_changed(name, site),
            Self::AlertRaised { name, title } => entry::alert_raised(name, title, site),
            Self::AssessmentReady { name, carer, tasks } => competence::ready(name, carer, tasks, site),
            Self::RatingToAcknowledge { name, ratings, is_reminder } => {
                competence::to_acknowledge(name, ratings, *is_reminder, site)
            }
            Self::ConcernRaised { name, carer } => competence::concern_raised(name, carer, site),
            Self::ConcernAnswered { name } => competence::concern_answered(name, site),
        }
    }
}
