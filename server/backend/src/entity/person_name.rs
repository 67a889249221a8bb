//! A name as it was from some moment on. Only erasure touches a row, and only to blank it.

use domain::{
    id::{AccountId, OrganisationId, PersonNameId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonNameId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub account_id: AccountId,
    pub name: Option<String>,
    pub from_at: Instant,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
