//! A carer's concerns against ratings, and the admins' answers. The rating stays (R-ACK-4).

use std::collections::HashMap;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{AnswerConcernDraft, ConcernDraft, ConcernShown};
use domain::id::{AccountId, ConcernId, SubmissionId};
use domain::notice::NoticeKind;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::store;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::concern;
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::Mail;
use crate::{Cx, Error};

const OPEN: &str = "open";
const ANSWERED: &str = "answered";

/// How many are listed at most: open ones come first.
const MOST: u64 = 100;

/// The signed-in carer raises a concern about one of his or her own ratings. Admins are told.
///
/// # Errors
/// [`Error::NotFound`] for anybody else's rating.
pub async fn raise_concern(
    cx: &Cx,
    submission: SubmissionId,
    form: &ConcernDraft,
) -> Result<ConcernId, Error> {
    let (rating, body) = form.parse()?;
    let tx = cx.write(Action::Acknowledge).await?;
    let carer = tx.own()?;
    let first = match tx.once::<ConcernId>("competency.raise_concern", submission, form).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    let row = store::rating(&tx, rating).await?;
    if row.carer_id != carer {
        return Err(Error::NotFound);
    }
    let id = tx.fresh(ConcernId);
    concern::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        rating_id: Set(rating),
        carer_id: Set(carer),
        body: Set(body),
        status: Set(OPEN.to_owned()),
        answer: Set(None),
        answered_by: Set(None),
        answered_at: Set(None),
    }
    .insert(tx.db())
    .await?;
    let person = store::account(&tx, carer).await?;
    tx.tell_admins(NoticeKind::ConcernRaised, ("concern", id.0), |name| Mail::ConcernRaised {
        name,
        carer: person.name.clone(),
    })
    .await?;
    tx.touch(Topic::Rating, Some(carer));
    tx.remember(first, &id).await?;
    let entry = Entry::new(AuditAction::ConcernRaised).about("concern", id.0);
    tx.commit(entry.after(json!({ "rating": rating }))?).await?;
    Ok(id)
}

/// An admin answers a concern. The carer is told.
///
/// # Errors
/// [`Error::Stale`] when it was answered meanwhile.
pub async fn answer_concern(cx: &Cx, form: &AnswerConcernDraft) -> Result<(), Error> {
    let (concern, answer) = form.parse()?;
    let tx = cx.write(Action::Rate).await?;
    let row = lock(&tx, concern).await?;
    if row.status != OPEN {
        return Err(Error::Stale);
    }
    let (id, carer) = (row.id, row.carer_id);
    let mut row = row.into_active_model();
    row.status = Set(ANSWERED.to_owned());
    row.answer = Set(Some(answer));
    row.answered_by = Set(Some(tx.own()?));
    row.answered_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    let person = store::account(&tx, carer).await?;
    let about = ("concern", id.0);
    tx.tell(&person, NoticeKind::ConcernAnswered, about, |name| Mail::ConcernAnswered { name }).await?;
    tx.touch(Topic::Rating, Some(carer));
    tx.commit(Entry::new(AuditAction::ConcernAnswered).about("concern", id.0)).await
}

async fn lock(tx: &Tx, id: ConcernId) -> Result<concern::Model, Error> {
    let row = tx.find::<concern::Entity>().filter(concern::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// The concerns of all carers for admins, open ones first.
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks.
pub async fn concerns(cx: &Cx) -> Result<Vec<ConcernShown>, Error> {
    let read = cx.read(Action::Rate).await?;
    listed(&read, None).await
}

/// Concerns with whose they are and what they are about.
pub(super) async fn listed(scope: &impl Scope, carer: Option<AccountId>) -> Result<Vec<ConcernShown>, Error> {
    let mut rows = scope
        .find::<concern::Entity>()
        .order_by_desc(concern::Column::Status)
        .order_by_desc(concern::Column::CreatedAt)
        .limit(MOST);
    if let Some(carer) = carer {
        rows = rows.filter(concern::Column::CarerId.eq(carer));
    }
    let rows = rows.all(scope.db()).await?;
    let ratings = store::ratings(scope, rows.iter().map(|row| row.rating_id).collect()).await?;
    let (people, tasks) = (store::people(scope, &ratings).await?, store::task_names(scope, &ratings).await?);
    let ratings: HashMap<_, _> = ratings.into_iter().map(|row| (row.id, row)).collect();
    let shown = |row: concern::Model| {
        let rating = ratings.get(&row.rating_id)?;
        Some(ConcernShown {
            concern: row.id,
            carer: row.carer_id,
            carer_name: people.get(&row.carer_id).cloned().unwrap_or_default(),
            task: tasks.get(&rating.task_id).cloned().unwrap_or_default(),
            level: rating.level,
            body: row.body,
            at: row.created_at,
            answer: row.answer,
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}
