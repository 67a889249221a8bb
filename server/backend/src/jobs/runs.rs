//! The record of runs, from which it is also known what is due (R-OPS-1).

use domain::access::Action;
use domain::id::JobRunId;
use domain::time::Instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::Did;
use super::due::{Before, When};
use crate::entity::job_run::{ActiveModel, Column, Entity};
use crate::{Cx, Error};

/// The longest result that is kept (domain §9).
const RESULT: usize = 60;

/// Whether a run of this kind is due where the context is.
pub(super) async fn is_due(cx: &Cx, when: When, kind: &str) -> Result<bool, Error> {
    let last = async |good: bool| {
        let mut runs = Entity::find().select_only().column_as(Column::StartedAt.max(), "last");
        runs = runs.filter(Column::Kind.eq(kind));
        if good {
            runs = runs.filter(Column::FinishedAt.is_not_null()).filter(Column::Error.is_null());
        }
        let last: Option<Option<Instant>> = runs.into_tuple().one(cx.platform().db.writer()).await?;
        Ok::<_, Error>(last.flatten())
    };
    let before = Before { good: last(true).await?, any: last(false).await? };
    Ok(when.is_due(cx.zone, cx.now, before))
}

/// Writes down that a run begins.
pub(super) async fn begin(cx: &Cx, kind: &str) -> Result<JobRunId, Error> {
    // The transaction gives the id; the row itself belongs to no organisation and is not audited.
    let id = cx.write(Action::RunJob).await?.fresh(JobRunId);
    let row = ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        started_at: Set(cx.now),
        finished_at: Set(None),
        result: Set(None),
        error: Set(None),
    };
    row.insert(cx.platform().db.writer()).await?;
    Ok(id)
}

/// Closes the runs of this kind that nobody ended; gives how many. Whoever holds the lease is the only runner, so they
/// ended with their process.
pub(super) async fn close_dead(cx: &Cx, kind: &str) -> Result<u64, Error> {
    let died = ActiveModel {
        finished_at: Set(Some(cx.now)),
        error: Set(Some("ended with its process".to_owned())),
        ..Default::default()
    };
    let closed = Entity::update_many()
        .set(died)
        .filter(Column::Kind.eq(kind))
        .filter(Column::FinishedAt.is_null())
        .exec(cx.platform().db.writer())
        .await?;
    Ok(closed.rows_affected)
}

/// Writes down how it ended, at the context's moment. What failed is in the log; here stands only what kind of failure
/// it was.
pub(super) async fn finish(cx: &Cx, run: JobRunId, result: &Result<Did, Error>) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(run),
        finished_at: Set(Some(cx.now)),
        result: Set(result.as_ref().ok().map(|did| did.said.chars().take(RESULT).collect())),
        error: Set(result.as_ref().err().map(|error| error.kind().to_owned())),
        ..Default::default()
    };
    row.update(cx.platform().db.writer()).await?;
    Ok(())
}
