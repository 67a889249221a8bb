//! What people change about themselves.

use domain::account::{Details, ProfileDraft};

use super::*;

async fn draft(cx: &Cx) -> ProfileDraft {
    let now = own(cx).await.unwrap();
    ProfileDraft { name: now.name, version: now.version.to_string(), ..ProfileDraft::default() }
}

#[tokio::test]
async fn a_carer_changes_name_and_contacts_and_the_trail_holds_no_word_of_them() {
    let service = Service::new().await;
    let cx = service.as_(service.carer("Ann Brown").await).await;
    let mut form = draft(&cx).await;
    form.name = "Ann Green".into();
    form.phone = "07700 900123".into();
    form.emergency_name = "Carl Green".into();
    form.professional_reference = "12A3456E".into();

    update(&cx, &form).await.unwrap();

    let now = own(&cx).await.unwrap();
    assert_eq!((now.name.as_str(), now.version), ("Ann Green", 2));
    let Details::Carer { phone, emergency_name, emergency_phone, .. } = now.details else {
        panic!("a carer")
    };
    assert_eq!((phone.as_deref(), emergency_name.as_deref()), (Some("07700 900123"), Some("Carl Green")));
    assert_eq!(emergency_phone, None);
    let (action, before, after) = service.entries().await.pop().unwrap();
    assert_eq!(action, "account_updated");
    for word in ["Green", "Brown", "07700", "12A3456E"] {
        assert!(!before.contains(word) && !after.contains(word), "{word}: {before} {after}");
    }
    assert!(after.contains("phone") && !after.contains("professional_reference"));
}

#[tokio::test]
async fn s123_a_form_made_from_an_older_version_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann Brown").await).await;
    let old = draft(&cx).await;
    let changed = ProfileDraft { professional_reference: "12A3456E".into(), ..old.clone() };
    update(&cx, &changed).await.unwrap();

    let stale = update(&cx, &ProfileDraft { name: "Ann Grey".into(), ..old }).await;

    assert!(matches!(stale, Err(Error::Overtaken(_))), "{stale:?}");
    assert_eq!(own(&cx).await.unwrap().name, "Ann Brown");
}

#[tokio::test]
async fn nothing_changed_leaves_no_entry() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann Brown").await).await;
    let form = draft(&cx).await;
    update(&cx, &form).await.unwrap();
    assert!(service.trail().await.is_empty());
}
