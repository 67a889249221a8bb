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

#[tokio::test]
async fn r_not_1_admins_are_told_of_applications_closing_shifts_and_assignments_by_name() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea Lunt").await);
    let larkfield = service.package("Larkfield").await;
    let shift = service.sent(ann, larkfield, 6, ("09:00", "17:00"), &[]).await;
    service.interested(bea, shift).await;
    service.set_clock(crate::testing::london(2026, 3, 4, 3, 1));
    for _ in 0..2 {
        crate::shift::tell_of_closing(&service.system()).await.unwrap();
    }
    service.set_clock(crate::testing::london(2026, 3, 4, 8, 0));
    let cx = service.as_(ann).await;
    let chosen = crate::shift::detail(&cx, shift).await.unwrap().applicants[0].id;
    crate::shift::select(&cx, chosen, &domain::eligibility::OverrideDraft::default()).await.unwrap();

    let told = page(&service.as_(ann).await, &Asked::default()).await.unwrap().rows;

    let kinds: Vec<_> = told.iter().map(|notice| notice.kind.unwrap()).collect();
    assert_eq!(kinds, [NoticeKind::ShiftAssigned, NoticeKind::ShiftClosing, NoticeKind::ShiftApplied]);
    for notice in &told {
        let subject = &notice.subject;
        assert_eq!((subject.package.as_deref(), subject.shift.unwrap().0), (Some("Larkfield"), shift.0));
    }
    assert_eq!(told[2].subject.carer.as_ref().unwrap().1, "Bea Lunt");
}

#[tokio::test]
async fn r_gen_16_a_page_of_notices_asks_as_often_for_two_as_for_twenty() {
    let service = Service::new().await;
    let (ann, bea) = (service.admin("Ann").await, service.carer("Bea").await);
    let mut asked = Vec::new();
    for more in [2, 18] {
        for at in 0..more {
            let task = service.task(&format!("Task {more} {at}"), 5).await;
            let form = domain::competency::RatingDraft {
                task: task.to_string(),
                level: "competent".into(),
                reason: "Seen at work this week".into(),
                ..Default::default()
            };
            let submission = domain::id::SubmissionId(unique());
            crate::competency::rate(&service.as_(ann).await, bea, submission, &form).await.unwrap();
        }
        let cx = service.as_(bea).await;
        let before = service.queries();
        let found = page(&cx, &Asked::default()).await.unwrap().rows;
        assert!(found.iter().all(|notice| notice.subject.task.is_some()), "{found:?}");
        asked.push(service.queries() - before);
    }
    assert_eq!(asked[0], asked[1]);
}
