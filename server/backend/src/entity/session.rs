//! A signed-in browser. Its cookie is stored as a hash; the row never holds rights.

use domain::{
    account::SessionEnd,
    id::{AccountId, OrganisationId, PersonalValueId, SessionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub account_id: AccountId,
    pub token_hash: Vec<u8>,
    pub last_seen_at: Instant,
    pub expires_at: Instant,
    pub idle_minutes: i32,
    pub shared_device: bool,
    pub auth_at: Instant,
    pub data: String,
    pub origin_id: PersonalValueId,
    pub ended_at: Option<Instant>,
    pub end_reason: Option<SessionEnd>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
