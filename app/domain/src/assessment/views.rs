//! What pages show of assessments: who is due, the sheet to fill in, and a finished one. For admins only: they hold
//! model answers (R-TPL-4).

use serde::{Deserialize, Serialize};

use crate::assessment::{Again, AmendmentDraft, Answered, AnswersDraft, GroupState, Item, LeftBehind};
use crate::competency::Level;
use crate::id::{AccountId, AssessmentId, TemplateId, TemplateVersionId};
use crate::time::Instant;

/// Which of those that may be assessed are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    /// Those that are ready.
    Ready,
    /// Those that are to be assessed again.
    Reassess,
}

impl DueKind {
    /// Whether a group is one of them.
    pub fn holds(self, state: GroupState) -> bool {
        match self {
            Self::Ready => state == GroupState::Ready,
            Self::Reassess => state == GroupState::Reassess,
        }
    }
}

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
    /// The tasks that are to be assessed again, and why; none when it is ready or chosen.
    pub again: Vec<(String, Again)>,
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
    /// The version of the draft, which its forms carry (R-GEN-7).
    pub version: i32,
}

/// Who assesses: the admin who is signed in (R-ASM-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessor {
    /// That admin's name.
    pub name: String,
    /// That admin's registration with a profession.
    pub professional_reference: Option<String>,
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
    /// Where the group stands: it is filled in only when ready or due again.
    pub state: GroupState,
    /// The names of the covered tasks; true when the carer has it in a package now.
    pub tasks: Vec<(String, bool)>,
    /// The items of the current version.
    pub items: Vec<Item>,
    /// What the draft holds, as answers to the current version.
    pub answers: AnswersDraft,
    /// What was typed, as answers to the current version, when a form of it comes back.
    pub typed: Option<AnswersDraft>,
    /// What was answered to items that are changed or gone (R-TPL-3).
    pub left_behind: Vec<LeftBehind>,
    /// Who saved it last, if it was saved.
    pub draft: Option<DraftInfo>,
    /// Whether that was somebody else (R-ASM-1).
    pub is_anothers: bool,
    /// Who assesses.
    pub assessor: Assessor,
    /// Whether a lower level counts at once (R-RAT-2).
    pub lowering_immediate: bool,
}

impl Sheet {
    /// What its fields show: what was typed, else what the draft holds.
    pub fn shown(&self) -> &AnswersDraft {
        self.typed.as_ref().unwrap_or(&self.answers)
    }

    /// The items that the draft has no answer to.
    pub fn unanswered(&self) -> Vec<&Item> {
        self.items.iter().filter(|item| self.answers.typed(item).trim().is_empty()).collect()
    }

    /// The reference that the review begins with. That of another editor is never taken for one's own (R-ASM-3).
    pub fn reference(&self) -> String {
        let kept = Some(self.answers.professional_reference.clone());
        let kept = kept.filter(|kept| !self.is_anothers && !kept.is_empty());
        kept.or_else(|| self.assessor.professional_reference.clone()).unwrap_or_default()
    }
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
    /// Whether its carer is in the recycle bin: then it is read, and not amended.
    pub is_of_deleted: bool,
    /// The names of the tasks it covered, as they were.
    pub tasks: Vec<String>,
    /// The items of its version: what an amendment answers again.
    pub items: Vec<Item>,
    /// The items with what was found, as they were.
    pub answered: Vec<Answered>,
    /// Who would amend it: the admin who is looking.
    pub reader: Assessor,
}

impl Finished {
    /// The form that amends it, as it was answered. The reference is that of whoever amends, not the first assessor's
    /// (R-ASM-3).
    pub fn amendment(&self) -> AmendmentDraft {
        let mut answers = AnswersDraft {
            template_version: self.version_id.to_string(),
            overall_level: self.overall_level.code().to_owned(),
            professional_reference: self.reader.professional_reference.clone().unwrap_or_default(),
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
