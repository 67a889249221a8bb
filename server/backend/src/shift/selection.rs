//! An admin gives the shift to one applicant (R-SEL-1, R-SEL-2).

use domain::access::Action;
use domain::audit::AuditAction;
use domain::eligibility::{
    Accepted, Context, Facts, Override, OverrideDraft, Reason, Remedy, Severity, Unsettled,
};
use domain::id::{ApplicationId, ShiftId};
use domain::notice::NoticeKind;
use domain::shift::{ApplicationState, Refused};
use serde_json::json;

use super::{offer, store};
use crate::audit::Entry;
use crate::cx::Tx;
use crate::eligibility::{self, Vacancy};
use crate::entity::shift_application;
use crate::events::Topic;
use crate::outbox::letter::ShiftNews;
use crate::rota::{self, FromShift};
use crate::{Cx, Error};

/// Selects an applicant: the others are rejected, a confirmed entry stands in the rota, everybody is told. Gives
/// the shift.
///
/// Shift and carer are locked and the verdict is made anew: of two selections at once the second is refused.
///
/// # Errors
/// [`Refused`]: the shift has somebody, the application is answered, a rule stands against it.
pub async fn select(cx: &Cx, id: ApplicationId, overrides: &OverrideDraft) -> Result<ShiftId, Error> {
    let given = overrides.parse()?;
    let tx = cx.write(Action::ManageShifts).await?;
    let shift = store::application(&tx, id).await?.shift_id;
    let row = store::lock(&tx, shift).await?;
    let application = store::application(&tx, id).await?;
    let carer = application.carer_id;
    store::lock_carer(&tx, carer).await?;

    let vacancy = eligibility::vacancy(&tx, tx.today(), shift).await?;
    let known = eligibility::carer(&tx, carer, std::slice::from_ref(&vacancy), tx.today()).await?;
    let applied = Some((application.status, application.applied_at));
    let verdict = vacancy.verdict(&known, applied, Context::Final, eligibility::now(cx));
    let carried = store::accepted(&row)?;
    let settled: Vec<Accepted> = carried.iter().map(|(accepted, _)| accepted.clone()).collect();
    let selection = vacancy.shift.select(application.status, &verdict, &settled, &given, tx.now())?;

    let carried = carried.into_iter().map(|(accepted, reason)| Override { accepted, reason });
    let overrides: Vec<Override> = carried.chain(selection.overrides).collect();
    let new = FromShift { vacancy: &vacancy, carer, verdict: &verdict, overrides: &overrides };
    let entry = rota::confirm(&tx, &new).await.map_err(told_of_overlap)?;
    store::set_assigned(&tx, &row, id, entry).await?;
    store::decide(&tx, &application, ApplicationState::Selected, None, Some(&verdict)).await?;
    let rejected = reject_others(&tx, &vacancy, id).await?;
    let selected = store::accounts(&tx, [carer]).await?;
    offer::tell_all(&tx, &vacancy, &selected, NoticeKind::ShiftSelected, &ShiftNews::Selected).await?;
    tx.notice_admins(NoticeKind::ShiftAssigned, ("shift_application", id.0)).await?;

    tx.touch(Topic::Shift, None);
    let done = Entry::new(AuditAction::ShiftSelected).about("shift", shift.0);
    let done = done.before(json!({ "state": vacancy.shift.state }))?;
    tx.commit(done.after(json!({
        "state": "assigned", "application": id, "carer": carer, "entry": entry, "rejected": rejected,
    }))?)
    .await?;
    Ok(shift)
}

/// Every other pending application is rejected, and its carer told.
async fn reject_others(
    tx: &Tx,
    vacancy: &Vacancy,
    chosen: ApplicationId,
) -> Result<Vec<ApplicationId>, Error> {
    let applications = store::applications(tx, vacancy.row.id).await?;
    let others: Vec<_> = applications.into_iter().filter(|other| other.id != chosen).collect();
    reject(tx, vacancy, &others).await
}

/// Rejects those of these applications that still wait; gives which.
pub(super) async fn reject(
    tx: &Tx,
    vacancy: &Vacancy,
    applications: &[shift_application::Model],
) -> Result<Vec<ApplicationId>, Error> {
    let waits = |row: &&shift_application::Model| row.status == ApplicationState::Pending;
    let waiting: Vec<&shift_application::Model> = applications.iter().filter(waits).collect();
    for application in &waiting {
        store::decide(tx, application, ApplicationState::Rejected, None, None).await?;
        let entry = Entry::new(AuditAction::ShiftRejected).about("shift_application", application.id.0);
        tx.also(entry.after(json!({ "shift": application.shift_id, "state": "rejected" }))?);
    }
    let to = store::accounts(tx, waiting.iter().map(|application| application.carer_id)).await?;
    offer::tell_all(tx, vacancy, &to, NoticeKind::ShiftNotSelected, &ShiftNews::NotSelected).await?;
    Ok(waiting.into_iter().map(|application| application.id).collect())
}

/// The database's own refusal of two places at one time says the same as the rule (R-RUL-1).
fn told_of_overlap(error: Error) -> Error {
    match error {
        Error::Database(database) if database.to_string().contains("rota_entry_no_overlap") => {
            let overlap = Reason::new(Facts::Overlap(Vec::new()), Severity::Blocks, Some(Remedy::Replan));
            Refused::Unsettled(Unsettled { blocked: vec![overlap], unexplained: Vec::new() }).into()
        }
        other => other,
    }
}
