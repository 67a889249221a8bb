//! The daily job that tells of ratings that lapse: admins by one mail a day, carers at 30 days and fewer and on the
//! day itself (R-VAL-3). What was told is kept beside the rating in the same transaction, so neither a second run nor
//! a restart tells it again, and a day that was missed is made up for.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Action;
use domain::audit::AuditAction;
use domain::competency::{LapseNotice, Level, lapse_notice};
use domain::id::{AccountId, RatingId, TaskId};
use domain::notice::NoticeKind;
use domain::time::{Date, add_days};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::json;

use super::store;
use crate::assessment::trigger;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, competency_current, task};
use crate::events::Topic;
use crate::outbox::Mail;
use crate::outbox::letter::Lapsing;
use crate::{Cx, Error, settings};

/// The name in the outbox of the admins' mail: there is one on a date.
const ADMINS: &str = "carers_lapsing";

/// One rating of which somebody is to be told.
struct Told {
    row: competency_current::Model,
    rating: RatingId,
    level: Level,
    task: String,
    notice: LapseNotice,
}

/// The job of 02:00. It gives how many ratings were told of.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn run_lapse(cx: &Cx) -> Result<String, Error> {
    let read = cx.read(Action::RunJob).await?;
    let seen: BTreeSet<AccountId> = due(cx, &read).await?.iter().map(|told| told.row.carer_id).collect();
    if seen.is_empty() {
        return Ok("0 told".into());
    }
    let carers: Vec<AccountId> = seen.into_iter().collect();
    let tx = cx.write(Action::RunJob).await?;
    trigger::hold_carers(&tx, &carers).await?;
    if tx.mailed_today(ADMINS).await? {
        return Ok("told today already".into());
    }
    let mut due = due(cx, &tx).await?;
    due.retain(|told| carers.contains(&told.row.carer_id));
    let count = due.len();
    tell(&tx, due).await?;
    if count > 0 {
        tx.commit_noted().await?;
    }
    Ok(format!("{count} told"))
}

/// The ratings of active carers in live tasks for which a notice is due and was not given.
async fn due(cx: &Cx, scope: &impl Scope) -> Result<Vec<Told>, Error> {
    let days = settings::load(scope).await?.competence.lapse_notice_days;
    let rows = lapsing(scope, cx.today(), days.iter().copied().max().unwrap_or(0)).await?;
    let tasks = live_tasks(scope, &rows).await?;
    let ratings =
        store::ratings(scope, rows.iter().filter_map(|row| row.effective_rating_id).collect()).await?;
    let told = |row: competency_current::Model| {
        let rating = ratings.iter().find(|rating| Some(rating.id) == row.effective_rating_id)?;
        let told_through = row.lapse_told_on.unwrap_or(rating.set_on);
        let notice = lapse_notice(row.effective_valid_until?, &days, told_through, cx.today())?;
        let task = tasks.get(&row.task_id)?.clone();
        Some(Told { rating: rating.id, level: rating.level, task, notice, row })
    };
    Ok(rows.into_iter().filter_map(told).collect())
}

/// What lapses within so many days or has lapsed, as long as the lapse itself was not told. By carer and task.
async fn lapsing(
    scope: &impl Scope,
    today: Date,
    days: u32,
) -> Result<Vec<competency_current::Model>, Error> {
    use competency_current::Column;
    let untold = Column::LapseToldOn
        .is_null()
        .or(Expr::col(Column::LapseToldOn).lte(Expr::col(Column::EffectiveValidUntil)));
    Ok(scope
        .find::<competency_current::Entity>()
        .filter(Column::EffectiveValidUntil.lte(add_days(today, i64::from(days))))
        .filter(Column::EffectiveLevel.ne(Level::NotAssessed))
        .filter(untold)
        .filter(Column::CarerId.in_subquery(store::active_carers(scope)))
        .order_by_asc(Column::CarerId)
        .order_by_asc(Column::TaskId)
        .all(scope.db())
        .await?)
}

async fn live_tasks(
    scope: &impl Scope,
    rows: &[competency_current::Model],
) -> Result<BTreeMap<TaskId, String>, Error> {
    let ids: BTreeSet<TaskId> = rows.iter().map(|row| row.task_id).collect();
    let rows = scope
        .find::<task::Entity>()
        .filter(task::Column::Id.is_in(ids))
        .filter(task::Column::DeletionId.is_null())
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Marks each rating, and tells its carer and all admins.
async fn tell(tx: &Tx, due: Vec<Told>) -> Result<(), Error> {
    let mut of_carers: BTreeMap<AccountId, Vec<Told>> = BTreeMap::new();
    for told in due {
        mark(tx, &told).await?;
        of_carers.entry(told.row.carer_id).or_default().push(told);
    }
    let mut all = Vec::new();
    for (carer, told) in &of_carers {
        let person = store::account(tx, *carer).await?;
        all.extend(told.iter().map(|told| told.line(&person.name)));
        tell_carer(tx, &person, told).await?;
        tx.touch(Topic::Rating, Some(*carer));
    }
    if all.is_empty() {
        return Ok(());
    }
    tx.touch(Topic::Assessment, None);
    let about = ("organisation", tx.organisation().0);
    tx.tell_admins(NoticeKind::CarersLapsing, about, |name| Mail::CarersLapsing {
        name,
        ratings: all.clone(),
    })
    .await
}

impl Told {
    fn has_lapsed(&self) -> bool {
        self.notice == LapseNotice::Lapsed
    }

    fn line(&self, carer: &str) -> Lapsing {
        Lapsing {
            carer: carer.to_owned(),
            task: self.task.clone(),
            level: self.level,
            has_lapsed: self.has_lapsed(),
        }
    }
}

async fn mark(tx: &Tx, told: &Told) -> Result<(), Error> {
    let mut row = told.row.clone().into_active_model();
    row.lapse_told_on = Set(Some(tx.today()));
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    let action = if told.has_lapsed() { AuditAction::RatingLapsed } else { AuditAction::ReminderSent };
    let entry = Entry::new(action).about("competency_rating", told.rating.0);
    tx.also(entry.after(json!({
        "carer": told.row.carer_id, "task": told.row.task_id, "level": told.level,
        "valid_until": told.row.effective_valid_until, "lapse_notice": told.notice,
    }))?);
    Ok(())
}

async fn tell_carer(tx: &Tx, person: &account::Model, told: &[Told]) -> Result<(), Error> {
    let lines: Vec<Lapsing> =
        told.iter().filter(|told| told.notice.tells_carer()).map(|told| told.line(&person.name)).collect();
    let Some(first) = told.iter().find(|told| told.notice.tells_carer()) else { return Ok(()) };
    let has_lapsed = lines.iter().any(|line| line.has_lapsed);
    let kind = if has_lapsed { NoticeKind::RatingLapsed } else { NoticeKind::RatingLapsing };
    let about = ("competency_rating", first.rating.0);
    tx.tell(person, kind, about, |name| Mail::RatingsLapsing { name, ratings: lines }).await
}
