//! Planted differences are found, and an untouched organisation is clean.

use domain::competency::{Level, RatingDraft};
use domain::id::{AccountId, SubmissionId, TaskId};
use domain::time::{Date, Zone};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{derived, run};
use crate::competency;
use crate::cx::RESERVED;
use crate::entity::{alert, audit_entry, competency_current, organisation, progress_current};
use crate::testing::{Service, unique};

struct Scene {
    service: Service,
    office: AccountId,
    ann: AccountId,
    washing: TaskId,
}

/// A carer who has logged, was corrected and reset, has one rating in force and one that waits.
async fn scene() -> Scene {
    let service = Service::new().await;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    let (meadow, washing) = (service.package("Larkfield").await, service.task("Washing", 50).await);
    service.assign_carer(ann, meadow).await;
    service.assign_task(washing, meadow).await;
    service.log(ann, washing, "7").await.unwrap();
    service.set_count(office, ann, washing, 40).await.unwrap();
    service.reset_count(office, ann, washing).await.unwrap();
    service.pass_minutes(5);
    service.log(ann, washing, "5").await.unwrap();
    let scene = Scene { service, office, ann, washing };
    scene.rate("advanced_beginner").await;
    scene.service.acknowledge(ann).await;
    scene.rate("competent").await;
    scene
}

impl Scene {
    async fn rate(&self, level: &str) {
        let form = RatingDraft {
            task: self.washing.to_string(),
            level: level.into(),
            reason: "Seen at work by the assessor".into(),
            ..RatingDraft::default()
        };
        self.service.pass_minutes(1);
        competency::rate(&self.service.as_(self.office).await, self.ann, SubmissionId(unique()), &form)
            .await
            .unwrap();
    }

    async fn alerts(&self) -> Vec<alert::Model> {
        let ours = alert::Entity::find().filter(alert::Column::Type.eq(alert::Kind::DataIntegrity));
        ours.all(self.service.platform.db.reader()).await.unwrap()
    }

    async fn found(&self) -> Vec<(&'static str, String)> {
        let found = derived(&self.service.system()).await.unwrap();
        assert!(found.could_not_run.is_empty(), "{found:?}");
        found.faults.into_iter().map(|fault| (fault.check, fault.what)).collect()
    }

    /// Alters a row as somebody with the database's own tools would, past the triggers that refuse it, and asks for
    /// one fault of a check.
    async fn plant(&self, sql: &str, check: &str) {
        self.service.alter(sql).await;
        let found = self.found().await;
        assert!(!found.is_empty() && found.iter().all(|one| one.0 == check), "{sql}: {found:?}");
    }
}

