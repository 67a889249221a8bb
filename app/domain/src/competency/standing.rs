//! What a carer holds in one task, and how giving, acknowledging and withdrawing a rating changes it.

use serde::{Deserialize, Serialize};

use crate::competency::{Effect, Level, is_valid_on};
use crate::id::RatingId;
use crate::time::Date;

/// A rating that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// Which rating.
    pub rating: RatingId,
    /// Its level.
    pub level: Level,
    /// The last date on which it counts; none: it does not lapse.
    pub valid_until: Option<Date>,
    /// It took force at once and the carer has not acknowledged it yet.
    pub is_outstanding: bool,
}

/// A rating that waits for the carer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Which rating.
    pub rating: RatingId,
    /// Its level.
    pub level: Level,
    /// The last date on which it will count; none: it does not lapse.
    pub valid_until: Option<Date>,
}

/// What a carer holds in one task now: at most one rating in force and at most one waiting, by structure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The rating that counts.
    pub effective: Option<InForce>,
    /// The rating that waits.
    pub pending: Option<Waiting>,
}

/// What giving a rating does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// When the new rating takes force.
    pub effect: Effect,
    /// What the carer holds afterwards.
    pub standing: Standing,
    /// The older ratings whose place it takes, the effective one first.
    pub superseded: Vec<RatingId>,
}

/// What an acknowledgment of one rating does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// What the carer holds afterwards.
    pub standing: Standing,
    /// The rating whose place it takes.
    pub superseded: Option<RatingId>,
}

/// Why a rating was not acknowledged or withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// It was superseded or withdrawn; what is newer is shown instead (R-ACK-2).
    #[error("this rating no longer waits: a newer one has taken its place, or it was withdrawn")]
    NoLongerWaits,
    /// It was acknowledged before.
    #[error("this rating is already acknowledged")]
    AlreadyAcknowledged,
    /// A rating in force is corrected only by a new one (R-ACK-5).
    #[error("a rating in force is corrected only by a new one")]
    InForce,
}

impl Standing {
    /// Gives a new rating (R-RAT-2, R-RAT-3, R-RAT-5).
    ///
    /// `rated_on` is the date on which it is given, `lowering_immediate` the setting `competence.lowering_immediate`.
    /// Not Assessed always acts at once.
    pub fn rate(self, new: Waiting, rated_on: Date, lowering_immediate: bool) -> Rated {
        let overtaken = self.pending.map(|pending| pending.rating);
        match self.effect_of(new.level, rated_on, lowering_immediate) {
            Effect::OnAcknowledgment => Rated {
                effect: Effect::OnAcknowledgment,
                standing: Self { pending: Some(new), ..self },
                superseded: overtaken.into_iter().collect(),
            },
            Effect::Immediate => Rated {
                effect: Effect::Immediate,
                standing: Self {
                    effective: Some(new.in_force(new.level.asks_acknowledgment())),
                    pending: None,
                },
                superseded: self.effective.map(|held| held.rating).into_iter().chain(overtaken).collect(),
            },
        }
    }

    /// When a new rating of this level would take force on a date, so that the form can say it beforehand (R-RAT-2).
    ///
    /// A lowering acts at once because it takes something away. A rating that has lapsed counts as not competent
    /// (R-VAL-3), so a Competent+ level below it takes nothing away and waits for the carer like any other.
    pub fn effect_of(self, level: Level, rated_on: Date, lowering_immediate: bool) -> Effect {
        let lowers = self.effective.is_some_and(|held| {
            level < held.level && (!level.is_competent() || is_valid_on(held.valid_until, rated_on))
        });
        if level == Level::NotAssessed || (lowers && lowering_immediate) {
            Effect::Immediate
        } else {
            Effect::OnAcknowledgment
        }
    }

    /// The carer acknowledges one rating (R-ACK-1).
    pub fn acknowledge(self, rating: RatingId) -> Result<Acknowledged, Refused> {
        if let Some(waiting) = self.pending.filter(|waiting| waiting.rating == rating) {
            let standing = Self { effective: Some(waiting.in_force(false)), pending: None };
            return Ok(Acknowledged { standing, superseded: self.effective.map(|held| held.rating) });
        }
        match self.effective.filter(|held| held.rating == rating) {
            Some(held) if held.is_outstanding => {
                let effective = Some(InForce { is_outstanding: false, ..held });
                Ok(Acknowledged { standing: Self { effective, ..self }, superseded: None })
            }
            Some(_) => Err(Refused::AlreadyAcknowledged),
            None => Err(Refused::NoLongerWaits),
        }
    }

