//! The statement that carers acknowledge: numbered wordings, of which the newest is shown (domain §5).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{StatementDraft, StatementView};
use domain::id::{AcknowledgmentTextId, SubmissionId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, QueryOrder};
use serde_json::json;

use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, acknowledgment_text};
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, list, organisation};

/// The newest wording.
pub(super) async fn newest(scope: &impl Scope) -> Result<acknowledgment_text::Model, Error> {
    let rows = scope.find::<acknowledgment_text::Entity>();
    let newest = rows.order_by_desc(acknowledgment_text::Column::Number).one(scope.db()).await?;
    newest.ok_or_else(|| Error::inconsistent("acknowledgment_text", scope.organisation(), "there is none"))
}

/// The wording in force, for those who may change it.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn statement(cx: &Cx) -> Result<StatementView, Error> {
    let read = cx.read(Action::ManageSettings).await?;
    let text = newest(&read).await?;
    let mut names = list::names::<account::Entity>(&read, [text.published_by]).await?;
    Ok(StatementView {
        number: text.number.unsigned_abs(),
        body: text.body,
        published_at: text.created_at,
        published_by: names.remove(&text.published_by).unwrap_or_default(),
    })
}

/// Publishes another wording, with the next number. What was acknowledged keeps the wording it was acknowledged by.
/// Gives the new number.
///
/// # Errors
/// [`Error::Invalid`] for the form and for words that are in force already, [`Error::Stale`] when there is a newer
/// wording than the page showed (R-GEN-7).
pub async fn publish_statement(
    cx: &Cx,
    submission: SubmissionId,
    draft: &StatementDraft,
) -> Result<u32, Error> {
    let tx = cx.write(Action::ManageSettings).await?;
    let new = draft.parse()?;
    let first = match tx.once("competency.publish_statement", submission, draft).await? {
        Once::Before(number) => return Ok(number),
        Once::First(first) => first,
    };
    organisation::hold(&tx).await?;
    let text = newest(&tx).await?;
    let before = text.number.unsigned_abs();
    if new.number != before {
        return Err(Error::Stale);
    }
    let number = new.number_after(&text.body, before)?;
    let id = insert(&tx, number, new.body).await?;
    tx.remember(first, &number).await?;
    tx.touch(Topic::Rating, None);
    let entry = Entry::new(AuditAction::SettingsChanged).about("acknowledgment_text", id.0);
    tx.commit(entry.before(json!({ "statement": before }))?.after(json!({ "statement": number }))?).await?;
    Ok(number)
}

async fn insert(tx: &Tx, number: u32, body: String) -> Result<AcknowledgmentTextId, Error> {
    let id = tx.fresh(AcknowledgmentTextId);
    let row = acknowledgment_text::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        number: Set(i32::try_from(number).map_err(|error| Error::fault("numbering a statement", error))?),
        body: Set(body),
        published_by: Set(tx.own()?),
    };
    row.insert(tx.db()).await?;
    Ok(id)
}
