//! A period in which a task belongs to a package. It is closed once; coming back is a new row.

use domain::{
    id::{AccountId, DeletionId, OrganisationId, PackageId, TaskAssignmentId, TaskId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskAssignmentId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub task_id: TaskId,
    pub care_package_id: PackageId,
    pub from_at: Instant,
    pub to_at: Option<Instant>,
    pub assigned_by: AccountId,
    pub ended_by: Option<AccountId>,
    pub ended_by_deletion: Option<DeletionId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
