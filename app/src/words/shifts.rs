//! The words of shifts: states and their tones (ux §3.4), and times on the 24-hour clock of the shift sender.

use domain::eligibility::{CarerReason, RuleKey, Unsettled};
use domain::hours::Period;
use domain::shift::{ApplicationState, ExpiryReason, Names, Refused, ShiftKind, ShiftState, ShiftType};
use domain::time::Zone;

use super::dates;
use super::reasons::Reasons;
use crate::answer::{AppError, FieldError};
use crate::ssr;
use crate::ui::Tone;

/// A state as admins read it.
pub const fn state(state: ShiftState, expiry: Option<ExpiryReason>) -> (&'static str, Tone) {
    match (state, expiry) {
        (ShiftState::Created, _) => ("Created, not sent", Tone::Grey),
        (ShiftState::Open, _) => ("Open", Tone::Blue),
        (ShiftState::HasApplications, _) => ("Has applications", Tone::Yellow),
        (ShiftState::Assigned, _) => ("Assigned", Tone::Green),
        (ShiftState::Completed, _) => ("Completed", Tone::Grey),
        (ShiftState::Cancelled, _) => ("Cancelled", Tone::Grey),
        (ShiftState::Expired, Some(ExpiryReason::NoApplications)) => ("Expired, nobody applied", Tone::Red),
        (ShiftState::Expired, Some(ExpiryReason::NotFilled)) => ("Expired, not filled", Tone::Red),
        (ShiftState::Expired, None) => ("Expired", Tone::Red),
    }
}

/// An application as its carer reads it.
pub const fn own_application(state: ApplicationState, shift: ShiftState) -> (&'static str, Tone) {
    match (state, shift) {
        (_, ShiftState::Cancelled) => ("Shift cancelled", Tone::Grey),
        (ApplicationState::Pending, ShiftState::Expired) | (ApplicationState::Rejected, _) => {
            ("Not selected", Tone::Grey)
        }
        (ApplicationState::Pending, _) => ("Waiting for an answer", Tone::Yellow),
        (ApplicationState::Selected, _) => ("You have this shift", Tone::Green),
        (ApplicationState::Removed, _) => ("Removed by an admin", Tone::Grey),
    }
}

/// An application as admins read it.
pub const fn application(state: ApplicationState) -> (&'static str, Tone) {
    match state {
        ApplicationState::Pending => ("Waiting for an answer", Tone::Yellow),
        ApplicationState::Selected => ("Selected", Tone::Green),
        ApplicationState::Rejected => ("Not selected", Tone::Grey),
        ApplicationState::Removed => ("Removed", Tone::Grey),
    }
}

/// For whom it is.
pub const fn kind(kind: ShiftKind) -> &'static str {
    match kind {
        ShiftKind::Competent => "Competent",
        ShiftKind::NonCompetent => "Non-Competent",
    }
}

/// Day or Night.
pub const fn of_day(shift_type: ShiftType) -> &'static str {
    match shift_type {
        ShiftType::Day => "Day",
        ShiftType::Night => "Night",
    }
}

/// "Fri 6 Mar, 09:00–17:00"; a night names both days: "Fri 6 Mar, 21:00 – Sat 7 Mar, 07:00".
pub fn span_24(period: Period, zone: Zone) -> String {
    let (start, end) = (zone.local(period.start), zone.local(period.end));
    let day = start.format("%a %-d %b");
    if start.date() == end.date() {
        format!("{day}, {}", dates::times_24(start.time(), end.time()))
    } else {
        let (from, to) = (dates::time_24(start.time()), dates::time_24(end.time()));
        format!("{day}, {from} – {}, {to}", end.format("%a %-d %b"))
    }
}

/// How long it lasts in real time, saying so where the clocks change (R-GEN-6).
pub fn length(period: Period, zone: Zone) -> String {
    let wall = zone.local(period.end) - zone.local(period.start);
    dates::length(period.hours().minutes().into(), wall.num_minutes())
}

/// How a refusal about a shift is said.
pub fn refused(refused: &Refused) -> AppError {
    let words = |reason: &str, message: &str| AppError::new(&format!("shift.{reason}"), 409, message);
    match refused {
        Refused::AlreadySent => words("already_sent", "This shift was sent before. It stays in the list."),
        Refused::Started => words("started", "This shift has started. It can only be cancelled."),
        Refused::NoLiveTask => {
            words("no_live_task", "None of its tasks is in use any more, so nobody could be offered it.")
        }
        Refused::ApplyByPassed => {
            words("apply_by_passed", "The last moment to apply has passed. Choose a later one.")
        }
        Refused::ApplyByAfterStart => words(
            "apply_by_after_start",
            "The last moment to apply is after the start. Choose an earlier one.",
        ),
        Refused::NotEligible { reasons } => not_eligible(reasons),
        Refused::NotPending { state } => {
            let (state, _) = application(*state);
            words("not_pending", &format!("This application was answered meanwhile: {state}."))
        }
        Refused::WrongState { state } => {
            let (state, _) = self::state(*state, None);
            words("wrong_state", &format!("This shift is now: {state}. Load the page again."))
        }
        Refused::Unsettled(unsettled) => self::unsettled(unsettled),
    }
}

fn not_eligible(reasons: &[CarerReason]) -> AppError {
    let names = Names::default();
    let words = Reasons { names: &names, zone: ssr::zone() };
    let said: Vec<String> = reasons.iter().map(|reason| words.for_carer(reason)).collect();
    let message = match said.as_slice() {
        [] => "This shift cannot be asked for any more.".to_owned(),
        said => format!("{}.", said.join(". ")),
    };
    AppError::new("shift.not_eligible", 409, message)
}

/// What blocks is said above the form; what a reason would settle is asked for at its field.
fn unsettled(unsettled: &Unsettled) -> AppError {
    let names = Names::default();
    let words = Reasons { names: &names, zone: ssr::zone() };
    let whole = unsettled.blocked.iter().map(|reason| FieldError {
        name: String::new(),
        message: format!("{}. Nobody can accept this", words.for_admin(reason)),
    });
    let asked = unsettled.unexplained.iter().map(|reason| FieldError {
        name: override_field(reason.rule),
        message: format!("{}. To go on, give a reason", words.facts(&reason.facts)),
    });
    let fields = whole.chain(asked).collect();
    AppError { fields, ..AppError::new("shift.unsettled", 409, "A rule stands against it.") }
}

/// The field of a form that takes the reason for a rule.
pub fn override_field(rule: RuleKey) -> String {
    let key = serde_json::to_value(rule).ok();
    let key = key.as_ref().and_then(|key| key.as_str()).unwrap_or_default();
    format!("overrides[{key}]")
}
