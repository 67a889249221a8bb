//! The schema, as the list of steps that made it. A step that has shipped is never edited.
//!
//! Steps import nothing of ours: what a step wrote stays what it wrote, however the entities change.

mod column;
mod dialect;
mod guard;
mod table;

mod m20261122_000001_organisation;
mod m20261122_000002_account;
mod m20261122_000003_care;
mod m20261122_000004_assessment;
mod m20261122_000005_competency;
mod m20261122_000006_shift_and_rota;
mod m20261122_000007_audit;
mod m20261122_000008_machinery;
mod m20261122_000009_shift_overrides;
mod m20261127_000010_lists;
mod m20261127_000013_outbox_about;
mod m20261127_000015_library;
mod m20261127_000016_references;
mod m20261127_000017_unread_notices;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{
    prelude::*,
    sea_orm::{DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait},
};

/// Every step, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_organisation::Migration),
            Box::new(m20261122_000002_account::Migration),
            Box::new(m20261122_000003_care::Migration),
            Box::new(m20261122_000004_assessment::Migration),
            Box::new(m20261122_000005_competency::Migration),
            Box::new(m20261122_000006_shift_and_rota::Migration),
            Box::new(m20261122_000007_audit::Migration),
            Box::new(m20261122_000008_machinery::Migration),
            Box::new(m20261122_000009_shift_overrides::Migration),
            Box::new(m20261127_000010_lists::Migration),
            Box::new(m20261127_000013_outbox_about::Migration),
            Box::new(m20261127_000015_library::Migration),
            Box::new(m20261127_000016_references::Migration),
            Box::new(m20261127_000017_unread_notices::Migration),
        ]
    }
}

/// Brings a database up to date: all missing steps or none, however many servers start at once (DB6).
///
/// SeaORM's migrator has no lock of its own; two racing starts would both make the first table.
pub async fn run(db: &DatabaseConnection) -> Result<(), DbErr> {
    let immediately = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = db.begin_with_options(immediately).await?;
    dialect::of(tx.get_database_backend())?.lock_schema(&tx).await?;
    Migrator::up(&tx, None).await?;
    tx.commit().await
}

/// The steps of this program that a database lacks. It is only read: a database without any lacks all of them, and
/// one that a newer program has brought further lacks none (DB6).
pub async fn pending(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let applied = if SchemaManager::new(db).has_table("seaql_migrations").await? {
        let versions = Query::select().column("version").from("seaql_migrations").to_owned();
        let rows = db.query_all(&versions).await?;
        rows.iter().map(|row| row.try_get("", "version")).collect::<Result<Vec<String>, _>>()?
    } else {
        Vec::new()
    };
    let names = Migrator::migrations().into_iter().map(|step| step.name().to_owned());
    Ok(names.filter(|name| !applied.contains(name)).collect())
}
