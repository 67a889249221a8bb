//! A place or service of care: its name and the outward code of its postcode.

mod views;

use serde::{Deserialize, Serialize};

pub use views::{PackageImpact, PackageRow, PackageView};

use crate::problems::{Problem, Problems};
use crate::text::{text, ticked, version};

/// An outward code of the UK, such as M14 or SW1A (R-PKG-1). Never a full postcode: that could be a home.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostcodeArea(String);

impl PostcodeArea {
    /// Reads a code as typed: spaces removed, upper-cased. A full postcode is refused, never cut.
    pub fn read(typed: &str) -> Result<Self, Problem> {
        let code: String =
            typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        match code.as_str() {
            "" => Err(Problem::Missing),
            code if is_outward(code) => Ok(Self(code.to_owned())),
            _ => Err(Problem::NotAnOutwardCode),
        }
    }

    /// As it is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One or two letters, one or two digits, an optional letter; two to four characters.
fn is_outward(code: &str) -> bool {
    let rest = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = code.len() - rest.len();
    let last = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - last.len();
    let ends = matches!(last.as_bytes(), [] | [b'A'..=b'Z']);
    (1..=2).contains(&letters) && (1..=2).contains(&digits) && ends && code.len() <= 4
}

impl TryFrom<String> for PostcodeArea {
    type Error = Problem;

    fn try_from(typed: String) -> Result<Self, Problem> {
        Self::read(&typed)
    }
}

impl From<PostcodeArea> for String {
    fn from(area: PostcodeArea) -> Self {
        area.0
    }
}

/// The form of a care package as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PackageDraft {
    /// Its name.
    pub name: String,
    /// The outward code.
    pub postcode_area: String,
    /// Ticked while it is in use.
    pub active: String,
    /// Ticked for special hazard or heavy strain at night (R-RUL-17).
    pub night_hazard: String,
    /// The version that was shown; empty for a new one (R-GEN-7).
    pub version: String,
}

/// A care package, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name, 1 to 255 characters; unique among live ones (R-PKG-2).
    pub name: String,
    /// The outward code.
    pub postcode_area: PostcodeArea,
    /// Whether it is in use.
    pub active: bool,
    /// Whether a night worker's eight hours bind here (R-RUL-17).
    pub night_hazard: bool,
    /// The version that was shown; none for a new one.
    pub version: Option<i32>,
}

impl PackageDraft {
    /// Reads the form, or says everything that is wrong with it (R-PKG-1, R-PKG-2).
    pub fn parse(&self) -> Result<Package, Problems> {
        let mut problems = Problems::default();
        let name = problems.field("name", text(&self.name, 1..=255));
        let postcode_area = problems.field("postcode_area", PostcodeArea::read(&self.postcode_area));
        let version = problems.field("version", version(&self.version));
        let package = || {
            Some(Package {
                name: name?,
                postcode_area: postcode_area?,
                active: ticked(&self.active),
                night_hazard: ticked(&self.night_hazard),
                version: version?,
            })
        };
        problems.finish(package())
    }
}

/// Why a care package was not kept, or not restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// Another live package has this name (R-PKG-2).
    #[error("another care package has this name")]
    NameTaken,
    /// While it was in the bin, another package took its name (R-BIN-4).
    #[error("another care package is called {name} now")]
    NameTakenMeanwhile {
        /// The name.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_pkg_1_an_outward_code_is_cleaned_and_kept() {
        let codes = [
            ("m14", "M14"),
            (" b 33 ", "B33"),
            ("M1", "M1"),
            ("sw1a", "SW1A"),
            ("EC1A", "EC1A"),
            ("w1t", "W1T"),
        ];
        for (typed, code) in codes {
            assert_eq!(PostcodeArea::read(typed).expect("a code").as_str(), code);
        }
    }

    #[test]
    fn r_pkg_1_a_full_postcode_is_refused_and_never_cut() {
        for typed in ["M14 5TP", "SW1A 1AA", "M1 1AE", "M145TP"] {
            assert_eq!(PostcodeArea::read(typed), Err(Problem::NotAnOutwardCode), "{typed}");
        }
    }

    #[test]
    fn r_pkg_1_what_is_no_code_is_refused() {
        for typed in ["M", "14", "ABC1", "M123", "SW12A", "M1AB", "M-1", "É1"] {
            assert_eq!(PostcodeArea::read(typed), Err(Problem::NotAnOutwardCode), "{typed}");
        }
        assert_eq!(PostcodeArea::read("  "), Err(Problem::Missing));
        assert!(serde_json::from_str::<PostcodeArea>("\"M14 5TP\"").is_err());
    }

    #[test]
    fn r_pkg_2_a_name_is_needed() {
        let draft = PackageDraft { postcode_area: "M14".into(), ..PackageDraft::default() };
        assert_eq!(draft.parse().expect_err("bad").of("name"), Some(Problem::Missing));
    }

    #[test]
    fn r_gen_7_the_form_says_which_version_was_shown() {
        let draft = |version: &str| PackageDraft {
            name: "Larkfield".into(),
            postcode_area: "M14".into(),
            active: "on".into(),
            version: version.into(),
            ..PackageDraft::default()
        };
        let new = draft("").parse().expect("a package");
        assert_eq!((new.version, new.active, new.night_hazard), (None, true, false));
        assert_eq!(draft("3").parse().map(|read| read.version), Ok(Some(3)));
        assert_eq!(draft("x").parse().expect_err("bad").of("version"), Some(Problem::Unreadable));
    }
}
