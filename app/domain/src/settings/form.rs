//! The form of settings, a group at a time: what was typed, beside what the page had shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{SettingKey, Settings, Value};
use crate::problems::{Problem, Problems};
use crate::text::coded;

/// Settings that stand together on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingGroup {
    /// How long a sign-in lasts.
    SignIn,
    /// How ratings take force and lapse.
    Competence,
    /// When carers are reminded, and admins mailed.
    Reminders,
    /// What a new shift begins with.
    Shifts,
    /// When alerts are raised.
    Alerts,
}

impl SettingGroup {
    /// Every group, in the order of the page.
    pub const ALL: [Self; 5] = [Self::SignIn, Self::Competence, Self::Reminders, Self::Shifts, Self::Alerts];

    /// As forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Competence => "competence",
            Self::Reminders => "reminders",
            Self::Shifts => "shifts",
            Self::Alerts => "alerts",
        }
    }

    /// Its settings, in the order of the form. A setting of a part that is not there yet stands in no group: whoever
    /// changed it would wait for an effect in vain.
    pub const fn keys(self) -> &'static [SettingKey] {
        use SettingKey as Key;
        match self {
            Self::SignIn => &[
                Key::SessionIdleMinutes,
                Key::SessionSharedIdleMinutes,
                Key::SessionAbsoluteHours,
                Key::SessionLimit,
            ],
            Self::Competence => &[
                Key::CompetenceLoweringImmediate,
                Key::CompetenceDueWindowDays,
                Key::CompetenceLapseNoticeDays,
            ],
            Self::Reminders => &[Key::AcknowledgmentReminderHours, Key::MailAssessmentDigest],
            Self::Shifts => &[Key::ShiftApplyHours],
            Self::Alerts => &[
                Key::AlertFailedSignIns,
                Key::AlertFailedSignInsHigh,
                Key::AlertFailedFromAddress,
                Key::AlertViolationsAnHour,
                Key::AlertAddressesADay,
                Key::AlertActsADay,
                Key::AlertActsOutOfHours,
            ],
        }
    }
}

/// The form of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsDraft {
    /// The code of the group.
    pub group: String,
    /// What was typed, by the stored name of the setting. A box that is not ticked is not sent.
    pub values: BTreeMap<String, String>,
    /// What the page showed, as it is stored (R-GEN-7).
    pub seen: BTreeMap<String, String>,
}

/// One setting as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Which.
    pub key: SettingKey,
    /// The value asked for, within the range.
    pub value: Value,
    /// The stored text of the value that the page showed.
    pub seen: String,
}

/// Somebody else has changed one of these settings since the page was made, to another value than this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overtaken;

impl SettingsDraft {
    /// Reads every setting of the group, or says everything that is wrong (R-SET-1). Problems are named like the
    /// inputs: `values[session.limit]`.
    pub fn parse(&self) -> Result<Vec<Typed>, Problems> {
        let mut problems = Problems::default();
        let group = problems.field("group", coded::<SettingGroup>(&self.group));
        let keys = group.map(SettingGroup::keys).unwrap_or_default();
        let typed = keys.iter().filter_map(|&key| problems.field(&input(key), self.typed(key))).collect();
        problems.finish(group.map(|_| typed))
    }

    fn typed(&self, key: SettingKey) -> Result<Typed, Problem> {
        let typed = self.values.get(key.name()).map_or("", String::as_str);
        let seen = self.seen.get(key.name()).cloned().unwrap_or_default();
        Ok(Typed { key, value: key.accepts().read(typed)?, seen })
    }
}

/// The name of the input of a setting.
pub fn input(key: SettingKey) -> String {
    format!("values[{}]", key.name())
}