#[tokio::test]
async fn r_aud_7_what_the_use_cases_wrote_is_clean_and_the_run_is_recorded() {
    let scene = scene().await;
    assert_eq!(scene.found().await, []);

    assert_eq!(run(&scene.service.system()).await.unwrap().said, "nothing found");

    let (action, _, after) = scene.service.entries().await.pop().unwrap();
    assert_eq!(
        (action.as_str(), after.as_str()),
        ("integrity_check", r#"{"could_not_run":[],"faults":[],"found":0}"#)
    );
    assert_eq!(scene.alerts().await, []);
}

#[tokio::test]
async fn r_aud_7_a_count_altered_by_hand_is_found_and_raises_an_alert_once() {
    let scene = scene().await;
    let db = scene.service.platform.db.writer();
    progress_current::Entity::update_many()
        .col_expr(progress_current::Column::Count, 49.into())
        .filter(progress_current::Column::CarerId.eq(scene.ann))
        .exec(db)
        .await
        .unwrap();

    let found = scene.found().await;
    let said = run(&scene.service.system()).await.unwrap().said;
    run(&scene.service.system()).await.unwrap();

    assert_eq!(found.len(), 1);
    assert!(found[0].0 == "progress" && found[0].1.contains("49"), "{found:?}");
    assert_eq!(said, "1 found, see the alerts");
    let alerts = scene.alerts().await;
    assert_eq!((alerts.len(), alerts[0].severity, alerts[0].count), (1, alert::Severity::High, 2));
}

#[tokio::test]
async fn r_aud_7_a_lost_row_a_forgotten_reset_and_altered_ratings_are_found() {
    let scene = scene().await;
    let db = scene.service.platform.db.writer();
    let row = competency_current::Entity::find().one(db).await.unwrap().unwrap();
    let (expert, lapsing) = (Some(Level::Expert), Date::from_ymd_opt(2026, 4, 1));
    for altered in [
        competency_current::Model { effective_level: expert, ..row.clone() },
        competency_current::Model { effective_valid_until: lapsing, ..row.clone() },
        competency_current::Model { pending_rating_id: None, ..row.clone() },
        competency_current::Model { effective_rating_id: row.pending_rating_id, ..row.clone() },
    ] {
        altered.into_active_model().reset_all().update(db).await.unwrap();
        let found = scene.found().await;
        assert!(found.len() == 1 && found[0].0 == "competence", "{found:?}");
    }
    row.into_active_model().reset_all().update(db).await.unwrap();
    assert_eq!(scene.found().await, []);

    progress_current::Entity::update_many()
        .col_expr(progress_current::Column::LastResetAt, Option::<i64>::None.into())
        .filter(progress_current::Column::CarerId.eq(scene.ann))
        .exec(db)
        .await
        .unwrap();
    assert_eq!(scene.found().await.len(), 1, "a forgotten reset");
    progress_current::Entity::delete_many().exec(db).await.unwrap();
    competency_current::Entity::delete_many().exec(db).await.unwrap();
    let lost: Vec<_> = scene.found().await.into_iter().map(|(check, _)| check).collect();
    assert_eq!(lost, ["competence", "progress"]);
}

#[tokio::test]
async fn s078_r_alt_10_a_chain_that_does_not_hold_raises_a_critical_alert() {
    let scene = scene().await;
    scene.service.alter_audit_entry(2, "sign_out").await;

    let said = run(&scene.service.system()).await.unwrap().said;

    assert_eq!(said, "1 found, see the alerts");
    let alerts = scene.alerts().await;
    assert_eq!((alerts.len(), alerts[0].severity), (1, alert::Severity::Critical));
    assert!(alerts[0].message.contains("position 2"), "{}", alerts[0].message);
    assert!(scene.service.trail().await.contains(&"chain_check_failed".to_owned()));
}

#[tokio::test]
async fn r_aud_7_ten_carers_are_compared_by_as_many_queries_as_a_hundred_and_ninety() {
    let service = Service::new().await;
    let washing = service.task("Washing", 5).await;
    let mut asked = Vec::new();
    for more in [10, 180] {
        for at in 0..more {
            let carer = service.carer(&format!("Carer {more} {at}")).await;
            service.done(carer, washing, 3).await;
        }
        let before = service.queries();
        assert_eq!(derived(&service.system()).await.unwrap().faults, []);
        asked.push(service.queries() - before);
    }
    assert_eq!(asked[0], asked[1]);
}

#[tokio::test]
async fn r_aud_7_the_sample_provider_is_clean() {
    let service = Service::empty().await;
    crate::demo::load(&service.platform, service.now()).await.unwrap();
    let provider = organisation::Entity::find().filter(organisation::Column::Id.ne(RESERVED));
    let provider = provider.one(service.platform.db.reader()).await.unwrap().unwrap();

    let cx = service.nobody().system(provider.id, Zone::LONDON);

    assert_eq!(derived(&cx).await.unwrap().faults, []);
    assert_eq!(run(&cx).await.unwrap().said, "nothing found");
}

#[tokio::test]
async fn s140_a_check_that_cannot_run_is_a_failure_of_its_own_and_not_a_finding() {
    let scene = scene().await;
    scene.service.put_away("assessment_ready").await;

    let did = run(&scene.service.system()).await.unwrap();

    assert!(did.has_findings && did.said == "0 found, 1 could not run, see the alerts", "{did:?}");
    let alerts = scene.alerts().await;
    assert_eq!((alerts.len(), alerts[0].severity), (1, alert::Severity::High));
    assert_eq!(alerts[0].title, "An integrity check could not run");
    assert!(alerts[0].message.contains("ready"), "{}", alerts[0].message);
    let trail = scene.service.trail().await;
    assert!(trail.contains(&"integrity_check".to_owned()), "{trail:?}");
    assert!(!trail.contains(&"chain_check_failed".to_owned()), "{trail:?}");
    let row = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("integrity_check"));
    let row = row.one(scene.service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!((row.outcome.as_str(), row.severity.as_str()), ("failure", "error"));
}

#[tokio::test]
async fn r_alt_10_another_fault_beside_an_old_one_is_another_alert() {
    let scene = scene().await;
    let other = scene.service.carer("Bea Lunt").await;
    scene.service.done(other, scene.washing, 3).await;
    for carer in [scene.ann, other] {
        scene.service.alter_count(carer, 49).await;
        for _ in 0..2 {
            run(&scene.service.system()).await.unwrap();
        }
    }
    let counts: Vec<_> = scene.alerts().await.into_iter().map(|alert| alert.count).collect();
    assert_eq!(counts, [2, 2]);
}

#[tokio::test]
async fn r_aud_7_planted_differences_of_acknowledgments_are_found() {
    let scene = scene().await;
    scene.plant("DELETE FROM acknowledgment_rating", "acknowledgments").await;
    let scene = self::scene().await;
    scene
        .plant(
            "UPDATE competency_rating SET effect = 'immediate' WHERE level = 'advanced_beginner'",
            "acknowledgments",
        )
        .await;
}

#[tokio::test]
async fn r_aud_7_a_group_that_is_open_and_not_ready_or_ready_and_not_open_is_found() {
    let scene = scene().await;
    let template = scene.service.template("Personal care", &[scene.washing]).await;
    scene.service.done(scene.service.carer("Bea Lunt").await, scene.washing, 50).await;
    let found = scene.found().await;
    assert!(found.len() == 1 && found[0].1.contains("is ready and not open"), "{found:?}");

    let office = scene.service.as_(scene.office).await;
    for active in [false, true] {
        crate::template::set_active(&office, template, active).await.unwrap();
    }
    assert_eq!(scene.found().await, []);
    scene.service.alter("UPDATE progress_current SET count = 49 WHERE count = 50").await;
    scene.service.alter("UPDATE completion SET amount = 49 WHERE amount = 50").await;
    let found = scene.found().await;
    assert!(found.len() == 1 && found[0].1.contains("is open and not ready"), "{found:?}");
}

#[tokio::test]
async fn r_aud_7_a_task_of_a_deleted_template_and_a_closed_assignment_that_is_open_are_found() {
    let scene = scene().await;
    scene.service.template("Personal care", &[scene.washing]).await;
    scene.service.template("Personal care again", &[scene.washing]).await;
    let found = scene.found().await;
    assert!(
        found.iter().any(|one| one.0 == "structure" && one.1.contains("stands in the templates")),
        "{found:?}"
    );

    let scene = self::scene().await;
    let cx = scene.service.as_(scene.office).await;
    let spare = scene.service.task("Spare", 5).await;
    crate::task::delete(&cx, spare).await.unwrap();
    let larkfield = scene.service.package("Orchard").await;
    scene.service.assign_task(spare, larkfield).await;
    let found = scene.found().await;
    assert!(found.len() == 1 && found[0].1.contains("is still assigned"), "{found:?}");
}

#[tokio::test]
async fn r_aud_7_a_shift_and_an_entry_that_do_not_know_of_each_other_are_found() {
    let scene = scene().await;
    let orchard = scene.service.package("Orchard").await;
    let shift = scene.service.sent(scene.office, orchard, 6, ("09:00", "17:00"), &[]).await;
    scene.service.interested(scene.ann, shift).await;
    let cx = scene.service.as_(scene.office).await;
    let applicant = crate::shift::detail(&cx, shift).await.unwrap().applicants[0].id;
    crate::shift::select(&cx, applicant, &domain::eligibility::OverrideDraft::default()).await.unwrap();
    assert_eq!(scene.found().await, []);
    scene.plant("UPDATE rota_entry SET shift_id = NULL", "work").await;
}

#[tokio::test]
async fn r_aud_7_a_mail_that_waits_for_longer_than_it_is_ever_tried_is_found() {
    let scene = scene().await;
    scene.service.pass_minutes(24 * 60);
    assert_eq!(scene.found().await, []);
    scene.service.pass_minutes(60);
    let found = scene.found().await;
    assert!(!found.is_empty() && found.iter().all(|one| one.0 == "outbox"), "{found:?}");
}

#[tokio::test]
async fn domain_9_what_belongs_to_no_organisation_is_told_to_the_auditors_of_the_only_one() {
    let service = Service::new().await;
    service.admin("Office").await;
    let finding = || crate::alert::Finding {
        kind: alert::Kind::System,
        severity: alert::Severity::High,
        title: "A job failed",
        message: "The job outbox did not finish.".into(),
        details: serde_json::json!({}),
        key: "job_failed:outbox".into(),
    };
    let raise = async || {
        let tx =
            service.nobody().system(RESERVED, Zone::UTC).write(domain::access::Action::RunJob).await.unwrap();
        tx.raise(finding()).await.unwrap();
        tx.commit_noted().await.unwrap();
        service.mails().await.len()
    };
    assert_eq!(raise().await, 1);
    alert::Entity::delete_many().exec(service.platform.db.writer()).await.unwrap();
    service.another_organisation("Orchard Care").await;
    assert_eq!(raise().await, 1, "nobody is told what may be another's");
}
