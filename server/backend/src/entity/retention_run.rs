//! That rows of an append-only table were removed for their age.

use domain::{
    id::{OrganisationId, RetentionRunId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RetentionRunId,
    pub organisation_id: OrganisationId,
    pub at: Instant,
    pub table_name: String,
    pub before: Instant,
    pub count: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
