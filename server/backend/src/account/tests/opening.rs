//! What the trail holds of an account that was made.

use domain::access::Flags;
use domain::account::Email;
use domain::id::PersonalValueId;
use domain::time::Date;
use serde_json::Value;

use super::*;

/// The entry of a new account, as the trail keeps it.
async fn entry(service: &Service, role: NewRole) -> Value {
    let cx = service.as_(service.admin("Office").await).await;
    let tx = cx.write(Action::InviteCarer).await.unwrap();
    let email = Email::read("cid@example.org").unwrap();
    let new = NewAccount { name: "Cid Dunn".into(), email, hash: "no hash".into(), role };
    create(&tx, new).await.unwrap();
    tx.commit_noted().await.unwrap();
    let entry = service.entries().await.into_iter().find(|entry| entry.0 == "account_created").unwrap();
    for text in ["Cid", "example.org", "07700", "Support worker"] {
        assert!(!entry.2.contains(text), "personal texts stand apart: {}", entry.2);
    }
    serde_json::from_str(&entry.2).unwrap()
}

/// The text that a part of an entry refers to.
async fn text(service: &Service, part: &Value) -> String {
    let id: PersonalValueId = part["personal"].as_str().unwrap().parse().unwrap();
    let row = personal_value::Entity::find_by_id(id).one(service.platform.db.reader()).await.unwrap();
    row.unwrap().value.unwrap()
}

#[tokio::test]
async fn r_aud_1_the_entry_of_a_new_carer_refers_to_every_part_of_the_profile() {
    let service = Service::new().await;
    let carer = NewCarer {
        job_role: Some("Support worker".into()),
        employment_start: Date::from_ymd_opt(2026, 3, 1),
        phone: Some("07700 900123".into()),
        ..NewCarer::default()
    };
    let after = entry(&service, NewRole::Carer(carer)).await;

    let profile = &after["profile"];
    let texts = [&after["name"], &after["email"], &profile["job_role"], &profile["phone"]];
    let texts = join_all(texts.map(|part| text(&service, part))).await;
    assert_eq!(texts, ["Cid Dunn", "cid@example.org", "Support worker", "07700 900123"]);
    assert_eq!((&after["role"], &profile["employment_start"]), (&"carer".into(), &"2026-03-01".into()));
    assert!(profile["emergency_name"].is_null() && profile["emergency_phone"].is_null(), "{profile}");
    assert!(after.get("flags").is_none(), "a carer has no rights");
}

#[tokio::test]
async fn r_aud_1_the_entry_of_a_new_admin_says_which_rights() {
    let service = Service::new().await;
    let flags = Flags { can_view_audit: true, ..Flags::default() };

    let after = entry(&service, NewRole::Admin(flags)).await;

    assert_eq!(text(&service, &after["name"]).await, "Cid Dunn");
    assert_eq!(text(&service, &after["email"]).await, "cid@example.org");
    assert_eq!((&after["role"], &after["flags"]), (&"admin".into(), &serde_json::to_value(flags).unwrap()));
    assert!(after.get("profile").is_none(), "an admin has no profile");
}
