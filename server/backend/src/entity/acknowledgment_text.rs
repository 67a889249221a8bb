//! One numbered wording of the statement that carers acknowledge. The newest is shown.

use domain::{
    id::{AccountId, AcknowledgmentTextId, OrganisationId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acknowledgment_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AcknowledgmentTextId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub number: i32,
    pub body: String,
    pub published_by: AccountId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
