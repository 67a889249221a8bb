//! The integrity check: what is derived is made again from the rows that are only ever added, and compared (R-AUD-7).
//!
//! A check that cannot run is a failure and not a good result.

mod competence;
mod progress;
#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::audit::{AuditAction, Outcome};
use domain::id::AccountId;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use crate::alert::{Finding, Kind, Severity};
use crate::audit::{Entry, verify};
use crate::cx::{Read, Scope};
use crate::entity::carer;
use crate::{Cx, Error};

/// How many carers are compared at a time.
const BATCH: u64 = 200;

/// How many faults an entry of the trail names; the rest are counted.
const NAMED: usize = 20;

/// One derived row that is not what its history says: ids and numbers only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
struct Fault {
    /// What was compared.
    check: &'static str,
    /// Whose.
    carer: Option<AccountId>,
    /// What is wrong, with the ids and numbers.
    what: String,
}

/// Checks one organisation: counts, current ratings, and the chain of the trail. Every run is recorded; what is found
/// raises an alert (R-ALT-10). Gives what it found, in a few words.
///
/// # Errors
/// [`Error::Database`] when not even the result can be kept.
pub(crate) async fn run(cx: &Cx) -> Result<String, Error> {
    let faults = derived(cx).await.unwrap_or_else(|error| vec![could_not_run("derived figures", &error)]);
    let chain = match verify::of(cx.platform(), cx.organisation).await {
        Ok(verified) => verified.and_then(|verified| verified.broken),
        Err(error) => Some((0, could_not_run("chain", &error).check)),
    };
    let found = faults.len() + usize::from(chain.is_some());
    let tx = cx.write(Action::RunJob).await?;
    if !faults.is_empty() {
        let message = format!(
            "{} derived rows are not what their history says. The entry of the check in the trail names them.",
            faults.len()
        );
        tx.raise(alert(Severity::High, "The integrity check failed", message, "integrity")).await?;
    }
    if let Some((position, why)) = chain {
        let message = format!("The audit trail does not hold from position {position} on: {why}.");
        tx.raise(alert(Severity::Critical, "The audit trail is broken", message, "chain")).await?;
        let entry = Entry::new(AuditAction::ChainCheckFailed).outcome(Outcome::Failure);
        tx.also(entry.after(json!({ "position": position, "why": why }))?);
    }
    let entry = Entry::new(AuditAction::IntegrityCheck);
    let named = faults.get(..NAMED).unwrap_or(&faults);
    let entry = entry.after(json!({ "found": found, "faults": named }))?;
    tx.commit(if found == 0 {
        entry
    } else {
        entry.outcome(Outcome::Failure).severity(AuditAction::IntegrityCheck.severity_when_grave())
    })
    .await?;
    Ok(if found == 0 { "nothing found".into() } else { format!("{found} found, see the alerts") })
}

fn alert(severity: Severity, title: &'static str, message: String, key: &str) -> Finding {
    Finding {
        kind: Kind::DataIntegrity,
        severity,
        title,
        message,
        details: json!({ "check": key }),
        key: format!("integrity:{key}"),
    }
}

fn could_not_run(check: &'static str, error: &Error) -> Fault {
    tracing::error!(check, %error, "an integrity check could not run");
    Fault { check, carer: None, what: "the check could not run".into() }
}

/// Every derived row of the organisation, some carers at a time.
async fn derived(cx: &Cx) -> Result<Vec<Fault>, Error> {
    let read = cx.read(Action::RunJob).await?;
    let mut faults = Vec::new();
    let mut after = None;
    loop {
        let mut carers = read
            .find::<carer::Entity>()
            .select_only()
            .column(carer::Column::AccountId)
            .order_by_asc(carer::Column::AccountId)
            .limit(BATCH);
        if let Some(after) = after {
            carers = carers.filter(carer::Column::AccountId.gt(after));
        }
        let batch: Vec<AccountId> = carers.into_tuple().all(read.db()).await?;
        let Some(last) = batch.last().copied() else { break };
        faults.extend(of_carers(&read, &batch).await?);
        after = Some(last);
    }
    let suspects: Vec<AccountId> = faults.iter().filter_map(|fault| fault.carer).collect();
    if suspects.is_empty() {
        return Ok(faults);
    }
    // Somebody may have logged between two of the queries: what is wrong is wrong at a second look too.
    let again = of_carers(&read, &suspects).await?;
    faults.retain(|fault| again.contains(fault));
    Ok(faults)
}

async fn of_carers(read: &Read<'_>, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    let mut faults = progress::faults(read, carers).await?;
    faults.extend(competence::faults(read, carers).await?);
    Ok(faults)
}
