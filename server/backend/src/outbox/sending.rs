//! The worker that sends what is queued: claims a mail, writes it, hands it over, and records what became of it
//! (R-MAI-2, EM1 to EM4).

mod backoff;
mod claim;
#[cfg(test)]
mod tests;

use std::time::Duration;

use domain::access::Action;
use domain::audit::{AuditAction, Outcome};
use domain::id::OrganisationId;
use domain::time::Zone;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use tokio::time::Instant as Elapsed;

use crate::alert::{Finding, Kind, Severity};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::organisation;
use crate::entity::outbox::{self, Status};
use crate::keys::Purpose;
use crate::outbox::letter::Mail;
use crate::outbox::post::NotSent;
use crate::{Cx, Error, rate};

/// The most mails a minute, over all nodes (R-MAI-2).
const A_MINUTE: i32 = 100;

/// How long one pass may work; a claim holds longer than that and one sending together.
const PASS: Duration = Duration::from_secs(45);

/// After so many mails in a row that met no working mail server, the others are left for the next pass (EM3).
const BREAKER: u32 = 3;

/// After so many hours in the queue a mail is worth an alert (R-ALT-9).
const OLD_HOURS: i64 = 1;

/// What a pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Handed over.
    pub sent: u32,
    /// To be tried again.
    pub failed: u32,
    /// Not to be tried again.
    pub given_up: u32,
    /// Not sent, because the link has run out.
    pub expired: u32,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sent, failed, given_up, expired } = self;
        write!(f, "{sent} sent, {failed} failed, {given_up} given up, {expired} expired")
    }
}

/// Sends the mails that are due. Several may run at once: a mail is claimed by one of them.
///
/// # Errors
/// [`Error::Database`] when the database is away. A mail that cannot be sent is no error.
pub async fn pass(cx: &Cx) -> Result<Tally, Error> {
    let begun = Elapsed::now();
    let (mut tally, mut unreached) = (Tally::default(), 0);
    while begun.elapsed() < PASS && unreached < BREAKER {
        let Some(due) = claim::next_due(cx).await? else { break };
        if !rate::count(&cx.platform().db, "outbox", A_MINUTE, 60, cx.now).await? {
            break;
        }
        let Some(mail) = claim::claim(cx, due).await? else { continue };
        let fate = fate(cx, &mail).await?;
        unreached = if matches!(fate, Fate::Failed { .. }) { unreached + 1 } else { 0 };
        tally.add(&fate);
        settle(cx, mail, fate).await?;
    }
    raise_if_old(cx).await?;
    Ok(tally)
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    Sent,
    Expired,
    Failed { why: String, wait_seconds: i64 },
    GivenUp { why: String },
}

impl Tally {
    const fn add(&mut self, fate: &Fate) {
        match fate {
            Fate::Sent => self.sent += 1,
            Fate::Expired => self.expired += 1,
            Fate::Failed { .. } => self.failed += 1,
            Fate::GivenUp { .. } => self.given_up += 1,
        }
    }
}

async fn fate(cx: &Cx, mail: &outbox::Model) -> Result<Fate, Error> {
    if mail.expires_at.is_some_and(|end| end <= cx.now) {
        return Ok(Fate::Expired);
    }
    let zone = zone(cx, mail.organisation_id).await?;
    Ok(match deliver(cx, mail, zone).await {
        Ok(()) => Fate::Sent,
        Err(NotSent::Ever(why)) => Fate::GivenUp { why },
        Err(NotSent::Yet(why)) => match backoff::wait_seconds(mail.attempts)? {
            Some(wait_seconds) => Fate::Failed { why, wait_seconds },
            None => Fate::GivenUp { why },
        },
    })
}

async fn deliver(cx: &Cx, mail: &outbox::Model, zone: Zone) -> Result<(), NotSent> {
    let unreadable = || NotSent::Ever("what was queued cannot be read".to_owned());
    let platform = cx.platform();
    let (Some(address), Some(sealed)) = (&mail.address, &mail.payload) else { return Err(unreadable()) };
    let text = platform.keys.open(Purpose::Outbox, mail.id.0.as_bytes(), sealed).map_err(|_| unreadable())?;
    let words: Mail = serde_json::from_slice(&text).map_err(|_| unreadable())?;
    let letter = words.write(&platform.public_url, zone);
    // The date is that of the queue: a repeat after a crash is the same mail to the byte.
    let message = platform.post.address(mail.id.0, address, letter, mail.created_at)?;
    platform.post.send(mail.id.0, message).await
}

