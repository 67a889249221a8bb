//! One task that an assessment covered, with its name at that time.

use domain::{
    id::{AssessmentId, AssessmentTaskId, OrganisationId, TaskId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessmentTaskId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub assessment_id: AssessmentId,
    pub task_id: TaskId,
    pub task_name: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
