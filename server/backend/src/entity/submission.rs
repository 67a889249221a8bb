//! What a post once did, so that a repeat does nothing more. Kept for 24 hours.

use domain::{
    id::{AccountId, OrganisationId, SubmissionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmissionId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub account_id: AccountId,
    pub operation: String,
    pub submission_id: Uuid,
    pub payload_hash: Vec<u8>,
    pub result: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
