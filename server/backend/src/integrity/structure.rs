//! What belongs together: a task has one live template, and nothing that is over is still assigned (R-TPL-2, R-ASG-1).

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{AccountId, PackageId, TaskId, TemplateId};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};

use super::Fault;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{
    account, assessment_template, care_package, carer_assignment, task, task_assignment, template_version,
};

/// Tasks in two templates or in a deleted one, and open assignments of what is deleted, in five queries.
pub(super) async fn faults(at: &impl Scope) -> Result<Vec<Fault>, Error> {
    let mut faults = templates(at).await?;
    faults.extend(carers_left(at).await?);
    faults.extend(tasks_left(at).await?);
    Ok(faults)
}

fn fault(carer: Option<AccountId>, task: Option<TaskId>, what: String) -> Fault {
    Fault { check: "structure", carer, task, what }
}

async fn templates(at: &impl Scope) -> Result<Vec<Fault>, Error> {
    let live = at
        .find::<assessment_template::Entity>()
        .filter(assessment_template::Column::DeletionId.is_null())
        .all(at.db())
        .await?;
    let current = live.iter().filter_map(|row| row.current_version_id);
    let versions = at
        .find::<template_version::Entity>()
        .filter(template_version::Column::Id.is_in(current))
        .all(at.db())
        .await?;
    let tasks: Vec<(TaskId, Option<TemplateId>)> = at
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .column(task::Column::AssessmentTemplateId)
        .filter(task::Column::DeletionId.is_null())
        .into_tuple()
        .all(at.db())
        .await?;
    let live: BTreeSet<TemplateId> = live.iter().map(|row| row.id).collect();
    let mut covered: BTreeMap<TaskId, BTreeSet<TemplateId>> = BTreeMap::new();
    for version in versions {
        let ids: Vec<TaskId> = serde_json::from_str(&version.covered_task_ids)
            .map_err(|_| Error::inconsistent("template_version", version.id, "lists no tasks"))?;
        for id in ids {
            covered.entry(id).or_default().insert(version.template_id);
        }
    }
    let wrong = |(task, template): (TaskId, Option<TemplateId>)| {
        let of = covered.get(&task).filter(|templates| templates.len() > 1);
        if let Some(templates) = of {
            return Some(fault(None, Some(task), format!("stands in the templates {templates:?}")));
        }
        let gone = template.filter(|template| !live.contains(template))?;
        Some(fault(None, Some(task), format!("belongs to the deleted template {gone}")))
    };
    Ok(tasks.into_iter().filter_map(wrong).collect())
}

/// The ids of packages in the recycle bin, as a part of other queries.
fn deleted_packages(at: &impl Scope) -> sea_orm::sea_query::SelectStatement {
    at.find::<care_package::Entity>()
        .select_only()
        .column(care_package::Column::Id)
        .filter(care_package::Column::DeletionId.is_not_null())
        .into_query()
}

async fn carers_left(at: &impl Scope) -> Result<Vec<Fault>, Error> {
    use carer_assignment::Column;
    let deleted = at
        .find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::DeletionId.is_not_null())
        .into_query();
    let over =
        Column::CarerId.in_subquery(deleted).or(Column::CarePackageId.in_subquery(deleted_packages(at)));
    let rows: Vec<(AccountId, PackageId)> = at
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(Column::CarerId)
        .column(Column::CarePackageId)
        .filter(Column::ToAt.is_null())
        .filter(over)
        .into_tuple()
        .all(at.db())
        .await?;
    let said = |(carer, package): (AccountId, PackageId)| {
        fault(Some(carer), None, format!("is still assigned to package {package}, and one is deleted"))
    };
    Ok(rows.into_iter().map(said).collect())
}

async fn tasks_left(at: &impl Scope) -> Result<Vec<Fault>, Error> {
    use task_assignment::Column;
    let deleted = at
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .filter(task::Column::DeletionId.is_not_null())
        .into_query();
    let over =
        Column::TaskId.in_subquery(deleted).or(Column::CarePackageId.in_subquery(deleted_packages(at)));
    let rows: Vec<(TaskId, PackageId)> = at
        .find::<task_assignment::Entity>()
        .select_only()
        .column(Column::TaskId)
        .column(Column::CarePackageId)
        .filter(Column::ToAt.is_null())
        .filter(over)
        .into_tuple()
        .all(at.db())
        .await?;
    let said = |(task, package): (TaskId, PackageId)| {
        fault(None, Some(task), format!("is still assigned to package {package}, and one is deleted"))
    };
    Ok(rows.into_iter().map(said).collect())
}
