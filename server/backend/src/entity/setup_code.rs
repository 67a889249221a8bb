//! A one-time code of the first set-up. Only the newest counts, and only while no organisation exists.

use domain::{id::SetupCodeId, time::Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setup_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SetupCodeId,
    pub created_at: Instant,
    pub code_hash: Vec<u8>,
    pub used_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
