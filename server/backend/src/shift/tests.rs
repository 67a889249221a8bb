//! Shifts end to end on a real database: who is offered what, who may ask, who gets it, and what becomes of it.

mod board;
mod eligible;
mod ending;
mod race;
mod selection;

use domain::competency::Level;
use domain::eligibility::{OverrideDraft, RuleKey};
use domain::id::{AccountId, ApplicationId, ShiftId, SubmissionId};
use domain::problems::Problem;
use domain::shift::{ApplyByDraft, Refused, ShiftDraft, ShiftState, ShiftType};

use super::{create, delete, detail, send};
use crate::Error;
use crate::outbox::Mail;
use crate::testing::{Service, london, shift_draft, unique};

/// Saves a shift as it is typed.
async fn saved(service: &Service, admin: AccountId, draft: &ShiftDraft) -> Result<ShiftId, Error> {
    let submission = SubmissionId(unique());
    create(&service.as_(admin).await, submission, draft, &OverrideDraft::default()).await
}

/// The only application of a carer for a shift.
async fn application(service: &Service, admin: AccountId, shift: ShiftId, carer: AccountId) -> ApplicationId {
    let detail = detail(&service.as_(admin).await, shift).await.unwrap();
    detail.applicants.iter().find(|one| one.carer == carer).unwrap().id
}

async fn state(service: &Service, admin: AccountId, shift: ShiftId) -> ShiftState {
    detail(&service.as_(admin).await, shift).await.unwrap().state
}

/// The mails about shifts: to whom (by the first word of the name) and what.
async fn shift_mails(service: &Service) -> Vec<(String, &'static str)> {
    let mails = service.mails().await.into_iter();
    let about = mails.filter_map(|(_, mail)| match mail {
        Mail::Shift(mail) => Some((mail.name.clone(), mail.name())),
        _ => None,
    });
    about.collect()
}

fn mail(name: &str, about: &'static str) -> (String, &'static str) {
    (name.to_owned(), about)
}

#[tokio::test]
async fn s060_without_task_in_the_past_or_without_length_nothing_is_saved() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let wrong = [
        (
            ShiftDraft { kind: "competent".into(), ..shift_draft(larkfield, 6, ("09:00", "17:00"), &[]) },
            "tasks",
        ),
        (shift_draft(larkfield, 2, ("08:59", "17:00"), &[]), "start"),
        (shift_draft(larkfield, 6, ("09:00", "09:00"), &[]), "end"),
    ];

    for (draft, field) in wrong {
        let refused = saved(&service, ann, &draft).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert!(problems.of(field).is_some(), "{field}: {problems:?}");
    }
    assert_eq!(service.trail().await, Vec::<String>::new());
}

#[tokio::test]
async fn s092_a_start_that_the_clocks_skip_is_refused_and_of_two_the_first_is_taken() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let skipped = shift_draft(larkfield, 29, ("01:30", "09:30"), &[]);
    let Err(Error::Invalid(problems)) = saved(&service, ann, &skipped).await else { panic!("refused") };
    assert_eq!(problems.of("start"), Some(Problem::Skipped));

    service.set_clock(london(2026, 10, 1, 9, 0));
    let twice =
        ShiftDraft { date: "2026-10-25".into(), ..shift_draft(larkfield, 1, ("01:30", "09:30"), &[]) };
    let id = saved(&service, ann, &twice).await.unwrap();
    let facts = detail(&service.as_(ann).await, id).await.unwrap().facts;
    assert_eq!(facts.period.hours().to_string(), "9.0");
}

#[tokio::test]
async fn r_shf_1_a_length_or_date_against_the_rules_needs_a_reason_that_stays_with_the_shift() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let long = shift_draft(larkfield, 6, ("07:00", "20:00"), &[]);

    let refused = saved(&service, ann, &long).await;
    let Err(Error::Shift(Refused::Unsettled(unsettled))) = refused else { panic!("{refused:?}") };
    assert_eq!(unsettled.unexplained[0].rule, RuleKey::ShiftLength);

    let given = OverrideDraft([("shift_length".into(), "The day centre is closed".into())].into());
    let id = create(&service.as_(ann).await, SubmissionId(unique()), &long, &given).await.unwrap();
    let detail = detail(&service.as_(ann).await, id).await.unwrap();
    assert_eq!(detail.accepted[0].reason, "The day centre is closed");
}

