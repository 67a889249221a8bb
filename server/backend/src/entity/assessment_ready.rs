//! That a group may be assessed. At most one is open per carer and template.

use domain::{
    assessment::ReadyClosed,
    id::{AccountId, OrganisationId, ReadyId, TemplateId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_ready")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReadyId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub carer_id: AccountId,
    pub template_id: TemplateId,
    pub ready_at: Instant,
    pub closed_at: Option<Instant>,
    pub close_reason: Option<ReadyClosed>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
