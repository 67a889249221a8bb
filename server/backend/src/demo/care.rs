//! Packages, tasks, templates in their first version, and who and what belongs to which package.

use std::collections::BTreeMap;

use domain::assessment::Item;
use domain::audit::AuditAction;
use domain::competency::Cadence;
use domain::id::{
    AccountId, CarerAssignmentId, PackageId, RuleSettingId, TaskAssignmentId, TaskId, TemplateId,
    TemplateItemId, TemplateVersionId,
};
use domain::rota::{Params, Setting};
use domain::text::name_key;
use domain::time::Instant;
use serde_json::json;

use super::loading::{Loading, id};
use super::people::People;
use super::sample::{named, wrong};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{
    assessment_template, care_package, carer_assignment, rule_setting, task, task_assignment, template_item,
    template_version,
};

/// What is cared for, by keys.
pub(super) struct Care {
    pub packages: BTreeMap<String, Package>,
    pub tasks: BTreeMap<String, Task>,
    pub templates: BTreeMap<String, Template>,
    /// Who set it all up.
    pub founder: AccountId,
}

pub(super) struct Package {
    pub id: PackageId,
    pub tasks: Vec<TaskId>,
    pub rules: Vec<Setting>,
}

pub(super) struct Task {
    pub id: TaskId,
    pub name: String,
    pub target: u32,
    pub cadence: Option<Cadence>,
}

pub(super) struct Template {
    pub id: TemplateId,
    pub version: TemplateVersionId,
    pub items: Vec<Item>,
    /// The keys of the tasks it covers.
    pub tasks: Vec<String>,
    /// The shortest cadence among them.
    pub shortest: Option<Cadence>,
}

impl Care {
    /// The tasks that a template covers, with their keys.
    pub(super) fn covered(&self, template: &Template) -> Result<Vec<(String, &Task)>, Error> {
        template.tasks.iter().map(|key| Ok((key.clone(), named(&self.tasks, key)?))).collect()
    }
}

/// Stores them all.
pub(super) async fn load(demo: &Loading<'_>, people: &People) -> Result<Care, Error> {
    let care = planned(demo, people)?;
    packages(demo, people, &care).await?;
    templates(demo, people, &care).await?;
    tasks(demo, people, &care).await?;
    assign_tasks(demo, people, &care).await?;
    assign_carers(demo, people, &care).await?;
    rule_settings(demo, people, &care).await?;
    Ok(care)
}

/// Gives everything its id.
fn planned(demo: &Loading<'_>, people: &People) -> Result<Care, Error> {
    let (library, provider) = (&demo.sample.library, &demo.sample.provider);
    let task = |from: &super::sample::library::Task| Task {
        id: id(people.began, TaskId),
        name: from.name.clone(),
        target: from.target,
        cadence: from.cadence,
    };
    let tasks: BTreeMap<_, _> = library.tasks.iter().map(|(key, from)| (key.clone(), task(from))).collect();
    let template = |from: &super::sample::library::Template| Template {
        id: id(people.began, TemplateId),
        version: id(people.began, TemplateVersionId),
        items: from.items(),
        tasks: from.tasks.clone(),
        shortest: library.shortest(from),
    };
    let mut packages = BTreeMap::new();
    for from in &provider.package {
        let ids = from.tasks.iter().map(|key| Ok(named(&tasks, key)?.id)).collect::<Result<_, Error>>()?;
        let own = provider.rule_setting.iter().filter(|setting| setting.package == from.key);
        let rules =
            own.map(|setting| Setting { rule: setting.rule, mode: setting.mode, params: None }).collect();
        packages.insert(from.key.clone(), Package { id: id(people.began, PackageId), tasks: ids, rules });
    }
    let templates = library.templates.iter().map(|(key, from)| (key.clone(), template(from))).collect();
    Ok(Care { packages, tasks, templates, founder: people.id(&provider.founder()?.key)? })
}

async fn packages(demo: &Loading<'_>, people: &People, care: &Care) -> Result<(), Error> {
    let mut rows = Vec::new();
    for from in &demo.sample.provider.package {
        let id = named(&care.packages, &from.key)?.id;
        rows.push(care_package::Model {
            id,
            organisation_id: demo.tx.organisation(),
            created_at: people.began,
            updated_at: people.began,
            version: 1,
            deletion_id: None,
            name: from.name.clone(),
            name_key: name_key(&from.name),
            postcode_area: from.postcode_area.clone(),
            active: true,
            night_hazard: from.night_hazard,
        });
        let after = json!({ "name": from.name, "postcode_area": from.postcode_area });
        demo.tx.also(Entry::new(AuditAction::PackageCreated).about("care_package", id.0).after(after)?);
    }
    demo.insert::<care_package::Entity>(rows).await
}

/// A template and its version name each other, so the template learns of its version last.
async fn templates(demo: &Loading<'_>, people: &People, care: &Care) -> Result<(), Error> {
    let mut rows = Vec::new();
    for (key, template) in &care.templates {
        let name = &named(&demo.sample.library.templates, key)?.name;
        rows.push(assessment_template::Model {
            id: template.id,
            organisation_id: demo.tx.organisation(),
            created_at: people.began,
            updated_at: people.began,
            version: 1,
            deletion_id: None,
            name: name.clone(),
            name_key: name_key(name),
            active: true,
            current_version_id: None,
            library_key: Some(key.clone()),
        });
        let after = json!({ "name": name, "tasks": template.tasks.len() });
        let made = Entry::new(AuditAction::TemplateCreated).about("assessment_template", template.id.0);
        demo.tx.also(made.after(after)?);
    }
    demo.insert::<assessment_template::Entity>(rows).await?;
    versions(demo, people.began, care).await?;
    for template in care.templates.values() {
        publish(demo, template).await?;
    }
    Ok(())
}

