//! The words of every mail. No competence detail beyond task name and level, nothing secret but the link
//! (R-MAI-1, EM5).

mod account;
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

    /// Its words. `site` is the public address, without a slash at the end.
    pub fn write(&self, site: &str, zone: Zone) -> Letter {
        let letter =
            |subject: String, lines: Vec<String>| Letter { subject, body: lines.join("\n\n") + "\n" };
        match self {
            Self::Account(mail) => mail.write(site),
            Self::Shift(mail) => mail.write(site, zone),
            Self::Schedule(mail) => mail.write(site, zone),
            Self::RatingsLapsing { name, ratings } => lapse::to_carer(name, ratings, site),
            Self::CarersLapsing { name, ratings } => lapse::to_admin(name, ratings, site),
            Self::AssessmentDigest { name, ready } => lapse::digest(name, ready, site),
            Self::Invitation { name, organisation, token } => letter(
                format!("{organisation} invites you to CareTrack"),
                vec![
                    format!("Hello {name},"),
                    format!(
                        "{organisation} uses CareTrack for training, shifts and rotas, and invites you to join."
                    ),
                    format!("Open this link to set your password: {site}/invitation/{token}"),
                    "The link works for 7 days. If you did not expect it, you need do nothing.".into(),
                ],
            ),
            Self::PasswordReset { name, token } => letter(
                "Set a new CareTrack password".into(),
                vec![
                    format!("Hello {name},"),
                    format!("Open this link to set a new password: {site}/reset-password/{token}"),
                    "The link works once, for 15 minutes.".into(),
                    "If you did not ask for it, you need do nothing: your password stays as it is.".into(),
                ],
            ),
            Self::AccountLocked { name, minutes } => letter(
                "Sign-in to your CareTrack account is paused".into(),
                vec![
                    format!("Hello {name},"),
                    format!(
                        "A wrong password was tried several times. Sign-in is paused for {minutes} minutes."
                    ),
                    format!("You can set a new password at once: {site}/forgot-password"),
                    "If it was not you, tell your admin.".into(),
                ],
            ),
            Self::AlertRaised { name, title } => letter(
                format!("CareTrack alert: {title}"),
                vec![
                    format!("Hello {name},"),
                    format!("CareTrack has raised an alert: {title}."),
                    format!("Sign in to read it in the audit: {site}/admin/audit"),
                ],
            ),
            Self::PasswordChanged { name } => letter(
                "Your CareTrack password was changed".into(),
                vec![
                    format!("Hello {name},"),
                    "The password of your account was changed just now.".into(),
                    format!("If it was not you, set a new one at once: {site}/forgot-password"),
                ],
            ),
            Self::AssessmentReady { name, carer, tasks } => letter(
                format!("{carer} is ready for assessment"),
                vec![
                    format!("Hello {name},"),
                    format!("{carer} has completed every task of a group: {}.", tasks.join(", ")),
                    format!("Assess {carer}: {site}/admin/progress/assess"),
                ],
            ),
            Self::RatingToAcknowledge { name, ratings, is_reminder } => {
                let list: Vec<_> =
                    ratings.iter().map(|(task, level)| format!("{task}: {}", level.label())).collect();
                let (subject, first) = if *is_reminder {
                    ("Ratings still wait for you", "These ratings still wait for you to acknowledge them:")
                } else {
                    ("You have new ratings", "You have new ratings to read and acknowledge:")
                };
                letter(
                    subject.into(),
                    vec![
                        format!("Hello {name},"),
                        format!("{first}\n{}", list.join("\n")),
                        format!("Read them here: {site}/carer/acknowledgments"),
                    ],
                )
            }
            Self::ConcernRaised { name, carer } => letter(
                format!("{carer} has raised a concern"),
                vec![
                    format!("Hello {name},"),
                    format!("{carer} has raised a concern about a rating."),
                    format!("Read and answer it: {site}/admin/progress/acknowledgments"),
                ],
            ),
            Self::ConcernAnswered { name } => letter(
                "Your concern is answered".into(),
                vec![
                    format!("Hello {name},"),
                    "An admin has answered your concern about a rating.".into(),
                    format!("Read the answer: {site}/carer/acknowledgments"),
                ],
            ),
        }
    }
}
