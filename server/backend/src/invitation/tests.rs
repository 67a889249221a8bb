//! Invitations on a real database: sent, answered and taken back.

mod listing;
mod overdue;

use domain::invitation::AcceptDraft;
use domain::list::Asked;
use domain::notice::NoticeKind;
use domain::problems::Problem;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged, EntityTrait};

use super::*;
use crate::account::Refused as AccountRefused;
use crate::entity::{account, carer, deletion};
use crate::notice::inbox;
use crate::session;
use crate::testing::{PASSWORD, Service, unique};

fn carer_form(email: &str) -> InvitationDraft {
    InvitationDraft {
        name: "Cid Dunn".into(),
        email: email.into(),
        role: "carer".into(),
        job_role: "Support worker".into(),
        employment_start: "2026-04-01".into(),
        ..InvitationDraft::default()
    }
}

async fn send_to(cx: &Cx, email: &str) -> Result<InvitationId, Error> {
    invite(cx, None, SubmissionId(unique()), &carer_form(email)).await
}

/// The tokens in the mails, newest last.
async fn tokens(service: &Service) -> Vec<String> {
    let token = |(_, mail)| match mail {
        Mail::Invitation { token, .. } => Some(token),
        _ => None,
    };
    service.mails().await.into_iter().filter_map(token).collect()
}

async fn token(service: &Service) -> String {
    tokens(service).await.pop().expect("a mail")
}

fn accepting(token: &str) -> AcceptDraft {
    AcceptDraft {
        token: token.into(),
        name: "Cid Dunn".into(),
        password: PASSWORD.into(),
        password_again: PASSWORD.into(),
        phone: "07700 900456".into(),
        ..AcceptDraft::default()
    }
}

