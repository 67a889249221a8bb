//! Shifts from the form to the end of the work. Each function is one use case, from form to commit.

mod application;
mod board;
mod closing;
mod detail;
mod eligible;
mod ending;
pub(crate) mod leaving;
mod list;
mod offer;
mod selection;
mod states;
mod store;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::eligibility::{Accepted, Given, OverrideDraft, Verdict, settle};
use domain::id::{ShiftId, SubmissionId};
use domain::problems::{Problem, Problems};
use domain::rota::{self, RuleSet, Slot};
use domain::shift::{self, ApplyByDraft, Plan, Refused, ShiftDraft};
use serde_json::json;

use crate::audit::Entry;
use crate::cx::Tx;
use crate::eligibility::{self, Who};
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, settings};

pub use application::{confirm_interest, remove_application};
pub use board::{board, offered, seen};
pub use closing::tell_of_closing;
pub use detail::{choices, detail, selecting};
pub(crate) use eligible::warn_if_not_eligible;
pub use ending::{cancel, reopen, take_off};
pub(crate) use ending::{end_of_package, hold_of_package};
pub use list::list;
pub(crate) use list::{coming, requiring};
pub(crate) use offer::{offer_at, offer_to, offer_to_all};
pub use selection::select;
pub use states::store_states;

/// Saves a shift without sending it (R-SHF-1 to R-SHF-4). `overrides` holds the reasons for a length or a date
/// that the rules do not take; they carry over to the entry.
///
/// # Errors
/// [`Error::Invalid`] for what is wrong with the form, [`Refused::Unsettled`] for a rule without a reason.
pub async fn create(
    cx: &Cx,
    submission: SubmissionId,
    draft: &ShiftDraft,
    overrides: &OverrideDraft,
) -> Result<ShiftId, Error> {
    let plan = draft.parse(cx.zone, cx.now)?;
    let given = overrides.parse()?;
    let tx = cx.write(Action::ManageShifts).await?;
    let first = match tx.once::<ShiftId>("shift.create", submission, &(draft, overrides)).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    store::package_to_plan(&tx, plan.package).await?;
    if store::live_tasks(&tx, &plan.tasks).await? < plan.tasks.len() {
        return Err(Problems::one("tasks", Problem::NotAllowed).into());
    }
    let rules = eligibility::rules(&tx, plan.package).await?;
    let accepted = accepted(&plan, &rules, &given, &tx)?;
    let apply_by = match plan.apply_by {
        Some(chosen) => chosen,
        None => default_apply_by(&tx, plan.period.start).await?,
    };
    let id = tx.fresh(ShiftId);
    store::insert(&tx, id, &plan, apply_by, &accepted).await?;
    tx.remember(first, &id).await?;
    tx.touch(Topic::Shift, None);
    tx.commit(created(id, &plan, &accepted)?).await?;
    Ok(id)
}

/// Sends a shift to every carer who may have it; gives how many that are (R-SHF-4, R-SHF-5).
///
/// # Errors
/// [`Refused`] with what stands against sending it.
pub async fn send(cx: &Cx, id: ShiftId, draft: &ApplyByDraft) -> Result<usize, Error> {
    let tx = cx.write(Action::ManageShifts).await?;
    store::lock(&tx, id).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), id).await?;
    let start = vacancy.shift.period.start;
    let typed = draft.parse(cx.zone, start, cx.now)?;
    let chosen = typed.or_else(|| vacancy.row.apply_by_is_chosen.then_some(vacancy.row.apply_by));
    let apply_by = match chosen {
        Some(chosen) => chosen,
        None => default_apply_by(&tx, start).await?,
    };
    let live = vacancy.required.iter().filter(|required| required.is_live).count();
    let state = vacancy.shift.send(apply_by, live, tx.now())?;
    store::set_sent(&tx, &vacancy.row, state, apply_by, chosen.is_some()).await?;
    let offered = offer::offer(&tx, &vacancy.once_sent(apply_by), Who::All).await?;
    tx.touch(Topic::Shift, None);
    let sent = json!({ "state": state, "apply_by": apply_by, "offered_to": offered });
    tx.commit(Entry::new(AuditAction::ShiftSent).about("shift", id.0).after(sent)?).await?;
    Ok(offered.len())
}

/// Deletes a shift that was never sent (R-SHF-7).
///
/// # Errors
/// [`Refused::AlreadySent`] for any other.
pub async fn delete(cx: &Cx, id: ShiftId) -> Result<(), Error> {
    let tx = cx.write(Action::ManageShifts).await?;
    store::lock(&tx, id).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), id).await?;
    remove(&tx, &vacancy).await?;
    tx.commit_noted().await
}

/// Deletes a shift within a change. The caller holds its row.
async fn remove(tx: &Tx, vacancy: &eligibility::Vacancy) -> Result<(), Error> {
    vacancy.shift.delete()?;
    let row = &vacancy.row;
    store::delete(tx, row.id).await?;
    tx.touch(Topic::Shift, None);
    let before = json!({
        "care_package": row.care_package_id,
        "start": row.start_at,
        "end": row.end_at,
        "kind": row.kind,
        "tasks": vacancy.tasks().collect::<Vec<_>>(),
    });
    tx.also(Entry::new(AuditAction::ShiftDeleted).about("shift", row.id.0).before(before)?);
    Ok(())
}

/// The last moment to apply where nobody chooses one, for a shift sent now (R-SHF-4).
async fn default_apply_by(tx: &Tx, start: domain::time::Instant) -> Result<domain::time::Instant, Error> {
    let hours = settings::load(tx).await?.apply_hours.0;
    Ok(shift::apply_by(tx.now(), start, domain::hours::Hours::whole(hours)))
}

/// What the rules say of length and date, with the reason given for each (R-SHF-1).
fn accepted(plan: &Plan, rules: &RuleSet, given: &Given, tx: &Tx) -> Result<Vec<(Accepted, String)>, Error> {
    let slot = Slot::new(plan.package, plan.period, tx.today(), tx.cx().zone);
    let found = Verdict { as_of: slot.date, reasons: rota::shift_reasons(&slot, rules) };
    let overrides = settle(&found, &[], given).map_err(Refused::Unsettled)?;
    Ok(overrides.into_iter().map(|one| (one.accepted, one.reason)).collect())
}

fn created(id: ShiftId, plan: &Plan, accepted: &[(Accepted, String)]) -> Result<Entry, Error> {
    Entry::new(AuditAction::ShiftCreated).about("shift", id.0).after(json!({
        "care_package": plan.package,
        "start": plan.period.start,
        "end": plan.period.end,
        "kind": plan.kind,
        "tasks": plan.tasks,
        "apply_by": plan.apply_by,
        "overrides": accepted,
    }))
}

#[cfg(test)]
mod tests;
