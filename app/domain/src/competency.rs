//! How a rating comes into force: given by an admin, acknowledged by the carer, replaced by a newer one.
//!
//! A rating is never changed. What counts is derived from what happened to it, so at most one rating of a
//! carer and task is in force and at most one waits, and each step can be shown to an inspector.

mod drafts;
mod level;
mod standing;
mod statement;
mod validity;
mod views;

use serde::{Deserialize, Serialize};

pub use drafts::{
    Acknowledging, AcknowledgmentDraft, AnswerConcernDraft, ConcernDraft, Rating, RatingDraft,
    WithdrawalDraft, Withdrawing,
};
pub use level::{Level, NotALevel};
pub use standing::{Acknowledged, InForce, Rated, Refused, Standing, Waiting, seen, still_asking};
pub use statement::{NewStatement, STATEMENT_MOST, StatementDraft, StatementView};
pub use validity::{
    Cadence, LONG_HOURS, LapseNotice, Validity, is_valid_on, lapse_notice, reminder_due, valid_until,
    waits_long,
};
pub use views::{
    Asked, ConcernShown, OwnRating, PastAct, PastRating, RatingShown, Ratings, Result, TaskRating, Todo,
    WaitingPage, Waits,
};

/// Where a rating came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum RatingSource {
    /// A submitted assessment.
    Assessment,
    /// An admin, by hand and with a reason (R-RAT-4).
    Manual,
}

/// When a rating takes force (R-RAT-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Once the carer has acknowledged it.
    OnAcknowledgment,
    /// At once.
    Immediate,
}

/// One kind of thing that happens to a rating after it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum RatingEventKind {
    /// The carer was told of it.
    Notified,
    /// The carer was reminded of it.
    Reminded,
    /// The carer acknowledged it.
    Acknowledged,
    /// An admin withdrew it while it was pending.
    Withdrawn,
    /// A later rating took its place.
    Superseded,
    /// A changed cadence was applied to it (R-VAL-2).
    ValidUntilChanged,
}

/// Where a rating stands (domain §5). Lapsed is no state: see [`Validity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatingState {
    /// It waits for the carer and counts for nothing.
    Pending,
    /// It counts.
    Effective,
    /// A later one took its place.
    Superseded,
    /// An admin withdrew it while it was pending.
    Withdrawn,
}

impl RatingState {
    /// The state of a rating after everything that happened to it, in any order.
    pub fn of(effect: Effect, events: &[RatingEventKind]) -> Self {
        let happened = |kind| events.contains(&kind);
        if happened(RatingEventKind::Withdrawn) {
            return Self::Withdrawn;
        }
        if happened(RatingEventKind::Superseded) {
            return Self::Superseded;
        }
        match effect {
            Effect::OnAcknowledgment if !happened(RatingEventKind::Acknowledged) => Self::Pending,
            Effect::OnAcknowledgment | Effect::Immediate => Self::Effective,
        }
    }

    /// Whether the carer is still asked to acknowledge such a rating (R-ACK-3).
    pub fn asks_acknowledgment(self, level: Level, is_acknowledged: bool) -> bool {
        let counts_or_waits = matches!(self, Self::Pending | Self::Effective);
        counts_or_waits && level.asks_acknowledgment() && !is_acknowledged
    }
}

/// Whether a rating is marked fast-track: by hand, Competent+, the task below 100 % (R-RAT-4).
pub fn is_fast_track(source: RatingSource, level: Level, task_is_complete: bool) -> bool {
    source == RatingSource::Manual && level.is_competent() && !task_is_complete
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_rat_4_fast_track_is_by_hand_competent_and_below_a_hundred() {
        assert!(is_fast_track(RatingSource::Manual, Level::Competent, false));
        assert!(!is_fast_track(RatingSource::Manual, Level::AdvancedBeginner, false));
        assert!(!is_fast_track(RatingSource::Manual, Level::Competent, true));
        assert!(!is_fast_track(RatingSource::Assessment, Level::Competent, false));
        let effect = Standing::default().effect_of(Level::Competent, crate::time::Date::MIN, true);
        assert_eq!(effect, Effect::OnAcknowledgment);
    }

    #[test]
    fn the_state_of_a_rating_follows_from_its_events() {
        use RatingEventKind as Kind;
        let waits = |events: &[Kind]| RatingState::of(Effect::OnAcknowledgment, events);
        assert_eq!(waits(&[Kind::Notified, Kind::Reminded]), RatingState::Pending);
        assert_eq!(waits(&[Kind::Notified, Kind::Acknowledged]), RatingState::Effective);
        assert_eq!(waits(&[Kind::Acknowledged, Kind::Superseded]), RatingState::Superseded);
        assert_eq!(waits(&[Kind::Notified, Kind::Withdrawn]), RatingState::Withdrawn);
        assert_eq!(RatingState::of(Effect::Immediate, &[]), RatingState::Effective);
        assert_eq!(RatingState::of(Effect::Immediate, &[Kind::Superseded]), RatingState::Superseded);
    }

    #[test]
    fn r_ack_3_asking_ends_with_acknowledgment_withdrawal_or_supersession() {
        let asks = |state: RatingState, seen| state.asks_acknowledgment(Level::NonCompetent, seen);
        assert!(asks(RatingState::Pending, false) && asks(RatingState::Effective, false));
        assert!(!asks(RatingState::Effective, true));
        assert!(!asks(RatingState::Superseded, false) && !asks(RatingState::Withdrawn, false));
        assert!(!RatingState::Effective.asks_acknowledgment(Level::NotAssessed, false));
    }
}
