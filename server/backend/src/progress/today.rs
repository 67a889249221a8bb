//! What a carer has reached, and did lately: the figures and the activities of Today (screens §17, R-NOT-2).

use std::collections::HashMap;

use domain::access::Action;
use domain::competency::{Effect, Validity};
use domain::id::{AccountId, PackageId, ShiftId, TaskId};
use domain::progress::{Activity, CompletionKind, Deed, Deeds, Lapse};
use domain::rota::EntryState;
use domain::time::{Date, add_days, monday};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::store;
use crate::cx::Scope;
use crate::entity::{
    care_package, competency_current, competency_rating, completion, rota_entry, shift, shift_application,
    task,
};
use crate::{Cx, Error, competency, settings};

/// How many activities Today shows.
const RECENT: u64 = 10;

/// What the signed-in carer has reached so far, in figures.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn deeds(cx: &Cx) -> Result<Deeds, Error> {
    let read = cx.read(Action::OwnProgress).await?;
    let carer = read.own()?;
    let held = competency::current(&read, carer).await?;
    let assigned = store::assigned(&read, carer).await?;
    let is_competent = |task: TaskId| held.is_competent_on(task, cx.today());
    let competent = held.rows.iter().map(|row| row.task_id).filter(|task| is_competent(*task)).collect();
    let first = monday(cx.today());
    let worked = entries(&read, carer).filter(rota_entry::Column::EndAt.lte(cx.now));
    let this_week =
        entries(&read, carer).filter(rota_entry::Column::LocalDate.between(first, add_days(first, 6)));
    Ok(Deeds {
        competences: store::live(&read, competent).await?.len() as u64,
        shifts_worked: worked.count(read.db()).await?,
        shifts_this_week: this_week.count(read.db()).await?,
        assigned: assigned.len() as u64,
        qualified: assigned.iter().filter(|task| is_competent(task.id)).count() as u64,
    })
}

/// The signed-in carer's competences that lapsed or lapse within the window of re-assessment, the earliest first
/// (UX-27, R-VAL-3).
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn lapsing(cx: &Cx) -> Result<Vec<Lapse>, Error> {
    let read = cx.read(Action::OwnProgress).await?;
    let window = settings::load(&read).await?.competence.due_window_days;
    let held = read
        .find::<competency_current::Entity>()
        .filter(competency_current::Column::CarerId.eq(read.own()?))
        .filter(competency_current::Column::EffectiveValidUntil.lte(add_days(cx.today(), window.into())))
        .order_by_asc(competency_current::Column::EffectiveValidUntil)
        .all(read.db())
        .await?;
    let tasks = store::live(&read, held.iter().map(|row| row.task_id).collect()).await?;
    let lapse = |row: &competency_current::Model| {
        let task = tasks.iter().find(|task| task.id == row.task_id)?;
        let level = row.effective_level.filter(|level| level.is_competent())?;
        let validity = Validity::on(row.effective_valid_until, cx.today(), window);
        Some(Lapse { task: task.name.clone(), level, validity })
    };
    Ok(held.iter().filter_map(lapse).collect())
}

fn entries(at: &impl Scope, carer: AccountId) -> Select<rota_entry::Entity> {
    at.find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarerId.eq(carer))
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::State.eq(EntryState::Confirmed))
}

