//! What admins see of tasks.

use serde::{Deserialize, Serialize};

use crate::id::{PackageId, TaskId, TemplateId};
use crate::list::{Kept, Named};
use crate::task::TaskDraft;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Which.
    pub id: TaskId,
    /// Its name.
    pub name: String,
    /// How many completions make 100 %.
    pub target: i32,
    /// The template that assesses it, if one does.
    pub template: Option<String>,
    /// After how many months it is assessed again.
    pub reassess_months: Option<i32>,
    /// Whether it is in use.
    pub active: bool,
    /// When it was made.
    pub kept: Kept,
}

/// One task with what uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// Which.
    pub id: TaskId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// How many completions make 100 %.
    pub target: i32,
    /// After how many months it is assessed again.
    pub reassess_months: Option<i32>,
    /// Whether it is in use.
    pub active: bool,
    /// When it was made, and its version.
    pub kept: Kept,
    /// The template that assesses it, if one does.
    pub template: Option<Named<TemplateId>>,
    /// The packages it belongs to now, by name.
    pub packages: Vec<Named<PackageId>>,
    /// How many carers have a count in it.
    pub carers_with_progress: u64,
    /// How many ratings were ever given for it.
    pub ratings: u64,
}

impl TaskView {
    /// The form to edit it.
    pub fn draft(&self) -> TaskDraft {
        TaskDraft {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            target: self.target.to_string(),
            reassess_months: self.reassess_months.map(|months| months.to_string()).unwrap_or_default(),
            active: if self.active { "true".into() } else { String::new() },
            version: self.kept.version.to_string(),
        }
    }
}
