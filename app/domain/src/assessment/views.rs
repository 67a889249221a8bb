//! What pages show of assessments: who is due, the sheet to fill in, and a finished one. For admins only: they hold
//! model answers (R-TPL-4).

use serde::{Deserialize, Serialize};

use crate::assessment::{AmendmentDraft, Answered, AnswersDraft, GroupState, Item};
use crate::competency::Level;
use crate::id::{AccountId, AssessmentId, TemplateId, TemplateVersionId};
use crate::time::Instant;

/// A carer and a template that may be assessed now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Which carer.
    pub carer: AccountId,
    /// The carer's name.
    pub carer_name: String,
    /// Which template.
    pub template: TemplateId,
    /// Its name.
    pub template_name: String,
    /// Ready or reassess.
    pub state: GroupState,
    /// The names of the covered tasks.
    pub tasks: Vec<String>,
    /// Since when it is ready; none for a reassessment.
    pub since: Option<Instant>,
    /// The draft somebody has begun.
    pub draft: Option<DraftInfo>,
    /// Nothing is due: an admin has chosen to assess again (R-TRG-3).
    pub is_chosen: bool,
}

/// That an assessment was begun, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftInfo {
    /// Who saved it last.
    pub editor: AccountId,
    /// That admin's name.
    pub editor_name: String,
    /// When.
    pub saved_at: Instant,
}

/// An assessment to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which carer.
    pub carer: AccountId,
    /// The carer's name.
    pub carer_name: String,
    /// Which template.
    pub template: TemplateId,
    /// Its name.
    pub template_name: String,
    /// Its current version.
    pub version: TemplateVersionId,
    /// Where the group stands: it is filled in only when ready or due again.
    pub state: GroupState,
    /// The names of the covered tasks; true when the carer has it in a package now.
    pub tasks: Vec<(String, bool)>,
    /// The items of the current version.
    pub items: Vec<Item>,
    /// What is filled in so far.
    pub answers: AnswersDraft,
    /// Who saved it last, if it was saved.
    pub draft: Option<DraftInfo>,
    /// Whether that was somebody else (R-ASM-1).
    pub is_anothers: bool,
    /// The assessor's registration with a profession, from the account.
    pub professional_reference: Option<String>,
}

/// A finished assessment. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// Which.
    pub assessment: AssessmentId,
    /// Which carer.
    pub carer: AccountId,
    /// The carer's name.
    pub carer_name: String,
    /// Which template.
    pub template: TemplateId,
    /// The template's name.
    pub template_name: String,
    /// The number of the version that was answered.
    pub version: u32,
    /// That version.
    pub version_id: TemplateVersionId,
    /// Who assessed.
    pub assessor_name: String,
    /// The assessor's registration with a profession.
    pub professional_reference: Option<String>,
    /// When.
    pub completed_at: Instant,
    /// The assessor's judgement.
    pub overall_level: Level,
    /// Whether the group was assessed before.
    pub is_reassessment: bool,
    /// Anything to remember.
    pub note: Option<String>,
    /// The assessment that it amends, and why.
    pub amends: Option<(AssessmentId, String)>,
    /// The assessment that amends it.
    pub amended_by: Option<AssessmentId>,
    /// The names of the tasks it covered, as they were.
    pub tasks: Vec<String>,
    /// The items of its version: what an amendment answers again.
    pub items: Vec<Item>,
    /// The items with what was found, as they were.
    pub answered: Vec<Answered>,
}

impl Finished {
    /// The form that amends it, as it was answered.
    pub fn amendment(&self) -> AmendmentDraft {
        let mut answers = AnswersDraft {
            template_version: self.version_id.to_string(),
            overall_level: self.overall_level.code().to_owned(),
            professional_reference: self.professional_reference.clone().unwrap_or_default(),
            note: self.note.clone().unwrap_or_default(),
            ..AnswersDraft::default()
        };
        for answered in &self.answered {
            answers.fill(answered);
        }
        AmendmentDraft { answers, reason: String::new() }
    }
}

/// Whose assessments, or by which template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoneOf {
    /// Those of a carer.
    Carer(AccountId),
    /// Those done with a template, in any of its versions.
    Template(TemplateId),
}

/// A finished assessment in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Which.
    pub assessment: AssessmentId,
    /// Which carer.
    pub carer: AccountId,
    /// The carer's name.
    pub carer_name: String,
    /// The template's name.
    pub template_name: String,
    /// The number of the version that was answered.
    pub version: u32,
    /// Who assessed.
    pub assessor_name: String,
    /// When.
    pub completed_at: Instant,
    /// The assessor's judgement.
    pub overall_level: Level,
    /// Whether the group was assessed before.
    pub is_reassessment: bool,
    /// Whether it amends another.
    pub is_amendment: bool,
}
