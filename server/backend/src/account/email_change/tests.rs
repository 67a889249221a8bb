//! Another address, from the request to the answer, on a real database.

use domain::account::{Password, SignInDraft, TypedSecret};
use domain::id::AccountId;

use super::*;
use crate::account::{ask_reset, is_reset_open, prove, sign_in};
use crate::testing::{PASSWORD, Service, unique};
use crate::users;

fn draft(email: &str) -> EmailChangeDraft {
    EmailChangeDraft { email: email.into(), ..EmailChangeDraft::default() }
}

async fn asks(service: &Service, id: AccountId, email: &str) -> Result<(), Error> {
    let cx = service.as_(id).await;
    let proof = prove(&cx, Action::OwnAccount, &TypedSecret::default()).await?;
    ask(&cx, &proof, SubmissionId(unique()), &draft(email)).await
}

/// Every mail with a link of a change that is still to be sent: to whom, which link, its token.
async fn links(service: &Service) -> Vec<(String, EmailLink, String)> {
    let link = |(to, mail)| match mail {
        Mail::Account(AccountMail { news: AccountNews::VerifyEmail(token), .. }) => {
            Some((to, EmailLink::Verify, token))
        }
        Mail::Account(AccountMail { news: AccountNews::EmailChanges(token), .. }) => {
            Some((to, EmailLink::Cancel, token))
        }
        _ => None,
    };
    let mut links: Vec<_> = service.mails().await.into_iter().filter_map(link).collect();
    // Mails of one moment have no order of their own.
    links.sort_by_key(|(to, link, _)| (*link == EmailLink::Cancel, to.clone()));
    links
}

/// The token of the one link of a kind that nobody has used or called back.
async fn token(service: &Service, link: EmailLink) -> String {
    let mut found: Vec<_> = links(service).await.into_iter().filter(|one| one.1 == link).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).2
}

async fn is_signed_in_by(service: &Service, email: &str) -> bool {
    let password = TypedSecret(PASSWORD.into());
    assert!(Password::entered(&password).is_ok());
    let form = SignInDraft { email: email.into(), password, ..SignInDraft::default() };
    sign_in(&service.nobody(), &form).await.is_ok()
}

#[tokio::test]
async fn r_eml_1_the_new_address_counts_once_its_link_is_used_and_the_other_sessions_end() {
    let service = Service::new().await;
    let bea = service.carer("Bea").await;
    let old = service.email(bea).await;
    let session = service.sign_in(bea).await;
    ask_reset(&service.nobody(), &domain::account::ForgottenPasswordDraft { email: old.clone() })
        .await
        .unwrap();
    let reset = service.mails().await.into_iter().find_map(|(_, mail)| match mail {
        Mail::PasswordReset { token, .. } => Some(token),
        _ => None,
    });
    asks(&service, bea, " Bea.New@Example.org ").await.unwrap();
    let sent: Vec<_> = links(&service).await.into_iter().map(|(to, link, _)| (to, link)).collect();
    assert_eq!(sent, [("Bea.New@Example.org".into(), EmailLink::Verify), (old.clone(), EmailLink::Cancel)]);
    let verifying = token(&service, EmailLink::Verify).await;
    let offered = offer(&service.nobody(), &verifying).await.unwrap();
    assert_eq!(
        (offered.link, offered.old.as_str(), offered.new.as_str()),
        (EmailLink::Verify, &*old, "Bea.New@Example.org")
    );
    assert!(is_signed_in_by(&service, &old).await, "until then nothing changes");

    verify(&service.nobody(), &verifying).await.unwrap();

    assert!(is_signed_in_by(&service, "bea.new@example.org").await && !is_signed_in_by(&service, &old).await);
    assert!(session::resume(&service.nobody(), &session).await.unwrap().is_none());
    assert!(
        !is_reset_open(&service.nobody(), &reset.unwrap()).await.unwrap(),
        "AU6: links to set a password die"
    );
    let again = verify(&service.nobody(), &verifying).await;
    assert!(matches!(again, Err(Error::EmailChange(Refused::Verified))), "{again:?}");
    let stopping = cancel(&service.nobody(), &token(&service, EmailLink::Cancel).await).await;
    assert!(matches!(stopping, Err(Error::EmailChange(Refused::Verified))), "too late to stop it");
    let entries = service.entries().await;
    let verified = entries.iter().find(|entry| entry.0 == "email_change_verified").unwrap();
    assert!(verified.1.contains("sha256") && !verified.2.contains("example.org"), "{verified:?}");
}

