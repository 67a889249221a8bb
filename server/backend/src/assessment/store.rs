//! How templates are read for assessing, and how finished assessments are kept.

use domain::assessment::{Answered, Answers, Item};
use domain::id::{
    AccountId, AnswerId, AssessmentId, AssessmentTaskId, TaskId, TemplateId, TemplateVersionId,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use crate::Error;
use crate::cx::{Scope, Tx};
use crate::entity::{
    assessment, assessment_answer, assessment_task, assessment_template, task, template_version,
};

/// A live template.
pub(super) async fn template(
    scope: &impl Scope,
    id: TemplateId,
) -> Result<assessment_template::Model, Error> {
    let row = scope
        .find::<assessment_template::Entity>()
        .filter(assessment_template::Column::Id.eq(id))
        .filter(assessment_template::Column::DeletionId.is_null());
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

/// A template's name, whatever has become of it.
pub(super) async fn template_name(scope: &impl Scope, id: TemplateId) -> Result<String, Error> {
    let row = scope.find::<assessment_template::Entity>().filter(assessment_template::Column::Id.eq(id));
    Ok(row.one(scope.db()).await?.ok_or(Error::NotFound)?.name)
}

/// The version that is assessed by now.
pub(super) async fn current_version(scope: &impl Scope, id: TemplateId) -> Result<TemplateVersionId, Error> {
    let version = template(scope, id).await?.current_version_id;
    version.ok_or_else(|| Error::inconsistent("assessment_template", id, "has no version"))
}

/// A version, which must be one of the template.
pub(super) async fn require_version_of(
    scope: &impl Scope,
    template: TemplateId,
    version: TemplateVersionId,
) -> Result<(), Error> {
    let row = scope
        .find::<template_version::Entity>()
        .filter(template_version::Column::Id.eq(version))
        .filter(template_version::Column::TemplateId.eq(template));
    row.one(scope.db()).await?.map(drop).ok_or(Error::NotFound)
}

/// The number of a version.
pub(super) async fn version_number(scope: &impl Scope, version: TemplateVersionId) -> Result<u32, Error> {
    let row = scope.find::<template_version::Entity>().filter(template_version::Column::Id.eq(version));
    Ok(row.one(scope.db()).await?.ok_or(Error::NotFound)?.number.unsigned_abs())
}

/// Whether the group was assessed before.
pub(super) async fn was_assessed(
    scope: &impl Scope,
    carer: AccountId,
    template: TemplateId,
) -> Result<bool, Error> {
    let before = scope
        .find::<assessment::Entity>()
        .filter(assessment::Column::CarerId.eq(carer))
        .filter(assessment::Column::TemplateId.eq(template))
        .count(scope.db())
        .await?;
    Ok(before > 0)
}

/// The assessment that amends another, if one does.
pub(super) async fn amendment_of(
    scope: &impl Scope,
    id: AssessmentId,
) -> Result<Option<AssessmentId>, Error> {
    let row = scope.find::<assessment::Entity>().filter(assessment::Column::AmendsId.eq(id));
    Ok(row.one(scope.db()).await?.map(|row| row.id))
}

/// Stores the amendment of an assessment, with the tasks under the names they had (R-ASM-5).
pub(super) async fn insert_amendment(
    tx: &Tx,
    amended: &assessment::Model,
    answers: &Answers,
    reason: &str,
) -> Result<AssessmentId, Error> {
    let row = assessment::ActiveModel {
        reassessment: Set(amended.reassessment),
        amends_id: Set(Some(amended.id)),
        amend_reason: Set(Some(reason.to_owned())),
        ..finished(tx, amended.carer_id, amended.template_id, answers)?
    };
    let id = row.insert(tx.db()).await?.id;
    keep_answers(tx, id, answers).await?;
    keep_tasks(tx, id, covered(tx, amended.id).await?).await?;
    Ok(id)
}

/// Stores a finished assessment with its answers and the tasks it covers (R-ASM-4).
pub(super) async fn insert(
    tx: &Tx,
    carer: AccountId,
    template: TemplateId,
    answers: &Answers,
    tasks: &[task::Model],
    reassessment: bool,
) -> Result<AssessmentId, Error> {
    let row = assessment::ActiveModel {
        reassessment: Set(reassessment),
        amends_id: Set(None),
        amend_reason: Set(None),
        ..finished(tx, carer, template, answers)?
    };
    let id = row.insert(tx.db()).await?.id;
    keep_answers(tx, id, answers).await?;
    keep_tasks(tx, id, tasks.iter().map(|task| (task.id, task.name.clone())).collect()).await?;
    Ok(id)
}

/// What every finished assessment has.
fn finished(
    tx: &Tx,
    carer: AccountId,
    template: TemplateId,
    answers: &Answers,
) -> Result<assessment::ActiveModel, Error> {
    Ok(assessment::ActiveModel {
        id: Set(tx.fresh(AssessmentId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        carer_id: Set(carer),
        template_id: Set(template),
        template_version_id: Set(answers.template_version),
        assessor_id: Set(tx.own()?),
        assessor_reference: Set(answers.professional_reference.clone()),
        completed_at: Set(tx.now()),
        completed_on: Set(tx.today()),
        overall_level: Set(answers.overall_level),
        note: Set(answers.note.clone()),
        ..Default::default()
    })
}

async fn keep_answers(tx: &Tx, id: AssessmentId, answers: &Answers) -> Result<(), Error> {
    let rows = answers.answered.iter().map(|answered| answer(tx, id, answered));
    assessment_answer::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

async fn keep_tasks(tx: &Tx, id: AssessmentId, tasks: Vec<(TaskId, String)>) -> Result<(), Error> {
    let rows = tasks.into_iter().map(|(task, name)| assessment_task::ActiveModel {
        id: Set(tx.fresh(AssessmentTaskId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        assessment_id: Set(id),
        task_id: Set(task),
        task_name: Set(name),
    });
    assessment_task::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

fn answer(tx: &Tx, assessment: AssessmentId, answered: &Answered) -> assessment_answer::ActiveModel {
    assessment_answer::ActiveModel {
        id: Set(tx.fresh(AnswerId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        assessment_id: Set(assessment),
        section: Set(answered.item.section),
        position: Set(answered.item.position.cast_signed()),
        prompt: Set(answered.item.prompt.clone()),
        model_answer: Set(answered.item.model_answer.clone()),
        answer: Set(answered.answer.clone()),
        skill_result: Set(answered.skill),
    }
}

/// A finished assessment.
pub(super) async fn find(scope: &impl Scope, id: AssessmentId) -> Result<assessment::Model, Error> {
    let row = scope.find::<assessment::Entity>().filter(assessment::Column::Id.eq(id));
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

/// What was answered, in order, in the words of that time.
pub(super) async fn answered(scope: &impl Scope, id: AssessmentId) -> Result<Vec<Answered>, Error> {
    let rows = scope
        .find::<assessment_answer::Entity>()
        .filter(assessment_answer::Column::AssessmentId.eq(id))
        .all(scope.db())
        .await?;
    let mut answered: Vec<Answered> = rows
        .into_iter()
        .map(|row| Answered {
            item: Item {
                section: row.section,
                position: row.position.unsigned_abs(),
                prompt: row.prompt,
                model_answer: row.model_answer,
                allow_not_applicable: false,
            },
            answer: row.answer,
            skill: row.skill_result,
        })
        .collect();
    answered.sort_by_key(|answered| (answered.item.section, answered.item.position));
    Ok(answered)
}

/// The tasks that an assessment covered, under their names of that time.
pub(super) async fn covered(scope: &impl Scope, id: AssessmentId) -> Result<Vec<(TaskId, String)>, Error> {
    let rows = scope
        .find::<assessment_task::Entity>()
        .filter(assessment_task::Column::AssessmentId.eq(id))
        .order_by_asc(assessment_task::Column::TaskName)
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.task_id, row.task_name)).collect())
}
