//! A request for another address. An account has at most one pending.

use domain::{
    account::EmailChangeStatus,
    id::{AccountId, EmailChangeId, OrganisationId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmailChangeId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub account_id: AccountId,
    pub initiated_by: AccountId,
    pub new_email: Option<String>,
    pub new_key: Option<String>,
    pub verify_hash: Vec<u8>,
    pub cancel_hash: Vec<u8>,
    pub status: EmailChangeStatus,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
