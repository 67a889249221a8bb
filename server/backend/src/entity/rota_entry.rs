//! One carer's planned work. Live entries of one carer never overlap, and the database sees to it.

use domain::{
    id::{AccountId, OrganisationId, PackageId, RotaEntryId, ShiftId},
    rota::EntryState,
    shift::ShiftType,
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RotaEntryId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub care_package_id: PackageId,
    pub carer_id: AccountId,
    pub local_date: Date,
    pub r#type: ShiftType,
    pub start_at: Instant,
    pub end_at: Instant,
    pub state: EntryState,
    pub confirmed_at: Option<Instant>,
    pub confirmed_by: Option<AccountId>,
    pub shift_id: Option<ShiftId>,
    pub note: Option<String>,
    pub verdict: String,
    pub created_by: AccountId,
    pub removed_at: Option<Instant>,
    pub removed_by: Option<AccountId>,
    pub removed_reason: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
