//! What the rota assumes: the times of a dropped entry, what counts as coverage, who is package-competent.

use serde::{Deserialize, Serialize};

use crate::problems::Problem;
use crate::time::Clock;

/// How many live tasks of a package a package-competent carer masters (R-RUL-18).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageRule {
    /// Every one.
    #[default]
    All,
    /// At least one.
    Any,
}

/// What the rota assumes (R-ROT-1, R-ROT-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// Times of an entry dropped on Day.
    pub day_default: Times,
    /// Times of an entry dropped on Night.
    pub night_default: Times,
    /// Entries a week that count as full coverage.
    pub coverage_full: u32,
    /// Entries a week that count as good coverage.
    pub coverage_good: u32,
}

/// A start and an end on the wall; an end before the start is on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When it begins.
    pub start: Clock,
    /// When it ends.
    pub end: Clock,
}

impl Default for Rota {
    fn default() -> Self {
        let day_default = Times { start: hour(9), end: hour(17) };
        let night_default = Times { start: hour(21), end: hour(7) };
        Self { day_default, night_default, coverage_full: 14, coverage_good: 10 }
    }
}

fn hour(hour: u32) -> Clock {
    Clock::from_hms_opt(hour, 0, 0).unwrap_or(Clock::MIN)
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.start.format("%H:%M"), self.end.format("%H:%M"))
    }
}

impl std::str::FromStr for Times {
    type Err = Problem;

    /// "09:00-17:00"; a dash as print has it is read too.
    fn from_str(typed: &str) -> Result<Self, Problem> {
        let clock =
            |typed: &str| Clock::parse_from_str(typed.trim(), "%H:%M").map_err(|_| Problem::Unreadable);
        let (start, end) = typed.split_once(['-', '–']).ok_or(Problem::Unreadable)?;
        let times = Self { start: clock(start)?, end: clock(end)? };
        if times.start == times.end { Err(Problem::WrongTimes) } else { Ok(times) }
    }
}

impl std::fmt::Display for PackageRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Any => "any",
        })
    }
}

impl std::str::FromStr for PackageRule {
    type Err = Problem;

    fn from_str(typed: &str) -> Result<Self, Problem> {
        match typed {
            "all" => Ok(Self::All),
            "any" => Ok(Self::Any),
            _ => Err(Problem::Unreadable),
        }
    }
}
