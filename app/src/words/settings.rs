//! The words of settings: what each one is, what it may be, and what it is when nobody has changed it.

use domain::settings::{Accepts, SettingGroup, SettingKey, Settings, Value};

/// The heading of a group.
pub const fn title(group: SettingGroup) -> &'static str {
    match group {
        SettingGroup::SignIn => "Sign-in",
        SettingGroup::Competence => "Competence",
        SettingGroup::Reminders => "Reminders and mails",
        SettingGroup::Shifts => "Shifts",
        SettingGroup::Alerts => "Security alerts",
    }
}

/// The button of a group's form.
pub const fn button(group: SettingGroup) -> &'static str {
    match group {
        SettingGroup::SignIn => "Save sign-in",
        SettingGroup::Competence => "Save competence",
        SettingGroup::Reminders => "Save reminders",
        SettingGroup::Shifts => "Save shifts",
        SettingGroup::Alerts => "Save alerts",
    }
}

/// What a setting is.
pub const fn label(key: SettingKey) -> &'static str {
    match key {
        SettingKey::SessionIdleMinutes => "Sign out after this long without use",
        SettingKey::SessionAbsoluteHours => "Sign out after this long in all",
        SettingKey::SessionLimit => "Sign-ins at a time for one account",
        SettingKey::SessionSharedIdleMinutes => "Sign out after this long without use on a shared device",
        SettingKey::CompetenceLoweringImmediate => "A lower rating counts at once",
        SettingKey::CompetencePackageRule => "Who is competent for a care package",
        SettingKey::CompetenceDueWindowDays => "Offer re-assessment before a rating lapses",
        SettingKey::CompetenceLapseNoticeDays => {
            "Tell admins before a rating lapses, and its carer in the last 30 days"
        }
        SettingKey::AcknowledgmentReminderHours => "Remind carers to acknowledge",
        SettingKey::ShiftApplyHours => "Time to apply for a shift",
        SettingKey::RotaDayDefault => "Times of a Day",
        SettingKey::RotaNightDefault => "Times of a Night",
        SettingKey::RotaCoverageFull => "Entries a week for full coverage",
        SettingKey::RotaCoverageGood => "Entries a week for good coverage",
        SettingKey::BinDays => "Time in the recycle bin",
        SettingKey::AuditRetentionDays => "Time in the audit",
        SettingKey::MailAssessmentDigest => "Mail admins each morning who is ready for assessment",
        SettingKey::AlertFailedSignIns => "Failed sign-ins with one e-mail address, medium alert",
        SettingKey::AlertFailedSignInsHigh => "Failed sign-ins with one e-mail address, high alert",
        SettingKey::AlertFailedFromAddress => "Failed sign-ins from one network address in an hour",
        SettingKey::AlertAddressesADay => "Network addresses of one account in a day",
        SettingKey::AlertActsADay => "Acts of one account in a day",
        SettingKey::AlertActsOutOfHours => "Acts in a day before an admin’s hours are looked at",
        SettingKey::AlertViolationsAnHour => "Refused acts of one account in an hour",
        SettingKey::AlertOverridesAWeek => "Overrides of one rule in a care package and week",
    }
}

/// The unit behind the field of a number.
pub const fn unit(key: SettingKey) -> &'static str {
    match key {
        SettingKey::SessionIdleMinutes | SettingKey::SessionSharedIdleMinutes => "minutes",
        SettingKey::SessionAbsoluteHours
        | SettingKey::AcknowledgmentReminderHours
        | SettingKey::ShiftApplyHours => "hours",
        SettingKey::CompetenceDueWindowDays
        | SettingKey::CompetenceLapseNoticeDays
        | SettingKey::BinDays
        | SettingKey::AuditRetentionDays => "days",
        SettingKey::SessionLimit
        | SettingKey::AlertFailedSignIns
        | SettingKey::AlertFailedSignInsHigh
        | SettingKey::AlertFailedFromAddress => "sign-ins",
        SettingKey::RotaCoverageFull | SettingKey::RotaCoverageGood => "entries",
        SettingKey::AlertAddressesADay => "addresses",
        SettingKey::AlertActsADay | SettingKey::AlertActsOutOfHours | SettingKey::AlertViolationsAnHour => {
            "acts"
        }
        SettingKey::AlertOverridesAWeek => "overrides",
        SettingKey::CompetenceLoweringImmediate
        | SettingKey::CompetencePackageRule
        | SettingKey::RotaDayDefault
        | SettingKey::RotaNightDefault
        | SettingKey::MailAssessmentDigest => "",
    }
}

/// What it may be, and what it is by default.
pub fn hint(key: SettingKey) -> String {
    let default = value_only(key, &Settings::default().value(key));
    let range = match key.accepts() {
        Accepts::Flag if key == SettingKey::CompetenceLoweringImmediate => {
            "Before the carer has acknowledged it. A carer found unsafe then cannot take a shift by waiting."
                .to_owned()
        }
        Accepts::Flag | Accepts::PackageRule | Accepts::DayTimes | Accepts::NightTimes => String::new(),
        Accepts::Number { least, most } if most > 9999 => format!("{least} or more."),
        Accepts::Number { least, most } => format!("{least} to {most}."),
        Accepts::NoticeDays => "Up to six numbers of days with commas between, each 1 to 365.".to_owned(),
    };
    format!("{range} By default {default}.").trim_start().to_owned()
}

/// A setting with its value, for a list in a sentence.
pub fn value(key: SettingKey, value: &Value) -> String {
    format!("{}: {}", label(key), value_only(key, value))
}

fn value_only(key: SettingKey, value: &Value) -> String {
    match value {
        Value::Flag(true) => "on".to_owned(),
        Value::Flag(false) => "off".to_owned(),
        Value::Numbers(days) if days.is_empty() => "never".to_owned(),
        Value::Number(_) | Value::Numbers(_) => {
            format!("{} {}", value.typed(), unit(key)).trim_end().to_owned()
        }
        Value::Text(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_set_1_each_hint_tells_range_and_default() {
        assert_eq!(hint(SettingKey::SessionIdleMinutes), "5 to 30. By default 30 minutes.");
        assert_eq!(hint(SettingKey::MailAssessmentDigest), "By default off.");
        assert_eq!(
            hint(SettingKey::CompetenceLapseNoticeDays),
            "Up to six numbers of days with commas between, each 1 to 365. By default 90, 60, 30, 7 days."
        );
        assert_eq!(hint(SettingKey::AlertFailedSignIns), "1 or more. By default 4 sign-ins.");
    }
}
