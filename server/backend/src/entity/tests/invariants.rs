//! What is never true at the same time, and values that no column takes (DB3).

use std::collections::BTreeSet;

use domain::{
    access::Role,
    account::SessionEnd,
    assessment::{ReadyClosed, Section, SkillResult},
    audit::{ActorKind, Category, Outcome, Severity},
    competency::{Effect, Level, RatingEventKind, RatingSource},
    eligibility::Mode,
    invitation::InvitationStatus,
    progress::CompletionKind,
    rota::EntryState,
    shift::{ApplicationState, ExpiryReason, ShiftKind, ShiftState, ShiftType},
};
use sea_orm::{ActiveEnum, Iterable};

use super::{
    fixture::{Schema, on_each_database},
    rows::{BEN, ENTRY},
};

#[tokio::test]
async fn db3_no_two_live_entries_of_a_carer_share_time() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        let live = "removed_at=NULL; removed_by=NULL; removed_reason=NULL; ";
        let entry =
            |n, from, to| schema.again(1, "rota_entry", n, &format!("{live}start_at={from}; end_at={to}"));

        for (from, to) in
            [(10_000, 20_000), (9_000, 10_001), (19_999, 21_000), (12_000, 13_000), (5_000, 25_000)]
        {
            overlaps(schema, &entry(500, from, to)).await;
        }
        schema.done(&entry(501, 20_000, 30_000)).await;
        schema.done(&entry(502, 1_000, 10_000)).await;
        let other = format!("{live}carer_id=#{BEN}");
        schema.done(&schema.again(1, "rota_entry", 503, &other)).await;
    })
    .await;
}

#[tokio::test]
async fn db3_nor_after_moving_an_entry_giving_it_to_another_or_bringing_one_back() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        let live = "removed_at=NULL; removed_by=NULL; removed_reason=NULL; ";
        schema
            .done(&schema.again(1, "rota_entry", 500, &format!("{live}start_at=20000; end_at=30000")))
            .await;
        schema.done(&schema.again(1, "rota_entry", 501, &format!("{live}carer_id=#{BEN}"))).await;
        let (later, bens, removed) = (schema.id(1, 500), schema.id(1, 501), schema.id(1, 71));
        let ann = schema.id(1, super::rows::ANN);

        overlaps(schema, &format!("UPDATE rota_entry SET start_at = 19999 WHERE id = {later}")).await;
        overlaps(schema, &format!("UPDATE rota_entry SET carer_id = {ann} WHERE id = {bens}")).await;
        let back = "SET removed_at = NULL, removed_by = NULL, removed_reason = NULL";
        overlaps(schema, &format!("UPDATE rota_entry {back} WHERE id = {removed}")).await;

        let entry = schema.id(1, ENTRY);
        schema.done(&format!("UPDATE rota_entry SET end_at = 15000, version = 2 WHERE id = {entry}")).await;
        schema.done(&format!("UPDATE rota_entry SET start_at = 15000 WHERE id = {later}")).await;
    })
    .await;
}

async fn overlaps(schema: &Schema, sql: &str) {
    let said = schema.refused(sql).await;
    assert!(said.contains("rota_entry_no_overlap"), "{sql}: {said}");
}

#[tokio::test]
async fn db3_a_carer_or_a_task_is_assigned_to_a_package_once_at_a_time() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for (table, open) in [("carer_assignment", 27), ("task_assignment", 28)] {
            schema.refused(&schema.again(1, table, 500, "")).await;
            schema.done(&schema.again(1, table, 501, "from_at=1; to_at=2")).await;
            let id = schema.id(1, open);
            schema.done(&format!("UPDATE {table} SET to_at = 3000 WHERE id = {id}")).await;
            schema.done(&schema.again(1, table, 502, "from_at=3000")).await;
        }
    })
    .await;
}

#[tokio::test]
async fn db3_a_rating_is_acknowledged_once() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        schema.done(&schema.again(1, "acknowledgment", 500, "")).await;

        schema.refused(&schema.again(1, "acknowledgment_rating", 501, "acknowledgment_id=#500")).await;
        schema
            .done(&schema.again(1, "acknowledgment_rating", 502, "acknowledgment_id=#500; rating_id=#36"))
            .await;
    })
    .await;
}

#[tokio::test]
async fn one_rule_setting_per_package_and_one_without() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        schema.refused(&schema.again(1, "rule_setting", 500, "")).await;
        schema.refused(&schema.again(1, "rule_setting", 500, "care_package_id=#21")).await;
        schema.done(&schema.again(1, "rule_setting", 501, "care_package_id=#22")).await;
        schema.done(&schema.again(1, "rule_setting", 502, "rule_key='min_rest'")).await;
        schema.fill(2).await;
    })
    .await;
}

#[tokio::test]
async fn names_are_free_again_in_the_bin_and_addresses_are_not() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        let live = |n| schema.again(1, "care_package", n, "deletion_id=NULL");

        schema.refused(&live(500)).await;
        schema.done(&schema.again(1, "care_package", 501, "")).await;
        schema.done("UPDATE account SET email = 'ben@example.org', email_key = 'ben@example.org' WHERE name_key = 'ben hill'").await;
        schema.refused(&schema.again(1, "account", 502, "email='Ben@example.org'; email_key='ben@example.org'")).await;
    })
    .await;
}

#[tokio::test]
async fn addresses_are_unique_across_organisations() {
    on_each_database(async |schema| {
        schema.fill(1).await;
        schema.fill(2).await;

        let taken = "email='grace1@example.org'; email_key='grace1@example.org'";
        schema.refused(&schema.again(2, "account", 500, taken)).await;
        let invited = "token_hash=~99; email='di1@example.org'; email_key='di1@example.org'";
        schema.refused(&schema.again(2, "invitation", 501, invited)).await;
        schema
            .done(
                "UPDATE invitation SET status = 'expired', ended_at = 5 WHERE email_key = 'di1@example.org'",
            )
            .await;
        schema.done(&schema.again(2, "invitation", 501, invited)).await;
    })
    .await;
}

