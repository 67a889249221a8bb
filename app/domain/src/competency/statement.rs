//! The statement that carers acknowledge: numbered wordings, each new one by an admin with the right (R-ACK-1, §16).

use serde::{Deserialize, Serialize};

use crate::problems::{Problem, Problems};
use crate::text::{parsed, text};
use crate::time::Instant;

/// The most characters of a wording.
pub const STATEMENT_MOST: u32 = 4000;

/// The wording in force, as the settings page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    /// Its number, from 1.
    pub number: u32,
    /// Its words.
    pub body: String,
    /// When it was published.
    pub published_at: Instant,
    /// The name of who published it.
    pub published_by: String,
}

/// The form that publishes another wording.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementDraft {
    /// The number that the page showed (R-GEN-7).
    pub number: String,
    /// The new words.
    pub body: String,
}

/// Another wording to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStatement {
    /// The number of the one it takes the place of.
    pub number: u32,
    /// The new words, 1 to 4000 characters.
    pub body: String,
}

impl StatementDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<NewStatement, Problems> {
        let mut problems = Problems::default();
        let number = problems.field("number", parsed(&self.number));
        let body = problems.field("body", text(&self.body, 1..=STATEMENT_MOST as usize));
        let statement = || Some(NewStatement { number: number?, body: body? });
        problems.finish(statement())
    }
}

impl NewStatement {
    /// The number of the new wording, beside the one in force (each change has the next number).
    ///
    /// # Errors
    /// A problem of `body` when the words are those in force already.
    pub fn number_after(&self, in_force: &str, number: u32) -> Result<u32, Problems> {
        if self.body == in_force {
            return Err(Problems::one("body", Problem::Repeated));
        }
        Ok(number.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_16_each_change_of_the_statement_has_the_next_number() {
        let draft = StatementDraft { number: "1".into(), body: " I agree. ".into() };
        let new = draft.parse().expect("read");
        assert_eq!(new.number_after("I have read it.", 1), Ok(2));
        assert!(new.number_after("I agree.", 1).is_err());
        assert!(StatementDraft { body: " ".into(), ..draft }.parse().is_err());
    }
}
