//! What a carer has to do, has reached, and did lately: the page Today (screens §17, R-NOT-2).

use domain::access::Action;
use domain::competency::{Effect, Level, Validity, is_valid_on};
use domain::id::{AccountId, RatingId};
use domain::progress::{Activity, CompletionKind, Deed, Deeds, Lapse, Today};
use domain::rota::EntryState;
use domain::shift::ApplicationState;
use domain::time::{Date, Instant, add_days, monday};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::store::{self, Held};
use crate::cx::Scope;
use crate::entity::{
    care_package, competency_rating, completion, rota_entry, shift, shift_application, task,
};
use crate::{Cx, Error, competency, list, settings};

/// How many activities Today shows.
const RECENT: u64 = 10;

/// The signed-in carer's day. What several parts of it need is read once.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn today(cx: &Cx) -> Result<Today, Error> {
    let read = cx.read(Action::OwnProgress).await?;
    let carer = read.own()?;
    let assigned = store::assigned(&read, carer).await?;
    let held = store::held(&read, carer).await?;
    let waiting = competency::asking(&read, Some(carer)).await?;
    let window = settings::load(&read).await?.competence.due_window_days;
    Ok(Today {
        day: super::day_of(cx, &read, carer, &assigned).await?,
        waiting: waiting.len() as u64,
        deeds: deeds(cx, &read, carer, &assigned, &held).await?,
        lapsing: lapsing(&held, cx.today(), window),
        recent: recent(&read, carer, &waiting).await?,
    })
}

/// What a carer has reached so far, in figures.
pub(super) async fn deeds(
    cx: &Cx,
    scope: &impl Scope,
    carer: AccountId,
    assigned: &[task::Model],
    held: &[Held],
) -> Result<Deeds, Error> {
    let counts = |held: &&Held| is_valid_on(held.valid_until, cx.today());
    let is_competent = |task: &&task::Model| held.iter().filter(counts).any(|held| held.task == task.id);
    let (shifts_worked, shifts_this_week) = shifts(cx, scope, carer).await?;
    Ok(Deeds {
        competences: held.iter().filter(counts).count() as u64,
        shifts_worked,
        shifts_this_week,
        assigned: assigned.len() as u64,
        qualified: assigned.iter().filter(is_competent).count() as u64,
    })
}

/// How many confirmed shifts a carer has worked, and how many there are this week.
async fn shifts(cx: &Cx, scope: &impl Scope, carer: AccountId) -> Result<(u64, u64), Error> {
    use rota_entry::Column;
    let first = monday(cx.today());
    let how_many = |which: Expr| {
        let one: Expr = Expr::case(which, 1).into();
        one.count()
    };
    let counted = scope
        .find::<rota_entry::Entity>()
        .select_only()
        .expr_as(how_many(Column::EndAt.lte(cx.now)), "worked")
        .expr_as(how_many(Column::LocalDate.between(first, add_days(first, 6))), "this_week")
        .filter(Column::CarerId.eq(carer))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::State.eq(EntryState::Confirmed))
        .into_tuple::<(i64, i64)>()
        .one(scope.db())
        .await?;
    Ok(counted.map_or((0, 0), |(worked, this_week)| (worked.unsigned_abs(), this_week.unsigned_abs())))
}

/// Of what is held, what lapsed or lapses within the window of re-assessment, the earliest first (UX-27, R-VAL-3).
pub(super) fn lapsing(held: &[Held], today: Date, window: u32) -> Vec<Lapse> {
    let last = add_days(today, window.into());
    let mut soon: Vec<&Held> =
        held.iter().filter(|held| held.valid_until.is_some_and(|until| until <= last)).collect();
    soon.sort_by_key(|held| held.valid_until);
    let lapse = |held: &Held| Lapse {
        task: held.name.clone(),
        level: held.level,
        validity: Validity::on(held.valid_until, today, window),
    };
    soon.into_iter().map(lapse).collect()
}