fn chosen(id: InvitationId) -> InvitationChoice {
    InvitationChoice { invitation: id.to_string() }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refused {
    match result {
        Err(Error::Invitation(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn s011_an_invited_carer_is_mailed_and_listed_with_an_expiry_in_seven_days() {
    let service = Service::new().await;
    let cx = service.as_(service.plain_admin("Ann Brown").await).await;

    let id = send_to(&cx, "cid@example.org").await.unwrap();

    let (to, mail) = service.mails().await.pop().unwrap();
    assert_eq!((to.as_str(), mail.name()), ("cid@example.org", "invitation"));
    let listed = page(&cx, &Asked::default()).await.unwrap().rows;
    assert_eq!((listed[0].id, listed[0].status), (id, InvitationStatus::Pending));
    assert_eq!((listed[0].expires_at, listed[0].invited_by.as_str()), (cx.now.plus_hours(168), "Ann Brown"));
    assert_eq!(count_pending(&cx).await.unwrap(), 1);
    assert_eq!(service.trail().await, ["invitation_sent"]);
    let (_, _, after) = service.entries().await.into_iter().find(|e| e.0 == "invitation_sent").unwrap();
    assert!(!after.contains("cid@") && !after.contains("Dunn") && !after.contains("Support"), "{after}");
}

#[tokio::test]
async fn s013_sent_again_the_old_link_is_dead_and_the_new_one_has_seven_days() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let id = send_to(&service.as_(ann).await, "cid@example.org").await.unwrap();
    let old = token(&service).await;

    service.pass_minutes(6 * 24 * 60);
    let cx = service.as_(ann).await;
    resend(&cx, None, &chosen(id)).await.unwrap();
    let new = tokens(&service).await.into_iter().find(|token| *token != old).unwrap();

    assert!(matches!(offer(&service.nobody(), &old).await, Err(Error::NotFound)));
    service.set_clock(cx.now.plus_hours(168).plus_millis(-1));
    assert_eq!(offer(&service.nobody(), &new).await.unwrap().name, "Cid Dunn");
    service.pass_minutes(1);
    assert_eq!(refusal(offer(&service.nobody(), &new).await), Refused::Expired);
}

#[tokio::test]
async fn s014_an_accepted_invitation_is_an_active_account_that_is_signed_in() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann Brown").await).await;
    send_to(&cx, "Cid@Example.org").await.unwrap();
    let token = token(&service).await;

    let sign_in = accept(&service.nobody(), &accepting(&token)).await.unwrap();
    session::open(&service.nobody(), vec![9; 32], &sign_in).await.unwrap();

    let db = service.platform.db.reader();
    let row = account::Entity::find_by_id(sign_in.account).one(db).await.unwrap().unwrap();
    assert!(row.active && row.role == Role::Carer && row.email.as_deref() == Some("Cid@Example.org"));
    let profile = carer::Entity::find_by_id(sign_in.account).one(db).await.unwrap().unwrap();
    assert_eq!(
        (profile.job_role.as_deref(), profile.phone.as_deref()),
        (Some("Support worker"), Some("07700 900456"))
    );
    assert!(profile.pseudonym.starts_with("Former carer ") && profile.pseudonym.len() == 17);
    assert_eq!(page(&cx, &Asked::default()).await.unwrap().rows[0].status, InvitationStatus::Accepted);
    assert_eq!(refusal(offer(&service.nobody(), &token).await), Refused::Accepted);
    let trail = service.trail().await;
    assert_eq!(trail, ["invitation_sent", "account_created", "invitation_accepted"]);
}

#[tokio::test]
async fn s015_a_recycled_account_is_named_so_that_it_can_be_restored() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let cx = service.as_(ann).await;
    let bea = service.carer("Bea").await;
    let email = service.email(bea).await;
    assert_eq!(refusal(send_to(&cx, &email).await), Refused::HasAccount);

    recycle(&service, ann, bea).await;

    assert_eq!(refusal(send_to(&cx, &email).await), Refused::InRecycleBin);
}

async fn recycle(service: &Service, by: domain::id::AccountId, who: domain::id::AccountId) {
    let id = domain::id::DeletionId(unique());
    let db = service.platform.db.writer();
    deletion::ActiveModel {
        id: Set(id),
        organisation_id: Set(service.organisation),
        created_at: Set(service.now()),
        updated_at: Set(service.now()),
        version: Set(1),
        item_type: Set(domain::deletion::ItemType::Carer),
        item_id: Set(who.0),
        label: Set("Bea".into()),
        deleted_by: Set(by),
        deleted_at: Set(service.now()),
        details: Set("{}".into()),
        ..Default::default()
    }
    .insert(db)
    .await
    .unwrap();
    let row = account::ActiveModel { id: Unchanged(who), deletion_id: Set(Some(id)), ..Default::default() };
    account::Entity::update(row).exec(db).await.unwrap();
}

#[tokio::test]
async fn s088_an_address_of_another_organisation_is_refused_without_saying_why() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    let there = service.account(elsewhere, "Tom", Role::Admin, domain::access::Flags::ALL).await;
    let held = service.email(there).await;
    send_to(&service.as_(there).await, "cid@example.org").await.unwrap();

    for email in [held.to_uppercase(), "CID@example.org".into()] {
        assert_eq!(refusal(send_to(&cx, &email).await), Refused::CannotBeInvited, "{email}");
    }
    assert!(page(&cx, &Asked::default()).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn r_inv_2_a_pending_invitation_stands_in_the_way_until_it_is_answered_or_taken_back() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let first = send_to(&cx, "cid@example.org").await.unwrap();
    assert_eq!(refusal(send_to(&cx, "cid@example.org").await), Refused::AlreadyInvited);

    let link = token(&service).await;
    cancel(&cx, &chosen(first)).await.unwrap();
    assert!(tokens(&service).await.is_empty(), "EM4: its mail is not sent any more");
    assert_eq!(refusal(offer(&service.nobody(), &link).await), Refused::Cancelled);
    assert_eq!(refusal(cancel(&cx, &chosen(first)).await), Refused::Cancelled);
    assert_eq!(refusal(resend(&cx, None, &chosen(first)).await), Refused::Cancelled);
    let known = tokens(&service).await;
    send_to(&cx, "cid@example.org").await.unwrap();
    let second = tokens(&service).await.into_iter().find(|token| !known.contains(token)).unwrap();
    decline(&service.nobody(), &second).await.unwrap();
    let told = inbox::page(&cx, &Asked::default()).await.unwrap().rows;
    let told: Vec<_> = told.iter().map(|notice| notice.kind).collect();
    assert_eq!(told, [Some(NoticeKind::InvitationDeclined)]);
    assert!(tokens(&service).await.is_empty(), "EM4");
    assert_eq!(refusal(offer(&service.nobody(), &second).await), Refused::Declined);
    assert_eq!(refusal(accept(&service.nobody(), &accepting(&second)).await), Refused::Declined);
    send_to(&cx, "cid@example.org").await.unwrap();
}

#[tokio::test]
async fn r_gen_10_the_same_form_twice_is_one_invitation_and_one_mail() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let submission = SubmissionId(unique());

    let one = invite(&cx, None, submission, &carer_form("cid@example.org")).await.unwrap();
    let two = invite(&cx, None, submission, &carer_form("cid@example.org")).await.unwrap();

    assert_eq!((one, service.mails().await.len()), (two, 1));
}

#[tokio::test]
async fn t062_of_two_that_accept_at_once_one_account_comes() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    send_to(&cx, "cid@example.org").await.unwrap();
    let form = accepting(&token(&service).await);
    let (one, two) = (service.nobody(), service.nobody());

    let (one, two) = tokio::join!(accept(&one, &form), accept(&two, &form));

    assert!(one.is_ok() ^ two.is_ok(), "{one:?} {two:?}");
    let lost = if one.is_ok() { two } else { one };
    assert_eq!(refusal(lost), Refused::Accepted);
}

