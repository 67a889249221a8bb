//! The forms of an invitation: invite somebody, choose one to send again or take back, accept one's own.

use serde::{Deserialize, Serialize};

use crate::access::{Flags, Role};
use crate::account::{Email, Password, TypedSecret, new_password, person_name};
use crate::id::InvitationId;
use crate::problems::{Problem, Problems};
use crate::text::{optional, parsed, ticked};
use crate::time::Date;

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
    match crate::text::date(typed) {
        Err(Problem::Missing) => Ok(None),
        read => read.map(Some),
    }
}

/// The answer to an invitation as it is typed. An admin's page has no telephone and emergency fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptDraft {
    /// What stands in the link.
    pub token: TypedSecret,
    /// The name, as invited or corrected.
    pub name: String,
    /// The password.
    pub password: TypedSecret,
    /// The password once more.
    pub password_again: TypedSecret,
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
    pub token: TypedSecret,
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

fn token(typed: &TypedSecret) -> Result<TypedSecret, Problem> {
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

    fn carer() -> InvitationDraft {
        InvitationDraft {
            name: "Zoë Okafor".into(),
            email: "zoe@larkfield.example".into(),
            role: "carer".into(),
            ..InvitationDraft::default()
        }
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
