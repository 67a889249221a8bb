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
        NoticeKind::AssessmentReady => ("A carer is ready to be assessed", "/admin/progress"),
        NoticeKind::ConcernRaised => ("A carer raised a concern about a rating", "/admin/progress"),
    };
    (words.into(), Some(address.into()))
}
