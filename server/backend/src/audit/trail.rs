//! Reading the trail: newest first, a page at a time, by its own index. Reading is recorded too (R-AUD-5).

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use domain::access::{Action, Flag};
use domain::audit::{AuditAction, Category};
use domain::id::{AccountId, AuditId, PersonalValueId};
use domain::list::{Asked, Listed};
use domain::problems::{Problem, Problems};
use domain::time::Instant;
use sea_orm::{ActiveEnum, ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};

use super::named::{self, Named};
use super::{Entry, hex};
use crate::cx::{Scope, Tx};
use crate::entity::{audit_entry, person_name, personal_value};
use crate::{Cx, Error, list};

/// How many acts the start page shows.
const LATEST: u64 = 10;

/// One line of the trail.
#[derive(Clone, Debug)]
pub struct Line {
    /// The entry.
    pub id: AuditId,
    /// Its position in the chain.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// What, by its stored name.
    pub action: String,
    /// Who, by the name at that time; `None` for strangers and for the server itself.
    pub actor: Option<String>,
    /// What kind of actor.
    pub actor_kind: String,
    /// INFO to CRITICAL, by its stored name.
    pub severity: String,
    /// Whether it was done, by its stored name.
    pub outcome: String,
}

/// One entry in full.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What the list shows of it.
    pub line: Line,
    /// To what it was done: the table, and the name or else the id.
    pub entity: Option<(String, String)>,
    /// What it was before and what it is now: names for the ids that have one, and personal texts in their places,
    /// or "erased".
    pub before: Option<Value>,
    /// See `before`.
    pub after: Option<Value>,
    /// From which address and browser, unless erased.
    pub origin: Option<String>,
    /// What the request is called in the log.
    pub request: String,
    /// The hash in hexadecimal digits, and that of the entry before.
    pub hash: String,
    /// See `hash`.
    pub prev_hash: String,
}

/// A page of the trail, newest first. `action` is the name of an action, or empty for all.
///
/// # Errors
/// [`Error::Forbidden`] without the flag (R-AUD-5), [`Error::Invalid`] for an action that there is none of.
pub async fn page(cx: &Cx, action: &str, asked: &Asked) -> Result<Listed<Line>, Error> {
    let tx = cx.write(Action::ReadAudit).await?;
    let action = named_action(action)?;
    let mut query = tx.find::<audit_entry::Entity>();
    if let Some(action) = action {
        query = query.filter(audit_entry::Column::Action.eq(action.name()));
    }
    let newest = list::Order::down(audit_entry::Column::Seq, audit_entry::Column::Id);
    let page = list::page(tx.db(), query, &newest, asked).await?;
    let names = Names::of(&tx, page.rows.iter().filter_map(|row| row.actor_id)).await?;
    let viewed = json!({ "action": action, "from": page.rows.first().map(|row| row.seq) });
    tx.commit(Entry::new(AuditAction::AuditViewed).after(viewed)?).await?;
    Ok(page.map(|row| line(&row, &names)))
}

fn named_action(name: &str) -> Result<Option<AuditAction>, Problems> {
    if name.is_empty() {
        return Ok(None);
    }
    let action = AuditAction::named(name).ok_or_else(|| Problems::one("action", Problem::Unreadable))?;
    Ok(Some(action))
}

/// The latest acts for the start page. Without the flag only those on shifts, the rota and progress (screens §4).
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn latest(cx: &Cx) -> Result<Vec<Line>, Error> {
    let read = cx.read(Action::ReadStart).await?;
    let may_view_all = cx.person()?.flags.has(Flag::ViewAudit);
    let open = [Category::Shift, Category::Rota, Category::Progress];
    // Mails and looks are no acts.
    let acts = Category::ALL.iter().copied().filter(|category| {
        let is_act = !matches!(category, Category::Email | Category::Access);
        is_act && (may_view_all || open.contains(category))
    });
    let rows = read
        .find::<audit_entry::Entity>()
        .filter(audit_entry::Column::Category.is_in(acts.map(|category| category.to_value())))
        .order_by_desc(audit_entry::Column::Seq)
        .limit(LATEST)
        .all(read.db())
        .await?;
    let names = Names::of(&read, rows.iter().filter_map(|row| row.actor_id)).await?;
    Ok(rows.iter().map(|row| line(row, &names)).collect())
}

