//! What was taken from the starter library is known by its key there, so that renaming it makes no room for a copy.

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
        let column = Column::read("library_key?", Kind::Text).sql(dialect);
        let of_table = |table: &str| {
            [
                format!("ALTER TABLE \"{table}\" ADD COLUMN {column}"),
                format!(
                    "CREATE UNIQUE INDEX \"{table}_library_key_key\" \
                     ON \"{table}\" (\"organisation_id\", \"library_key\") WHERE deletion_id IS NULL"
                ),
            ]
        };
        run(m, ["task", "assessment_template"].iter().flat_map(|table| of_table(table)).collect()).await
    }
}
