//! The words of every mail. No competence detail beyond task name and level, nothing secret but the link
//! (R-MAI-1, EM5).

use domain::time::Zone;
use serde::{Deserialize, Serialize};

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
    /// To the owner, after a password was set or changed (AU12).
    PasswordChanged {
        /// The owner.
        name: String,
    },
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
    /// Its name in the outbox and the audit trail.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::AccountLocked { .. } => "account_locked",
            Self::PasswordChanged { .. } => "password_changed",
        }
    }

    /// Its words. `site` is the public address, without a slash at the end.
    pub fn write(&self, site: &str, _zone: Zone) -> Letter {
        let letter =
            |subject: String, lines: Vec<String>| Letter { subject, body: lines.join("\n\n") + "\n" };
        match self {
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
            Self::PasswordChanged { name } => letter(
                "Your CareTrack password was changed".into(),
                vec![
                    format!("Hello {name},"),
                    "The password of your account was changed just now.".into(),
                    format!("If it was not you, set a new one at once: {site}/forgot-password"),
                ],
            ),
        }
    }
}
