//! A person's identity and sign-in. The address is unique in the whole deployment, the bin included.

use domain::{
    access::Role,
    id::{AccountId, DeletionId, OrganisationId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub deletion_id: Option<DeletionId>,
    pub role: Role,
    pub email: Option<String>,
    pub email_key: Option<String>,
    pub name: String,
    pub name_key: String,
    pub password_hash: Option<String>,
    pub active: bool,
    pub can_manage_admins: bool,
    pub can_view_audit: bool,
    pub can_erase: bool,
    pub can_manage_settings: bool,
    pub professional_reference: Option<String>,
    pub last_sign_in_at: Option<Instant>,
    pub failures_since_lock: i32,
    pub failures_since_success: i32,
    pub locked_until: Option<Instant>,
    pub epoch: i32,
    pub pseudonym: Option<String>,
    pub erased_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
