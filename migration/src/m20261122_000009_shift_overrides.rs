//! What an admin decided with a shift before it was sent: a last moment to apply, and rules accepted with a reason.

use sea_orm_migration::prelude::*;

use crate::{
    column::{Column, Kind},
    dialect,
    table::run,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect::of(m.get_database_backend())?;
        let columns = [
            Column::read("apply_by_is_chosen = false", Kind::Bool),
            Column::read("overrides = '[]'", Kind::Text),
        ];
        let add =
            columns.iter().map(|column| format!("ALTER TABLE \"shift\" ADD COLUMN {}", column.sql(dialect)));
        run(m, add.collect()).await
    }
}
