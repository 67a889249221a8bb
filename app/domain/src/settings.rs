//! Every adjustable number but the rota rules: typed, with the defaults and ranges of rules §18.
//!
//! Only what was changed is stored; a missing key is its default. What is stored is the JSON text of one
//! [`Value`], read and written here so that a bad value has a name and never a surprise.

mod form;
mod keys;
mod rota;
mod value;

use serde::{Deserialize, Serialize};

pub use form::{Overtaken, SettingGroup, SettingsDraft, Typed, input};
pub use keys::{Accepts, SettingKey};
pub use rota::{PackageRule, Rota, Times};
pub use value::Value;

use crate::problems::Problem;

/// All settings of one organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How long a sign-in lasts.
    pub session: Session,
    /// How ratings take force and lapse.
    pub competence: Competence,
    /// Hours between two reminders to acknowledge (R-ACK-3).
    pub reminder_hours: ReminderHours,
    /// Hours from sending a shift to its apply-by (R-SHF-4).
    pub apply_hours: ApplyHours,
    /// What the rota assumes.
    pub rota: Rota,
    /// Days in the recycle bin and in the trail.
    pub retention: Retention,
    /// Whether admins get a daily mail of ready assessments.
    pub assessment_digest: bool,
    /// When alerts are raised.
    pub alert: Alert,
}

/// How long a sign-in lasts (R-SES-2, R-SES-3, R-SES-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Minutes without activity.
    pub idle_minutes: u32,
    /// Hours in all.
    pub absolute_hours: u32,
    /// Sessions per account.
    pub limit: u32,
    /// Minutes without activity on a shared device.
    pub shared_idle_minutes: u32,
}

/// How ratings take force and lapse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competence {
    /// A lowering acts before it is acknowledged (R-RAT-2).
    pub lowering_immediate: bool,
    /// What makes a carer package-competent (R-RUL-18).
    pub package_rule: PackageRule,
    /// So many days before the last date, re-assessment is due (R-TRG-3).
    pub due_window_days: u32,
    /// Days before the last date at which people are told, most first (R-VAL-3).
    pub lapse_notice_days: Vec<u32>,
}

/// Hours between two reminders to acknowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReminderHours(pub u32);

/// Hours from sending a shift to its apply-by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApplyHours(pub u32);

/// How long things are kept (R-BIN-1, R-AUD-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Days in the recycle bin.
    pub bin_days: u32,
    /// Days in the audit trail.
    pub audit_days: u32,
}

/// When alerts are raised (R-ALT-2 to R-ALT-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Failed sign-ins for one e-mail: medium.
    pub failed_sign_ins: u32,
    /// Failed sign-ins for one e-mail: high.
    pub failed_sign_ins_high: u32,
    /// Failed sign-ins from one address within an hour.
    pub failed_from_address: u32,
    /// More addresses than this by one account in a day.
    pub addresses_a_day: u32,
    /// More acts than this by one account in a day.
    pub acts_a_day: u32,
    /// Acts in a day from which an admin's hours are looked at.
    pub acts_out_of_hours: u32,
    /// Permission violations by one account in an hour.
    pub violations_an_hour: u32,
    /// Overrides of one rule in a package and week.
    pub overrides_a_week: u32,
}

impl Default for Session {
    fn default() -> Self {
        Self { idle_minutes: 30, absolute_hours: 12, limit: 3, shared_idle_minutes: 5 }
    }
}

impl Default for Competence {
    fn default() -> Self {
        Self {
            lowering_immediate: true,
            package_rule: PackageRule::All,
            due_window_days: 60,
            lapse_notice_days: vec![90, 60, 30, 7],
        }
    }
}

impl Default for ReminderHours {
    fn default() -> Self {
        Self(48)
    }
}

impl Default for ApplyHours {
    fn default() -> Self {
        Self(48)
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self { bin_days: 30, audit_days: 2555 }
    }
}

impl Default for Alert {
    fn default() -> Self {
        Self {
            failed_sign_ins: 4,
            failed_sign_ins_high: 6,
            failed_from_address: 10,
            addresses_a_day: 3,
            acts_a_day: 100,
            acts_out_of_hours: 20,
            violations_an_hour: 5,
            overrides_a_week: 3,
        }
    }
}

