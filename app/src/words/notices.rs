//! How notices are said, and the page each leads to.

use domain::notice::NoticeKind;
use uuid::Uuid;

/// The words, and the address of what it is about.
pub fn say(kind: Option<NoticeKind>, _about: Uuid) -> (String, Option<String>) {
    let Some(kind) = kind else { return ("Something changed. Load the page again.".into(), None) };
    let (words, address) = match kind {
        NoticeKind::RatingToAcknowledge => {
            ("You have a new rating. Read it and acknowledge it", "/carer/acknowledgments")
        }
        NoticeKind::RatingReminder => {
            ("A rating still waits for you to acknowledge it", "/carer/acknowledgments")
        }
        NoticeKind::RatingWithdrawn => {
            ("A rating that waited for you was withdrawn", "/carer/acknowledgments")
        }
        NoticeKind::RatingTakenBack => {
            ("A task of yours was set to Not Assessed. Count it anew", "/carer/progress")
        }
        NoticeKind::ConcernAnswered => ("An admin answered your concern", "/carer/acknowledgments"),
        NoticeKind::InvitationDeclined => {
            ("Somebody you invited declined", "/admin/users?tab=invitations&status=declined")
        }
        NoticeKind::ShiftOpen => ("A shift is open that you may ask for", "/carer/shifts"),
        NoticeKind::ShiftSelected => ("You have the shift you asked for", "/carer/schedule"),
        NoticeKind::ShiftNotSelected => {
            ("A shift you asked for went to somebody else, or to nobody", "/carer/shifts")
        }
        NoticeKind::ShiftCancelled => ("A shift was cancelled", "/carer/shifts"),
        NoticeKind::ApplicationRemoved => ("An admin took you off the list for a shift", "/carer/shifts"),
        NoticeKind::ScheduleChanged => ("Your schedule changed", "/carer/schedule"),
        NoticeKind::RatingLapsing => {
            ("A rating of yours lapses soon. Ask for a new assessment", "/carer/progress")
        }
        NoticeKind::RatingLapsed => {
            ("A rating of yours has lapsed. Ask for a new assessment", "/carer/progress")
        }
        NoticeKind::AssessmentReady => ("A carer is ready to be assessed", "/admin/progress/assess"),
        NoticeKind::AssessmentDigest => ("Carers are ready to be assessed", "/admin/progress/assess"),
        NoticeKind::CarersLapsing => ("Ratings of carers lapse or have lapsed", "/admin/progress/assess"),
        NoticeKind::ConcernRaised => {
            ("A carer raised a concern about a rating", "/admin/progress/acknowledgments")
        }
    };
    (words.into(), Some(address.into()))
}
