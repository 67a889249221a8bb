//! An unfinished assessment. One per carer and template; it goes when the assessment is there.

use domain::{
    id::{AccountId, DraftId, OrganisationId, TemplateId, TemplateVersionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DraftId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub template_version_id: TemplateVersionId,
    pub carer_id: AccountId,
    pub template_id: TemplateId,
    pub edited_by: AccountId,
    pub content: String,
    pub reassessment: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