#[tokio::test]
async fn r_ses_6_whoever_verifies_while_signed_in_stays_signed_in_there_and_nowhere_else() {
    let service = Service::new().await;
    let bea = service.carer("Bea").await;
    let other = service.sign_in(bea).await;
    asks(&service, bea, "bea@example.org").await.unwrap();
    let mine = service.sign_in(bea).await;
    let signed_in = session::resume(&service.nobody(), &mine).await.unwrap().unwrap();
    let nobody = service.nobody();
    let cx =
        signed_in.cx(service.platform.clone(), service.now(), nobody.request, nobody.client.clone()).unwrap();

    verify(&cx, &token(&service, EmailLink::Verify).await).await.unwrap();

    assert!(session::resume(&nobody, &mine).await.unwrap().is_some());
    assert!(session::resume(&nobody, &other).await.unwrap().is_none());
}

#[tokio::test]
async fn s119_of_two_requests_the_first_is_void_and_the_old_address_stops_the_second() {
    let service = Service::new().await;
    let bea = service.carer("Bea").await;
    let old = service.email(bea).await;
    asks(&service, bea, "first@example.org").await.unwrap();
    let first = token(&service, EmailLink::Verify).await;

    asks(&service, bea, "second@example.org").await.unwrap();

    let void = verify(&service.nobody(), &first).await;
    assert!(matches!(void, Err(Error::EmailChange(Refused::Cancelled))), "{void:?}");
    let left: Vec<_> = links(&service).await.into_iter().map(|(to, link, _)| (to, link)).collect();
    assert_eq!(
        left,
        [("second@example.org".into(), EmailLink::Verify), (old.clone(), EmailLink::Cancel)],
        "the older mails are called back"
    );
    let verifying = token(&service, EmailLink::Verify).await;
    let stopping = token(&service, EmailLink::Cancel).await;
    let wrong = [verify(&service.nobody(), &stopping).await, cancel(&service.nobody(), &verifying).await];
    assert!(
        wrong.iter().all(|done| matches!(done, Err(Error::NotFound))),
        "each link does its own: {wrong:?}"
    );

    cancel(&service.nobody(), &stopping).await.unwrap();

    let refused = verify(&service.nobody(), &verifying).await;
    assert!(matches!(refused, Err(Error::EmailChange(Refused::Cancelled))), "{refused:?}");
    assert!(is_signed_in_by(&service, &old).await);
    let trail = service.trail().await;
    assert_eq!(trail.iter().filter(|action| *action == "email_change_cancelled").count(), 2, "{trail:?}");
}

#[tokio::test]
async fn r_eml_1_after_24_hours_the_links_are_dead_and_the_job_records_it_once() {
    let service = Service::new().await;
    let bea = service.carer("Bea").await;
    asks(&service, bea, "bea@example.org").await.unwrap();
    let (verifying, stopping) =
        (token(&service, EmailLink::Verify).await, token(&service, EmailLink::Cancel).await);
    service.pass_minutes(24 * 60);

    for refused in [verify(&service.nobody(), &verifying).await, cancel(&service.nobody(), &stopping).await] {
        assert!(matches!(refused, Err(Error::EmailChange(Refused::Expired))), "{refused:?}");
    }
    assert_eq!(expire_overdue(&service.system()).await.unwrap(), 1);
    assert_eq!(expire_overdue(&service.system()).await.unwrap(), 0);
    let expired = service.trail().await.into_iter().filter(|action| action == "email_change_expired").count();
    assert_eq!(expired, 1);
    asks(&service, bea, "bea@example.org").await.expect("it may be asked for again");
}

