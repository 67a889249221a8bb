//! One finished assessment of one carer. It never changes; an amendment is a new row naming it.

use domain::{
    competency::Level,
    id::{AccountId, AssessmentId, OrganisationId, TemplateId, TemplateVersionId},
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessmentId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub carer_id: AccountId,
    pub template_id: TemplateId,
    pub template_version_id: TemplateVersionId,
    pub assessor_id: AccountId,
    pub assessor_reference: Option<String>,
    pub completed_at: Instant,
    pub completed_on: Date,
    pub overall_level: Level,
    pub reassessment: bool,
    pub note: Option<String>,
    pub amends_id: Option<AssessmentId>,
    pub amend_reason: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
