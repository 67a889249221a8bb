//! Shifts that end: by the clock, by an admin, or to begin again.

use domain::eligibility::OverrideDraft;
use domain::id::{AccountId, PackageId, ShiftId};
use domain::shift::{
    ApplicationState, ApplyByDraft, ExpiryReason, ReasonDraft, Refused, ShiftState, TakeOffDraft,
};

use super::super::{board, cancel, reopen, select, store_states, take_off};
use super::{application, detail, mail, shift_mails, state};
use crate::Error;
use crate::rota::week;
use crate::testing::{Service, london};

fn because() -> ReasonDraft {
    ReasonDraft { reason: "The client is in hospital".into() }
}

/// A shift that Bea has and that Cid asked for too.
async fn assigned(service: &Service, ann: AccountId, at: PackageId) -> (ShiftId, AccountId, AccountId) {
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    service.carer("Dee").await;
    let shift = service.sent(ann, at, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    service.interested(cid, shift).await;
    let chosen = application(service, ann, shift, bea).await;
    service.pass_minutes(1);
    select(&service.as_(ann).await, chosen, &OverrideDraft::default()).await.unwrap();
    (shift, bea, cid)
}

#[tokio::test]
async fn s058_after_apply_by_an_empty_shift_has_expired_and_one_with_an_applicant_can_be_filled() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let empty = service.sent(ann, larkfield, 20, ("09:00", "17:00"), &[]).await;
    let asked = service.sent(ann, larkfield, 27, ("09:00", "17:00"), &[]).await;
    service.interested(bea, asked).await;
    service.set_clock(london(2026, 3, 4, 9, 1));

    assert_eq!(state(&service, ann, empty).await, ShiftState::Expired);
    assert_eq!(store_states(&service.system()).await.unwrap(), 1);
    assert_eq!(store_states(&service.system()).await.unwrap(), 0);
    let expired = detail(&service.as_(ann).await, empty).await.unwrap();
    assert_eq!((expired.state, expired.expiry), (ShiftState::Expired, Some(ExpiryReason::NoApplications)));
    let chosen = application(&service, ann, asked, bea).await;
    select(&service.as_(ann).await, chosen, &OverrideDraft::default()).await.unwrap();
}

#[tokio::test]
async fn s103_when_the_start_passes_unfilled_the_applicants_are_told() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    let chosen = application(&service, ann, shift, bea).await;
    service.set_clock(london(2026, 3, 6, 9, 0));

    let late = select(&service.as_(ann).await, chosen, &OverrideDraft::default()).await;
    let state = ShiftState::Expired;
    assert!(matches!(late, Err(Error::Shift(Refused::WrongState { state: now })) if now == state));
    store_states(&service.system()).await.unwrap();

    let expired = detail(&service.as_(ann).await, shift).await.unwrap();
    assert_eq!((expired.state, expired.expiry), (state, Some(ExpiryReason::NotFilled)));
    assert_eq!(shift_mails(&service).await[1..], [mail("Bea", "shift_not_selected")]);
    assert!(service.trail().await.ends_with(&["shift_rejected".into(), "shift_expired".into()]));
}

#[tokio::test]
async fn r_shf_8_work_that_is_over_is_completed() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (shift, ..) = assigned(&service, ann, larkfield).await;
    service.set_clock(london(2026, 3, 6, 17, 0));
    assert_eq!(state(&service, ann, shift).await, ShiftState::Completed);
    assert_eq!(store_states(&service.system()).await.unwrap(), 1);
    assert_eq!(service.trail().await.last().unwrap(), "shift_completed");
}

#[tokio::test]
async fn s059_cancelling_an_assigned_shift_removes_its_entry_and_tells_everybody() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (shift, bea, _) = assigned(&service, ann, larkfield).await;
    let before = shift_mails(&service).await.len();
    service.pass_minutes(1);

    cancel(&service.as_(ann).await, shift, &because()).await.unwrap();

    assert_eq!(state(&service, ann, shift).await, ShiftState::Cancelled);
    assert!(week(&service.as_(bea).await, None).await.unwrap().work.is_empty());
    assert_eq!(shift_mails(&service).await[before..], [mail("Bea", "shift_cancelled")]);
    let again = cancel(&service.as_(ann).await, shift, &because()).await;
    assert!(matches!(again, Err(Error::Shift(Refused::WrongState { state: ShiftState::Cancelled }))));
}

#[tokio::test]
async fn s102_taking_the_carer_off_lets_the_others_wait_again_and_leaves_nothing_dangling() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (shift, bea, cid) = assigned(&service, ann, larkfield).await;
    let reason = "She has fallen ill today".to_owned();
    service.pass_minutes(1);

    take_off(&service.as_(ann).await, shift, &TakeOffDraft { reason, ..TakeOffDraft::default() })
        .await
        .unwrap();

    let now = detail(&service.as_(ann).await, shift).await.unwrap();
    assert_eq!((now.state, now.assigned_to), (ShiftState::HasApplications, None));
    assert!(week(&service.as_(bea).await, None).await.unwrap().work.is_empty());
    let own = async |carer| board(&service.as_(carer).await).await.unwrap().applications[0].state;
    assert_eq!(own(bea).await, ApplicationState::Removed);
    assert_eq!(own(cid).await, ApplicationState::Pending);
    assert_eq!(shift_mails(&service).await.last().unwrap(), &mail("Bea", "schedule_changed"));
    let chosen = application(&service, ann, shift, cid).await;
    select(&service.as_(ann).await, chosen, &OverrideDraft::default()).await.unwrap();
    assert_eq!(week(&service.as_(cid).await, None).await.unwrap().work.len(), 1);
}

#[tokio::test]
async fn r_shf_9_after_the_start_only_cancelling_is_left() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (shift, ..) = assigned(&service, ann, larkfield).await;
    service.set_clock(london(2026, 3, 6, 9, 0));
    let off = TakeOffDraft { reason: "She has gone home early".into(), ..TakeOffDraft::default() };

    let refused = take_off(&service.as_(ann).await, shift, &off).await;
    assert!(matches!(refused, Err(Error::Shift(Refused::Started))));
    cancel(&service.as_(ann).await, shift, &because()).await.unwrap();
}

#[tokio::test]
async fn r_shf_7_an_expired_shift_opens_again_with_a_new_apply_by() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 20, ("09:00", "17:00"), &[]).await;
    service.set_clock(london(2026, 3, 10, 9, 0));
    store_states(&service.system()).await.unwrap();
    let until = |day: &str| ApplyByDraft { apply_by_date: day.into(), apply_by_time: "12:00".into() };

    let late = reopen(&service.as_(ann).await, shift, &until("2026-03-21")).await;
    assert!(matches!(late, Err(Error::Invalid(_))));
    reopen(&service.as_(ann).await, shift, &until("2026-03-12")).await.unwrap();
    service.interested(bea, shift).await;
    assert_eq!(state(&service, ann, shift).await, ShiftState::HasApplications);
}
