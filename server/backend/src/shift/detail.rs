//! One shift as admins read it: who may have it and why not, to whom it was offered, who asked.

use domain::access::Action;
use domain::eligibility::{Context, Verdict};
use domain::id::{AccountId, ApplicationId, ShiftId};
use domain::shift::{
    AcceptedRule, Applicant, ApplicationState, Candidate, Selecting, ShiftChoices, ShiftDetail, ShiftSeen,
    ShiftState,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::board::facts;
use super::{offer, store};
use crate::cx::{Read, Scope};
use crate::eligibility::{self, Known, Vacancy, Who};
use crate::entity::{account, care_package, shift_application, shift_distribution, task};
use crate::{Cx, Error, settings};

/// One shift with everything that an admin decides by.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has none of this id.
pub async fn detail(cx: &Cx, id: ShiftId) -> Result<ShiftDetail, Error> {
    let read = cx.read(Action::ReadShifts).await?;
    let vacancy = preview(&read, cx, id).await?;
    let carers = eligibility::carers(&read, Who::All, std::slice::from_ref(&vacancy), cx.today()).await?;
    let applications = store::applications(&read, id).await?;
    let offers = offer::offered(&read, &[id]).await?;
    let people = people(&read, &vacancy, &applications, &offers).await?;
    let state =
        if vacancy.row.status.was_sent() { vacancy.shift.state_at(cx.now) } else { ShiftState::Created };
    let selected = applications.iter().find(|row| row.status == ApplicationState::Selected);
    let accepted = store::accepted(&vacancy.row)?.into_iter();
    Ok(ShiftDetail {
        facts: facts(&vacancy),
        state,
        expiry: vacancy.row.expiry_reason.or_else(|| vacancy.shift.expiry_at(cx.now)),
        cancel_reason: vacancy.row.cancel_reason.clone(),
        has_started: vacancy.shift.has_started(cx.now),
        created_by: name(&people, vacancy.row.created_by),
        created_at: vacancy.row.created_at,
        sent_at: vacancy.row.sent_at,
        apply_by_is_chosen: vacancy.row.apply_by_is_chosen,
        accepted: accepted.map(|(one, reason)| AcceptedRule { facts: one.facts, reason }).collect(),
        assigned_to: selected.map(|row| name(&people, row.carer_id)),
        candidates: candidates(cx, &vacancy, &carers, &applications, state),
        seen: offers.iter().map(|row| seen(&people, row)).collect(),
        applicants: applicants(cx, &vacancy, &carers, &people, applications),
        names: eligibility::names(&read, std::slice::from_ref(&vacancy)).await?,
    })
}

/// An unsent shift is judged as it would be if it were sent now.
async fn preview(read: &Read<'_>, cx: &Cx, id: ShiftId) -> Result<Vacancy, Error> {
    let vacancy = eligibility::vacancy(read, cx.today(), id).await?;
    if vacancy.row.status.was_sent() {
        return Ok(vacancy);
    }
    let hours = domain::hours::Hours::whole(settings::load(read).await?.apply_hours.0);
    let default = domain::shift::apply_by(cx.now, vacancy.shift.period.start, hours);
    let apply_by = if vacancy.row.apply_by_is_chosen { vacancy.row.apply_by } else { default };
    Ok(vacancy.once_sent(apply_by))
}

/// Every carer with the verdict, while somebody is sought or is about to be.
fn candidates(
    cx: &Cx,
    vacancy: &Vacancy,
    carers: &[Known],
    applications: &[shift_application::Model],
    state: ShiftState,
) -> Vec<Candidate> {
    if !matches!(state, ShiftState::Created | ShiftState::Open | ShiftState::HasApplications) {
        return Vec::new();
    }
    let judge = |known: &Known| {
        let mut own = applications.iter().filter(|row| row.carer_id == known.carer.id);
        let application = own.next().map(|row| (row.status, row.applied_at));
        let verdict = vacancy.verdict(known, application, Context::Offer, eligibility::now(cx));
        Candidate { carer: known.carer.id, name: known.name.clone(), verdict }
    };
    carers.iter().map(judge).collect()
}

fn applicants(
    cx: &Cx,
    vacancy: &Vacancy,
    carers: &[Known],
    people: &[account::Model],
    applications: Vec<shift_application::Model>,
) -> Vec<Applicant> {
    let view = |row: shift_application::Model| Applicant {
        id: row.id,
        carer: row.carer_id,
        name: name(people, row.carer_id),
        verdict: applicant_verdict(cx, vacancy, carers, &row),
        note: row.note,
        at: row.applied_at,
        state: row.status,
        removal_reason: row.removal_reason,
    };
    applications.into_iter().map(view).collect()
}

/// Who waits is judged for selection, who is selected as the entry stands (R-APP-3); the others matter no more.
fn applicant_verdict(
    cx: &Cx,
    vacancy: &Vacancy,
    carers: &[Known],
    row: &shift_application::Model,
) -> Option<Verdict> {
    let known = carers.iter().find(|known| known.carer.id == row.carer_id)?;
    let now = eligibility::now(cx);
    match row.status {
        ApplicationState::Pending => {
            let applied = Some((row.status, row.applied_at));
            Some(vacancy.verdict(known, applied, Context::Final, now))
        }
        ApplicationState::Selected => Some(vacancy.standing_verdict(known, now)),
        ApplicationState::Rejected | ApplicationState::Removed => None,
    }
}

/// What stands before an admin who is about to select an applicant, or to take the application out.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such application.
pub async fn selecting(cx: &Cx, id: ApplicationId) -> Result<Selecting, Error> {
    let read = cx.read(Action::ReadShifts).await?;
    let shift = store::application(&read, id).await?.shift_id;
    let vacancy = eligibility::vacancy(&read, cx.today(), shift).await?;
    let about = std::slice::from_ref(&vacancy);
    let applications = store::applications(&read, shift).await?;
    let row = applications.iter().find(|row| row.id == id).cloned().ok_or(Error::NotFound)?;
    let known = eligibility::carer(&read, row.carer_id, about, cx.today()).await?;
    let applied = Some((row.status, row.applied_at));
    let judged = vacancy.verdict(&known, applied, Context::Final, eligibility::now(cx));
    let carried = store::accepted(&vacancy.row)?;
    let is_open = |reason: &domain::eligibility::Reason| {
        !carried.iter().any(|(accepted, _)| accepted.covers(judged.as_of, reason))
    };
    let reasons = judged.reasons.iter().filter(|reason| is_open(reason)).cloned().collect();
    let waiting = applications.iter().filter(|other| other.id != id && other.status == row.status);
    let others = u32::try_from(waiting.count()).unwrap_or(u32::MAX);
    let names = eligibility::names(&read, about).await?;
    let people = store::accounts(&read, [row.carer_id]).await?;
    let applicant = applicants(cx, &vacancy, std::slice::from_ref(&known), &people, vec![row]).pop();
    let verdict = Verdict { as_of: judged.as_of, reasons };
    let applicant = applicant.ok_or(Error::NotFound)?;
    Ok(Selecting { facts: facts(&vacancy), applicant, others, verdict, names })
}

/// The packages and tasks that a new shift may name.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn choices(cx: &Cx) -> Result<ShiftChoices, Error> {
    let read = cx.read(Action::ReadShifts).await?;
    let packages = read
        .find::<care_package::Entity>()
        .filter(care_package::Column::DeletionId.is_null())
        .filter(care_package::Column::Active.eq(true))
        .order_by_asc(care_package::Column::NameKey)
        .all(read.db())
        .await?;
    let tasks = read
        .find::<task::Entity>()
        .filter(task::Column::DeletionId.is_null())
        .filter(task::Column::Active.eq(true))
        .order_by_asc(task::Column::NameKey)
        .all(read.db())
        .await?;
    Ok(ShiftChoices {
        packages: packages.into_iter().map(|row| (row.id, row.name)).collect(),
        tasks: tasks.into_iter().map(|row| (row.id, row.name)).collect(),
    })
}

/// Everybody whose name the page shows, deleted or not.
async fn people(
    read: &Read<'_>,
    vacancy: &Vacancy,
    applications: &[shift_application::Model],
    offers: &[shift_distribution::Model],
) -> Result<Vec<account::Model>, Error> {
    let ids = std::iter::once(vacancy.row.created_by)
        .chain(applications.iter().map(|row| row.carer_id))
        .chain(offers.iter().map(|row| row.carer_id));
    store::accounts(read, ids).await
}

fn name(people: &[account::Model], id: AccountId) -> String {
    people.iter().find(|account| account.id == id).map(|account| account.name.clone()).unwrap_or_default()
}

fn seen(people: &[account::Model], row: &shift_distribution::Model) -> ShiftSeen {
    ShiftSeen {
        name: name(people, row.carer_id),
        notified_at: row.notified_at,
        first_viewed_at: row.first_viewed_at,
    }
}
