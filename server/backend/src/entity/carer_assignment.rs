//! A period in which a carer belongs to a package. It is closed once; coming back is a new row.

use domain::{
    id::{AccountId, CarerAssignmentId, DeletionId, OrganisationId, PackageId, PersonalValueId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "carer_assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CarerAssignmentId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub carer_id: AccountId,
    pub care_package_id: PackageId,
    pub from_at: Instant,
    pub to_at: Option<Instant>,
    pub assigned_by: AccountId,
    pub ended_by: Option<AccountId>,
    pub note_id: Option<PersonalValueId>,
    pub ended_by_deletion: Option<DeletionId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
