//! What belongs together: a task has one live template, and nothing that is over is still assigned (R-TPL-2, R-ASG-1).

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{AccountId, PackageId, TaskId, TemplateId};
use sea_orm::sea_query::{ExprTrait as _, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};

use super::Fault;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{
    Periods, Titled, assessment_template, care_package, carer_assignment, task, task_assignment,
    template_version,
};

/// Tasks in two templates or in a deleted one, and open assignments of what is deleted, in five queries.
pub(super) async fn faults(at: &impl Scope) -> Result<Vec<Fault>, Error> {
    let mut faults = templates(at).await?;
    faults.extend(assignments(at).await?);
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

/// The ids of what has been deleted, as a part of other queries.
fn deleted<E: Titled>(at: &impl Scope) -> SelectStatement {
    at.find::<E>().select_only().column(E::id()).filter(E::deletion().is_not_null()).into_query()
}

/// Open assignments of which one end is deleted: whose or of what, and to which package.
async fn left<P: Periods>(at: &impl Scope) -> Result<Vec<(<P::Subject as Titled>::Id, PackageId)>, Error> {
    let over = P::subject()
        .in_subquery(deleted::<P::Subject>(at))
        .or(P::package().in_subquery(deleted::<care_package::Entity>(at)));
    let open = at.find::<P>().filter(P::to_at().is_null()).filter(over);
    Ok(open.select_only().columns([P::subject(), P::package()]).into_tuple().all(at.db()).await?)
}

async fn assignments(at: &impl Scope) -> Result<Vec<Fault>, Error> {
    let (carers, tasks) =
        (left::<carer_assignment::Entity>(at).await?, left::<task_assignment::Entity>(at).await?);
    let said = |package: PackageId| format!("is still assigned to package {package}, and one is deleted");
    let carers = carers.into_iter().map(|(carer, package)| fault(Some(carer), None, said(package)));
    let tasks = tasks.into_iter().map(|(task, package)| fault(None, Some(task), said(package)));
    Ok(carers.chain(tasks).collect())
}