/// The latest things that the signed-in carer did or got, newest first, with what still waits; at most ten.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn recent(cx: &Cx) -> Result<Vec<Activity>, Error> {
    let read = cx.read(Action::OwnProgress).await?;
    let carer = read.own()?;
    let lines = lines(&read, carer).await?;
    let ratings = ratings(&read, carer).await?;
    let waiting = waiting(&read, carer).await?;
    let tasks = lines.iter().map(|line| line.task_id).chain(ratings.iter().map(|rating| rating.task_id));
    let tasks = task_names(&read, tasks.collect()).await?;
    let name = |task: TaskId| tasks.get(&task).cloned().unwrap_or_default();
    let logged = lines.iter().map(|line| Activity {
        at: line.created_at,
        deed: match line.kind {
            CompletionKind::Log => {
                Deed::Logged { task: name(line.task_id), amount: line.amount.unsigned_abs() }
            }
            CompletionKind::Adjust | CompletionKind::Reset => Deed::Corrected { task: name(line.task_id) },
        },
    });
    let rated = ratings.iter().map(|rating| Activity {
        at: rating.set_at,
        deed: Deed::Rated {
            task: name(rating.task_id),
            level: rating.level,
            waits: rating.effect == Effect::OnAcknowledgment && waiting.contains(&rating.id),
        },
    });
    let mut recent: Vec<Activity> = logged.chain(rated).chain(asked(&read, carer).await?).collect();
    recent.sort_by_key(|activity| std::cmp::Reverse(activity.at));
    recent.truncate(usize::try_from(RECENT).unwrap_or(usize::MAX));
    Ok(recent)
}

async fn lines(at: &impl Scope, carer: AccountId) -> Result<Vec<completion::Model>, Error> {
    Ok(at
        .find::<completion::Entity>()
        .filter(completion::Column::CarerId.eq(carer))
        .order_by_desc(completion::Column::Id)
        .limit(RECENT)
        .all(at.db())
        .await?)
}

async fn ratings(at: &impl Scope, carer: AccountId) -> Result<Vec<competency_rating::Model>, Error> {
    Ok(at
        .find::<competency_rating::Entity>()
        .filter(competency_rating::Column::CarerId.eq(carer))
        .order_by_desc(competency_rating::Column::Id)
        .limit(RECENT)
        .all(at.db())
        .await?)
}

/// The ratings that wait for a carer.
async fn waiting(at: &impl Scope, carer: AccountId) -> Result<Vec<domain::id::RatingId>, Error> {
    Ok(at
        .find::<competency_current::Entity>()
        .select_only()
        .column(competency_current::Column::PendingRatingId)
        .filter(competency_current::Column::CarerId.eq(carer))
        .filter(competency_current::Column::PendingRatingId.is_not_null())
        .into_tuple()
        .all(at.db())
        .await?)
}

async fn task_names(at: &impl Scope, ids: Vec<TaskId>) -> Result<HashMap<TaskId, String>, Error> {
    let rows: Vec<(TaskId, String)> = at
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .column(task::Column::Name)
        .filter(task::Column::Id.is_in(ids))
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// The latest applications, each with the place and date of its shift, in three queries.
async fn asked(at: &impl Scope, carer: AccountId) -> Result<Vec<Activity>, Error> {
    let applications = at
        .find::<shift_application::Entity>()
        .filter(shift_application::Column::CarerId.eq(carer))
        .order_by_desc(shift_application::Column::Id)
        .limit(RECENT)
        .all(at.db())
        .await?;
    let shifts: Vec<(ShiftId, PackageId, Date)> = at
        .find::<shift::Entity>()
        .select_only()
        .column(shift::Column::Id)
        .column(shift::Column::CarePackageId)
        .column(shift::Column::LocalDate)
        .filter(shift::Column::Id.is_in(applications.iter().map(|row| row.shift_id)))
        .into_tuple()
        .all(at.db())
        .await?;
    let packages: Vec<(PackageId, String)> = at
        .find::<care_package::Entity>()
        .select_only()
        .column(care_package::Column::Id)
        .column(care_package::Column::Name)
        .filter(care_package::Column::Id.is_in(shifts.iter().map(|shift| shift.1)))
        .into_tuple()
        .all(at.db())
        .await?;
    let activity = |row: &shift_application::Model| {
        let (_, package, date) = shifts.iter().find(|(shift, ..)| *shift == row.shift_id)?;
        let (_, name) = packages.iter().find(|(id, _)| id == package)?;
        let deed = Deed::Asked { package: name.clone(), date: *date, state: row.status };
        Some(Activity { at: row.applied_at, deed })
    };
    Ok(applications.iter().filter_map(activity).collect())
}
