//! Rows that are only ever added stay as they were written, and the few exceptions are exactly those.

use super::{
    fixture::{Schema, on_each_database},
    rows::{SENT_SHIFT, UNSENT_SHIFT},
};

/// Every table marked **A** or **A\*** in the specification.
const APPEND_ONLY: &[&str] = &[
    "acknowledgment",
    "acknowledgment_rating",
    "acknowledgment_text",
    "assessment",
    "assessment_answer",
    "assessment_task",
    "audit_checkpoint",
    "audit_entry",
    "carer_assignment",
    "competency_rating",
    "completion",
    "person_name",
    "personal_value",
    "rating_event",
    "retention_run",
    "rota_override",
    "task_assignment",
    "template_item",
    "template_version",
];

#[tokio::test]
async fn s107_no_row_of_the_trail_is_changed_or_removed() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for sql in ["UPDATE audit_entry SET outcome = 'refused'", "DELETE FROM audit_entry WHERE seq = 2"] {
            assert!(schema.refused(sql).await.contains("append-only: audit_entry"));
        }
    })
    .await;
}

#[tokio::test]
async fn s152_no_append_only_row_is_updated_deleted_replaced_or_truncated() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for table in APPEND_ONLY {
            let before = dump(schema, table).await;
            for (verb, sql) in attacks(schema, table) {
                let said = schema.refused(&sql).await;
                assert!(said.contains(&format!("append-only: {table} refuses {verb}")), "{sql}: {said}");
            }
            assert_eq!(dump(schema, table).await, before);
        }
    })
    .await;
}

fn attacks(schema: &Schema, table: &str) -> Vec<(&'static str, String)> {
    let mut attacks = vec![
        ("update", format!("UPDATE {table} SET organisation_id = organisation_id")),
        ("delete", format!("DELETE FROM {table}")),
    ];
    if schema.is_sqlite() {
        attacks.push(("replace", format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}")));
        attacks.push(("update", format!("UPDATE OR REPLACE {table} SET id = id")));
    } else {
        attacks.push(("truncate", format!("TRUNCATE {table} CASCADE")));
    }
    attacks
}

/// All that stands in a table, as text.
async fn dump(schema: &Schema, table: &str) -> std::collections::BTreeSet<String> {
    if !schema.is_sqlite() {
        return schema.texts(&format!("SELECT t::text FROM {table} AS t")).await;
    }
    let columns = schema.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
    schema.texts(&format!("SELECT {} FROM {table}", quoted.join(" || ' ' || "))).await
}

#[tokio::test]
async fn s152_on_sqlite_no_other_unique_key_serves_to_replace_a_row() {
    on_each_database(async |schema| {
        if !schema.is_sqlite() {
            return;
        }
        schema.fill(1).await;

        for (table, changes) in [
            ("completion", "submission_id=@70"),
            ("audit_entry", "seq=2"),
            ("acknowledgment_rating", ""),
            ("template_version", ""),
            ("carer_assignment", ""),
        ] {
            let before = dump(schema, table).await;
            let replace = schema.again(1, table, 500, changes).replace("INSERT", "INSERT OR REPLACE");
            assert!(
                schema.refused(&replace).await.contains(&format!("append-only: {table} refuses replace"))
            );
            assert_eq!(dump(schema, table).await, before);
        }
    })
    .await;
}

#[tokio::test]
async fn erasure_blanks_a_personal_text_with_its_salt_and_changes_nothing_else() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for refused in [
            "UPDATE personal_value SET value = NULL",
            "UPDATE personal_value SET value = 'other', salt = NULL",
            "UPDATE personal_value SET value = NULL, salt = NULL, kind = 'phone'",
            "UPDATE person_name SET name = 'Other'",
            "UPDATE person_name SET name = NULL, from_at = 5",
        ] {
            assert!(schema.refused(refused).await.contains("append-only"));
        }
        schema.done("UPDATE personal_value SET value = NULL, salt = NULL").await;
        schema.done("UPDATE person_name SET name = NULL").await;
        assert!(schema.refused("UPDATE person_name SET name = 'Ann Moore'").await.contains("append-only"));
    })
    .await;
}