async fn versions(demo: &Loading<'_>, began: Instant, care: &Care) -> Result<(), Error> {
    let (mut versions, mut items) = (Vec::new(), Vec::new());
    for template in care.templates.values() {
        let covered: Vec<_> = care.covered(template)?.iter().map(|(_, task)| task.id).collect();
        versions.push(template_version::Model {
            id: template.version,
            organisation_id: demo.tx.organisation(),
            created_at: began,
            template_id: template.id,
            number: 1,
            published_by: care.founder,
            covered_task_ids: serde_json::to_string(&covered).map_err(wrong)?,
        });
        items.extend(template.items.iter().map(|item| template_item::Model {
            id: id(began, TemplateItemId),
            organisation_id: demo.tx.organisation(),
            created_at: began,
            template_version_id: template.version,
            section: item.section,
            position: item.position.cast_signed(),
            prompt: item.prompt.clone(),
            model_answer: item.model_answer.clone(),
            allow_not_applicable: item.allow_not_applicable,
        }));
    }
    demo.insert::<template_version::Entity>(versions).await?;
    demo.insert::<template_item::Entity>(items).await
}

async fn publish(demo: &Loading<'_>, template: &Template) -> Result<(), Error> {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged};
    let row = assessment_template::ActiveModel {
        id: Unchanged(template.id),
        current_version_id: Set(Some(template.version)),
        ..Default::default()
    };
    row.update(demo.tx.db()).await?;
    Ok(())
}

async fn tasks(demo: &Loading<'_>, people: &People, care: &Care) -> Result<(), Error> {
    let mut rows = Vec::new();
    for (key, from) in &demo.sample.library.tasks {
        let id = named(&care.tasks, key)?.id;
        let template = care.templates.values().find(|template| template.tasks.contains(key));
        let months = from.cadence.map(u32::from);
        rows.push(task::Model {
            id,
            organisation_id: demo.tx.organisation(),
            created_at: people.began,
            updated_at: people.began,
            version: 1,
            deletion_id: None,
            name: from.name.clone(),
            name_key: name_key(&from.name),
            description: Some(from.description.clone()),
            target: from.target.cast_signed(),
            reassess_months: months.map(u32::cast_signed),
            active: true,
            assessment_template_id: template.map(|template| template.id),
            library_key: Some(key.clone()),
        });
        let after = json!({ "name": from.name, "target": from.target, "reassess_months": months });
        demo.tx.also(Entry::new(AuditAction::TaskCreated).about("task", id.0).after(after)?);
    }
    demo.insert::<task::Entity>(rows).await
}

async fn assign_tasks(demo: &Loading<'_>, people: &People, care: &Care) -> Result<(), Error> {
    let mut rows = Vec::new();
    for package in care.packages.values() {
        for task in &package.tasks {
            rows.push(task_assignment::Model {
                id: id(people.began, TaskAssignmentId),
                organisation_id: demo.tx.organisation(),
                created_at: people.began,
                task_id: *task,
                care_package_id: package.id,
                from_at: people.began,
                to_at: None,
                assigned_by: care.founder,
                ended_by: None,
                ended_by_deletion: None,
            });
        }
        let after = json!({ "tasks": package.tasks });
        demo.tx.also(Entry::new(AuditAction::TaskAssigned).about("care_package", package.id.0).after(after)?);
    }
    demo.insert::<task_assignment::Entity>(rows).await
}

async fn assign_carers(demo: &Loading<'_>, people: &People, care: &Care) -> Result<(), Error> {
    let mut rows = Vec::new();
    for carer in &demo.sample.provider.carer {
        let account = people.id(&carer.key)?;
        let since = demo.days.past(demo.days.ago(-carer.employment_start_days), 9)?;
        for key in &carer.packages {
            let package = named(&care.packages, key)?.id;
            rows.push(carer_assignment::Model {
                id: id(since, CarerAssignmentId),
                organisation_id: demo.tx.organisation(),
                created_at: since,
                carer_id: account,
                care_package_id: package,
                from_at: since,
                to_at: None,
                assigned_by: care.founder,
                ended_by: None,
                note_id: None,
                ended_by_deletion: None,
            });
            let after = json!({ "carer": account, "package": package });
            demo.tx.also(Entry::new(AuditAction::CarerAssigned).about("carer", account.0).after(after)?);
        }
    }
    demo.insert::<carer_assignment::Entity>(rows).await
}

async fn rule_settings(demo: &Loading<'_>, people: &People, care: &Care) -> Result<(), Error> {
    let mut rows = Vec::new();
    for package in care.packages.values() {
        for setting in &package.rules {
            let id = id(people.began, RuleSettingId);
            rows.push(rule_setting::Model {
                id,
                organisation_id: demo.tx.organisation(),
                created_at: people.began,
                updated_at: people.began,
                version: 1,
                care_package_id: Some(package.id),
                rule_key: setting.rule,
                mode: setting.mode,
                params: serde_json::to_string(&None::<Params>).map_err(wrong)?,
            });
            let after = json!({ "package": package.id, "rule": setting.rule, "mode": setting.mode });
            let changed = Entry::new(AuditAction::RuleSettingsChanged).about("rule_setting", id.0);
            demo.tx.also(changed.after(after)?);
        }
    }
    demo.insert::<rule_setting::Entity>(rows).await
}
