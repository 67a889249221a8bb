//! Amending a finished assessment: the same sheet again with a reason, and which ratings follow (R-ASM-5).

use serde::{Deserialize, Serialize};

use crate::assessment::{Answers, AnswersDraft, Item};
use crate::competency::Level;
use crate::id::AssessmentId;
use crate::problems::{Problem, Problems};
use crate::text::reason;

/// The form of an amendment as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AmendmentDraft {
    /// The answers as they should have been.
    pub answers: AnswersDraft,
    /// Why.
    pub reason: String,
}

impl AmendmentDraft {
    /// Reads the form into the answers and the reason, or says everything that is wrong with it.
    ///
    /// `items` are those of the version that was answered: an amendment never moves to a newer one.
    pub fn parse(&self, items: &[Item]) -> Result<(Answers, String), Problems> {
        let (answers, reason) = (self.answers.parse(items), reason(&self.reason));
        match (answers, reason) {
            (Ok(answers), Ok(reason)) => Ok((answers, reason)),
            (answers, reason) => Err(problems(answers.err(), reason.err())),
        }
    }
}

fn problems(answers: Option<Problems>, reason: Option<Problem>) -> Problems {
    let mut problems = answers.unwrap_or_default();
    if let Some(problem) = reason {
        problems.add("reason", problem);
    }
    problems
}

/// Whether an amendment gives a task a new rating: the level has changed, and what counts or waits there came from
/// the amended assessment, or from one that it had amended in turn.
pub fn amends_rating(
    before: Level,
    after: Level,
    amended: &[AssessmentId],
    came_from: impl IntoIterator<Item = AssessmentId>,
) -> bool {
    before != after && came_from.into_iter().any(|assessment| amended.contains(&assessment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Section;
    use uuid::Uuid;

    fn id(n: u128) -> AssessmentId {
        AssessmentId(Uuid::from_u128(n))
    }

    #[test]
    fn r_asm_5_only_a_changed_level_makes_ratings_and_only_where_the_amended_one_still_counts() {
        let changed = |from| amends_rating(Level::Competent, Level::NonCompetent, &[id(2), id(1)], from);
        assert!(changed(vec![id(2)]) && changed(vec![id(9), id(1)]));
        assert!(!changed(vec![id(9)]) && !changed(Vec::new()));
        assert!(!amends_rating(Level::Competent, Level::Competent, &[id(1)], [id(1)]));
    }

    #[test]
    fn r_asm_5_an_amendment_needs_every_answer_and_a_reason() {
        let item = Item {
            section: Section::Knowledge,
            position: 1,
            prompt: "What is a dose?".into(),
            model_answer: Some("An amount.".into()),
            allow_not_applicable: false,
        };
        let problems = AmendmentDraft::default().parse(&[item]).expect_err("empty");
        assert_eq!(problems.of("knowledge[1]"), Some(Problem::Missing));
        assert!(problems.of("reason").is_some());
    }
}