impl Settings {
    /// Which of the settings typed are others than those in force, with their new values.
    ///
    /// # Errors
    /// [`Overtaken`] when one in force is neither what the page showed nor what is asked for (R-GEN-7).
    pub fn changes(&self, typed: Vec<Typed>) -> Result<Vec<(SettingKey, Value)>, Overtaken> {
        let other = |typed: &Typed| self.value(typed.key) != typed.value;
        let changed: Vec<Typed> = typed.into_iter().filter(other).collect();
        if changed.iter().any(|typed| self.value(typed.key).to_json() != typed.seen) {
            return Err(Overtaken);
        }
        Ok(changed.into_iter().map(|typed| (typed.key, typed.value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(group: SettingGroup, values: &[(&str, &str)]) -> SettingsDraft {
        let shown = |key: &SettingKey| (key.name().to_owned(), Settings::default().value(*key).to_json());
        SettingsDraft {
            group: group.code().into(),
            values: values.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect(),
            seen: group.keys().iter().map(shown).collect(),
        }
    }

    const SIGN_IN: [(&str, &str); 4] = [
        ("session.idle_minutes", "30"),
        ("session.shared_idle_minutes", "5"),
        ("session.absolute_hours", "12"),
        ("session.limit", "3"),
    ];

    #[test]
    fn r_set_1_what_differs_is_a_change_and_what_does_not_is_none() {
        let mut form = draft(SettingGroup::SignIn, &SIGN_IN);
        assert_eq!(Settings::default().changes(form.parse().expect("read")), Ok(Vec::new()));
        form.values.insert("session.limit".into(), " 5 ".into());
        assert_eq!(
            Settings::default().changes(form.parse().expect("read")),
            Ok(vec![(SettingKey::SessionLimit, Value::Number(5))])
        );
    }

    #[test]
    fn r_set_1_each_value_out_of_range_is_named_like_its_input() {
        let mut form = draft(SettingGroup::SignIn, &SIGN_IN);
        form.values.insert("session.idle_minutes".into(), "31".into());
        form.values.insert("session.limit".into(), "three".into());
        form.values.remove("session.absolute_hours");
        let problems = form.parse().expect_err("refused");
        assert_eq!(problems.of("values[session.idle_minutes]"), Some(Problem::TooLarge { most: 30 }));
        assert_eq!(problems.of("values[session.limit]"), Some(Problem::Unreadable));
        assert_eq!(problems.of("values[session.absolute_hours]"), Some(Problem::Missing));
        assert!(SettingsDraft::default().parse().is_err());
    }

    #[test]
    fn r_set_1_a_box_that_is_not_ticked_is_off_and_days_are_typed_as_a_list() {
        let typed = [("competence.due_window_days", "45"), ("competence.lapse_notice_days", "60, 30,7")];
        let form = draft(SettingGroup::Competence, &typed);
        assert_eq!(
            Settings::default().changes(form.parse().expect("read")),
            Ok(vec![
                (SettingKey::CompetenceLoweringImmediate, Value::Flag(false)),
                (SettingKey::CompetenceDueWindowDays, Value::Number(45)),
                (SettingKey::CompetenceLapseNoticeDays, Value::Numbers(vec![60, 30, 7])),
            ])
        );
    }

    #[test]
    fn r_gen_7_a_setting_that_somebody_else_changed_meanwhile_is_not_overwritten() {
        let mut now = Settings::default();
        now.set(SettingKey::SessionLimit, &Value::Number(4)).expect("in range");
        let mut form = draft(SettingGroup::SignIn, &SIGN_IN);
        form.values.insert("session.limit".into(), "5".into());
        assert_eq!(now.changes(form.parse().expect("read")), Err(Overtaken));
        // The same wish twice is no quarrel.
        form.values.insert("session.limit".into(), "4".into());
        assert_eq!(now.changes(form.parse().expect("read")), Ok(Vec::new()));
    }

    #[test]
    fn r_set_1_only_settings_of_parts_that_are_not_there_yet_stand_in_no_group() {
        let grouped: Vec<_> = SettingGroup::ALL.iter().flat_map(|group| group.keys()).collect();
        let left: Vec<_> =
            SettingKey::ALL.iter().filter(|key| !grouped.contains(key)).map(|key| key.name()).collect();
        let later = [
            "competence.package_rule",
            "rota.day_default",
            "rota.night_default",
            "rota.coverage_full",
            "rota.coverage_good",
            "bin.days",
            "audit.retention_days",
            "alert.overrides_a_week",
        ];
        assert_eq!(left, later);
    }

    #[test]
    fn no_setting_stands_in_two_groups() {
        let mut keys: Vec<_> =
            SettingGroup::ALL.iter().flat_map(|group| group.keys()).map(|key| key.name()).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
