//! Whom a new target or cadence would affect, told before it is saved (R-TSK-2, R-VAL-2).

use std::collections::HashMap;

use domain::access::Action;
use domain::id::{AccountId, TaskId};
use domain::progress::{Tally, Target};
use domain::task::{Task, TaskDraft, TaskEffect, Turn};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::cx::{Read, Scope};
use crate::entity::{account, progress_current, task};
use crate::{Cx, Error, competency, kept, progress};

/// What saving this form would do to carers' percentages, and to current ratings if the cadence counted for them.
///
/// # Errors
/// Every problem of the form, [`Error::NotFound`] for a task that is not there, or not ours.
pub async fn effect(cx: &Cx, id: TaskId, draft: &TaskDraft) -> Result<TaskEffect, Error> {
    let read = cx.read(Action::ManageTasks).await?;
    let Task { target, cadence, .. } = TaskDraft { also_current: String::new(), ..draft.clone() }.parse()?;
    let row = kept::find::<task::Entity>(&read, id).await?;
    let old = progress::tally(&row, 0)?.target;
    let mut counted: Vec<Turn> = counts(&read, id)
        .await?
        .into_iter()
        .map(|(carer, count)| turn(carer, count.unsigned_abs(), old, target))
        .filter(|turn| turn.now != turn.then)
        .collect();
    counted.sort_by_key(|turn| !turn.is_decisive());
    let lapses = competency::cadence_effect(&read, id, cadence, cx.today()).await?;
    Ok(TaskEffect { counted, lapses })
}

fn turn(carer: String, done: u32, old: Target, new: Target) -> Turn {
    let tenths = |target| Tally { done, target }.tenths();
    Turn { carer, now: tenths(old), then: tenths(new) }
}

/// The live carers who have a count in a task, by name.
async fn counts(read: &Read<'_>, task: TaskId) -> Result<Vec<(String, i32)>, Error> {
    let counted = || {
        read.find::<progress_current::Entity>()
            .select_only()
            .filter(progress_current::Column::TaskId.eq(task))
            .filter(progress_current::Column::Count.gt(0))
    };
    let counts: Vec<(AccountId, i32)> = counted()
        .column(progress_current::Column::CarerId)
        .column(progress_current::Column::Count)
        .into_tuple()
        .all(read.db())
        .await?;
    let carers = counted().column(progress_current::Column::CarerId).into_query();
    let people = read
        .find::<account::Entity>()
        .filter(account::Column::Id.in_subquery(carers))
        .filter(account::Column::DeletionId.is_null())
        .order_by_asc(account::Column::NameKey)
        .all(read.db())
        .await?;
    let counts: HashMap<_, _> = counts.into_iter().collect();
    Ok(people.into_iter().filter_map(|row| Some((row.name, *counts.get(&row.id)?))).collect())
}
