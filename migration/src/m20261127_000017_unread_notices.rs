//! What nobody has read yet is looked up by what it is about, when that is over.

use sea_orm_migration::prelude::*;

use crate::table::{Index, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let unread = Index { columns: vec!["organisation_id", "entity_id"], among: Some("read_at IS NULL") };
        run(m, vec![unread.sql("INDEX", "notice", "unread")]).await
    }
}