    /// An admin withdraws a rating that waits (R-ACK-5).
    pub fn withdraw(self, rating: RatingId) -> Result<Self, Refused> {
        if self.pending.is_some_and(|waiting| waiting.rating == rating) {
            return Ok(Self { pending: None, ..self });
        }
        match self.effective {
            Some(held) if held.rating == rating => Err(Refused::InForce),
            _ => Err(Refused::NoLongerWaits),
        }
    }

    /// The level that counts, Not Assessed when there is none. It may have lapsed: see [`Validity`].
    pub fn level(self) -> Level {
        self.effective.map_or(Level::NotAssessed, |held| held.level)
    }

    /// What a form shows of it, as a mark to tell whether it has changed since (R-GEN-7).
    pub fn seen(self) -> String {
        seen(self.effective.map(|held| held.rating), self.pending.map(|waiting| waiting.rating))
    }

    /// Whether the carer is competent in the task on a date (R-VAL-4).
    pub fn is_competent_on(self, date: Date) -> bool {
        self.effective.is_some_and(|held| held.level.is_competent() && is_valid_on(held.valid_until, date))
    }
}

impl Waiting {
    const fn in_force(self, is_outstanding: bool) -> InForce {
        InForce { rating: self.rating, level: self.level, valid_until: self.valid_until, is_outstanding }
    }
}

/// The mark of what counts and what waits in one task.
pub fn seen(effective: Option<RatingId>, pending: Option<RatingId>) -> String {
    let word = |id: Option<RatingId>| id.map_or_else(|| "none".to_owned(), |id| id.to_string());
    format!("{}/{}", word(effective), word(pending))
}

