//! What admins see of assessment templates. None of it is for carers: it holds model answers (R-TPL-4).

use serde::{Deserialize, Serialize};

use crate::assessment::{Item, Section, Template, TemplateDraft};
use crate::deletion::Binned;
use crate::id::{TaskId, TemplateId};
use crate::list::{Few, Kept, Named};
use crate::time::Instant;

/// How many items the sections hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemCounts {
    /// Questions.
    pub knowledge: u64,
    /// Skills.
    pub practical: u64,
    /// Scenarios.
    pub emergency: u64,
}

impl ItemCounts {
    /// Counts one more item.
    pub const fn add(&mut self, section: Section) {
        match section {
            Section::Knowledge => self.knowledge += 1,
            Section::Practical => self.practical += 1,
            Section::Emergency => self.emergency += 1,
        }
    }

    /// Those of a list of items.
    pub fn of(items: &[Item]) -> Self {
        let mut counts = Self::default();
        for item in items {
            counts.add(item.section);
        }
        counts
    }

    /// The items of one section.
    pub const fn in_section(self, section: Section) -> u64 {
        match section {
            Section::Knowledge => self.knowledge,
            Section::Practical => self.practical,
            Section::Emergency => self.emergency,
        }
    }
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRow {
    /// Which.
    pub id: TemplateId,
    /// Its name.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// The number of its newest version.
    pub number: i32,
    /// The items of that version.
    pub items: ItemCounts,
    /// The live tasks it covers.
    pub tasks: Few,
    /// How many assessments were done with it.
    pub assessments: u64,
    /// When it was deleted, if it is in the bin.
    pub binned: Option<Binned>,
}

/// One edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    /// From 1.
    pub number: i32,
    /// When it was published.
    pub published_at: Instant,
    /// By whom.
    pub published_by: String,
    /// Its items.
    pub items: ItemCounts,
}

/// One template with its newest version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    /// Which.
    pub id: TemplateId,
    /// Its name.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// When it was made, and its row version.
    pub kept: Kept,
    /// The items of its newest version, in order.
    pub items: Vec<Item>,
    /// The live tasks it covers, by name.
    pub tasks: Vec<Named<TaskId>>,
    /// Its versions, newest first.
    pub versions: Vec<VersionRow>,
    /// How many assessments were done with it.
    pub assessments: u64,
}

impl TemplateView {
    /// The form to edit it.
    pub fn draft(&self) -> TemplateDraft {
        TemplateDraft::of(&Template {
            name: self.name.clone(),
            active: self.active,
            items: self.items.clone(),
            tasks: self.tasks.iter().map(|task| task.id).collect(),
            version: Some(self.kept.version),
        })
    }
}

/// What depends on a template, before it is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateImpact {
    /// Which.
    pub id: TemplateId,
    /// Its name.
    pub name: String,
    /// The live tasks it covers, which it would free.
    pub tasks: Vec<Named<TaskId>>,
    /// How many carers are ready to be assessed with it.
    pub ready: u64,
    /// How many assessments are begun and not submitted.
    pub drafts: u64,
    /// How many assessments were done with it, which stay.
    pub assessments: u64,
}

/// A task of the form's tick list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskChoice {
    /// The task.
    pub task: Named<TaskId>,
    /// The template that has taken hold of it, if one has (R-TPL-2).
    pub template: Option<Named<TemplateId>>,
}
