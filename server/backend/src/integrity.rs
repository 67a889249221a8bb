//! The integrity check: what is derived is made again from the rows that are only ever added, and compared (R-AUD-7).
//!
//! Three things may come of a check: nothing was found, something was found, or it could not run. The last is a failure
//! too, and never a good result.

mod acknowledgments;
mod competence;
mod progress;
mod queue;
mod ready;
mod structure;
#[cfg(test)]
mod tests;
mod work;

use std::collections::BTreeSet;

use domain::access::Action;
use domain::audit::{AuditAction, Outcome};
use domain::id::{AccountId, TaskId};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::alert::{Finding, Kind, Severity};
use crate::audit::{self, Entry, verify};
use crate::cx::{Read, Scope, Tx};
use crate::entity::carer;
use crate::jobs::Did;
use crate::{Cx, Error};

/// How many carers are compared at a time.
const BATCH: u64 = 200;

/// How many faults an entry of the trail names; the rest are counted.
const NAMED: usize = 20;

/// What may be compared of some carers.
const OF_CARERS: [&str; 5] = ["progress", "competence", "acknowledgments", "ready", "work"];

/// What may be compared of the organisation as a whole.
const OF_ALL: [&str; 2] = ["structure", "outbox"];

/// One derived row that is not what its history says: ids and numbers only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
struct Fault {
    /// What was compared.
    check: &'static str,
    /// Whose.
    carer: Option<AccountId>,
    /// In which task.
    task: Option<TaskId>,
    /// What is wrong, with the ids and numbers.
    what: String,
}

impl Fault {
    /// What tells it from others. What is wrong with it may read differently at a second look.
    const fn place(&self) -> (&'static str, Option<AccountId>, Option<TaskId>) {
        (self.check, self.carer, self.task)
    }
}

/// What a run came to.
#[derive(Debug, Default)]
struct Findings {
    faults: Vec<Fault>,
    /// The position of the chain's first entry that does not hold, and why.
    broken: Option<(i64, &'static str)>,
    could_not_run: BTreeSet<&'static str>,
}

impl Findings {
    /// Takes what a check found, or that it could not run.
    fn take<T>(&mut self, check: &'static str, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::error!(check, %error, "an integrity check could not run");
                self.could_not_run.insert(check);
                None
            }
        }
    }

    fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.broken.is_none() && self.could_not_run.is_empty()
    }
}

/// Checks one organisation: everything that is derived, and the chain of the trail. Every run is recorded; what is
/// found, and what could not run, raises an alert (R-ALT-10). Gives what came of it, in a few words.
///
/// # Errors
/// [`Error::Database`] when not even the result can be kept.
pub(crate) async fn run(cx: &Cx) -> Result<Did, Error> {
    let mut findings = derived(cx).await?;
    let chain = verify::of(cx.platform(), cx.organisation).await;
    findings.broken = findings.take("chain", chain).flatten().and_then(|verified| verified.broken);
    for fault in &findings.faults {
        tracing::error!(organisation = %cx.organisation, ?fault, "a derived row is not what its history says");
    }
    let tx = cx.write(Action::RunJob).await?;
    raise(&tx, &findings).await?;
    record(tx, &findings).await?;
    Ok(said(&findings))
}

fn said(findings: &Findings) -> Did {
    let found = findings.faults.len() + usize::from(findings.broken.is_some());
    let said = match (found, findings.could_not_run.len()) {
        (0, 0) => "nothing found".to_owned(),
        (found, 0) => format!("{found} found, see the alerts"),
        (found, not) => format!("{found} found, {not} could not run, see the alerts"),
    };
    Did { said, has_findings: !findings.is_clean() }
}

async fn raise(tx: &Tx, findings: &Findings) -> Result<(), Error> {
    if !findings.faults.is_empty() {
        let message = format!(
            "{} derived rows are not what their history says. The entry of the check in the trail names them.",
            findings.faults.len()
        );
        let key = format!("faults:{}", mark(&findings.faults));
        tx.raise(alert(Severity::High, "The integrity check failed", message, &key)).await?;
    }
    if !findings.could_not_run.is_empty() {
        let names = findings.could_not_run.iter().copied().collect::<Vec<_>>().join(", ");
        let message = format!("These checks could not run: {names}. The server's log says why.");
        let key = format!("could_not_run:{names}");
        tx.raise(alert(Severity::High, "An integrity check could not run", message, &key)).await?;
    }
    if let Some((position, why)) = findings.broken {
        let message = format!("The audit trail does not hold from position {position} on: {why}.");
        let key = format!("chain:{position}");
        tx.raise(alert(Severity::Critical, "The audit trail is broken", message, &key)).await?;
        let entry = Entry::new(AuditAction::ChainCheckFailed).outcome(Outcome::Failure);
        tx.also(entry.after(json!({ "position": position, "why": why }))?);
    }
    Ok(())
}

