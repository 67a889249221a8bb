//! What was found: the answers of one assessment as they are filled in, counted, completed, and carried
//! over when the template gets a new version.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::assessment::{Item, Section};
use crate::competency::Level;
use crate::id::TemplateVersionId;
use crate::problems::{Problem, Problems};
use crate::text::{optional, parsed, text};

/// How a skill was seen to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum SkillResult {
    /// Done well and safely.
    Competent,
    /// Not yet without help.
    NeedsSupport,
    /// It does not come up in this carer's work.
    NotApplicable,
}

impl SkillResult {
    /// As it is stored and sent by forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Competent => "competent",
            Self::NeedsSupport => "needs_support",
            Self::NotApplicable => "not_applicable",
        }
    }
}

impl std::str::FromStr for SkillResult {
    type Err = Problem;

    fn from_str(code: &str) -> Result<Self, Problem> {
        match code {
            "competent" => Ok(Self::Competent),
            "needs_support" => Ok(Self::NeedsSupport),
            "not_applicable" => Ok(Self::NotApplicable),
            _ => Err(Problem::Unreadable),
        }
    }
}

/// An assessment as it is filled in. It may be saved at any time; nothing in it is preset (R-ASM-2).
///
/// Answers are found by the position of their item in its section, written as in the names of the inputs:
/// `practical[3]`. A choice that was not made is not sent, so a list would shift the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswersDraft {
    /// The version of the template that was shown.
    pub template_version: String,
    /// The answers to questions.
    pub knowledge: BTreeMap<String, String>,
    /// The codes of the results of skills.
    pub practical: BTreeMap<String, String>,
    /// The answers to scenarios.
    pub emergency: BTreeMap<String, String>,
    /// The code of the assessor's judgement.
    pub overall_level: String,
    /// The assessor's registration with a profession.
    pub professional_reference: String,
    /// Anything to remember.
    pub note: String,
}

/// One item with what was found, its words copied (R-ASM-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The item as it was.
    pub item: Item,
    /// The answer, at most 4000 characters; none for a skill.
    pub answer: Option<String>,
    /// The result; only for a skill.
    pub skill: Option<SkillResult>,
}

/// A complete assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The version of the template that was answered.
    pub template_version: TemplateVersionId,
    /// Every item of it, in order.
    pub answered: Vec<Answered>,
    /// The assessor's judgement: Non Competent to Expert, never computed.
    pub overall_level: Level,
    /// The assessor's registration with a profession, at most 100 characters.
    pub professional_reference: Option<String>,
    /// Anything to remember, at most 2000 characters.
    pub note: Option<String>,
}

/// How many items of a section have something in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which section.
    pub section: Section,
    /// Items with an answer or a result.
    pub answered: u32,
    /// Items in all.
    pub of: u32,
}

impl AnswersDraft {
    /// Reads a finished assessment, or says everything that is missing or wrong (R-ASM-2).
    ///
    /// `items` are those of the version the draft belongs to. Problems are named like the inputs.
    pub fn parse(&self, items: &[Item]) -> Result<Answers, Problems> {
        let mut problems = Problems::default();
        let template_version = problems.field("template_version", parsed(&self.template_version));
        let answered = items.iter().filter_map(|item| self.answered(item, &mut problems)).collect();
        let overall_level = problems.field("overall_level", overall(&self.overall_level));
        let reference = problems.field("professional_reference", optional(&self.professional_reference, 100));
        let note = problems.field("note", optional(&self.note, 2000));
        let answers = || {
            Some(Answers {
                template_version: template_version?,
                answered,
                overall_level: overall_level?,
                professional_reference: reference?,
                note: note?,
            })
        };
        problems.finish(answers())
    }

    /// Reads an unfinished assessment to be saved: whatever is there must be sound, and nothing is missed.
    ///
    /// What belongs to no item is left out.
    pub fn unfinished(&self, items: &[Item]) -> Result<Self, Problems> {
        let parsed = self.parse(items).err().unwrap_or_default();
        let mut wrong = Problems::default();
        for (field, problem) in parsed.iter().filter(|&(_, problem)| problem != Problem::Missing) {
            wrong.add(field, problem);
        }
        if wrong.is_empty() { Ok(self.moved(items, items)) } else { Err(wrong) }
    }

