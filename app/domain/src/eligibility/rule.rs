//! The closed list of rules (R-ELG-3, §10) and, for each, where it applies and how hard.
//!
//! Each table below is one exhaustive `match`: a new rule does not compile until every question about it
//! is answered.

use serde::{Deserialize, Serialize};

/// One rule, by its key. The order of this list is the order of reasons in a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum RuleKey {
    /// The account is active (R-ELG-3).
    AccountActive,
    /// The package is live and active (R-ELG-3).
    PackageLive,
    /// The shift is open or has applications (R-ELG-3).
    ShiftOpen,
    /// Neither apply-by nor the start has passed (R-ELG-3).
    Deadline,
    /// No application exists yet (R-ELG-3).
    AlreadyApplied,
    /// Competent in each required task on the date (R-ELG-3).
    Competence,
    /// No two places at one time (R-RUL-1).
    Overlap,
    /// The total of the week (R-RUL-2).
    WeeklyHours,
    /// Rest between working days (R-RUL-3).
    MinRest,
    /// Rest from a Night to a Day (R-RUL-4).
    NightToDayRest,
    /// Not two weekends in a row (R-RUL-5).
    Weekend,
    /// Somebody package-competent in each slot (R-RUL-6).
    CompetentStaff,
    /// A non-competent carer is never alone (R-RUL-7).
    Supervision,
    /// Weeks of Days and of Nights in turn (R-RUL-8).
    Pattern,
    /// Nights in a row (R-RUL-9).
    MaxNights,
    /// The length of a Night (R-RUL-10).
    NightLength,
    /// The length of any shift (R-RUL-11).
    ShiftLength,
    /// How far ahead, and corrections of the past (R-RUL-12).
    Horizon,
    /// The package has no task (R-RUL-13).
    NoTasks,
    /// A free day in each week (R-RUL-14).
    WeeklyRest,
    /// The average week (R-RUL-15).
    AverageWeek,
    /// The average night (R-RUL-16).
    AverageNight,
    /// Nights at a package with special hazard (R-RUL-17).
    NightHazard,
}

/// Why a verdict is asked for (R-ELG-2). It changes how hard rules are, never what they find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// The carer's board, an application, the admin's preview, distribution.
    Offer,
    /// Work on the rota: drop, move, edit, and the view of drafts.
    Draft,
    /// Selection, confirming, publishing, and the view of what is confirmed.
    Final,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It stops the act.
    Blocks,
    /// It is said, and stops nothing.
    Warns,
}

/// How an organisation, or one package, wants a rule to be taken (R-RUL-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It is not judged.
    Off,
    /// It only warns.
    Warning,
    /// It is as hard as its class says.
    Error,
}

/// Who reads a reason (R-ELG-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The carer it is about, and every admin.
    Everyone,
    /// Admins only.
    Admins,
}

use Severity::{Blocks, Warns};

impl RuleKey {
    /// Every rule, in the order in which a verdict lists what they find.
    pub const ALL: [Self; 23] = [
        Self::AccountActive,
        Self::PackageLive,
        Self::ShiftOpen,
        Self::Deadline,
        Self::AlreadyApplied,
        Self::Competence,
        Self::Overlap,
        Self::WeeklyHours,
        Self::MinRest,
        Self::NightToDayRest,
        Self::Weekend,
        Self::CompetentStaff,
        Self::Supervision,
        Self::Pattern,
        Self::MaxNights,
        Self::NightLength,
        Self::ShiftLength,
        Self::Horizon,
        Self::NoTasks,
        Self::WeeklyRest,
        Self::AverageWeek,
        Self::AverageNight,
        Self::NightHazard,
    ];

    /// How hard the rule is in a context, before its mode; `None` where it is not judged (§10, R-ELG-3).
    pub const fn class(self, context: Context) -> Option<Severity> {
        //                       offer         draft         final
        let row = match self {
            Self::Deadline | Self::AlreadyApplied => [Some(Blocks), None, None],
            Self::AccountActive
            | Self::PackageLive
            | Self::ShiftOpen
            | Self::Competence
            | Self::Overlap
            | Self::WeeklyHours
            | Self::MinRest
            | Self::NightToDayRest
            | Self::MaxNights => [Some(Blocks), Some(Blocks), Some(Blocks)],
            Self::Weekend => [Some(Warns), Some(Blocks), Some(Blocks)],
            Self::CompetentStaff | Self::Supervision => [None, Some(Warns), Some(Blocks)],
            Self::ShiftLength | Self::Horizon => [None, Some(Blocks), Some(Blocks)],
            Self::NoTasks => [None, Some(Warns), Some(Warns)],
            Self::Pattern
            | Self::NightLength
            | Self::WeeklyRest
            | Self::AverageWeek
            | Self::AverageNight
            | Self::NightHazard => [Some(Warns), Some(Warns), Some(Warns)],
        };
        let [offer, draft, last] = row;
        match context {
            Context::Offer => offer,
            Context::Draft => draft,
            Context::Final => last,
        }
    }

