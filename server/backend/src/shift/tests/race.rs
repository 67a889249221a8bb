//! Two admins at once (R-SEL-2). On PostgreSQL the locks are real; SQLite has one writer anyway.

use domain::eligibility::OverrideDraft;
use domain::shift::{Refused, ShiftState};

use super::super::select;
use super::application;
use crate::Error;
use crate::testing::Service;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s057_t091_of_two_selections_at_once_exactly_one_succeeds() {
    let service = Service::new().await;
    let (ann, ben) = (service.admin("Ann").await, service.admin("Ben").await);
    let larkfield = service.package("Larkfield").await;
    let (bea, cid) = (service.carer("Bea").await, service.carer("Cid").await);
    for day in 3..23 {
        let shift = service.sent(ann, larkfield, day, ("09:00", "11:00"), &[]).await;
        service.interested(bea, shift).await;
        service.interested(cid, shift).await;
        let (one, other) =
            (application(&service, ann, shift, bea).await, application(&service, ann, shift, cid).await);
        let (ann, ben) = (service.as_(ann).await, service.as_(ben).await);
        let none = OverrideDraft::default();

        let (first, second) = tokio::join!(select(&ann, one, &none), select(&ben, other, &none));

        let refused = match (first, second) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            both => panic!("{both:?}"),
        };
        let told = matches!(
            refused,
            Error::Shift(Refused::WrongState { state: ShiftState::Assigned } | Refused::NotPending { .. })
        );
        assert!(told, "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t092_one_carer_is_not_given_two_places_at_one_time() {
    let service = Service::new().await;
    let (ann, ben) = (service.admin("Ann").await, service.admin("Ben").await);
    let (larkfield, moorview) = (service.package("Larkfield").await, service.package("Moorview").await);
    let bea = service.carer("Bea").await;
    for day in [3, 10, 17, 24] {
        let night = service.sent(ann, larkfield, day, ("22:00", "06:00"), &[]).await;
        let early = service.sent(ben, moorview, day + 1, ("05:30", "09:00"), &[]).await;
        service.interested(bea, night).await;
        service.interested(bea, early).await;
        let (one, other) =
            (application(&service, ann, night, bea).await, application(&service, ann, early, bea).await);
        let (ann, ben) = (service.as_(ann).await, service.as_(ben).await);
        let none = OverrideDraft::default();

        let (first, second) = tokio::join!(select(&ann, one, &none), select(&ben, other, &none));

        let refused = match (first, second) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            both => panic!("{both:?}"),
        };
        assert!(matches!(refused, Error::Shift(Refused::Unsettled(_))), "{refused:?}");
    }
}