/// Why a stored setting cannot be used. The organisation's settings are then not read at all: a server
/// that guesses a limit is worse than one that says what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// No setting has this key.
    #[error("there is no setting {0}")]
    UnknownKey(String),
    /// The stored text is no value of this setting, or outside its range.
    #[error("the stored value of {} is not one it accepts", .0.name())]
    BadValue(SettingKey),
}

impl Settings {
    /// The settings of an organisation from what it has stored: pairs of key and JSON text.
    pub fn stored<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Unusable> {
        let mut settings = Self::default();
        for (name, json) in rows {
            let key = SettingKey::named(name).ok_or_else(|| Unusable::UnknownKey(name.to_owned()))?;
            let value = Value::from_json(json).ok_or(Unusable::BadValue(key))?;
            settings.set(key, &value).map_err(|_| Unusable::BadValue(key))?;
        }
        Ok(settings)
    }

    /// Changes one setting (R-SET-1).
    ///
    /// # Errors
    /// The problem of the field when the value is of another kind or out of range; nothing is changed then.
    pub fn set(&mut self, key: SettingKey, value: &Value) -> Result<(), Problem> {
        key.accepts().check(value)?;
        match (self.place(key), value) {
            (Place::Flag(place), Value::Flag(value)) => *place = *value,
            (Place::Number(place), Value::Number(value)) => *place = *value,
            (Place::Numbers(place), Value::Numbers(values)) => place.clone_from(values),
            (Place::Times(place), Value::Text(typed)) => *place = typed.parse()?,
            (Place::Rule(place), Value::Text(typed)) => *place = typed.parse()?,
            _ => return Err(Problem::Unreadable),
        }
        Ok(())
    }

    /// The value of one setting, as it is shown and stored.
    pub fn value(&self, key: SettingKey) -> Value {
        match self.clone().place(key) {
            Place::Flag(value) => Value::Flag(*value),
            Place::Number(value) => Value::Number(*value),
            Place::Numbers(values) => Value::Numbers(values.clone()),
            Place::Times(times) => Value::Text(times.to_string()),
            Place::Rule(rule) => Value::Text(rule.to_string()),
        }
    }

    fn place(&mut self, key: SettingKey) -> Place<'_> {
        match key {
            SettingKey::SessionIdleMinutes => Place::Number(&mut self.session.idle_minutes),
            SettingKey::SessionAbsoluteHours => Place::Number(&mut self.session.absolute_hours),
            SettingKey::SessionLimit => Place::Number(&mut self.session.limit),
            SettingKey::SessionSharedIdleMinutes => Place::Number(&mut self.session.shared_idle_minutes),
            SettingKey::CompetenceLoweringImmediate => Place::Flag(&mut self.competence.lowering_immediate),
            SettingKey::CompetencePackageRule => Place::Rule(&mut self.competence.package_rule),
            SettingKey::CompetenceDueWindowDays => Place::Number(&mut self.competence.due_window_days),
            SettingKey::CompetenceLapseNoticeDays => Place::Numbers(&mut self.competence.lapse_notice_days),
            SettingKey::AcknowledgmentReminderHours => Place::Number(&mut self.reminder_hours.0),
            SettingKey::ShiftApplyHours => Place::Number(&mut self.apply_hours.0),
            SettingKey::RotaDayDefault => Place::Times(&mut self.rota.day_default),
            SettingKey::RotaNightDefault => Place::Times(&mut self.rota.night_default),
            SettingKey::RotaCoverageFull => Place::Number(&mut self.rota.coverage_full),
            SettingKey::RotaCoverageGood => Place::Number(&mut self.rota.coverage_good),
            SettingKey::BinDays => Place::Number(&mut self.retention.bin_days),
            SettingKey::AuditRetentionDays => Place::Number(&mut self.retention.audit_days),
            SettingKey::MailAssessmentDigest => Place::Flag(&mut self.assessment_digest),
            SettingKey::AlertFailedSignIns => Place::Number(&mut self.alert.failed_sign_ins),
            SettingKey::AlertFailedSignInsHigh => Place::Number(&mut self.alert.failed_sign_ins_high),
            SettingKey::AlertFailedFromAddress => Place::Number(&mut self.alert.failed_from_address),
            SettingKey::AlertAddressesADay => Place::Number(&mut self.alert.addresses_a_day),
            SettingKey::AlertActsADay => Place::Number(&mut self.alert.acts_a_day),
            SettingKey::AlertActsOutOfHours => Place::Number(&mut self.alert.acts_out_of_hours),
            SettingKey::AlertViolationsAnHour => Place::Number(&mut self.alert.violations_an_hour),
            SettingKey::AlertOverridesAWeek => Place::Number(&mut self.alert.overrides_a_week),
        }
    }
}

