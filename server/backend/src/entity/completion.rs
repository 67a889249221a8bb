//! One entry of doing a task. Entries are added and never changed; a correction is another entry.

use domain::{
    id::{AccountId, CompletionId, OrganisationId, PackageId, PersonalValueId, TaskId},
    progress::CompletionKind,
    time::{Date, Instant},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompletionId,
    pub organisation_id: OrganisationId,
    pub created_at: Instant,
    pub carer_id: AccountId,
    pub task_id: TaskId,
    pub kind: CompletionKind,
    pub amount: i32,
    pub work_date: Date,
    pub care_package_id: Option<PackageId>,
    pub note_id: Option<PersonalValueId>,
    pub reason: Option<String>,
    pub entered_by: AccountId,
    pub submission_id: Uuid,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
