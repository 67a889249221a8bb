//! The tenant, its settings, and what the deployment knows about itself.

use sea_orm_migration::prelude::*;

use crate::{
    column::Kind,
    dialect,
    table::{Table, create, mutable, of_deployment, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(m, vec![organisation(), organisation_setting(), deployment()]).await?;
        run(m, vec![reserved(m)?]).await
    }
}

fn organisation() -> Table {
    of_deployment("organisation", "id", Kind::Id)
        .instant("created_at")
        .instant("updated_at")
        .int("version = 1", 1..=i32::MAX)
        .text("name", 1..=255)
        .string("time_zone = 'Europe/London'")
        .bytes("logo?")
        .check("length(logo) <= 524288")
        .bool("active = true")
}

fn organisation_setting() -> Table {
    mutable("organisation_setting").text("key", 1..=60).json("value").unique(&["key"])
}

/// One row per deployment key, so that a wrong key shows at the start.
fn deployment() -> Table {
    of_deployment("deployment", "key_number", Kind::Int).instant("created_at").bytes("check_value")
}

/// What belongs to no organisation belongs to this one. It is never listed and nobody signs in to it.
fn reserved(m: &SchemaManager) -> Result<String, DbErr> {
    let id = dialect::of(m.get_database_backend())?.zeros(16);
    Ok(format!(
        "INSERT INTO organisation (id, created_at, updated_at, name, time_zone, active) \
         VALUES ({id}, 0, 0, 'Deployment', 'UTC', false)"
    ))
}