#[tokio::test]
async fn db3_values_outside_their_range_are_refused() {
    on_each_database(async |schema| {
        schema.fill(1).await;

        for (table, value) in [
            ("task", "name_key='x'; target=0"),
            ("task", "name_key='x'; target=10000"),
            ("task", "name_key='x'; reassess_months=61"),
            ("task", "name_key='x'; name=''"),
            ("completion", "submission_id=@1; kind='log'; reason=NULL; amount=0"),
            ("completion", "submission_id=@1; kind='log'; reason=NULL; amount=101"),
            ("completion", "submission_id=@1; kind='adjust'; amount=0"),
            ("completion", "submission_id=@1; kind='reset'; amount=1"),
            ("completion", "submission_id=@1; kind='adjust'; amount=1; reason=NULL"),
            ("completion", "submission_id=@1; kind='other'"),
            ("completion", "submission_id=@1; work_date='2026-02-30'"),
            ("progress_current", "carer_id=#12; count=-1"),
            ("competency_rating", "level='good'"),
            ("competency_rating", "assessment_id=NULL"),
            ("account", "can_erase=TRUE"),
            ("account", "role='owner'"),
            ("care_package", "postcode_area='M'"),
            ("template_item", "position=2; model_answer=NULL"),
            ("template_item", "position=2; allow_not_applicable=TRUE"),
            ("rota_entry", "end_at=10000"),
            ("rota_entry", "end_at=90010000"),
            ("rota_override", "reason='too short'"),
            ("shift", "rota_entry_id=NULL"),
            ("shift", "sent_at=NULL"),
            ("outbox", "status='given_up'"),
            ("session", "token_hash=.1"),
        ] {
            let said = schema.refused(&schema.again(1, table, 500, value)).await;
            assert!(
                said.to_lowercase().contains("check constraint") || said.contains("date/time field"),
                "{table} {value}: {said}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn db6_a_column_takes_the_codes_that_its_type_has() {
    on_each_database(async |schema| {
        if !schema.is_sqlite() {
            return;
        }
        let mut given = codes::<Level>();
        given.remove("not_assessed");
        for (column, codes) in [
            ("account.role", codes::<Role>()),
            ("assessment.overall_level", given),
            ("assessment_answer.section", codes::<Section>()),
            ("assessment_answer.skill_result", codes::<SkillResult>()),
            ("assessment_ready.close_reason", codes::<ReadyClosed>()),
            ("audit_entry.actor_kind", codes::<ActorKind>()),
            ("audit_entry.category", codes::<Category>()),
            ("audit_entry.outcome", codes::<Outcome>()),
            ("audit_entry.severity", codes::<Severity>()),
            ("competency_current.effective_level", codes::<Level>()),
            ("competency_rating.effect", codes::<Effect>()),
            ("competency_rating.level", codes::<Level>()),
            ("competency_rating.source", codes::<RatingSource>()),
            ("completion.kind", codes::<CompletionKind>()),
            ("invitation.role", codes::<Role>()),
            ("invitation.status", codes::<InvitationStatus>()),
            ("rating_event.kind", codes::<RatingEventKind>()),
            ("rota_entry.state", codes::<EntryState>()),
            ("rota_entry.type", codes::<ShiftType>()),
            ("rule_setting.mode", codes::<Mode>()),
            ("session.end_reason", codes::<SessionEnd>()),
            ("shift.expiry_reason", codes::<ExpiryReason>()),
            ("shift.kind", codes::<ShiftKind>()),
            ("shift.status", codes::<ShiftState>()),
            ("shift.type", codes::<ShiftType>()),
            ("shift_application.status", codes::<ApplicationState>()),
            ("template_item.section", codes::<Section>()),
        ] {
            assert_eq!(codes_taken(schema, column).await, codes, "{column}");
        }
    })
    .await;
}

fn codes<E: ActiveEnum<Value = String> + Iterable>() -> BTreeSet<String> {
    E::iter().map(|code| code.to_value()).collect()
}

/// As the table was written; both databases were given the same text.
async fn codes_taken(schema: &Schema, column: &str) -> BTreeSet<String> {
    let (table, column) = column.split_once('.').expect("table.column");
    let written = schema.texts(&format!("SELECT sql FROM sqlite_schema WHERE name = '{table}'")).await;
    let written = written.first().expect("a table");
    let (_, from) = written.split_once(&format!("\"{column}\" IN (")).expect("a list of codes");
    let (codes, _) = from.split_once(')').expect("its end");
    codes.split(", ").map(|code| code.trim_matches('\'').to_owned()).collect()
}

#[tokio::test]
async fn db7_text_compares_by_bytes() {
    on_each_database(async |schema| {
        for (n, name) in ["alice", "Zoe", "émile", "Bob"].iter().enumerate() {
            let n = u32::try_from(n).expect("small");
            schema.done(&schema.insert(n + 1, &super::columns(super::ROWS[0]))).await;
            let id = schema.id(n + 1, 0);
            schema.done(&format!("UPDATE organisation SET name = '{name}' WHERE id = {id}")).await;
        }

        let first = "SELECT name FROM organisation WHERE name <> 'Deployment' ORDER BY name LIMIT 1";
        let last = "SELECT name FROM organisation ORDER BY name DESC LIMIT 1";
        assert_eq!(schema.texts(first).await.first().map(String::as_str), Some("Bob"));
        assert_eq!(schema.texts(last).await.first().map(String::as_str), Some("émile"));
    })
    .await;
}