/// The set of faults in a few characters: another fault beside an old one is another alert.
fn mark(faults: &[Fault]) -> String {
    let places: BTreeSet<_> = faults.iter().map(Fault::place).collect();
    let hash = Sha256::digest(format!("{places:?}"));
    audit::hex(hash.get(..8).unwrap_or_default())
}

async fn record(tx: Tx, findings: &Findings) -> Result<(), Error> {
    let found = findings.faults.len() + usize::from(findings.broken.is_some());
    let named = findings.faults.get(..NAMED).unwrap_or(&findings.faults);
    let entry = Entry::new(AuditAction::IntegrityCheck);
    let entry =
        entry.after(json!({ "found": found, "faults": named, "could_not_run": findings.could_not_run }))?;
    tx.commit(if findings.is_clean() {
        entry
    } else {
        entry.outcome(Outcome::Failure).severity(AuditAction::IntegrityCheck.severity_when_grave())
    })
    .await
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

/// Every derived row of the organisation, some carers at a time. A check that cannot run keeps none of the others.
async fn derived(cx: &Cx) -> Result<Findings, Error> {
    let read = cx.read(Action::RunJob).await?;
    let mut findings = Findings::default();
    let mut after = None;
    while let Some(batch) = findings.take("carers", batch(&read, after).await) {
        let Some(last) = batch.last().copied() else { break };
        for check in OF_CARERS {
            let found = of_carers(cx, &read, check, &batch).await;
            let found = findings.take(check, found).unwrap_or_default();
            findings.faults.extend(found);
        }
        after = Some(last);
    }
    for check in OF_ALL {
        let found = of_all(cx, &read, check).await;
        let found = findings.take(check, found).unwrap_or_default();
        findings.faults.extend(found);
    }
    look_again(cx, &read, &mut findings).await;
    Ok(findings)
}

/// Somebody may have acted between two of the queries: what is wrong is wrong at a second look too.
async fn look_again(cx: &Cx, read: &Read<'_>, findings: &mut Findings) {
    let seen = std::mem::take(&mut findings.faults);
    let suspects: BTreeSet<AccountId> = seen.iter().filter_map(|fault| fault.carer).collect();
    let suspects: Vec<AccountId> = suspects.into_iter().collect();
    let checks: BTreeSet<&'static str> = seen.iter().map(|fault| fault.check).collect();
    for check in checks {
        let again = if OF_ALL.contains(&check) {
            of_all(cx, read, check).await
        } else {
            of_carers(cx, read, check, &suspects).await
        };
        let again = findings.take(check, again).unwrap_or_default();
        let is_still = |fault: &Fault| seen.iter().any(|before| before.place() == fault.place());
        findings.faults.extend(again.into_iter().filter(is_still));
    }
}

/// What is found in an organisation, for tests of what other features write: the check, and what is wrong.
#[cfg(test)]
pub(crate) async fn faults(cx: &Cx) -> Vec<(&'static str, String)> {
    let found = derived(cx).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(found.could_not_run.is_empty(), "{found:?}");
    found.faults.into_iter().map(|fault| (fault.check, fault.what)).collect()
}

async fn batch(read: &Read<'_>, after: Option<AccountId>) -> Result<Vec<AccountId>, Error> {
    let mut carers = read
        .find::<carer::Entity>()
        .select_only()
        .column(carer::Column::AccountId)
        .order_by_asc(carer::Column::AccountId)
        .limit(BATCH);
    if let Some(after) = after {
        carers = carers.filter(carer::Column::AccountId.gt(after));
    }
    Ok(carers.into_tuple().all(read.db()).await?)
}

async fn of_carers(cx: &Cx, read: &Read<'_>, check: &str, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    match check {
        "progress" => progress::faults(read, carers).await,
        "competence" => competence::faults(read, carers).await,
        "acknowledgments" => acknowledgments::faults(read, carers).await,
        "ready" => ready::faults(cx, read, carers).await,
        _ => work::faults(read, carers).await,
    }
}

async fn of_all(cx: &Cx, read: &Read<'_>, check: &str) -> Result<Vec<Fault>, Error> {
    match check {
        "structure" => structure::faults(read).await,
        _ => queue::faults(cx, read).await,
    }
}
