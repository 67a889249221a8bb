//! The sample data as it is written: `server/backend/sample`, compiled in, read into types.

pub(super) mod plan;

use std::collections::BTreeMap;

use domain::access::{Flags, Role};
use domain::competency::{Effect, Level};
use domain::deletion::ItemType;
use domain::eligibility::{Mode, RuleKey};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::library::stock::Library;
use plan::Plan;

pub(super) use crate::library::stock as library;

/// Everything that stands in the files.
#[derive(Debug)]
pub(super) struct Sample {
    pub provider: Provider,
    pub plan: Plan,
    pub library: Library,
}

/// `demo/provider.toml`; its head says what each part means. Days are counted from the day of loading.
#[derive(Debug, Deserialize)]
pub(super) struct Provider {
    pub seed: u32,
    pub organisation: Organisation,
    pub rule_setting: Vec<RuleSetting>,
    pub package: Vec<Package>,
    pub admin: Vec<Admin>,
    pub sign_in: Vec<Entrance>,
    pub carer: Vec<Carer>,
    pub assessment_draft: Vec<Draft>,
    pub manual_rating: Vec<ManualRating>,
    pub concern: Vec<Concern>,
    pub invitation: Vec<Invitation>,
    pub bin: Vec<Binned>,
    pub alert: Vec<Alert>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Organisation {
    pub name: String,
    pub time_zone: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct RuleSetting {
    pub package: String,
    pub rule: RuleKey,
    pub mode: Mode,
}

#[derive(Debug, Deserialize)]
pub(super) struct Package {
    pub key: String,
    pub name: String,
    pub postcode_area: String,
    pub night_hazard: bool,
    pub tasks: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Admin {
    pub key: String,
    pub name: String,
    pub email: String,
    pub professional_reference: Option<String>,
    pub flags: Flags,
}

/// A sign-in that the demo's entry page offers first.
#[derive(Debug, Deserialize)]
pub(super) struct Entrance {
    pub account: String,
    pub label: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Carer {
    pub key: String,
    pub name: String,
    pub email: String,
    pub job_role: String,
    pub employment_start_days: i64,
    pub phone: String,
    pub emergency_name: Option<String>,
    pub emergency_phone: Option<String>,
    pub wtr_opt_out_from_days: Option<i64>,
    pub packages: Vec<String>,
    /// By the key of the template.
    pub progress: BTreeMap<String, Reached>,
}

/// How far a carer is with the tasks of one template.
#[derive(Debug, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum Reached {
    NotStarted,
    InProgress {
        #[serde(default)]
        percent: u32,
        #[serde(default)]
        counts: BTreeMap<String, u32>,
    },
    Complete {
        since_days: i64,
    },
    Pending(Outcome),
    Effective {
        level: Level,
        age_days: i64,
        pending: Option<Outcome>,
    },
    Lapsed {
        level: Level,
        lapsed_days: i64,
    },
    Lapsing {
        level: Level,
        in_days: Option<i64>,
        last_valid: Option<WeekDay>,
    },
}

/// An assessment's result.
#[derive(Debug, Deserialize)]
pub(super) struct Outcome {
    pub level: Level,
    pub age_days: i64,
}

/// A day of a week: 0 is this week.
#[derive(Debug, Deserialize)]
pub(super) struct WeekDay {
    pub week: i64,
    pub day: chrono::Weekday,
}

#[derive(Debug, Deserialize)]
pub(super) struct Draft {
    pub carer: String,
    pub template: String,
    pub edited_by: String,
    pub started_days_ago: i64,
    pub reassessment: bool,
    pub knowledge_answered: u32,
    pub practical_rated: u32,
    pub emergency_answered: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct ManualRating {
    pub carer: String,
    pub task: String,
    pub level: Level,
    pub effect: Effect,
    pub days_ago: i64,
    pub set_by: String,
    pub fast_track: bool,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Concern {
    pub carer: String,
    pub template: String,
    pub days_ago: i64,
    pub body: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Invitation {
    pub name: String,
    pub email: String,
    pub role: Role,
    pub job_role: String,
    pub sent_days_ago: i64,
}

/// A package or a task in the recycle bin.
#[derive(Debug, Deserialize)]
pub(super) struct Binned {
    pub item_type: ItemType,
    pub name: String,
    pub postcode_area: Option<String>,
    pub target: Option<i32>,
    pub deleted_by: String,
    pub deleted_days_ago: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Alert {
    pub cause: String,
    pub account: String,
    pub times: i32,
    pub hours_ago: i64,
}

impl Sample {
    /// Reads the files.
    ///
    /// # Errors
    /// [`Error::Fault`] when one of them is not as its reader expects, which the tests exclude.
    pub(super) fn read() -> Result<Self, Error> {
        Ok(Self {
            provider: parse(include_str!("../../sample/demo/provider.toml"))?,
            plan: parse(include_str!("../../sample/demo/rota.toml"))?,
            library: Library::read()?,
        })
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(wrong)
}

/// The sample data contradicts itself.
pub(super) fn wrong(why: impl std::fmt::Display) -> Error {
    Error::fault("the sample data", why)
}

/// The thing of a key.
pub(super) fn named<'a, T>(all: &'a BTreeMap<String, T>, key: &str) -> Result<&'a T, Error> {
    all.get(key).ok_or_else(|| wrong(format!("nothing has the key {key}")))
}
