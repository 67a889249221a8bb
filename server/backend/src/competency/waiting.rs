//! What admins see of ratings that wait for their carers: figures, and a page of the list (screens §10.4).

use domain::access::Action;
use domain::competency::{LONG_HOURS, RatingEventKind, WaitingPage, Waits};
use domain::id::{AccountId, RatingId};
use domain::list::{Asked, Listed, WaitingSort};
use domain::problems::{Problem, Problems};
use sea_orm::{ColumnTrait, Condition, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::{store, validity};
use crate::audit::opening::{self, Opening};
use crate::cx::Scope;
use crate::entity::{competency_rating, rating_event, task};
use crate::{Cx, Error, list};

type Ratings = Select<competency_rating::Entity>;

/// The ratings that wait for their carers, oldest first, with the figures of all of them. `asked.q` looks for carers
/// and tasks, `asked.status` is `reminded` or `long` for those of one figure. Ten queries, whatever their number.
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks, [`Error::Invalid`] for a status or a sort that there is none of.
pub async fn waiting(cx: &Cx, asked: &Asked) -> Result<WaitingPage, Error> {
    let read = cx.read(Action::Rate).await?;
    let all = all(&read);
    let (were_reminded, long) = (reminded(&read, all.clone()), long(cx, all.clone()));
    let listed = match asked.status.as_str() {
        "reminded" => were_reminded.clone(),
        "long" => long.clone(),
        "" => all.clone(),
        _ => return Err(Problems::one("status", Problem::Unreadable).into()),
    };
    Ok(WaitingPage {
        pending: all.count(read.db()).await?,
        reminded: were_reminded.count(read.db()).await?,
        long: long.count(read.db()).await?,
        listed: page(&read, listed, asked).await?,
    })
}

/// One rating that waits for its carer, with all that is known of it; `None` when it waits no longer. Each opening is
/// recorded (R-AUD-5).
///
/// # Errors
/// [`Error::NotFound`] for a rating that is not there, or not ours.
pub async fn waits(cx: &Cx, rating: RatingId, opening: Opening) -> Result<Option<Waits>, Error> {
    let read = cx.read(Action::Rate).await?;
    let carer = store::rating(&read, rating).await?.carer_id;
    opening::record(cx, Action::Rate, carer, "waiting_rating", opening).await?;
    let row = all(&read).filter(competency_rating::Column::Id.eq(rating));
    let rows = row.one(read.db()).await?.into_iter().collect();
    Ok(shown(&read, rows).await?.into_iter().next())
}

/// How many wait for long: the figure of the start page is the list's.
pub(crate) async fn count_long(cx: &Cx, scope: &impl Scope) -> Result<u64, Error> {
    Ok(long(cx, all(scope)).count(scope.db()).await?)
}

/// What asks carers who are not in the recycle bin.
fn all(scope: &impl Scope) -> Ratings {
    let live = store::live_carers(scope);
    store::asking_query(scope).filter(competency_rating::Column::CarerId.in_subquery(live))
}

fn reminded(scope: &impl Scope, all: Ratings) -> Ratings {
    let reminded = scope
        .find::<rating_event::Entity>()
        .select_only()
        .column(rating_event::Column::RatingId)
        .filter(rating_event::Column::Kind.eq(RatingEventKind::Reminded));
    all.filter(competency_rating::Column::Id.in_subquery(reminded.into_query()))
}

fn long(cx: &Cx, all: Ratings) -> Ratings {
    all.filter(competency_rating::Column::SetAt.lt(cx.now.plus_hours(-i64::from(LONG_HOURS))))
}

async fn page(scope: &impl Scope, mut rows: Ratings, asked: &Asked) -> Result<Listed<Waits>, Error> {
    use competency_rating::Column;
    let words = asked.words();
    if !words.is_empty() {
        let tasks = scope
            .find::<task::Entity>()
            .select_only()
            .column(task::Column::Id)
            .filter(list::holds(task::Column::NameKey, &words));
        let either = Condition::any()
            .add(Column::CarerId.in_subquery(list::people_called(scope, &words)))
            .add(Column::TaskId.in_subquery(tasks.into_query()));
        rows = rows.filter(either);
    }
    let sort = asked.sort::<WaitingSort>()?;
    let by = match sort.by {
        WaitingSort::Since => Column::SetAt,
    };
    let order = list::Order::asked(sort, by, Column::Id);
    let Listed { rows, previous, next, found } = list::page(scope.db(), rows, &order, asked).await?;
    Ok(Listed { rows: shown(scope, rows).await?, previous, next, found })
}

async fn shown(scope: &impl Scope, rows: Vec<competency_rating::Model>) -> Result<Vec<Waits>, Error> {
    let old = store::levels_before(scope, &rows).await?;
    let events = store::events(scope, rows.iter().map(|row| row.id).collect()).await?;
    let (people, tasks) = (store::people(scope, &rows).await?, store::task_names(scope, &rows).await?);
    let name = |id: AccountId| people.get(&id).cloned().unwrap_or_default();
    let reminded = |event: &rating_event::Model| event.kind == RatingEventKind::Reminded;
    let row = |row: competency_rating::Model| Waits {
        rating: row.id,
        carer: row.carer_id,
        carer_name: name(row.carer_id),
        task: tasks.get(&row.task_id).cloned().unwrap_or_default(),
        old: old.get(&row.id).copied().unwrap_or(row.level),
        new: row.level,
        by: name(row.set_by),
        since: row.set_at,
        reminded_at: store::last(&events, row.id, reminded),
        effect: row.effect,
        source: row.source,
        assessment: row.assessment_id,
        is_fast_track: row.fast_track,
        valid_until: validity::last_date(&row, &events),
        reason: row.reason,
    };
    Ok(rows.into_iter().map(row).collect())
}
