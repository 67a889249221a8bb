//! What is looked up from the other end of a reference: where rows may go, what refers to them is asked first
//! (domain §10), and an assessment is asked for its amendment.

use sea_orm_migration::prelude::*;

use crate::table::{Index, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // The list of concerns is paged by the id, too; the old index is the beginning of the new one.
        let mut statements = vec!["DROP INDEX \"concern_status_created_at_list\"".to_owned()];
        statements.extend(ALL.iter().map(|(table, columns)| index(table, columns, None)));
        statements.extend(SOME.iter().map(|(table, column, among)| index(table, &[*column], Some(among))));
        run(m, statements).await
    }
}

const ALL: &[(&str, &[&str])] = &[
    ("concern", &["status", "created_at", "id"]),
    ("concern", &["carer_id", "id"]),
    ("session", &["origin_id"]),
    ("password_reset", &["origin_id"]),
    ("acknowledgment", &["origin_id"]),
    ("assessment_draft", &["template_id"]),
    ("assessment_ready", &["template_id"]),
];

/// References that most rows do not have.
const SOME: &[(&str, &str, &str)] = &[
    ("account", "deletion_id", "deletion_id IS NOT NULL"),
    ("care_package", "deletion_id", "deletion_id IS NOT NULL"),
    ("task", "deletion_id", "deletion_id IS NOT NULL"),
    ("assessment_template", "deletion_id", "deletion_id IS NOT NULL"),
    ("assessment", "amends_id", "amends_id IS NOT NULL"),
    ("carer_assignment", "note_id", "note_id IS NOT NULL"),
    ("completion", "note_id", "note_id IS NOT NULL"),
    ("audit_entry", "origin_id", "origin_id IS NOT NULL"),
    ("shift", "copied_from", "copied_from IS NOT NULL"),
    ("shift", "selected_application_id", "selected_application_id IS NOT NULL"),
];

fn index(table: &str, columns: &[&'static str], among: Option<&'static str>) -> String {
    let columns = std::iter::once("organisation_id").chain(columns.iter().copied()).collect();
    Index { columns, among }.sql("INDEX", table, "list")
}
