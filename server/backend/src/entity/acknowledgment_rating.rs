//! One rating that an act of acknowledgment covers. No rating is covered twice.

use domain::{
    id::{AcknowledgmentId, AcknowledgmentRatingId, OrganisationId, RatingId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acknowledgment_rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AcknowledgmentRatingId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub acknowledgment_id: AcknowledgmentId,
    pub rating_id: RatingId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
