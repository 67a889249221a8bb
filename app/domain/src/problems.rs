//! What is wrong with a form, field by field, so that the page can say it beside the field.

use serde::{Deserialize, Serialize};

/// One thing wrong with one field. The rule names it; the page words it (`app::words`). The texts here are
/// for logs and for those who send something else than our forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was entered or chosen.
    #[error("nothing was given")]
    Missing,
    /// Not of the field's kind.
    #[error("not of the kind asked for")]
    Unreadable,
    /// No real date, or one of a year that nobody means.
    #[error("not a date")]
    NotADate,
    /// Below what the field allows.
    #[error("at least {least}")]
    TooSmall {
        /// The least it allows.
        least: i64,
    },
    /// Above what the field allows.
    #[error("at most {most}")]
    TooLarge {
        /// The most it allows.
        most: i64,
    },
    /// Fewer characters than the field asks for.
    #[error("at least {least} characters")]
    TooShort {
        /// How many it asks for.
        least: u32,
    },
    /// More characters than the field holds.
    #[error("at most {most} characters")]
    TooLong {
        /// How many it holds.
        most: u32,
    },
    /// Holds a character that cannot be printed (IN11).
    #[error("a character that cannot be printed")]
    NotPrintable,
    /// Not equal to the field it repeats.
    #[error("not equal to the field it repeats")]
    Mismatch,
    /// The same is there twice.
    #[error("the same twice")]
    Repeated,
    /// More of them than the field holds.
    #[error("at most {most} of them")]
    TooMany {
        /// How many it holds.
        most: u32,
    },
    /// A choice there is, but not for this.
    #[error("not allowed here")]
    NotAllowed,
    /// Times that do not fit: a start of the other type, or an end equal to the start.
    #[error("times that do not fit")]
    WrongTimes,
    /// No e-mail address.
    #[error("no e-mail address")]
    NotAnAddress,
    /// No outward code of the UK, or a full postcode (R-PKG-1).
    #[error("no outward code")]
    NotAnOutwardCode,
    /// A password that everybody tries first (R-PWD-1).
    #[error("a common password")]
    CommonPassword,
    /// A password that holds the own name, address, organisation or product (R-PWD-1).
    #[error("a password with a name or address in it")]
    PersonalPassword,
    /// A moment that has passed, where one to come is asked for.
    #[error("a moment that has passed")]
    Past,
    /// A time equal to the one it should differ from.
    #[error("the same time twice")]
    SameTime,
    /// A time that the clocks skip on that day (R-GEN-5).
    #[error("a time that the clocks skip")]
    Skipped,
    /// Later than the start, where it may be the start at the latest.
    #[error("later than the start")]
    AfterStart,
    /// Given where none may be.
    #[error("given where none may be")]
    NotWanted,
    /// Chosen without having been shown what it does.
    #[error("chosen before its effect was shown")]
    NotSeen,
}

/// Every problem found in one pass over a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems(Vec<(String, Problem)>);

impl Problems {
    /// The one problem of one field.
    pub fn one(name: &str, problem: Problem) -> Self {
        Self(vec![(name.to_owned(), problem)])
    }

    /// Reads one field, noting what is wrong with it instead of stopping there.
    pub fn field<T>(&mut self, name: &str, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.add(name, problem)).ok()
    }

    /// Notes something wrong with a field.
    pub fn add(&mut self, name: &str, problem: Problem) {
        self.0.push((name.to_owned(), problem));
    }

    /// The value when nothing was wrong, else every problem.
    ///
    /// `value` is `None` when a field could not be read; then at least one problem was noted.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }

    /// What is wrong with the named field, if anything.
    pub fn of(&self, name: &str) -> Option<Problem> {
        self.0.iter().find(|(field, _)| field == name).map(|&(_, problem)| problem)
    }

    /// Each field that has something wrong with it, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Problem)> {
        self.0.iter().map(|(field, problem)| (field.as_str(), *problem))
    }

    /// Whether nothing was wrong.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
