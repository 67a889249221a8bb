//! The mails about shifts. Each names place and time, so that it can be read without signing in.

use chrono::{NaiveDateTime, Timelike};
use domain::hours::Period;
use domain::time::{Instant, Zone};
use serde::{Deserialize, Serialize};

use super::Letter;

/// One mail about a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftMail {
    /// To whom.
    pub name: String,
    /// The care package.
    pub package: String,
    /// When the shift is.
    pub period: Period,
    /// What there is to say.
    pub news: ShiftNews,
}

/// What there is to say about a shift (rules §16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftNews {
    /// It can be asked for until this moment.
    Open(Instant),
    /// The applicant has it.
    Selected,
    /// The applicant does not have it.
    NotSelected,
    /// It was called off, for this reason.
    Cancelled(String),
    /// An admin took the application out, for this reason.
    ApplicationRemoved(String),
    /// The entry that came of it is gone, for this reason.
    EntryRemoved(String),
}

impl ShiftMail {
    /// Its name in the outbox and the audit trail.
    pub const fn name(&self) -> &'static str {
        match self.news {
            ShiftNews::Open(_) => "shift_open",
            ShiftNews::Selected => "shift_selected",
            ShiftNews::NotSelected => "shift_not_selected",
            ShiftNews::Cancelled(_) => "shift_cancelled",
            ShiftNews::ApplicationRemoved(_) => "application_removed",
            ShiftNews::EntryRemoved(_) => "schedule_changed",
        }
    }

    /// Its words.
    pub fn write(&self, site: &str, zone: Zone) -> Letter {
        let when = span(self.period, zone);
        let work = format!("{when} at {}", self.package);
        let (subject, news) = match &self.news {
            ShiftNews::Open(apply_by) => (
                format!("A shift you can ask for: {when}"),
                vec![
                    format!("A shift is open: {work}."),
                    format!("Confirm your interest by {}: {site}/carer/shifts", moment(*apply_by, zone)),
                ],
            ),
            ShiftNews::Selected => (
                format!("You have the shift: {when}"),
                vec![
                    format!("You have this shift: {work}."),
                    format!("It is in your schedule: {site}/carer/schedule"),
                ],
            ),
            ShiftNews::NotSelected => (
                format!("Not selected: {when}"),
                vec![
                    format!("You asked for a shift: {work}. You were not selected this time."),
                    format!("Other open shifts are here: {site}/carer/shifts"),
                ],
            ),
            ShiftNews::Cancelled(reason) => (
                format!("Shift cancelled: {when}"),
                vec![format!("This shift is cancelled: {work}."), format!("The reason: {reason}")],
            ),
            ShiftNews::ApplicationRemoved(reason) => (
                format!("Your application was removed: {when}"),
                vec![
                    format!("An admin removed your application for a shift: {work}."),
                    format!("The reason: {reason}"),
                ],
            ),
            ShiftNews::EntryRemoved(reason) => (
                format!("Your schedule has changed: {when}"),
                vec![
                    format!("You do not work this shift any more: {work}."),
                    format!("The reason: {reason}"),
                    format!("Your schedule is here: {site}/carer/schedule"),
                ],
            ),
        };
        let hello = std::iter::once(format!("Hello {},", self.name));
        let body = hello.chain(news).collect::<Vec<_>>().join("\n\n") + "\n";
        Letter { subject, body }
    }
}

/// "Friday 6 March, 9am to 5pm"; a night names both days: "Friday 6 March, 9pm to Saturday 7 March, 7am".
pub(super) fn span(period: Period, zone: Zone) -> String {
    let (start, end) = (zone.local(period.start), zone.local(period.end));
    let last = if start.date() == end.date() { clock(end) } else { format!("{}, {}", day(end), clock(end)) };
    format!("{}, {} to {last}", day(start), clock(start))
}

fn moment(at: Instant, zone: Zone) -> String {
    let at = zone.local(at);
    format!("{}, {}", day(at), clock(at))
}

fn day(at: NaiveDateTime) -> String {
    at.format("%A %-d %B").to_string()
}

fn clock(at: NaiveDateTime) -> String {
    match (at.hour(), at.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => at.format("%-I%P").to_string(),
        _ => at.format("%-I:%M%P").to_string(),
    }
}
