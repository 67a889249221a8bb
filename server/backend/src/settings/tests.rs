//! Settings are changed by those who may, within their ranges, recorded, and act at once.

use domain::settings::SettingGroup;

use super::*;
use crate::session;
use crate::testing::Service;

/// The form of a group as the page makes it, with some values typed over.
async fn form(cx: &Cx, group: SettingGroup, typed: &[(&str, &str)]) -> SettingsDraft {
    let now = shown(cx).await.expect("the settings");
    let pair = |key: &SettingKey, text: fn(&Value) -> String| (key.name().to_owned(), text(&now.value(*key)));
    let mut draft = SettingsDraft {
        group: group.code().into(),
        values: group.keys().iter().map(|key| pair(key, Value::typed)).collect(),
        seen: group.keys().iter().map(|key| pair(key, Value::to_json)).collect(),
    };
    draft.values.extend(typed.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())));
    draft
}

#[tokio::test]
async fn r_set_1_a_change_is_recorded_with_before_and_after_and_acts_at_once() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let form = form(&cx, SettingGroup::Competence, &[("competence.due_window_days", "45")]).await;

    change(&cx, &form).await.expect("changed");

    assert_eq!(shown(&cx).await.expect("read").competence.due_window_days, 45);
    let (action, before, after) = service.entries().await.pop().expect("an entry");
    assert_eq!(action, "settings_changed");
    assert_eq!(before, r#"{"competence.due_window_days":60}"#);
    assert_eq!(after, r#"{"competence.due_window_days":45}"#);
}

#[tokio::test]
async fn r_set_1_new_terms_of_sessions_count_for_those_that_are_open_and_revive_none() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let idle = async |minutes: &str| {
        let cx = service.as_(ann).await;
        let typed = [("session.idle_minutes", minutes)];
        change(&cx, &form(&cx, SettingGroup::SignIn, &typed).await).await.expect("changed");
    };
    let is_open =
        async |token: &[u8]| session::resume(&service.nobody(), token).await.expect("asked").is_some();
    let early = service.sign_in(service.carer("Bea").await).await;
    idle("10").await;
    service.pass_minutes(9);
    let late = service.sign_in(service.carer("Cid").await).await;
    assert!(is_open(&early).await);
    service.pass_minutes(1);

    idle("30").await;
    service.pass_minutes(28);

    assert!(!is_open(&early).await, "it was over before");
    assert!(is_open(&late).await, "29 of 30 minutes");
    service.pass_minutes(1);
    assert!(!is_open(&late).await);
}

#[tokio::test]
async fn r_set_1_fewer_hours_in_all_are_counted_from_the_sign_in() {
    let service = Service::new().await;
    let bea = service.sign_in(service.carer("Bea").await).await;
    let cx = service.as_(service.admin("Ann").await).await;
    service.pass_minutes(20);

    let typed = [("session.absolute_hours", "1")];
    change(&cx, &form(&cx, SettingGroup::SignIn, &typed).await).await.expect("changed");

    let ends_at = async || {
        let found = session::resume(&service.nobody(), &bea).await.expect("asked");
        found.map(|signed_in| (signed_in.ends_at, signed_in.idle_minutes))
    };
    assert_eq!(ends_at().await, Some((cx.now.plus_minutes(30), 30)), "the idle time is as it was");
    service.pass_minutes(9);
    let signed_in = session::resume(&service.nobody(), &bea).await.expect("asked").expect("alive");
    session::stamp(&service.nobody(), &signed_in).await.expect("used");
    assert_eq!(ends_at().await, Some((cx.now.plus_minutes(59), 30)));
    service.pass_minutes(25);
    let signed_in = session::resume(&service.nobody(), &bea).await.expect("asked").expect("alive");
    session::stamp(&service.nobody(), &signed_in).await.expect("used");
    assert_eq!(ends_at().await, Some((cx.now.plus_minutes(60), 30)), "not 84");
}

#[tokio::test]
async fn r_set_1_a_setting_changed_twice_is_one_row_and_a_form_without_change_leaves_no_trace() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    for hours in ["24", "36"] {
        let typed = [("acknowledgment.reminder_hours", hours)];
        change(&cx, &form(&cx, SettingGroup::Reminders, &typed).await).await.expect("changed");
    }
    let entries = service.trail().await.len();

    change(&cx, &form(&cx, SettingGroup::Reminders, &[]).await).await.expect("nothing to change");

    assert_eq!(service.trail().await.len(), entries);
    assert_eq!(shown(&cx).await.expect("read").reminder_hours.0, 36);
}

#[tokio::test]
async fn r_set_1_out_of_range_or_without_the_right_changes_nothing() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let wrong = form(&cx, SettingGroup::SignIn, &[("session.limit", "11")]).await;
    let plain = service.as_(service.plain_admin("Bea").await).await;

    assert!(matches!(change(&cx, &wrong).await, Err(Error::Invalid(_))));
    assert!(matches!(change(&plain, &wrong).await, Err(Error::Forbidden)));
    assert!(matches!(shown(&plain).await, Err(Error::Forbidden)));

    assert_eq!(shown(&cx).await.expect("read"), Settings::default());
}

#[tokio::test]
async fn r_gen_7_of_two_admins_at_once_the_second_is_told() {
    let service = Service::new().await;
    let (one, two) = (service.admin("Ann").await, service.admin("Bea").await);
    let (one, two) = (service.as_(one).await, service.as_(two).await);
    let first = form(&one, SettingGroup::SignIn, &[("session.limit", "4")]).await;
    let second = form(&two, SettingGroup::SignIn, &[("session.limit", "5")]).await;

    let (a, b) = tokio::join!(change(&one, &first), change(&two, &second));

    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert!(matches!(a.err().or(b.err()), Some(Error::Stale)));
}
