//! Notices on a real database.

use super::*;
use crate::audit::Entry;
use crate::testing::{Service, unique};
use domain::audit::AuditAction;
use domain::id::AccountId;

async fn leave(service: &Service, from: AccountId, to: AccountId, many: usize) {
    let tx = service.as_(from).await.write(Action::ManageTasks).await.unwrap();
    for _ in 0..many {
        tx.notice(to, NoticeKind::RatingReminder, ("competency_rating", unique())).await.unwrap();
    }
    tx.commit(Entry::new(AuditAction::TaskUpdated)).await.unwrap();
}

#[tokio::test]
async fn r_not_1_notices_come_newest_first_and_are_new_until_they_were_read() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    leave(&service, ann, bea, 27).await;
    let cx = service.as_(bea).await;

    let first = page(&cx, None).await.unwrap();
    assert_eq!((first.notices.len(), unread(&cx).await.unwrap()), (25, 27));
    let ids: Vec<_> = first.notices.iter().map(|notice| notice.id).collect();
    mark_read(&cx, &ids).await.unwrap();

    let rest = page(&cx, first.next).await.unwrap();
    assert_eq!((rest.notices.len(), rest.next, unread(&cx).await.unwrap()), (2, None, 2));
    assert!(rest.notices.iter().all(|notice| notice.is_new
        && notice.id < ids[24]
        && notice.kind == Some(NoticeKind::RatingReminder)));
    assert!(page(&cx, None).await.unwrap().notices.iter().all(|notice| !notice.is_new));
}

#[tokio::test]
async fn r_gen_2_nobody_reads_or_stamps_the_notices_of_another() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    leave(&service, ann, bea, 1).await;
    let (hers, anns) = (service.as_(bea).await, service.as_(ann).await);

    let ids: Vec<_> = page(&hers, None).await.unwrap().notices.iter().map(|notice| notice.id).collect();
    mark_read(&anns, &ids).await.unwrap();

    assert_eq!(unread(&hers).await.unwrap(), 1);
    assert!(page(&anns, None).await.unwrap().notices.is_empty());
}
