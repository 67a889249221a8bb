//! The forms of identity: sign in, set up, edit oneself, change, forget and reset a password.
//!
//! Where a password is chosen, the form checks its length; the server then applies the rest of the policy
//! with [`Password::check`], because it alone knows the person and the common-password list.

use serde::{Deserialize, Serialize};

use crate::account::{Email, Password, TypedSecret, person_name};
use crate::problems::{Problem, Problems};
use crate::text::{optional, text, ticked, version};
use crate::time::Zone;

/// The sign-in form as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    /// The address.
    pub email: String,
    /// The password.
    pub password: TypedSecret,
    /// Ticked on a tablet used by several people (R-SES-7).
    pub shared_device: String,
    /// Where the person wanted to go; used only if local and allowed (R-SIN-1).
    pub next: String,
}

/// A sign-in to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The address.
    pub email: Email,
    /// The password.
    pub password: Password,
    /// Whether the device is shared.
    pub is_shared_device: bool,
}

impl SignInDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<SignIn, Problems> {
        let mut problems = Problems::default();
        let email = problems.field("email", Email::read(&self.email));
        let password = problems.field("password", Password::entered(&self.password));
        let is_shared_device = ticked(&self.shared_device);
        let sign_in = || Some(SignIn { email: email?, password: password?, is_shared_device });
        problems.finish(sign_in())
    }
}

/// The set-up form as it is typed (R-GEN-17).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetUpDraft {
    /// The one-time code.
    pub code: TypedSecret,
    /// The organisation's name.
    pub organisation: String,
    /// Its time zone, by its IANA name.
    pub time_zone: String,
    /// The first admin's name.
    pub name: String,
    /// The first admin's address.
    pub email: String,
    /// The first admin's password.
    pub password: TypedSecret,
    /// The same once more.
    pub password_again: TypedSecret,
}

/// The first organisation and its first admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// The one-time code, trimmed.
    pub code: TypedSecret,
    /// The organisation's name, 1 to 255 characters.
    pub organisation: String,
    /// Its time zone.
    pub time_zone: Zone,
    /// The first admin's name.
    pub name: String,
    /// The first admin's address.
    pub email: Email,
    /// The first admin's password; the rest of the policy is still to be applied.
    pub password: Password,
}

impl SetUpDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<SetUp, Problems> {
        let mut problems = Problems::default();
        let code = problems.field("code", code(&self.code));
        let organisation = problems.field("organisation", text(&self.organisation, 1..=255));
        let time_zone = problems.field("time_zone", zone(&self.time_zone));
        let name = problems.field("name", person_name(&self.name));
        let email = problems.field("email", Email::read(&self.email));
        let password = new_password(&mut problems, &self.password, &self.password_again);
        let set_up = || {
            Some(SetUp {
                code: code?,
                organisation: organisation?,
                time_zone: time_zone?,
                name: name?,
                email: email?,
                password: password?,
            })
        };
        problems.finish(set_up())
    }
}

fn code(typed: &TypedSecret) -> Result<TypedSecret, Problem> {
    match typed.0.trim() {
        "" => Err(Problem::Missing),
        code => Ok(code.into()),
    }
}

fn zone(typed: &str) -> Result<Zone, Problem> {
    match typed.trim() {
        "" => Ok(Zone::LONDON),
        name => name.parse().map_err(|_| Problem::Unreadable),
    }
}

/// Reads a chosen password and its repetition.
pub(crate) fn new_password(
    problems: &mut Problems,
    typed: &TypedSecret,
    again: &TypedSecret,
) -> Option<Password> {
    let password = problems.field("password", Password::of_right_length(typed))?;
    let repeated = match Password::entered(again) {
        Ok(again) if again != password => Err(Problem::Mismatch),
        read => read,
    };
    problems.field("password_again", repeated).map(|_| password)
}

/// The account page's form as it is typed. A carer's page has the first four fields, an admin's the first and
/// last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileDraft {
    /// The name.
    pub name: String,
    /// The own telephone number (carer).
    pub phone: String,
    /// Whom to call in an emergency (carer).
    pub emergency_name: String,
    /// That person's telephone number (carer).
    pub emergency_phone: String,
    /// The registration with a profession, such as a nurse's PIN (admin).
    pub professional_reference: String,
    /// The version that was shown (R-GEN-7).
    pub version: String,
}

/// What people may change about themselves; what their role does not have is left unread by the server
/// (R-INV-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name, 2 to 100 characters.
    pub name: String,
    /// The own telephone number, at most 30 characters.
    pub phone: Option<String>,
    /// Whom to call in an emergency, at most 100 characters.
    pub emergency_name: Option<String>,
    /// That person's telephone number, at most 30 characters.
    pub emergency_phone: Option<String>,
    /// The registration with a profession, at most 100 characters.
    pub professional_reference: Option<String>,
    /// The version that was shown.
    pub version: Option<i32>,
}

