//! What the browser may ask of the audit trail.

use domain::id::AuditId;
use domain::list::{Asked, Listed};
use domain::time::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::AppError;

/// One line of the trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// The entry.
    pub id: AuditId,
    /// Its position in the chain.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// What, by its stored name.
    pub action: String,
    /// Who, in words.
    pub actor: String,
    /// By its stored name.
    pub severity: String,
    /// By its stored name.
    pub outcome: String,
}

/// One entry in full. `before` and `after` are pairs of a field and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// What the list shows of it.
    pub line: LineView,
    /// To what it was done.
    pub entity: Option<String>,
    /// What it was.
    pub before: Vec<(String, String)>,
    /// What it is.
    pub after: Vec<(String, String)>,
    /// From which address and browser, unless erased.
    pub origin: Option<String>,
    /// What the request is called in the log.
    pub request: String,
    /// In hexadecimal digits.
    pub hash: String,
    /// In hexadecimal digits.
    pub prev_hash: String,
}

/// A page of the trail, newest first. `action` is the name of an action, or empty for all.
///
/// # Errors
/// 403 without `can_view_audit`, 422 for an action that there is none of.
#[server(endpoint = "audit/trail")]
pub async fn trail(
    #[server(default)] action: String,
    #[server(flatten)] asked: Asked,
) -> Result<Listed<LineView>, AppError> {
    let cx = crate::ssr::cx()?;
    let page = crate::ssr::answer(backend::audit::trail::page(&cx, &action, &asked).await)?;
    Ok(page.map(line))
}

/// One entry in full.
///
/// # Errors
/// 403 without `can_view_audit`, 404 for an entry that is not the organisation's.
#[server(endpoint = "audit/entry")]
pub async fn entry(id: AuditId) -> Result<EntryView, AppError> {
    let cx = crate::ssr::cx()?;
    let detail = crate::ssr::answer(backend::audit::trail::entry(&cx, id).await)?;
    Ok(EntryView {
        line: line(detail.line),
        entity: detail.entity.map(|(table, name)| format!("{}: {name}", crate::words::audit::action(&table))),
        before: fields(detail.before, cx.zone),
        after: fields(detail.after, cx.zone),
        origin: detail.origin,
        request: detail.request,
        hash: detail.hash,
        prev_hash: detail.prev_hash,
    })
}

#[cfg(feature = "ssr")]
fn line(line: backend::audit::trail::Line) -> LineView {
    let actor = crate::words::audit::actor(line.actor, &line.actor_kind);
    LineView {
        id: line.id,
        seq: line.seq,
        at: line.at,
        action: line.action,
        actor,
        severity: line.severity,
        outcome: line.outcome,
    }
}

/// A date as tables write it.
#[cfg(feature = "ssr")]
fn date(text: &str) -> Option<String> {
    text.parse().ok().map(crate::words::dates::short)
}

/// The top level of a value as pairs.
#[cfg(feature = "ssr")]
fn fields(value: Option<serde_json::Value>, zone: domain::time::Zone) -> Vec<(String, String)> {
    match value {
        None => Vec::new(),
        Some(serde_json::Value::Object(fields)) => {
            let field = |(key, value): (String, serde_json::Value)| {
                let text = moment(&key, &value, zone).unwrap_or_else(|| text(value));
                (key, text)
            };
            fields.into_iter().map(field).collect()
        }
        Some(other) => vec![("value".into(), text(other))],
    }
}

/// A moment on the organisation's clock: entries hold milliseconds in fields whose names say so.
#[cfg(feature = "ssr")]
fn moment(key: &str, value: &serde_json::Value, zone: domain::time::Zone) -> Option<String> {
    let is_moment = key.ends_with("_at") || key == "apply_by";
    let at = value.as_i64().filter(|_| is_moment)?;
    Some(crate::words::dates::moment_24(zone.local(Instant(at))))
}

/// A value as one line; only a value of several fields stays JSON.
#[cfg(feature = "ssr")]
fn text(value: serde_json::Value) -> String {
    use serde_json::Value::{Array, Bool, Null, String};
    match value {
        String(text) => date(&text).unwrap_or(text),
        Null => "–".into(),
        Bool(yes) => if yes { "yes" } else { "no" }.into(),
        Array(items) => items.into_iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