    /// What is needed for an error of this rule to be accepted.
    ///
    /// The reasons of R-ELG-3 and `overlap` are never accepted (R-OVR-3); a rule that only warns needs no
    /// accepting.
    pub const fn is_overridable(self) -> bool {
        match self {
            Self::WeeklyHours
            | Self::MinRest
            | Self::NightToDayRest
            | Self::Weekend
            | Self::CompetentStaff
            | Self::Supervision
            | Self::MaxNights
            | Self::ShiftLength
            | Self::Horizon => true,
            Self::AccountActive
            | Self::PackageLive
            | Self::ShiftOpen
            | Self::Deadline
            | Self::AlreadyApplied
            | Self::Competence
            | Self::Overlap
            | Self::Pattern
            | Self::NightLength
            | Self::NoTasks
            | Self::WeeklyRest
            | Self::AverageWeek
            | Self::AverageNight
            | Self::NightHazard => false,
        }
    }

    /// The modes that an organisation may choose from; one mode means that the rule is fixed.
    ///
    /// A rule whose class is to warn everywhere has nothing for `error` to harden.
    pub const fn modes(self) -> &'static [Mode] {
        match self {
            Self::AccountActive
            | Self::PackageLive
            | Self::ShiftOpen
            | Self::Deadline
            | Self::AlreadyApplied
            | Self::Competence
            | Self::Overlap => &[Mode::Error],
            Self::WeeklyHours
            | Self::MinRest
            | Self::NightToDayRest
            | Self::Weekend
            | Self::CompetentStaff
            | Self::Supervision
            | Self::MaxNights
            | Self::ShiftLength
            | Self::Horizon => &[Mode::Error, Mode::Warning, Mode::Off],
            Self::Pattern
            | Self::NightLength
            | Self::NoTasks
            | Self::WeeklyRest
            | Self::AverageWeek
            | Self::AverageNight
            | Self::NightHazard => &[Mode::Warning, Mode::Off],
        }
    }

    /// The mode where nobody has chosen one: the first of its modes.
    pub fn default_mode(self) -> Mode {
        self.modes().first().copied().unwrap_or(Mode::Error)
    }

    /// Who reads a blocking reason of this rule: the carer only what is about himself or herself (R-ELG-6).
    pub const fn audience(self) -> Audience {
        match self {
            Self::AccountActive
            | Self::ShiftOpen
            | Self::Deadline
            | Self::AlreadyApplied
            | Self::Competence
            | Self::Overlap
            | Self::WeeklyHours
            | Self::MinRest
            | Self::NightToDayRest
            | Self::Weekend
            | Self::Pattern
            | Self::MaxNights
            | Self::WeeklyRest
            | Self::AverageWeek
            | Self::AverageNight => Audience::Everyone,
            Self::PackageLive
            | Self::CompetentStaff
            | Self::Supervision
            | Self::NightLength
            | Self::ShiftLength
            | Self::Horizon
            | Self::NoTasks
            | Self::NightHazard => Audience::Admins,
        }
    }
}

impl Mode {
    /// How hard a finding is under this mode; `None` when the rule is off.
    pub const fn on(self, class: Severity) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Warning => Some(Warns),
            Self::Error => Some(class),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_rul_the_classes_are_those_of_the_specification() {
        let row = |rule: RuleKey| {
            [Context::Offer, Context::Draft, Context::Final]
                .map(|context| match rule.class(context) {
                    Some(Blocks) => "B",
                    Some(Warns) => "W",
                    None => "-",
                })
                .concat()
        };
        let table = RuleKey::ALL.map(|rule| {
            let key = serde_json::to_string(&rule).expect("a key");
            let (mode, over) = (rule.default_mode(), rule.is_overridable());
            format!("{} {} {mode:?} {}", key.trim_matches('"'), row(rule), if over { "yes" } else { "no" })
        });
        let expected = "account_active BBB Error no
package_live BBB Error no
shift_open BBB Error no
deadline B-- Error no
already_applied B-- Error no
competence BBB Error no
overlap BBB Error no
weekly_hours BBB Error yes
min_rest BBB Error yes
night_to_day_rest BBB Error yes
weekend WBB Error yes
competent_staff -WB Error yes
supervision -WB Error yes
pattern WWW Warning no
max_nights BBB Error yes
night_length WWW Warning no
shift_length -BB Error yes
horizon -BB Error yes
no_tasks -WW Warning no
weekly_rest WWW Warning no
average_week WWW Warning no
average_night WWW Warning no
night_hazard WWW Warning no";
        assert_eq!(table.join("\n"), expected);
    }

    #[test]
    fn r_elg_1_all_lists_every_rule_once_and_in_order() {
        assert!(RuleKey::ALL.is_sorted());
        let last = RuleKey::ALL.last().copied().expect("a rule");
        assert_eq!(last as usize + 1, RuleKey::ALL.len());
    }

    #[test]
    fn r_ovr_3_only_a_rule_that_may_be_relaxed_may_be_overridden() {
        for rule in RuleKey::ALL {
            assert_eq!(rule.is_overridable(), rule.modes().len() == 3, "{rule:?}");
        }
    }

    #[test]
    fn r_rul_21_warning_softens_and_off_silences() {
        assert_eq!(Mode::Error.on(Blocks), Some(Blocks));
        assert_eq!(Mode::Error.on(Warns), Some(Warns));
        assert_eq!(Mode::Warning.on(Blocks), Some(Warns));
        assert_eq!(Mode::Off.on(Blocks), None);
    }
}