    /// How far each section is, all three counted (screens §10).
    pub fn progress(&self, items: &[Item]) -> [Progress; 3] {
        Section::ALL.map(|section| {
            let of_section = items.iter().filter(|item| item.section == section);
            let (mut answered, mut of) = (0, 0);
            for item in of_section {
                of += 1;
                answered += u32::from(!self.typed(item).trim().is_empty());
            }
            Progress { section, answered, of }
        })
    }

    /// The draft for a new version of its template: answers of unchanged items stay, others go (R-TPL-3).
    ///
    /// The caller sets `template_version`. Of items that are there twice each keeps its own answer.
    #[must_use]
    pub fn moved(&self, old: &[Item], new: &[Item]) -> Self {
        let mut left: Vec<&Item> = old.iter().collect();
        let mut moved = Self {
            knowledge: BTreeMap::new(),
            practical: BTreeMap::new(),
            emergency: BTreeMap::new(),
            ..self.clone()
        };
        for item in new {
            if let Some(at) = left.iter().position(|before| before.is_unchanged(item)) {
                let typed = self.typed(left.remove(at)).to_owned();
                moved.keep(item, typed);
            }
        }
        moved
    }

    /// What was typed or chosen for an item; empty when nothing was.
    pub fn typed(&self, item: &Item) -> &str {
        self.of(item.section).get(&item.position.to_string()).map_or("", String::as_str)
    }

    const fn of(&self, section: Section) -> &BTreeMap<String, String> {
        match section {
            Section::Knowledge => &self.knowledge,
            Section::Practical => &self.practical,
            Section::Emergency => &self.emergency,
        }
    }

    /// Fills in what was found for an item.
    pub(super) fn fill(&mut self, answered: &Answered) {
        let skill = answered.skill.map(|skill| skill.code().to_owned());
        let typed = answered.answer.clone().or(skill).unwrap_or_default();
        self.keep(&answered.item, typed);
    }

    fn keep(&mut self, item: &Item, typed: String) {
        let answers = match item.section {
            Section::Knowledge => &mut self.knowledge,
            Section::Practical => &mut self.practical,
            Section::Emergency => &mut self.emergency,
        };
        if !typed.is_empty() {
            answers.insert(item.position.to_string(), typed);
        }
    }

    fn answered(&self, item: &Item, problems: &mut Problems) -> Option<Answered> {
        let field = format!("{}[{}]", item.section.code(), item.position);
        let typed = self.typed(item);
        if item.section.is_written() {
            let answer = problems.field(&field, text(typed, 1..=4000))?;
            Some(Answered { item: item.clone(), answer: Some(answer), skill: None })
        } else {
            let skill = problems.field(&field, skill(typed, item.allow_not_applicable))?;
            Some(Answered { item: item.clone(), answer: None, skill: Some(skill) })
        }
    }
}

fn skill(typed: &str, allow_not_applicable: bool) -> Result<SkillResult, Problem> {
    match parsed(typed)? {
        SkillResult::NotApplicable if !allow_not_applicable => Err(Problem::NotAllowed),
        result => Ok(result),
    }
}

