//! How notices are said, and the page each leads to.

use domain::notice::{NoticeKind, Priority, Subject};

use super::dates;
use crate::ui::Tone;

const ACKNOWLEDGMENTS: &str = "/carer/acknowledgments";

/// The words, and the address of what it is about.
pub fn say(kind: Option<NoticeKind>, about: &Subject) -> (String, Option<String>) {
    let Some(kind) = kind else { return ("Something changed. Load the page again.".into(), None) };
    let (words, address) = match kind {
        NoticeKind::ShiftOpen
        | NoticeKind::ShiftSelected
        | NoticeKind::ShiftNotSelected
        | NoticeKind::ShiftCancelled
        | NoticeKind::ApplicationRemoved
        | NoticeKind::ScheduleChanged
        | NoticeKind::ShiftApplied
        | NoticeKind::ShiftClosing
        | NoticeKind::ShiftAssigned => of_shift(kind, about),
        _ => of_competence(kind, about),
    };
    (words, Some(address))
}

/// How soon it wants to be read, where that is worth a word.
pub const fn priority(priority: Priority) -> Option<(Tone, &'static str)> {
    match priority {
        Priority::High => Some((Tone::Orange, "Important")),
        Priority::Medium => Some((Tone::Yellow, "Soon")),
        Priority::Low => None,
    }
}

/// The task, or the template of a whole result; "a task" for what is gone.
fn what(about: &Subject) -> &str {
    let template = about.template.as_ref().map(|(_, name)| name.as_str());
    about.task.as_deref().or(template).unwrap_or("a task")
}

fn who(about: &Subject) -> &str {
    about.carer.as_ref().map_or("A carer", |(_, name)| name.as_str())
}

fn of_competence(kind: NoticeKind, about: &Subject) -> (String, String) {
    let (who, what) = (who(about), what(about));
    let (words, address) = match kind {
        NoticeKind::RatingToAcknowledge => {
            (format!("You have a new rating: {what}. Read it and acknowledge it"), ACKNOWLEDGMENTS)
        }
        NoticeKind::RatingReminder => {
            (format!("A rating still waits for you to acknowledge it: {what}"), ACKNOWLEDGMENTS)
        }
        NoticeKind::RatingWithdrawn => {
            (format!("A rating that waited for you was withdrawn: {what}"), ACKNOWLEDGMENTS)
        }
        NoticeKind::ConcernAnswered => {
            (format!("An admin answered your concern about {what}"), ACKNOWLEDGMENTS)
        }
        NoticeKind::RatingTakenBack => {
            (format!("Set to Not Assessed: {what}. Count it anew"), "/carer/progress")
        }
        NoticeKind::InvitationDeclined => {
            ("Somebody you invited declined".into(), "/admin/users?tab=invitations&status=declined")
        }
        NoticeKind::RatingLapsing => {
            (format!("A rating of yours lapses soon: {what}. Ask for a new assessment"), "/carer/progress")
        }
        NoticeKind::RatingLapsed => {
            (format!("A rating of yours has lapsed: {what}. Ask for a new assessment"), "/carer/progress")
        }
        NoticeKind::AssessmentReady => {
            let words = format!("{who} is ready to be assessed: {what}");
            return (words, sheet(about).unwrap_or_else(|| "/admin/progress/assess".into()));
        }
        NoticeKind::AssessmentDigest => ("Carers are ready to be assessed".into(), "/admin/progress/assess"),
        NoticeKind::CarersLapsing => {
            ("Ratings of carers lapse soon or have lapsed".into(), "/admin/progress/assess?state=reassess")
        }
        _ => {
            (format!("{who} raised a concern about {what}"), "/admin/progress/acknowledgments?view=concerns")
        }
    };
    (words, address.into())
}

fn sheet(about: &Subject) -> Option<String> {
    let ((carer, _), (template, _)) = (about.carer.as_ref()?, about.template.as_ref()?);
    Some(format!("/admin/progress/assess/{carer}/{template}"))
}

/// "at Larkfield on Friday 6 March"; what is gone is left out.
fn place(about: &Subject) -> String {
    let package = about.package.as_ref().map(|name| format!(" at {name}")).unwrap_or_default();
    let day = about.shift.map(|(_, date)| format!(" on {}", dates::with_day(date))).unwrap_or_default();
    package + &day
}

fn of_shift(kind: NoticeKind, about: &Subject) -> (String, String) {
    let (who, place) = (who(about), place(about));
    let (words, address) = match kind {
        NoticeKind::ShiftOpen => (format!("A shift is open that you may ask for{place}"), "/carer/shifts"),
        NoticeKind::ShiftSelected => (format!("You have the shift{place}"), "/carer/schedule"),
        NoticeKind::ShiftNotSelected => {
            (format!("The shift{place} went to somebody else, or to nobody"), "/carer/shifts")
        }
        NoticeKind::ShiftCancelled => (format!("A shift was cancelled{place}"), "/carer/shifts"),
        NoticeKind::ApplicationRemoved => {
            (format!("An admin took you off the list for the shift{place}"), "/carer/shifts")
        }
        NoticeKind::ScheduleChanged => (format!("Your schedule changed{place}"), "/carer/schedule"),
        NoticeKind::ShiftApplied => return (format!("{who} asked for the shift{place}"), shift(about)),
        NoticeKind::ShiftClosing => {
            return (format!("The shift{place} can be asked for less than 6 hours more"), shift(about));
        }
        _ => return (format!("{who} has the shift{place}"), shift(about)),
    };
    (words, address.into())
}

fn shift(about: &Subject) -> String {
    about.shift.map_or_else(|| "/admin/shifts".into(), |(id, _)| format!("/admin/shifts/{id}"))
}
