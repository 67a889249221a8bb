//! Leases: one runner of a job over all nodes (architecture §5). Whoever dies loses his when it runs out.

use std::time::Duration;

use domain::time::Instant;
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::db::Db;
use crate::entity::lease;
use crate::{Error, audit, token};

/// How long a lease holds unless it is renewed, in seconds.
const TERM: i64 = 180;

/// How often it is renewed.
const RENEW: Duration = Duration::from_mins(1);

/// Whoever holds leases: one process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder(String);

impl Holder {
    /// This process.
    pub(crate) fn new() -> Result<Self, Error> {
        Ok(Self(audit::hex(&token::random::<16>()?)))
    }

    /// Takes a lease that is free, has run out, or is one's own. `false` when somebody else holds it.
    pub(crate) async fn take(&self, db: &Db, name: &str, now: Instant) -> Result<bool, Error> {
        let taken = self.renew(db, name, now).await?;
        if taken {
            return Ok(true);
        }
        let row = lease::ActiveModel {
            name: Set(name.to_owned()),
            holder: Set(self.0.clone()),
            until: Set(now.plus_seconds(TERM)),
        };
        let made = lease::Entity::insert(row)
            .on_conflict(OnConflict::column(lease::Column::Name).do_nothing().to_owned())
            .exec_without_returning(db.writer())
            .await?;
        Ok(made == 1)
    }

    /// One conditional statement, so that of two who try at once one gets it.
    async fn renew(&self, db: &Db, name: &str, now: Instant) -> Result<bool, Error> {
        let free = lease::Column::Until.lte(now).or(lease::Column::Holder.eq(self.0.as_str()));
        let renewed = lease::Entity::update_many()
            .set(lease::ActiveModel {
                holder: Set(self.0.clone()),
                until: Set(now.plus_seconds(TERM)),
                ..Default::default()
            })
            .filter(lease::Column::Name.eq(name))
            .filter(free)
            .exec(db.writer())
            .await?;
        Ok(renewed.rows_affected == 1)
    }

    /// Gives one back.
    pub(crate) async fn release(&self, db: &Db, name: &str) -> Result<(), Error> {
        lease::Entity::delete_many()
            .filter(lease::Column::Name.eq(name))
            .filter(lease::Column::Holder.eq(self.0.as_str()))
            .exec(db.writer())
            .await?;
        Ok(())
    }

    /// Gives all back, at the end of the process (OP4).
    pub(crate) async fn release_all(&self, db: &Db) -> Result<(), Error> {
        lease::Entity::delete_many()
            .filter(lease::Column::Holder.eq(self.0.as_str()))
            .exec(db.writer())
            .await?;
        Ok(())
    }

    /// Works under a lease that was taken at `now`, renewing it for as long as the work goes on. A lost lease ends
    /// the work: somebody else does it now.
    pub(crate) async fn keep<T>(
        &self,
        db: &Db,
        name: &str,
        now: Instant,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let begun = tokio::time::Instant::now();
        tokio::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(RENEW) => {
                    let passed = i64::try_from(begun.elapsed().as_secs()).unwrap_or(i64::MAX);
                    if !self.take(db, name, now.plus_seconds(passed)).await? {
                        return Err(Error::Unavailable("the job's lease"));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Service;

    #[tokio::test]
    async fn r_ops_1_of_many_who_want_a_lease_one_gets_it() {
        let service = Service::empty().await;
        let (db, now) = (&service.platform.db, service.now());
        let tries = (0..8).map(|_| async { Holder::new().unwrap().take(db, "outbox", now).await.unwrap() });
        let taken = futures::future::join_all(tries).await;
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
    }

    #[tokio::test]
    async fn r_ops_1_a_lease_is_free_again_once_it_has_run_out_or_is_given_back() {
        let service = Service::empty().await;
        let (db, now) = (&service.platform.db, service.now());
        let (one, two) = (Holder::new().unwrap(), Holder::new().unwrap());
        assert!(one.take(db, "outbox", now).await.unwrap());
        assert!(one.take(db, "outbox", now.plus_seconds(60)).await.unwrap(), "renewed");
        assert!(!two.take(db, "outbox", now.plus_seconds(60 + TERM - 1)).await.unwrap());
        assert!(two.take(db, "outbox", now.plus_seconds(60 + TERM)).await.unwrap(), "the first one died");
        one.release(db, "outbox").await.unwrap();
        assert!(!one.take(db, "outbox", now.plus_seconds(60 + TERM)).await.unwrap(), "not his to give back");
        two.release_all(db).await.unwrap();
        assert!(one.take(db, "outbox", now.plus_seconds(60 + TERM)).await.unwrap());
    }
}
