//! What an in-app notice can be about (R-NOT-1).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{AccountId, TemplateId};
use crate::time::Date;

/// How soon a notice wants to be read, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Somebody waits for it.
    High,
    /// It cannot wait for long.
    Medium,
    /// It is good to know.
    Low,
}

/// What a notice is about, by the names that things have now. What is gone, or nobody's business, is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The carer.
    pub carer: Option<(AccountId, String)>,
    /// The task.
    pub task: Option<String>,
    /// The template of a group.
    pub template: Option<(TemplateId, String)>,
    /// The care package.
    pub package: Option<String>,
    /// The shift, with its local date.
    pub shift: Option<(Uuid, Date)>,
}

/// One kind of notice. The row names the thing it is about; the page words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// To a carer: a rating is to be acknowledged. Shown first.
    RatingToAcknowledge,
    /// To a carer: a rating still waits.
    RatingReminder,
    /// To a carer: a rating that waited was withdrawn.
    RatingWithdrawn,
    /// To a carer: a task was set to Not Assessed, and its count to zero (R-RAT-5).
    RatingTakenBack,
    /// To a carer: an admin answered a concern.
    ConcernAnswered,
    /// To a carer: a rating lapses soon (R-VAL-3).
    RatingLapsing,
    /// To a carer: a rating has lapsed.
    RatingLapsed,
    /// To admins: a group may be assessed.
    AssessmentReady,
    /// To admins, once a day where it is switched on: who may be assessed.
    AssessmentDigest,
    /// To admins, once a day: whose ratings lapse or have lapsed.
    CarersLapsing,
    /// To admins: a carer raised a concern.
    ConcernRaised,
    /// To the admin who invited: the invited person said no.
    InvitationDeclined,
    /// To admins: a carer asked for a shift.
    ShiftApplied,
    /// To admins: a shift can be asked for only a few hours more.
    ShiftClosing,
    /// To admins: a shift was given to a carer.
    ShiftAssigned,
    /// To a carer: a shift may be asked for.
    ShiftOpen,
    /// To a carer: the shift is his or hers.
    ShiftSelected,
    /// To a carer: somebody else has the shift, or nobody.
    ShiftNotSelected,
    /// To a carer: a shift was called off.
    ShiftCancelled,
    /// To a carer: an admin took an application out.
    ApplicationRemoved,
    /// To a carer: confirmed work has changed.
    ScheduleChanged,
}

impl NoticeKind {
    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RatingToAcknowledge => "rating_to_acknowledge",
            Self::RatingReminder => "rating_reminder",
            Self::RatingWithdrawn => "rating_withdrawn",
            Self::RatingTakenBack => "rating_taken_back",
            Self::ConcernAnswered => "concern_answered",
            Self::RatingLapsing => "rating_lapsing",
            Self::RatingLapsed => "rating_lapsed",
            Self::AssessmentReady => "assessment_ready",
            Self::AssessmentDigest => "assessment_digest",
            Self::CarersLapsing => "carers_lapsing",
            Self::ConcernRaised => "concern_raised",
            Self::InvitationDeclined => "invitation_declined",
            Self::ShiftApplied => "shift_applied",
            Self::ShiftClosing => "shift_closing",
            Self::ShiftAssigned => "shift_assigned",
            Self::ShiftOpen => "shift_open",
            Self::ShiftSelected => "shift_selected",
            Self::ShiftNotSelected => "shift_not_selected",
            Self::ShiftCancelled => "shift_cancelled",
            Self::ApplicationRemoved => "application_removed",
            Self::ScheduleChanged => "schedule_changed",
        }
    }

    /// How soon it wants to be read (R-NOT-1).
    pub const fn priority(self) -> Priority {
        match self {
            Self::RatingToAcknowledge | Self::RatingReminder | Self::ShiftApplied => Priority::High,
            Self::AssessmentReady
            | Self::AssessmentDigest
            | Self::ConcernRaised
            | Self::ShiftClosing
            | Self::ShiftOpen
            | Self::ShiftCancelled
            | Self::ScheduleChanged
            | Self::RatingLapsed => Priority::Medium,
            Self::RatingWithdrawn
            | Self::RatingTakenBack
            | Self::ConcernAnswered
            | Self::RatingLapsing
            | Self::CarersLapsing
            | Self::ShiftSelected
            | Self::ShiftNotSelected
            | Self::ApplicationRemoved
            | Self::InvitationDeclined
            | Self::ShiftAssigned => Priority::Low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_not_1_new_applications_are_high_closing_shifts_medium_and_assigned_ones_low() {
        let of = [NoticeKind::ShiftApplied, NoticeKind::ShiftClosing, NoticeKind::ShiftAssigned];
        assert_eq!(of.map(NoticeKind::priority), [Priority::High, Priority::Medium, Priority::Low]);
        assert_eq!(NoticeKind::RatingToAcknowledge.priority(), Priority::High);
    }
}