impl ProfileDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<Profile, Problems> {
        let mut problems = Problems::default();
        let name = problems.field("name", person_name(&self.name));
        let phone = problems.field("phone", optional(&self.phone, 30));
        let emergency_name = problems.field("emergency_name", optional(&self.emergency_name, 100));
        let emergency_phone = problems.field("emergency_phone", optional(&self.emergency_phone, 30));
        let reference = problems.field("professional_reference", optional(&self.professional_reference, 100));
        let version = problems.field("version", version(&self.version));
        let profile = || {
            Some(Profile {
                name: name?,
                phone: phone?,
                emergency_name: emergency_name?,
                emergency_phone: emergency_phone?,
                professional_reference: reference?,
                version: version?,
            })
        };
        problems.finish(profile())
    }
}

/// The form that changes the own password, as it is typed (R-PWD-4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordChangeDraft {
    /// The one in use.
    pub current_password: TypedSecret,
    /// The new one.
    pub password: TypedSecret,
    /// The new one once more.
    pub password_again: TypedSecret,
}

/// A change of password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPassword {
    /// The current password, to be checked.
    pub current: Password,
    /// The new one; the rest of the policy is still to be applied.
    pub new: Password,
}

impl PasswordChangeDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<ChangedPassword, Problems> {
        let mut problems = Problems::default();
        let current = problems.field("current_password", Password::entered(&self.current_password));
        let new = new_password(&mut problems, &self.password, &self.password_again);
        let changed = || Some(ChangedPassword { current: current?, new: new? });
        problems.finish(changed())
    }
}

/// The form behind a mailed link, as it is typed (R-PWD-3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordResetDraft {
    /// What stands in the link.
    pub token: TypedSecret,
    /// The new password.
    pub password: TypedSecret,
    /// The new password once more.
    pub password_again: TypedSecret,
}

/// A password to be set by a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassword {
    /// What stands in the link.
    pub token: TypedSecret,
    /// The new password; the rest of the policy is still to be applied.
    pub password: Password,
}

impl PasswordResetDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<NewPassword, Problems> {
        let mut problems = Problems::default();
        let token = problems.field("token", code(&self.token));
        let password = new_password(&mut problems, &self.password, &self.password_again);
        let new = || Some(NewPassword { token: token?, password: password? });
        problems.finish(new())
    }
}

/// The form that asks for such a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgottenPasswordDraft {
    /// The address.
    pub email: String,
}

impl ForgottenPasswordDraft {
    /// Reads the form, or says what is wrong with the address. Whether somebody has it is never said
    /// (R-PWD-3).
    pub fn parse(&self) -> Result<Email, Problems> {
        let mut problems = Problems::default();
        let email = problems.field("email", Email::read(&self.email));
        problems.finish(email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sin_1_sign_in_needs_an_address_and_a_password_and_nothing_of_the_policy() {
        let empty = SignInDraft::default().parse().expect_err("bad");
        assert_eq!(
            (empty.of("email"), empty.of("password")),
            (Some(Problem::Missing), Some(Problem::Missing))
        );
        let draft =
            SignInDraft { email: "a@b.uk".into(), password: "short".into(), ..SignInDraft::default() };
        assert!(draft.parse().is_ok_and(|sign_in| !sign_in.is_shared_device));
    }

    #[test]
    fn r_pwd_1_the_new_password_is_typed_twice_alike_in_every_form() {
        let change = |password: &str, again: &str| {
            let draft = PasswordChangeDraft {
                current_password: "before it all".into(),
                password: password.into(),
                password_again: again.into(),
            };
            draft.parse().err().map(|problems| (problems.of("password"), problems.of("password_again")))
        };
        assert_eq!(change("twelve chars", "twelve chars"), None);
        assert_eq!(change("twelve chars", "twelve charz"), Some((None, Some(Problem::Mismatch))));
        assert_eq!(change("twelve chars", ""), Some((None, Some(Problem::Missing))));
        assert_eq!(change("short", "short"), Some((Some(Problem::TooShort { least: 12 }), None)));
    }

    #[test]
    fn r_gen_17_set_up_names_every_field_that_is_missing() {
        let problems = SetUpDraft::default().parse().expect_err("bad");
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["code", "organisation", "name", "email", "password"]);
    }

    #[test]
    fn r_gen_17_an_unknown_time_zone_is_refused() {
        let draft = SetUpDraft { time_zone: "Europe/Atlantis".into(), ..SetUpDraft::default() };
        assert_eq!(draft.parse().expect_err("bad").of("time_zone"), Some(Problem::Unreadable));
    }

    #[test]
    fn a_profile_may_leave_out_all_but_the_name() {
        let profile =
            ProfileDraft { name: "Zoë Okafor".into(), ..ProfileDraft::default() }.parse().expect("read");
        assert_eq!((profile.phone, profile.version), (None, None));
        let long = ProfileDraft { name: "Zoë".into(), phone: "0".repeat(31), ..ProfileDraft::default() };
        assert_eq!(long.parse().expect_err("bad").of("phone"), Some(Problem::TooLong { most: 30 }));
    }

    #[test]
    fn r_gen_11_no_draft_prints_a_password_or_a_token() {
        let change = PasswordChangeDraft {
            current_password: "hunter hunter".into(),
            ..PasswordChangeDraft::default()
        };
        let reset = PasswordResetDraft { token: "hunter hunter".into(), ..PasswordResetDraft::default() };
        let set_up = SetUpDraft { code: "hunter hunter".into(), ..SetUpDraft::default() };
        assert!(!format!("{change:?}{reset:?}{set_up:?}{:?}", reset.parse()).contains("hunter"));
    }
}
