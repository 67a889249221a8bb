//! The count of one carer in one task: what the completions add up to.

use domain::{
    id::{AccountId, OrganisationId, ProgressId, TaskId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "progress_current")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgressId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub carer_id: AccountId,
    pub task_id: TaskId,
    pub count: i32,
    pub last_reset_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
