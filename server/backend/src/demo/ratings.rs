//! Ratings and what happened to them, decided by the same rules as in the program itself.

use std::collections::BTreeMap;

use domain::competency::{
    Cadence, Effect, Level, RatingEventKind, RatingSource, Standing, Waiting, valid_until,
};
use domain::id::{
    AccountId, AcknowledgmentId, AcknowledgmentRatingId, AssessmentId, CompetencyId, PersonalValueId,
    RatingEventId, RatingId, TaskId,
};
use domain::time::{Date, Instant};

use super::loading::{Loading, id};
use super::people::People;
use super::sample::wrong;
use crate::cx::Scope;
use crate::entity::{
    acknowledgment, acknowledgment_rating, competency_current, competency_rating, personal_value,
    rating_event,
};
use crate::personal::Kind;
use crate::{Error, token};

/// Hours between two reminders to acknowledge: the setting's default (R-ACK-3).
const REMINDER_HOURS: i64 = 48;

/// Where the sample carers' tablets are: addresses kept for examples.
const ORIGIN: &str = "192.0.2.24 Mozilla/5.0 (Android 16; Tablet)";

/// Everything about ratings, as it grows.
#[derive(Default)]
pub(super) struct Ratings {
    standings: BTreeMap<(AccountId, TaskId), (Standing, Instant)>,
    given_at: BTreeMap<RatingId, Instant>,
    rows: Vec<competency_rating::Model>,
    events: Vec<rating_event::Model>,
    origins: Vec<personal_value::Model>,
    acknowledgments: Vec<acknowledgment::Model>,
    acknowledged: Vec<acknowledgment_rating::Model>,
}

/// A rating to give.
pub(super) struct Given<'a> {
    pub carer: AccountId,
    pub task: TaskId,
    pub level: Level,
    pub cadence: Option<Cadence>,
    /// The last date on which it counts, where it is not to be the one of its cadence.
    pub last_valid: Option<Date>,
    pub by: AccountId,
    pub at: Instant,
    pub source: Source<'a>,
}

/// Where a rating comes from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Assessment(AssessmentId),
    Manual { reason: &'a str, fast_track: bool },
}

impl Ratings {
    /// What a carer holds in a task.
    pub(super) fn standing(&self, carer: AccountId, task: TaskId) -> Standing {
        self.standings.get(&(carer, task)).map(|(standing, _)| *standing).unwrap_or_default()
    }

    /// When a rating was given.
    pub(super) fn given_at(&self, rating: RatingId) -> Option<Instant> {
        self.given_at.get(&rating).copied()
    }

    /// Gives a rating; says which one it is and when it takes force.
    pub(super) fn give(&mut self, demo: &Loading<'_>, given: &Given<'_>) -> (RatingId, Effect) {
        let rating = id(given.at, RatingId);
        let set_on = demo.days.zone.date(given.at);
        let by_cadence = valid_until(set_on, given.cadence);
        let until = given.last_valid.or(by_cadence);
        let before = self.standing(given.carer, given.task);
        let rated = before.rate(Waiting { rating, level: given.level, valid_until: until }, set_on, true);
        let previous = before.pending.map(|held| held.rating).or(before.effective.map(|held| held.rating));
        self.rows.push(row(demo, given, (rating, rated.effect), previous));
        self.event(demo, rating, RatingEventKind::Notified, given.at, None);
        if until != by_cadence {
            self.change_validity(demo, rating, given, until);
        }
        for old in rated.superseded {
            self.event(demo, old, RatingEventKind::Superseded, given.at, Some(given.by));
        }
        self.standings.insert((given.carer, given.task), (rated.standing, given.at));
        self.given_at.insert(rating, given.at);
        (rating, rated.effect)
    }

    /// A month that is too short for the day may end a rating a day or three early; it is put right as an admin would.
    fn change_validity(
        &mut self,
        demo: &Loading<'_>,
        rating: RatingId,
        given: &Given<'_>,
        until: Option<Date>,
    ) {
        self.event(demo, rating, RatingEventKind::ValidUntilChanged, given.at, Some(given.by));
        if let Some(event) = self.events.last_mut() {
            event.valid_until = until;
            event.reason = Some("Set to the day on which the group is due again.".to_owned());
        }
    }

