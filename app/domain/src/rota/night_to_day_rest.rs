//! R-RUL-4: real time from the end of a Night to the start of the next Day.

use crate::{
    eligibility::{Case, Facts, ShortRest, ShortRests, Side},
    hours::Hours,
    rota::Entry,
    shift::ShiftType,
};

/// The rest after the last Night, for a Day; before the next Day, for a Night.
pub fn judge(case: &Case) -> Option<Facts> {
    let least = case.rules.night_to_day_rest;
    let rest = match case.slot.shift_type {
        ShiftType::Day => after_the_last_night(case),
        ShiftType::Night => before_the_next_day(case),
    }?;
    let is_short = rest.hours() < least;
    is_short.then(|| Facts::NightToDayRest(ShortRests { least, rests: vec![rest] }))
}

fn after_the_last_night(case: &Case) -> Option<ShortRest> {
    let day = case.slot.period;
    let nights = entries(case, ShiftType::Night).filter(|night| night.period.start < day.start);
    let night = nights.max_by_key(|night| (night.period.end, night.id))?;
    Some(ShortRest {
        side: Side::Before,
        entry: night.id,
        from: night.period.end,
        to: day.start,
        draft: night.is_draft(),
    })
}

fn before_the_next_day(case: &Case) -> Option<ShortRest> {
    let night = case.slot.period;
    let day = entries(case, ShiftType::Day).find(|day| day.period.start > night.start)?;
    Some(ShortRest {
        side: Side::After,
        entry: day.id,
        from: night.end,
        to: day.period.start,
        draft: day.is_draft(),
    })
}

fn entries<'a>(case: &'a Case, shift_type: ShiftType) -> impl Iterator<Item = &'a Entry> {
    case.calendar.entries().filter(move |entry| entry.shift_type == shift_type)
}

/// What the rule asks for where nobody has chosen.
pub const LEAST: Hours = Hours::whole(48);
