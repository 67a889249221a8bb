//! An item in the bin, of whatever type. It is open until restored or purged.

use domain::{
    deletion::ItemType,
    id::{AccountId, DeletionId, OrganisationId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deletion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeletionId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub item_type: ItemType,
    pub item_id: Uuid,
    pub label: String,
    pub deleted_by: AccountId,
    pub deleted_at: Instant,
    pub purge_after: Option<Instant>,
    pub warned_7_at: Option<Instant>,
    pub warned_1_at: Option<Instant>,
    pub restored_at: Option<Instant>,
    pub purged_at: Option<Instant>,
    pub record_downloaded_at: Option<Instant>,
    pub details: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
