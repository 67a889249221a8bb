//! How a rota rule is set, for one package or for the whole organisation.

use domain::{
    eligibility::{Mode, RuleKey},
    id::{OrganisationId, PackageId, RuleSettingId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RuleSettingId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
    pub care_package_id: Option<PackageId>,
    pub rule_key: RuleKey,
    pub mode: Mode,
    pub params: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
