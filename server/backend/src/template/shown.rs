//! What people read of templates: their lists, their pages, and what depends on one.

use std::collections::HashMap;

use domain::assessment::{
    Item, ItemCounts, Section, TaskChoice, TemplateImpact, TemplateRow, TemplateView, VersionRow,
};
use domain::id::{TaskId, TemplateId, TemplateVersionId};
use domain::list::{Asked, Few, Kept, Listed, Named, TemplateSort};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::store::holders;
use crate::cx::Scope;
use crate::entity::{
    account, assessment, assessment_draft, assessment_ready, assessment_template, task, template_item,
    template_version,
};
use crate::{Error, deletion, kept, list};

/// A page of the list, in six queries whatever its length, eight for those in the bin.
pub(super) async fn list(at: &impl Scope, asked: &Asked) -> Result<Listed<TemplateRow>, Error> {
    use assessment_template::Column;
    let mut query = kept::listed::<assessment_template::Entity>(at, asked.status()?);
    let words = asked.words();
    if !words.is_empty() {
        query = query.filter(list::holds(Column::NameKey, &words));
    }
    let sort = asked.sort::<TemplateSort>()?;
    let by = match sort.by {
        TemplateSort::Name => Column::NameKey,
        TemplateSort::Status => Column::Active,
        TemplateSort::Created => Column::CreatedAt,
    };
    let order = list::Order::asked(sort, by, Column::Id);
    let page = list::page(at.db(), query, &order, asked).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let mut binned = deletion::binned(at, page.rows.iter().filter_map(|row| row.deletion_id)).await?;
    let versions: Vec<_> = page.rows.iter().filter_map(|row| row.current_version_id).collect();
    let numbers = numbers(at, &versions).await?;
    let mut counts = counts(at, &versions).await?;
    let mut tasks = covered(at, &ids).await?;
    let mut assessments = assessments(at, &ids).await?;
    Ok(page.map(|row: assessment_template::Model| {
        let version = row.current_version_id;
        let mut few = Few::default();
        for task in tasks.remove(&row.id).unwrap_or_default() {
            few.add(task.name);
        }
        TemplateRow {
            number: version.and_then(|id| numbers.get(&id).copied()).unwrap_or_default(),
            items: version.and_then(|id| counts.remove(&id)).unwrap_or_default(),
            assessments: assessments.remove(&row.id).unwrap_or_default(),
            tasks: few,
            binned: row.deletion_id.and_then(|id| binned.remove(&id)),
            id: row.id,
            name: row.name,
            active: row.active,
        }
    }))
}

pub(super) async fn show(at: &impl Scope, id: TemplateId) -> Result<TemplateView, Error> {
    let row = kept::find::<assessment_template::Entity>(at, id).await?;
    Ok(TemplateView {
        items: items_now(at, &row).await?,
        tasks: covered(at, &[id]).await?.remove(&id).unwrap_or_default(),
        versions: versions(at, id).await?,
        assessments: assessments(at, &[id]).await?.remove(&id).unwrap_or_default(),
        kept: Kept { created_at: row.created_at, version: row.version },
        id: row.id,
        name: row.name,
        active: row.active,
    })
}

