//! The form of an assessment: questions, skills and scenarios in three sections, and the tasks it covers.

use serde::{Deserialize, Serialize};

use crate::assessment::Refused;
use crate::id::{TaskId, TemplateId};
use crate::problems::{Problem, Problems};
use crate::text::{parsed, text, ticked, version};

/// The most items a section holds.
pub(super) const MOST_ITEMS: usize = 100;

/// The sections that hold items, in the order of the assessment (R-ASM-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Questions, answered in words.
    Knowledge,
    /// Skills, seen and rated.
    Practical,
    /// Scenarios, answered in words.
    Emergency,
}

impl Section {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Knowledge, Self::Practical, Self::Emergency];

    /// As it is stored and named in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Knowledge => "knowledge",
            Self::Practical => "practical",
            Self::Emergency => "emergency",
        }
    }

    /// Whether its items are answered in words and have a model answer; else they are rated.
    pub const fn is_written(self) -> bool {
        match self {
            Self::Knowledge | Self::Emergency => true,
            Self::Practical => false,
        }
    }
}

impl std::str::FromStr for Section {
    type Err = Problem;

    fn from_str(code: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|section| section.code() == code).ok_or(Problem::Unreadable)
    }
}

/// One question, skill or scenario of a version. The model answer never reaches a carer (R-TPL-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Where it stands.
    pub section: Section,
    /// Its place in the section, from 1.
    pub position: u32,
    /// The question, skill or scenario, at most 2000 characters.
    pub prompt: String,
    /// The answer expected, at most 4000 characters; none for a skill.
    pub model_answer: Option<String>,
    /// A skill that may not apply.
    pub allow_not_applicable: bool,
}

impl Item {
    /// Whether an answer to the one is an answer to the other: same section and same words (R-TPL-3).
    pub fn is_unchanged(&self, other: &Self) -> bool {
        self.section == other.section
            && self.prompt == other.prompt
            && self.model_answer == other.model_answer
            && self.allow_not_applicable == other.allow_not_applicable
    }
}

/// One row of the form as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemDraft {
    /// The question, skill or scenario.
    pub prompt: String,
    /// The answer expected.
    pub model_answer: String,
    /// Ticked when a skill may not apply.
    pub not_applicable: String,
}

impl ItemDraft {
    fn is_blank(&self) -> bool {
        self.prompt.trim().is_empty() && self.model_answer.trim().is_empty()
    }
}

/// The form of a template as it is typed. Blank rows are left out when it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateDraft {
    /// Its name.
    pub name: String,
    /// Ticked while it is in use.
    pub active: String,
    /// The questions.
    pub knowledge: Vec<ItemDraft>,
    /// The skills.
    pub practical: Vec<ItemDraft>,
    /// The scenarios.
    pub emergency: Vec<ItemDraft>,
    /// The tasks it covers.
    pub tasks: Vec<String>,
    /// The version of the row that was shown; empty for a new one (R-GEN-7).
    pub version: String,
}

/// A template, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name, 1 to 255 characters.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// Its items in order, at least one.
    pub items: Vec<Item>,
    /// The tasks it covers, each once. None is allowed: then it never opens.
    pub tasks: Vec<TaskId>,
    /// The version of the row that was shown; none for a new one.
    pub version: Option<i32>,
}

impl TemplateDraft {
    /// Reads the form, or says everything that is wrong with it (R-TPL-1).
    ///
    /// Problems of rows are named like their inputs, such as `knowledge[0][prompt]`; having no item at all is
    /// a problem of `items`.
    pub fn parse(&self) -> Result<Template, Problems> {
        let mut problems = Problems::default();
        let name = problems.field("name", text(&self.name, 1..=255));
        let items = self.items(&mut problems);
        let tasks = problems.field("tasks", tasks(&self.tasks));
        let version = problems.field("version", version(&self.version));
        let active = ticked(&self.active);
        let template = || Some(Template { name: name?, active, items, tasks: tasks?, version: version? });
        problems.finish(template())
    }

