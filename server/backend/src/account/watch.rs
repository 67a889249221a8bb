//! Looking back at what each account did on one day: what stands out is an alert, once for each day (R-ALT-6).

use std::collections::{HashMap, HashSet};

use domain::access::{Action, Role};
use domain::account::{DayOfActs, Unusual, is_office_hour};
use domain::audit::AuditAction;
use domain::id::{AccountId, PersonalValueId, RequestId};
use domain::settings::Alert;
use domain::time::{Date, Instant, add_days};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use serde_json::json;

use crate::alert::{Finding, Kind, Severity};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, alert, audit_entry, personal_value};
use crate::{Cx, Error, settings};

/// No local day is longer, clock changes included.
const DAY_HOURS: i64 = 25;

/// What one account did on one day.
#[derive(Debug, Default)]
struct Acts {
    requests: HashMap<RequestId, Instant>,
    origins: HashSet<PersonalValueId>,
}

/// Looks at today so far and at yesterday. What was raised once is not raised again. Gives how many days stand out
/// newly.
pub(crate) async fn look_back(cx: &Cx) -> Result<usize, Error> {
    let tx = cx.write(Action::RunJob).await?;
    let thresholds = settings::load(&tx).await?.alert;
    let mut raised = 0;
    for date in [add_days(tx.today(), -1), tx.today()] {
        raised += look_at(&tx, date, thresholds).await?;
    }
    if raised > 0 {
        tx.commit_noted().await?;
    }
    Ok(raised)
}

async fn look_at(tx: &Tx, date: Date, thresholds: Alert) -> Result<usize, Error> {
    let acts = acts_on(tx, date).await?;
    let addresses = addresses(tx, &acts).await?;
    let accounts = tx.find::<account::Entity>().filter(account::Column::Id.is_in(acts.keys().copied()));
    let mut raised = 0;
    for account in accounts.all(tx.db()).await? {
        let Some(acts) = acts.get(&account.id) else { continue };
        let seen: HashSet<_> = acts.origins.iter().filter_map(|origin| addresses.get(origin)).collect();
        let day = day(tx, account.role, acts, seen.len());
        for what in day.unusual(thresholds) {
            raised += usize::from(raise(tx, account.id, date, day, what).await?);
        }
    }
    Ok(raised)
}

fn day(tx: &Tx, role: Role, acts: &Acts, addresses: usize) -> DayOfActs {
    let zone = tx.cx().zone;
    let out_of_hours = acts.requests.values().filter(|at| !is_office_hour(zone.local(**at).time())).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    DayOfActs {
        role,
        addresses: number(addresses),
        acts: number(acts.requests.len()),
        out_of_hours: number(out_of_hours),
    }
}

/// By account, from the trail: one request is one act, however many entries it left.
async fn acts_on(tx: &Tx, date: Date) -> Result<HashMap<AccountId, Acts>, Error> {
    let zone = tx.cx().zone;
    let noon = date.and_hms_opt(12, 0, 0).map_or(tx.now(), |noon| Instant(noon.and_utc().timestamp_millis()));
    let rows: Vec<(Option<AccountId>, RequestId, Instant, Option<PersonalValueId>)> = tx
        .find::<audit_entry::Entity>()
        .select_only()
        .columns([
            audit_entry::Column::ActorId,
            audit_entry::Column::CorrelationId,
            audit_entry::Column::At,
            audit_entry::Column::OriginId,
        ])
        .filter(audit_entry::Column::ActorId.is_not_null())
        .filter(audit_entry::Column::At.gt(noon.plus_hours(-DAY_HOURS)))
        .filter(audit_entry::Column::At.lt(noon.plus_hours(DAY_HOURS)))
        .into_tuple()
        .all(tx.db())
        .await?;
    let mut acts: HashMap<AccountId, Acts> = HashMap::new();
    for (actor, request, at, origin) in rows {
        let Some(actor) = actor.filter(|_| zone.date(at) == date) else { continue };
        let acts = acts.entry(actor).or_default();
        acts.requests.insert(request, at);
        acts.origins.extend(origin);
    }
    Ok(acts)
}

/// The network address of each origin: what stands before its first space.
async fn addresses(
    tx: &Tx,
    acts: &HashMap<AccountId, Acts>,
) -> Result<HashMap<PersonalValueId, String>, Error> {
    let origins: HashSet<_> = acts.values().flat_map(|acts| acts.origins.iter().copied()).collect();
    let mut addresses = HashMap::new();
    for some in origins.into_iter().collect::<Vec<_>>().chunks(500) {
        let rows = tx
            .find::<personal_value::Entity>()
            .filter(personal_value::Column::Id.is_in(some.iter().copied()));
        for row in rows.all(tx.db()).await? {
            let address = row.value.as_deref().and_then(|value| value.split(' ').next()).map(str::to_owned);
            addresses.extend(address.map(|address| (row.id, address)));
        }
    }
    Ok(addresses)
}

/// Raises the alert, unless this day of this account was raised before, acknowledged or not.
async fn raise(tx: &Tx, id: AccountId, date: Date, day: DayOfActs, what: Unusual) -> Result<bool, Error> {
    let key = format!("unusual_day:{}:{date}:{id}", word(what));
    let before = tx.find::<alert::Entity>().filter(alert::Column::DedupeKey.eq(&key));
    if before.one(tx.db()).await?.is_some() {
        return Ok(false);
    }
    let details = json!({ "account": id, "date": date, "what": what, "addresses": day.addresses,
        "acts": day.acts, "out_of_hours": day.out_of_hours });
    let entry = Entry::new(AuditAction::SuspiciousPattern).about("account", id.0);
    tx.also(entry.after(&details)?);
    let (title, message) = words(what);
    let (kind, severity) = (Kind::Security, Severity::Low);
    tx.raise(Finding { kind, severity, title, message: message.into(), details, key }).await
}

const fn word(what: Unusual) -> &'static str {
    match what {
        Unusual::ManyAddresses => "many_addresses",
        Unusual::ManyActs => "many_acts",
        Unusual::OutOfHours => "out_of_hours",
    }
}

const fn words(what: Unusual) -> (&'static str, &'static str) {
    match what {
        Unusual::ManyAddresses => (
            "One account, many network addresses",
            "An account was used from more network addresses in one day than usual. Ask the person.",
        ),
        Unusual::ManyActs => (
            "One account did very much in one day",
            "An account did more in one day than usual. The audit trail says what. Ask the person.",
        ),
        Unusual::OutOfHours => (
            "An admin worked mostly outside office hours",
            "More than half of what an admin did in one day fell outside 09:00 to 17:00. Ask the person.",
        ),
    }
}
