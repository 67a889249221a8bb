//! What a mail is about: when that is over, the mail is called back before it is sent.

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
        let about = Column::read("about?", Kind::Id).sql(dialect::of(m.get_database_backend())?);
        run(m, vec![format!("ALTER TABLE \"outbox\" ADD COLUMN {about}")]).await
    }
}
