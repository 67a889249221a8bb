//! The trail on a real database: who may read it, what it shows, and that altering it is found.

use domain::access::{Action, Flags, Role};
use domain::audit::AuditAction;
use domain::list::{Asked, Listed};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{Line, entry, page};
use crate::audit::{Entry, verify};
use crate::cx::RESERVED;
use crate::personal::Kind;
use crate::testing::Service;
use crate::{Cx, Error};

async fn note(cx: &Cx, text: &str) -> Result<(), Error> {
    let tx = cx.write(Action::ManageSettings).await?;
    let note = tx.personal(Kind::Note, None, text).await?;
    let entry = Entry::new(AuditAction::SettingsChanged);
    tx.commit(entry.before(json!({ "limit": 2 }))?.after(json!({ "limit": 3, "note": note }))?).await
}

#[tokio::test]
async fn s077_an_entry_shows_before_and_after_and_the_text_it_refers_to() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let cx = service.as_(ann).await;
    note(&cx, "only a note").await.unwrap();

    let found = page(&cx, "settings_changed", &Asked::default()).await.unwrap();
    let detail = entry(&cx, found.rows[0].id).await.unwrap();

    assert_eq!(found.rows.len(), 1);
    assert_eq!(detail.before, Some(json!({ "limit": 2 })));
    assert_eq!(detail.after, Some(json!({ "limit": 3, "note": "only a note" })));
    assert_eq!(detail.line.severity, "warning");
    assert!(detail.origin.unwrap().contains("203.0.113.7"));
}

#[tokio::test]
async fn s080_without_the_flag_nothing_is_read_and_the_attempt_is_recorded() {
    let service = Service::new().await;
    let bea = service.plain_admin("Bea Cole").await;
    let cx = service.as_(bea).await;

    assert!(matches!(page(&cx, "", &Asked::default()).await, Err(Error::Forbidden)));
    assert_eq!(service.trail().await, ["permission_violation"]);
}

#[tokio::test]
async fn r_gen_1_an_entry_of_another_organisation_is_not_found() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let cx = service.as_(ann).await;
    note(&cx, "ours").await.unwrap();
    let ours = page(&cx, "", &Asked::default()).await.unwrap().rows[0].id;
    let there = service.another_organisation("Elsewhere Care").await;
    let eve = service.account(there, "Eve Dale", Role::Admin, Flags::ALL).await;

    let refused = entry(&service.as_(eve).await, ours).await;

    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test]
async fn r_aud_6_a_long_trail_is_read_page_by_page_and_each_entry_once() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let cx = service.as_(ann).await;
    for number in 0..30 {
        note(&cx, &format!("note {number}")).await.unwrap();
    }
    let read = async |asked: Asked| page(&cx, "settings_changed", &asked).await.unwrap();
    let ids = |page: &Listed<Line>| page.rows.iter().map(|line| line.id).collect::<Vec<_>>();

    let first = read(Asked::default()).await;
    let second = read(Asked { after: first.next.clone().unwrap(), ..Asked::default() }).await;
    let back = read(Asked { before: second.previous.clone().unwrap(), ..Asked::default() }).await;

    assert_eq!((first.rows.len(), second.rows.len(), second.next), (25, 5, None));
    assert_eq!((first.found, ids(&back), back.previous), (30, ids(&first), None));
    assert!(first.rows.iter().all(|line| line.seq > second.rows[0].seq));
    assert!(matches!(page(&cx, "nothing", &Asked::default()).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn s078_a_row_altered_by_hand_is_named_by_its_position() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let cx = service.as_(ann).await;
    for text in ["first", "second", "third"] {
        note(&cx, text).await.unwrap();
    }
    let before = verify::all(&service.platform).await.unwrap();
    let ours = before.iter().find(|chain| chain.organisation == service.organisation).unwrap();
    assert_eq!((ours.count, ours.broken), (4, None));

    service.alter_audit_entry(2, "settings_changes").await;

    let after = verify::all(&service.platform).await.unwrap();
    let broken: Vec<_> = after.iter().filter(|chain| chain.broken.is_some()).collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(broken[0].broken, Some((2, "the entry was altered")));
}

#[tokio::test]
async fn s106_an_act_whose_entry_cannot_be_written_leaves_nothing() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let cx = service.as_(ann).await;
    let tx = cx.write(Action::ManageSettings).await.unwrap();
    tx.personal(Kind::Note, None, "never kept").await.unwrap();
    drop(tx);

    let kept = service.platform.db.reader().query_all_raw(sea_orm::Statement::from_string(
        service.platform.db.reader().get_database_backend(),
        "SELECT id FROM personal_value WHERE kind = 'note'",
    ));

    assert!(kept.await.unwrap().is_empty());
    assert!(service.trail().await.is_empty());
}

#[tokio::test]
async fn al4_writers_at_once_make_one_unbroken_chain() {
    let service = Service::new().await;
    let ann = service.admin("Ann Brown").await;
    let cx = service.as_(ann).await;
    let writers = (0..20).map(|number| {
        let cx = cx.clone();
        tokio::spawn(async move { note(&cx, &format!("note {number}")).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }

    let chains = verify::all(&service.platform).await.unwrap();

    let ours = chains.iter().find(|chain| chain.organisation == service.organisation).unwrap();
    assert_eq!((ours.count, ours.broken), (21, None));
    assert!(chains.iter().all(|chain| chain.broken.is_none() || chain.organisation == RESERVED));
}

#[tokio::test]
async fn r_alt_7_the_fifth_refused_attempt_within_an_hour_is_an_alert_and_the_fourth_is_not() {
    let service = Service::new().await;
    let amara = service.carer("Amara Obi").await;
    let raised = async |service: &Service| {
        let alerts = service.entries().await.into_iter();
        alerts.filter(|(action, ..)| action == AuditAction::AlertRaised.name()).count()
    };
    let cx = service.as_(amara).await;
    for _ in 0..4 {
        assert!(cx.may(Action::ManageSettings).await.is_err());
    }
    assert_eq!(raised(&service).await, 0);
    service.pass_minutes(61);
    let cx = service.as_(amara).await;
    assert!(cx.may(Action::ManageSettings).await.is_err());
    assert_eq!(raised(&service).await, 0, "the first four are more than an hour ago");

    for _ in 0..4 {
        assert!(cx.may(Action::ManageSettings).await.is_err());
    }
    assert_eq!(raised(&service).await, 1);
}

#[tokio::test]
async fn r_aud_1_an_entry_names_what_it_speaks_of_and_people_by_their_names_then() {
    let service = Service::new().await;
    let (ann, amara) = (service.admin("Ann Brown").await, service.carer("Amara Obi").await);
    let package = service.package("Orchard House").await;
    let cx = service.as_(ann).await;
    let tx = cx.write(Action::ManageSettings).await.unwrap();
    let told =
        json!({ "carer": amara, "packages": [package], "rating": "01a20565-2f38-7b7d-92e3-8214e118d458" });
    let about = Entry::new(AuditAction::SettingsChanged).about("care_package", package.0);
    tx.commit(about.after(told).unwrap()).await.unwrap();

    let found = page(&cx, "settings_changed", &Asked::default()).await.unwrap();
    let detail = entry(&cx, found.rows[0].id).await.unwrap();

    assert_eq!(detail.entity, Some(("care_package".into(), "Orchard House".into())));
    let shown = json!({
        "carer": "Amara Obi", "packages": ["Orchard House"], "rating": "01a20565-2f38-7b7d-92e3-8214e118d458",
    });
    assert_eq!(detail.after, Some(shown));
}
