//! Jobs on a real database: once over all processes, recorded, and what retention removes.

use domain::id::{NoticeId, OrganisationId, SubmissionId};
use domain::time::Instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::*;
use crate::entity::{invitation, job_run, notice, personal_value, session, submission};
use crate::testing::{Service, unique};

async fn runs(service: &Service, kind: &str) -> Vec<job_run::Model> {
    let rows = job_run::Entity::find().filter(job_run::Column::Kind.eq(kind));
    rows.all(service.platform.db.reader()).await.unwrap()
}

#[tokio::test]
async fn r_ops_1_a_due_job_runs_once_however_many_processes_look() {
    let service = Service::new().await;
    let one = Runner::new().unwrap();
    let two = Runner::new().unwrap();
    let (first, second) = (service.nobody(), service.nobody());
    let (a, b) = tokio::join!(one.run_due(&first), two.run_due(&second));
    a.unwrap();
    b.unwrap();
    let done = runs(&service, "outbox").await;
    assert_eq!(done.len(), 1, "{done:?}");
    assert_eq!(done[0].result.as_deref(), Some("0 sent, 0 failed, 0 given up, 0 expired"));
    assert_eq!((done[0].started_at, done[0].finished_at), (service.now(), Some(service.now())));

    one.run_due(&service.nobody()).await.unwrap();
    assert_eq!(runs(&service, "outbox").await.len(), 1, "the same minute");
    service.pass_minutes(1);
    two.run_due(&service.nobody()).await.unwrap();
    assert_eq!(runs(&service, "outbox").await.len(), 2);
}

