//! The starter library: tasks and assessment templates that an organisation may begin with (screens §7).

use serde::{Deserialize, Serialize};

use crate::assessment::Item;
use crate::problems::{Problem, Problems};

/// What the library holds, and what of it is there already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// Its templates, by name.
    pub templates: Vec<ShelfTemplate>,
    /// Its tasks, by name.
    pub tasks: Vec<ShelfTask>,
}

/// One task of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfTask {
    /// By which the form names it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How many completions make 100 %.
    pub target: u32,
    /// After how many months it is assessed again.
    pub reassess_months: Option<u32>,
    /// Whether it was taken, or a live task has this name.
    pub is_there: bool,
}

/// One template of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfTemplate {
    /// By which the form names it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// For whom it is.
    pub about: String,
    /// The tasks it covers.
    pub tasks: Vec<ShelfCovered>,
    /// Everything it asks, with the model answers.
    pub items: Vec<Item>,
    /// Whether it was taken, or a live template has this name.
    pub is_there: bool,
}

/// A task that a template of the library covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfCovered {
    /// Its name.
    pub name: String,
    /// What becomes of it when the template is taken.
    pub state: Covering,
}

/// What becomes of a covered task when its template is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covering {
    /// It comes with the template.
    New,
    /// It is there already, and the template covers it.
    There,
    /// It is there already and stays with the template of this name (R-TPL-2).
    Held(String),
}

/// The tick lists as they are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeDraft {
    /// The keys of the ticked templates.
    pub templates: Vec<String>,
    /// The keys of the ticked tasks.
    pub tasks: Vec<String>,
}

impl TakeDraft {
    /// Whether anything is ticked.
    ///
    /// # Errors
    /// A problem of `templates`, which stand first, when nothing is.
    pub fn check(&self) -> Result<(), Problems> {
        if self.templates.is_empty() && self.tasks.is_empty() {
            return Err(Problems::one("templates", Problem::Missing));
        }
        Ok(())
    }
}

/// What was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// How many tasks were added.
    pub tasks: u64,
    /// How many templates were added.
    pub templates: u64,
    /// How many ticked things were there already and were skipped.
    pub skipped: u64,
    /// Tasks that a new template does not cover, because another has them: the task's name and that template's.
    pub held: Vec<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tick_is_needed() {
        assert_eq!(TakeDraft::default().check().expect_err("bad").of("templates"), Some(Problem::Missing));
        assert!(TakeDraft { tasks: vec!["x".into()], ..TakeDraft::default() }.check().is_ok());
    }
}
