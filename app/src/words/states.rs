//! How the states of groups and ratings are said, each with the meaning of its colour (ux §3.4).

use domain::assessment::{GroupState, Section, SkillResult};
use domain::competency::{Effect, RatingSource, RatingState, Validity};

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

/// A section of an assessment.
pub const fn section(section: Section) -> &'static str {
    match section {
        Section::Knowledge => "Knowledge",
        Section::Practical => "Practical skills",
        Section::Emergency => "Emergencies",
    }
}

/// How a skill was seen to be done.
pub const fn skill(result: SkillResult) -> (Tone, &'static str) {
    match result {
        SkillResult::Competent => (Tone::Green, "Competent"),
        SkillResult::NeedsSupport => (Tone::Yellow, "Needs Support"),
        SkillResult::NotApplicable => (Tone::Grey, "Not Applicable"),
    }
}
