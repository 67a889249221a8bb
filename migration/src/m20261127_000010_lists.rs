//! What lists are sorted by and looked up by: each sort ends with the id, so that the place of a page is looked up in
//! the index (R-GEN-13), and every mark that a page asks for has one (R-GEN-16).

use sea_orm_migration::prelude::*;

use crate::{
    column::{Column, Kind},
    dialect,
    table::{Index, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect::of(m.get_database_backend())?;
        let name_key = Column::read("name_key?", Kind::Text).sql(dialect);
        let mut statements = vec![
            format!("ALTER TABLE \"invitation\" ADD COLUMN {name_key}"),
            // What is sent from now on is folded as all names are; of what was sent before, this is near enough to
            // find it. It goes when the name goes.
            "UPDATE \"invitation\" SET \"name_key\" = lower(\"name\")".to_owned(),
        ];
        // The old ones are the beginnings of new ones.
        statements.extend(REPLACED.iter().map(|(table, columns)| drop_sql(table, columns)));
        statements.extend(LISTS.iter().map(|(table, columns)| index(table, columns, None)));
        statements.extend(AMONG.iter().map(|(table, columns, among)| index(table, columns, Some(among))));
        run(m, statements).await
    }
}

const OPEN: &str = "to_at IS NULL";

const REPLACED: &[(&str, &[&str])] = &[
    ("account", &["role", "name_key"]),
    ("care_package", &["name_key"]),
    ("task", &["name_key"]),
    ("assessment_template", &["name_key"]),
    ("assessment", &["completed_at"]),
    ("notice", &["account_id", "created_at"]),
    ("shift", &["start_at"]),
];

/// Lists by the columns that they are sorted by, and rows by what they are looked up by.
const LISTS: &[(&str, &[&str])] = &[
    ("account", &["role", "name_key", "id"]),
    ("account", &["role", "email_key", "id"]),
    ("account", &["role", "active", "id"]),
    ("account", &["role", "created_at", "id"]),
    ("invitation", &["sent_at", "id"]),
    ("care_package", &["name_key", "id"]),
    ("care_package", &["postcode_area", "id"]),
    ("care_package", &["active", "id"]),
    ("care_package", &["created_at", "id"]),
    ("task", &["name_key", "id"]),
    ("task", &["target", "id"]),
    ("task", &["active", "id"]),
    ("task", &["created_at", "id"]),
    ("assessment_template", &["name_key", "id"]),
    ("assessment", &["completed_at", "id"]),
    ("assessment", &["carer_id", "completed_at", "id"]),
    ("assessment", &["template_id", "completed_at", "id"]),
    ("notice", &["account_id", "created_at", "id"]),
    ("shift", &["start_at", "id"]),
    ("carer_assignment", &["care_package_id", "to_at", "id"]),
    ("task_assignment", &["care_package_id", "to_at", "id"]),
    ("competency_rating", &["task_id"]),
    ("competency_rating", &["set_at", "id"]),
    ("rating_event", &["kind", "rating_id"]),
];

/// The same among a part of the rows.
const AMONG: &[(&str, &[&str], &str)] = &[
    ("carer_assignment", &["care_package_id", "carer_id"], OPEN),
    ("task_assignment", &["care_package_id", "task_id"], OPEN),
    ("carer_assignment", &["ended_by_deletion"], "ended_by_deletion IS NOT NULL"),
    ("task_assignment", &["ended_by_deletion"], "ended_by_deletion IS NOT NULL"),
    ("competency_current", &["effective_rating_id"], "effective_rating_id IS NOT NULL"),
];

fn index(table: &str, columns: &[&'static str], among: Option<&'static str>) -> String {
    let columns = std::iter::once("organisation_id").chain(columns.iter().copied()).collect();
    Index { columns, among }.sql("INDEX", table, "list")
}

fn drop_sql(table: &str, columns: &[&str]) -> String {
    format!("DROP INDEX \"{table}_{}_list\"", columns.join("_"))
}
