//! What a mail is about: when that is over, the mail is called back before it is sent.

use sea_orm_migration::prelude::*;

use crate::{
    column::{Column, Kind},
    table::add,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "outbox", &[Column::read("about?", Kind::Id)]).await
    }
}