#[tokio::test]
async fn au5_the_owner_reads_the_same_whether_or_not_somebody_has_the_address() {
    let service = Service::new().await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    let taken = service.email(cid).await;

    asks(&service, bea, &taken.to_uppercase()).await.expect("the same as for a free one");

    let sent: Vec<_> = links(&service).await.into_iter().map(|(_, link, _)| link).collect();
    assert_eq!(sent, [EmailLink::Cancel], "its holder gets no mail");
    let own = crate::account::own(&service.as_(bea).await).await.unwrap();
    assert_eq!(own.pending_email.unwrap().new_email, taken.to_uppercase());
    let same = asks(&service, bea, &service.email(bea).await).await;
    assert!(matches!(same, Err(Error::EmailChange(Refused::SameAddress))), "{same:?}");
    assert!(matches!(asks(&service, bea, "no address").await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn r_eml_1_the_address_must_still_be_free_when_it_is_verified() {
    let service = Service::new().await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    asks(&service, bea, "wanted@example.org").await.unwrap();
    let late = token(&service, EmailLink::Verify).await;
    asks(&service, cid, "Wanted@example.org").await.expect("nobody has it yet");
    let links = links(&service).await;
    let (_, _, early) = links.iter().find(|(to, ..)| to == "Wanted@example.org").unwrap();
    verify(&service.nobody(), early).await.unwrap();

    let refused = verify(&service.nobody(), &late).await;

    assert!(matches!(refused, Err(Error::EmailChange(Refused::TakenMeanwhile))), "{refused:?}");
    let page = offer(&service.nobody(), &late).await;
    assert!(matches!(page, Err(Error::EmailChange(Refused::TakenMeanwhile))), "{page:?}");
    withdraw(&service.as_(bea).await).await.unwrap();
    withdraw(&service.as_(bea).await).await.expect("with none that waits it is done");
}

#[tokio::test]
async fn r_eml_1_an_admin_asks_for_a_carer_and_for_an_admin_only_with_the_right() {
    let service = Service::new().await;
    let (ann, zoe, bea) =
        (service.admin("Ann").await, service.plain_admin("Zoe").await, service.carer("Bea").await);
    let cx = service.as_(zoe).await;
    let proof = prove(&cx, Action::EditCarer, &TypedSecret::default()).await.unwrap();

    users::ask_email_change(&cx, &proof, SubmissionId(unique()), bea, &draft("bea@example.org"))
        .await
        .unwrap();

    assert_eq!(users::show(&cx, bea).await.unwrap().pending_email.unwrap().new_email, "bea@example.org");
    let taken = service.email(ann).await;
    let refused = users::ask_email_change(&cx, &proof, SubmissionId(unique()), bea, &draft(&taken)).await;
    assert!(matches!(refused, Err(Error::EmailChange(Refused::AddressTaken))), "{refused:?}");
    let admins =
        users::ask_email_change(&cx, &proof, SubmissionId(unique()), ann, &draft("ann@example.org")).await;
    assert!(matches!(admins, Err(Error::Forbidden)), "{admins:?}");
    users::withdraw_email_change(&cx, bea).await.unwrap();
    assert!(users::show(&cx, bea).await.unwrap().pending_email.is_none());
}

#[tokio::test]
async fn r_acc_2_deleting_somebody_ends_the_request_that_waits() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    asks(&service, bea, "bea@example.org").await.unwrap();
    let verifying = token(&service, EmailLink::Verify).await;
    users::delete(&service.as_(ann).await, bea, 1).await.unwrap();
    let refused = verify(&service.nobody(), &verifying).await;
    assert!(matches!(refused, Err(Error::EmailChange(Refused::Cancelled))), "{refused:?}");
}

#[tokio::test]
async fn r_gen_10_a_link_that_is_none_of_ours_is_not_found() {
    let service = Service::new().await;
    for none in ["", "none", &Token::random().unwrap().reveal()] {
        assert!(matches!(offer(&service.nobody(), none).await, Err(Error::NotFound)));
        assert!(matches!(verify(&service.nobody(), none).await, Err(Error::NotFound)));
        assert!(matches!(cancel(&service.nobody(), none).await, Err(Error::NotFound)));
    }
}
