//! Invitations that nobody answered in time: they stand in nobody's way, and can be sent again (R-INV-3).

use domain::id::OrganisationId;

use super::*;

#[tokio::test]
async fn s012_on_day_eight_it_has_expired_and_stands_in_nobodys_way() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    send_to(&service.as_(ann).await, "cid@example.org").await.unwrap();
    let old = token(&service).await;

    service.pass_minutes(7 * 24 * 60);
    assert_eq!(refusal(offer(&service.nobody(), &old).await), Refused::Expired);
    assert_eq!(refusal(accept(&service.nobody(), &accepting(&old)).await), Refused::Expired);
    let cx = service.as_(ann).await;
    send_to(&cx, "cid@example.org").await.unwrap();

    let statuses: Vec<_> =
        page(&cx, &Asked::default()).await.unwrap().rows.iter().map(|invitation| invitation.status).collect();
    assert_eq!(statuses, [InvitationStatus::Pending, InvitationStatus::Expired]);
    assert!(service.trail().await.contains(&"invitation_expired".to_owned()));
}

#[tokio::test]
async fn r_inv_3_an_overdue_invitation_of_another_organisation_is_ended_there_by_nobody_in_particular() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    let there = service.account(elsewhere, "Tom", Role::Admin, domain::access::Flags::ALL).await;
    send_to(&service.as_(there).await, "cid@example.org").await.unwrap();
    service.pass_minutes(8 * 24 * 60);

    send_to(&service.as_(ann).await, "cid@example.org").await.unwrap();

    let entry = last_entry(&service, elsewhere).await;
    assert_eq!((entry.action.as_str(), entry.actor_id), ("invitation_expired", None));
    let toms = service.as_(there).await;
    assert_eq!(page(&toms, &Asked::default()).await.unwrap().rows[0].status, InvitationStatus::Expired);
}

async fn last_entry(service: &Service, at: OrganisationId) -> crate::entity::audit_entry::Model {
    use crate::entity::audit_entry::{Column, Entity};
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
    let of = Entity::find().filter(Column::OrganisationId.eq(at)).order_by_desc(Column::Seq);
    of.one(service.platform.db.reader()).await.unwrap().unwrap()
}

#[tokio::test]
async fn r_inv_3_an_overdue_invitation_keeps_no_older_one_from_being_sent_again() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let elsewhere = service.another_organisation("Elsewhere Care").await;
    let tom = service.account(elsewhere, "Tom", Role::Admin, domain::access::Flags::ALL).await;
    let first = send_to(&service.as_(ann).await, "cid@example.org").await.unwrap();
    service.pass_minutes(8 * 24 * 60);
    send_to(&service.as_(tom).await, "cid@example.org").await.unwrap();
    let cx = service.as_(ann).await;
    assert_eq!(refusal(resend(&cx, None, &chosen(first)).await), Refused::CannotBeInvited, "Tom's waits");
    service.pass_minutes(8 * 24 * 60);

    resend(&service.as_(ann).await, None, &chosen(first)).await.unwrap();

    assert_eq!(last_entry(&service, elsewhere).await.action, "invitation_expired");
    assert_eq!(offer(&service.nobody(), &newest(&service).await).await.unwrap().name, "Cid Dunn");
}

#[tokio::test]
async fn r_inv_3_what_is_overdue_is_sent_again_whether_or_not_the_night_has_stored_it() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let id = send_to(&service.as_(ann).await, "cid@example.org").await.unwrap();
    for is_stored in [false, true] {
        service.pass_minutes(8 * 24 * 60);
        let cx = service.as_(ann).await;
        if is_stored {
            assert_eq!(expire_all_overdue(&service.system()).await.unwrap(), 1);
        }
        let listed = page(&cx, &Asked::default()).await.unwrap().rows;
        assert!(listed[0].status == InvitationStatus::Expired && listed[0].may_resend, "{listed:?}");
        assert_eq!(
            refusal(cancel(&cx, &chosen(id)).await),
            Refused::Expired,
            "there is nothing to take back"
        );
        resend(&cx, None, &chosen(id)).await.unwrap();
        assert_eq!(offer(&service.nobody(), &newest(&service).await).await.unwrap().name, "Cid Dunn");
    }
}

/// The token of the mail that still waits.
async fn newest(service: &Service) -> String {
    tokens(service).await.pop().expect("a link")
}
