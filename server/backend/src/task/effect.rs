//! Whom a new target or cadence would affect, counted before it is saved (R-TSK-2, R-VAL-2).

use domain::access::Action;
use domain::id::TaskId;
use domain::progress::{Tally, Target};
use domain::task::{Task, TaskDraft, TaskEffect};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::store;
use crate::cx::Scope;
use crate::entity::progress_current;
use crate::{Cx, Error, competency, progress};

/// What saving this form would do to carers' percentages, and to current ratings if the cadence counted for them.
///
/// # Errors
/// Every problem of the form, [`Error::NotFound`] for a task that is not there, or not ours.
pub async fn effect(cx: &Cx, id: TaskId, draft: &TaskDraft) -> Result<TaskEffect, Error> {
    let read = cx.read(Action::ManageTasks).await?;
    let Task { target, cadence, .. } = TaskDraft { also_current: String::new(), ..draft.clone() }.parse()?;
    let row = store::find(&read, id).await?;
    let old = progress::tally(&row, 0)?.target;
    let counts: Vec<i32> = read
        .find::<progress_current::Entity>()
        .select_only()
        .column(progress_current::Column::Count)
        .filter(progress_current::Column::TaskId.eq(id))
        .filter(progress_current::Column::Count.gt(0))
        .into_tuple()
        .all(read.db())
        .await?;
    let is_complete =
        |count: &i32, target: Target| Tally { done: count.unsigned_abs(), target }.is_complete();
    let turned = |now: Target, then: Target| {
        counts.iter().filter(|count| !is_complete(count, now) && is_complete(count, then)).count() as u64
    };
    Ok(TaskEffect {
        counted: counts.len() as u64,
        newly_complete: turned(old, target),
        no_longer_complete: turned(target, old),
        lapses: competency::cadence_effect(&read, id, cadence).await?,
    })
}