#[tokio::test]
async fn r_ops_1_a_job_that_runs_elsewhere_is_left_alone_and_a_dead_runner_is_followed() {
    let service = Service::new().await;
    let (alive, other) = (Runner::new().unwrap(), Runner::new().unwrap());
    assert!(other.0.take(&service.platform.db, "outbox", service.now()).await.unwrap());
    assert_eq!(alive.run(&service.nobody(), "outbox").await.unwrap(), Ran::Elsewhere);
    service.pass_minutes(5);
    assert!(matches!(alive.run(&service.nobody(), "outbox").await.unwrap(), Ran::Done(_)));
    assert!(matches!(alive.run(&service.nobody(), "nonsense").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn r_ops_1_retention_runs_once_for_each_organisation_and_day() {
    let service = Service::new().await;
    service.another_organisation("Orchard Care").await;
    let runner = Runner::new().unwrap();
    let days = async || {
        runner.run_due(&service.nobody()).await.unwrap();
        job_run::Entity::find()
            .filter(job_run::Column::Kind.starts_with("retention:"))
            .count(service.platform.db.reader())
            .await
            .unwrap()
    };
    assert_eq!(days().await, 3, "two organisations, and the reserved one");
    service.pass_minutes(60);
    assert_eq!(days().await, 3);
    service.pass_minutes(24 * 60);
    assert_eq!(days().await, 6);
}

async fn add_notice(service: &Service, at: OrganisationId, account: domain::id::AccountId, made: Instant) {
    let row = notice::ActiveModel {
        id: Set(NoticeId(unique())),
        organisation_id: Set(at),
        created_at: Set(made),
        updated_at: Set(made),
        version: Set(1),
        account_id: Set(account),
        kind: Set("shift_sent".into()),
        entity_type: Set("shift".into()),
        entity_id: Set(unique()),
        read_at: Set(None),
    };
    row.insert(service.platform.db.writer()).await.unwrap();
}

async fn add_submission(service: &Service, account: domain::id::AccountId, made: Instant) {
    let row = submission::ActiveModel {
        id: Set(SubmissionId(unique())),
        organisation_id: Set(service.organisation),
        created_at: Set(made),
        updated_at: Set(made),
        version: Set(1),
        account_id: Set(account),
        operation: Set("progress/log".into()),
        submission_id: Set(unique()),
        payload_hash: Set(vec![0; 32]),
        result: Set("{}".into()),
    };
    row.insert(service.platform.db.writer()).await.unwrap();
}

#[tokio::test]
async fn domain_10_what_is_past_its_time_goes_and_the_rest_stays() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let day = 24 * 60;
    service.sign_in(ann).await;
    service.pass_minutes(91 * day);
    service.sign_in(ann).await;
    let now = service.now();
    for age in [89, 91] {
        add_notice(&service, service.organisation, ann, now.plus_hours(-24 * age)).await;
    }
    for hours in [23, 25] {
        add_submission(&service, ann, now.plus_hours(-hours)).await;
    }

    let ran = Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();

    assert_eq!(
        ran,
        Ran::Done(
            "0 requests expired, 0 rows removed, 0 blanked; 0 requests expired, 3 rows removed, 0 blanked"
                .into()
        )
    );
    let db = service.platform.db.reader();
    assert_eq!(session::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(notice::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(submission::Entity::find().count(db).await.unwrap(), 1);
    let trail = service.trail().await;
    assert_eq!(trail.iter().filter(|action| *action == "cleanup_run").count(), 3, "{trail:?}");
    let again = Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();
    assert_eq!(
        again,
        Ran::Done(
            "0 requests expired, 0 rows removed, 0 blanked; 0 requests expired, 0 rows removed, 0 blanked"
                .into()
        )
    );
}

#[tokio::test]
async fn domain_10_more_rows_than_one_transaction_takes_all_go() {
    let service = Service::new().await;
    let ann = service.carer("Ann").await;
    let old = service.now().plus_hours(-48);
    let rows = (0..1_100).map(|_| submission::ActiveModel {
        id: Set(SubmissionId(unique())),
        organisation_id: Set(service.organisation),
        created_at: Set(old),
        updated_at: Set(old),
        version: Set(1),
        account_id: Set(ann),
        operation: Set("progress/log".into()),
        submission_id: Set(unique()),
        payload_hash: Set(vec![0; 32]),
        result: Set("{}".into()),
    });
    submission::Entity::insert_many(rows).exec_without_returning(service.platform.db.writer()).await.unwrap();
    let ran = Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();
    assert_eq!(
        ran,
        Ran::Done(
            "0 requests expired, 0 rows removed, 0 blanked; 0 requests expired, 1100 rows removed, 0 blanked"
                .into()
        )
    );
}

#[tokio::test]
async fn domain_10_ended_invitations_lose_name_and_address_after_a_year_and_typed_addresses_after_400_days() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let day = 24 * 60;
    let invited = async |email: &str| {
        let draft = domain::invitation::InvitationDraft {
            name: "Cid Dunn".into(),
            email: email.into(),
            role: "carer".into(),
            ..Default::default()
        };
        let cx = service.as_(ann).await;
        crate::invitation::invite(&cx, None, SubmissionId(unique()), &draft).await.unwrap();
    };
    let values = async |kind: personal_value::Kind| {
        let rows = personal_value::Entity::find().filter(personal_value::Column::Kind.eq(kind));
        let rows = rows.filter(personal_value::Column::Value.is_not_null());
        rows.count(service.platform.db.reader()).await.unwrap()
    };
    let run = async || {
        Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();
        let left = invitation::Entity::find().filter(invitation::Column::Name.is_not_null());
        left.count(service.platform.db.reader()).await.unwrap()
    };
    invited("old@example.org").await;
    let form = domain::account::SignInDraft {
        email: "stranger@example.org".into(),
        password: "not a passphrase".into(),
        ..Default::default()
    };
    crate::account::sign_in(&service.nobody(), &form).await.unwrap_err();
    service.pass_minutes(8 * day);
    assert_eq!(run().await, 1, "it has expired, and is not old");
    service.pass_minutes(364 * day);
    invited("new@example.org").await;
    assert_eq!((run().await, values(personal_value::Kind::Email).await), (2, 2));
    service.pass_minutes(2 * day);
    assert_eq!((run().await, values(personal_value::Kind::Email).await), (1, 1), "366 days after its end");
    assert_eq!(values(personal_value::Kind::TypedEmail).await, 1, "373 days old");
    service.pass_minutes(27 * day);
    run().await;
    assert_eq!(values(personal_value::Kind::TypedEmail).await, 0);
}
