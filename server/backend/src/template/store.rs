//! How templates and their versions are kept.

use std::collections::HashMap;

use domain::assessment::{
    Item, ItemCounts, Refused, Section, Taken, TaskChoice, Template, TemplateImpact, TemplateRow,
    TemplateView, VersionRow,
};
use domain::id::{TaskId, TemplateId, TemplateItemId, TemplateVersionId};
use domain::list::{Asked, Few, Kept, Listed, Named, Status, TemplateSort};
use domain::text::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::cx::{Scope, Tx};
use crate::entity::{
    account, assessment, assessment_draft, assessment_ready, assessment_template, task, template_item,
    template_version,
};
use crate::error::if_duplicate;
use crate::{Error, deletion, list};

fn live(at: &impl Scope) -> Select<assessment_template::Entity> {
    at.find::<assessment_template::Entity>().filter(assessment_template::Column::DeletionId.is_null())
}

/// Those in the bin. A purged one is not there any more.
fn in_bin(at: &impl Scope) -> Select<assessment_template::Entity> {
    let open = deletion::open_ones(at);
    at.find::<assessment_template::Entity>().filter(assessment_template::Column::DeletionId.in_subquery(open))
}

/// A page of the list, in six queries whatever its length, eight for those in the bin.
pub(super) async fn list(at: &impl Scope, asked: &Asked) -> Result<Listed<TemplateRow>, Error> {
    use assessment_template::Column;
    let mut query = match asked.status()? {
        None => live(at),
        Some(Status::Active) => live(at).filter(Column::Active.eq(true)),
        Some(Status::Inactive) => live(at).filter(Column::Active.eq(false)),
        Some(Status::Deleted) => in_bin(at),
    };
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
    let row = live(at).filter(assessment_template::Column::Id.eq(id));
    let row = row.one(at.db()).await?.ok_or(Error::NotFound)?;
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
    let names = names(at, &tasks).await?;
    let choice = |task: task::Model| TaskChoice {
        template: task
            .assessment_template_id
            .and_then(|id| Some(Named { id, name: names.get(&id)?.clone() })),
        task: Named { id: task.id, name: task.name },
    };
    Ok(tasks.into_iter().map(choice).collect())
}

/// The live templates that have one of these keys of the starter library, or one of these names.
pub(super) async fn of_library(
    at: &impl Scope,
    keys: Vec<String>,
    names: Vec<String>,
) -> Result<Vec<assessment_template::Model>, Error> {
    let either = Condition::any()
        .add(assessment_template::Column::LibraryKey.is_in(keys))
        .add(assessment_template::Column::NameKey.is_in(names));
    Ok(live(at).filter(either).all(at.db()).await?)
}

/// Forgets that a template came from the starter library, when another was taken from there while it was in the bin.
pub(super) async fn library_key(tx: &Tx, row: &assessment_template::Model) -> Result<Option<String>, Error> {
    let Some(key) = row.library_key.clone() else { return Ok(None) };
    let others = of_library(tx, vec![key.clone()], Vec::new()).await?;
    Ok(Some(key).filter(|_| others.iter().all(|other| other.id == row.id)))
}

/// The names of the live templates that have taken hold of tasks.
async fn names(at: &impl Scope, tasks: &[task::Model]) -> Result<HashMap<TemplateId, String>, Error> {
    names_of(at, tasks.iter().filter_map(|task| task.assessment_template_id)).await
}

