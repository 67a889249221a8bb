//! The mails about somebody's account as it is used: another address, another browser (R-EML-1, AU12).

use serde::{Deserialize, Serialize};

use super::Letter;

/// One mail to the owner of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMail {
    /// The owner.
    pub name: String,
    /// What there is to say.
    pub news: AccountNews,
}

/// What there is to say about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountNews {
    /// To the new address, which is in force once its link is used: the token of the link.
    VerifyEmail(String),
    /// To the old address, which can still stop the change: the token of the link.
    EmailChanges(String),
    /// Somebody signed in with a browser that was not used before.
    NewDevice,
}

impl AccountMail {
    /// The name of the mail to a new address, by which a request that ends calls it back.
    pub(crate) const VERIFY_EMAIL: &str = "email_change_verify";

    /// Its name in the outbox and the audit trail.
    pub(super) const fn name(&self) -> &'static str {
        match self.news {
            AccountNews::VerifyEmail(_) => Self::VERIFY_EMAIL,
            AccountNews::EmailChanges(_) => "email_change_notice",
            AccountNews::NewDevice => "new_device",
        }
    }

    /// Whether it brings a link of which only the newest works.
    pub(super) const fn has_link(&self) -> bool {
        match self.news {
            AccountNews::VerifyEmail(_) | AccountNews::EmailChanges(_) => true,
            AccountNews::NewDevice => false,
        }
    }

    /// Its words.
    pub(super) fn write(&self, site: &str) -> Letter {
        let (subject, lines) = match &self.news {
            AccountNews::VerifyEmail(token) => (
                "Confirm your new CareTrack address",
                vec![
                    "This address was given as your new one to sign in with.".into(),
                    format!("Open this link to confirm it: {site}/email-change/{token}"),
                    "The link works for 24 hours. Until then your old address stays in use.".into(),
                    "If you did not expect this, you need do nothing.".into(),
                ],
            ),
            AccountNews::EmailChanges(token) => (
                "Your CareTrack address is about to change",
                vec![
                    "Another address was given for your account. It counts once it is confirmed.".into(),
                    format!("If this is not right, open this link to stop it: {site}/email-change/{token}"),
                    "The link works for 24 hours. Tell your admin, too.".into(),
                ],
            ),
            AccountNews::NewDevice => (
                "A new sign-in to your CareTrack account",
                vec![
                    "Somebody signed in to your account with a browser that was not used before.".into(),
                    format!("See where you are signed in: {site}/account/sessions"),
                    format!("If it was not you, set a new password at once: {site}/forgot-password"),
                ],
            ),
        };
        let greeting = format!("Hello {},", self.name);
        let body = [greeting].into_iter().chain(lines).collect::<Vec<_>>().join("\n\n");
        Letter { subject: subject.into(), body: body + "\n" }
    }
}
