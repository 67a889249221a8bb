//! Jobs on a real database: once over all processes, recorded, and what retention removes.

use std::collections::BTreeMap;

use domain::id::{AccountId, NoticeId, OrganisationId, PersonalValueId, SubmissionId};
use domain::time::Instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::*;
use crate::entity::{
    alert, audit_entry, invitation, job_run, notice, outbox, personal_value, retention_run, session,
    submission,
};
use crate::testing::{Service, unique};

fn said(text: &str) -> Did {
    text.to_owned().into()
}

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
    let finished = done[0].finished_at.expect("an end");
    assert!(done[0].started_at >= service.now() && finished >= done[0].started_at, "{done:?}");

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
async fn r_ops_1_a_runner_that_comes_back_late_gives_away_nothing_that_another_has_taken() {
    let service = Service::new().await;
    let (slow, next, third) = (Runner::new().unwrap(), Runner::new().unwrap(), Runner::new().unwrap());
    assert!(slow.0.take(&service.platform.db, "outbox", service.now()).await.unwrap());
    service.pass_minutes(5);
    assert!(next.0.take(&service.platform.db, "outbox", service.now()).await.unwrap(), "it has run out");

    slow.give_back(&service.platform).await.unwrap();

    assert_eq!(third.run(&service.nobody(), "outbox").await.unwrap(), Ran::Elsewhere);
    next.give_back(&service.platform).await.unwrap();
    assert!(matches!(third.run(&service.nobody(), "outbox").await.unwrap(), Ran::Done(_)));
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

async fn add_notice(service: &Service, at: OrganisationId, account: AccountId, made: Instant) {
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

async fn add_submission(service: &Service, account: AccountId, made: Instant) {
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
        Ran::Done(said(
            "0 requests expired, 0 rows removed, 0 blanked; 0 requests expired, 4 rows removed, 0 blanked"
        ))
    );
    let db = service.platform.db.reader();
    assert_eq!(session::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(notice::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(submission::Entity::find().count(db).await.unwrap(), 1);
    let trail = service.trail().await;
    let removed = trail.iter().filter(|action| *action == "cleanup_run").count();
    assert_eq!(removed, 4, "and where the session came from: {trail:?}");
    let again = Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();
    assert_eq!(
        again,
        Ran::Done(said(
            "0 requests expired, 0 rows removed, 0 blanked; 0 requests expired, 0 rows removed, 0 blanked"
        ))
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
        Ran::Done(said(
            "0 requests expired, 0 rows removed, 0 blanked; 0 requests expired, 1100 rows removed, 0 blanked"
        ))
    );
}

async fn invite(service: &Service, by: AccountId, email: &str) {
    let draft = domain::invitation::InvitationDraft {
        name: "Cid Dunn".into(),
        email: email.into(),
        role: "carer".into(),
        ..Default::default()
    };
    let cx = service.as_(by).await;
    crate::invitation::invite(&cx, None, SubmissionId(unique()), &draft).await.unwrap();
}

#[tokio::test]
async fn domain_10_ended_invitations_lose_name_and_address_after_a_year_and_typed_addresses_after_400_days() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let day = 24 * 60;
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
    invite(&service, ann, "old@example.org").await;
    let form = domain::account::SignInDraft {
        email: "stranger@example.org".into(),
        password: "not a passphrase".into(),
        ..Default::default()
    };
    crate::account::sign_in(&service.nobody(), &form).await.unwrap_err();
    service.pass_minutes(8 * day);
    assert_eq!(run().await, 1, "it has expired, and is not old");
    service.pass_minutes(364 * day);
    invite(&service, ann, "new@example.org").await;
    assert_eq!((run().await, values(personal_value::Kind::Email).await), (2, 2));
    service.pass_minutes(2 * day);
    assert_eq!((run().await, values(personal_value::Kind::Email).await), (1, 1), "366 days after its end");
    assert_eq!(values(personal_value::Kind::TypedEmail).await, 1, "373 days old");
    service.pass_minutes(27 * day);
    run().await;
    assert_eq!(values(personal_value::Kind::TypedEmail).await, 0);
}

/// Everything that says who was invited, in so many invitations.
async fn invited(service: &Service) -> Vec<String> {
    let rows = invitation::Entity::find().all(service.platform.db.reader()).await.unwrap();
    rows.into_iter().flat_map(|row| [row.name, row.name_key, row.email, row.email_key]).flatten().collect()
}

#[tokio::test]
async fn domain_10_whatever_names_the_invited_goes_even_where_only_a_part_is_left() {
    let service = Service::new().await;
    let office = service.admin("Office").await;
    invite(&service, office, "cid@example.org").await;
    let run = async || {
        Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();
        invited(&service).await
    };
    service.pass_minutes(8 * 24 * 60);
    assert_eq!(run().await, ["Cid Dunn", "cid dunn", "cid@example.org", "cid@example.org"]);
    service.pass_minutes(366 * 24 * 60);
    assert_eq!(run().await, [""; 0]);

    for column in ["name_key", "email_key"] {
        service.alter(&format!("UPDATE invitation SET {column} = 'cid'")).await;
        assert_eq!(invited(&service).await, ["cid"]);
        assert_eq!(run().await, [""; 0], "{column}");
    }
}

#[tokio::test]
async fn domain_10_personal_texts_go_once_nothing_refers_to_them_and_not_before() {
    let service = Service::new().await;
    let (ann, task) = (service.carer("Ann").await, service.task("Washing", 50).await);
    let home = service.package("Larkfield").await;
    service.assign_carer(ann, home).await;
    service.assign_task(task, home).await;
    service.sign_in(ann).await;
    let log = domain::progress::LogDraft {
        task: task.to_string(),
        count: "2".into(),
        note: "With Mrs Hill".into(),
        ..Default::default()
    };
    let cx = service.as_(ann).await;
    crate::progress::log_completion(&cx, SubmissionId(unique()), &log).await.unwrap();
    let texts = async || -> BTreeMap<PersonalValueId, personal_value::Kind> {
        let rows = personal_value::Entity::find().all(service.platform.db.reader()).await.unwrap();
        rows.into_iter().map(|row| (row.id, row.kind)).collect()
    };
    let first = texts().await;
    let run = async || {
        Runner::new().unwrap().run(&service.nobody(), "retention").await.unwrap();
        let left = texts().await;
        first.iter().filter(|(id, _)| !left.contains_key(id)).map(|(_, kind)| *kind).collect::<Vec<_>>()
    };

    service.pass_minutes(2 * 24 * 60);
    assert_eq!(run().await, [], "the sessions refer to where they came from");
    service.pass_minutes(92 * 24 * 60);
    let gone = [personal_value::Kind::Origin];
    assert_eq!(run().await, gone, "a session that did nothing; the other one's acts and the note stay");
    let said = service.entries().await.pop().unwrap();
    assert_eq!(
        (said.0.as_str(), said.2.as_str()),
        ("cleanup_run", r#"{"removed":1,"table":"personal_value"}"#)
    );
    assert_eq!(run().await, gone);
    let runs = retention_run::Entity::find().count(service.platform.db.reader()).await.unwrap();
    assert_eq!(runs, 1, "a second run removes nothing more");
}

#[tokio::test]
async fn r_alt_9_a_run_that_ended_with_its_process_is_closed_and_reported_by_the_next() {
    let service = Service::new().await;
    service.admin("Office").await;
    let runner = Runner::new().unwrap();
    let died = runs::begin(&service.nobody().system(RESERVED, Zone::UTC), "outbox").await.unwrap();
    service.pass_minutes(10);

    runner.run(&service.nobody(), "outbox").await.unwrap();

    let all = runs(&service, "outbox").await;
    let dead = all.iter().find(|run| run.id == died).unwrap();
    assert_eq!(dead.error.as_deref(), Some("ended with its process"));
    assert!(dead.finished_at.is_some() && all.len() == 2, "{all:?}");
    let alerts = alert::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert_eq!((alerts.len(), alerts[0].severity), (1, alert::Severity::High));
    assert!(alerts[0].message.contains("ended with its process"), "{}", alerts[0].message);
    let told = outbox::Entity::find().filter(outbox::Column::Template.eq("alert_raised"));
    let told = told.count(service.platform.db.reader()).await.unwrap();
    assert_eq!(told, 1, "the auditors of the only organisation are told");
}

#[tokio::test]
async fn r_alt_9_a_job_that_fails_is_recorded_as_a_failure_with_its_end_and_raises_an_alert() {
    let service = Service::new().await;
    service.admin("Office").await;
    service.put_away("notice").await;

    let failed = Runner::new().unwrap().run(&service.nobody(), "retention").await;

    assert!(failed.is_err(), "{failed:?}");
    let rows = job_run::Entity::find().all(service.platform.db.reader()).await.unwrap();
    assert!(rows.iter().all(|run| run.finished_at.is_some()), "{rows:?}");
    let entries = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("error"));
    let entries = entries.all(service.platform.db.reader()).await.unwrap();
    assert!(!entries.is_empty() && entries.iter().all(|entry| entry.outcome == "failure"), "{entries:?}");
    let alerts = alert::Entity::find().filter(alert::Column::DedupeKey.eq("job_failed:retention"));
    assert!(alerts.count(service.platform.db.reader()).await.unwrap() >= 1);
}

#[tokio::test]
async fn r_ops_1_one_organisation_that_cannot_be_worked_in_keeps_no_other_from_its_jobs() {
    let service = Service::new().await;
    let bad = service.another_organisation("Orchard Care").await;
    let mut row: organisation::ActiveModel = organisation::Entity::find_by_id(bad)
        .one(service.platform.db.reader())
        .await
        .unwrap()
        .unwrap()
        .into();
    row.time_zone = Set("Nowhere/Land".into());
    row.update(service.platform.db.writer()).await.unwrap();
    let runner = Runner::new().unwrap();

    runner.run_due(&service.nobody()).await.unwrap();
    let by_hand = runner.run(&service.nobody(), "reminders").await;

    let good = format!("reminders:{}", service.organisation.0.simple());
    assert_eq!(runs(&service, &good).await.len(), 2);
    assert!(by_hand.is_err(), "and it is reported at the end");
}