/// Where a setting lies, so that reading and changing it name it once.
enum Place<'a> {
    Flag(&'a mut bool),
    Number(&'a mut u32),
    Numbers(&'a mut Vec<u32>),
    Times(&'a mut Times),
    Rule(&'a mut PackageRule),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_set_1_what_is_not_stored_is_the_default() {
        assert_eq!(Settings::stored([]), Ok(Settings::default()));
        let shown = |key| Settings::default().value(key).to_json();
        assert_eq!(shown(SettingKey::SessionIdleMinutes), "30");
        assert_eq!(shown(SettingKey::CompetenceLapseNoticeDays), "[90,60,30,7]");
        assert_eq!(shown(SettingKey::CompetencePackageRule), "\"all\"");
        assert_eq!(shown(SettingKey::RotaNightDefault), "\"21:00-07:00\"");
        assert_eq!(shown(SettingKey::MailAssessmentDigest), "false");
    }

    #[test]
    fn r_set_1_every_default_is_in_its_own_range_and_survives_storing() {
        for &key in SettingKey::ALL {
            let json = Settings::default().value(key).to_json();
            assert_eq!(Settings::stored([(key.name(), json.as_str())]), Ok(Settings::default()), "{key:?}");
        }
    }

    #[test]
    fn r_set_1_a_stored_value_replaces_the_default() {
        let stored = Settings::stored([
            ("session.idle_minutes", "10"),
            ("competence.package_rule", "\"any\""),
            ("competence.lapse_notice_days", "[14]"),
            ("rota.day_default", "\"08:00-20:00\""),
        ]);
        let settings = stored.expect("usable");
        assert_eq!(settings.session.idle_minutes, 10);
        assert_eq!(settings.competence.package_rule, PackageRule::Any);
        assert_eq!(settings.competence.lapse_notice_days, [14]);
        assert_eq!(settings.rota.day_default, "08:00-20:00".parse().expect("times"));
    }

    #[test]
    fn r_set_1_what_cannot_be_used_is_named() {
        assert_eq!(
            Settings::stored([("session.colour", "1")]),
            Err(Unusable::UnknownKey("session.colour".into()))
        );
        for bad in ["4", "31", "\"ten\"", "true", "-1", "10.5", ""] {
            let read = Settings::stored([("session.idle_minutes", bad)]);
            assert_eq!(read, Err(Unusable::BadValue(SettingKey::SessionIdleMinutes)), "{bad}");
        }
    }

    #[test]
    fn r_set_1_a_refused_change_changes_nothing() {
        let mut settings = Settings::default();
        let refused = settings.set(SettingKey::SessionLimit, &Value::Number(11));
        assert_eq!(refused, Err(Problem::TooLarge { most: 10 }));
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn r_rot_1_default_times_are_valid_for_their_type() {
        let day =
            |times: &str| Settings::default().set(SettingKey::RotaDayDefault, &Value::Text(times.into()));
        let night =
            |times: &str| Settings::default().set(SettingKey::RotaNightDefault, &Value::Text(times.into()));
        assert!(day("06:00-18:00").is_ok() && day("17:59-23:00").is_ok());
        assert!(day("05:59-12:00").is_err() && day("18:00-23:00").is_err());
        assert!(night("18:00-06:00").is_ok() && night("05:59-09:00").is_ok());
        assert!(night("06:00-14:00").is_err());
        assert!(day("09:00-09:00").is_err() && day("9 to 5").is_err());
    }

    #[test]
    fn r_val_3_notice_days_are_up_to_six_different_ones() {
        let set = |days: &[u32]| {
            Settings::default().set(SettingKey::CompetenceLapseNoticeDays, &Value::Numbers(days.to_vec()))
        };
        assert!(set(&[]).is_ok() && set(&[365, 90, 60, 30, 7, 1]).is_ok());
        assert!(set(&[6, 5, 4, 3, 2, 1, 7]).is_err() && set(&[30, 30]).is_err() && set(&[0]).is_err());
    }
}