/// The latest things that a carer did or got, newest first, with what still waits; at most ten.
async fn recent(
    scope: &impl Scope,
    carer: AccountId,
    waiting: &[competency_rating::Model],
) -> Result<Vec<Activity>, Error> {
    let mut recent = logged(scope, carer).await?;
    recent.extend(rated(scope, carer, waiting).await?);
    recent.extend(asked(scope, carer).await?);
    recent.sort_by_key(|activity| std::cmp::Reverse(activity.at));
    recent.truncate(usize::try_from(RECENT).unwrap_or(usize::MAX));
    Ok(recent)
}

async fn logged(scope: &impl Scope, carer: AccountId) -> Result<Vec<Activity>, Error> {
    use completion::Column;
    let lines = scope.find::<completion::Entity>().filter(Column::CarerId.eq(carer));
    let lines: Vec<(Instant, CompletionKind, i32, String)> = lines
        .join(
            JoinType::InnerJoin,
            list::link::<completion::Entity, task::Entity>(Column::TaskId, task::Column::Id),
        )
        .select_only()
        .columns([Column::CreatedAt, Column::Kind, Column::Amount])
        .column(task::Column::Name)
        .order_by_desc(Column::Id)
        .limit(RECENT)
        .into_tuple()
        .all(scope.db())
        .await?;
    let activity = |(at, kind, amount, task): (_, _, i32, _)| {
        let deed = match kind {
            CompletionKind::Log => Deed::Logged { task, amount: amount.unsigned_abs() },
            CompletionKind::Adjust | CompletionKind::Reset => Deed::Corrected { task },
        };
        Activity { at, deed }
    };
    Ok(lines.into_iter().map(activity).collect())
}

async fn rated(
    scope: &impl Scope,
    carer: AccountId,
    waiting: &[competency_rating::Model],
) -> Result<Vec<Activity>, Error> {
    use competency_rating::Column;
    let ratings = scope.find::<competency_rating::Entity>().filter(Column::CarerId.eq(carer));
    let ratings: Vec<(RatingId, Instant, Level, Effect, String)> = ratings
        .join(
            JoinType::InnerJoin,
            list::link::<competency_rating::Entity, task::Entity>(Column::TaskId, task::Column::Id),
        )
        .select_only()
        .columns([Column::Id, Column::SetAt, Column::Level, Column::Effect])
        .column(task::Column::Name)
        .order_by_desc(Column::Id)
        .limit(RECENT)
        .into_tuple()
        .all(scope.db())
        .await?;
    let is_waiting = |id: RatingId| waiting.iter().any(|one| one.id == id);
    let activity = |(id, at, level, effect, task)| {
        let waits = effect == Effect::OnAcknowledgment && is_waiting(id);
        Activity { at, deed: Deed::Rated { task, level, waits } }
    };
    Ok(ratings.into_iter().map(activity).collect())
}

/// The latest applications, each with the place and date of its shift.
async fn asked(scope: &impl Scope, carer: AccountId) -> Result<Vec<Activity>, Error> {
    use shift_application::Column;
    let shift = list::link::<shift_application::Entity, shift::Entity>(Column::ShiftId, shift::Column::Id);
    let package = list::link::<shift::Entity, care_package::Entity>(
        shift::Column::CarePackageId,
        care_package::Column::Id,
    );
    let applications: Vec<(Instant, ApplicationState, Date, String)> = scope
        .find::<shift_application::Entity>()
        .join(JoinType::InnerJoin, shift)
        .join(JoinType::InnerJoin, package)
        .select_only()
        .columns([Column::AppliedAt, Column::Status])
        .column(shift::Column::LocalDate)
        .column(care_package::Column::Name)
        .filter(Column::CarerId.eq(carer))
        .order_by_desc(Column::Id)
        .limit(RECENT)
        .into_tuple()
        .all(scope.db())
        .await?;
    let activity = |(at, state, date, package)| Activity { at, deed: Deed::Asked { package, date, state } };
    Ok(applications.into_iter().map(activity).collect())
}