async fn zone(cx: &Cx, id: OrganisationId) -> Result<Zone, Error> {
    let name: Option<String> = organisation::Entity::find_by_id(id)
        .select_only()
        .column(organisation::Column::TimeZone)
        .into_tuple()
        .one(cx.platform().db.reader())
        .await?;
    let wrong = || Error::inconsistent("organisation", id, "has no time zone");
    name.ok_or_else(wrong)?.parse().map_err(|_| wrong())
}

/// Stores and records what became of a claimed mail. Whoever lost the claim meanwhile leaves the row alone.
async fn settle(cx: &Cx, mail: outbox::Model, fate: Fate) -> Result<(), Error> {
    let tx = cx.system(mail.organisation_id, cx.zone).write(Action::RunJob).await?;
    let kept = outbox::Entity::update_many()
        .set(row(&tx, &fate))
        .filter(outbox::Column::OrganisationId.eq(tx.organisation()))
        .filter(outbox::Column::Id.eq(mail.id))
        .filter(outbox::Column::LeasedUntil.eq(mail.leased_until))
        .exec(tx.db())
        .await?;
    if kept.rows_affected == 0 {
        tracing::warn!(mail = %mail.id, "a mail was claimed by somebody else while it was being sent");
        return Ok(());
    }
    if let Fate::GivenUp { why } = &fate {
        tx.raise(given_up(&mail, why)).await?;
    }
    tx.commit(entry(&mail, &fate)?).await
}

/// Once it is done with, neither the address nor what was written stays (domain §9).
fn row(tx: &Tx, fate: &Fate) -> outbox::ActiveModel {
    let done = outbox::ActiveModel {
        updated_at: Set(tx.now()),
        leased_until: Set(None),
        address: Set(None),
        payload: Set(None),
        ..Default::default()
    };
    match fate {
        Fate::Sent => outbox::ActiveModel { status: Set(Status::Sent), sent_at: Set(Some(tx.now())), ..done },
        Fate::Expired => outbox::ActiveModel { status: Set(Status::Expired), ..done },
        Fate::GivenUp { why } => {
            outbox::ActiveModel { status: Set(Status::GivenUp), last_error: Set(Some(why.clone())), ..done }
        }
        Fate::Failed { why, wait_seconds } => outbox::ActiveModel {
            updated_at: Set(tx.now()),
            leased_until: Set(None),
            status: Set(Status::Failed),
            last_error: Set(Some(why.clone())),
            next_at: Set(tx.now().plus_seconds(*wait_seconds)),
            ..Default::default()
        },
    }
}

fn entry(mail: &outbox::Model, fate: &Fate) -> Result<Entry, Error> {
    let about = |action| Entry::new(action).about("outbox", mail.id.0);
    let after = |what| json!({ "mail": mail.template, "attempts": mail.attempts, "result": what });
    match fate {
        Fate::Sent => about(AuditAction::MailSent).after(after("sent")),
        Fate::Expired => {
            about(AuditAction::MailFailed).outcome(Outcome::Failure).after(after("link expired"))
        }
        Fate::Failed { why, .. } => {
            about(AuditAction::MailFailed).outcome(Outcome::Failure).after(after(why))
        }
        Fate::GivenUp { why } => about(AuditAction::MailGivenUp).outcome(Outcome::Failure).after(after(why)),
    }
}

fn given_up(mail: &outbox::Model, why: &str) -> Finding {
    Finding {
        kind: Kind::System,
        severity: Severity::Medium,
        title: "A mail could not be sent",
        message: format!("It is not tried again: {why}. Check the address, then send it anew."),
        details: json!({ "outbox": mail.id, "mail": mail.template, "account": mail.recipient_id }),
        key: format!("mail_given_up:{}", mail.template),
    }
}

fn waiting() -> Finding {
    Finding {
        kind: Kind::System,
        severity: Severity::Medium,
        title: "Mails are waiting",
        message: "Some mails have not been sent for over an hour. Check the mail server.".into(),
        details: json!({}),
        key: claim::WAITING.into(),
    }
}

/// A queue that does not move is worth an alert, once until somebody acknowledges it (R-ALT-9).
async fn raise_if_old(cx: &Cx) -> Result<(), Error> {
    for organisation in claim::with_old_mails(cx, cx.now.plus_hours(-OLD_HOURS)).await? {
        let tx = cx.system(organisation, cx.zone).write(Action::RunJob).await?;
        if tx.raise(waiting()).await? {
            tx.commit_noted().await?;
        }
    }
    Ok(())
}