/// Every version, newest first.
async fn versions(at: &impl Scope, id: TemplateId) -> Result<Vec<VersionRow>, Error> {
    let rows = at
        .find::<template_version::Entity>()
        .filter(template_version::Column::TemplateId.eq(id))
        .order_by_desc(template_version::Column::Number)
        .all(at.db())
        .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut counts = counts(at, &ids).await?;
    let people = list::names::<account::Entity>(at, rows.iter().map(|row| row.published_by)).await?;
    let row = |row: template_version::Model| VersionRow {
        number: row.number,
        published_at: row.created_at,
        published_by: people.get(&row.published_by).cloned().unwrap_or_default(),
        items: counts.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn numbers(
    at: &impl Scope,
    versions: &[TemplateVersionId],
) -> Result<HashMap<TemplateVersionId, i32>, Error> {
    let rows: Vec<(TemplateVersionId, i32)> = at
        .find::<template_version::Entity>()
        .select_only()
        .column(template_version::Column::Id)
        .column(template_version::Column::Number)
        .filter(template_version::Column::Id.is_in(versions.iter().copied()))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}

async fn counts(
    at: &impl Scope,
    versions: &[TemplateVersionId],
) -> Result<HashMap<TemplateVersionId, ItemCounts>, Error> {
    let rows: Vec<(TemplateVersionId, Section)> = at
        .find::<template_item::Entity>()
        .select_only()
        .column(template_item::Column::TemplateVersionId)
        .column(template_item::Column::Section)
        .filter(template_item::Column::TemplateVersionId.is_in(versions.iter().copied()))
        .into_tuple()
        .all(at.db())
        .await?;
    let mut counts: HashMap<_, ItemCounts> = HashMap::new();
    for (version, section) in rows {
        counts.entry(version).or_default().add(section);
    }
    Ok(counts)
}

/// The live tasks of each template, by name.
async fn covered(
    at: &impl Scope,
    templates: &[TemplateId],
) -> Result<HashMap<TemplateId, Vec<Named<TaskId>>>, Error> {
    let rows = at
        .find::<task::Entity>()
        .filter(task::Column::AssessmentTemplateId.is_in(templates.iter().copied()))
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::NameKey)
        .all(at.db())
        .await?;
    let mut covered: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(template) = row.assessment_template_id {
            covered.entry(template).or_default().push(Named { id: row.id, name: row.name });
        }
    }
    Ok(covered)
}

async fn assessments(at: &impl Scope, templates: &[TemplateId]) -> Result<HashMap<TemplateId, u64>, Error> {
    let rows: Vec<(TemplateId, i64)> = at
        .find::<assessment::Entity>()
        .select_only()
        .column(assessment::Column::TemplateId)
        .column_as(assessment::Column::Id.count(), "done")
        .filter(assessment::Column::TemplateId.is_in(templates.iter().copied()))
        .group_by(assessment::Column::TemplateId)
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().map(|(id, done)| (id, done.unsigned_abs())).collect())
}

/// The items of a version: knowledge, practical, emergency, each in its order.
pub(crate) async fn items(at: &impl Scope, version: TemplateVersionId) -> Result<Vec<Item>, Error> {
    let rows = at
        .find::<template_item::Entity>()
        .filter(template_item::Column::TemplateVersionId.eq(version))
        .all(at.db())
        .await?;
    let item = |row: template_item::Model| Item {
        section: row.section,
        position: row.position.unsigned_abs(),
        prompt: row.prompt,
        model_answer: row.model_answer,
        allow_not_applicable: row.allow_not_applicable,
    };
    let mut items: Vec<_> = rows.into_iter().map(item).collect();
    items.sort_by_key(|item| (item.section, item.position));
    Ok(items)
}

/// The items of the newest version of a template.
pub(super) async fn items_now(at: &impl Scope, row: &assessment_template::Model) -> Result<Vec<Item>, Error> {
    match row.current_version_id {
        Some(version) => items(at, version).await,
        None => Err(Error::inconsistent("assessment_template", row.id, "has no version")),
    }
}

/// Every live task by name, with the template that has it.
pub(super) async fn tasks(at: &impl Scope) -> Result<Vec<TaskChoice>, Error> {
    let tasks = at
        .find::<task::Entity>()
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::NameKey)
        .all(at.db())
        .await?;
    let names = holders(at, &tasks).await?;
    let choice = |task: task::Model| TaskChoice {
        template: task
            .assessment_template_id
            .and_then(|id| Some(Named { id, name: names.get(&id)?.clone() })),
        task: Named { id: task.id, name: task.name },
    };
    Ok(tasks.into_iter().map(choice).collect())
}

/// What depends on a template.
pub(super) async fn impact(at: &impl Scope, id: TemplateId) -> Result<TemplateImpact, Error> {
    let row = kept::find::<assessment_template::Entity>(at, id).await?;
    let ready = at
        .find::<assessment_ready::Entity>()
        .filter(assessment_ready::Column::TemplateId.eq(id))
        .filter(assessment_ready::Column::ClosedAt.is_null());
    let drafts = at.find::<assessment_draft::Entity>().filter(assessment_draft::Column::TemplateId.eq(id));
    Ok(TemplateImpact {
        id,
        name: row.name,
        tasks: covered(at, &[id]).await?.remove(&id).unwrap_or_default(),
        ready: ready.count(at.db()).await?,
        drafts: drafts.count(at.db()).await?,
        assessments: assessments(at, &[id]).await?.remove(&id).unwrap_or_default(),
    })
}
