//! The only way to an account. One address has at most one pending invitation, deployment-wide.

use domain::{
    access::Role,
    id::{AccountId, InvitationId, OrganisationId},
    invitation::InvitationStatus,
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub role: Role,
    pub name: Option<String>,
    pub name_key: Option<String>,
    pub email: Option<String>,
    pub email_key: Option<String>,
    pub job_role: Option<String>,
    pub employment_start: Option<Date>,
    pub can_manage_admins: bool,
    pub can_view_audit: bool,
    pub can_erase: bool,
    pub can_manage_settings: bool,
    pub token_hash: Vec<u8>,
    pub status: InvitationStatus,
    pub invited_by: AccountId,
    pub sent_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub account_id: Option<AccountId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
