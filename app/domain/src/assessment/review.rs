//! The last step of an assessment: the assessor's judgement beside answers that are kept already (R-ASM-1).

use serde::{Deserialize, Serialize};

use crate::assessment::{AnswersDraft, Item};
use crate::id::{AccountId, TemplateId};

/// The review as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewDraft {
    /// The version of the template whose answers were reviewed.
    pub template_version: String,
    /// The code of the assessor's judgement.
    pub overall_level: String,
    /// The assessor's registration with a profession.
    pub professional_reference: String,
    /// Anything to remember.
    pub note: String,
}

impl ReviewDraft {
    /// The whole assessment: the answers as they are kept, with this review of them.
    #[must_use]
    pub fn of(&self, answers: AnswersDraft) -> AnswersDraft {
        AnswersDraft {
            overall_level: self.overall_level.clone(),
            professional_reference: self.professional_reference.clone(),
            note: self.note.clone(),
            ..answers
        }
    }
}

/// Which sheet a form fills in, and what its editor knew of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    /// Which carer.
    pub carer: AccountId,
    /// Which template.
    pub template: TemplateId,
    /// The version of the draft that was shown; empty when there was none (R-GEN-7).
    pub draft_version: String,
    /// Whether the editor knows that somebody else has it, and takes it over (R-ASM-1).
    pub take_over: bool,
    /// Whether the editor has chosen to reassess although nothing is due (R-TRG-3).
    pub is_chosen: bool,
}

impl Editing {
    /// Whether the draft is as it was shown; it is, too, where there is none to be overwritten.
    pub fn has_seen(&self, kept: Option<i32>) -> bool {
        kept.is_none_or(|version| self.draft_version.parse() == Ok(version))
    }
}

/// An answer to an item that a newer version of the template does not ask any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// The item as it was.
    pub item: Item,
    /// What was typed or chosen for it.
    pub typed: String,
}

impl AnswersDraft {
    /// The answers that [`AnswersDraft::moved`] cannot carry over. They are shown once more, so that nothing goes in
    /// silence.
    pub fn left_behind(&self, old: &[Item], new: &[Item]) -> Vec<LeftBehind> {
        let mut there: Vec<&Item> = new.iter().collect();
        let mut gone = Vec::new();
        for item in old {
            let typed = self.typed(item);
            match there.iter().position(|one| item.is_unchanged(one)) {
                Some(at) => drop(there.remove(at)),
                None if typed.trim().is_empty() => {}
                None => gone.push(LeftBehind { item: item.clone(), typed: typed.to_owned() }),
            }
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Section;

    fn item(position: u32, prompt: &str) -> Item {
        Item {
            section: Section::Knowledge,
            position,
            prompt: prompt.into(),
            model_answer: Some("So.".into()),
            allow_not_applicable: false,
        }
    }

    #[test]
    fn r_tpl_3_what_was_answered_to_an_item_that_is_gone_is_named() {
        let (old, new) = ([item(1, "Why?"), item(2, "When?"), item(3, "Who?")], [item(1, "When?")]);
        let answers = [("1", "Because."), ("2", "Now."), ("3", " ")];
        let draft = AnswersDraft {
            knowledge: answers.map(|(at, typed)| (at.into(), typed.into())).into(),
            ..AnswersDraft::default()
        };
        let left = LeftBehind { item: item(1, "Why?"), typed: "Because.".into() };
        assert_eq!(draft.left_behind(&old, &new), [left]);
        assert_eq!(draft.left_behind(&old, &old), []);
    }

    #[test]
    fn r_gen_7_a_draft_was_seen_when_its_version_was_or_when_there_is_none() {
        let editing = |version: &str| Editing {
            carer: AccountId(uuid::Uuid::nil()),
            template: TemplateId(uuid::Uuid::nil()),
            draft_version: version.into(),
            take_over: false,
            is_chosen: false,
        };
        assert!(editing("3").has_seen(Some(3)) && editing("").has_seen(None) && editing("3").has_seen(None));
        assert!(!editing("3").has_seen(Some(4)) && !editing("").has_seen(Some(1)));
    }
}