#[tokio::test]
async fn r_gen_10_a_form_that_arrives_twice_makes_one_shift() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let draft = shift_draft(larkfield, 6, ("21:00", "07:00"), &[]);
    let (ann, submission) = (service.as_(ann).await, SubmissionId(unique()));

    let first = create(&ann, submission, &draft, &OverrideDraft::default()).await.unwrap();
    let second = create(&ann, submission, &draft, &OverrideDraft::default()).await.unwrap();

    assert_eq!(first, second);
    assert_eq!(service.trail().await, ["shift_created"]);
    assert_eq!(detail(&ann, first).await.unwrap().facts.shift_type, ShiftType::Night);
}

#[tokio::test]
async fn s129_all_eligible_carers_are_offered_it_and_a_later_one_is_told_too() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let task = service.task("Medicines", 50).await;
    for number in 0..19 {
        let carer = service.carer(&format!("Carer {number}")).await;
        if number < 12 {
            service.rated(carer, task, Level::Competent, None).await;
        }
    }
    let late = service.carer("Zoe").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[task]).await;
    assert_eq!(shift_mails(&service).await.len(), 12);
    assert!(super::board(&service.as_(late).await).await.unwrap().shifts.is_empty());

    service.pass_minutes(1);
    service.rated(late, task, Level::Proficient, None).await;
    let tx = service.as_(ann).await.write(domain::access::Action::ManageShifts).await.unwrap();
    super::offer_to(&tx, late).await.unwrap();
    super::offer_to(&tx, late).await.unwrap();
    tx.commit_noted().await.unwrap();

    assert_eq!(super::board(&service.as_(late).await).await.unwrap().shifts[0].facts.id, shift);
    assert_eq!(shift_mails(&service).await[12..], [mail("Zoe", "shift_open")]);
    assert_eq!(detail(&service.as_(ann).await, shift).await.unwrap().seen.len(), 13);
}

#[tokio::test]
async fn s143_apply_by_is_the_start_of_a_near_shift_and_never_after_it() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let near = service.sent(ann, larkfield, 3, ("09:00", "17:00"), &[]).await;
    let far = service.sent(ann, larkfield, 20, ("09:00", "17:00"), &[]).await;
    let late = ShiftDraft {
        apply_by_date: "2026-03-06".into(),
        apply_by_time: "09:01".into(),
        ..shift_draft(larkfield, 6, ("09:00", "17:00"), &[])
    };

    let ann_now = service.as_(ann).await;
    let apply_by = async |id| detail(&ann_now, id).await.unwrap().facts.apply_by;
    assert_eq!(apply_by(near).await, london(2026, 3, 3, 9, 0));
    assert_eq!(apply_by(far).await, london(2026, 3, 4, 9, 0));
    let Err(Error::Invalid(problems)) = saved(&service, ann, &late).await else { panic!("refused") };
    assert_eq!(problems.of("apply_by_date"), Some(Problem::AfterStart));
}

#[tokio::test]
async fn s144_any_admin_manages_a_shift_and_only_an_unsent_one_is_deleted() {
    let service = Service::new().await;
    let (ann, ben) = (service.admin("Ann").await, service.plain_admin("Ben").await);
    let larkfield = service.package("Larkfield").await;
    let task = service.task("Medicines", 50).await;
    let unsent = service.shift(ann, larkfield, 6, ("09:00", "17:00"), &[task]).await;
    let shift = service.shift(ann, larkfield, 7, ("09:00", "17:00"), &[]).await;
    let ben = service.as_(ben).await;

    send(&ben, shift, &ApplyByDraft::default()).await.unwrap();
    let again = send(&ben, shift, &ApplyByDraft::default()).await;
    assert!(matches!(again, Err(Error::Shift(Refused::AlreadySent))));
    assert!(matches!(delete(&ben, shift).await, Err(Error::Shift(Refused::AlreadySent))));
    delete(&ben, unsent).await.unwrap();
    assert!(matches!(detail(&ben, unsent).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn r_gen_1_another_organisations_shift_is_not_found() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let larkfield = service.package("Larkfield").await;
    let shift = service.shift(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    let other = service.another_organisation("Moorview Care").await;
    let flags = domain::access::Flags::ALL;
    let eve = service.account(other, "Eve", domain::access::Role::Admin, flags).await;
    let eve = service.as_(eve).await;

    assert!(matches!(detail(&eve, shift).await, Err(Error::NotFound)));
    assert!(matches!(send(&eve, shift, &ApplyByDraft::default()).await, Err(Error::NotFound)));
    assert!(matches!(delete(&eve, shift).await, Err(Error::NotFound)));
}
