//! The six levels, from Not Assessed to Expert, and which of them are Competent+.

use serde::{Deserialize, Serialize};

/// How well a carer does a task, lowest first (domain §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nobody has judged it, or an earlier judgement was taken back.
    NotAssessed,
    /// Judged, and not safe alone.
    NonCompetent,
    /// Safe under supervision.
    AdvancedBeginner,
    /// Safe alone.
    Competent,
    /// Safe alone in changing circumstances.
    Proficient,
    /// Able to teach it.
    Expert,
}

impl Level {
    /// All six, lowest first.
    pub const ALL: [Self; 6] = [
        Self::NotAssessed,
        Self::NonCompetent,
        Self::AdvancedBeginner,
        Self::Competent,
        Self::Proficient,
        Self::Expert,
    ];

    /// What an assessment may end in (R-ASM-2).
    pub const RESULTS: [Self; 5] =
        [Self::NonCompetent, Self::AdvancedBeginner, Self::Competent, Self::Proficient, Self::Expert];

    /// Whether it is Competent+.
    pub const fn is_competent(self) -> bool {
        match self {
            Self::NotAssessed | Self::NonCompetent | Self::AdvancedBeginner => false,
            Self::Competent | Self::Proficient | Self::Expert => true,
        }
    }

    /// Whether a rating of this level asks the carer to acknowledge it: all but Not Assessed (R-RAT-5).
    pub const fn asks_acknowledgment(self) -> bool {
        !matches!(self, Self::NotAssessed)
    }

    /// As it is stored and sent by forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAssessed => "not_assessed",
            Self::NonCompetent => "non_competent",
            Self::AdvancedBeginner => "advanced_beginner",
            Self::Competent => "competent",
            Self::Proficient => "proficient",
            Self::Expert => "expert",
        }
    }

    /// As it is shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotAssessed => "Not Assessed",
            Self::NonCompetent => "Non Competent",
            Self::AdvancedBeginner => "Advanced Beginner",
            Self::Competent => "Competent",
            Self::Proficient => "Proficient",
            Self::Expert => "Expert",
        }
    }
}

/// No level has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a level")]
pub struct NotALevel;

impl std::str::FromStr for Level {
    type Err = NotALevel;

    fn from_str(code: &str) -> Result<Self, NotALevel> {
        Self::ALL.into_iter().find(|level| level.code() == code).ok_or(NotALevel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn competent_and_above_are_the_last_three_of_six() {
        let competent: Vec<_> = Level::ALL.into_iter().filter(|level| level.is_competent()).collect();
        assert_eq!(competent, [Level::Competent, Level::Proficient, Level::Expert]);
        assert!(Level::ALL.is_sorted());
        for level in Level::ALL {
            assert_eq!(level.code().parse(), Ok(level));
        }
    }

    #[test]
    fn r_asm_2_not_assessed_is_no_result() {
        assert!(!Level::RESULTS.contains(&Level::NotAssessed));
    }
}
