//! What an in-app notice can be about (R-NOT-1).

use serde::{Deserialize, Serialize};

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
            Self::ShiftOpen => "shift_open",
            Self::ShiftSelected => "shift_selected",
            Self::ShiftNotSelected => "shift_not_selected",
            Self::ShiftCancelled => "shift_cancelled",
            Self::ApplicationRemoved => "application_removed",
            Self::ScheduleChanged => "schedule_changed",
        }
    }
}
