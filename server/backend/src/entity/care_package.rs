//! A place or service of care. Its name is unique among live ones.

use domain::{
    id::{DeletionId, OrganisationId, PackageId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "care_package")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PackageId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub deletion_id: Option<DeletionId>,
    pub name: String,
    pub name_key: String,
    pub postcode_area: String,
    pub active: bool,
    pub night_hazard: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
