//! What an entry speaks of, by name: entries keep ids, because names change and are erased; readers want names.

use std::collections::{HashMap, HashSet};

use domain::id::{AccountId, PackageId, TaskId, TemplateId};
use domain::time::Instant;
use serde_json::Value;
use uuid::Uuid;

use super::trail::Names;
use crate::cx::Tx;
use crate::entity::{assessment_template, care_package, task};
use crate::{Error, list};

/// The names of what some ids stand for.
pub(super) struct Named(HashMap<Uuid, String>);

impl Named {
    /// The people by their names at that moment (R-AUD-1), the things by the names they have now: four queries,
    /// however many ids.
    pub(super) async fn of(tx: &Tx, ids: &HashSet<Uuid>, at: Instant) -> Result<Self, Error> {
        let people = Names::of(tx, ids.iter().copied().map(AccountId)).await?;
        let person = |&id: &Uuid| Some((id, people.at(AccountId(id), at)?));
        let mut names: HashMap<Uuid, String> = ids.iter().filter_map(person).collect();

        let of = || ids.iter().copied();
        let packages = list::names::<care_package::Entity>(tx, of().map(PackageId)).await?;
        let tasks = list::names::<task::Entity>(tx, of().map(TaskId)).await?;
        let templates = list::names::<assessment_template::Entity>(tx, of().map(TemplateId)).await?;
        names.extend(packages.into_iter().map(|(id, name)| (id.0, name)));
        names.extend(tasks.into_iter().map(|(id, name)| (id.0, name)));
        names.extend(templates.into_iter().map(|(id, name)| (id.0, name)));
        Ok(Self(names))
    }

    /// The name of an id, or the id itself.
    pub(super) fn name(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The value with each known id replaced by its name.
    pub(super) fn apply(&self, value: Value) -> Value {
        match value {
            Value::String(text) => {
                let name = text.parse().ok().and_then(|id: Uuid| self.0.get(&id).cloned());
                Value::String(name.unwrap_or(text))
            }
            Value::Object(fields) => {
                Value::Object(fields.into_iter().map(|(key, value)| (key, self.apply(value))).collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|value| self.apply(value)).collect()),
            other => other,
        }
    }
}

/// Every id that a value holds.
pub(super) fn ids(value: &Value, found: &mut HashSet<Uuid>) {
    match value {
        Value::String(text) => found.extend(text.parse::<Uuid>().ok()),
        Value::Object(fields) => fields.values().for_each(|value| ids(value, found)),
        Value::Array(items) => items.iter().for_each(|value| ids(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
