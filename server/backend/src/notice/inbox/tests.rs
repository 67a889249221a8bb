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

    let first = page(&cx, &Asked::default()).await.unwrap();
    assert_eq!((first.rows.len(), unread(&cx).await.unwrap()), (25, 27));
    let ids: Vec<_> = first.rows.iter().map(|notice| notice.id).collect();
    mark_read(&cx, &ids).await.unwrap();

    let rest = page(&cx, &Asked { after: first.next.clone().unwrap(), ..Asked::default() }).await.unwrap();
    assert_eq!((rest.rows.len(), rest.next, unread(&cx).await.unwrap()), (2, None, 2));
    assert!(rest.rows.iter().all(|notice| notice.is_new
        && notice.id < ids[24]
        && notice.kind == Some(NoticeKind::RatingReminder)));
    let back = Asked { before: rest.previous.clone().unwrap(), ..Asked::default() };
    assert_eq!(page(&cx, &back).await.unwrap().rows.iter().map(|notice| notice.id).collect::<Vec<_>>(), ids);
    assert!(page(&cx, &Asked::default()).await.unwrap().rows.iter().all(|notice| !notice.is_new));
}

#[tokio::test]
async fn r_gen_2_nobody_reads_or_stamps_the_notices_of_another() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    leave(&service, ann, bea, 1).await;
    let (hers, anns) = (service.as_(bea).await, service.as_(ann).await);

    let ids: Vec<_> =
        page(&hers, &Asked::default()).await.unwrap().rows.iter().map(|notice| notice.id).collect();
    mark_read(&anns, &ids).await.unwrap();

    assert_eq!(unread(&hers).await.unwrap(), 1);
    assert!(page(&anns, &Asked::default()).await.unwrap().rows.is_empty());
}
