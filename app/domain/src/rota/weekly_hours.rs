//! R-RUL-2: the total of a week, Monday to Sunday. A shift counts whole in the week in which it starts.

use crate::{
    eligibility::{Case, Facts},
    hours::Hours,
    rota::Entry,
    time::monday,
};

/// The total when it is more than the rule allows; exactly the limit passes.
pub fn judge(case: &Case) -> Option<Facts> {
    let (week, limit) = (monday(case.slot.date), case.rules.weekly_hours);
    let others = || case.calendar.entries().filter(|entry| monday(entry.date) == week);

    let total = others().map(Entry::hours).sum::<Hours>().plus(case.slot.period.hours());
    if total <= limit {
        return None;
    }
    let drafts = others().filter(|entry| entry.is_draft()).map(Entry::hours).sum();
    Some(Facts::WeeklyHours { week, total, limit, drafts })
}
