//! Reasons about account, package and shift (R-ELG-3), each the whole of one row of its table.

use super::{Case, Facts, Standing};
use crate::shift::ShiftState;

/// Blocks while the account is inactive or deleted.
pub fn account_active(case: &Case) -> Option<Facts> {
    let standing = case.carer.standing;
    (standing != Standing::Active).then_some(Facts::AccountActive(standing))
}

/// Blocks while the package is inactive or deleted.
pub fn package_live(case: &Case) -> Option<Facts> {
    let standing = case.target.package;
    (standing != Standing::Active).then_some(Facts::PackageLive(standing))
}

/// Blocks when the shift as of now takes nobody. Work without an offer has no shift that could be closed.
pub fn shift_open(case: &Case) -> Option<Facts> {
    let state = case.target.offer?.shift.state_at(case.now.at);
    let takes = matches!(state, ShiftState::Open | ShiftState::HasApplications);
    (!takes).then_some(Facts::ShiftOpen(state))
}

/// Blocks once the last moment to apply, or the start, has passed.
pub fn deadline(case: &Case) -> Option<Facts> {
    let shift = case.target.offer?.shift;
    let (apply_by, start) = (shift.apply_by, shift.period.start);
    shift.applications_closed(case.now.at).then_some(Facts::Deadline { apply_by, start })
}

/// Blocks when this carer has applied, whatever became of it (R-APP-1).
pub fn already_applied(case: &Case) -> Option<Facts> {
    let (state, at) = case.target.offer?.application?;
    Some(Facts::AlreadyApplied { state, at })
}
