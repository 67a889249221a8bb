//! What a carer reads of his or her own schedule.

use serde::{Deserialize, Serialize};

use crate::{
    hours::{Hours, Period},
    id::RotaEntryId,
    shift::ShiftType,
    time::Date,
};

/// One week of a carer's confirmed work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleWeek {
    /// Its Monday.
    pub monday: Date,
    /// The day it is.
    pub today: Date,
    /// What starts in it, earliest first.
    pub work: Vec<Work>,
}

impl ScheduleWeek {
    /// The hours of the week: work counts whole in the week it starts (R-RUL-2).
    pub fn hours(&self) -> Hours {
        self.work.iter().map(Work::hours).sum()
    }
}

/// One confirmed entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Which.
    pub id: RotaEntryId,
    /// The name of its care package.
    pub package: String,
    /// The outward code of that place.
    pub postcode_area: String,
    /// The local date of its start.
    pub date: Date,
    /// Day or Night.
    pub shift_type: ShiftType,
    /// When.
    pub period: Period,
    /// The tasks it needs, by name.
    pub duties: Vec<String>,
}

impl Work {
    /// Its real length (R-GEN-6).
    pub fn hours(&self) -> Hours {
        self.period.hours()
    }
}
