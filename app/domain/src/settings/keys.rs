//! The keys of rules §18: one line each with its stored name and what it accepts.

use crate::problems::Problem;
use crate::settings::{PackageRule, Times, Value};
use crate::shift::ShiftType;
use crate::text::{ticked, whole};

/// What a setting accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// On or off.
    Flag,
    /// A whole number in a range.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Up to six different numbers of days before a date, each 1 to 365.
    NoticeDays,
    /// "all" or "any".
    PackageRule,
    /// Times of a Day: a start from 06:00 to before 18:00 (R-SHF-2).
    DayTimes,
    /// Times of a Night: any other start.
    NightTimes,
}

macro_rules! keys {
    ($($key:ident $name:literal $accepts:expr),+ $(,)?) => {
        /// One setting.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum SettingKey {
            $(#[doc = concat!("Stored as `", $name, "`.")] $key,)+
        }

        impl SettingKey {
            /// Every setting, in the order of rules §18.
            pub const ALL: &[Self] = &[$(Self::$key),+];

            /// As it is stored, audited and named in forms.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$key => $name,)+
                }
            }

            /// What it accepts.
            pub const fn accepts(self) -> Accepts {
                match self {
                    $(Self::$key => $accepts,)+
                }
            }
        }
    };
}

const fn number(least: u32, most: u32) -> Accepts {
    Accepts::Number { least, most }
}

/// The most a threshold may be: enough to switch an alert off in practice.
const ANY: u32 = 1_000_000;

keys! {
    SessionIdleMinutes "session.idle_minutes" number(5, 30),
    SessionAbsoluteHours "session.absolute_hours" number(1, 12),
    SessionLimit "session.limit" number(1, 10),
    SessionSharedIdleMinutes "session.shared_idle_minutes" number(1, 15),
    CompetenceLoweringImmediate "competence.lowering_immediate" Accepts::Flag,
    CompetencePackageRule "competence.package_rule" Accepts::PackageRule,
    CompetenceDueWindowDays "competence.due_window_days" number(0, 180),
    CompetenceLapseNoticeDays "competence.lapse_notice_days" Accepts::NoticeDays,
    AcknowledgmentReminderHours "acknowledgment.reminder_hours" number(12, 168),
    ShiftApplyHours "shift.apply_hours" number(1, 336),
    RotaDayDefault "rota.day_default" Accepts::DayTimes,
    RotaNightDefault "rota.night_default" Accepts::NightTimes,
    RotaCoverageFull "rota.coverage_full" number(1, 200),
    RotaCoverageGood "rota.coverage_good" number(1, 200),
    BinDays "bin.days" number(7, 365),
    AuditRetentionDays "audit.retention_days" number(730, 3650),
    MailAssessmentDigest "mail.assessment_digest" Accepts::Flag,
    AlertFailedSignIns "alert.failed_sign_ins" number(1, ANY),
    AlertFailedSignInsHigh "alert.failed_sign_ins_high" number(1, ANY),
    AlertFailedFromAddress "alert.failed_from_address" number(1, ANY),
    AlertAddressesADay "alert.addresses_a_day" number(1, ANY),
    AlertActsADay "alert.acts_a_day" number(1, ANY),
    AlertActsOutOfHours "alert.acts_out_of_hours" number(1, ANY),
    AlertViolationsAnHour "alert.violations_an_hour" number(1, ANY),
    AlertOverridesAWeek "alert.overrides_a_week" number(1, ANY),
}

impl SettingKey {
    /// The setting of a stored name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.name() == name)
    }
}

impl Accepts {
    /// Reads what was typed into the setting's field: a ticked box, a whole number, days with commas, a word or times.
    ///
    /// # Errors
    /// The problem of the field when it is of another kind or out of range (R-SET-1).
    pub fn read(self, typed: &str) -> Result<Value, Problem> {
        let value = match self {
            Self::Flag => Value::Flag(ticked(typed)),
            Self::Number { .. } => Value::Number(small(typed)?),
            Self::NoticeDays => Value::Numbers(days(typed)?),
            Self::PackageRule | Self::DayTimes | Self::NightTimes => Value::Text(typed.trim().to_owned()),
        };
        self.check(&value)?;
        Ok(value)
    }

    /// Checks kind and range of a value (R-SET-1).
    pub fn check(self, value: &Value) -> Result<(), Problem> {
        match (self, value) {
            (Self::Number { least, .. }, Value::Number(n)) if *n < least => {
                Err(Problem::TooSmall { least: least.into() })
            }
            (Self::Number { most, .. }, Value::Number(n)) if *n > most => {
                Err(Problem::TooLarge { most: most.into() })
            }
            (Self::Flag, Value::Flag(_)) | (Self::Number { .. }, Value::Number(_)) => Ok(()),
            (Self::NoticeDays, Value::Numbers(days)) => notice_days(days),
            (Self::PackageRule, Value::Text(typed)) => typed.parse::<PackageRule>().map(drop),
            (Self::DayTimes, Value::Text(typed)) => times(typed, ShiftType::Day),
            (Self::NightTimes, Value::Text(typed)) => times(typed, ShiftType::Night),
            _ => Err(Problem::Unreadable),
        }
    }
}

fn small(typed: &str) -> Result<u32, Problem> {
    let number = whole(typed, 0..=u32::MAX.into())?;
    u32::try_from(number).map_err(|_| Problem::Unreadable)
}

/// Nothing typed is no day at all.
fn days(typed: &str) -> Result<Vec<u32>, Problem> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    typed.split(',').map(|day| small(day).map_err(|_| Problem::Unreadable)).collect()
}

fn notice_days(days: &[u32]) -> Result<(), Problem> {
    if days.len() > 6 {
        return Err(Problem::TooMany { most: 6 });
    }
    let is_repeated = |(at, day): (usize, &u32)| days.iter().take(at).any(|earlier| earlier == day);
    if days.iter().enumerate().any(is_repeated) {
        return Err(Problem::Repeated);
    }
    match days.iter().find(|day| !(1..=365).contains(*day)) {
        Some(0) => Err(Problem::TooSmall { least: 1 }),
        Some(_) => Err(Problem::TooLarge { most: 365 }),
        None => Ok(()),
    }
}

fn times(typed: &str, slot: ShiftType) -> Result<(), Problem> {
    let times: Times = typed.parse()?;
    if ShiftType::starting(times.start) == slot { Ok(()) } else { Err(Problem::WrongTimes) }
}
