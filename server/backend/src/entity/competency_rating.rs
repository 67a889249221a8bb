//! One level given to a carer for a task. A new level is a new row.

use domain::{
    competency::{Effect, Level, RatingSource},
    id::{AccountId, AssessmentId, OrganisationId, RatingId, TaskId},
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competency_rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RatingId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub carer_id: AccountId,
    pub task_id: TaskId,
    pub level: Level,
    pub source: RatingSource,
    pub assessment_id: Option<AssessmentId>,
    pub set_by: AccountId,
    pub set_at: Instant,
    pub set_on: Date,
    pub reason: Option<String>,
    pub fast_track: bool,
    pub effect: Effect,
    pub valid_until: Option<Date>,
    pub previous_rating_id: Option<RatingId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
