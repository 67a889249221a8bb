//! One entry of the trail, chained to the one before by its hash.

use domain::{
    id::{AccountId, AuditId, OrganisationId, PersonalValueId, RequestId, SessionId},
    time::Instant,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    pub organisation_id: OrganisationId,
    pub at: Instant,
    pub seq: i64,
    pub actor_id: Option<AccountId>,
    pub actor_kind: String,
    pub action: String,
    pub category: String,
    pub severity: String,
    pub outcome: String,
    pub entity_type: Option<String>,
    pub entity_id: Option<Uuid>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub origin_id: Option<PersonalValueId>,
    pub session_id: Option<SessionId>,
    pub correlation_id: RequestId,
    pub imported_action: Option<String>,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
