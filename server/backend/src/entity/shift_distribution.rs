//! That a shift was offered to a carer, when it was first seen, and when it closed for them.

use domain::{
    id::{AccountId, DistributionId, OrganisationId, ShiftId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift_distribution")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DistributionId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub shift_id: ShiftId,
    pub carer_id: AccountId,
    pub notified_at: Instant,
    pub first_viewed_at: Option<Instant>,
    pub closed_notice_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
