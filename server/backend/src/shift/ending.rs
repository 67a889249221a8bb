//! Calling a shift off, opening it again, and taking the selected carer off it (R-SHF-9).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{AccountId, PackageId, ShiftId};
use domain::notice::NoticeKind;
use domain::shift::{
    AfterRemoval, ApplicationState, ApplyByDraft, ReasonDraft, Refused, ShiftState, TakeOffDraft,
};
use domain::time::Instant;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::{offer, offer_to, store};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::{self, Vacancy, Who};
use crate::entity::{shift, shift_application, shift_distribution};
use crate::events::Topic;
use crate::outbox::letter::ShiftNews;
use crate::{Cx, Error, personal, rota};

/// Calls a shift off. Applicants and the selected carer are mailed, others it was offered to are told in the
/// product, and its entry goes (R-SHF-9).
///
/// # Errors
/// [`Refused::WrongState`] when there is nothing left to call off.
pub async fn cancel(cx: &Cx, id: ShiftId, draft: &ReasonDraft) -> Result<(), Error> {
    let reason = draft.parse()?;
    let tx = cx.write(Action::ManageShifts).await?;
    let row = lock(&tx, id).await?;
    if let Some(carer) = call_off(&tx, &row, &reason).await? {
        offer_to(&tx, carer).await?;
    }
    tx.commit_noted().await
}

/// Calls a shift off within a change; gives the carer whose entry went. The caller holds its row and the carer's.
async fn call_off(tx: &Tx, row: &shift::Model, reason: &str) -> Result<Option<AccountId>, Error> {
    let vacancy = eligibility::vacancy(tx, tx.today(), row.id).await?;
    let before = vacancy.shift.state_at(tx.now());
    let state = vacancy.shift.cancel(tx.now())?;
    let freed = rota::remove_of_shift(tx, row.id, reason).await?;
    let told = end_applications(tx, &vacancy, reason).await?;
    close_offers(tx, &vacancy, &told).await?;
    let mut change = store::change(tx, row);
    change.status = Set(state);
    change.cancel_reason = Set(Some(reason.to_owned()));
    change.rota_entry_id = Set(None);
    change.update(tx.db()).await?;
    tx.touch(Topic::Shift, None);
    let reason = tx.personal(personal::Kind::Note, None, reason).await?;
    let entry = Entry::new(AuditAction::ShiftCancelled)
        .about("shift", row.id.0)
        .before(json!({ "state": before }))?;
    tx.also(entry.after(json!({ "state": state, "reason": reason, "entry_of": freed }))?);
    Ok(freed)
}

/// The shifts of a package that a deletion may end, which stay as they are until the write ends. The caller holds the
/// package's row.
pub(crate) async fn hold_of_package(tx: &Tx, package: PackageId) -> Result<Vec<shift::Model>, Error> {
    let unfinished =
        [ShiftState::Created, ShiftState::Open, ShiftState::HasApplications, ShiftState::Assigned];
    let rows = tx
        .find::<shift::Entity>()
        .filter(shift::Column::CarePackageId.eq(package))
        .filter(shift::Column::Status.is_in(unfinished))
        .order_by_asc(shift::Column::Id);
    Ok(rows.lock(LockType::NoKeyUpdate).all(tx.db()).await?)
}

/// What becomes of the shifts of a deleted package: those that were never sent are deleted, sent ones that have not
/// started are called off, and what has started runs to its end (R-PKG-3). Gives the carers whose entries went; the
/// caller holds their rows.
pub(crate) async fn end_of_package(
    tx: &Tx,
    shifts: &[shift::Model],
    reason: &str,
) -> Result<Vec<AccountId>, Error> {
    let mut freed = Vec::new();
    for row in shifts {
        let vacancy = eligibility::vacancy(tx, tx.today(), row.id).await?;
        if row.status == ShiftState::Created {
            super::remove(tx, &vacancy).await?;
        } else if row.start_at > tx.now() && vacancy.shift.cancel(tx.now()).is_ok() {
            freed.extend(call_off(tx, row, reason).await?);
        }
    }
    Ok(freed)
}

/// Opens an expired shift again with a new last moment to apply.
///
/// # Errors
/// [`Refused`] with what stands against it.
pub async fn reopen(cx: &Cx, id: ShiftId, draft: &ApplyByDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManageShifts).await?;
    let row = store::lock(&tx, id).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), id).await?;
    let typed = draft.parse(cx.zone, vacancy.shift.period.start, cx.now)?;
    let apply_by = match typed {
        Some(typed) => typed,
        None => super::default_apply_by(&tx, vacancy.shift.period.start).await?,
    };
    let before = vacancy.shift.state_at(tx.now());
    let reopened = vacancy.shift.reopen(apply_by, tx.now())?;
    set_seeking(&tx, &row, reopened.state, reopened.apply_by).await?;
    offer::offer(&tx, &vacancy.once_sent(apply_by), Who::All).await?;
    tx.touch(Topic::Shift, None);
    let entry =
        Entry::new(AuditAction::ShiftReopened).about("shift", id.0).before(json!({ "state": before }))?;
    tx.commit(entry.after(json!({ "state": reopened.state, "apply_by": reopened.apply_by }))?).await
}

