//! The forms about ratings: give one by hand, withdraw one, acknowledge, raise and answer a concern.

use serde::{Deserialize, Serialize};

use crate::competency::Level;
use crate::id::{ConcernId, RatingId, TaskId};
use crate::problems::{Problem, Problems};
use crate::text::{parsed, reason, several, text, ticked};

/// The form that gives a rating by hand (R-RAT-4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RatingDraft {
    /// Which task.
    pub task: String,
    /// The code of the level; nothing is preset.
    pub level: String,
    /// Why.
    pub reason: String,
    /// What counted and what waited when the form was made: see [`crate::competency::Standing::seen`].
    pub held: String,
}

/// A rating to be given by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Which task.
    pub task: TaskId,
    /// Any of the six levels.
    pub level: Level,
    /// Why (R-GEN-9).
    pub reason: String,
    /// What counted and what waited when the form was made, if it says so (R-GEN-7).
    pub seen: Option<String>,
}

impl RatingDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<Rating, Problems> {
        let mut problems = Problems::default();
        let task = problems.field("task", parsed(&self.task));
        let level = problems.field("level", parsed(&self.level));
        let reason = problems.field("reason", reason(&self.reason));
        let seen = (!self.held.is_empty()).then(|| self.held.clone());
        let rating = || Some(Rating { task: task?, level: level?, reason: reason?, seen });
        problems.finish(rating())
    }
}

/// The form that withdraws a pending rating (R-ACK-5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawalDraft {
    /// Which rating.
    pub rating: String,
    /// Why.
    pub reason: String,
}

/// A rating to be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawing {
    /// Which rating.
    pub rating: RatingId,
    /// Why (R-GEN-9).
    pub reason: String,
}

impl WithdrawalDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<Withdrawing, Problems> {
        let mut problems = Problems::default();
        let rating = problems.field("rating", parsed(&self.rating));
        let reason = problems.field("reason", reason(&self.reason));
        let withdrawing = || Some(Withdrawing { rating: rating?, reason: reason? });
        problems.finish(withdrawing())
    }
}

/// The carer's act: what was shown, and the tick that it was read (R-ACK-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcknowledgmentDraft {
    /// The ratings the page listed.
    pub ratings: Vec<String>,
    /// The number of the statement the page showed.
    pub statement: String,
    /// The tick under the statement.
    pub read: String,
}

/// An acknowledgment as the carer gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledging {
    /// The ratings the page listed; those that no longer ask are left out by the rule (R-ACK-2).
    pub ratings: Vec<RatingId>,
    /// The number of the statement that was read.
    pub statement: u32,
}

impl AcknowledgmentDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<Acknowledging, Problems> {
        let mut problems = Problems::default();
        let ratings = problems.field("ratings", several(&self.ratings));
        let statement = problems.field("statement", parsed(&self.statement));
        if !ticked(&self.read) {
            problems.add("read", Problem::Missing);
        }
        let acknowledging = || Some(Acknowledging { ratings: ratings?, statement: statement? });
        problems.finish(acknowledging())
    }
}

/// The carer's note against a rating (R-ACK-4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConcernDraft {
    /// Which rating.
    pub rating: String,
    /// What the carer has to say.
    pub body: String,
}

impl ConcernDraft {
    /// Reads the form into the rating and what is said about it: at most 1000 characters.
    pub fn parse(&self) -> Result<(RatingId, String), Problems> {
        let mut problems = Problems::default();
        let rating = problems.field("rating", parsed(&self.rating));
        let body = problems.field("body", text(&self.body, 1..=1000));
        problems.finish(rating.zip(body))
    }
}

/// An admin's answer to a concern (R-ACK-4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerConcernDraft {
    /// Which concern.
    pub concern: String,
    /// The answer.
    pub answer: String,
}

impl AnswerConcernDraft {
    /// Reads the form into the concern and its answer: at most 1000 characters.
    pub fn parse(&self) -> Result<(ConcernId, String), Problems> {
        let mut problems = Problems::default();
        let concern = problems.field("concern", parsed(&self.concern));
        let answer = problems.field("answer", text(&self.answer, 1..=1000));
        problems.finish(concern.zip(answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f0000-0000-7000-8000-000000000001";

    #[test]
    fn r_rat_4_a_rating_by_hand_takes_any_level_and_needs_a_reason() {
        let draft = |level: &str, reason: &str| RatingDraft {
            task: ID.into(),
            level: level.into(),
            reason: reason.into(),
            ..RatingDraft::default()
        };
        for level in Level::ALL {
            let rating = draft(level.code(), "seen at work today").parse().expect("a rating");
            assert_eq!(rating.level, level);
        }
        let problems = draft("", "too short").parse().expect_err("bad");
        assert_eq!(problems.of("level"), Some(Problem::Missing));
        assert_eq!(problems.of("reason"), Some(Problem::TooShort { least: 10 }));
    }

    #[test]
    fn r_ack_1_the_tick_is_needed_and_something_to_acknowledge() {
        let draft = AcknowledgmentDraft { statement: "1".into(), ..AcknowledgmentDraft::default() };
        let problems = draft.parse().expect_err("bad");
        assert_eq!(problems.of("ratings"), Some(Problem::Missing));
        assert_eq!(problems.of("read"), Some(Problem::Missing));
        let full = AcknowledgmentDraft { ratings: vec![ID.into(), ID.into()], read: "on".into(), ..draft };
        assert_eq!(full.parse().map(|act| act.ratings.len()), Ok(1));
    }

    #[test]
    fn r_ack_4_a_concern_holds_a_thousand_characters() {
        let draft = |n: usize| ConcernDraft { rating: ID.into(), body: "x".repeat(n) };
        assert!(draft(1000).parse().is_ok());
        assert_eq!(draft(1001).parse().expect_err("bad").of("body"), Some(Problem::TooLong { most: 1000 }));
        assert_eq!(draft(0).parse().expect_err("bad").of("body"), Some(Problem::Missing));
    }
}
