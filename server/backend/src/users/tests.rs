//! People as admins look for them, change them, and take them out and back in, on a real database.

mod assessed;
mod ending;
mod list;

use domain::access::Flags;
use domain::account::{EmailChangeDraft, TypedSecret};
use domain::id::SubmissionId;
use domain::users::{RightsDraft, UserDraft, UserView};

use super::*;
use crate::account::{Proof, prove};
use crate::testing::{PASSWORD, Service, unique};

/// Somebody as an admin with all rights sees him or her now.
async fn seen(cx: &Cx, id: AccountId) -> UserView {
    show(cx, id).await.unwrap()
}

/// Proof that the password was just given.
async fn proof(cx: &Cx, action: Action) -> Proof {
    prove(cx, action, &TypedSecret::default()).await.unwrap()
}

fn rights(flags: Flags, version: i32) -> RightsDraft {
    let tick = |is_set: bool| if is_set { "true".to_owned() } else { String::new() };
    RightsDraft {
        can_manage_admins: tick(flags.can_manage_admins),
        can_view_audit: tick(flags.can_view_audit),
        can_erase: tick(flags.can_erase),
        can_manage_settings: tick(flags.can_manage_settings),
        version: version.to_string(),
    }
}

/// The form as it stands for somebody.
fn form(user: &UserView) -> UserDraft {
    UserDraft { name: user.name.clone(), version: user.version.to_string(), ..UserDraft::default() }
}

#[tokio::test]
async fn r_inv_5_an_admin_changes_name_job_role_and_dates_and_the_trail_holds_both_sides() {
    let service = Service::new().await;
    let cx = service.as_(service.plain_admin("Ann").await).await;
    let bea = service.carer("Bea").await;
    let draft = UserDraft {
        name: "Bea Cole".into(),
        job_role: "Support worker".into(),
        employment_start: "2026-04-01".into(),
        wtr_opt_out_from: "2026-05-01".into(),
        wtr_opt_out_until: "2026-10-31".into(),
        ..form(&seen(&cx, bea).await)
    };

    update(&cx, bea, &draft).await.unwrap();

    let user = seen(&cx, bea).await;
    assert_eq!(
        (user.name.as_str(), user.job_role.as_deref(), user.version),
        ("Bea Cole", Some("Support worker"), 2)
    );
    assert_eq!(user.employment.0.map(|day| day.to_string()).as_deref(), Some("2026-04-01"));
    assert_eq!(user.wtr_opt_out.1.map(|day| day.to_string()).as_deref(), Some("2026-10-31"));
    let (action, before, after) = service.entries().await.pop().unwrap();
    assert_eq!(action, "account_updated");
    assert!(before.contains("\"employment_start\":null") && after.contains("2026-04-01"), "{before} {after}");
    assert!(!after.contains("Bea Cole") && !after.contains("Support worker"), "by reference: {after}");
}

#[tokio::test]
async fn s123_an_edit_of_an_older_version_is_refused_and_one_that_changes_nothing_leaves_no_trace() {
    let service = Service::new().await;
    let cx = service.as_(service.plain_admin("Ann").await).await;
    let bea = service.carer("Bea").await;
    let draft = form(&seen(&cx, bea).await);
    update(&cx, bea, &draft).await.expect("nothing to change");
    assert!(service.trail().await.is_empty());

    update(&cx, bea, &UserDraft { name: "Bea Cole".into(), ..draft.clone() }).await.unwrap();
    let stale = update(&cx, bea, &UserDraft { name: "Bea Dale".into(), ..draft }).await;
    assert!(matches!(stale, Err(Error::Overtaken(_))), "{stale:?}");
    assert!(matches!(deactivate(&cx, bea, 1).await, Err(Error::Overtaken(_))));
    assert!(matches!(delete(&cx, bea, 1).await, Err(Error::Overtaken(_))));
}

#[tokio::test]
async fn s141_r_per_1_an_admins_account_is_changed_by_holders_of_the_right_and_a_carer_changes_nobody() {
    let service = Service::new().await;
    let (ann, zoe) = (service.admin("Ann").await, service.plain_admin("Zoe").await);
    let bea = service.carer("Bea").await;
    let (managing, plain, carer) = (service.as_(ann).await, service.as_(zoe).await, service.as_(bea).await);
    let draft = form(&seen(&managing, ann).await);

    assert!(matches!(update(&plain, ann, &draft).await, Err(Error::Forbidden)));
    assert!(matches!(deactivate(&plain, ann, 1).await, Err(Error::Forbidden)));
    assert!(matches!(delete(&plain, ann, 1).await, Err(Error::Forbidden)));
    assert!(matches!(impact(&plain, ann).await, Err(Error::Forbidden)));
    assert!(!seen(&plain, ann).await.may_edit && seen(&plain, bea).await.may_edit);
    let own = UserDraft {
        name: "Bea".into(),
        job_role: "Manager".into(),
        version: "1".into(),
        ..UserDraft::default()
    };
    assert!(matches!(update(&carer, bea, &own).await, Err(Error::Forbidden)), "nor the own job role");
    let violations = service.trail().await;
    assert_eq!(
        violations.iter().filter(|action| *action == "permission_violation").count(),
        5,
        "{violations:?}"
    );
    update(&managing, zoe, &UserDraft { name: "Zoe Fox".into(), ..form(&seen(&managing, zoe).await) })
        .await
        .unwrap();
}