    fn items(&self, problems: &mut Problems) -> Vec<Item> {
        if Section::ALL.into_iter().all(|section| self.rows(section).iter().all(ItemDraft::is_blank)) {
            problems.add("items", Problem::Missing);
        }
        Section::ALL.into_iter().flat_map(|section| self.section(section, problems)).collect()
    }

    fn section(&self, section: Section, problems: &mut Problems) -> Vec<Item> {
        let filled = self.rows(section).iter().enumerate().filter(|(_, row)| !row.is_blank());
        let items: Vec<_> = (1..)
            .zip(filled)
            .filter_map(|(position, (at, row))| row.item(section, position, at, problems))
            .collect();
        if items.len() > MOST_ITEMS {
            problems.add(section.code(), Problem::TooMany { most: 100 });
        }
        items
    }

    /// The rows of a section as they are typed.
    pub fn rows(&self, section: Section) -> &[ItemDraft] {
        match section {
            Section::Knowledge => &self.knowledge,
            Section::Practical => &self.practical,
            Section::Emergency => &self.emergency,
        }
    }

    pub(super) fn rows_mut(&mut self, section: Section) -> &mut Vec<ItemDraft> {
        match section {
            Section::Knowledge => &mut self.knowledge,
            Section::Practical => &mut self.practical,
            Section::Emergency => &mut self.emergency,
        }
    }

    /// The form of a template that is kept, to be edited.
    pub fn of(template: &Template) -> Self {
        let rows = |section| {
            template.items.iter().filter(|item| item.section == section).map(ItemDraft::of).collect()
        };
        Self {
            name: template.name.clone(),
            active: if template.active { "on".into() } else { String::new() },
            knowledge: rows(Section::Knowledge),
            practical: rows(Section::Practical),
            emergency: rows(Section::Emergency),
            tasks: template.tasks.iter().map(ToString::to_string).collect(),
            version: template.version.map(|version| version.to_string()).unwrap_or_default(),
        }
    }
}

impl ItemDraft {
    fn of(item: &Item) -> Self {
        Self {
            prompt: item.prompt.clone(),
            model_answer: item.model_answer.clone().unwrap_or_default(),
            not_applicable: if item.allow_not_applicable { "on".into() } else { String::new() },
        }
    }

    fn item(&self, section: Section, position: u32, row: usize, problems: &mut Problems) -> Option<Item> {
        let field = |name: &str| format!("{}[{row}][{name}]", section.code());
        let prompt = problems.field(&field("prompt"), text(&self.prompt, 1..=2000));
        let model_answer = if section.is_written() {
            problems.field(&field("model_answer"), text(&self.model_answer, 1..=4000)).map(Some)
        } else {
            Some(None)
        };
        let allow_not_applicable = !section.is_written() && ticked(&self.not_applicable);
        Some(Item { section, position, prompt: prompt?, model_answer: model_answer?, allow_not_applicable })
    }
}

fn tasks(typed: &[String]) -> Result<Vec<TaskId>, Problem> {
    let mut tasks = typed.iter().map(|typed| parsed(typed)).collect::<Result<Vec<TaskId>, _>>()?;
    tasks.sort_unstable();
    tasks.dedup();
    Ok(tasks)
}

/// A task of which a live template, active or not, has taken hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which task.
    pub task: TaskId,
    /// Its name.
    pub task_name: String,
    /// The template it belongs to.
    pub template: TemplateId,
    /// That template's name.
    pub template_name: String,
}

