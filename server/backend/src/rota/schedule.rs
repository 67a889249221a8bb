//! A carer's own schedule: confirmed entries only (R-PUB-3).

use std::collections::HashMap;

use domain::access::Action;
use domain::hours::Period;
use domain::id::ShiftId;
use domain::rota::{EntryState, ScheduleWeek, Work};
use domain::time::{Date, add_days, monday};
use sea_orm::{ColumnTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::cx::{Read, Scope};
use crate::entity::{care_package, rota_entry, shift_task, task};
use crate::{Cx, Error, list};

/// The signed-in carer's work in the week of a date, or in this one.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but carers.
pub async fn week(cx: &Cx, of: Option<Date>) -> Result<ScheduleWeek, Error> {
    let read = cx.read(Action::OwnSchedule).await?;
    let first = monday(of.unwrap_or_else(|| cx.today()));
    let entries = own(&read)?
        .filter(rota_entry::Column::LocalDate.between(first, add_days(first, 6)))
        .order_by_asc(rota_entry::Column::StartAt);
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
        .limit(1);
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
async fn works(read: &Read<'_>, entries: Select<rota_entry::Entity>) -> Result<Vec<Work>, Error> {
    let package = list::link::<rota_entry::Entity, care_package::Entity>(
        rota_entry::Column::CarePackageId,
        care_package::Column::Id,
    );
    let entries = entries.join(JoinType::InnerJoin, package).select_also(care_package::Entity);
    let entries = entries.all(read.db()).await?;
    let mut duties = duties(read, entries.iter().filter_map(|(entry, _)| entry.shift_id)).await?;
    let work = |(entry, package): (rota_entry::Model, Option<care_package::Model>)| {
        let (name, area) = package.map(|row| (row.name, row.postcode_area)).unwrap_or_default();
        Work {
            id: entry.id,
            package: name,
            postcode_area: area,
            date: entry.local_date,
            shift_type: entry.r#type,
            period: Period { start: entry.start_at, end: entry.end_at },
            duties: entry.shift_id.and_then(|shift| duties.remove(&shift)).unwrap_or_default(),
        }
    };
    Ok(entries.into_iter().map(work).collect())
}

/// What these shifts require, by name of the task.
async fn duties(
    read: &Read<'_>,
    shifts: impl Iterator<Item = ShiftId>,
) -> Result<HashMap<ShiftId, Vec<String>>, Error> {
    let mut duties: HashMap<_, Vec<_>> = HashMap::new();
    let shifts: Vec<ShiftId> = shifts.collect();
    if shifts.is_empty() {
        return Ok(duties);
    }
    let required = read.find::<shift_task::Entity>().filter(shift_task::Column::ShiftId.is_in(shifts));
    let task = list::link::<shift_task::Entity, task::Entity>(shift_task::Column::TaskId, task::Column::Id);
    let required: Vec<(ShiftId, String)> = required
        .join(JoinType::InnerJoin, task)
        .select_only()
        .column(shift_task::Column::ShiftId)
        .column(task::Column::Name)
        .order_by_asc(task::Column::NameKey)
        .into_tuple()
        .all(read.db())
        .await?;
    for (shift, name) in required {
        duties.entry(shift).or_default().push(name);
    }
    Ok(duties)
}