/// One entry in full.
///
/// # Errors
/// [`Error::NotFound`] for an entry of another organisation, as for one that is none.
pub async fn entry(cx: &Cx, id: AuditId) -> Result<Detail, Error> {
    let tx = cx.write(Action::ReadAudit).await?;
    let row = tx.find::<audit_entry::Entity>().filter(audit_entry::Column::Id.eq(id)).one(tx.db()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let names = Names::of(&tx, row.actor_id).await?;
    let (before, after) = (parse(row.before.as_deref())?, parse(row.after.as_deref())?);
    let mut wanted: HashSet<_> = row.origin_id.into_iter().collect();
    before.iter().chain(&after).for_each(|value| personal_ids(value, &mut wanted));
    let texts = personal_texts(&tx, wanted).await?;
    let mut ids: HashSet<_> = row.entity_id.into_iter().collect();
    before.iter().chain(&after).for_each(|value| named::ids(value, &mut ids));
    let known = Named::of(&tx, &ids, row.at).await?;
    let detail = Detail {
        line: line(&row, &names),
        entity: row.entity_type.clone().zip(row.entity_id.map(|id| known.name(id))),
        before: before.map(|value| known.apply(with_texts(value, &texts))),
        after: after.map(|value| known.apply(with_texts(value, &texts))),
        origin: row.origin_id.and_then(|id| texts.get(&id).cloned().flatten()),
        request: row.correlation_id.to_string(),
        hash: hex(&row.hash),
        prev_hash: hex(&row.prev_hash),
    };
    tx.commit(Entry::new(AuditAction::AuditViewed).about("audit_entry", id.0)).await?;
    Ok(detail)
}

fn line(row: &audit_entry::Model, names: &Names) -> Line {
    Line {
        id: row.id,
        seq: row.seq,
        at: row.at,
        action: row.action.clone(),
        actor: row.actor_id.and_then(|id| names.at(id, row.at)),
        actor_kind: row.actor_kind.clone(),
        severity: row.severity.clone(),
        outcome: row.outcome.clone(),
    }
}

/// Names as they were (R-AUD-1), oldest first for each person.
pub(super) struct Names(HashMap<AccountId, Vec<(Instant, Option<String>)>>);

impl Names {
    pub(super) async fn of(
        at: &impl Scope,
        people: impl IntoIterator<Item = AccountId>,
    ) -> Result<Self, Error> {
        let people: HashSet<_> = people.into_iter().collect();
        let rows = at
            .find::<person_name::Entity>()
            .filter(person_name::Column::AccountId.is_in(people))
            .order_by_asc(person_name::Column::FromAt)
            .all(at.db())
            .await?;
        let mut names: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            names.entry(row.account_id).or_default().push((row.from_at, row.name));
        }
        Ok(Self(names))
    }

    pub(super) fn at(&self, person: AccountId, at: Instant) -> Option<String> {
        let names = self.0.get(&person)?;
        let then = names.iter().rev().find(|(from, _)| *from <= at).or_else(|| names.first())?;
        then.1.clone()
    }
}

fn parse(text: Option<&str>) -> Result<Option<Value>, Error> {
    let value = text.map(serde_json::from_str).transpose();
    value.map_err(|error| Error::fault("reading an audit entry", error))
}

/// The ids of the personal texts that a value refers to.
fn personal_ids(value: &Value, found: &mut HashSet<PersonalValueId>) {
    match value {
        Value::Object(fields) => {
            found.extend(personal_id(value));
            fields.values().for_each(|value| personal_ids(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| personal_ids(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn personal_id(value: &Value) -> Option<PersonalValueId> {
    value.get("personal")?.as_str()?.parse().ok()
}

async fn personal_texts(
    tx: &Tx,
    ids: HashSet<PersonalValueId>,
) -> Result<HashMap<PersonalValueId, Option<String>>, Error> {
    let query = tx.find::<personal_value::Entity>().filter(personal_value::Column::Id.is_in(ids));
    let rows = query.all(tx.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.value)).collect())
}

/// The value with each reference replaced by its text, as long as it has not been erased.
fn with_texts(value: Value, texts: &HashMap<PersonalValueId, Option<String>>) -> Value {
    if let Some(id) = personal_id(&value) {
        let text = texts.get(&id).cloned().flatten();
        return Value::String(text.unwrap_or_else(|| "erased".into()));
    }
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, with_texts(value, texts))).collect())
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|value| with_texts(value, texts)).collect())
        }
        other => other,
    }
}