impl Template {
    /// Whether the tasks are free for this template; `own` is none for a new one (R-TPL-2).
    pub fn claim(&self, own: Option<TemplateId>, taken: &[Taken]) -> Result<(), Refused> {
        let in_the_way = |held: &&Taken| Some(held.template) != own && self.tasks.contains(&held.task);
        match taken.iter().find(in_the_way) {
            Some(held) => {
                Err(Refused::TaskTaken { task: held.task_name.clone(), template: held.template_name.clone() })
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn row(prompt: &str, model_answer: &str) -> ItemDraft {
        ItemDraft { prompt: prompt.into(), model_answer: model_answer.into(), ..ItemDraft::default() }
    }

    fn draft() -> TemplateDraft {
        TemplateDraft {
            name: "Medicines".into(),
            knowledge: vec![row("What is a dose?", "An amount."), row("", ""), row("When?", "On time.")],
            practical: vec![ItemDraft { not_applicable: "on".into(), ..row("Washes hands", "") }],
            ..TemplateDraft::default()
        }
    }

    #[test]
    fn r_tpl_1_items_are_numbered_in_their_section_and_blank_rows_left_out() {
        let template = draft().parse().expect("a template");
        let places: Vec<_> = template.items.iter().map(|item| (item.section, item.position)).collect();
        assert_eq!(places, [(Section::Knowledge, 1), (Section::Knowledge, 2), (Section::Practical, 1)]);
        assert_eq!(template.tasks, []);
        let skill = template.items.last().expect("a skill");
        assert!(skill.allow_not_applicable && skill.model_answer.is_none());
    }

    #[test]
    fn r_tpl_1_at_least_one_item_is_needed() {
        let empty =
            TemplateDraft { name: "Empty".into(), knowledge: vec![row(" ", "")], ..TemplateDraft::default() };
        assert_eq!(empty.parse().expect_err("bad").of("items"), Some(Problem::Missing));
    }

    #[test]
    fn r_tpl_1_a_question_has_text_and_model_answer_and_the_problem_stands_at_its_row() {
        let mut draft = draft();
        draft.emergency = vec![row("", ""), row("Fire", ""), row("", "Call 999.")];
        let problems = draft.parse().expect_err("bad");
        assert_eq!(problems.of("emergency[1][model_answer]"), Some(Problem::Missing));
        assert_eq!(problems.of("emergency[2][prompt]"), Some(Problem::Missing));
        assert_eq!(problems.iter().count(), 2);
    }

    #[test]
    fn r_tpl_1_only_a_skill_may_be_not_applicable() {
        let mut draft = draft();
        draft.knowledge = vec![ItemDraft { not_applicable: "on".into(), ..row("What?", "That.") }];
        let template = draft.parse().expect("a template");
        assert!(
            template
                .items
                .iter()
                .all(|item| item.allow_not_applicable == (item.section == Section::Practical))
        );
    }

    #[test]
    fn r_tpl_1_a_section_holds_a_hundred_items() {
        let with = |n: usize| TemplateDraft { knowledge: vec![row("What?", "That."); n], ..draft() };
        assert!(with(100).parse().is_ok());
        assert_eq!(with(101).parse().expect_err("bad").of("knowledge"), Some(Problem::TooMany { most: 100 }));
    }

    #[test]
    fn r_tpl_2_a_task_of_another_template_is_refused_with_both_names() {
        let task = TaskId(Uuid::from_u128(1));
        let held = Taken {
            task,
            task_name: "Oral medicines".into(),
            template: TemplateId(Uuid::from_u128(7)),
            template_name: "Medicines: core".into(),
        };
        let template = Template { tasks: vec![task], ..draft().parse().expect("a template") };
        let refused =
            Refused::TaskTaken { task: "Oral medicines".into(), template: "Medicines: core".into() };
        assert_eq!(template.claim(None, std::slice::from_ref(&held)), Err(refused));
        assert_eq!(template.claim(Some(held.template), &[held]), Ok(()));
    }

    #[test]
    fn a_kept_template_fills_the_form_it_came_from() {
        let template = Template { version: Some(4), active: true, ..draft().parse().expect("a template") };
        assert_eq!(TemplateDraft::of(&template).parse(), Ok(template));
    }
}