#[tokio::test]
async fn r_gen_1_nobody_of_another_organisation_is_shown_or_changed() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    let tom = service.account(elsewhere, "Tom", Role::Carer, Flags::default()).await;

    assert!(matches!(show(&cx, tom).await, Err(Error::NotFound)));
    assert!(matches!(impact(&cx, tom).await, Err(Error::NotFound)));
    assert!(matches!(delete(&cx, tom, 1).await, Err(Error::NotFound)));
    assert!(matches!(restore(&cx, tom).await, Err(Error::NotFound)));
    assert!(matches!(activate(&cx, tom, 1).await, Err(Error::NotFound)));
    let proof = proof(&cx, Action::EditCarer).await;
    let draft = EmailChangeDraft { email: "tom@example.org".into(), ..EmailChangeDraft::default() };
    assert!(matches!(
        ask_email_change(&cx, &proof, SubmissionId(unique()), tom, &draft).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(crate::session::of(&cx, tom).await, Err(Error::NotFound)));
    assert!(matches!(crate::session::end_all_of(&cx, tom).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn r_per_2_rights_are_set_together_and_recorded_with_before_and_after() {
    let service = Service::new().await;
    let (ann, zoe) = (service.admin("Ann").await, service.plain_admin("Zoe").await);
    let cx = service.as_(ann).await;
    let auditor = Flags { can_view_audit: true, ..Flags::default() };
    let proof = proof(&cx, Action::EditAdmin).await;

    set_rights(&cx, &proof, zoe, &rights(auditor, 1)).await.unwrap();

    assert_eq!(seen(&cx, zoe).await.flags, auditor);
    assert!(service.as_(zoe).await.read(Action::ReadAudit).await.is_ok(), "on the next request");
    let (action, before, after) =
        service.entries().await.into_iter().find(|entry| entry.0 == "permission_changed").unwrap();
    assert_eq!(action, "permission_changed");
    assert!(before.contains("\"can_view_audit\":false") && after.contains("\"can_view_audit\":true"));
    assert!(matches!(set_rights(&cx, &proof, zoe, &rights(Flags::ALL, 1)).await, Err(Error::Overtaken(_))));
    let bea = service.carer("Bea").await;
    let carer = set_rights(&cx, &proof, bea, &rights(Flags::ALL, 1)).await;
    assert!(matches!(carer, Err(Error::NotFound)), "a carer has none: {carer:?}");
    let plain = service.plain_admin("Kim").await;
    let own = prove(&service.as_(plain).await, Action::EditAdmin, &TypedSecret::default()).await;
    assert!(matches!(own, Err(Error::Forbidden)), "nobody gives rights to himself or herself");
}

#[tokio::test]
async fn r_acc_1_the_last_who_manages_admins_keeps_the_right_until_somebody_else_has_it() {
    use domain::account::Refused;
    let service = Service::new().await;
    let (ann, zoe) = (service.admin("Ann").await, service.plain_admin("Zoe").await);
    let cx = service.as_(ann).await;
    let proof = proof(&cx, Action::EditAdmin).await;
    let none = |version| rights(Flags::default(), version);

    let refused = set_rights(&cx, &proof, ann, &none(1)).await;
    assert!(matches!(refused, Err(Error::Ending(Refused::LastManaging))), "{refused:?}");
    set_rights(&cx, &proof, zoe, &rights(Flags::ALL, 1)).await.unwrap();
    set_rights(&cx, &proof, ann, &none(1)).await.expect("Zoe has it now");
    assert!(matches!(
        set_rights(&service.as_(ann).await, &proof, zoe, &none(2)).await,
        Err(Error::Forbidden)
    ));
}

#[tokio::test]
async fn au10_an_old_session_proves_itself_by_the_password_which_is_counted_like_a_sign_in() {
    use crate::account::Refused;
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let mut cx = service.as_(ann).await;
    cx.now = cx.now.plus_minutes(11);
    let ask = async |typed: &str| prove(&cx, Action::EditAdmin, &TypedSecret(typed.into())).await;

    assert!(matches!(ask("").await, Err(Error::Account(Refused::StepUp))));
    assert!(matches!(ask("not the passphrase").await, Err(Error::Account(Refused::StepUpWrong))));
    assert!(ask(PASSWORD).await.unwrap().renewed.is_some(), "a new session takes the old one's place (SE3)");
    for _ in 0..5 {
        let _ = ask("not the passphrase").await;
    }
    assert!(matches!(ask(PASSWORD).await, Err(Error::Account(Refused::StepUpWrong))), "paused");
}

#[tokio::test]
async fn r_ses_8_who_manages_admins_ends_anyones_sessions_one_by_one_or_all() {
    use crate::session::{end_all_of, end_one_of, of};
    let service = Service::new().await;
    let (ann, zoe, bea) =
        (service.admin("Ann").await, service.plain_admin("Zoe").await, service.carer("Bea").await);
    for _ in 0..3 {
        service.sign_in(bea).await;
    }
    let cx = service.as_(ann).await;

    let listed = of(&cx, bea).await.unwrap();
    assert_eq!((listed.len(), listed.iter().any(|session| session.is_this)), (3, false));
    end_one_of(&cx, bea, listed[0].id).await.unwrap();
    assert!(matches!(end_one_of(&cx, bea, listed[0].id).await, Err(Error::NotFound)), "it is over");
    assert!(matches!(end_one_of(&cx, zoe, listed[1].id).await, Err(Error::NotFound)), "it is not Zoe's");
    end_all_of(&cx, bea).await.unwrap();
    assert!(of(&cx, bea).await.unwrap().is_empty());
    end_all_of(&cx, bea).await.expect("with none to end it is done");
    end_all_of(&cx, ann).await.unwrap();
    assert_eq!(of(&cx, ann).await.unwrap().len(), 1, "the one that asks stays");
    let plain = service.as_(zoe).await;
    assert!(matches!(of(&plain, bea).await, Err(Error::Forbidden)));
    assert!(matches!(end_all_of(&plain, bea).await, Err(Error::Forbidden)));
}
