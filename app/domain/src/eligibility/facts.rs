//! What a rule found, in numbers and dates: the page makes its sentence from it, the audit keeps it (R-ELG-8).

use serde::{Deserialize, Serialize};

use super::rule::RuleKey;
use crate::{
    competency::Level,
    hours::{Hours, Period},
    id::{PackageId, RotaEntryId, TaskId},
    shift::{ApplicationState, ShiftState},
    time::{Date, Instant},
};

/// Whether a carer's account, or a package, can be planned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It can.
    Active,
    /// Somebody has set it aside.
    Inactive,
    /// It is in the recycle bin, or gone.
    Deleted,
}

/// What one rule found. One variant for each rule that is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facts {
    /// The account is not active.
    AccountActive(Standing),
    /// The package is not live and active.
    PackageLive(Standing),
    /// The shift's state as of now, which takes nobody.
    ShiftOpen(ShiftState),
    /// Applications are closed.
    Deadline {
        /// The last moment to apply.
        apply_by: Instant,
        /// The shift's start.
        start: Instant,
    },
    /// There is an application already.
    AlreadyApplied {
        /// Its state, whichever that is.
        state: ApplicationState,
        /// When it was made.
        at: Instant,
    },
    /// A required task is not covered on the date.
    Competence {
        /// The task.
        task: TaskId,
        /// What is wrong with what the carer has.
        gap: Gap,
    },
    /// Other work at the same time, earliest first.
    Overlap(Vec<Clash>),
    /// The week would pass its limit.
    WeeklyHours {
        /// The Monday of the week.
        week: Date,
        /// All work that starts in the week, this one included.
        total: Hours,
        /// The most the rule allows.
        limit: Hours,
        /// How much of the total is in drafts, this one aside.
        drafts: Hours,
    },
    /// Too little rest before or after the working day.
    MinRest(ShortRests),
    /// Too little rest between a Night and the next Day.
    NightToDayRest(ShortRests),
    /// The shift is too short or too long.
    ShiftLength {
        /// Its real length.
        hours: Hours,
        /// The shortest the rule allows.
        least: Hours,
        /// The longest the rule allows.
        most: Hours,
    },
    /// Planned further ahead than the rule allows.
    TooFarAhead {
        /// The day of planning.
        planned_on: Date,
        /// How many days ahead the rule allows.
        most_days: u16,
    },
    /// A date before the day of planning: a correction, which needs a reason (R-RUL-12).
    PastDate {
        /// The day of planning.
        planned_on: Date,
    },
}

/// What is wrong with a carer's rating in a required task (R-ELG-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// No rating is in force.
    None,
    /// The rating in force is not Competent or above.
    Below {
        /// What it is.
        level: Level,
    },
    /// One that would do waits for the carer's acknowledgment.
    Pending {
        /// What it is.
        level: Level,
        /// Since when it waits.
        since: Instant,
    },
    /// It is over today.
    Lapsed {
        /// What it was.
        level: Level,
        /// The last date on which it counted.
        valid_until: Date,
    },
    /// It counts today, and will not on the date.
    LapsesBefore {
        /// What it is.
        level: Level,
        /// The last date on which it counts.
        valid_until: Date,
    },
}

/// One entry that shares time with the judged one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// The entry.
    pub entry: RotaEntryId,
    /// Where it is.
    pub package: PackageId,
    /// When it is.
    pub period: Period,
    /// Whether carers may not see it yet.
    pub draft: bool,
}

/// Every rest that is too short, the one before first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortRests {
    /// The least the rule allows.
    pub least: Hours,
    /// One or two.
    pub rests: Vec<ShortRest>,
}

/// One rest that is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortRest {
    /// Before the judged work, or after it.
    pub side: Side,
    /// The entry on the other side of it.
    pub entry: RotaEntryId,
    /// When work stops.
    pub from: Instant,
    /// When work starts again.
    pub to: Instant,
    /// Whether it lies beside work that carers may not see yet.
    pub draft: bool,
}

/// On which side of the judged work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Earlier.
    Before,
    /// Later.
    After,
}

impl ShortRest {
    /// Its real length; none when there is no time between.
    pub fn hours(&self) -> Hours {
        Hours::between(self.from, self.to)
    }
}

impl Facts {
    /// The rule that found them.
    pub const fn rule(&self) -> RuleKey {
        match self {
            Self::AccountActive(_) => RuleKey::AccountActive,
            Self::PackageLive(_) => RuleKey::PackageLive,
            Self::ShiftOpen(_) => RuleKey::ShiftOpen,
            Self::Deadline { .. } => RuleKey::Deadline,
            Self::AlreadyApplied { .. } => RuleKey::AlreadyApplied,
            Self::Competence { .. } => RuleKey::Competence,
            Self::Overlap(_) => RuleKey::Overlap,
            Self::WeeklyHours { .. } => RuleKey::WeeklyHours,
            Self::MinRest(_) => RuleKey::MinRest,
            Self::NightToDayRest(_) => RuleKey::NightToDayRest,
            Self::ShiftLength { .. } => RuleKey::ShiftLength,
            Self::TooFarAhead { .. } | Self::PastDate { .. } => RuleKey::Horizon,
        }
    }

    /// Whether they tell of work in draft, which its carer may not see yet (R-ELG-6, R-PUB-3).
    pub fn tell_of_drafts(&self) -> bool {
        match self {
            Self::Overlap(clashes) => clashes.iter().any(|clash| clash.draft),
            Self::WeeklyHours { drafts, .. } => *drafts > Hours::ZERO,
            Self::MinRest(short) | Self::NightToDayRest(short) => short.rests.iter().any(|rest| rest.draft),
            Self::AccountActive(_)
            | Self::PackageLive(_)
            | Self::ShiftOpen(_)
            | Self::Deadline { .. }
            | Self::AlreadyApplied { .. }
            | Self::Competence { .. }
            | Self::ShiftLength { .. }
            | Self::TooFarAhead { .. }
            | Self::PastDate { .. } => false,
        }
    }

    /// Whether an accepted finding still covers this one: same thing, and no worse (R-OVR-2).
    ///
    /// What cannot be compared, another entry or another week, is worse. A rule that is never accepted is
    /// never covered.
    pub fn is_no_worse_than(&self, accepted: &Self) -> bool {
        match (self, accepted) {
            (
                Self::WeeklyHours { week, total, limit, .. },
                Self::WeeklyHours { week: then, total: accepted, limit: of, .. },
            ) => week == then && total <= accepted && limit >= of,
            (Self::MinRest(now), Self::MinRest(then))
            | (Self::NightToDayRest(now), Self::NightToDayRest(then)) => now.are_no_worse_than(then),
            (
                Self::ShiftLength { hours, least, most },
                Self::ShiftLength { hours: then, least: low, most: high },
            ) => hours.beyond(*most) <= then.beyond(*high) && least.beyond(*hours) <= low.beyond(*then),
            (
                Self::TooFarAhead { planned_on, most_days },
                Self::TooFarAhead { planned_on: then, most_days: of },
            ) => planned_on >= then && most_days >= of,
            // The dates of both are compared by whoever holds them (`Accepted::covers`).
            (Self::PastDate { .. }, Self::PastDate { .. }) => true,
            _ => false,
        }
    }
}

impl ShortRests {
    fn are_no_worse_than(&self, accepted: &Self) -> bool {
        let known = |rest: &ShortRest| {
            let mut same = accepted.rests.iter().filter(|a| (a.side, a.entry) == (rest.side, rest.entry));
            same.any(|a| rest.hours() >= a.hours())
        };
        self.least <= accepted.least && self.rests.iter().all(known)
    }
}
