//! Assessing a carer: the template says what is asked, the group says when, the answers what was found.

mod amendment;
mod answers;
mod review;
mod rows;
mod template;
mod template_views;
mod trigger;
mod views;

use serde::{Deserialize, Serialize};

use crate::time::Instant;

pub use amendment::{AmendmentDraft, amends_rating};
pub use answers::{Answered, Answers, AnswersDraft, Progress, SkillResult};
pub use review::{Editing, LeftBehind, ReviewDraft};
pub use rows::RowChange;
pub use template::{Item, ItemDraft, Section, Taken, Template, TemplateDraft};
pub use template_views::{ItemCounts, TaskChoice, TemplateImpact, TemplateRow, TemplateView, VersionRow};
pub use trigger::{
    Again, CoveredTask, GroupState, ReadyChange, ReadyClosed, group, ready_change, unassigned,
};
pub use views::{Assessor, Done, DoneOf, DraftInfo, Due, DueKind, Finished, Sheet};

/// Why a template was not kept, or an assessment not opened or submitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// Another live template has this name.
    #[error("another template has this name")]
    NameTaken,
    /// A task belongs to another live template (R-TPL-2).
    #[error("{task} belongs to the template {template}")]
    TaskTaken {
        /// The name of the task.
        task: String,
        /// The name of the template it belongs to.
        template: String,
    },
    /// A template that is to be restored has the name of a live one (R-BIN-4).
    #[error("{name} is the name of another template now")]
    NameTakenMeanwhile {
        /// The name of both.
        name: String,
    },
    /// A template that is to be restored covered a task that belongs to another one now (R-BIN-4).
    #[error("{task} belongs to the template {template} now")]
    TaskTakenMeanwhile {
        /// The name of the task.
        task: String,
        /// The name of the template it belongs to.
        template: String,
    },
    /// An assessment is amended once; its amendment may be amended in turn (R-ASM-5).
    #[error("this assessment was amended already")]
    AlreadyAmended,
    /// Some tasks are below 100 % (R-TRG-2).
    #[error("{complete} of {of} tasks are complete")]
    Locked {
        /// How many are complete.
        complete: u32,
        /// How many there are.
        of: u32,
    },
    /// A result of this group waits for the carer.
    #[error("the last result waits for the carer's acknowledgment")]
    Pending,
    /// It is done, and not due again.
    #[error("this group is assessed and not due again")]
    Done,
    /// The template covers no live task, so it never opens (R-TPL-1).
    #[error("this template covers no task")]
    NoTasks,
    /// The template was edited meanwhile; the draft was moved to the new version (R-TPL-3).
    #[error("the template has a new version: look at the changed items first")]
    NewVersion,
    /// Another admin is working on this draft (R-ASM-1).
    #[error("{name} is working on this assessment")]
    OtherEditor {
        /// The name of that admin.
        name: String,
        /// When the draft was last saved.
        saved_at: Instant,
    },
}