#[tokio::test]
async fn an_assignment_is_closed_once_and_otherwise_stays() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for table in ["carer_assignment", "task_assignment"] {
            let (id, grace) =
                (schema.id(1, if table == "carer_assignment" { 27 } else { 28 }), schema.id(1, 10));
            let change = |set: &str| format!("UPDATE {table} SET {set} WHERE id = {id}");
            let close = change(&format!("to_at = 3000, ended_by = {grace}"));
            for refused in ["from_at = 1", "to_at = 3000, from_at = 1", "ended_by = assigned_by"] {
                assert!(schema.refused(&change(refused)).await.contains("append-only"));
            }
            schema.done(&close).await;
            for refused in [close.as_str(), &change("to_at = NULL"), &change("to_at = 4000")] {
                assert!(schema.refused(refused).await.contains("append-only"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn old_entries_of_the_trail_go_only_behind_a_checkpoint_of_their_organisation() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        schema.fill(2).await;
        let (ours, theirs) = (schema.id(1, 0), schema.id(2, 0));
        let remove = |whose: &str, seq: u32| {
            format!("DELETE FROM audit_entry WHERE organisation_id = {whose} AND seq = {seq}")
        };

        schema.refused(&remove(&ours, 1)).await;
        schema.done(&schema.again(1, "audit_checkpoint", 500, "kind='removal'; last_seq=1; count=1")).await;

        schema.refused(&remove(&theirs, 1)).await;
        schema.refused(&remove(&ours, 2)).await;
        schema.done(&remove(&ours, 1)).await;
    })
    .await;
}

#[tokio::test]
async fn other_old_rows_go_only_behind_a_retention_run_for_their_table() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        let value = "DELETE FROM personal_value WHERE kind = 'phone'";
        schema.done(&schema.again(1, "personal_value", 500, "kind='phone'; created_at=100")).await;
        schema.done(&schema.again(1, "personal_value", 501, "kind='contact'; created_at=900")).await;

        schema.done(&schema.again(1, "retention_run", 502, "table_name='rota_override'")).await;
        schema.refused(value).await;
        schema.done(&schema.again(1, "retention_run", 503, "table_name='personal_value'")).await;

        schema.done(value).await;
        schema.refused("DELETE FROM personal_value WHERE kind = 'contact'").await;
        schema.refused("DELETE FROM rota_override").await;
        schema
            .done(&schema.again(1, "retention_run", 504, "table_name='rota_override'; before=2000; at=2000"))
            .await;
        schema.done("DELETE FROM rota_override").await;
    })
    .await;
}

#[tokio::test]
async fn what_a_sent_shift_requires_is_fixed() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        let (sent, unsent) = (schema.id(1, SENT_SHIFT), schema.id(1, UNSENT_SHIFT));
        let fixed = async |sql: &str| {
            assert!(schema.refused(sql).await.contains("shift_task_fixed_once_sent"), "{sql}");
        };

        fixed(&schema.again(1, "shift_task", 500, &format!("shift_id=#{SENT_SHIFT}"))).await;
        fixed(&format!("UPDATE shift_task SET shift_id = {sent}")).await;
        schema.done(&schema.again(1, "shift_task", 501, "task_id=#63")).await;
        schema.done(&format!("DELETE FROM shift_task WHERE id = {}", schema.id(1, 501))).await;

        schema.done(&format!("UPDATE shift SET status = 'open', sent_at = 2000 WHERE id = {unsent}")).await;
        fixed("DELETE FROM shift_task").await;
        fixed("UPDATE shift_task SET version = 2").await;
        let said = schema.refused("UPDATE shift SET status = 'created', sent_at = NULL").await;
        assert!(said.contains("shift_stays_sent"));

        let run = "table_name='shift_task'; before=30000; at=30000";
        schema.done(&schema.again(1, "retention_run", 502, run)).await;
        schema.done("DELETE FROM shift_task").await;
    })
    .await;
}
