//! One applicant gets the shift; everybody is told; what stands against it stops it.

use domain::competency::Level;
use domain::eligibility::{OverrideDraft, RuleKey};
use domain::rota::EntryState;
use domain::shift::{ApplicationState, ApplyByDraft, Refused, ShiftState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::{board, select};
use super::{application, detail, mail, shift_mails, state};
use crate::Error;
use crate::entity::{rota_entry, rota_override};
use crate::rota::week;
use crate::testing::{Service, london};

#[tokio::test]
async fn s055_one_is_selected_two_are_told_and_the_work_stands_in_the_schedule() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let task = service.task("Medicines", 1).await;
    let carers = [service.carer("Bea").await, service.carer("Cid").await, service.carer("Dee").await];
    for carer in carers {
        service.rated(carer, task, Level::Competent, None).await;
    }
    let shift = service.sent(ann, larkfield, 6, ("21:00", "07:00"), &[task]).await;
    for carer in carers {
        service.interested(carer, shift).await;
    }
    let chosen = application(&service, ann, shift, carers[1]).await;
    service.pass_minutes(1);

    select(&service.as_(ann).await, chosen, &OverrideDraft::default()).await.unwrap();

    let trail = service.trail().await;
    let done = ["entry_created", "shift_rejected", "shift_rejected", "shift_selected"];
    assert!(trail.ends_with(&done.map(ToOwned::to_owned)), "{trail:?}");
    let mut mails = shift_mails(&service).await.split_off(3);
    mails.sort();
    let expected =
        [mail("Bea", "shift_not_selected"), mail("Cid", "shift_selected"), mail("Dee", "shift_not_selected")];
    assert_eq!(mails, expected);
    let detail = detail(&service.as_(ann).await, shift).await.unwrap();
    assert_eq!((detail.state, detail.assigned_to.as_deref()), (ShiftState::Assigned, Some("Cid")));
    let schedule = week(&service.as_(carers[1]).await, None).await.unwrap();
    assert_eq!(schedule.work[0].duties, ["Medicines"]);
    assert_eq!(schedule.hours().to_string(), "10.0");
    assert!(week(&service.as_(carers[0]).await, None).await.unwrap().work.is_empty());
    let rejected = board(&service.as_(carers[0]).await).await.unwrap();
    assert_eq!(rejected.applications[0].state, ApplicationState::Rejected);
}

#[tokio::test]
async fn r_elg_8_the_verdict_of_the_selection_is_kept_with_application_and_entry() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    let chosen = application(&service, ann, shift, bea).await;
    select(&service.as_(ann).await, chosen, &OverrideDraft::default()).await.unwrap();

    let entry = rota_entry::Entity::find()
        .filter(rota_entry::Column::ShiftId.eq(shift))
        .one(service.platform.db.reader())
        .await
        .unwrap()
        .unwrap();
    let kept: domain::eligibility::Verdict = serde_json::from_str(&entry.verdict).unwrap();
    assert_eq!((kept.as_of.to_string().as_str(), kept.reasons.len()), ("2026-03-06", 0));
    assert_eq!((entry.state, entry.confirmed_by), (EntryState::Confirmed, Some(ann)));
}

#[tokio::test]
async fn s056_an_applicant_who_works_elsewhere_meanwhile_cannot_be_selected() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (larkfield, moorview) = (service.package("Larkfield").await, service.package("Moorview").await);
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    let elsewhere = (london(2026, 3, 6, 16, 59), london(2026, 3, 6, 20, 0));
    service.planned(bea, moorview, elsewhere, EntryState::Confirmed).await;
    let chosen = application(&service, ann, shift, bea).await;

    let given = OverrideDraft([("overlap".into(), "She can be in both places".into())].into());
    let refused = select(&service.as_(ann).await, chosen, &given).await;

    let Err(Error::Shift(Refused::Unsettled(unsettled))) = refused else { panic!("{refused:?}") };
    assert_eq!(unsettled.blocked[0].rule, RuleKey::Overlap);
    assert_eq!(state(&service, ann, shift).await, ShiftState::HasApplications);
}

#[tokio::test]
async fn s100_an_applicant_whose_rating_was_lowered_is_not_selected_whatever_the_reason() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let task = service.task("Medicines", 1).await;
    let bea = service.carer("Bea").await;
    service.rated(bea, task, Level::Competent, None).await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[task]).await;
    service.interested(bea, shift).await;
    service.rated(bea, task, Level::NonCompetent, None).await;
    let chosen = application(&service, ann, shift, bea).await;

    let given = OverrideDraft([("competence".into(), "She has done it for years".into())].into());
    let refused = select(&service.as_(ann).await, chosen, &given).await;

    let Err(Error::Shift(Refused::Unsettled(unsettled))) = refused else { panic!("{refused:?}") };
    assert_eq!(unsettled.blocked[0].rule, RuleKey::Competence);
    assert!(!service.trail().await.contains(&"shift_selected".to_owned()));
    assert_eq!(state(&service, ann, shift).await, ShiftState::HasApplications);
}

#[tokio::test]
async fn r_ovr_1_too_many_hours_pass_with_a_reason_that_is_kept() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    for day in [2, 3, 4] {
        let work = (london(2026, 3, day, 9, 0), london(2026, 3, day, 19, 0));
        service.planned(bea, larkfield, work, EntryState::Confirmed).await;
    }
    let chosen = application(&service, ann, shift, bea).await;
    let ann_now = service.as_(ann).await;

    let refused = select(&ann_now, chosen, &OverrideDraft::default()).await;
    let Err(Error::Shift(Refused::Unsettled(unsettled))) = refused else { panic!("{refused:?}") };
    assert_eq!(unsettled.unexplained[0].rule, RuleKey::WeeklyHours);

    let given = OverrideDraft([("weekly_hours".into(), "She asked for two hours more".into())].into());
    select(&ann_now, chosen, &given).await.unwrap();
    let kept = rota_override::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].rule_key, kept[0].by), (RuleKey::WeeklyHours, ann));
    assert!(service.trail().await.contains(&"rule_overridden".to_owned()));
}

#[tokio::test]
async fn r_shf_1_the_reason_given_with_the_shift_carries_to_its_entry() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let bea = service.carer("Bea").await;
    let long = crate::testing::shift_draft(larkfield, 6, ("07:00", "20:00"), &[]);
    let given = OverrideDraft([("shift_length".into(), "The day centre is closed".into())].into());
    let ann_now = service.as_(ann).await;
    let submission = domain::id::SubmissionId(crate::testing::unique());
    let shift = super::create(&ann_now, submission, &long, &given).await.unwrap();
    super::send(&ann_now, shift, &ApplyByDraft::default()).await.unwrap();
    service.interested(bea, shift).await;
    let chosen = application(&service, ann, shift, bea).await;

    select(&ann_now, chosen, &OverrideDraft::default()).await.unwrap();

    let kept = rota_override::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert_eq!(kept[0].reason, "The day centre is closed");
}
