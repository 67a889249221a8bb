//! `demo/rota.toml`: six weeks of rota around today, and the shifts that seek somebody.

use chrono::Weekday;
use domain::shift::{ApplicationState, ShiftKind, ShiftState};
use domain::time::Clock;
use serde::{Deserialize, Deserializer};

use domain::rota::EntryState;

/// The whole file.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct Plan {
    pub weeks: Vec<i64>,
    pub package: Vec<PackagePlan>,
    pub pattern: Vec<Pattern>,
    pub change: Vec<Change>,
    pub shift: Vec<Vacancy>,
}

/// What a package needs, and how far each week is.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct PackagePlan {
    pub key: String,
    /// One for each of the weeks.
    pub states: Vec<EntryState>,
    pub lines: Vec<Line>,
}

/// The times of one shift inside a slot.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct Line {
    pub name: String,
    #[serde(deserialize_with = "clock")]
    pub start: Clock,
    #[serde(deserialize_with = "clock")]
    pub end: Clock,
}

/// Two weeks of one carer, Monday to Sunday: `a` in even weeks, `b` in odd ones.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct Pattern {
    pub carer: String,
    pub a: Vec<String>,
    pub b: Vec<String>,
    pub weeks: Option<Vec<i64>>,
}

/// What differs from the patterns.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct Change {
    pub action: Act,
    pub week: i64,
    pub day: Weekday,
    pub package: String,
    pub line: String,
    pub carer: String,
    #[serde(default, deserialize_with = "maybe_clock")]
    pub start: Option<Clock>,
    #[serde(default, deserialize_with = "maybe_clock")]
    pub end: Option<Clock>,
    pub override_reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::demo) enum Act {
    Remove,
    Add,
    Retime,
}

/// A shift that seeks somebody, or has found somebody. Hours are counted back from now.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct Vacancy {
    pub package: String,
    pub week: i64,
    pub day: Weekday,
    #[serde(deserialize_with = "clock")]
    pub start: Clock,
    #[serde(deserialize_with = "clock")]
    pub end: Clock,
    pub kind: ShiftKind,
    pub tasks: Vec<String>,
    pub status: ShiftState,
    pub created_by: String,
    pub sent_hours_ago: i64,
    pub apply_hours: u32,
    pub note: String,
    pub applications: Vec<Interest>,
}

/// One carer's application.
#[derive(Debug, Deserialize)]
pub(in crate::demo) struct Interest {
    pub carer: String,
    pub status: ApplicationState,
    pub applied_hours_ago: i64,
    pub note: Option<String>,
    pub processed_hours_ago: Option<i64>,
    pub processed_by: Option<String>,
    pub removal_reason: Option<String>,
}

/// "07:00".
fn clock<'de, D: Deserializer<'de>>(from: D) -> Result<Clock, D::Error> {
    let text = String::deserialize(from)?;
    Clock::parse_from_str(&text, "%H:%M").map_err(serde::de::Error::custom)
}

fn maybe_clock<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Clock>, D::Error> {
    clock(from).map(Some)
}
