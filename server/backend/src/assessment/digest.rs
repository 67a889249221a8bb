//! The daily mail to admins about groups that are ready, where the organisation has switched it on (rules §16).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::notice::NoticeKind;
use serde_json::json;

use super::due;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::outbox::Mail;
use crate::{Cx, Error, organisation, settings};

/// The template's name in the outbox: a second mail on one date is told from it.
const DIGEST: &str = "assessment_digest";

/// The job of 07:00: one mail with every group that is ready, on a date on which there is one.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn run_digest(cx: &Cx) -> Result<String, Error> {
    let read = cx.read(Action::RunJob).await?;
    if !settings::load(&read).await?.assessment_digest {
        return Ok("switched off".into());
    }
    if due::ready(cx, &read).await?.is_empty() {
        return Ok("nobody is ready".into());
    }
    let tx = cx.write(Action::RunJob).await?;
    // Of two runners one waits here, and then sees the other's mail.
    organisation::hold(&tx).await?;
    if tx.mailed_today(DIGEST).await? {
        return Ok("told today already".into());
    }
    let ready = due::ready(cx, &tx).await?;
    let said = format!("{} told", ready.len());
    let about = ("organisation", tx.organisation().0);
    tx.tell_admins(NoticeKind::AssessmentDigest, about, |name| Mail::AssessmentDigest {
        name,
        ready: ready.clone(),
    })
    .await?;
    let entry = Entry::new(AuditAction::ReminderSent).about("organisation", tx.organisation().0);
    tx.commit(entry.after(json!({ "mail": DIGEST, "ready": ready.len() }))?).await?;
    Ok(said)
}
