//! The papers of each assessment: what was asked, what was answered, and for which tasks.

use domain::assessment::{Item, SkillResult};
use domain::id::{AnswerId, AssessmentId, AssessmentTaskId};

use super::{Sitting, new_id, row, submitted};
use crate::Error;
use crate::cx::Scope;
use crate::demo::assessing::Assessed;
use crate::demo::care::Care;
use crate::demo::loading::{Loading, id};
use crate::entity::{assessment, assessment_answer, assessment_task};

/// How the assessor closes an answer. The first adds nothing.
const ENDINGS: [&str; 3] =
    ["", " Gave an example from recent work.", " Said whom to call when in doubt, without being asked."];

/// Rows of assessments, until they are stored.
#[derive(Default)]
pub(super) struct Sheets {
    assessments: Vec<assessment::Model>,
    answers: Vec<assessment_answer::Model>,
    tasks: Vec<assessment_task::Model>,
}

impl Sheets {
    /// Adds one assessment with all that belongs to it.
    pub(super) fn add(
        &mut self,
        demo: &Loading<'_>,
        care: &Care,
        sitting: &Sitting<'_>,
        result: &Assessed,
    ) -> Result<AssessmentId, Error> {
        let assessment = new_id(sitting);
        self.assessments.push(row(demo, sitting, assessment, result));
        for item in &sitting.template.items {
            self.answers.push(answer(demo, sitting, assessment, item));
        }
        for (_, task) in care.covered(sitting.template)? {
            self.tasks.push(assessment_task::Model {
                id: id(sitting.at, AssessmentTaskId),
                organisation_id: demo.tx.organisation(),
                created_at: sitting.at,
                assessment_id: assessment,
                task_id: task.id,
                task_name: task.name.clone(),
            });
        }
        demo.tx.also(submitted(sitting, assessment, result)?);
        Ok(assessment)
    }

    pub(super) async fn store(self, demo: &Loading<'_>) -> Result<(), Error> {
        demo.insert::<assessment::Entity>(self.assessments).await?;
        demo.insert::<assessment_answer::Entity>(self.answers).await?;
        demo.insert::<assessment_task::Entity>(self.tasks).await
    }
}

fn answer(
    demo: &Loading<'_>,
    sitting: &Sitting<'_>,
    assessment_id: AssessmentId,
    item: &Item,
) -> assessment_answer::Model {
    assessment_answer::Model {
        id: id(sitting.at, AnswerId),
        organisation_id: demo.tx.organisation(),
        created_at: sitting.at,
        assessment_id,
        section: item.section,
        position: item.position.cast_signed(),
        prompt: item.prompt.clone(),
        model_answer: item.model_answer.clone(),
        answer: written(demo, &sitting.carer.key, item),
        skill_result: (!item.section.is_written()).then(|| skill(demo, &sitting.carer.key, item)),
    }
}

/// What somebody who knows the matter would say shortly: how the model answer begins. None for a skill.
pub(in crate::demo) fn written(demo: &Loading<'_>, carer: &str, item: &Item) -> Option<String> {
    let first = item.model_answer.as_ref()?.lines().next()?;
    let ending = demo.vary(&[carer, &item.prompt], 3);
    let ending = ENDINGS.get(usize::try_from(ending).unwrap_or_default()).copied().unwrap_or_default();
    Some(format!("{first}{ending}"))
}

/// What was seen. Where a skill may not apply, it does not for some.
pub(in crate::demo) fn skill(demo: &Loading<'_>, carer: &str, item: &Item) -> SkillResult {
    if item.allow_not_applicable && demo.vary(&[carer, &item.prompt], 3) == 0 {
        SkillResult::NotApplicable
    } else {
        SkillResult::Competent
    }
}
