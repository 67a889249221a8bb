//! What was taken from the starter library is known by its key there, so that renaming it makes no room for a copy.

use sea_orm_migration::prelude::*;

use crate::{
    column::{Column, Kind},
    table::{add, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["task", "assessment_template"] {
            add(m, table, &[Column::read("library_key?", Kind::Text)]).await?;
            let unique = format!(
                "CREATE UNIQUE INDEX \"{table}_library_key_key\" \
                 ON \"{table}\" (\"organisation_id\", \"library_key\") WHERE deletion_id IS NULL"
            );
            run(m, vec![unique]).await?;
        }
        Ok(())
    }
}
