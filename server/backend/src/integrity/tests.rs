//! Planted differences are found, and an untouched organisation is clean.

use domain::competency::{Level, RatingDraft};
use domain::id::{AccountId, SubmissionId, TaskId};
use domain::time::{Date, Zone};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{derived, run};
use crate::competency;
use crate::cx::RESERVED;
use crate::entity::{alert, competency_current, organisation, progress_current};
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
        let faults = derived(&self.service.system()).await.unwrap();
        faults.into_iter().map(|fault| (fault.check, fault.what)).collect()
    }
}

#[tokio::test]
async fn r_aud_7_what_the_use_cases_wrote_is_clean_and_the_run_is_recorded() {
    let scene = scene().await;
    assert_eq!(scene.found().await, []);

    assert_eq!(run(&scene.service.system()).await.unwrap(), "nothing found");

    let (action, _, after) = scene.service.entries().await.pop().unwrap();
    assert_eq!((action.as_str(), after.as_str()), ("integrity_check", r#"{"faults":[],"found":0}"#));
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
    let said = run(&scene.service.system()).await.unwrap();
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
    assert_eq!(lost, ["progress", "competence"]);
}

#[tokio::test]
async fn s078_r_alt_10_a_chain_that_does_not_hold_raises_a_critical_alert() {
    let scene = scene().await;
    scene.service.alter_audit_entry(2, "sign_out").await;

    let said = run(&scene.service.system()).await.unwrap();

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
        assert_eq!(derived(&service.system()).await.unwrap(), []);
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

    assert_eq!(derived(&cx).await.unwrap(), []);
    assert_eq!(run(&cx).await.unwrap(), "nothing found");
}
