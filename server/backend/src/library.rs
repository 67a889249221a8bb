//! The starter library, taken into a real organisation: what is there already is skipped, so taking it twice makes
//! nothing twice (screens §7).

pub(crate) mod stock;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use domain::access::Action;
use domain::assessment::{ItemCounts, Template};
use domain::id::{SubmissionId, TaskId};
use domain::library::{Shelf, ShelfTask, ShelfTemplate, TakeDraft, Taken};
use domain::problems::{Problem, Problems};
use domain::task::Task;
use domain::text::name_key;

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
    let tasks = task::named(&read, stock.tasks.values().map(|task| task.name.as_str())).await?;
    let templates =
        template::named(&read, stock.templates.values().map(|template| template.name.as_str())).await?;
    let mut shelf = Shelf { templates: Vec::new(), tasks: Vec::new() };
    for (key, template) in &stock.templates {
        let covered = template.tasks.iter().filter_map(|key| stock.tasks.get(key));
        shelf.templates.push(ShelfTemplate {
            key: key.clone(),
            is_there: templates.contains_key(&name_key(&template.name)),
            name: template.name.clone(),
            about: template.about.clone(),
            tasks: covered.map(|task| task.name.clone()).collect(),
            items: ItemCounts::of(&template.items()),
        });
    }
    for (key, task) in stock.tasks {
        shelf.tasks.push(ShelfTask {
            key,
            is_there: tasks.contains_key(&name_key(&task.name)),
            name: task.name,
            description: task.description,
            target: task.target,
            reassess_months: task.cadence.map(u32::from),
        });
    }
    shelf.templates.sort_by(|a, b| a.name.cmp(&b.name));
    shelf.tasks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(shelf)
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
        Once::Before(taken) => return Ok(taken),
        Once::First(first) => first,
    };
    let names = stock.templates.values().map(|template| template.name.as_str());
    let templates_there = template::named(&tx, names).await?;
    let mut taken = Taken::default();
    let mut new = Vec::new();
    for key in BTreeSet::from_iter(&draft.templates) {
        let template = stock.templates.get(key).ok_or_else(|| unknown("templates"))?;
        if templates_there.contains_key(&name_key(&template.name)) {
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
    if taken.tasks + taken.templates > 0 {
        tx.commit_noted().await?;
    }
    Ok(taken)
}

fn unknown(field: &str) -> Problems {
    Problems::one(field, Problem::NotAllowed)
}

/// Adds the ticked tasks and those of the new templates, unless they are there; gives the ids of all, by key.
async fn take_tasks(
    tx: &Tx,
    stock: &Library,
    draft: &TakeDraft,
    templates: &[&stock::Template],
    taken: &mut Taken,
) -> Result<HashMap<String, TaskId>, Error> {
    let there = task::named(tx, stock.tasks.values().map(|task| task.name.as_str())).await?;
    let of_templates = templates.iter().flat_map(|template| &template.tasks);
    let mut ids = HashMap::new();
    for key in draft.tasks.iter().chain(of_templates).collect::<BTreeSet<_>>() {
        let from = stock.tasks.get(key).ok_or_else(|| unknown("tasks"))?;
        let id = if let Some(id) = there.get(&name_key(&from.name)) {
            taken.skipped += u64::from(draft.tasks.contains(key));
            *id
        } else {
            taken.tasks += 1;
            task::add(tx, &read(from)?).await?
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
    taken: &mut Taken,
) -> Result<(), Error> {
    let mut tasks: Vec<TaskId> = from.tasks.iter().filter_map(|key| ids.get(key).copied()).collect();
    tasks.sort_unstable();
    for held in template::taken(tx, &tasks).await? {
        tasks.retain(|task| *task != held.task);
        taken.held.push((held.task_name, held.template_name));
    }
    let new = Template { name: from.name.clone(), active: true, items: from.items(), tasks, version: None };
    template::add(tx, &new).await?;
    taken.templates += 1;
    Ok(())
}
