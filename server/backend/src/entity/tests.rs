//! What the database itself refuses, and that tables and entities are the same, on both databases.

mod append_only;
mod fixture;
mod invariants;
mod rows;

use std::collections::BTreeSet;

use fixture::{Schema, columns, columns_of_entities, on_each_database, on_each_empty_database, organisation};
use rows::{GRACE, ROWS};
use sea_orm::Database;

#[tokio::test]
async fn db6_tables_and_entities_have_the_same_columns() {
    on_each_database(async |schema| {
        assert_eq!(schema.texts(columns_of_tables(schema)).await, columns_of_entities());
    })
    .await;
}

#[tokio::test]
async fn db6_a_row_of_every_table_is_read_by_its_entity() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for (table, rows) in schema.count_rows_by_entity(organisation(1)).await {
            assert!(rows > 0, "no row of {table}");
        }
    })
    .await;
}

#[tokio::test]
async fn db6_migrating_again_changes_nothing_and_two_servers_may_start_at_once() {
    on_each_empty_database(async |url| {
        let (one, other) = tokio::join!(Database::connect(url), Database::connect(url));
        let (one, other) = (one.expect("a database"), other.expect("a database"));

        let (first, second) = tokio::join!(migration::run(&one), migration::run(&other));
        first.expect("migrated");
        second.expect("waited");

        let schema = Schema { db: one };
        let before = schema.texts(columns_of_tables(&schema)).await;
        migration::run(&schema.db).await.expect("nothing to do");
        assert_eq!(schema.texts(columns_of_tables(&schema)).await, before);
        assert_eq!(
            schema.texts("SELECT name FROM organisation").await,
            BTreeSet::from(["Deployment".to_owned()])
        );
    })
    .await;
}

#[tokio::test]
async fn s086_no_reference_leaves_its_organisation() {
    on_each_database(async |schema| {
        schema.fill(2).await;
        let mut tried = BTreeSet::new();

        for row in ROWS {
            let (table, columns) = columns(*row);
            for at in (0..columns.len()).filter(|at| columns[*at].1.starts_with('#')) {
                let mut foreign = columns.clone();
                foreign[at].1 =
                    if table == "carer" { format!("!{GRACE}") } else { foreign[at].1.replace('#', "!") };
                let said = schema.refused(&schema.insert(1, &(table, foreign))).await.to_lowercase();
                assert!(said.contains("foreign key constraint"), "{table}.{}: {said}", columns[at].0);
                tried.insert(format!("{table}.{}", columns[at].0));
            }
            schema.done(&schema.insert(1, &(table, columns))).await;
        }
        assert_eq!(tried, schema.texts(references(schema)).await);
    })
    .await;
}

#[tokio::test]
async fn what_is_referred_to_is_found_by_an_index_from_its_other_end() {
    on_each_database(async |schema| {
        let bare: BTreeSet<_> = BARE.iter().map(|column| (*column).to_owned()).collect();
        assert_eq!(schema.texts(references_without_index(schema)).await, bare);
    })
    .await;
}

#[tokio::test]
async fn nothing_cascades() {
    on_each_database(async |schema| {
        let cascading = if schema.is_sqlite() {
            "SELECT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) f \
             WHERE f.on_delete <> 'RESTRICT' OR f.on_update <> 'NO ACTION'"
        } else {
            "SELECT conname::text FROM pg_constraint WHERE contype = 'f' AND (confdeltype, confupdtype) <> ('r', 'a')"
        };
        assert_eq!(schema.texts(cascading).await, BTreeSet::new());
    })
    .await;
}

fn columns_of_tables(schema: &Schema) -> &'static str {
    if schema.is_sqlite() {
        "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'seaql_migrations'"
    } else {
        "SELECT table_name || '.' || column_name FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name <> 'seaql_migrations'"
    }
}

/// Every column that refers to a row of the organisation.
fn references(schema: &Schema) -> &'static str {
    if schema.is_sqlite() {
        "SELECT t.name || '.' || f.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f \
         WHERE f.\"from\" <> 'organisation_id'"
    } else {
        "SELECT conrelid::regclass || '.' || attname FROM pg_constraint JOIN pg_attribute \
         ON attrelid = conrelid AND attnum = ANY (conkey) WHERE contype = 'f' AND attname <> 'organisation_id'"
    }
}

/// References that nobody follows from their other end, to rows that are never removed: who did it, and what stays
/// for ever.
const BARE: &[&str] = &[
    "acknowledgment.assessment_id",
    "acknowledgment.text_id",
    "acknowledgment_text.published_by",
    "alert.acknowledged_by",
    "assessment.assessor_id",
    "assessment.template_version_id",
    "assessment_draft.edited_by",
    "assessment_draft.template_version_id",
    "assessment_task.task_id",
    "assessment_template.current_version_id",
    "carer_assignment.assigned_by",
    "carer_assignment.ended_by",
    "competency_rating.previous_rating_id",
    "competency_rating.set_by",
    "completion.care_package_id",
    "completion.task_id",
    "concern.answered_by",
    "deletion.deleted_by",
    "email_change.initiated_by",
    "invitation.account_id",
    "invitation.invited_by",
    "outbox.recipient_id",
    "rating_event.by",
    "rota_entry.confirmed_by",
    "rota_entry.created_by",
    "rota_entry.removed_by",
    "rota_override.by",
    "shift.created_by",
    "shift_application.processed_by",
    "task_assignment.assigned_by",
    "task_assignment.ended_by",
    "template_version.published_by",
];

/// Every column that refers to a row of the organisation, and with which no index begins.
fn references_without_index(schema: &Schema) -> &'static str {
    if schema.is_sqlite() {
        "SELECT t.name || '.' || f.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f \
         WHERE f.\"from\" <> 'organisation_id' AND NOT EXISTS (\
         SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) a, pragma_index_info(i.name) b \
         WHERE a.seqno = 0 AND a.name = 'organisation_id' AND b.seqno = 1 AND b.name = f.\"from\")"
    } else {
        "SELECT conrelid::regclass || '.' || own.attname FROM pg_constraint JOIN pg_attribute own \
         ON own.attrelid = conrelid AND own.attnum = ANY (conkey) \
         WHERE contype = 'f' AND own.attname <> 'organisation_id' AND NOT EXISTS (\
         SELECT 1 FROM pg_index JOIN pg_attribute first ON first.attrelid = indrelid AND first.attnum = indkey[0] \
         WHERE indrelid = conrelid AND first.attname = 'organisation_id' AND indkey[1] = own.attnum)"
    }
}
