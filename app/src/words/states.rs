//! How the states of groups and ratings are said, each with the meaning of its colour (ux §3.4).

use domain::assessment::{Again, GroupState, Section, SkillResult};
use domain::competency::{Effect, RatingShown, RatingSource, RatingState, Validity};
use domain::progress::{CompletionKind, Deed, Idle, Milestone};
use domain::shift::ApplicationState;

use super::dates;
use crate::ui::Tone;

/// Where a group stands.
pub fn group(state: GroupState) -> (Tone, String) {
    match state {
        GroupState::Locked { complete, of } => (Tone::Grey, format!("Locked, {complete} of {of}")),
        GroupState::Ready => (Tone::Blue, "Ready".into()),
        GroupState::Pending => (Tone::Yellow, "Waiting for acknowledgment".into()),
        GroupState::Done => (Tone::Green, "Done".into()),
        GroupState::Reassess => (Tone::Orange, "Reassess".into()),
    }
}

/// Why a group is not judged now.
pub const fn idle(idle: Idle) -> (Tone, &'static str) {
    match idle {
        Idle::TemplateInactive => (Tone::Grey, "Not in use"),
        Idle::CarerInactive => (Tone::Grey, "Account inactive"),
    }
}

/// What a line of the log of counts is.
pub const fn line(kind: CompletionKind) -> &'static str {
    match kind {
        CompletionKind::Log => "Logged",
        CompletionKind::Adjust => "Count set",
        CompletionKind::Reset => "Reset to 0",
    }
}

/// Where a rating of the history stands.
pub const fn rating(state: RatingState) -> (Tone, &'static str) {
    match state {
        RatingState::Pending => (Tone::Yellow, "Waiting for the carer"),
        RatingState::Effective => (Tone::Green, "In force"),
        RatingState::Superseded => (Tone::Grey, "Replaced"),
        RatingState::Withdrawn => (Tone::Grey, "Withdrawn"),
    }
}

/// How long a rating counts, where there is something to say.
pub fn validity(validity: Validity) -> Option<String> {
    match validity {
        Validity::Unlimited => None,
        Validity::Valid { until } => Some(format!("Counts until {}", dates::full(until))),
        Validity::Lapsing { until } => Some(format!("Lapses after {}", dates::full(until))),
        Validity::Lapsed { .. } => Some("Does not count any more".into()),
    }
}

/// Whether a rating that asks for acknowledgment counts already.
pub const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::OnAcknowledgment => "Counts once acknowledged",
        Effect::Immediate => "In force, not yet acknowledged",
    }
}

/// Where a rating came from.
pub const fn source(source: RatingSource) -> &'static str {
    match source {
        RatingSource::Assessment => "Assessment",
        RatingSource::Manual => "Set by hand",
    }
}

/// Something a carer has reached (R-NOT-2).
pub const fn milestone(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::FirstCompetence => "First task at Competent or above",
        Milestone::TenCompetences => "10 tasks at Competent or above",
        Milestone::FirstShift => "First shift worked",
        Milestone::TwentyFiveShifts => "25 shifts worked",
        Milestone::AllQualified => "Every task of yours at Competent or above",
    }
}

/// One thing a carer did or got, and whether it still waits for somebody.
pub fn deed(deed: &Deed) -> (String, Option<(Tone, &'static str)>) {
    match deed {
        Deed::Logged { task, amount } => (format!("Logged {task}: {amount}"), None),
        Deed::Corrected { task } => (format!("An admin corrected your count for {task}"), None),
        Deed::Rated { task, level, waits } => {
            let words = format!("Rated {} in {task}", level.label());
            (words, waits.then_some((Tone::Yellow, "Waits for you")))
        }
        Deed::Asked { package, date, state } => {
            let words = format!("Asked for a shift on {} at {package}", dates::with_day(*date));
            let waits = *state == ApplicationState::Pending;
            (words, waits.then_some((Tone::Yellow, "Waits for an answer")))
        }
    }
}

/// Why a task is to be assessed again.
pub fn again(again: Again) -> String {
    match again {
        Again::NotInForce => "no rating in force".into(),
        Again::Below { level } => format!("only {}", level.label()),
        Again::Lapsed { since } => format!("lapsed {}", dates::full(since)),
        Again::Lapsing { until } => format!("lapses after {}", dates::full(until)),
    }
}

/// A section of an assessment.
pub const fn section(section: Section) -> &'static str {
    match section {
        Section::Knowledge => "Knowledge",
        Section::Practical => "Practical",
        Section::Emergency => "Emergency",
    }
}

/// How far a section is: nothing, something, everything (UX-28).
pub const PARTS: [(Tone, &str); 3] =
    [(Tone::Grey, "Not yet started"), (Tone::Blue, "In progress"), (Tone::Green, "Completed")];

/// How a skill was seen to be done.
pub const fn skill(result: SkillResult) -> (Tone, &'static str) {
    match result {
        SkillResult::Competent => (Tone::Green, "Competent"),
        SkillResult::NeedsSupport => (Tone::Yellow, "Needs Support"),
        SkillResult::NotApplicable => (Tone::Grey, "Not Applicable"),
    }
}

/// What an act of a carer came to: how many ratings count from now on, and how many counted before.
pub fn acknowledged(raised: usize, seen: usize) -> String {
    let new = match raised {
        1 => "The new rating counts from now".to_owned(),
        several => format!("The {several} new ratings count from now"),
    };
    match (raised, seen) {
        (0, 1) => "Acknowledged. This rating counted before".to_owned(),
        (0, _) => "Acknowledged. These ratings counted before".to_owned(),
        (_, 0) => format!("Acknowledged. {new}"),
        (_, _) => format!("Acknowledged. {new}, the others counted before"),
    }
}

/// When new ratings count, on the carer's page.
pub const fn when_ratings_count(lowering_immediate: bool) -> &'static str {
    if lowering_immediate {
        "A higher or renewed rating counts once you have acknowledged it. A lower one counts at once."
    } else {
        "A new rating counts once you have acknowledged it."
    }
}

/// Where a rating of the history stands, with what its carer has seen of it.
pub fn of_history(rating: &RatingShown) -> (Tone, String) {
    let is_unseen = rating.effect == Effect::Immediate
        && rating.new.asks_acknowledgment()
        && rating.acknowledged_at.is_none();
    if rating.state == RatingState::Effective && is_unseen {
        return (Tone::Yellow, effect(rating.effect).to_owned());
    }
    let (tone, words) = self::rating(rating.state);
    (tone, words.to_owned())
}

/// The last date on which a rating counts, in a cell.
pub fn last_date(validity: Validity) -> String {
    match validity {
        Validity::Unlimited => "Does not lapse".into(),
        Validity::Valid { until } | Validity::Lapsing { until } => dates::short(until),
        Validity::Lapsed { since } => format!("Lapsed after {}", dates::short(since)),
    }
}
