//! One thing that happened to a rating. The state of a rating follows from these.

use domain::{
    competency::RatingEventKind,
    id::{AccountId, OrganisationId, RatingEventId, RatingId},
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rating_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RatingEventId,
    pub organisation_id: OrganisationId,
    pub at: Instant,
    pub rating_id: RatingId,
    pub kind: RatingEventKind,
    pub by: Option<AccountId>,
    pub automatic: bool,
    pub valid_until: Option<Date>,
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
