//! A task that a shift requires. The list is fixed once the shift is sent.

use domain::{
    id::{OrganisationId, ShiftId, ShiftTaskId, TaskId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift_task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShiftTaskId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub shift_id: ShiftId,
    pub task_id: TaskId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
