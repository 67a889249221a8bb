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
    pub kind: Kind,
    pub value: Option<String>,
    pub salt: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What kind of personal text this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, serde::Serialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Name,
    Email,
    Phone,
    Contact,
    Origin,
    Note,
    TypedEmail,
}
