//! R-RUL-1: nobody is in two places at one time, overnight tails included. Back to back is allowed.

use crate::eligibility::{Case, Clash, Facts};

/// Every entry that shares time with the judged work.
pub fn judge(case: &Case) -> Option<Facts> {
    let shares = case.calendar.entries().filter(|entry| entry.period.shared(case.slot.period).is_some());
    let clashes: Vec<Clash> = shares
        .map(|entry| Clash {
            entry: entry.id,
            package: entry.package,
            period: entry.period,
            draft: entry.is_draft(),
        })
        .collect();
    (!clashes.is_empty()).then_some(Facts::Overlap(clashes))
}
