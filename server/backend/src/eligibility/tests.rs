//! One question, asked by everybody: the same facts, the same answer, and no more queries for more carers.

use domain::competency::Level;
use domain::eligibility::{Context, Facts, Gap, OverrideDraft, Remedy, RuleKey, Standing};
use domain::id::{AccountId, ShiftId, SubmissionId};
use domain::rota::EntryState;
use domain::shift::{ApplicationDraft, Refused};

use crate::Error;
use crate::shift;
use crate::testing::{Service, london, unique};

/// The rules that block a carer in the admin's preview.
async fn preview(service: &Service, admin: AccountId, id: ShiftId, carer: AccountId) -> Vec<RuleKey> {
    let detail = shift::detail(&service.as_(admin).await, id).await.unwrap();
    let candidate = detail.candidates.into_iter().find(|one| one.carer == carer).unwrap();
    candidate.verdict.blocking().map(|reason| reason.rule).collect()
}

#[tokio::test]
async fn s098_board_application_preview_and_selection_give_the_same_reasons() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let (larkfield, moorview) = (service.package("Larkfield").await, service.package("Moorview").await);
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    let other = service.sent(ann, larkfield, 6, ("12:00", "18:00"), &[]).await;
    let elsewhere = (london(2026, 3, 6, 16, 0), london(2026, 3, 6, 20, 0));
    service.planned(bea, moorview, elsewhere, EntryState::Confirmed).await;

    let bea_now = service.as_(bea).await;
    let board = shift::board(&bea_now).await.unwrap();
    let listed = board.shifts.iter().find(|one| one.facts.id == other).unwrap();
    let on_board: Vec<RuleKey> = listed.blocked.iter().map(|reason| reason.rule).collect();
    let draft = ApplicationDraft::default();
    let applied = shift::confirm_interest(&bea_now, SubmissionId(unique()), other, &draft).await;
    let Err(Error::Shift(Refused::NotEligible { reasons })) = applied else { panic!("{applied:?}") };
    let in_preview = preview(&service, ann, other, bea).await;
    let detail = shift::detail(&service.as_(ann).await, shift).await.unwrap();
    let applicant = detail.applicants.into_iter().next().unwrap();
    let selected = shift::select(&service.as_(ann).await, applicant.id, &OverrideDraft::default()).await;
    let Err(Error::Shift(Refused::Unsettled(unsettled))) = selected else { panic!("{selected:?}") };

    assert_eq!(on_board, [RuleKey::Overlap]);
    assert_eq!(listed.blocked, reasons);
    assert_eq!(in_preview, on_board);
    assert_eq!(unsettled.blocked, applicant.verdict.unwrap().blocking().cloned().collect::<Vec<_>>());
    assert_eq!(unsettled.blocked.iter().map(|reason| reason.rule).collect::<Vec<_>>(), on_board);
}

#[tokio::test]
async fn s122_the_preview_and_the_board_ask_as_often_for_three_carers_as_for_two_hundred() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let larkfield = service.package("Larkfield").await;
    let task = service.task("Medicines", 50).await;
    service.template("Medicines", &[task]).await;
    let shift = service.shift(ann, larkfield, 6, ("09:00", "17:00"), &[task]).await;
    service.sent(ann, larkfield, 5, ("09:00", "17:00"), &[task]).await;
    let count = async |service: &Service| {
        let (admin, carer) = (service.as_(ann).await, service.as_(bea).await);
        let before = service.queries();
        shift::detail(&admin, shift).await.unwrap();
        let preview = service.queries();
        shift::board(&carer).await.unwrap();
        (preview - before, service.queries() - preview)
    };

    let few = count(&service).await;
    for number in 0..200 {
        let carer = service.carer(&format!("Carer {number}")).await;
        if number < 100 {
            let (start, end) = (london(2026, 3, 4, 9, 0), london(2026, 3, 4, 12, 0));
            service.planned(carer, larkfield, (start, end), EntryState::Confirmed).await;
            service.rated(carer, task, Level::Competent, None).await;
        }
    }
    for day in 7..12 {
        service.sent(ann, larkfield, day, ("09:00", "17:00"), &[task]).await;
    }
    let many = count(&service).await;

    assert_eq!(few, many);
    assert!(few.0 <= 30 && few.1 <= 30, "{few:?}");
}

#[tokio::test]
async fn r_elg_3_every_reason_about_person_and_package_comes_from_what_is_stored() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let larkfield = service.package("Larkfield").await;
    let (task, other) = (service.task("Medicines", 1).await, service.task("Hoist", 1).await);
    service.template("Medicines and hoist", &[task, other]).await;
    let shift = service.shift(ann, larkfield, 6, ("09:00", "17:00"), &[task]).await;
    let found = async |service: &Service| {
        let detail = shift::detail(&service.as_(ann).await, shift).await.unwrap();
        detail.candidates.into_iter().find(|one| one.carer == bea).unwrap().verdict
    };

    let verdict = found(&service).await;
    assert_eq!(verdict.reasons.len(), 1);
    assert_eq!(verdict.reasons[0].facts, Facts::Competence { task, gap: Gap::None });
    assert_eq!(verdict.reasons[0].remedy, Some(Remedy::Complete { done: 0, of: 2 }));

    service.rating_waits(bea, task, Level::Proficient).await;
    let verdict = found(&service).await;
    assert_eq!(verdict.reasons[0].remedy, Some(Remedy::Acknowledge));

    let last = "2026-03-05".parse().unwrap();
    service.rated(bea, task, Level::Competent, Some(last)).await;
    let lapses = Gap::LapsesBefore { level: Level::Competent, valid_until: last };
    assert_eq!(found(&service).await.reasons[0].facts, Facts::Competence { task, gap: lapses });

    service.rated(bea, task, Level::Competent, Some("2026-03-06".parse().unwrap())).await;
    assert!(found(&service).await.is_eligible());

    service.deactivate(bea).await;
    service.set_aside(larkfield).await;
    let facts: Vec<Facts> = found(&service).await.reasons.into_iter().map(|reason| reason.facts).collect();
    assert_eq!(facts, [Facts::AccountActive(Standing::Inactive), Facts::PackageLive(Standing::Inactive)]);
}

#[tokio::test]
async fn r_elg_5_work_at_every_package_counts_and_the_week_is_added_up() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let (larkfield, moorview) = (service.package("Larkfield").await, service.package("Moorview").await);
    for day in [2, 3, 4] {
        let work = (london(2026, 3, day, 9, 0), london(2026, 3, day, 19, 0));
        service.planned(bea, moorview, work, EntryState::Draft).await;
    }
    let shift = service.shift(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;

    let detail = shift::detail(&service.as_(ann).await, shift).await.unwrap();
    let verdict = &detail.candidates[0].verdict;

    assert_eq!(verdict.reasons.len(), 1);
    let Facts::WeeklyHours { total, drafts, .. } = verdict.reasons[0].facts else { panic!("{verdict:?}") };
    assert_eq!((total.minutes(), drafts.minutes()), (38 * 60, 30 * 60));
    assert!(RuleKey::WeeklyHours.class(Context::Offer).is_some());
}
