//! What the browser may ask of shifts.

use domain::eligibility::OverrideDraft;
use domain::id::{ApplicationId, ShiftId, SubmissionId};
use domain::shift::{
    ApplicationDraft, ApplyByDraft, ReasonDraft, ShiftChoices, ShiftDetail, ShiftDraft, ShiftList,
    ShiftQuery, TakeOffDraft,
};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// The signed-in carer's board.
///
/// # Errors
/// 403 for anybody but carers.
#[server(endpoint = "shift/board")]
pub async fn board() -> Result<domain::shift::Board, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::board(&cx).await)
}

/// Stamps the first view of each shift that the board shows, unless the page only renews itself.
///
/// # Errors
/// A fault when it cannot be kept.
#[cfg(feature = "ssr")]
pub async fn seen(shown: &[ShiftId]) -> Result<(), AppError> {
    if crate::ssr::is_looked_at() {
        let cx = crate::ssr::cx()?;
        crate::ssr::answer(backend::shift::seen(&cx, shown).await)?;
    }
    Ok(())
}

/// One shift on the signed-in carer's board.
///
/// # Errors
/// 404 when it is not there.
#[server(endpoint = "shift/offered")]
pub async fn offered(id: ShiftId) -> Result<domain::shift::Offered, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::offered(&cx, id).await)
}

/// Confirms the signed-in carer's interest (R-APP-1).
///
/// # Errors
/// 409 with the reasons when the carer may not have it.
#[server(endpoint = "shift/confirm_interest")]
pub async fn confirm_interest(
    id: ShiftId,
    submission: SubmissionId,
    #[server(flatten)] draft: ApplicationDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::confirm_interest(&cx, submission, id, &draft).await)?;
    Ok(Done {
        message: "Interest confirmed. You get an e-mail when an admin has chosen".into(),
        to: "/carer/shifts".into(),
    })
}

/// One page of the admins' list.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "shift/list")]
pub async fn list(#[server(flatten)] query: ShiftQuery) -> Result<ShiftList, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::list(&cx, &query).await)
}

/// One shift with everything that an admin decides by.
///
/// # Errors
/// 404 when there is none of this id.
#[server(endpoint = "shift/detail")]
pub async fn detail(id: ShiftId) -> Result<ShiftDetail, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::detail(&cx, id).await)
}

/// One application, about to be answered.
///
/// # Errors
/// 404 when there is none of this id.
#[server(endpoint = "shift/selecting")]
pub async fn selecting(id: ApplicationId) -> Result<domain::shift::Selecting, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::selecting(&cx, id).await)
}

/// What a new shift can be made of.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "shift/choices")]
pub async fn choices() -> Result<ShiftChoices, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::choices(&cx).await)
}

/// Saves a shift without sending it.
///
/// # Errors
/// 422 for what is wrong with the form, 409 for a rule without a reason.
#[server(endpoint = "shift/create")]
pub async fn create(
    submission: SubmissionId,
    #[server(default)] overrides: OverrideDraft,
    #[server(flatten)] draft: ShiftDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let id = crate::ssr::answer(backend::shift::create(&cx, submission, &draft, &overrides).await)?;
    Ok(Done {
        message: "Shift saved. Check who is eligible, then send it".into(),
        to: format!("/admin/shifts/{id}"),
    })
}

/// Sends a shift to every eligible carer.
///
/// # Errors
/// 409 with what stands against it.
#[server(endpoint = "shift/send")]
pub async fn send_shift(id: ShiftId, #[server(flatten)] draft: ApplyByDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let told = crate::ssr::answer(backend::shift::send(&cx, id, &draft).await)?;
    let carers = if told == 1 { "1 carer is".to_owned() } else { format!("{told} carers are") };
    Ok(Done { message: format!("Shift sent. {carers} told by e-mail"), to: format!("/admin/shifts/{id}") })
}

/// Deletes a shift that was never sent.
///
/// # Errors
/// 409 when it was.
#[server(endpoint = "shift/delete")]
pub async fn delete(id: ShiftId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::delete(&cx, id).await)?;
    Ok(Done { message: "Shift deleted".into(), to: "/admin/shifts".into() })
}

/// Calls a shift off.
///
/// # Errors
/// 409 when there is nothing left to call off.
#[server(endpoint = "shift/cancel")]
pub async fn cancel(id: ShiftId, #[server(flatten)] draft: ReasonDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::cancel(&cx, id, &draft).await)?;
    Ok(Done {
        message: "Shift cancelled. Everybody it concerns is told".into(),
        to: format!("/admin/shifts/{id}"),
    })
}

/// Opens an expired shift again.
///
/// # Errors
/// 409 when it has not expired, or has started.
#[server(endpoint = "shift/reopen")]
pub async fn reopen(id: ShiftId, #[server(flatten)] draft: ApplyByDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::reopen(&cx, id, &draft).await)?;
    Ok(Done { message: "Shift open again".into(), to: format!("/admin/shifts/{id}") })
}

/// Takes the selected carer off a shift and seeks somebody else.
///
/// # Errors
/// 409 with what stands against it.
#[server(endpoint = "shift/take_off")]
pub async fn take_off(id: ShiftId, #[server(flatten)] draft: TakeOffDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::shift::take_off(&cx, id, &draft).await)?;
    Ok(Done {
        message: "Carer taken off and told by e-mail. The shift seeks somebody again".into(),
        to: format!("/admin/shifts/{id}"),
    })
}

/// Gives the shift to an applicant.
///
/// # Errors
/// 409 when somebody was quicker or a rule stands against it.
#[server(endpoint = "shift/select")]
pub async fn select(
    id: ApplicationId,
    #[server(default)] overrides: OverrideDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let shift = crate::ssr::answer(backend::shift::select(&cx, id, &overrides).await)?;
    Ok(Done {
        message: "Carer selected. All applicants are told by e-mail".into(),
        to: format!("/admin/shifts/{shift}"),
    })
}

/// Takes a pending application out.
///
/// # Errors
/// 409 when it was answered meanwhile.
#[server(endpoint = "shift/remove_application")]
pub async fn remove_application(
    id: ApplicationId,
    #[server(flatten)] draft: ReasonDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let shift = crate::ssr::answer(backend::shift::remove_application(&cx, id, &draft).await)?;
    Ok(Done {
        message: "Application removed. The carer is told by e-mail".into(),
        to: format!("/admin/shifts/{shift}"),
    })
}
