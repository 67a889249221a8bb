//! The trail of what was done, its chains, and what retention took from it.

use sea_orm_migration::prelude::*;

use crate::{
    column::Kind,
    dialect,
    table::{Table, create, of_deployment, recorded, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(m, vec![audit_entry(), audit_head(), audit_checkpoint(), retention_run()]).await?;
        run(m, vec![first_heads(m)?]).await
    }
}

/// Every chain begins at nought, with 32 zero bytes for the hash before its first entry.
fn first_heads(m: &SchemaManager) -> Result<String, DbErr> {
    let nothing = dialect::of(m.get_database_backend())?.zeros(32);
    Ok(format!(
        "INSERT INTO audit_head (organisation_id, last_seq, last_hash) SELECT id, 0, {nothing} FROM organisation"
    ))
}

/// Who and what it speaks of are no references: it outlives them.
fn audit_entry() -> Table {
    recorded("audit_entry")
        .sequence("seq")
        .id("actor_id?")
        .code("actor_kind", &["admin", "carer", "system", "anonymous"])
        .text("action", 1..=60)
        .code("category", CATEGORIES)
        .code("severity", &["info", "warning", "error", "critical"])
        .code("outcome", &["success", "failure", "refused"])
        .text("entity_type?", 1..=60)
        .id("entity_id?")
        .json("before?")
        .json("after?")
        .refers("origin_id?", "personal_value")
        .id("session_id?")
        .id("correlation_id")
        .text("imported_action?", 1..=255)
        .hash("prev_hash")
        .hash("hash")
        .check("seq > 0")
        .unique(&["seq"])
        .listed_by(&["at"])
        .listed_by(&["actor_id", "seq"])
        .listed_by(&["entity_id", "seq"])
        .listed_by(&["action", "seq"])
        .removed_where(
            "EXISTS (SELECT 1 FROM audit_checkpoint AS behind WHERE behind.organisation_id = OLD.organisation_id \
             AND behind.kind = 'removal' AND OLD.seq BETWEEN behind.first_seq AND behind.last_seq)",
        )
}

const CATEGORIES: &[&str] = &[
    "auth",
    "user",
    "care",
    "assign",
    "progress",
    "competency",
    "shift",
    "rota",
    "file",
    "email",
    "access",
    "security",
    "system",
];

/// One row per chain, locked last of all.
fn audit_head() -> Table {
    of_deployment("audit_head", "organisation_id", Kind::Id).of_one().sequence("last_seq").hash("last_hash")
}

/// A removal is written before the entries it covers are removed.
fn audit_checkpoint() -> Table {
    recorded("audit_checkpoint")
        .code("kind", &["head", "removal"])
        .sequence("first_seq")
        .sequence("last_seq")
        .hash("first_hash")
        .hash("last_hash")
        .sequence("count")
        .count("key_number")
        .bytes("signature")
        .check("last_seq >= first_seq")
        .listed_by(&["kind", "last_seq"])
}

/// Written first in the transaction that removes the rows it speaks of; those before that moment may go.
fn retention_run() -> Table {
    recorded("retention_run")
        .code("table_name", &["personal_value", "rota_archive", "rota_override", "shift_task"])
        .instant("before")
        .count("count")
        .check("\"before\" <= at")
        .listed_by(&["table_name", "before"])
}
