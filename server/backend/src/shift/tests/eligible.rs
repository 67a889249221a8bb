//! Who has a shift and may not work it any more is reported, and nothing cancels itself.

use domain::competency::{Level, RatingDraft};
use domain::eligibility::OverrideDraft;
use domain::id::{AccountId, SubmissionId, TaskId};
use domain::shift::ShiftState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::select;
use super::{application, detail, shift_mails, state};
use crate::competency;
use crate::entity::alert;
use crate::testing::{Service, unique};

async fn rate(service: &Service, office: AccountId, carer: AccountId, task: TaskId, level: Level) {
    let form = RatingDraft {
        task: task.to_string(),
        level: level.code().into(),
        reason: "Seen at work this week".into(),
        ..RatingDraft::default()
    };
    service.pass_minutes(1);
    let cx = service.as_(office).await;
    competency::rate(&cx, carer, SubmissionId(unique()), &form).await.unwrap();
}

async fn alerts(service: &Service) -> Vec<alert::Model> {
    let ours = alert::Entity::find().filter(alert::Column::DedupeKey.starts_with("not_eligible:"));
    ours.all(service.platform.db.reader()).await.unwrap()
}

#[tokio::test]
async fn s101_an_assigned_carer_who_is_lowered_keeps_the_shift_and_an_admin_is_told() {
    let service = Service::new().await;
    let (office, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let larkfield = service.package("Larkfield").await;
    let (medicines, washing) = (service.task("Medicines", 1).await, service.task("Washing", 1).await);
    for task in [medicines, washing] {
        rate(&service, office, bea, task, Level::Competent).await;
        service.acknowledge(bea).await;
    }
    let shift = service.sent(office, larkfield, 6, ("09:00", "17:00"), &[medicines]).await;
    service.interested(bea, shift).await;
    let chosen = application(&service, office, shift, bea).await;
    select(&service.as_(office).await, chosen, &OverrideDraft::default()).await.unwrap();

    rate(&service, office, bea, washing, Level::NonCompetent).await;
    assert_eq!(alerts(&service).await, [], "the shift does not ask for that task");
    rate(&service, office, bea, medicines, Level::NonCompetent).await;

    let alerts = alerts(&service).await;
    let detail = detail(&service.as_(office).await, shift).await.unwrap();
    let entry = detail.applicants[0].verdict.as_ref().expect("a verdict of the entry");
    assert!(!entry.is_eligible(), "the entry shows an error");
    assert_eq!((alerts.len(), alerts[0].severity), (1, alert::Severity::High));
    assert_eq!(alerts[0].r#type, alert::Kind::Compliance);
    assert!(alerts[0].details.contains("entries"), "{}", alerts[0].details);
    assert_eq!(state(&service, office, shift).await, ShiftState::Assigned, "nothing cancels itself");
}

#[tokio::test]
async fn r_alt_8_a_cadence_that_ends_a_rating_before_the_shift_is_reported_too() {
    let service = Service::new().await;
    let (office, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let (larkfield, medicines) = (service.package("Larkfield").await, service.task("Medicines", 1).await);
    rate(&service, office, bea, medicines, Level::Competent).await;
    service.acknowledge(bea).await;
    service.pass_minutes(40 * 24 * 60);
    let draft = domain::shift::ShiftDraft {
        date: "2026-05-06".into(),
        ..crate::testing::shift_draft(larkfield, 6, ("09:00", "17:00"), &[medicines])
    };
    let shift = super::saved(&service, office, &draft).await.unwrap();
    super::send(&service.as_(office).await, shift, &domain::shift::ApplyByDraft::default()).await.unwrap();
    service.interested(bea, shift).await;
    let chosen = application(&service, office, shift, bea).await;
    select(&service.as_(office).await, chosen, &OverrideDraft::default()).await.unwrap();
    assert_eq!(alerts(&service).await, []);

    service.set_cadence(medicines, 1).await;
    let cx = service.as_(office).await;
    let tx = cx.write(domain::access::Action::ManageTasks).await.unwrap();
    let entry = crate::audit::Entry::new(domain::audit::AuditAction::TaskUpdated);
    tx.also(entry.about("task", medicines.0));
    competency::apply_cadence(&tx, medicines, Some(1.try_into().unwrap())).await.unwrap();
    tx.commit_noted().await.unwrap();

    assert_eq!(alerts(&service).await.len(), 1);
}

#[tokio::test]
async fn em4_two_shifts_that_are_sent_are_two_mails_to_each_carer() {
    let service = Service::new().await;
    let (office, _) = (service.admin("Ann").await, service.carer("Bea").await);
    let larkfield = service.package("Larkfield").await;
    for day in [6, 9] {
        service.sent(office, larkfield, day, ("09:00", "17:00"), &[]).await;
    }
    let open = [super::mail("Bea", "shift_open"), super::mail("Bea", "shift_open")];
    assert_eq!(shift_mails(&service).await, open);
}