    /// Acknowledges ratings in one act.
    pub(super) fn acknowledge(
        &mut self,
        demo: &Loading<'_>,
        people: &People,
        (carer, assessment): (AccountId, AssessmentId),
        ratings: &[(TaskId, RatingId)],
        at: Instant,
    ) -> Result<(), Error> {
        let act = id(at, AcknowledgmentId);
        let origin_id = self.origin(demo, carer, at)?;
        self.acknowledgments.push(acknowledgment::Model {
            id: act,
            organisation_id: demo.tx.organisation(),
            at,
            carer_id: carer,
            text_id: people.statement,
            origin_id,
            assessment_id: Some(assessment),
        });
        for (task, rating) in ratings {
            let after = self.standing(carer, *task).acknowledge(*rating).map_err(wrong)?;
            self.standings.insert((carer, *task), (after.standing, at));
            self.event(demo, *rating, RatingEventKind::Acknowledged, at, Some(carer));
            if let Some(old) = after.superseded {
                self.event(demo, old, RatingEventKind::Superseded, at, Some(carer));
            }
            self.acknowledged.push(acknowledgment_rating::Model {
                id: id(at, AcknowledgmentRatingId),
                organisation_id: demo.tx.organisation(),
                created_at: at,
                acknowledgment_id: act,
                rating_id: *rating,
            });
        }
        Ok(())
    }

    /// Reminds of a rating that waits, as the hourly job would have.
    pub(super) fn remind(&mut self, demo: &Loading<'_>, rating: RatingId, given_at: Instant) {
        let moments = (1..).map(|nth| given_at.plus_hours(REMINDER_HOURS * nth));
        for at in moments.take_while(|at| *at <= demo.days.now) {
            self.event(demo, rating, RatingEventKind::Reminded, at, None);
        }
    }

    fn event(
        &mut self,
        demo: &Loading<'_>,
        rating_id: RatingId,
        kind: RatingEventKind,
        at: Instant,
        by: Option<AccountId>,
    ) {
        self.events.push(rating_event::Model {
            id: id(at, RatingEventId),
            organisation_id: demo.tx.organisation(),
            at,
            rating_id,
            kind,
            by,
            automatic: by.is_none(),
            valid_until: None,
            reason: None,
        });
    }

    fn origin(
        &mut self,
        demo: &Loading<'_>,
        carer: AccountId,
        at: Instant,
    ) -> Result<PersonalValueId, Error> {
        let salt: [u8; 32] = token::random()?;
        let origin = id(at, PersonalValueId);
        self.origins.push(personal_value::Model {
            id: origin,
            organisation_id: demo.tx.organisation(),
            created_at: at,
            subject_id: Some(carer.0),
            kind: Kind::Origin,
            value: Some(ORIGIN.to_owned()),
            salt: Some(salt.to_vec()),
        });
        Ok(origin)
    }

    /// Stores all of it, with what each carer holds in the end. The rows stay known afterwards.
    pub(super) async fn store(&mut self, demo: &Loading<'_>) -> Result<(), Error> {
        let held = self
            .standings
            .iter()
            .map(|((carer, task), (standing, at))| current(demo, (*carer, *task), standing, *at));
        let held = held.collect();
        demo.insert::<competency_rating::Entity>(std::mem::take(&mut self.rows)).await?;
        demo.insert::<rating_event::Entity>(std::mem::take(&mut self.events)).await?;
        demo.insert::<competency_current::Entity>(held).await?;
        demo.insert::<personal_value::Entity>(std::mem::take(&mut self.origins)).await?;
        demo.insert::<acknowledgment::Entity>(std::mem::take(&mut self.acknowledgments)).await?;
        demo.insert::<acknowledgment_rating::Entity>(std::mem::take(&mut self.acknowledged)).await
    }
}

fn row(
    demo: &Loading<'_>,
    given: &Given<'_>,
    (rating, effect): (RatingId, Effect),
    previous: Option<RatingId>,
) -> competency_rating::Model {
    let (source, assessment_id, reason, fast_track) = match given.source {
        Source::Assessment(assessment) => (RatingSource::Assessment, Some(assessment), None, false),
        Source::Manual { reason, fast_track } => {
            (RatingSource::Manual, None, Some(reason.to_owned()), fast_track)
        }
    };
    let set_on = demo.days.zone.date(given.at);
    competency_rating::Model {
        id: rating,
        organisation_id: demo.tx.organisation(),
        created_at: given.at,
        carer_id: given.carer,
        task_id: given.task,
        level: given.level,
        source,
        assessment_id,
        set_by: given.by,
        set_at: given.at,
        set_on,
        reason,
        fast_track,
        effect,
        valid_until: valid_until(set_on, given.cadence),
        previous_rating_id: previous,
    }
}

fn current(
    demo: &Loading<'_>,
    (carer_id, task_id): (AccountId, TaskId),
    standing: &Standing,
    at: Instant,
) -> competency_current::Model {
    competency_current::Model {
        id: id(at, CompetencyId),
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        carer_id,
        task_id,
        effective_rating_id: standing.effective.map(|held| held.rating),
        effective_level: standing.effective.map(|held| held.level),
        effective_valid_until: standing.effective.and_then(|held| held.valid_until),
        pending_rating_id: standing.pending.map(|waiting| waiting.rating),
        lapse_told_on: None,
    }
}