/// Which of the ratings a page showed one act may still cover (R-ACK-2).
///
/// What was superseded, withdrawn or acknowledged meanwhile is left out; `asks` says which still ask.
///
/// # Errors
/// [`Refused::NoLongerWaits`] when none is left.
pub fn still_asking(shown: &[RatingId], asks: impl Fn(RatingId) -> bool) -> Result<Vec<RatingId>, Refused> {
    let left: Vec<_> = shown.iter().copied().filter(|&rating| asks(rating)).collect();
    if left.is_empty() { Err(Refused::NoLongerWaits) } else { Ok(left) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn today() -> Date {
        Date::from_ymd_opt(2026, 4, 1).expect("a date")
    }

    fn id(n: u128) -> RatingId {
        RatingId(Uuid::from_u128(n))
    }

    fn rating(n: u128, level: Level) -> Waiting {
        Waiting { rating: id(n), level, valid_until: None }
    }

    fn holding(n: u128, level: Level) -> Standing {
        Standing { effective: Some(rating(n, level).in_force(false)), pending: None }
    }

    #[test]
    fn r_rat_2_raising_waits_and_the_previous_rating_stays_in_force() {
        let rated = holding(1, Level::Competent).rate(rating(2, Level::Expert), today(), true);
        assert_eq!(rated.effect, Effect::OnAcknowledgment);
        assert_eq!(rated.standing.level(), Level::Competent);
        assert_eq!(rated.standing.pending, Some(rating(2, Level::Expert)));
        assert_eq!(rated.superseded, []);
    }

    #[test]
    fn r_rat_2_renewing_at_the_same_level_waits() {
        let rated = holding(1, Level::Competent).rate(rating(2, Level::Competent), today(), true);
        assert_eq!(rated.effect, Effect::OnAcknowledgment);
    }

    #[test]
    fn r_rat_2_the_first_rating_waits_even_when_it_is_low() {
        let rated = Standing::default().rate(rating(1, Level::NonCompetent), today(), true);
        assert_eq!((rated.effect, rated.standing.effective), (Effect::OnAcknowledgment, None));
    }

    #[test]
    fn r_rat_2_lowering_is_in_force_at_once_and_still_asks() {
        let rated = holding(1, Level::Competent).rate(rating(2, Level::NonCompetent), today(), true);
        assert_eq!((rated.effect, rated.standing.level()), (Effect::Immediate, Level::NonCompetent));
        assert!(rated.standing.effective.is_some_and(|held| held.is_outstanding));
        assert_eq!(rated.superseded, [id(1)]);
    }

    #[test]
    fn r_rat_2_a_competent_level_below_a_lapsed_one_waits_and_a_lower_one_acts_at_once() {
        let expert = Waiting { valid_until: Some(today()), ..rating(1, Level::Expert) };
        let held = Standing { effective: Some(expert.in_force(false)), pending: None };
        let tomorrow = crate::time::add_days(today(), 1);
        let effect = |level, on| held.rate(rating(2, level), on, true).effect;
        assert_eq!(effect(Level::Competent, today()), Effect::Immediate);
        assert_eq!(effect(Level::Competent, tomorrow), Effect::OnAcknowledgment);
        assert_eq!(effect(Level::AdvancedBeginner, tomorrow), Effect::Immediate);
    }

    #[test]
    fn r_rat_2_with_the_setting_off_a_lowering_waits_like_any_other() {
        let rated = holding(1, Level::Competent).rate(rating(2, Level::NonCompetent), today(), false);
        assert_eq!((rated.effect, rated.standing.level()), (Effect::OnAcknowledgment, Level::Competent));
    }

    #[test]
    fn r_rat_3_a_newer_rating_takes_the_place_of_a_pending_one() {
        let waiting = Standing { pending: Some(rating(1, Level::Expert)), ..Standing::default() };
        let rated = waiting.rate(rating(2, Level::Competent), today(), true);
        assert_eq!(rated.superseded, [id(1)]);
        assert_eq!(rated.standing.acknowledge(id(1)), Err(Refused::NoLongerWaits));
    }

    #[test]
    fn r_rat_3_a_lowering_takes_the_place_of_both() {
        let both = Standing { pending: Some(rating(2, Level::Expert)), ..holding(1, Level::Proficient) };
        let rated = both.rate(rating(3, Level::Competent), today(), true);
        assert_eq!(rated.superseded, [id(1), id(2)]);
        assert_eq!(rated.standing.pending, None);
    }

    #[test]
    fn r_rat_3_taking_force_supersedes_the_effective_one() {
        let rated = holding(1, Level::Competent).rate(rating(2, Level::Expert), today(), true);
        let after = rated.standing.acknowledge(id(2)).expect("it waits");
        assert_eq!(after.superseded, Some(id(1)));
        assert_eq!(after.standing, holding(2, Level::Expert));
    }

    #[test]
    fn r_rat_5_not_assessed_acts_at_once_whatever_the_setting_and_asks_nobody() {
        let both = Standing { pending: Some(rating(2, Level::Expert)), ..holding(1, Level::Competent) };
        for setting in [true, false] {
            let rated = both.rate(rating(3, Level::NotAssessed), today(), setting);
            assert_eq!((rated.effect, rated.standing.level()), (Effect::Immediate, Level::NotAssessed));
            assert!(rated.standing.effective.is_some_and(|held| !held.is_outstanding));
            assert_eq!(rated.superseded, [id(1), id(2)]);
        }
    }

    #[test]
    fn r_ack_1_an_outstanding_lowering_is_acknowledged_once() {
        let lowered =
            holding(1, Level::Competent).rate(rating(2, Level::NonCompetent), today(), true).standing;
        let after = lowered.acknowledge(id(2)).expect("outstanding");
        assert_eq!((after.superseded, after.standing.level()), (None, Level::NonCompetent));
        assert_eq!(after.standing.acknowledge(id(2)), Err(Refused::AlreadyAcknowledged));
    }

    #[test]
    fn r_ack_2_what_no_longer_asks_is_left_out_and_nothing_left_is_refused() {
        let shown = [id(1), id(2), id(3)];
        assert_eq!(still_asking(&shown, |rating| rating != id(2)), Ok(vec![id(1), id(3)]));
        assert_eq!(still_asking(&shown, |_| false), Err(Refused::NoLongerWaits));
    }

    #[test]
    fn r_ack_5_only_a_waiting_rating_is_withdrawn() {
        let both = Standing { pending: Some(rating(2, Level::Expert)), ..holding(1, Level::Competent) };
        assert_eq!(both.withdraw(id(2)), Ok(holding(1, Level::Competent)));
        assert_eq!(both.withdraw(id(1)), Err(Refused::InForce));
        assert_eq!(both.withdraw(id(9)), Err(Refused::NoLongerWaits));
    }
}
