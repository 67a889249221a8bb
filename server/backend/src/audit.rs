//! The audit trail: one entry for each thing done, in the transaction that did it, in one chain per organisation
//! (R-AUD-1, R-AUD-2).

mod chain;
mod named;
pub mod opening;
pub mod trail;
pub mod verify;

use domain::access::{Action, Actor, Role};
use domain::audit::{ActorKind, AuditAction, Category, Outcome, Severity};
use domain::id::{AccountId, AuditId, OrganisationId, PersonalValueId};
use sea_orm::{
    ActiveEnum, ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend,
    EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::alert::{self, Finding};
use crate::cx::{Cx, RESERVED, Scope, Tx};
use crate::entity::{audit_entry, audit_head};
use crate::error::Overtaken;
use crate::personal::Kind;
use crate::{Error, settings};

/// How many entries one statement appends.
const AT_ONCE: usize = 500;

/// What was done, in ids, numbers, dates, codes and names of things. Personal texts stay out: see `personal`.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    action: AuditAction,
    outcome: Outcome,
    severity: Severity,
    /// Who did it, when that is known only now: somebody who has just signed in.
    actor: Option<(AccountId, ActorKind)>,
    entity: Option<(&'static str, Uuid)>,
    before: Option<Value>,
    after: Option<Value>,
}

impl Entry {
    /// Something that succeeded, with the severity of the catalogue.
    pub(crate) fn new(action: AuditAction) -> Self {
        Self {
            action,
            outcome: Outcome::Success,
            severity: action.severity(),
            actor: None,
            entity: None,
            before: None,
            after: None,
        }
    }

    /// To what it was done: the table's name and the row's id.
    pub(crate) fn about(self, table: &'static str, id: Uuid) -> Self {
        Self { entity: Some((table, id)), ..self }
    }

    /// By the person whom this act has signed in; otherwise it is by whoever makes the request.
    pub(crate) fn by(self, account: AccountId, role: Role) -> Self {
        Self { actor: Some((account, of_role(role))), ..self }
    }

    /// What it was before.
    pub(crate) fn before(self, before: impl Serialize) -> Result<Self, Error> {
        Ok(Self { before: Some(json(before)?), ..self })
    }

    /// What it is now.
    pub(crate) fn after(self, after: impl Serialize) -> Result<Self, Error> {
        Ok(Self { after: Some(json(after)?), ..self })
    }

    /// It was tried and failed, or was refused.
    pub(crate) fn outcome(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }

    /// Another severity than the catalogue's ordinary one.
    pub(crate) fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

fn json(value: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::fault("writing an audit entry", error))
}

/// Records an attempt that the policy refused, in a transaction of its own.
pub(crate) async fn violation(cx: &Cx, action: Action) -> Result<(), Error> {
    let tx = Tx::new_for_refusal(cx, action).await?;
    let entry = Entry::new(AuditAction::PermissionViolation)
        .outcome(Outcome::Refused)
        .after(serde_json::json!({ "asked_for": action }))?;
    if let Some(person) = tx.actor_id() {
        alert_on_violations(&tx, person).await?;
    }
    tx.commit(entry).await
}

/// Raises the alert about somebody who asks again and again for what is not allowed (R-ALT-7).
async fn alert_on_violations(tx: &Tx, person: AccountId) -> Result<(), Error> {
    let before = tx
        .find::<audit_entry::Entity>()
        .filter(audit_entry::Column::ActorId.eq(person))
        .filter(audit_entry::Column::Action.eq(AuditAction::PermissionViolation.name()))
        .filter(audit_entry::Column::At.gt(tx.now().plus_minutes(-60)))
        .count(tx.db())
        .await?;
    if before + 1 < u64::from(settings::load(tx).await?.alert.violations_an_hour) {
        return Ok(());
    }
    let finding = Finding {
        kind: alert::Kind::Security,
        severity: alert::Severity::High,
        title: "Many refused attempts by one account",
        message: "One account asked again and again within an hour for what it may not do. Ask the person."
            .into(),
        details: serde_json::json!({ "account": person, "within_an_hour": before + 1 }),
        key: format!("violations:{person}"),
    };
    tx.raise(finding).await.map(drop)
}

/// The refusal of an edit that came too late: it says who changed the row last, and when (R-GEN-7).
///
/// # Errors
/// Those of the database.
pub(crate) async fn overtaken(tx: &Tx, table: &str, id: Uuid) -> Result<Error, Error> {
    let changes = [Category::User, Category::Care].map(|category| category.to_value());
    let last = tx
        .find::<audit_entry::Entity>()
        .filter(audit_entry::Column::EntityId.eq(id))
        .filter(audit_entry::Column::EntityType.eq(table))
        .filter(audit_entry::Column::Category.is_in(changes))
        .filter(audit_entry::Column::Outcome.eq(Outcome::Success.to_value()))
        .order_by_desc(audit_entry::Column::Seq)
        .one(tx.db())
        .await?;
    let Some(last) = last else { return Ok(Error::Stale) };
    let names = trail::Names::of(tx, last.actor_id).await?;
    let by = last.actor_id.and_then(|person| names.at(person, last.at));
    let is_own = last.actor_id.is_some() && last.actor_id == tx.actor_id();
    Ok(Error::Overtaken(Overtaken { by, is_own, at: last.at }))
}

/// Appends entries to the organisation's chain. Called by `commit`, as its last statements.
pub(crate) async fn append(tx: &Tx, entries: &[Entry]) -> Result<(), Error> {
    let origin = origin(tx).await?;
    let head = lock_head(tx).await?;
    let (mut seq, mut last) = (head.last_seq, head.last_hash.clone());
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        seq += 1;
        let mut row = row(tx, entry, seq, origin, &last)?;
        row.hash = chain::hash(&row);
        last.clone_from(&row.hash);
        rows.push(row.into_active_model());
    }
    // One act may end the assignments of thousands, and a statement holds only so many values.
    for some in rows.chunks(AT_ONCE) {
        audit_entry::Entity::insert_many(some.to_vec()).exec_without_returning(tx.db()).await?;
    }
    let mut head = head.into_active_model();
    head.last_seq = Set(seq);
    head.last_hash = Set(last);
    head.update(tx.db()).await?;
    Ok(())
}

