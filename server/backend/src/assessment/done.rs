//! Finished assessments, listed and read. They never change; an amendment is another one that names the first
//! (R-ASM-5).

use std::collections::HashMap;

use domain::access::Action;
use domain::assessment::{Assessor, Done, DoneOf, Finished};
use domain::id::{AccountId, AssessmentId, TemplateVersionId};
use domain::list::{Asked, DoneSort, Listed};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::store;
use crate::audit::opening::{self, Opening};
use crate::cx::Scope;
use crate::entity::{account, assessment, assessment_template, template_version};
use crate::{Cx, Error, competency, list, template};

/// A page of the assessments of a carer or by a template, in a fixed number of queries whatever its length.
/// `asked.q` looks for carers' names. Reading a carer's without the carer's page is an opening of its own (R-AUD-5).
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks, [`Error::NotFound`] when there is no such carer.
pub async fn done(cx: &Cx, of: DoneOf, asked: &Asked, opening: Opening) -> Result<Listed<Done>, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    let mut query = match of {
        DoneOf::Carer(carer) => {
            competency::require_carer(&read, carer).await?;
            opening::record_part(cx, carer, "assessments", opening).await?;
            read.find::<assessment::Entity>().filter(assessment::Column::CarerId.eq(carer))
        }
        DoneOf::Template(template) => {
            read.find::<assessment::Entity>().filter(assessment::Column::TemplateId.eq(template))
        }
    };
    let words = asked.words();
    if !words.is_empty() {
        query = query.filter(assessment::Column::CarerId.in_subquery(list::people_called(&read, &words)));
    }
    let sort = asked.sort::<DoneSort>()?;
    let by = match sort.by {
        DoneSort::Done => assessment::Column::CompletedAt,
    };
    let order = list::Order::asked(sort, by, assessment::Column::Id);
    let Listed { rows, previous, next, found } = list::page(read.db(), query, &order, asked).await?;
    Ok(Listed { rows: shown(&read, rows).await?, previous, next, found })
}

async fn shown(scope: &impl Scope, rows: Vec<assessment::Model>) -> Result<Vec<Done>, Error> {
    let people = rows.iter().flat_map(|row| [row.carer_id, row.assessor_id]);
    let names = list::names::<account::Entity>(scope, people).await?;
    let numbers = numbers(scope, &rows).await?;
    let templates =
        list::names::<assessment_template::Entity>(scope, rows.iter().map(|row| row.template_id)).await?;
    let name = |id: AccountId| names.get(&id).cloned().unwrap_or_default();
    let row = |row: assessment::Model| Done {
        assessment: row.id,
        carer: row.carer_id,
        carer_name: name(row.carer_id),
        template_name: templates.get(&row.template_id).cloned().unwrap_or_default(),
        version: numbers.get(&row.template_version_id).copied().unwrap_or_default(),
        assessor_name: name(row.assessor_id),
        completed_at: row.completed_at,
        overall_level: row.overall_level,
        is_reassessment: row.reassessment,
        is_amendment: row.amends_id.is_some(),
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn numbers(
    scope: &impl Scope,
    rows: &[assessment::Model],
) -> Result<HashMap<TemplateVersionId, u32>, Error> {
    let rows: Vec<(TemplateVersionId, i32)> = scope
        .find::<template_version::Entity>()
        .select_only()
        .column(template_version::Column::Id)
        .column(template_version::Column::Number)
        .filter(template_version::Column::Id.is_in(rows.iter().map(|row| row.template_version_id)))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, number)| (id, number.unsigned_abs())).collect())
}

/// Opens a finished assessment, which is recorded (R-AUD-5). It holds model answers: for admins (R-TPL-4).
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn open(cx: &Cx, id: AssessmentId, opening: Opening) -> Result<Finished, Error> {
    let finished = finished(cx, id).await?;
    opening::record(cx, Action::ReadProgress, finished.carer, "assessment", opening).await?;
    Ok(finished)
}

/// A finished assessment.
pub(crate) async fn finished(cx: &Cx, id: AssessmentId) -> Result<Finished, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    let row = store::find(&read, id).await?;
    let tasks = store::covered(&read, id).await?;
    let me = list::person(&read, cx.person()?.id).await?;
    let carer = list::person(&read, row.carer_id).await?;
    Ok(Finished {
        assessment: id,
        carer: row.carer_id,
        is_of_deleted: carer.deletion_id.is_some(),
        carer_name: carer.name,
        template: row.template_id,
        template_name: store::template_name(&read, row.template_id).await?,
        version: store::version_number(&read, row.template_version_id).await?,
        version_id: row.template_version_id,
        assessor_name: list::person(&read, row.assessor_id).await?.name,
        professional_reference: row.assessor_reference,
        completed_at: row.completed_at,
        overall_level: row.overall_level,
        is_reassessment: row.reassessment,
        note: row.note,
        amends: row.amends_id.zip(row.amend_reason),
        amended_by: store::amendment_of(&read, id).await?,
        tasks: tasks.into_iter().map(|(_, name)| name).collect(),
        items: template::items(&read, row.template_version_id).await?,
        answered: store::answered(&read, id).await?,
        reader: Assessor { name: me.name, professional_reference: me.professional_reference },
    })
}
