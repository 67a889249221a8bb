//! One vacancy offered. It and its rota entry name each other.

use domain::{
    id::{AccountId, ApplicationId, OrganisationId, PackageId, RotaEntryId, ShiftId},
    shift::{ExpiryReason, ShiftKind, ShiftState, ShiftType},
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShiftId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub care_package_id: PackageId,
    pub local_date: Date,
    pub start_at: Instant,
    pub end_at: Instant,
    pub r#type: ShiftType,
    pub kind: ShiftKind,
    pub status: ShiftState,
    pub apply_by: Instant,
    pub note: Option<String>,
    pub created_by: AccountId,
    pub sent_at: Option<Instant>,
    pub selected_application_id: Option<ApplicationId>,
    pub rota_entry_id: Option<RotaEntryId>,
    pub expiry_reason: Option<ExpiryReason>,
    pub cancel_reason: Option<String>,
    pub copied_from: Option<ShiftId>,
    pub apply_by_is_chosen: bool,
    pub overrides: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