#[tokio::test]
async fn s010_the_policy_holds_for_an_invited_person() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    send_to(&cx, "cid.dunn@example.org").await.unwrap();
    let form = accepting(&token(&service).await);
    for (password, wrong) in [
        ("eleven char", Problem::TooShort { least: 12 }),
        ("123456789000", Problem::CommonPassword),
        ("cid.dunn and more", Problem::PersonalPassword),
        ("we love Larkfield Care", Problem::PersonalPassword),
    ] {
        let form = AcceptDraft { password: password.into(), password_again: password.into(), ..form.clone() };
        let refused = accept(&service.nobody(), &form).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert_eq!(problems.of("password"), Some(wrong), "{password}");
    }
    accept(&service.nobody(), &form).await.expect("a refused form uses nothing up");
}

#[tokio::test]
async fn s141_an_admin_without_the_right_neither_invites_an_admin_nor_touches_such_an_invitation() {
    let service = Service::new().await;
    let first = service.as_(service.admin("Ann").await).await;
    let plain = service.as_(service.plain_admin("Bea").await).await;
    let form =
        InvitationDraft { role: "admin".into(), can_erase: "on".into(), ..carer_form("dee@example.org") };

    let refused = invite(&plain, None, SubmissionId(unique()), &form).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let proof = prove(&first, &form, &TypedSecret::default()).await.unwrap();
    let id = invite(&first, proof.as_ref(), SubmissionId(unique()), &form).await.unwrap();
    assert!(matches!(resend(&plain, None, &chosen(id)).await, Err(Error::Forbidden)));
    assert!(matches!(cancel(&plain, &chosen(id)).await, Err(Error::Forbidden)));

    let sign_in = accept(&service.nobody(), &accepting(&token(&service).await)).await.unwrap();
    let row = account::Entity::find_by_id(sign_in.account).one(service.platform.db.reader()).await;
    let row = row.unwrap().unwrap();
    assert!(row.role == Role::Admin && row.can_erase && !row.can_manage_admins);
}

#[tokio::test]
async fn au10_an_admin_is_invited_with_a_fresh_password_only() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let form = InvitationDraft { role: "admin".into(), ..carer_form("dee@example.org") };
    let again = || SubmissionId(unique());
    let is_asked = |error: &Error| matches!(error, Error::Account(AccountRefused::StepUp));

    assert!(is_asked(&invite(&cx, None, again(), &form).await.unwrap_err()), "the use case asks itself");
    let proof = prove(&cx, &form, &TypedSecret::default()).await.unwrap();
    let id = invite(&cx, proof.as_ref(), again(), &form).await.unwrap();
    assert!(is_asked(&resend(&cx, None, &chosen(id)).await.unwrap_err()));

    let later = Cx { now: cx.now.plus_minutes(11), ..cx.clone() };
    assert!(is_asked(&prove(&later, &form, &TypedSecret::default()).await.unwrap_err()));
    assert!(is_asked(&prove_chosen(&later, &chosen(id), &TypedSecret::default()).await.unwrap_err()));
    let proof = prove_chosen(&later, &chosen(id), &PASSWORD.into()).await.unwrap();
    resend(&later, proof.as_ref(), &chosen(id)).await.unwrap();
    let carer = carer_form("cid@example.org");
    assert!(prove(&later, &carer, &TypedSecret::default()).await.unwrap().is_none());
    invite(&later, None, again(), &carer).await.expect("a carer's invitation needs none");
}

#[tokio::test]
async fn r_inv_4_an_address_taken_meanwhile_is_no_problem_of_a_field() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    send_to(&cx, "cid@example.org").await.unwrap();
    let link = token(&service).await;
    let bea = service.carer("Bea").await;
    let row = account::ActiveModel {
        id: Unchanged(bea),
        email_key: Set(Some("cid@example.org".into())),
        ..Default::default()
    };
    account::Entity::update(row).exec(service.platform.db.writer()).await.unwrap();

    assert_eq!(refusal(accept(&service.nobody(), &accepting(&link)).await), Refused::NotUsable);
}

#[tokio::test]
async fn s086_an_invitation_of_another_organisation_is_not_found() {
    let service = Service::new().await;
    let id = send_to(&service.as_(service.admin("Ann").await).await, "cid@example.org").await.unwrap();
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    let tom = service.account(elsewhere, "Tom", Role::Admin, domain::access::Flags::ALL).await;
    let toms = service.as_(tom).await;

    assert!(matches!(resend(&toms, None, &chosen(id)).await, Err(Error::NotFound)));
    assert!(matches!(cancel(&toms, &chosen(id)).await, Err(Error::NotFound)));
    assert!(page(&toms, &Asked::default()).await.unwrap().rows.is_empty());
}
