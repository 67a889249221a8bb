//! "Confirm Interest", and taking an application out (R-APP-1, R-APP-2).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::eligibility::Context;
use domain::id::{ApplicationId, ShiftId, SubmissionId};
use domain::notice::NoticeKind;
use domain::shift::{ApplicationDraft, ApplicationState, ReasonDraft};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, QueryFilter};
use serde_json::json;

use super::{offer, store};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::{self, Applied};
use crate::entity::shift_application;
use crate::events::Topic;
use crate::once::Once;
use crate::outbox::letter::ShiftNews;
use crate::personal;
use crate::{Cx, Error};

/// Confirms the signed-in carer's interest in a shift: once, and only if eligible (R-APP-1).
///
/// # Errors
/// [`domain::shift::Refused::NotEligible`] with everything that the carer may read of the verdict.
pub async fn confirm_interest(
    cx: &Cx,
    submission: SubmissionId,
    id: ShiftId,
    draft: &ApplicationDraft,
) -> Result<(), Error> {
    let note = draft.parse()?;
    let tx = cx.write(Action::ConfirmInterest).await?;
    let first = match tx.once::<()>("shift.confirm_interest", submission, &(id, draft)).await? {
        Once::Before(()) => return Ok(()),
        Once::First(first) => first,
    };
    let me = tx.own()?;
    let row = store::lock(&tx, id).await?;
    if !row.status.was_sent() {
        return Err(Error::NotFound);
    }
    store::lock_carer(&tx, me).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), id).await?;
    let known = eligibility::carer(&tx, me, std::slice::from_ref(&vacancy), tx.today()).await?;
    let verdict = vacancy.verdict(&known, own(&tx, id).await?, Context::Offer, eligibility::now(cx));
    let state = vacancy.shift.apply(&verdict)?;
    if state != row.status {
        store::set_state(&tx, &row, state).await?;
    }
    let application = tx.fresh(ApplicationId);
    let applied = shift_application::ActiveModel {
        id: Set(application),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        shift_id: Set(id),
        carer_id: Set(me),
        note: Set(note.clone()),
        applied_at: Set(tx.now()),
        status: Set(ApplicationState::Pending),
        verdict: Set(store::to_json(&verdict)?),
        ..Default::default()
    };
    applied.insert(tx.db()).await?;
    tx.notice_admins(NoticeKind::ShiftApplied, ("shift_application", application.0)).await?;
    tx.remember(first, &()).await?;
    tx.touch(Topic::Shift, None);
    let note = match note {
        Some(text) => Some(tx.personal(personal::Kind::Note, Some(me.0), &text).await?),
        None => None,
    };
    let entry = Entry::new(AuditAction::ShiftApplied).about("shift", id.0);
    tx.commit(entry.after(json!({ "application": application, "state": state, "note": note }))?).await
}

/// The acting carer's application for a shift, if there is one.
async fn own(tx: &Tx, shift: ShiftId) -> Result<Option<Applied>, Error> {
    let row = tx
        .find::<shift_application::Entity>()
        .filter(shift_application::Column::ShiftId.eq(shift))
        .filter(shift_application::Column::CarerId.eq(tx.own()?));
    Ok(row.one(tx.db()).await?.map(|row| (row.status, row.applied_at)))
}

/// Takes a pending application out, with a reason; the carer is told (R-APP-2). Gives the shift.
///
/// # Errors
/// [`domain::shift::Refused`] when it was answered meanwhile, or the shift takes no decision any more.
pub async fn remove_application(cx: &Cx, id: ApplicationId, draft: &ReasonDraft) -> Result<ShiftId, Error> {
    let reason = draft.parse()?;
    let tx = cx.write(Action::ManageShifts).await?;
    let shift = store::application(&tx, id).await?.shift_id;
    let row = store::lock(&tx, shift).await?;
    let application = store::application(&tx, id).await?;
    let vacancy = eligibility::vacancy(&tx, tx.today(), shift).await?;
    let state = vacancy.shift.remove_application(application.status, tx.now())?;
    let expiry = domain::shift::Shift { state: domain::shift::ShiftState::Open, pending: 0, ..vacancy.shift };
    if state == domain::shift::ShiftState::Expired {
        store::set_by_clock(&tx, &row, state, expiry.expiry_at(tx.now())).await?;
    } else if state != row.status {
        store::set_state(&tx, &row, state).await?;
    }
    store::decide(&tx, &application, ApplicationState::Removed, Some(&reason), None).await?;
    let to = store::accounts(&tx, [application.carer_id]).await?;
    let news = ShiftNews::ApplicationRemoved(reason.clone());
    offer::tell_all(&tx, &vacancy, &to, NoticeKind::ApplicationRemoved, &news).await?;
    tx.touch(Topic::Shift, None);
    let reason = tx.personal(personal::Kind::Note, Some(application.carer_id.0), &reason).await?;
    let entry = Entry::new(AuditAction::ApplicationRemoved).about("shift_application", id.0);
    let entry = entry.before(json!({ "state": application.status }))?;
    tx.commit(entry.after(json!({ "shift": shift, "state": state, "reason": reason }))?).await?;
    Ok(shift)
}
