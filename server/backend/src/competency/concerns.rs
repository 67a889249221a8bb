//! A carer's concerns against ratings, and the admins' answers. The rating stays (R-ACK-4).

use std::collections::HashMap;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{AnswerConcernDraft, ConcernDraft, ConcernShown};
use domain::id::{AccountId, ConcernId, SubmissionId};
use domain::list::{Asked, Listed};
use domain::notice::NoticeKind;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use serde_json::json;

use super::store;
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, competency_rating, concern, task};
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::Mail;
use crate::{Cx, Error, list};

const OPEN: &str = "open";
const ANSWERED: &str = "answered";

/// How many of a carer's own are listed at most.
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
    tx.commit(entry.after(json!({
        "carer": carer, "task": row.task_id, "level": row.level, "rating": rating, "state": OPEN,
    }))?)
    .await?;
    Ok(id)
}

/// An admin answers a concern. The carer is told; to the other admins it is no news any more.
///
/// # Errors
/// [`Error::Stale`] when it was answered meanwhile, [`Error::NotFound`] when its carer is in the recycle bin.
pub async fn answer_concern(cx: &Cx, form: &AnswerConcernDraft) -> Result<(), Error> {
    let (concern, answer) = form.parse()?;
    let tx = cx.write(Action::Rate).await?;
    let row = lock(&tx, concern).await?;
    if row.status != OPEN {
        return Err(Error::Stale);
    }
    let (id, carer, rating) = (row.id, row.carer_id, row.rating_id);
    let person = trigger::hold_live_carer(&tx, carer).await?;
    let mut row = row.into_active_model();
    row.status = Set(ANSWERED.to_owned());
    row.answer = Set(Some(answer));
    row.answered_by = Set(Some(tx.own()?));
    row.answered_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    tx.settle_for_all(NoticeKind::ConcernRaised, id.0).await?;
    let about = ("concern", id.0);
    tx.tell(&person, NoticeKind::ConcernAnswered, about, |name| Mail::ConcernAnswered { name }).await?;
    tx.touch(Topic::Rating, Some(carer));
    let about = store::rating(&tx, rating).await?;
    let entry = Entry::new(AuditAction::ConcernAnswered).about("concern", id.0);
    let entry = entry.before(json!({ "state": OPEN }))?;
    tx.commit(entry.after(json!({
        "carer": carer, "task": about.task_id, "level": about.level, "rating": rating, "state": ANSWERED,
    }))?)
    .await
}

async fn lock(tx: &Tx, id: ConcernId) -> Result<concern::Model, Error> {
    let row = tx.find::<concern::Entity>().filter(concern::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// A page of the concerns of all carers for admins: those without an answer, oldest first; those with one, when
/// `asked.status` is `answered`, newest first. `asked.q` looks for carers and tasks. Seven queries, whatever their
/// number.
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks.
pub async fn concerns(cx: &Cx, asked: &Asked) -> Result<Listed<ConcernShown>, Error> {
    let read = cx.read(Action::Rate).await?;
    let is_answered = asked.status == ANSWERED;
    let mut rows = if is_answered {
        read.find::<concern::Entity>().filter(concern::Column::Status.eq(ANSWERED))
    } else {
        open(&read)
    };
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(about(&read, &words));
    }
    let (by, id) = (concern::Column::CreatedAt, concern::Column::Id);
    let order = if is_answered { list::Order::down(by, id) } else { list::Order::up(by, id) };
    let Listed { rows, previous, next, found } = list::page(read.db(), rows, &order, asked).await?;
    Ok(Listed { rows: shown(&read, rows).await?, previous, next, found })
}

/// Those that wait for an answer. One of a carer in the recycle bin waits until he or she is back.
pub(crate) fn open(scope: &impl Scope) -> Select<concern::Entity> {
    let open = scope.find::<concern::Entity>().filter(concern::Column::Status.eq(OPEN));
    open.filter(concern::Column::CarerId.in_subquery(store::live_carers(scope)))
}

/// Concerns of carers of these names, or about tasks of these names.
fn about(scope: &impl Scope, words: &str) -> Condition {
    let tasks = scope
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .filter(list::holds(task::Column::NameKey, words));
    let ratings = scope
        .find::<competency_rating::Entity>()
        .select_only()
        .column(competency_rating::Column::Id)
        .filter(competency_rating::Column::TaskId.in_subquery(tasks.into_query()));
    Condition::any()
        .add(concern::Column::CarerId.in_subquery(list::people_called(scope, words)))
        .add(concern::Column::RatingId.in_subquery(ratings.into_query()))
}

/// A carer's own concerns, newest first.
pub(super) async fn own(scope: &impl Scope, carer: AccountId) -> Result<Vec<ConcernShown>, Error> {
    let rows = scope
        .find::<concern::Entity>()
        .filter(concern::Column::CarerId.eq(carer))
        .order_by_desc(concern::Column::Id)
        .limit(MOST);
    shown(scope, rows.all(scope.db()).await?).await
}

/// Concerns with whose they are and what they are about.
async fn shown(scope: &impl Scope, rows: Vec<concern::Model>) -> Result<Vec<ConcernShown>, Error> {
    let ratings = store::ratings(scope, rows.iter().map(|row| row.rating_id).collect()).await?;
    let (people, tasks) = (store::people(scope, &ratings).await?, store::task_names(scope, &ratings).await?);
    let ratings: HashMap<_, _> = ratings.into_iter().map(|row| (row.id, row)).collect();
    let answerers =
        list::names::<account::Entity>(scope, rows.iter().filter_map(|row| row.answered_by)).await?;
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
            answered_by: row.answered_by.and_then(|by| answerers.get(&by).cloned()),
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}
