//! The form of an assessment. The tasks it covers are those that name it.

use domain::{
    id::{DeletionId, OrganisationId, TemplateId, TemplateVersionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub deletion_id: Option<DeletionId>,
    pub name: String,
    pub name_key: String,
    pub active: bool,
    pub current_version_id: Option<TemplateVersionId>,
    pub library_key: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
