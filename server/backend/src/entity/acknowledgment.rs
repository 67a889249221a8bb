//! The act by which a carer puts ratings in force: which wording, when, from where.

use domain::{
    id::{AccountId, AcknowledgmentId, AcknowledgmentTextId, AssessmentId, OrganisationId, PersonalValueId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acknowledgment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AcknowledgmentId,
    pub organisation_id: OrganisationId,
    pub at: Instant,
    pub carer_id: AccountId,
    pub text_id: AcknowledgmentTextId,
    pub origin_id: PersonalValueId,
    pub assessment_id: Option<AssessmentId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
