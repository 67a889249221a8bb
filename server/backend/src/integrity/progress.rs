//! Counts against the log: a count is the sum of its lines, and begins anew at the last reset (domain §5).

use std::collections::BTreeMap;

use domain::id::{AccountId, TaskId};
use domain::progress::CompletionKind;
use domain::time::Instant;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::Fault;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{completion, progress_current};

/// What is known of one carer and task from one side: the count, and the last reset.
type Counts = BTreeMap<(AccountId, TaskId), (i64, Option<Instant>)>;

/// The counts of some carers that are not what the log says, in three queries.
pub(super) async fn faults(at: &impl Scope, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    let (logged, kept) = (logged(at, carers).await?, kept(at, carers).await?);
    let mut keys: Vec<_> = logged.keys().chain(kept.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    // Nothing logged and a count of zero that was never reset are the same.
    let of = |side: &Counts, key: &(AccountId, TaskId)| side.get(key).copied().unwrap_or((0, None));
    let differs = |key: &(AccountId, TaskId)| {
        let (log, count) = (of(&logged, key), of(&kept, key));
        (log != count).then(|| Fault {
            check: "progress",
            carer: Some(key.0),
            task: Some(key.1),
            what: format!("the log says {log:?}, the count {count:?}"),
        })
    };
    Ok(keys.iter().filter_map(differs).collect())
}

async fn logged(at: &impl Scope, carers: &[AccountId]) -> Result<Counts, Error> {
    let of_carers = || {
        at.find::<completion::Entity>()
            .select_only()
            .column(completion::Column::CarerId)
            .column(completion::Column::TaskId)
            .filter(completion::Column::CarerId.is_in(carers.iter().copied()))
            .group_by(completion::Column::CarerId)
            .group_by(completion::Column::TaskId)
    };
    let sums: Vec<(AccountId, TaskId, i64)> =
        of_carers().column_as(completion::Column::Amount.sum(), "counted").into_tuple().all(at.db()).await?;
    let resets: Vec<(AccountId, TaskId, Instant)> = of_carers()
        .column_as(completion::Column::CreatedAt.max(), "reset")
        .filter(completion::Column::Kind.eq(CompletionKind::Reset))
        .into_tuple()
        .all(at.db())
        .await?;
    let mut logged: Counts =
        sums.into_iter().map(|(carer, task, sum)| ((carer, task), (sum, None))).collect();
    for (carer, task, reset) in resets {
        logged.entry((carer, task)).or_default().1 = Some(reset);
    }
    Ok(logged)
}

async fn kept(at: &impl Scope, carers: &[AccountId]) -> Result<Counts, Error> {
    let rows = at
        .find::<progress_current::Entity>()
        .filter(progress_current::Column::CarerId.is_in(carers.iter().copied()))
        .all(at.db())
        .await?;
    let count = |row: progress_current::Model| {
        ((row.carer_id, row.task_id), (i64::from(row.count), row.last_reset_at))
    };
    Ok(rows.into_iter().map(count).collect())
}