/// Takes the selected carer off an assigned shift and seeks somebody else: the entry goes, rejected applications
/// wait again, the carer's own is removed (R-SHF-9). The other way is [`cancel`].
///
/// # Errors
/// [`Refused`] with what stands against it: after the start only cancelling is left.
pub async fn take_off(cx: &Cx, id: ShiftId, draft: &TakeOffDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManageShifts).await?;
    let row = lock(&tx, id).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), id).await?;
    let (reason, apply_by) = draft.parse(cx.zone, vacancy.shift.period.start, cx.now)?;
    let applications = store::applications(&tx, id).await?;
    let waiting: Vec<_> =
        applications.iter().filter(|row| row.status == ApplicationState::Rejected).collect();
    let rejected = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let reopened = vacancy.shift.entry_removed(AfterRemoval::Reopen { apply_by }, rejected, tx.now())?;

    let freed =
        rota::remove_of_shift(&tx, id, &reason).await?.ok_or(Refused::WrongState { state: row.status })?;
    set_seeking(&tx, &row, reopened.state, reopened.apply_by).await?;
    for application in waiting {
        store::decide(&tx, application, ApplicationState::Pending, None, None).await?;
    }
    for application in applications.iter().filter(|row| row.status == ApplicationState::Selected) {
        store::decide(&tx, application, ApplicationState::Removed, Some(&reason), None).await?;
    }
    let to = store::accounts(&tx, [freed]).await?;
    offer::tell_all(
        &tx,
        &vacancy,
        &to,
        NoticeKind::ScheduleChanged,
        &ShiftNews::EntryRemoved(reason.clone()),
    )
    .await?;
    let again = eligibility::vacancy(&tx, tx.today(), id).await?;
    offer::offer(&tx, &again, Who::All).await?;
    offer_to(&tx, freed).await?;

    tx.touch(Topic::Shift, None);
    let reason = tx.personal(personal::Kind::Note, Some(freed.0), &reason).await?;
    let before = json!({ "state": ShiftState::Assigned, "carer": freed });
    let entry = Entry::new(AuditAction::ShiftReopened).about("shift", id.0).before(before)?;
    let after = json!({ "state": reopened.state, "apply_by": reopened.apply_by, "reason": reason });
    tx.commit(entry.after(after)?).await
}

/// Holds the shift's row, and that of the carer who has it.
async fn lock(tx: &Tx, id: ShiftId) -> Result<shift::Model, Error> {
    let row = store::lock(tx, id).await?;
    if let Some(application) = row.selected_application_id {
        store::lock_carer(tx, store::application(tx, application).await?.carer_id).await?;
    }
    Ok(row)
}

/// A shift that seeks somebody again: nobody has it, and nothing of its last end is left.
pub(super) async fn set_seeking(
    tx: &Tx,
    row: &shift::Model,
    state: ShiftState,
    apply_by: Instant,
) -> Result<(), Error> {
    let mut change = store::change(tx, row);
    change.status = Set(state);
    change.apply_by = Set(apply_by);
    change.selected_application_id = Set(None);
    change.rota_entry_id = Set(None);
    change.expiry_reason = Set(None);
    change.update(tx.db()).await?;
    Ok(())
}

/// Ends every application of a cancelled shift and mails its carers; gives whom.
async fn end_applications(tx: &Tx, vacancy: &Vacancy, reason: &str) -> Result<Vec<AccountId>, Error> {
    let applications = store::applications(tx, vacancy.row.id).await?;
    let ends = |row: &&shift_application::Model| {
        matches!(row.status, ApplicationState::Pending | ApplicationState::Selected)
    };
    let ended: Vec<_> = applications.iter().filter(ends).collect();
    for application in &ended {
        let (state, removal) = match application.status {
            ApplicationState::Selected => (ApplicationState::Removed, Some(reason)),
            _ => (ApplicationState::Rejected, None),
        };
        store::decide(tx, application, state, removal, None).await?;
    }
    let told: Vec<AccountId> = ended.into_iter().map(|application| application.carer_id).collect();
    let to = store::accounts(tx, told.iter().copied()).await?;
    let news = ShiftNews::Cancelled(reason.to_owned());
    offer::tell_all(tx, vacancy, &to, NoticeKind::ShiftCancelled, &news).await?;
    Ok(told)
}

/// Tells everybody else it was offered to that it is no longer needed, and stamps that.
async fn close_offers(tx: &Tx, vacancy: &Vacancy, mailed: &[AccountId]) -> Result<(), Error> {
    let offers = offer::offered(tx, &[vacancy.row.id]).await?;
    let others: Vec<AccountId> =
        offers.iter().map(|row| row.carer_id).filter(|carer| !mailed.contains(carer)).collect();
    tx.notices(&others, NoticeKind::ShiftCancelled, ("shift", vacancy.row.id.0)).await?;
    shift_distribution::Entity::update_many()
        .col_expr(shift_distribution::Column::ClosedNoticeAt, Some(tx.now().0).into())
        .filter(shift_distribution::Column::OrganisationId.eq(tx.organisation()))
        .filter(shift_distribution::Column::ShiftId.eq(vacancy.row.id))
        .exec(tx.db())
        .await?;
    Ok(())
}
