//! An error of a rule that an admin accepted, with the reason and the facts of that moment.

use domain::{
    eligibility::RuleKey,
    id::{AccountId, OrganisationId, OverrideId, RotaEntryId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_override")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OverrideId,
    pub organisation_id: OrganisationId,
    pub at: Instant,
    pub rota_entry_id: RotaEntryId,
    pub rule_key: RuleKey,
    pub reason: String,
    pub facts: String,
    pub by: AccountId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
