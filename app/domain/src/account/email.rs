//! An e-mail address, and what makes two of them the same: trimmed, NFKC, lower case (R-SIN-2, domain §2).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::problems::Problem;

/// The most characters an address has.
const MOST: usize = 254;

/// An address as it was typed, but for spaces around it and look-alike forms of its characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address. Whether mail arrives there only a mail can tell; this keeps out what cannot be one.
    pub fn read(typed: &str) -> Result<Self, Problem> {
        let address: String = typed.trim().nfkc().collect();
        if address.is_empty() {
            return Err(Problem::Missing);
        }
        if address.chars().count() > MOST {
            return Err(Problem::TooLong { most: 254 });
        }
        let (local, host) = address.rsplit_once('@').ok_or(Problem::NotAnAddress)?;
        if is_local(local) && is_host(host) { Ok(Self(address)) } else { Err(Problem::NotAnAddress) }
    }

    /// As mail is sent to it and as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is found by: no two accounts have the same.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// What stands before the @.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

fn is_local(local: &str) -> bool {
    let is_atom = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    let has_dots_inside = !local.split('.').any(str::is_empty);
    (1..=64).contains(&local.len()) && has_dots_inside && local.chars().all(is_atom)
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let ends_well = !label.starts_with('-') && !label.ends_with('-');
        (1..=63).contains(&label.len()) && ends_well && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    host.contains('.') && host.split('.').all(is_label)
}

impl TryFrom<String> for Email {
    type Error = Problem;

    fn try_from(typed: String) -> Result<Self, Problem> {
        Self::read(&typed)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sin_2_case_and_spaces_around_an_address_do_not_matter() {
        let key = |typed: &str| Email::read(typed).expect("an address").key();
        assert_eq!(key("  Ann.Lee@Example.ORG "), "ann.lee@example.org");
        assert_eq!(key("ａｎｎ@example.org"), key("ANN@example.org"));
        assert_eq!(Email::read("Ann@Example.org").expect("an address").as_str(), "Ann@Example.org");
    }

    #[test]
    fn addresses_people_have_are_read() {
        for typed in ["a@b.uk", "o'brien+care@home.example.co.uk", "zoë@bücher.example", "1_2@3-4.org"] {
            assert!(Email::read(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let bad = [
            "ann",
            "ann@",
            "@b.uk",
            "a@b",
            "a b@c.uk",
            "a@b..uk",
            ".a@b.uk",
            "a.@b.uk",
            "a@-b.uk",
            "a@b@c.uk",
            "a＠b@c.uk",
            "a@b.uk\nBcc: x@y.uk",
            "<a@b.uk>",
            "a,b@c.uk",
            "a@b.uk.",
        ];
        for typed in bad {
            assert_eq!(Email::read(typed), Err(Problem::NotAnAddress), "{typed}");
        }
        assert_eq!(Email::read(" "), Err(Problem::Missing));
    }

    #[test]
    fn an_address_has_at_most_254_characters() {
        let host = [["x".repeat(60).as_str(); 4].join("."), "uk".into()].join(".");
        assert!(Email::read(&format!("{}@{host}", "a".repeat(7))).is_ok());
        assert_eq!(Email::read(&format!("{}@{host}", "a".repeat(8))), Err(Problem::TooLong { most: 254 }));
    }
}
