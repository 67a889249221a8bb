//! What counts now for one carer and task, and what waits for acknowledgment. Verdicts read only this.

use domain::{
    competency::Level,
    id::{AccountId, CompetencyId, OrganisationId, RatingId, TaskId},
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competency_current")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompetencyId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub carer_id: AccountId,
    pub task_id: TaskId,
    pub effective_rating_id: Option<RatingId>,
    pub effective_level: Option<Level>,
    pub effective_valid_until: Option<Date>,
    pub pending_rating_id: Option<RatingId>,
    pub lapse_told_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
