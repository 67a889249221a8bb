//! Questions for tests, in as few words as a person would use: who, what work, what else is planned.

use uuid::Uuid;

use super::{
    Carer, Context, Facts, Given, Held, InForce, Now, Offer, RuleKey, Standing, Target, Verdict, Waiting,
    verdict,
};
use crate::{
    competency::Level,
    hours::Period,
    id::{AccountId, PackageId, RotaEntryId, TaskId},
    rota::{Calendar, Entry, EntryState, RuleSet, Setting, Slot},
    shift::{ApplicationState, Shift, ShiftKind, ShiftState},
    time::{Clock, Date, Fold, Instant, Zone},
};

pub const ZONE: Zone = Zone::LONDON;
pub const MEDICINES: TaskId = TaskId(Uuid::from_u128(1));
pub const HOIST: TaskId = TaskId(Uuid::from_u128(2));
pub const LARKFIELD: PackageId = PackageId(Uuid::from_u128(1));
pub const MOORVIEW: PackageId = PackageId(Uuid::from_u128(2));

/// A date as `2026-06-01`.
pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A moment on the wall in London as `2026-06-01 09:00`; of two equal ones the first.
pub fn at(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').expect("a date and a time");
    ZONE.at(date(day), time.parse::<Clock>().expect("a time"), Fold::First).expect("a moment")
}

/// From one moment to another.
pub fn period(start: &str, end: &str) -> Period {
    Period::new(at(start), at(end)).expect("a period")
}

/// A confirmed entry at Moorview.
pub fn entry(number: u128, start: &str, end: &str) -> Entry {
    let slot = Slot::new(MOORVIEW, period(start, end), date("2026-01-01"), ZONE);
    Entry {
        id: RotaEntryId(Uuid::from_u128(number)),
        package: slot.package,
        date: slot.date,
        shift_type: slot.shift_type,
        period: slot.period,
        state: EntryState::Confirmed,
    }
}

/// The same, still a draft.
pub fn draft(number: u128, start: &str, end: &str) -> Entry {
    Entry { state: EntryState::Draft, ..entry(number, start, end) }
}

/// A rating in force without end.
pub fn holds(task: TaskId) -> Held {
    let in_force = Some(InForce { level: Level::Competent, valid_until: None });
    Held { task, in_force, waiting: None, locked: None }
}

/// A rating in force with a last date.
pub fn holds_until(task: TaskId, last: &str) -> Held {
    let in_force = Some(InForce { level: Level::Competent, valid_until: Some(date(last)) });
    Held { in_force, ..holds(task) }
}

/// A rating that waits for acknowledgment.
pub fn waits(task: TaskId) -> Held {
    let waiting = Waiting { level: Level::Competent, valid_until: None, since: at("2026-05-01 12:00") };
    Held { in_force: None, waiting: Some(waiting), ..holds(task) }
}

/// Reasons for some rules.
pub fn given(rules: &[RuleKey]) -> Given {
    rules.iter().map(|&rule| (rule, "Nobody else can cover tonight".to_owned())).collect()
}

/// One question, answered with [`Ask::verdict`]. Asked on the day before the work unless said otherwise.
#[derive(Clone)]
pub struct Ask {
    pub carer: Carer,
    pub target: Target,
    pub others: Vec<Entry>,
    pub slot: Slot,
    pub rules: RuleSet,
    pub context: Context,
    pub now: Now,
}

impl Ask {
    /// Work at Larkfield that needs no task, asked about for the rota, by an active carer who has none.
    pub fn work(start: &str, end: &str) -> Self {
        let period = period(start, end);
        let now = Now::new(period.start.plus_hours(-24), ZONE);
        Self {
            carer: Carer { id: AccountId(Uuid::from_u128(9)), standing: Standing::Active, held: vec![] },
            target: Target { package: Standing::Active, required: vec![], offer: None },
            others: vec![],
            slot: Slot::new(LARKFIELD, period, now.today, ZONE),
            rules: RuleSet::default(),
            context: Context::Draft,
            now,
        }
    }

    pub fn beside(mut self, others: impl IntoIterator<Item = Entry>) -> Self {
        self.others.extend(others);
        self
    }

    pub fn requiring(mut self, tasks: impl IntoIterator<Item = TaskId>) -> Self {
        self.target.required.extend(tasks);
        self
    }

    pub fn by_one_who(mut self, held: impl IntoIterator<Item = Held>) -> Self {
        self.carer.held.extend(held);
        self
    }

    pub fn in_context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    pub fn under(mut self, settings: &[Setting]) -> Self {
        self.rules = RuleSet::new(settings, &[]);
        self
    }

    /// Asked, and planned, at a moment.
    pub fn asked_at(mut self, now: &str) -> Self {
        self.now = Now::new(at(now), ZONE);
        self.slot.planned_on = self.now.today;
        self
    }

    /// Asked by a carer who sees the shift offered, open until its start.
    pub fn offered(self) -> Self {
        let shift = self.shift(ShiftState::Open);
        self.of_shift(shift, None).in_context(Context::Offer)
    }

    pub fn of_shift(mut self, shift: Shift, application: Option<(ApplicationState, Instant)>) -> Self {
        self.target.offer = Some(Offer { shift, application });
        self
    }

    /// The shift of this work, in a state.
    pub fn shift(&self, state: ShiftState) -> Shift {
        let kind =
            if self.target.required.is_empty() { ShiftKind::NonCompetent } else { ShiftKind::Competent };
        Shift { state, kind, period: self.slot.period, apply_by: self.slot.period.start, pending: 1 }
    }

    pub fn verdict(&self) -> Verdict {
        let calendar = Calendar::new(self.others.clone(), None);
        verdict(&self.carer, &self.target, &calendar, &self.slot, &self.rules, self.context, self.now)
    }

    /// The rules that found something.
    pub fn rules_named(&self) -> Vec<RuleKey> {
        self.verdict().reasons.iter().map(|reason| reason.rule).collect()
    }

    /// What one rule found.
    pub fn facts(&self, rule: RuleKey) -> Option<Facts> {
        self.verdict().reasons.into_iter().find(|reason| reason.rule == rule).map(|reason| reason.facts)
    }
}
