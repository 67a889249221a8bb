//! What keeps append-only rows as they are, whoever asks: triggers on both databases (domain §1, §9).

use crate::{
    dialect::{Dialect, Event},
    table::{Index, Table},
};

/// The exceptions of one append-only table. Most have none.
#[derive(Default)]
pub(crate) struct Guard {
    pub(crate) closing: Vec<&'static str>,
    pub(crate) blanked: Vec<&'static str>,
    pub(crate) removed: Option<&'static str>,
}

impl Guard {
    pub(crate) fn sql(&self, table: &Table, dialect: Dialect) -> Vec<String> {
        let name = table.name;
        let refuse = |event, verb: &str, unless: &str| {
            let message = format!("append-only: {name} refuses {verb}");
            dialect.trigger(&format!("{name}_refuses_{verb}"), event, name, unless, &message)
        };
        let mut triggers = vec![
            refuse(Event::Update, "update", &self.lets_update(table)),
            refuse(Event::Delete, "delete", self.removed.unwrap_or("FALSE")),
        ];
        if dialect.replaces_on_insert() {
            triggers.push(refuse(Event::Insert, "replace", &lets_insert(table)));
        }
        let message = format!("append-only: {name} refuses truncate");
        triggers.extend(dialect.trigger_on_truncate(&format!("{name}_refuses_truncate"), name, &message));
        triggers
    }

    fn lets_update(&self, table: &Table) -> String {
        let Some(first) = self.closing.first() else {
            return self.lets_blank(table);
        };
        let closes = format!("OLD.\"{first}\" IS NULL AND NEW.\"{first}\" IS NOT NULL");
        format!("{closes} AND {}", unchanged(table, &self.closing))
    }

    fn lets_blank(&self, table: &Table) -> String {
        if self.blanked.is_empty() {
            return "FALSE".to_owned();
        }
        let blank: Vec<String> =
            self.blanked.iter().map(|column| format!("NEW.\"{column}\" IS NULL")).collect();
        format!("{} AND {}", blank.join(" AND "), unchanged(table, &self.blanked))
    }
}

fn unchanged(table: &Table, but: &[&str]) -> String {
    let same: Vec<String> = table
        .columns
        .iter()
        .map(|column| column.name)
        .filter(|column| !but.contains(column))
        .map(|column| format!("NEW.\"{column}\" IS NOT DISTINCT FROM OLD.\"{column}\""))
        .collect();
    same.join(" AND ")
}

/// `INSERT OR REPLACE` removes the rows it collides with without firing their delete triggers, so a row is
/// let in only where it collides with none: neither by its id nor by any other unique key.
fn lets_insert(table: &Table) -> String {
    let id = Index { columns: vec![table.key()], among: None };
    let collisions: Vec<String> =
        std::iter::once(&id).chain(&table.uniques).map(|index| collision(table, index)).collect();
    format!("NOT ({})", collisions.join(" OR "))
}

/// A partial index binds a row only where its condition holds for that row too.
fn collision(table: &Table, index: &Index) -> String {
    let same: Vec<String> =
        index.columns.iter().map(|column| format!("\"{column}\" = NEW.\"{column}\"")).collect();
    let same = format!("SELECT 1 FROM \"{}\" WHERE {}", table.name, same.join(" AND "));
    let Some(condition) = index.among else {
        return format!("EXISTS ({same})");
    };
    let new: Vec<String> = table.columns.iter().map(|c| format!("NEW.\"{0}\" AS \"{0}\"", c.name)).collect();
    let bound = format!("SELECT 1 FROM (SELECT {}) WHERE {condition}", new.join(", "));
    format!("(EXISTS ({same} AND {condition}) AND EXISTS ({bound}))")
}
