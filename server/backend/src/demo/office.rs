//! What lies on the office's desk: invitations that are open or have run out, and an alert.

use domain::account::Email;
use domain::audit::AuditAction;
use domain::id::{AlertId, InvitationId};
use domain::invitation::InvitationStatus;
use domain::text::name_key;
use domain::time::add_days;
use serde_json::json;

use super::loading::{Loading, id};
use super::people::People;
use super::sample::{Alert, Invitation, wrong};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{alert, invitation};
use crate::outbox::{Mail, Recipient};
use crate::personal::Kind;
use crate::token::Token;

/// Days for which an invitation is open (R-INV-2).
const DAYS_OPEN: i64 = 7;

/// Stores them.
pub(super) async fn load(demo: &Loading<'_>, people: &People) -> Result<(), Error> {
    for from in &demo.sample.provider.invitation {
        invite(demo, people, from).await?;
    }
    let alerts = demo.sample.provider.alert.iter().map(|from| alert_row(demo, people, from));
    demo.insert::<alert::Entity>(alerts.collect::<Result<_, _>>()?).await
}

/// An invitation; the mail of one that is still open goes out, so that its link can be tried.
async fn invite(demo: &Loading<'_>, people: &People, from: &Invitation) -> Result<(), Error> {
    let sent_on = demo.days.ago(from.sent_days_ago);
    let sent_at = demo.days.past(sent_on, 13)?;
    let expires_at = demo.days.at(add_days(sent_on, DAYS_OPEN), demo.days.zone.local(sent_at).time())?;
    let is_open = expires_at > demo.days.now;
    let (token, id) = (Token::random()?, id(sent_at, InvitationId));
    let email = Email::read(&from.email).map_err(|_| wrong(&from.email))?;
    let row = invitation::Model {
        id,
        organisation_id: demo.tx.organisation(),
        created_at: sent_at,
        updated_at: if is_open { sent_at } else { expires_at },
        version: 1,
        role: from.role,
        name: Some(from.name.clone()),
        name_key: Some(name_key(&from.name)),
        email: Some(email.as_str().to_owned()),
        email_key: Some(email.key()),
        job_role: Some(from.job_role.clone()),
        employment_start: None,
        can_manage_admins: false,
        can_view_audit: false,
        can_erase: false,
        can_manage_settings: false,
        token_hash: token.hash(),
        status: if is_open { InvitationStatus::Pending } else { InvitationStatus::Expired },
        invited_by: people.id(&demo.sample.provider.founder()?.key)?,
        sent_at,
        expires_at,
        ended_at: (!is_open).then_some(expires_at),
        account_id: None,
    };
    demo.insert::<invitation::Entity>(vec![row]).await?;
    record(demo, from, id, is_open).await?;
    if is_open {
        let organisation = demo.sample.provider.organisation.name.clone();
        let mail = Mail::Invitation { name: from.name.clone(), organisation, token: token.reveal() };
        let to = Recipient { account: None, address: email.as_str().to_owned() };
        demo.tx.mail(to, &mail, Some(expires_at)).await?;
    }
    Ok(())
}

async fn record(demo: &Loading<'_>, from: &Invitation, id: InvitationId, is_open: bool) -> Result<(), Error> {
    let name = demo.tx.personal(Kind::Name, Some(id.0), &from.name).await?;
    let email = demo.tx.personal(Kind::Email, Some(id.0), &from.email).await?;
    let after = json!({ "name": name, "email": email, "role": from.role });
    demo.tx.also(Entry::new(AuditAction::InvitationSent).about("invitation", id.0).after(after)?);
    if !is_open {
        demo.tx.also(Entry::new(AuditAction::InvitationExpired).about("invitation", id.0));
    }
    Ok(())
}

fn alert_row(demo: &Loading<'_>, people: &People, from: &Alert) -> Result<alert::Model, Error> {
    let at = demo.days.hours_ago(from.hours_ago);
    let (id, account) = (id(at, AlertId), people.id(&from.account)?);
    demo.tx.also(Entry::new(AuditAction::AlertRaised).about("alert", id.0));
    Ok(alert::Model {
        id,
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        r#type: alert::Kind::Security,
        severity: alert::Severity::Medium,
        title: "Failed sign-ins for one account".to_owned(),
        message: "A wrong password was tried several times. Ask the person who tried.".to_owned(),
        details: json!({ "account": account, "failures": from.times }).to_string(),
        dedupe_key: format!("{}:{account}", from.cause),
        count: 1,
        acknowledged_by: None,
        acknowledged_at: None,
        note: None,
    })
}
