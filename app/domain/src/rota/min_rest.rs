//! R-RUL-3: rest between one working day and the next (Working Time Regulations 1998, reg. 10).
//!
//! A working day is a run of entries whose first start and last end lie within 13 hours, so a split day is
//! one. Days are gathered from the earliest entry on; work that lies a full rest apart always starts a new one.

use serde::{Deserialize, Serialize};

use crate::{
    eligibility::{Case, Facts, ShortRest, ShortRests, Side},
    hours::{Hours, Period},
    rota::Entry,
};

/// What an organisation may adjust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MinRest {
    /// The least rest.
    pub least: Hours,
    /// The longest working day, from its first start to its last end.
    pub day: Hours,
}

impl Default for MinRest {
    fn default() -> Self {
        Self { least: Hours::whole(11), day: Hours::whole(13) }
    }
}

/// Every rest beside the judged work's day that is too short.
pub fn judge(case: &Case) -> Option<Facts> {
    let rule = case.rules.min_rest;
    let days = days(case, rule);
    let judged = days.iter().position(|day| day.holds_judged)?;
    let (earlier, later) = days.split_at(judged);
    let (own, later) = later.split_first()?;

    let before = earlier.last().and_then(|day| rest(day, own, Side::Before, rule.least));
    let after = later.first().and_then(|day| rest(own, day, Side::After, rule.least));
    let rests: Vec<ShortRest> = before.into_iter().chain(after).collect();
    (!rests.is_empty()).then_some(Facts::MinRest(ShortRests { least: rule.least, rests }))
}

/// One stretch of work; the judged one has no entry yet.
#[derive(Clone, Copy)]
struct Work<'a> {
    period: Period,
    entry: Option<&'a Entry>,
}

/// A working day: its span, and the work that begins and the work that ends it.
struct Day<'a> {
    span: Period,
    first: Work<'a>,
    last: Work<'a>,
    holds_judged: bool,
}

impl<'a> Day<'a> {
    fn starting_with(work: Work<'a>) -> Self {
        Self { span: work.period, first: work, last: work, holds_judged: work.entry.is_none() }
    }

    /// Whether more work still belongs to this day.
    fn takes(&self, work: Work, rule: MinRest) -> bool {
        let end = self.span.end.max(work.period.end);
        let rested = Hours::between(self.span.end, work.period.start) >= rule.least;
        !rested && Hours::between(self.span.start, end) <= rule.day
    }

    fn take(&mut self, work: Work<'a>) {
        if work.period.end > self.span.end {
            self.span.end = work.period.end;
            self.last = work;
        }
        self.holds_judged |= work.entry.is_none();
    }
}

fn days<'a>(case: &'a Case, rule: MinRest) -> Vec<Day<'a>> {
    let entries = case.calendar.entries().map(|entry| Work { period: entry.period, entry: Some(entry) });
    let mut work: Vec<Work> = entries.chain([Work { period: case.slot.period, entry: None }]).collect();
    work.sort_by_key(|work| work.period);

    let mut days: Vec<Day> = Vec::new();
    for work in work {
        match days.last_mut() {
            Some(day) if day.takes(work, rule) => day.take(work),
            _ => days.push(Day::starting_with(work)),
        }
    }
    days
}

/// The rest between two days when it is too short, seen from the judged one.
fn rest(earlier: &Day, later: &Day, side: Side, least: Hours) -> Option<ShortRest> {
    let (from, to) = (earlier.span.end, later.span.start);
    if Hours::between(from, to) >= least {
        return None;
    }
    let (stops, starts) = (earlier.last.entry, later.first.entry);
    let other = match side {
        Side::Before => stops,
        Side::After => starts,
    }?;
    let draft = stops.is_some_and(Entry::is_draft) || starts.is_some_and(Entry::is_draft);
    Some(ShortRest { side, entry: other.id, from, to, draft })
}
