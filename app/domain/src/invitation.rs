//! The only way to get an account: an invitation by an admin, answered by its link (R-INV).

use serde::{Deserialize, Serialize};

use crate::access::{Flags, Role};
use crate::account::{Email, Password, TypedPassword, new_password, person_name};
use crate::id::InvitationId;
use crate::problems::{Problem, Problems};
use crate::text::{optional, parsed, ticked};
use crate::time::{Date, Instant};

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
        self.as_of(expires_at, now).may_resend()
    }

    /// Whether it may be sent again: while it is stored as pending, overdue or not (R-INV-3).
    ///
    /// # Errors
    /// What happened to it instead.
    pub const fn may_resend(self) -> Result<(), Refused> {
        match self {
            Self::Pending => Ok(()),
            Self::Accepted => Err(Refused::Accepted),
            Self::Declined => Err(Refused::Declined),
            Self::Cancelled => Err(Refused::Cancelled),
            Self::Expired => Err(Refused::Expired),
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

/// The form of an invitation as it is typed. The fields of the other role are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationDraft {
    /// The person's name.
    pub name: String,
    /// The address.
    pub email: String,
    /// "admin" or "carer".
    pub role: String,
    /// What the carer is employed as.
    pub job_role: String,
    /// When the carer's employment begins.
    pub employment_start: String,
    /// See [`Flags`].
    pub can_manage_admins: String,
    /// See [`Flags`].
    pub can_view_audit: String,
    /// See [`Flags`].
    pub can_erase: String,
    /// See [`Flags`].
    pub can_manage_settings: String,
}

/// Somebody to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The person's name.
    pub name: String,
    /// The address.
    pub email: Email,
    /// As what.
    pub invited: Invited,
}

/// As what somebody is invited, with what only that role has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invited {
    /// As an admin with these rights.
    Admin(Flags),
    /// As a carer.
    Carer {
        /// What the carer is employed as, at most 100 characters.
        job_role: Option<String>,
        /// When employment begins.
        employment_start: Option<Date>,
    },
}

impl Invited {
    /// The role it stands for.
    pub const fn role(&self) -> Role {
        match self {
            Self::Admin(_) => Role::Admin,
            Self::Carer { .. } => Role::Carer,
        }
    }
}

impl InvitationDraft {
    /// Reads the form, or says everything that is wrong with it (R-INV-1).
    pub fn parse(&self) -> Result<Invitation, Problems> {
        let mut problems = Problems::default();
        let name = problems.field("name", person_name(&self.name));
        let email = problems.field("email", Email::read(&self.email));
        let invited = self.invited(&mut problems);
        let invitation = || Some(Invitation { name: name?, email: email?, invited: invited? });
        problems.finish(invitation())
    }

    fn invited(&self, problems: &mut Problems) -> Option<Invited> {
        match problems.field("role", role(&self.role))? {
            Role::Admin => Some(Invited::Admin(self.flags())),
            Role::Carer => {
                let job_role = problems.field("job_role", optional(&self.job_role, 100));
                let start = problems.field("employment_start", date(&self.employment_start));
                Some(Invited::Carer { job_role: job_role?, employment_start: start? })
            }
        }
    }

    fn flags(&self) -> Flags {
        Flags {
            can_manage_admins: ticked(&self.can_manage_admins),
            can_view_audit: ticked(&self.can_view_audit),
            can_erase: ticked(&self.can_erase),
            can_manage_settings: ticked(&self.can_manage_settings),
        }
    }
}

fn role(typed: &str) -> Result<Role, Problem> {
    match typed {
        "admin" => Ok(Role::Admin),
        "carer" => Ok(Role::Carer),
        "" => Err(Problem::Missing),
        _ => Err(Problem::Unreadable),
    }
}

fn date(typed: &str) -> Result<Option<Date>, Problem> {
    match parsed(typed) {
        Err(Problem::Missing) => Ok(None),
        read => read.map(Some),
    }
}

/// The answer to an invitation as it is typed. An admin's page has no telephone and emergency fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptDraft {
    /// What stands in the link.
    pub token: TypedPassword,
    /// The name, as invited or corrected.
    pub name: String,
    /// The password.
    pub password: TypedPassword,
    /// The password once more.
    pub password_again: TypedPassword,
    /// The own telephone number (carer).
    pub phone: String,
    /// Whom to call in an emergency (carer).
    pub emergency_name: String,
    /// That person's telephone number (carer).
    pub emergency_phone: String,
}

/// An accepted invitation. Role, address, job role and dates are the inviter's and not here (R-INV-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// What stands in the link.
    pub token: TypedPassword,
    /// The name.
    pub name: String,
    /// The password; the rest of the policy is still to be applied.
    pub password: Password,
    /// The own telephone number, at most 30 characters.
    pub phone: Option<String>,
    /// Whom to call in an emergency, at most 100 characters.
    pub emergency_name: Option<String>,
    /// That person's telephone number, at most 30 characters.
    pub emergency_phone: Option<String>,
}

