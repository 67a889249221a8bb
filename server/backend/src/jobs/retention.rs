//! Ending what nobody answered in time, and removing what is past its time: sessions, resets, e-mail changes, mails,
//! notices, repeated posts; and blanking names and addresses that nothing needs any more (domain §10).
//!
//! Evidence has no automatic end and is not touched here.

mod personal;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::time::Instant;
use sea_orm::sea_query::{ExprTrait as _, Query, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter,
    QuerySelect,
};
use serde_json::json;

use crate::audit::Entry;
use crate::cx::{RESERVED, Scope, Tx};
use crate::entity::{
    Tenant, email_change, invitation as invitation_row, job_run, lease, notice, outbox, password_reset,
    personal_value, rate_counter, session, submission,
};
use crate::{Cx, Error, account::email_change as changes, invitation};

/// How many rows go in one transaction, so that none holds the write lock for long.
const BATCH: u64 = 500;

/// How long the record of jobs is kept, in days; longer than any wait between two runs.
const RUN_DAYS: i64 = 90;

/// Removes what an organisation no longer may keep. Running it twice removes nothing more.
pub(super) async fn run(cx: &Cx) -> Result<String, Error> {
    let expired = invitation::expire_all_overdue(cx).await? + changes::expire_overdue(cx).await?;
    let before = |days: i64| cx.now.plus_hours(-24 * days);
    let removed = remove::<session::Entity>(cx, "session", ended_sessions(before(90))).await?
        + remove::<password_reset::Entity>(cx, "password_reset", ended_resets(before(90))).await?
        + remove::<email_change::Entity>(cx, "email_change", ended_email_changes(before(90))).await?
        + remove::<outbox::Entity>(cx, "outbox", old_mails(before(180))).await?
        + remove::<notice::Entity>(cx, "notice", only(notice::Column::CreatedAt.lt(before(90)))).await?
        + remove::<submission::Entity>(cx, "submission", only(submission::Column::CreatedAt.lt(before(1))))
            .await?
        + personal::remove(cx, before(1)).await?;
    let blanked = blank_invitations(cx, before(365)).await? + blank_typed_emails(cx, before(400)).await?;
    if cx.organisation == RESERVED {
        sweep(cx, before(1), before(RUN_DAYS)).await?;
    }
    Ok(format!("{expired} requests expired, {removed} rows removed, {blanked} blanked"))
}

fn only(filter: impl sea_orm::sea_query::IntoCondition) -> Condition {
    filter.into_condition()
}

/// A session that merely ran out has no end written down.
fn ended_sessions(before: Instant) -> Condition {
    Condition::any().add(session::Column::EndedAt.lt(before)).add(session::Column::ExpiresAt.lt(before))
}

fn ended_resets(before: Instant) -> Condition {
    Condition::any()
        .add(password_reset::Column::UsedAt.lt(before))
        .add(password_reset::Column::ExpiresAt.lt(before))
}

fn ended_email_changes(before: Instant) -> Condition {
    Condition::any()
        .add(email_change::Column::EndedAt.lt(before))
        .add(email_change::Column::ExpiresAt.lt(before))
}

/// Only mails that are done with: one that waits is not lost to a clock set wrong.
fn old_mails(before: Instant) -> Condition {
    let waiting = [outbox::Status::Queued, outbox::Status::Failed];
    Condition::all().add(outbox::Column::CreatedAt.lt(before)).add(outbox::Column::Status.is_not_in(waiting))
}

/// Removes rows of the organisation, in batches, each recorded in its own transaction.
async fn remove<E: Tenant>(cx: &Cx, table: &'static str, past: Condition) -> Result<u64, Error> {
    let mut removed = 0;
    loop {
        let tx = cx.write(Action::RunJob).await?;
        let id = key::<E>()?;
        let batch = Query::select()
            .column(id)
            .from(E::default())
            .cond_where(Condition::all().add(E::organisation().eq(tx.organisation())).add(past.clone()))
            .limit(BATCH)
            .to_owned();
        let gone = E::delete_many().filter(id.in_subquery(batch)).exec(tx.db()).await?.rows_affected;
        if gone == 0 {
            return Ok(removed);
        }
        let entry = Entry::new(AuditAction::CleanupRun);
        tx.commit(entry.after(json!({ "table": table, "removed": gone }))?).await?;
        removed += gone;
    }
}

