//! One edition of a template. Editions never change; an edit publishes the next number.

use domain::{
    id::{AccountId, OrganisationId, TemplateId, TemplateVersionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateVersionId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub template_id: TemplateId,
    pub number: i32,
    pub published_by: AccountId,
    pub covered_task_ids: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