impl AcceptDraft {
    /// Reads the form, or says everything that is wrong with it (R-INV-4).
    pub fn parse(&self) -> Result<Acceptance, Problems> {
        let mut problems = Problems::default();
        let token = problems.field("token", token(&self.token));
        let name = problems.field("name", person_name(&self.name));
        let password = new_password(&mut problems, &self.password, &self.password_again);
        let phone = problems.field("phone", optional(&self.phone, 30));
        let emergency_name = problems.field("emergency_name", optional(&self.emergency_name, 100));
        let emergency_phone = problems.field("emergency_phone", optional(&self.emergency_phone, 30));
        let acceptance = || {
            Some(Acceptance {
                token: token?,
                name: name?,
                password: password?,
                phone: phone?,
                emergency_name: emergency_name?,
                emergency_phone: emergency_phone?,
            })
        };
        problems.finish(acceptance())
    }
}

fn token(typed: &TypedPassword) -> Result<TypedPassword, Problem> {
    if typed.0.is_empty() { Err(Problem::Missing) } else { Ok(typed.clone()) }
}

/// Which invitation an admin sends again or takes back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationChoice {
    /// Which invitation.
    pub invitation: String,
}

impl InvitationChoice {
    /// Reads the form.
    pub fn parse(&self) -> Result<InvitationId, Problems> {
        let mut problems = Problems::default();
        let invitation = problems.field("invitation", parsed(&self.invitation));
        problems.finish(invitation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: Instant = Instant(0);

    fn carer() -> InvitationDraft {
        InvitationDraft {
            name: "Zoë Okafor".into(),
            email: "zoe@larkfield.example".into(),
            role: "carer".into(),
            ..InvitationDraft::default()
        }
    }

    #[test]
    fn r_inv_1_an_invitation_is_valid_for_seven_days() {
        let open = |now| InvitationStatus::Pending.open(expires_at(SENT), now);
        assert_eq!(open(SENT.plus_hours(7 * 24).plus_millis(-1)), Ok(()));
        assert_eq!(open(SENT.plus_hours(7 * 24)), Err(Refused::Expired));
    }

    #[test]
    fn r_inv_1_name_address_and_role_are_needed() {
        let problems = InvitationDraft::default().parse().expect_err("bad");
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "email", "role"]);
    }

    #[test]
    fn r_inv_1_a_carer_may_have_a_job_role_and_a_start_and_never_flags() {
        let draft = InvitationDraft {
            job_role: "Senior carer".into(),
            employment_start: "2026-03-02".into(),
            can_erase: "on".into(),
            ..carer()
        };
        let expected = Invited::Carer {
            job_role: Some("Senior carer".into()),
            employment_start: Date::from_ymd_opt(2026, 3, 2),
        };
        assert_eq!(draft.parse().map(|invitation| invitation.invited), Ok(expected));
    }

    #[test]
    fn r_per_1_an_admin_gets_exactly_the_ticked_flags() {
        let draft = InvitationDraft { role: "admin".into(), can_view_audit: "on".into(), ..carer() };
        let flags = Flags { can_view_audit: true, ..Flags::default() };
        assert_eq!(draft.parse().map(|invitation| invitation.invited), Ok(Invited::Admin(flags)));
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
    fn r_inv_3_only_a_pending_one_is_sent_again_overdue_or_not() {
        assert_eq!(InvitationStatus::Pending.may_resend(), Ok(()));
        assert_eq!(InvitationStatus::Expired.may_resend(), Err(Refused::Expired));
        assert_eq!(InvitationStatus::Cancelled.may_resend(), Err(Refused::Cancelled));
        assert_eq!(InvitationStatus::Accepted.may_resend(), Err(Refused::Accepted));
    }

    #[test]
    fn r_inv_4_what_was_answered_stays_answered() {
        let later = SENT.plus_hours(999);
        assert_eq!(InvitationStatus::Declined.as_of(expires_at(SENT), later), InvitationStatus::Declined);
        assert_eq!(InvitationStatus::Accepted.open(expires_at(SENT), SENT), Err(Refused::Accepted));
    }

    #[test]
    fn r_inv_4_accepting_takes_a_password_and_a_name_and_the_rest_is_optional() {
        let draft = AcceptDraft {
            token: "abc".into(),
            name: "Zoë Okafor".into(),
            password: "twelve chars".into(),
            password_again: "twelve chars".into(),
            ..AcceptDraft::default()
        };
        assert!(draft.parse().is_ok_and(|acceptance| acceptance.phone.is_none()));
        assert!(!format!("{draft:?}").contains("twelve"));
    }

    #[test]
    fn r_inv_5_a_job_role_posted_by_the_invited_goes_nowhere() {
        let json = r#"{"token":"abc","name":"Zoë","job_role":"Boss","role":"admin"}"#;
        let draft: AcceptDraft = serde_json::from_str(json).expect("a draft");
        assert_eq!(draft.name, "Zoë");
    }
}
