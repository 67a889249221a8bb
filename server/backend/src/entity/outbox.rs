//! A mail to be sent, stored with the change that causes it. Its payload goes once it is sent or given up.

use domain::{
    id::{AccountId, OrganisationId, OutboxId},
    time::Instant,
};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub recipient_id: Option<AccountId>,
    pub address: Option<String>,
    pub template: String,
    pub payload: Option<Vec<u8>>,
    pub status: Status,
    pub attempts: i32,
    pub next_at: Instant,
    pub leased_until: Option<Instant>,
    pub expires_at: Option<Instant>,
    pub sent_at: Option<Instant>,
    pub last_error: Option<String>,
    /// What it is about; none for what stands alone.
    pub about: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, serde::Serialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Queued,
    Sent,
    Failed,
    GivenUp,
    Expired,
}
