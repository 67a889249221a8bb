//! The provider: the tenant that owns all data. The one with the all-zero id owns what belongs to nobody.
//!
//! A row holds the logo, up to half a megabyte: queries that need only the name or the time zone ask for those.

use domain::{id::OrganisationId, time::Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub name: String,
    pub time_zone: String,
    pub logo: Option<Vec<u8>>,
    pub active: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
