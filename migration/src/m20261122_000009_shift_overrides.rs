//! What an admin decided with a shift before it was sent: a last moment to apply, and rules accepted with a reason.

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
        let columns = [
            Column::read("apply_by_is_chosen = false", Kind::Bool),
            Column::read("overrides = '[]'", Kind::Text),
        ];
        add(m, "shift", &columns).await
    }
}
