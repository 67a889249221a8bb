//! One personal text that evidence refers to, with the salt of its hash. Only erasure blanks it.

use domain::{
    id::{OrganisationId, PersonalValueId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "personal_value")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonalValueId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub subject_id: Option<Uuid>,
    pub kind: String,
    pub value: Option<String>,
    pub salt: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
