//! A carer's interest in a shift, and what became of it.

use domain::{
    id::{AccountId, ApplicationId, OrganisationId, ShiftId},
    shift::ApplicationState,
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift_application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub shift_id: ShiftId,
    pub carer_id: AccountId,
    pub note: Option<String>,
    pub applied_at: Instant,
    pub status: ApplicationState,
    pub processed_at: Option<Instant>,
    pub processed_by: Option<AccountId>,
    pub removal_reason: Option<String>,
    pub verdict: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
