//! What is known of a carer beyond the account. The account is its key.

use domain::{
    id::{AccountId, OrganisationId},
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "carer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub job_role: Option<String>,
    pub employment_start: Option<Date>,
    pub employment_end: Option<Date>,
    pub phone: Option<String>,
    pub emergency_name: Option<String>,
    pub emergency_phone: Option<String>,
    pub wtr_opt_out_from: Option<Date>,
    pub wtr_opt_out_until: Option<Date>,
    pub pseudonym: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