/// The names of those of these templates that are live.
pub(super) async fn names_of(
    at: &impl Scope,
    ids: impl Iterator<Item = TemplateId>,
) -> Result<HashMap<TemplateId, String>, Error> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = live(at).filter(assessment_template::Column::Id.is_in(ids)).all(at.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The tasks that live templates have taken hold of.
pub(super) async fn taken(tx: &Tx, tasks: &[task::Model]) -> Result<Vec<Taken>, Error> {
    let names = names(tx, tasks).await?;
    let taken = |task: &task::Model| {
        let template = task.assessment_template_id?;
        Some(Taken {
            task: task.id,
            task_name: task.name.clone(),
            template,
            template_name: names.get(&template)?.clone(),
        })
    };
    Ok(tasks.iter().filter_map(taken).collect())
}

/// Reads a live template and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: TemplateId) -> Result<assessment_template::Model, Error> {
    let row = live(tx).filter(assessment_template::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Reads the live tasks asked for and those a template has, in order, and holds their rows until the write ends.
pub(super) async fn lock_tasks(
    tx: &Tx,
    own: Option<TemplateId>,
    asked: &[TaskId],
) -> Result<Vec<task::Model>, Error> {
    let mut which = Condition::any().add(task::Column::Id.is_in(asked.iter().copied()));
    if let Some(own) = own {
        which = which.add(task::Column::AssessmentTemplateId.eq(own));
    }
    let rows = tx
        .find::<task::Entity>()
        .filter(which)
        .filter(task::Column::DeletionId.is_null())
        .order_by_asc(task::Column::Id)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    let found = asked.iter().all(|id| rows.iter().any(|row| row.id == *id));
    if found { Ok(rows) } else { Err(Error::NotFound) }
}

/// Reads a template, live or deleted, and holds its row until the write ends.
pub(super) async fn lock_any(tx: &Tx, id: TemplateId) -> Result<assessment_template::Model, Error> {
    let row = tx.find::<assessment_template::Entity>().filter(assessment_template::Column::Id.eq(id));
    row.lock_exclusive().one(tx.db()).await?.ok_or(Error::NotFound)
}

/// Tasks by their ids, deleted ones too, in order; their rows are held until the write ends.
pub(super) async fn lock_wanted(tx: &Tx, ids: &[TaskId]) -> Result<Vec<task::Model>, Error> {
    let rows = tx.find::<task::Entity>().filter(task::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.order_by_asc(task::Column::Id).lock_exclusive().all(tx.db()).await?)
}

/// What depends on a template.
pub(super) async fn impact(at: &impl Scope, id: TemplateId) -> Result<TemplateImpact, Error> {
    let row = live(at).filter(assessment_template::Column::Id.eq(id));
    let row = row.one(at.db()).await?.ok_or(Error::NotFound)?;
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

/// Whether another live template has this name.
pub(super) async fn is_taken(tx: &Tx, name: &str, but: Option<TemplateId>) -> Result<bool, Error> {
    let mut others = live(tx).filter(assessment_template::Column::NameKey.eq(name_key(name)));
    if let Some(id) = but {
        others = others.filter(assessment_template::Column::Id.ne(id));
    }
    Ok(others.count(tx.db()).await? > 0)
}

pub(super) async fn insert(
    tx: &Tx,
    template: &Template,
    library_key: Option<&str>,
) -> Result<assessment_template::Model, Error> {
    let row = assessment_template::ActiveModel {
        id: Set(tx.fresh(TemplateId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        deletion_id: Set(None),
        name: Set(template.name.clone()),
        name_key: Set(name_key(&template.name)),
        active: Set(template.active),
        current_version_id: Set(None),
        library_key: Set(library_key.map(ToOwned::to_owned)),
    };
    row.insert(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))
}

pub(super) async fn update(
    tx: &Tx,
    row: assessment_template::Model,
    template: &Template,
) -> Result<assessment_template::Model, Error> {
    let next = row.version + 1;
    let mut row = row.into_active_model();
    row.updated_at = Set(tx.now());
    row.version = Set(next);
    row.name = Set(template.name.clone());
    row.name_key = Set(name_key(&template.name));
    row.active = Set(template.active);
    row.update(tx.db()).await.map_err(if_duplicate(Refused::NameTaken))
}

/// The number of the newest version.
pub(super) async fn newest(tx: &Tx, id: TemplateId) -> Result<i32, Error> {
    let newest: Option<i32> = tx
        .find::<template_version::Entity>()
        .select_only()
        .column(template_version::Column::Number)
        .filter(template_version::Column::TemplateId.eq(id))
        .order_by_desc(template_version::Column::Number)
        .into_tuple()
        .one(tx.db())
        .await?;
    newest.ok_or_else(|| Error::inconsistent("assessment_template", id, "has no version"))
}

/// Adds a version with its items and makes it the current one.
pub(super) async fn publish(
    tx: &Tx,
    row: assessment_template::Model,
    number: i32,
    template: &Template,
) -> Result<TemplateVersionId, Error> {
    let id = tx.fresh(TemplateVersionId);
    let tasks = serde_json::to_string(&template.tasks)
        .map_err(|error| Error::fault("publishing a version", error))?;
    let version = template_version::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        template_id: Set(row.id),
        number: Set(number),
        published_by: Set(tx.own()?),
        covered_task_ids: Set(tasks),
    };
    version.insert(tx.db()).await?;
    let items = template.items.iter().map(|item| template_item::ActiveModel {
        id: Set(tx.fresh(TemplateItemId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        template_version_id: Set(id),
        section: Set(item.section),
        position: Set(item.position.cast_signed()),
        prompt: Set(item.prompt.clone()),
        model_answer: Set(item.model_answer.clone()),
        allow_not_applicable: Set(item.allow_not_applicable),
    });
    template_item::Entity::insert_many(items).exec_without_returning(tx.db()).await?;
    let mut row = row.into_active_model();
    row.current_version_id = Set(Some(id));
    row.update(tx.db()).await?;
    Ok(id)
}

/// Makes exactly these tasks the covered ones. Their versions stay: nothing that their own form shows has changed.
pub(super) async fn cover(
    tx: &Tx,
    id: TemplateId,
    asked: &[TaskId],
    locked: &[task::Model],
) -> Result<(), Error> {
    for task in locked {
        let now = asked.contains(&task.id).then_some(id);
        if task.assessment_template_id != now {
            let mut row = task.clone().into_active_model();
            row.assessment_template_id = Set(now);
            row.updated_at = Set(tx.now());
            row.update(tx.db()).await?;
        }
    }
    Ok(())
}
