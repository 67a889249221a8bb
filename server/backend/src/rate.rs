//! Counting how often something was done in a window, over all nodes and restarts (IN9, R-MAI-2).

use domain::time::Instant;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::db::Db;
use crate::entity::rate_counter;
use crate::{Cx, Error, token};

/// How often an operation that is open to strangers may be asked for from one address in one window.
const OPEN_DOOR: i32 = 100;

/// A window of such requests, in seconds.
const WINDOW: i64 = 15 * 60;

/// Counts one more. `false` when `limit` were counted in this window of so many seconds already.
pub(crate) async fn count(db: &Db, key: &str, limit: i32, seconds: i64, now: Instant) -> Result<bool, Error> {
    count_in(db.writer(), key, limit, seconds, now).await
}

/// The same within a write, which it is undone with.
pub(crate) async fn count_in(
    db: &impl ConnectionTrait,
    key: &str,
    limit: i32,
    seconds: i64,
    now: Instant,
) -> Result<bool, Error> {
    let window = now.plus_seconds(-seconds);
    // Whoever finds no open window and loses the race to begin one finds the winner's the second time.
    for _ in 0..2 {
        if count_on(db, key, limit, window).await? || begin(db, key, window, now).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Notes one more of what is counted over the last so many seconds, whenever it is asked, and gives how many there
/// are now. Within a write, which it is undone with; whoever notes at the same time waits.
pub(crate) async fn note(
    db: &impl ConnectionTrait,
    key: &str,
    seconds: i64,
    now: Instant,
) -> Result<u64, Error> {
    count_in(db, key, i32::MAX, seconds, now).await?;
    let begin = format!("{key} ");
    let row = rate_counter::ActiveModel {
        key: Set(format!("{begin}{}", token::fresh_uuid(now).simple())),
        count: Set(1),
        window_start: Set(now),
    };
    rate_counter::Entity::insert(row).exec_without_returning(db).await?;
    let noted = rate_counter::Entity::find()
        .filter(rate_counter::Column::Key.starts_with(begin))
        .filter(rate_counter::Column::WindowStart.gt(now.plus_seconds(-seconds)));
    Ok(noted.count(db).await?)
}

/// Counts a request of somebody who may not be signed in: at most 100 in 15 minutes for each address and operation,
/// over all nodes (R-GEN-14).
///
/// # Errors
/// [`Error::TooMany`] with the seconds after which the window is over.
pub async fn admit(cx: &Cx, operation: &str) -> Result<(), Error> {
    let (db, key) = (&cx.platform().db, format!("{operation} {}", cx.client.ip));
    if count(db, &key, OPEN_DOOR, WINDOW, cx.now).await? {
        return Ok(());
    }
    let begun = rate_counter::Entity::find_by_id(key).one(db.writer()).await?;
    let over = begun.map_or(cx.now, |begun| begun.window_start).plus_seconds(WINDOW);
    let millis = over.0.saturating_sub(cx.now.0);
    Err(Error::TooMany { retry_after: u32::try_from(millis / 1_000 + 1).unwrap_or(1) })
}

/// Counts on in a window that is open and has room.
async fn count_on(db: &impl ConnectionTrait, key: &str, limit: i32, window: Instant) -> Result<bool, Error> {
    let counted = rate_counter::Entity::update_many()
        .col_expr(rate_counter::Column::Count, Expr::col(rate_counter::Column::Count).add(1))
        .filter(rate_counter::Column::Key.eq(key))
        .filter(rate_counter::Column::WindowStart.gt(window))
        .filter(rate_counter::Column::Count.lt(limit))
        .exec(db)
        .await?;
    Ok(counted.rows_affected == 1)
}

/// Begins a window where none is open.
async fn begin(db: &impl ConnectionTrait, key: &str, window: Instant, now: Instant) -> Result<bool, Error> {
    let first = rate_counter::ActiveModel { key: Set(key.to_owned()), count: Set(1), window_start: Set(now) };
    let over = Expr::col((rate_counter::Entity, rate_counter::Column::WindowStart)).lte(window);
    let begun = rate_counter::Entity::insert(first)
        .on_conflict(
            OnConflict::column(rate_counter::Column::Key)
                .update_columns([rate_counter::Column::Count, rate_counter::Column::WindowStart])
                .action_and_where(over)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(begun == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Service;

    #[tokio::test]
    async fn in9_so_many_in_a_window_and_then_again_in_the_next() {
        let service = Service::empty().await;
        let (db, now) = (&service.platform.db, service.now());
        let at = async |seconds| count(db, "x", 3, 60, now.plus_seconds(seconds)).await.unwrap();
        assert_eq!([at(0).await, at(10).await, at(20).await, at(59).await], [true, true, true, false]);
        assert_eq!([at(60).await, at(61).await, at(62).await, at(63).await], [true, true, true, false]);
        assert!(count(db, "y", 3, 60, now).await.unwrap(), "another key has its own count");
    }

    #[tokio::test]
    async fn what_is_noted_is_counted_over_the_time_before_each_moment() {
        let service = Service::empty().await;
        let (db, now) = (&service.platform.db, service.now());
        let at = async |key, seconds| note(db.writer(), key, 60, now.plus_seconds(seconds)).await.unwrap();
        assert_eq!([at("x", 0).await, at("x", 50).await, at("x", 59).await], [1, 2, 3]);
        assert_eq!(at("x", 61).await, 3, "the first is over, the others are not");
        assert_eq!([at("x 1", 61).await, at("y", 61).await], [1, 1], "each key has its own");
    }

    #[tokio::test]
    async fn in9_many_at_once_are_counted_one_by_one() {
        let service = Service::empty().await;
        let (db, now) = (&service.platform.db, service.now());
        let tries = (0..12).map(|_| async { count(db, "x", 5, 60, now).await.unwrap() });
        let passed = futures::future::join_all(tries).await;
        assert_eq!(passed.iter().filter(|passed| **passed).count(), 5, "{passed:?}");
    }
}
