//! Passwords: one policy everywhere (R-PWD-1), one normal form before hashing, and never shown.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::account::Email;
use crate::problems::Problem;

/// The product's name, as no password may hold it.
const PRODUCT: &str = "caretrack";

/// Names and local parts shorter than this are not looked for: "Jo" stands in too many words (ADR 0013).
const SHORTEST_NAME: usize = 3;

/// A password, code or token as it was typed into a form. Forms may be logged and are shown again; this is
/// not.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedSecret(pub String);

impl fmt::Debug for TypedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedSecret(hidden)")
    }
}

impl From<&str> for TypedSecret {
    fn from(typed: &str) -> Self {
        Self(typed.to_owned())
    }
}

/// A password in the form that is hashed: NFKC, otherwise as typed, spaces included.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// What a person's password must not hold. Leave empty what is not known yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Personal<'a> {
    /// The full name.
    pub name: &'a str,
    /// The address.
    pub email: Option<&'a Email>,
    /// The organisation's name.
    pub organisation: &'a str,
}

impl Password {
    /// Reads a password that is to be compared with a stored one. No policy: it may be older than the policy.
    pub fn entered(typed: &TypedSecret) -> Result<Self, Problem> {
        if typed.0.is_empty() { Err(Problem::Missing) } else { Ok(Self(typed.0.nfkc().collect())) }
    }

    /// Reads a password that is long enough and not too long: what can be said without knowing whose it is.
    pub fn of_right_length(typed: &TypedSecret) -> Result<Self, Problem> {
        let password = Self::entered(typed)?;
        match password.0.chars().count() {
            0..12 => Err(Problem::TooShort { least: 12 }),
            12..=128 => Ok(password),
            _ => Err(Problem::TooLong { most: 128 }),
        }
    }

    /// Applies the rest of the policy (R-PWD-1).
    ///
    /// `is_common` says whether the list of common passwords has a text, given in lower case. The list is an
    /// argument because only the server has it: the browser would have to load it.
    ///
    /// # Errors
    /// [`Problem::CommonPassword`] or [`Problem::PersonalPassword`].
    pub fn check(&self, personal: Personal<'_>, is_common: impl Fn(&str) -> bool) -> Result<(), Problem> {
        if is_common(&self.0.to_lowercase()) || is_common(&folded(&self.0)) {
            return Err(Problem::CommonPassword);
        }
        if personal.is_in(&folded(&self.0)) {
            return Err(Problem::PersonalPassword);
        }
        Ok(())
    }

    /// What is hashed and compared.
    pub fn reveal(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Personal<'_> {
    fn is_in(self, password: &str) -> bool {
        let email = self.email.map_or("", Email::as_str);
        let local = self.email.map_or("", Email::local_part);
        [self.name, email, local, self.organisation, PRODUCT]
            .into_iter()
            .map(folded)
            .filter(|name| name.chars().count() >= SHORTEST_NAME)
            .any(|name| password.contains(&name))
    }
}

/// Case and spaces do not hide a name.
fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(typed: &str) -> Result<Password, Problem> {
        let email = Email::read("z.okafor@larkfield.example").expect("an address");
        let personal = Personal { name: "Zoë Okafor", email: Some(&email), organisation: "Larkfield Homes" };
        let password = Password::of_right_length(&typed.into())?;
        password.check(personal, |text| text == "correcthorsebattery").map(|()| password)
    }

    #[test]
    fn r_pwd_1_twelve_to_a_hundred_and_twenty_eight_characters_of_any_kind() {
        assert_eq!(chosen("eleven char"), Err(Problem::TooShort { least: 12 }));
        assert!(chosen("twelve chars").is_ok() && chosen("            ").is_ok());
        assert!(chosen(&"é".repeat(128)).is_ok());
        assert_eq!(chosen(&"é".repeat(129)), Err(Problem::TooLong { most: 128 }));
        assert!(chosen("👩🏽‍⚕️ nurse 7 nights").is_ok());
        assert_eq!(chosen(""), Err(Problem::Missing));
    }

    #[test]
    fn r_pwd_1_a_common_one_is_refused_in_any_case_and_spacing() {
        for typed in ["correcthorsebattery", "CorrectHorseBattery", "correct horse battery"] {
            assert_eq!(chosen(typed), Err(Problem::CommonPassword), "{typed}");
        }
    }

    #[test]
    fn r_pwd_1_own_name_address_organisation_and_product_are_refused() {
        for typed in [
            "1 zoë okafor 1",
            "ZOËOKAFOR-2026",
            "my z.okafor pass",
            "Z.Okafor@Larkfield.example",
            "at larkfieldhomes now",
            "Care Track 1234",
        ] {
            assert_eq!(chosen(typed), Err(Problem::PersonalPassword), "{typed}");
        }
        assert!(chosen("okafor's garden gate").is_ok());
    }

    #[test]
    fn r_pwd_1_a_two_letter_local_part_is_not_looked_for() {
        let email = Email::read("jo@home.example").expect("an address");
        let personal = Personal { email: Some(&email), ..Personal::default() };
        let password = Password::of_right_length(&"a jolly good walk".into()).expect("long enough");
        assert_eq!(password.check(personal, |_| false), Ok(()));
    }

    #[test]
    fn au2_two_ways_of_typing_one_character_are_one_password() {
        let composed = Password::entered(&"caf\u{e9} at the corner".into());
        assert_eq!(composed, Password::entered(&"cafe\u{301} at the corner".into()));
    }

    #[test]
    fn r_gen_11_a_password_is_never_printed() {
        let typed = TypedSecret::from("twelve chars");
        assert_eq!(format!("{typed:?}"), "TypedSecret(hidden)");
        assert_eq!(format!("{:?}", Password::entered(&typed)), "Ok(Password(hidden))");
    }
}
