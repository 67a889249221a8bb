//! One question, skill or scenario of an edition.

use domain::{
    assessment::Section,
    id::{OrganisationId, TemplateItemId, TemplateVersionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateItemId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub template_version_id: TemplateVersionId,
    pub section: Section,
    pub position: i32,
    pub prompt: String,
    pub model_answer: Option<String>,
    pub allow_not_applicable: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
