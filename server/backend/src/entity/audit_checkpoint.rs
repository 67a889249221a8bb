//! A signed point of a chain: its end on a day, or what retention removed.

use domain::{
    id::{CheckpointId, OrganisationId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_checkpoint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CheckpointId,
    pub organisation_id: OrganisationId,
    pub at: Instant,
    pub kind: String,
    pub first_seq: i64,
    pub last_seq: i64,
    pub first_hash: Vec<u8>,
    pub last_hash: Vec<u8>,
    pub count: i64,
    pub key_number: i32,
    pub signature: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
