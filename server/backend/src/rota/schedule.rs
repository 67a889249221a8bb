//! A carer's own schedule: confirmed entries only (R-PUB-3).

use domain::access::Action;
use domain::hours::Period;
use domain::id::{PackageId, ShiftId};
use domain::rota::{EntryState, ScheduleWeek, Work};
use domain::time::{Date, add_days, monday};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::cx::{Read, Scope};
use crate::entity::{care_package, rota_entry, shift_task, task};
use crate::{Cx, Error};

/// The signed-in carer's work in the week of a date, or in this one.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but carers.
pub async fn week(cx: &Cx, of: Option<Date>) -> Result<ScheduleWeek, Error> {
    let read = cx.read(Action::OwnSchedule).await?;
    let first = monday(of.unwrap_or_else(|| cx.today()));
    let entries = own(&read)?
        .filter(rota_entry::Column::LocalDate.between(first, add_days(first, 6)))
        .order_by_asc(rota_entry::Column::StartAt)
        .all(read.db())
        .await?;
    Ok(ScheduleWeek { monday: first, today: cx.today(), work: works(&read, entries).await? })
}

/// The signed-in carer's next work: what has not ended yet and starts first.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but carers.
pub async fn next_work(cx: &Cx) -> Result<Option<Work>, Error> {
    let read = cx.read(Action::OwnSchedule).await?;
    let next = own(&read)?
        .filter(rota_entry::Column::EndAt.gt(cx.now))
        .order_by_asc(rota_entry::Column::StartAt)
        .limit(1)
        .all(read.db())
        .await?;
    Ok(works(&read, next).await?.pop())
}

fn own(read: &Read<'_>) -> Result<Select<rota_entry::Entity>, Error> {
    Ok(read
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarerId.eq(read.own()?))
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::State.eq(EntryState::Confirmed)))
}

/// Entries with the names of their places and of what their shifts require.
async fn works(read: &Read<'_>, entries: Vec<rota_entry::Model>) -> Result<Vec<Work>, Error> {
    let packages = packages(read, entries.iter().map(|entry| entry.care_package_id)).await?;
    let duties = duties(read, entries.iter().filter_map(|entry| entry.shift_id)).await?;
    let work = |entry: rota_entry::Model| {
        let package = packages.iter().find(|package| package.id == entry.care_package_id);
        let (name, area) =
            package.map(|row| (row.name.clone(), row.postcode_area.clone())).unwrap_or_default();
        Work {
            id: entry.id,
            package: name,
            postcode_area: area,
            date: entry.local_date,
            shift_type: entry.r#type,
            period: Period { start: entry.start_at, end: entry.end_at },
            duties: duties
                .iter()
                .filter(|(shift, _)| Some(*shift) == entry.shift_id)
                .map(|(_, name)| name.clone())
                .collect(),
        }
    };
    Ok(entries.into_iter().map(work).collect())
}

async fn packages(
    read: &Read<'_>,
    ids: impl Iterator<Item = PackageId>,
) -> Result<Vec<care_package::Model>, Error> {
    let found = read.find::<care_package::Entity>().filter(care_package::Column::Id.is_in(ids));
    Ok(found.all(read.db()).await?)
}

async fn duties(
    read: &Read<'_>,
    shifts: impl Iterator<Item = ShiftId>,
) -> Result<Vec<(ShiftId, String)>, Error> {
    let required = read.find::<shift_task::Entity>().filter(shift_task::Column::ShiftId.is_in(shifts));
    let required = required.all(read.db()).await?;
    let tasks = read
        .find::<task::Entity>()
        .filter(task::Column::Id.is_in(required.iter().map(|row| row.task_id)))
        .order_by_asc(task::Column::NameKey)
        .all(read.db())
        .await?;
    let named = tasks.iter().flat_map(|task| {
        let of_task = required.iter().filter(|row| row.task_id == task.id);
        of_task.map(|row| (row.shift_id, task.name.clone()))
    });
    Ok(named.collect())
}
