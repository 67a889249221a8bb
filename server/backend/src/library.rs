//! The starter library, taken into a real organisation: what is there already is skipped, so taking it twice makes
//! nothing twice (screens §7).

pub(crate) mod stock;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use domain::access::Action;
use domain::assessment::Template;
use domain::id::{SubmissionId, TaskId, TemplateId};
use domain::library::{Covering, Shelf, ShelfCovered, ShelfTask, ShelfTemplate, TakeDraft, Taken};
use domain::problems::{Problem, Problems};
use domain::task::Task;
use serde::{Deserialize, Serialize};

use crate::cx::Tx;
use crate::once::Once;
use crate::{Cx, Error, task, template};
use stock::Library;

/// Everything in the library, with what is there already.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn shelf(cx: &Cx) -> Result<Shelf, Error> {
    let read = cx.read(Action::ManageTasks).await?;
    let stock = Library::read()?;
    let tasks = task::of_library(&read, stock.task_names()).await?;
    let templates = template::of_library(&read, stock.template_names()).await?;
    let holders = template::names(&read, tasks.values().filter_map(|task| task.template)).await?;
    let covered = |template: &stock::Template| {
        let own = templates.get(&template.key);
        let task = |key: &String| {
            let state = match tasks.get(key) {
                None => Covering::New,
                Some(there) => match there.template.filter(|id| Some(id) != own) {
                    Some(id) => holders.get(&id).map_or(Covering::There, |name| Covering::Held(name.clone())),
                    None => Covering::There,
                },
            };
            Some(ShelfCovered { name: stock.tasks.get(key)?.name.clone(), state })
        };
        template.tasks.iter().filter_map(task).collect()
    };
    let mut shelf = Shelf { templates: Vec::new(), tasks: Vec::new() };
    for (key, template) in &stock.templates {
        shelf.templates.push(ShelfTemplate {
            key: key.clone(),
            is_there: templates.contains_key(key),
            name: template.name.clone(),
            about: template.about.clone(),
            tasks: covered(template),
            items: template.items(),
        });
    }
    for (key, task) in &stock.tasks {
        shelf.tasks.push(ShelfTask {
            key: key.clone(),
            is_there: tasks.contains_key(key),
            name: task.name.clone(),
            description: task.description.clone(),
            target: task.target,
            reassess_months: task.cadence.map(u32::from),
        });
    }
    shelf.templates.sort_by(|a, b| a.name.cmp(&b.name));
    shelf.tasks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(shelf)
}

/// What a form has taken, as it is remembered: ids and numbers only (domain §9).
#[derive(Debug, Default, Serialize, Deserialize)]
struct Done {
    tasks: Vec<TaskId>,
    templates: Vec<TemplateId>,
    skipped: u64,
    held: Vec<(TaskId, TemplateId)>,
}

/// Takes the ticked tasks and templates, all or none. A template brings its tasks with it.
///
/// # Errors
/// [`Error::Invalid`] when nothing, or something that there is not, is ticked.
pub async fn take(cx: &Cx, submission: SubmissionId, draft: &TakeDraft) -> Result<Taken, Error> {
    cx.may(Action::ManageTemplates).await?;
    let tx = cx.write(Action::ManageTasks).await?;
    draft.check()?;
    let stock = Library::read()?;
    let first = match tx.once("library.take", submission, draft).await? {
        Once::Before(taken) => return told(&tx, &taken).await,
        Once::First(first) => first,
    };
    let there = template::of_library(&tx, stock.template_names()).await?;
    let mut taken = Done::default();
    let mut new = Vec::new();
    for key in BTreeSet::from_iter(&draft.templates) {
        let template = stock.templates.get(key).ok_or_else(|| unknown("templates"))?;
        if there.contains_key(key) {
            taken.skipped += 1;
        } else {
            new.push(template);
        }
    }
    let ids = take_tasks(&tx, &stock, draft, &new, &mut taken).await?;
    for template in new {
        take_template(&tx, template, &ids, &mut taken).await?;
    }
    tx.remember(first, &taken).await?;
    let told = told(&tx, &taken).await?;
    if told.tasks + told.templates > 0 {
        tx.commit_noted().await?;
    }
    Ok(told)
}

fn unknown(field: &str) -> Problems {
    Problems::one(field, Problem::NotAllowed)
}

/// What was taken, with the names of what another template keeps.
async fn told(tx: &Tx, taken: &Done) -> Result<Taken, Error> {
    let tasks: Vec<_> = taken.held.iter().map(|held| held.0).collect();
    let tasks = task::names(tx, &tasks).await?;
    let templates = template::names(tx, taken.held.iter().map(|held| held.1)).await?;
    let held = |(task, template)| Some((tasks.get(task)?.clone(), templates.get(template)?.clone()));
    Ok(Taken {
        tasks: taken.tasks.len() as u64,
        templates: taken.templates.len() as u64,
        skipped: taken.skipped,
        held: taken.held.iter().filter_map(|(task, template)| held((task, template))).collect(),
    })
}

/// Adds the ticked tasks and those of the new templates, unless they are there; gives the ids of all, by key.
async fn take_tasks(
    tx: &Tx,
    stock: &Library,
    draft: &TakeDraft,
    templates: &[&stock::Template],
    taken: &mut Done,
) -> Result<HashMap<String, TaskId>, Error> {
    let there = task::of_library(tx, stock.task_names()).await?;
    let of_templates = templates.iter().flat_map(|template| &template.tasks);
    let mut ids = HashMap::new();
    for key in draft.tasks.iter().chain(of_templates).collect::<BTreeSet<_>>() {
        let from = stock.tasks.get(key).ok_or_else(|| unknown("tasks"))?;
        let id = if let Some(there) = there.get(key) {
            taken.skipped += u64::from(draft.tasks.contains(key));
            there.id
        } else {
            let id = task::add(tx, &read(from)?, Some(key)).await?;
            taken.tasks.push(id);
            id
        };
        ids.insert(key.clone(), id);
    }
    Ok(ids)
}

fn read(from: &stock::Task) -> Result<Task, Error> {
    Ok(Task {
        name: from.name.clone(),
        description: Some(from.description.clone()),
        target: from.target.try_into().map_err(|_| Error::fault("the starter library", "a target"))?,
        cadence: from.cadence,
        active: true,
        also_current: false,
        version: None,
    })
}

/// Adds one template with those of its tasks that no other live template has (R-TPL-2).
async fn take_template(
    tx: &Tx,
    from: &stock::Template,
    ids: &HashMap<String, TaskId>,
    taken: &mut Done,
) -> Result<(), Error> {
    let mut tasks: Vec<TaskId> = from.tasks.iter().filter_map(|key| ids.get(key).copied()).collect();
    tasks.sort_unstable();
    for held in template::taken(tx, &tasks).await? {
        tasks.retain(|task| *task != held.task);
        taken.held.push((held.task, held.template));
    }
    let new = Template { name: from.name.clone(), active: true, items: from.items(), tasks, version: None };
    taken.templates.push(template::add(tx, &new, Some(&from.key)).await?);
    Ok(())
}
