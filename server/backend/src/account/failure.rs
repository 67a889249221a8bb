//! A sign-in that failed: counted, recorded, and alerted when there are too many (R-SIN-4, R-SIN-6, R-ALT-2, R-ALT-3).
//!
//! Whatever the cause, the same kind of write follows, so that its time tells no more than its answer (AU5).

use domain::access::Action;
use domain::account::{Email, Lock};
use domain::audit::{AuditAction, Outcome};
use domain::settings::Settings;
use serde_json::json;

use super::store;
use crate::alert::{Finding, Kind as About, Severity};
use crate::audit::{Entry, hex};
use crate::cx::{RESERVED, Scope, Tx};
use crate::entity::account;
use crate::events::Topic;
use crate::keys::Purpose;
use crate::outbox::{Mail, Recipient};
use crate::personal::Kind;
use crate::{Cx, Error, lockout, organisation, rate, settings};

/// The window of R-ALT-3, in seconds.
const HOUR: i64 = 60 * 60;

/// How long failures for an address that nobody has are counted, in seconds.
const DAY: i64 = 24 * HOUR;

/// Records a sign-in that failed: for the account of the address, or in the deployment's own chain.
pub(super) async fn record(cx: &Cx, email: &Email, found: Option<&account::Model>) -> Result<(), Error> {
    match found {
        Some(account) => of_account(cx, account).await,
        None => of_stranger(cx, email).await,
    }
}

/// Counts a wrong password of an account, and locks when the rule says so. During a lock, and for an account that
/// cannot sign in at all, nothing is counted.
pub(super) async fn of_account(cx: &Cx, account: &account::Model) -> Result<(), Error> {
    let tx = cx.write_in(Action::SignIn, account.organisation_id).await?;
    let account = store::lock(&tx, account.id).await?;
    let is_counted = store::may_try(&account, tx.now());
    if is_counted {
        count(&tx, &account).await?;
    }
    let settings = settings::load(&tx).await?;
    watch_account(&tx, &account, &settings).await?;
    let from_address = from_address(&tx).await?;
    watch_address(&tx, from_address, &settings).await?;
    let outcome = if is_counted { Outcome::Failure } else { Outcome::Refused };
    tx.commit(Entry::new(AuditAction::SignInFailed).outcome(outcome).about("account", account.id.0)).await
}

async fn count(tx: &Tx, account: &account::Model) -> Result<(), Error> {
    let held = lockout::of(account);
    if held.unlocked(tx.now()).is_some() {
        tx.also(lockout::ended(account));
    }
    let failed = held.fail(tx.now());
    lockout::set(tx, account, failed.lockout).await?;
    if let Some(lock) = failed.lock {
        tx.also(locked(lock, account)?);
        tx.touch(Topic::Account, Some(account.id));
        tell_owner(tx, account, lock).await?;
    }
    Ok(())
}

fn locked(lock: Lock, account: &account::Model) -> Result<Entry, Error> {
    let action = AuditAction::AccountLocked;
    let severity = match lock {
        Lock::Short => action.severity(),
        Lock::Long => action.severity_when_grave(),
    };
    Entry::new(action)
        .severity(severity)
        .about("account", account.id.0)
        .after(json!({ "minutes": lock.minutes() }))
}

async fn tell_owner(tx: &Tx, account: &account::Model, lock: Lock) -> Result<(), Error> {
    let Some(address) = account.email.clone() else { return Ok(()) };
    let minutes = u32::try_from(lock.minutes()).unwrap_or_default();
    let mail = Mail::AccountLocked { name: account.name.clone(), minutes };
    tx.mail(Recipient { account: Some(account.id), address }, &mail, None).await.map(drop)
}

/// How much so many failures for one address matter, and the name of the alert (R-ALT-2).
fn grave(failures: u64, settings: &Settings) -> Option<(Severity, &'static str)> {
    let thresholds = settings.alert;
    if failures >= u64::from(thresholds.failed_sign_ins_high) {
        Some((Severity::High, "failed_sign_ins_high"))
    } else if failures >= u64::from(thresholds.failed_sign_ins) {
        Some((Severity::Medium, "failed_sign_ins"))
    } else {
        None
    }
}

