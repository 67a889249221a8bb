//! Set-up on a real database.

use domain::account::SetUpDraft;
use domain::problems::Problem;
use sea_orm::EntityTrait;

use super::*;
use crate::entity::{account as account_row, acknowledgment_text, audit_head, person_name};
use crate::testing::Service;

fn form(code: &str) -> SetUpDraft {
    SetUpDraft {
        code: code.into(),
        organisation: "Larkfield Care".into(),
        time_zone: String::new(),
        name: "Ann Brown".into(),
        email: "ann@larkfield.example".into(),
        password: "correct horse battery".into(),
        password_again: "correct horse battery".into(),
    }
}

async fn code(service: &Service) -> String {
    deployment::setup_code(&service.nobody()).await.unwrap().expect("a code").reveal()
}

fn problem(error: &Error, field: &str) -> Option<Problem> {
    match error {
        Error::Invalid(problems) => problems.of(field),
        _ => None,
    }
}

#[tokio::test]
async fn s089_the_code_makes_the_first_organisation_and_an_admin_with_every_right() {
    let service = Service::empty().await;
    let code = code(&service).await;

    let first = set_up(&service.nobody(), &form(&code)).await.unwrap();

    let db = service.platform.db.reader();
    let admin = account_row::Entity::find_by_id(first.account).one(db).await.unwrap().unwrap();
    assert!(admin.active && admin.can_manage_admins && admin.can_view_audit);
    assert!(admin.can_erase && admin.can_manage_settings);
    let statement = acknowledgment_text::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((statement.number, statement.published_by), (1, first.account));
    let name = person_name::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((name.account_id, name.name.as_deref()), (first.account, Some("Ann Brown")));
    let head = audit_head::Entity::find_by_id(first.organisation).one(db).await.unwrap().unwrap();
    assert_eq!(head.last_seq, 2);
}

#[tokio::test]
async fn s089_without_the_newest_code_nothing_is_made_and_the_attempt_is_recorded() {
    let service = Service::empty().await;
    let old = code(&service).await;
    service.pass_minutes(1);
    let newest = code(&service).await;

    for wrong in ["guess", &"A".repeat(43), &old] {
        let refused = set_up(&service.nobody(), &form(wrong)).await.unwrap_err();
        assert_eq!(problem(&refused, "code"), Some(Problem::NotAllowed), "{wrong}");
    }
    let empty = set_up(&service.nobody(), &form("")).await.unwrap_err();
    assert_eq!(problem(&empty, "code"), Some(Problem::Missing));

    assert!(is_missing(&service.nobody()).await.unwrap());
    set_up(&service.nobody(), &form(&newest)).await.unwrap();
}

#[tokio::test]
async fn s089_once_an_organisation_exists_there_is_no_set_up() {
    let service = Service::empty().await;
    let code = code(&service).await;
    set_up(&service.nobody(), &form(&code)).await.unwrap();

    assert!(!is_missing(&service.nobody()).await.unwrap());
    let again = set_up(&service.nobody(), &form(&code)).await;

    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
}

#[tokio::test]
async fn r_gen_17_of_two_set_ups_at_once_one_is_made() {
    let service = Service::empty().await;
    let code = code(&service).await;
    let other = SetUpDraft { email: "bea@larkfield.example".into(), ..form(&code) };
    let (one, two) = (service.nobody(), service.nobody());

    let form = form(&code);
    let (one, two) = tokio::join!(set_up(&one, &form), set_up(&two, &other));

    assert!(one.is_ok() ^ two.is_ok(), "{one:?} {two:?}");
}

#[tokio::test]
async fn r_pwd_1_the_first_password_keeps_the_policy_too() {
    let service = Service::empty().await;
    let code = code(&service).await;
    let with = |password: &str| SetUpDraft {
        password: password.into(),
        password_again: password.into(),
        ..form(&code)
    };
    for (password, wrong) in [
        ("larkfieldcare 2026", Problem::PersonalPassword),
        ("123456789000", Problem::CommonPassword),
        ("eleven char", Problem::TooShort { least: 12 }),
    ] {
        let refused = set_up(&service.nobody(), &with(password)).await.unwrap_err();
        assert_eq!(problem(&refused, "password"), Some(wrong), "{password}");
    }
}

#[test]
fn r_ack_1_our_statement_fits_its_column_and_ends_as_it_should() {
    let characters = FIRST_STATEMENT.chars().count();
    assert!((500..=4000).contains(&characters), "{characters}");
    assert!(FIRST_STATEMENT.starts_with("By acknowledging I confirm that:"));
    assert!(FIRST_STATEMENT.ends_with("that are not mine."));
}
