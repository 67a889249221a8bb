//! What every part of the loading needs: the transaction, the calendar around now, ids of their time, and rows by the
//! hundred.

use chrono::Weekday;
use domain::time::{Clock, Date, Fold, Instant, Zone, add_days, monday};
use sea_orm::{EntityTrait, IntoActiveModel, Iterable};
use uuid::{NoContext, Timestamp, Uuid};

use super::sample::{Sample, wrong};
use crate::Error;
use crate::cx::{Scope, Tx};

/// How many values one statement may carry, below the limits of both databases.
const VALUES: usize = 30_000;

/// A loading in progress.
#[derive(Clone, Copy)]
pub(super) struct Loading<'a> {
    pub tx: &'a Tx,
    pub days: Days,
    pub sample: &'a Sample,
}

/// The days around the moment of loading, as the sample data counts them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub now: Instant,
    pub today: Date,
    pub zone: Zone,
}

impl Days {
    pub(super) fn new(now: Instant, zone: Zone) -> Self {
        Self { now, today: zone.date(now), zone }
    }

    /// The date so many days ago.
    pub(super) fn ago(&self, days: i64) -> Date {
        add_days(self.today, -days)
    }

    /// A day of a week, where 0 is this week.
    pub(super) fn of_week(&self, week: i64, day: Weekday) -> Date {
        add_days(monday(self.today), week * 7 + i64::from(day.num_days_from_monday()))
    }

    /// The moment at which the wall shows a date and time.
    pub(super) fn at(&self, date: Date, clock: Clock) -> Result<Instant, Error> {
        self.zone.at(date, clock, Fold::First).map_err(wrong)
    }

    /// The same for what has happened: on a day that is not over it has happened by now.
    pub(super) fn past(&self, date: Date, hour: u32) -> Result<Instant, Error> {
        let clock = Clock::from_hms_opt(hour, 0, 0).ok_or_else(|| wrong("an hour"))?;
        Ok(self.at(date, clock)?.min(self.now.plus_minutes(-1)))
    }

    /// The moment so many hours ago.
    pub(super) const fn hours_ago(&self, hours: i64) -> Instant {
        self.now.plus_hours(-hours)
    }
}

impl Loading<'_> {
    /// Stores rows, as many in a statement as it can carry.
    pub(super) async fn insert<E>(&self, mut rows: Vec<E::Model>) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let most = VALUES / E::Column::iter().count().max(1);
        while !rows.is_empty() {
            let rest = rows.split_off(most.min(rows.len()));
            let batch = rows.into_iter().map(IntoActiveModel::into_active_model);
            E::insert_many(batch).exec_without_returning(self.tx.db()).await?;
            rows = rest;
        }
        Ok(())
    }

    /// A number below `most` that is always the same for the same thing.
    pub(super) fn vary(&self, thing: &[&str], most: u32) -> u32 {
        let seed = 0x811c_9dc5 ^ self.sample.provider.seed;
        let bytes = thing.iter().flat_map(|part| part.bytes());
        let mixed = bytes.fold(seed, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        (mixed >> 8) % most.max(1)
    }
}

/// A new id that sorts by the time of its row, as if the row had been made then.
pub(super) fn id<Id>(at: Instant, kind: impl FnOnce(Uuid) -> Id) -> Id {
    let millis = at.0.unsigned_abs();
    let nanos = u32::try_from(millis % 1_000 * 1_000_000).unwrap_or_default();
    kind(Uuid::new_v7(Timestamp::from_unix(NoContext, millis / 1_000, nanos)))
}