/// Too many failures for one account since its last success, refused attempts included (R-ALT-2).
async fn watch_account(tx: &Tx, account: &account::Model, settings: &Settings) -> Result<(), Error> {
    let failures = store::failures_since_success(tx, account).await? + 1;
    let Some((severity, name)) = grave(failures, settings) else { return Ok(()) };
    let finding = Finding {
        kind: About::Security,
        severity,
        title: "Failed sign-ins for one account",
        message: "A wrong password was tried several times. Ask the person who tried.".into(),
        details: json!({ "account": account.id, "failures": failures }),
        key: format!("{name}:{}", account.id),
    };
    tx.raise(finding).await.map(drop)
}

/// Too many failures from one network address within an hour, for whomever (R-ALT-3).
async fn watch_address(tx: &Tx, failures: u64, settings: &Settings) -> Result<(), Error> {
    if failures < u64::from(settings.alert.failed_from_address) {
        return Ok(());
    }
    let finding = Finding {
        kind: About::Security,
        severity: Severity::High,
        title: "Many failed sign-ins from one network address",
        message: "Somebody may be trying out passwords. The audit trail says for which accounts.".into(),
        details: json!({ "failures": failures, "within_hours": 1 }),
        key: format!("failed_from_address:{}", hex(&address_key(tx, &tx.cx().client.ip)?)),
    };
    tx.raise(finding).await.map(drop)
}

/// One more failure from this network address; how many there were in the hour until now.
async fn from_address(tx: &Tx) -> Result<u64, Error> {
    rate::note(tx.db(), &format!("failed_sign_ins {}", tx.cx().client.ip), HOUR, tx.now()).await
}

/// An alert outlives erasure, so it is not to hold an address in clear.
fn address_key(tx: &Tx, ip: &str) -> Result<[u8; 32], Error> {
    tx.platform().keys.mac(Purpose::TypedEmail, &[b"address", ip.as_bytes()])
}

/// What a stranger typed is kept as a keyed hash and in masked form only (domain §2).
async fn of_stranger(cx: &Cx, email: &Email) -> Result<(), Error> {
    let tx = cx.write_in(Action::SignIn, RESERVED).await?;
    let typed = typed_email(&tx, email).await?;
    let (for_email, from_address) = (for_stranger(&tx, email).await?, from_address(&tx).await?);
    let entry = Entry::new(AuditAction::SignInFailed).outcome(Outcome::Failure);
    tx.commit(entry.after(json!({ "typed_email": typed }))?).await?;

    let tx = cx.write_in(Action::SignIn, organisation::of_strangers(cx).await?).await?;
    let settings = settings::load(&tx).await?;
    if let Some((severity, name)) = grave(for_email, &settings) {
        let keyed = hex(&email_key(&tx, email)?);
        tx.raise(Finding {
            kind: About::Security,
            severity,
            title: "Failed sign-ins for an address without an account",
            message: "Somebody tried several times to sign in with an address that no account has.".into(),
            details: json!({ "failures": for_email, "within_hours": DAY / HOUR }),
            key: format!("{name}:{keyed}"),
        })
        .await?;
    }
    watch_address(&tx, from_address, &settings).await?;
    tx.commit_alerts().await
}

/// One more failure for an address that nobody has; how many there were in the day until now, as it has no success
/// to count from.
async fn for_stranger(tx: &Tx, email: &Email) -> Result<u64, Error> {
    rate::note(tx.db(), &format!("failed_for {}", hex(&email_key(tx, email)?)), DAY, tx.now()).await
}

fn email_key(tx: &Tx, email: &Email) -> Result<[u8; 32], Error> {
    tx.platform().keys.mac(Purpose::TypedEmail, &[email.key().as_bytes()])
}

/// What evidence may hold of an address that nobody here has.
pub(super) async fn typed_email(tx: &Tx, email: &Email) -> Result<crate::personal::Personal, Error> {
    let keyed = email_key(tx, email)?;
    let text = format!("{} {}", masked(email.as_str()), hex(&keyed));
    tx.personal(Kind::TypedEmail, None, &text).await
}

/// "ann@example.org" as "a…@e…".
fn masked(address: &str) -> String {
    let parts = address.split('@').map(|part| part.chars().take(1).chain(['…']).collect::<String>());
    parts.collect::<Vec<_>>().join("@")
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_address_gives_no_more_than_its_first_letters() {
        assert_eq!(masked("ann.brown@example.org"), "a…@e…");
        assert_eq!(masked("ö@x.org"), "ö…@x…");
    }
}
