//! A carer's planned work, and the place in it that is asked about (R-ELG-5).

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{
    hours::{Hours, Period},
    id::{PackageId, RotaEntryId},
    shift::ShiftType,
    time::{Date, Zone, add_days, monday},
};

/// Whether an entry is final and visible to its carer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Planned by admins, not yet told to the carer.
    Draft,
    /// Told to the carer.
    Confirmed,
}

/// One live entry of a carer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: RotaEntryId,
    /// Where.
    pub package: PackageId,
    /// The local date of its start.
    pub date: Date,
    /// Day or Night.
    pub shift_type: ShiftType,
    /// When.
    pub period: Period,
    /// Draft or confirmed.
    pub state: EntryState,
}

/// Where and when the judged work is: package, date and type, with its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Where.
    pub package: PackageId,
    /// The local date of its start.
    pub date: Date,
    /// Day or Night.
    pub shift_type: ShiftType,
    /// When.
    pub period: Period,
    /// The local date on which these times were chosen: today for what is new or changed, the day of its last
    /// change for an entry that stands. The horizon counts from it, so that no entry turns into a correction
    /// of the past by growing old (R-RUL-12).
    pub planned_on: Date,
}

impl Slot {
    /// The slot that a period falls into, by its start on the organisation's wall (R-SHF-2).
    pub fn new(package: PackageId, period: Period, planned_on: Date, zone: Zone) -> Self {
        let start = zone.local(period.start);
        Self {
            package,
            date: start.date(),
            shift_type: ShiftType::starting(start.time()),
            period,
            planned_on,
        }
    }
}

impl Entry {
    /// Its real length.
    pub fn hours(&self) -> Hours {
        self.period.hours()
    }

    /// Whether its carer may not see it yet.
    pub fn is_draft(&self) -> bool {
        match self.state {
            EntryState::Draft => true,
            EntryState::Confirmed => false,
        }
    }
}

/// A carer's live entries of all packages, earliest first, whatever order the database gave them in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar(Vec<Entry>);

impl Calendar {
    /// Every entry but the judged one: nothing is judged against itself (R-ELG-5).
    pub fn new(entries: impl IntoIterator<Item = Entry>, judged: Option<RotaEntryId>) -> Self {
        let mut others: Vec<Entry> = entries.into_iter().filter(|entry| Some(entry.id) != judged).collect();
        others.sort_unstable_by_key(|entry| (entry.period, entry.id));
        Self(others)
    }

    /// The entries, earliest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.0.iter()
    }
}

/// The dates on which entries start that a verdict may need: 52 weeks before to 52 weeks after the judged week,
/// the longest reference period (R-ELG-5).
pub fn reach(date: Date) -> RangeInclusive<Date> {
    let week = monday(date);
    add_days(week, -52 * 7)..=add_days(week, 52 * 7 + 6)
}
