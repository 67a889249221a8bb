//! A carer's note against a rating, and the answer.

use domain::{
    id::{AccountId, ConcernId, OrganisationId, RatingId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concern")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConcernId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub rating_id: RatingId,
    pub carer_id: AccountId,
    pub body: String,
    pub status: String,
    pub answer: Option<String>,
    pub answered_by: Option<AccountId>,
    pub answered_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