/// Blanks name and address of invitations that ended long ago. What the trail holds of one goes, too, unless an
/// account came of it: then it is that person's.
async fn blank_invitations(cx: &Cx, before: Instant) -> Result<u64, Error> {
    let mut blanked = 0;
    loop {
        let tx = cx.write(Action::RunJob).await?;
        let rows = tx
            .find::<invitation_row::Entity>()
            .filter(invitation_row::Column::EndedAt.lt(before))
            .filter(names_somebody())
            .limit(BATCH)
            .all(tx.db())
            .await?;
        if rows.is_empty() {
            return Ok(blanked);
        }
        let nobodys = rows.iter().filter(|row| row.account_id.is_none()).map(|row| row.id.0);
        blank_values(&tx, personal_value::Column::SubjectId.is_in(nobodys)).await?;
        let done = invitation_row::Entity::update_many()
            .set(invitation_row::ActiveModel {
                name: Set(None),
                name_key: Set(None),
                email: Set(None),
                email_key: Set(None),
                ..Default::default()
            })
            .filter(invitation_row::Column::OrganisationId.eq(tx.organisation()))
            .filter(invitation_row::Column::Id.is_in(rows.iter().map(|row| row.id)))
            .exec(tx.db())
            .await?;
        let entry = Entry::new(AuditAction::CleanupRun);
        let after = json!({ "table": "invitation", "blanked": done.rows_affected });
        tx.commit(entry.after(after)?).await?;
        blanked += done.rows_affected;
    }
}

/// An invitation of which something is left that says who was invited.
fn names_somebody() -> Condition {
    use invitation_row::Column;
    let personal = [Column::Name, Column::NameKey, Column::Email, Column::EmailKey];
    personal.into_iter().fold(Condition::any(), |any, column| any.add(column.is_not_null()))
}

/// Blanks what strangers typed into the sign-in form long ago.
async fn blank_typed_emails(cx: &Cx, before: Instant) -> Result<u64, Error> {
    let tx = cx.write(Action::RunJob).await?;
    let old = personal_value::Column::Kind
        .eq(personal_value::Kind::TypedEmail)
        .and(personal_value::Column::CreatedAt.lt(before));
    let blanked = blank_values(&tx, old).await?;
    if blanked > 0 {
        let entry = Entry::new(AuditAction::CleanupRun);
        tx.commit(entry.after(json!({ "table": "personal_value", "blanked": blanked }))?).await?;
    }
    Ok(blanked)
}

/// Blanks personal texts: the hashes of the trail stay true, and nothing can be guessed back.
async fn blank_values(tx: &Tx, which: SimpleExpr) -> Result<u64, Error> {
    let blanked = personal_value::Entity::update_many()
        .set(personal_value::ActiveModel { value: Set(None), salt: Set(None), ..Default::default() })
        .filter(personal_value::Column::OrganisationId.eq(tx.organisation()))
        .filter(personal_value::Column::Value.is_not_null())
        .filter(which)
        .exec(tx.db())
        .await?;
    Ok(blanked.rows_affected)
}

fn key<E: EntityTrait>() -> Result<E::Column, Error> {
    let mut keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    keys.next().ok_or_else(|| Error::fault("retention", "a table without a key"))
}

/// What the machinery itself leaves behind.
async fn sweep(cx: &Cx, yesterday: Instant, long_ago: Instant) -> Result<(), Error> {
    let db = cx.platform().db.writer();
    rate_counter::Entity::delete_many()
        .filter(rate_counter::Column::WindowStart.lt(yesterday))
        .exec(db)
        .await?;
    lease::Entity::delete_many().filter(lease::Column::Until.lt(yesterday)).exec(db).await?;
    job_run::Entity::delete_many().filter(job_run::Column::StartedAt.lt(long_ago)).exec(db).await?;
    Ok(())
}
