//! What keeps it running: once-only posts, leases, limits, alerts, mails, notices and job runs.

use sea_orm_migration::prelude::*;

use crate::{
    column::Kind,
    table::{Table, create, mutable, of_deployment},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(m, vec![submission(), alert(), outbox(), notice(), lease(), rate_counter(), job_run()]).await
    }
}

/// What a post once did, so that a repeat does nothing more.
fn submission() -> Table {
    mutable("submission")
        .refers("account_id", "account")
        .text("operation", 1..=100)
        .id("submission_id")
        .hash("payload_hash")
        .json("result")
        .unique(&["account_id", "operation", "submission_id"])
        .listed_by(&["created_at"])
}

fn alert() -> Table {
    mutable("alert")
        .code("type", &["security", "compliance", "system", "data_integrity"])
        .code("severity", &["low", "medium", "high", "critical"])
        .text("title", 1..=200)
        .text("message", 1..=2000)
        .json("details")
        .text("dedupe_key", 1..=255)
        .int("count = 1", 1..=i32::MAX)
        .refers("acknowledged_by?", "account")
        .instant("acknowledged_at?")
        .text("note?", 1..=500)
        .check("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)")
        .unique_among(&["dedupe_key"], "acknowledged_at IS NULL")
        .listed_by(&["created_at"])
}

/// Neither the address nor what was written stays once the mail is sent or given up.
fn outbox() -> Table {
    mutable("outbox")
        .refers("recipient_id?", "account")
        .text("address?", 1..=254)
        .text("template", 1..=60)
        .bytes("payload?")
        .code("status", &["queued", "sent", "failed", "given_up", "expired"])
        .count("attempts = 0")
        .instant("next_at")
        .instant("leased_until?")
        .instant("expires_at?")
        .instant("sent_at?")
        .text("last_error?", 1..=500)
        .check("status IN ('queued', 'failed') OR (address IS NULL AND payload IS NULL)")
        .check("(status = 'sent') = (sent_at IS NOT NULL)")
        .listed_everywhere_by(&["status", "next_at"])
        .listed_by(&["created_at"])
}

fn notice() -> Table {
    mutable("notice")
        .refers("account_id", "account")
        .text("kind", 1..=60)
        .text("entity_type", 1..=60)
        .id("entity_id")
        .instant("read_at?")
        .listed_by(&["account_id", "created_at"])
}

/// One runner per job, over all nodes.
fn lease() -> Table {
    of_deployment("lease", "name", Kind::Text).text("holder", 1..=100).instant("until")
}

/// One count over all nodes.
fn rate_counter() -> Table {
    of_deployment("rate_counter", "key", Kind::Text)
        .count("count")
        .instant("window_start")
        .listed_everywhere_by(&["window_start"])
}

fn job_run() -> Table {
    of_deployment("job_run", "id", Kind::Id)
        .text("kind", 1..=60)
        .instant("started_at")
        .instant("finished_at?")
        .text("result?", 1..=60)
        .text("error?", 1..=2000)
        .listed_everywhere_by(&["kind", "started_at"])
}
