//! The starter library as it is written: `server/backend/sample/library`, compiled in, read into types.

use std::collections::BTreeMap;

use domain::assessment::{Item, Section};
use domain::competency::Cadence;
use serde::Deserialize;

use crate::Error;

/// Tasks and templates by their keys.
#[derive(Debug)]
pub(crate) struct Library {
    pub tasks: BTreeMap<String, Task>,
    pub templates: BTreeMap<String, Template>,
}

/// A line of `tasks.csv`.
#[derive(Debug)]
pub(crate) struct Task {
    pub name: String,
    pub description: String,
    pub target: u32,
    pub cadence: Option<Cadence>,
}

/// A file of `templates`.
#[derive(Debug, Deserialize)]
pub(crate) struct Template {
    pub key: String,
    pub name: String,
    /// For whom it is, in a sentence or two.
    pub about: String,
    pub tasks: Vec<String>,
    knowledge: Vec<Written>,
    practical: Vec<Skill>,
    emergency: Vec<Written>,
}

#[derive(Clone, Debug, Deserialize)]
struct Written {
    #[serde(alias = "question", alias = "scenario")]
    prompt: String,
    model_answer: String,
}

#[derive(Debug, Deserialize)]
struct Skill {
    skill: String,
    allow_not_applicable: bool,
}

const TASKS: &str = include_str!("../../sample/library/tasks.csv");

const TEMPLATES: [&str; 10] = [
    include_str!("../../sample/library/templates/controlled-drugs.toml"),
    include_str!("../../sample/library/templates/delegated-clinical.toml"),
    include_str!("../../sample/library/templates/deterioration-emergencies.toml"),
    include_str!("../../sample/library/templates/eating-drinking.toml"),
    include_str!("../../sample/library/templates/enteral-feeding.toml"),
    include_str!("../../sample/library/templates/medicines-core.toml"),
    include_str!("../../sample/library/templates/moving-assisting.toml"),
    include_str!("../../sample/library/templates/person-centred-support.toml"),
    include_str!("../../sample/library/templates/personal-care.toml"),
    include_str!("../../sample/library/templates/safe-working.toml"),
];

/// The library contradicts itself.
fn wrong(why: impl std::fmt::Display) -> Error {
    Error::fault("the starter library", why)
}

impl Library {
    /// Reads all of it.
    pub(crate) fn read() -> Result<Self, Error> {
        let tasks = TASKS.lines().skip(1).map(task).collect::<Result<_, _>>()?;
        let templates = TEMPLATES.into_iter().map(|text| toml::from_str::<Template>(text).map_err(wrong));
        let templates = templates.map(|template| template.map(|template| (template.key.clone(), template)));
        Ok(Self { tasks, templates: templates.collect::<Result<_, _>>()? })
    }

    /// The keys and names of its tasks.
    pub(crate) fn task_names(&self) -> impl Iterator<Item = (&String, &str)> {
        self.tasks.iter().map(|(key, task)| (key, task.name.as_str()))
    }

    /// The keys and names of its templates.
    pub(crate) fn template_names(&self) -> impl Iterator<Item = (&String, &str)> {
        self.templates.iter().map(|(key, template)| (key, template.name.as_str()))
    }

    /// The shortest cadence among the tasks of a template, which is when the group is due again.
    pub(crate) fn shortest(&self, template: &Template) -> Option<Cadence> {
        let cadences = template.tasks.iter().filter_map(|key| self.tasks.get(key)?.cadence);
        cadences.min_by_key(|cadence| u32::from(*cadence))
    }
}

impl Template {
    /// Everything it asks, counted in each section from 1.
    pub(crate) fn items(&self) -> Vec<Item> {
        let written = |section, items: &[Written]| {
            let places = (1..).zip(items.to_owned());
            let item = move |(position, from): (u32, Written)| Item {
                section,
                position,
                prompt: from.prompt,
                model_answer: Some(from.model_answer.trim().to_owned()),
                allow_not_applicable: false,
            };
            places.map(item).collect::<Vec<_>>()
        };
        let skill = |(position, from): (u32, &Skill)| Item {
            section: Section::Practical,
            position,
            prompt: from.skill.clone(),
            model_answer: None,
            allow_not_applicable: from.allow_not_applicable,
        };
        let mut items = written(Section::Knowledge, &self.knowledge);
        items.extend((1..).zip(&self.practical).map(skill));
        items.extend(written(Section::Emergency, &self.emergency));
        items
    }
}

/// key, name, description, target, months, template, standards of the Care Certificate, high risk.
fn task(line: &str) -> Result<(String, Task), Error> {
    let cells = cells(line);
    let [key, name, description, target, months, ..] = cells.as_slice() else {
        return Err(wrong(format!("a task without its cells: {line}")));
    };
    let task = Task {
        name: name.clone(),
        description: description.clone(),
        target: target.parse().map_err(wrong)?,
        cadence: Cadence::read(months).map_err(|_| wrong(format!("months of {key}")))?,
    };
    Ok((key.clone(), task))
}

/// The cells of a line. Those with a comma inside stand in quotation marks, and no cell has either within.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            letter => cells.last_mut().into_iter().for_each(|cell| cell.push(letter)),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_in_quotation_marks_parts_no_cells() {
        assert_eq!(cells("eye,\"Drops, given\",20,,x"), ["eye", "Drops, given", "20", "", "x"]);
    }
}
