//! What carers see, and what they may ask for.

use domain::access::Action;
use domain::competency::Level;
use domain::eligibility::{CarerFacts, Facts, Remedy, RuleKey};
use domain::id::SubmissionId;
use domain::rota::EntryState;
use domain::shift::{ApplicationDraft, ApplicationState, ReasonDraft, Refused, ShiftQuery, ShiftState};

use super::super::{board, confirm_interest, offered, remove_application, seen};
use super::{application, mail, shift_mails, state};
use crate::Error;
use crate::testing::{Service, london, unique};

#[tokio::test]
async fn s051_only_who_holds_every_required_task_sees_a_competent_shift() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (medicines, hoist) = (service.task("Medicines", 1).await, service.task("Hoist", 1).await);
    let (both, one, waits) =
        (service.carer("Bea").await, service.carer("Cid").await, service.carer("Dee").await);
    for carer in [both, one, waits] {
        service.rated(carer, medicines, Level::Competent, None).await;
    }
    service.rated(both, hoist, Level::Expert, None).await;
    service.rating_waits(waits, hoist, Level::Competent).await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[medicines, hoist]).await;

    let first = board(&service.as_(both).await).await.unwrap();
    assert_eq!(first.shifts.iter().map(|one| one.facts.id).collect::<Vec<_>>(), [shift]);
    for (carer, remedy) in [(one, Remedy::BeAssessed), (waits, Remedy::Acknowledge)] {
        let board = board(&service.as_(carer).await).await.unwrap();
        assert_eq!((board.shifts.len(), board.uncovered.shifts), (0, 1));
        assert_eq!(board.uncovered.reasons.len(), 1);
        assert_eq!(board.uncovered.reasons[0].remedy, Some(remedy));
        assert_eq!(board.names.tasks[&hoist], "Hoist");
        assert!(matches!(offered(&service.as_(carer).await, shift).await, Err(Error::NotFound)));
    }
    assert_eq!(shift_mails(&service).await, [mail("Bea", "shift_open")]);
}

#[tokio::test]
async fn s052_a_non_competent_shift_is_for_all_and_who_works_then_reads_why_not() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (bea, cid, dee) =
        (service.carer("Bea").await, service.carer("Cid").await, service.carer("Dee").await);
    let work = (london(2026, 3, 6, 16, 0), london(2026, 3, 6, 20, 0));
    service.planned(cid, larkfield, work, EntryState::Confirmed).await;
    service.planned(dee, larkfield, work, EntryState::Draft).await;
    service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;

    let listed = async |carer| board(&service.as_(carer).await).await.unwrap().shifts;
    assert_eq!(listed(bea).await[0].blocked, []);
    let blocked = &listed(cid).await[0].blocked;
    assert!(matches!(&blocked[0].facts, CarerFacts::Known(Facts::Overlap(clashes)) if clashes.len() == 1));
    let planned = &listed(dee).await[0].blocked;
    assert_eq!((planned[0].rule, &planned[0].facts), (RuleKey::Overlap, &CarerFacts::AlreadyPlanned));
}

#[tokio::test]
async fn s053_a_second_eligible_carer_still_sees_it_and_asks() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;

    service.interested(bea, shift).await;
    assert_eq!(state(&service, ann, shift).await, ShiftState::HasApplications);
    assert_eq!(board(&service.as_(cid).await).await.unwrap().shifts.len(), 1);
    service.interested(cid, shift).await;

    let own = board(&service.as_(bea).await).await.unwrap();
    assert_eq!((own.shifts.len(), own.applications[0].state), (0, ApplicationState::Pending));
    let (bea, none) = (service.as_(bea).await, ApplicationDraft::default());
    let again = confirm_interest(&bea, SubmissionId(unique()), shift, &none).await;
    let Err(Error::Shift(Refused::NotEligible { reasons })) = again else { panic!("once only") };
    assert_eq!(reasons[0].rule, RuleKey::AlreadyApplied);
}

#[tokio::test]
async fn s054_an_admin_may_remove_an_application_and_the_carer_may_not() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    let id = application(&service, ann, shift, bea).await;
    let why = ReasonDraft { reason: "Asked by telephone to be left out".into() };

    assert!(matches!(remove_application(&service.as_(bea).await, id, &why).await, Err(Error::Forbidden)));
    let short = ReasonDraft { reason: "no".into() };
    assert!(matches!(remove_application(&service.as_(ann).await, id, &short).await, Err(Error::Invalid(_))));
    service.pass_minutes(1);
    remove_application(&service.as_(ann).await, id, &why).await.unwrap();

    assert_eq!(state(&service, ann, shift).await, ShiftState::Open);
    assert_eq!(shift_mails(&service).await[1..], [mail("Bea", "application_removed")]);
    let own = board(&service.as_(bea).await).await.unwrap();
    assert_eq!((own.shifts.len(), own.applications[0].state), (0, ApplicationState::Removed));
    assert!(service.trail().await.contains(&"application_removed".to_owned()));
}

#[tokio::test]
async fn r_shf_10_the_first_view_is_stamped_and_recorded_once() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    let detail =
        async || super::detail(&service.as_(ann).await, shift).await.unwrap().seen[0].first_viewed_at;
    assert_eq!(detail().await, None);

    let first = service.now();
    seen(&service.as_(bea).await, &[shift]).await.unwrap();
    service.pass_minutes(5);
    seen(&service.as_(bea).await, &[shift]).await.unwrap();

    assert_eq!(detail().await, Some(first));
    let views = service.trail().await.into_iter().filter(|action| action == "shift_viewed").count();
    assert_eq!(views, 1);
}

#[tokio::test]
async fn r_gen_2_the_board_is_for_carers_and_the_sender_for_admins() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    assert!(matches!(board(&service.as_(ann).await).await, Err(Error::Forbidden)));
    let bea = service.as_(bea).await;
    assert!(matches!(super::super::list(&bea, &ShiftQuery::default()).await, Err(Error::Forbidden)));
    assert!(bea.write(Action::ManageShifts).await.is_err());
}
