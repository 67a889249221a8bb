//! A request for a new password. An account has at most one unused; a new request takes its place.

use domain::{
    id::{AccountId, OrganisationId, PasswordResetId, PersonalValueId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_reset")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasswordResetId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub account_id: AccountId,
    pub token_hash: Vec<u8>,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub origin_id: PersonalValueId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