fn overall(typed: &str) -> Result<Level, Problem> {
    match parsed(typed)? {
        Level::NotAssessed => Err(Problem::NotAllowed),
        level => Ok(level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "018f0000-0000-7000-8000-000000000001";

    fn item(section: Section, position: u32, prompt: &str) -> Item {
        let model_answer = section.is_written().then(|| "So.".to_owned());
        Item { section, position, prompt: prompt.into(), model_answer, allow_not_applicable: false }
    }

    fn items() -> Vec<Item> {
        vec![
            item(Section::Knowledge, 1, "What is a dose?"),
            item(Section::Practical, 1, "Washes hands"),
            Item { allow_not_applicable: true, ..item(Section::Practical, 2, "Uses the hoist") },
            item(Section::Emergency, 1, "Fire"),
        ]
    }

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|&(at, typed)| (at.into(), typed.into())).collect()
    }

    fn complete() -> AnswersDraft {
        AnswersDraft {
            template_version: VERSION.into(),
            knowledge: typed(&[("1", "An amount.")]),
            practical: typed(&[("1", "competent"), ("2", "not_applicable")]),
            emergency: typed(&[("1", "Get out, call 999.")]),
            overall_level: "competent".into(),
            ..AnswersDraft::default()
        }
    }

    #[test]
    fn r_asm_2_an_assessment_is_complete_when_every_item_is() {
        let answers = complete().parse(&items()).expect("complete");
        assert_eq!((answers.answered.len(), answers.overall_level), (4, Level::Competent));
        assert_eq!(answers.answered[1].skill, Some(SkillResult::Competent));
        assert_eq!(answers.answered[1].answer, None);
    }

    #[test]
    fn r_asm_2_nothing_is_preset_and_everything_missing_is_named() {
        let problems = AnswersDraft::default().parse(&items()).expect_err("empty");
        let fields: Vec<_> = problems.iter().collect();
        let missing = |field| (field, Problem::Missing);
        let expected = [
            "template_version",
            "knowledge[1]",
            "practical[1]",
            "practical[2]",
            "emergency[1]",
            "overall_level",
        ];
        assert_eq!(fields, expected.map(missing));
    }

    #[test]
    fn r_asm_2_not_applicable_only_where_the_item_allows_it() {
        let draft =
            AnswersDraft { practical: typed(&[("1", "not_applicable"), ("2", "good")]), ..complete() };
        let problems = draft.parse(&items()).expect_err("bad");
        assert_eq!(problems.of("practical[1]"), Some(Problem::NotAllowed));
        assert_eq!(problems.of("practical[2]"), Some(Problem::Unreadable));
    }

    #[test]
    fn r_asm_2_not_assessed_is_no_result_and_every_other_level_is() {
        let judged =
            |level: Level| AnswersDraft { overall_level: level.code().into(), ..complete() }.parse(&items());
        assert_eq!(
            judged(Level::NotAssessed).expect_err("bad").of("overall_level"),
            Some(Problem::NotAllowed)
        );
        for level in Level::RESULTS {
            assert_eq!(judged(level).map(|answers| answers.overall_level), Ok(level));
        }
    }

    #[test]
    fn r_asm_1_an_unfinished_one_is_saved_and_what_belongs_to_no_item_left_out() {
        let draft = AnswersDraft {
            knowledge: typed(&[("1", "An am"), ("9", "astray")]),
            overall_level: String::new(),
            ..complete()
        };
        let saved = draft.unfinished(&items()).expect("sound");
        assert_eq!(saved.knowledge, typed(&[("1", "An am")]));
        let long = AnswersDraft { knowledge: typed(&[("1", &"x".repeat(4001))]), ..AnswersDraft::default() };
        let problems = long.unfinished(&items()).expect_err("too long");
        assert_eq!(problems.iter().collect::<Vec<_>>(), [("knowledge[1]", Problem::TooLong { most: 4000 })]);
    }

    #[test]
    fn all_three_sections_are_counted_and_spaces_are_no_answer() {
        let draft = AnswersDraft { knowledge: typed(&[("1", "  ")]), ..complete() };
        let counts = draft.progress(&items()).map(|progress| (progress.answered, progress.of));
        assert_eq!(counts, [(0, 1), (2, 2), (1, 1)]);
    }

    #[test]
    fn r_tpl_3_a_new_version_keeps_the_answers_of_unchanged_items_wherever_they_stand() {
        let new = vec![
            item(Section::Knowledge, 1, "What is a patch?"),
            item(Section::Knowledge, 2, "What is a dose?"),
            item(Section::Practical, 1, "Washes hands well"),
            Item { allow_not_applicable: true, ..item(Section::Practical, 2, "Uses the hoist") },
        ];
        let moved = complete().moved(&items(), &new);
        assert_eq!(moved.knowledge, typed(&[("2", "An amount.")]));
        assert_eq!(moved.practical, typed(&[("2", "not_applicable")]));
        assert_eq!(moved.emergency, typed(&[]));
        assert_eq!(moved.overall_level, "competent");
    }

    #[test]
    fn r_tpl_3_a_changed_model_answer_is_a_changed_item() {
        let new = [Item {
            model_answer: Some("Otherwise.".into()),
            ..item(Section::Knowledge, 1, "What is a dose?")
        }];
        assert_eq!(complete().moved(&items(), &new).knowledge, typed(&[]));
    }

    #[test]
    fn r_tpl_3_items_that_are_there_twice_keep_their_own_answers() {
        let twice = [item(Section::Knowledge, 1, "Why?"), item(Section::Knowledge, 2, "Why?")];
        let draft =
            AnswersDraft { knowledge: typed(&[("1", "One."), ("2", "Two.")]), ..AnswersDraft::default() };
        assert_eq!(draft.moved(&twice, &twice), draft);
    }
}
