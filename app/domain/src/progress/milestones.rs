//! Milestones of a carer, derived from what is there: no points, no levels, no streaks (R-NOT-2).

use serde::{Deserialize, Serialize};

/// What a carer has reached so far, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deeds {
    /// Tasks that are still there, assigned or not, held at Competent+ and valid today.
    pub competences: u64,
    /// Confirmed shifts whose end has passed.
    pub shifts_worked: u64,
    /// Confirmed shifts of this week, worked or to come.
    pub shifts_this_week: u64,
    /// Tasks assigned now.
    pub assigned: u64,
    /// Of these, those held at Competent+ and valid today.
    pub qualified: u64,
}

/// Something worth a word of praise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The first task at Competent or above.
    FirstCompetence,
    /// Ten of them.
    TenCompetences,
    /// The first shift worked.
    FirstShift,
    /// Twenty-five shifts worked.
    TwentyFiveShifts,
    /// Every assigned task at Competent or above.
    AllQualified,
}

impl Milestone {
    /// All five, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::FirstCompetence,
        Self::TenCompetences,
        Self::FirstShift,
        Self::TwentyFiveShifts,
        Self::AllQualified,
    ];

    /// Whether it is reached.
    pub const fn is_reached(self, deeds: Deeds) -> bool {
        match self {
            Self::FirstCompetence => deeds.competences >= 1,
            Self::TenCompetences => deeds.competences >= 10,
            Self::FirstShift => deeds.shifts_worked >= 1,
            Self::TwentyFiveShifts => deeds.shifts_worked >= 25,
            Self::AllQualified => deeds.assigned > 0 && deeds.qualified >= deeds.assigned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(deeds: Deeds) -> Vec<Milestone> {
        Milestone::ALL.into_iter().filter(|milestone| milestone.is_reached(deeds)).collect()
    }

    #[test]
    fn r_not_2_milestones_follow_from_the_figures() {
        let none = Deeds::default();
        assert_eq!(reached(none), []);
        assert_eq!(
            reached(Deeds { competences: 9, shifts_worked: 24, assigned: 10, qualified: 9, ..none }),
            [Milestone::FirstCompetence, Milestone::FirstShift,]
        );
        let all = Deeds { competences: 10, shifts_worked: 25, assigned: 10, qualified: 10, ..none };
        assert_eq!(reached(all), Milestone::ALL);
    }
}