fn row(
    tx: &Tx,
    entry: &Entry,
    seq: i64,
    origin: PersonalValueId,
    prev: &[u8],
) -> Result<audit_entry::Model, Error> {
    let text = |value: &Option<Value>| value.as_ref().map(chain::canonical_json).transpose();
    Ok(audit_entry::Model {
        id: tx.fresh(AuditId),
        organisation_id: tx.organisation(),
        seq,
        at: tx.now(),
        actor_id: entry.actor.map(|(account, _)| account).or(tx.actor_id()),
        actor_kind: entry.actor.map_or_else(|| actor_kind(tx.cx().actor), |(_, kind)| kind).to_value(),
        action: entry.action.to_value(),
        category: entry.action.category().to_value(),
        severity: entry.severity.to_value(),
        outcome: entry.outcome.to_value(),
        entity_type: entry.entity.map(|(table, _)| table.to_owned()),
        entity_id: entry.entity.map(|(_, id)| id),
        before: text(&entry.before)?,
        after: text(&entry.after)?,
        origin_id: Some(origin),
        session_id: tx.cx().signed.map(|signed| signed.session),
        correlation_id: tx.cx().request,
        imported_action: None,
        prev_hash: prev.to_vec(),
        hash: Vec::new(),
    })
}

const fn actor_kind(actor: Actor) -> ActorKind {
    match actor {
        Actor::Nobody => ActorKind::Anonymous,
        Actor::System => ActorKind::System,
        Actor::Person(person) => of_role(person.role),
    }
}

const fn of_role(role: Role) -> ActorKind {
    match role {
        Role::Admin => ActorKind::Admin,
        Role::Carer => ActorKind::Carer,
    }
}

/// Where the request came from: the session's row, or one of its own for those who are not signed in, or not here.
async fn origin(tx: &Tx) -> Result<PersonalValueId, Error> {
    let here = tx.organisation() == tx.cx().organisation;
    if let Some(signed) = tx.cx().signed.filter(|_| here) {
        return Ok(signed.origin);
    }
    let client = &tx.cx().client;
    let origin = tx.personal(Kind::Origin, None, &format!("{} {}", client.ip, client.agent)).await?;
    Ok(origin.personal)
}

/// Makes the head of a new organisation's chain, once the organisation's row is there.
pub(crate) async fn begin_chain(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<(), Error> {
    let head =
        audit_head::Model { organisation_id: organisation, last_seq: 0, last_hash: chain::FIRST.to_vec() };
    audit_head::Entity::insert(head.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Locks the chain's head.
///
/// On PostgreSQL an advisory lock is taken first, as a statement of its own: waiters then queue in order
/// (architecture §5). SQLite has one writer anyway.
async fn lock_head(tx: &Tx) -> Result<audit_head::Model, Error> {
    let organisation = tx.organisation();
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        let (high, low) = organisation.0.as_u64_pair();
        let lock = Statement::from_sql_and_values(
            DatabaseBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [(high ^ low).cast_signed().into()],
        );
        tx.db().execute_raw(lock).await?;
    }
    let head = audit_head::Entity::find_by_id(organisation).lock_exclusive().one(tx.db()).await?;
    head.ok_or_else(|| Error::inconsistent("audit_head", organisation, "is missing"))
}

impl Tx {
    /// A transaction that may record a refusal and nothing else: in one's own organisation, without a permit for
    /// what was refused.
    async fn new_for_refusal(cx: &Cx, _refused: Action) -> Result<Self, Error> {
        let organisation = match cx.actor {
            Actor::Person(person) => person.organisation,
            Actor::Nobody | Actor::System => RESERVED,
        };
        cx.write_in(Action::SignIn, organisation).await
    }
}

/// Hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
