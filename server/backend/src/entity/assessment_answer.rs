//! One answer of an assessment, with the text of what was asked.

use domain::{
    assessment::{Section, SkillResult},
    id::{AnswerId, AssessmentId, OrganisationId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AnswerId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub assessment_id: AssessmentId,
    pub section: Section,
    pub position: i32,
    pub prompt: String,
    pub model_answer: Option<String>,
    pub answer: Option<String>,
    pub skill_result: Option<SkillResult>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
