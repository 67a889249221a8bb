//! Something a carer must be able to do, and how often until assessed. It belongs to at most one template.

use domain::{
    id::{DeletionId, OrganisationId, TaskId, TemplateId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub deletion_id: Option<DeletionId>,
    pub name: String,
    pub name_key: String,
    pub description: Option<String>,
    pub target: i32,
    pub reassess_months: Option<i32>,
    pub active: bool,
    pub assessment_template_id: Option<TemplateId>,
    pub library_key: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
