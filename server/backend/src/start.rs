//! What needs an admin now, in figures, by one query each (screens §4).

use domain::access::Action;
use domain::rota::EntryState;
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};

use crate::cx::Scope;
use crate::entity::{assessment_ready, rota_entry};
use crate::{Cx, Error, competency};

/// The figures of the start page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Groups of carers that are ready for assessment, as the list of them shows.
    pub ready: u64,
    /// Shifts to come or under way that a carer has, with a confirmed entry.
    pub confirmed_shifts: u64,
    /// Ratings that wait for their carer for more than two days.
    pub waiting_long: u64,
    /// Concerns without an answer.
    pub open_concerns: u64,
}

/// The figures now.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn figures(cx: &Cx) -> Result<Figures, Error> {
    let read = cx.read(Action::ReadStart).await?;
    let ready = read.find::<assessment_ready::Entity>().filter(assessment_ready::Column::ClosedAt.is_null());
    let confirmed = read
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::ShiftId.is_not_null())
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::State.eq(EntryState::Confirmed))
        .filter(rota_entry::Column::EndAt.gt(cx.now));
    let concerns = competency::open_concerns(&read);
    Ok(Figures {
        ready: ready.count(read.db()).await?,
        confirmed_shifts: confirmed.count(read.db()).await?,
        waiting_long: competency::count_long(cx, &read).await?,
        open_concerns: concerns.count(read.db()).await?,
    })
}

#[cfg(test)]
mod tests {
    use domain::competency::RatingDraft;

    use super::*;
    use crate::audit::trail::latest;
    use crate::testing::{Service, unique};

    #[tokio::test]
    async fn screens_4_the_tiles_count_what_is_there_and_the_feed_follows_the_flag() {
        let service = Service::new().await;
        let (office, plain) = (service.admin("Office").await, service.plain_admin("Bea").await);
        let (meadow, washing) = (service.package("Larkfield").await, service.task("Washing", 3).await);
        service.template("Personal care", &[washing]).await;
        let ann = service.carer("Ann Brown").await;
        service.assign_carer(ann, meadow).await;
        service.assign_task(washing, meadow).await;
        service.log(ann, washing, "3").await.unwrap();
        let rating = RatingDraft {
            task: washing.to_string(),
            level: "competent".into(),
            reason: "Seen at work by the assessor".into(),
            ..RatingDraft::default()
        };
        crate::competency::rate(&service.as_(office).await, ann, domain::id::SubmissionId(unique()), &rating)
            .await
            .unwrap();
        let shift = service.sent(office, meadow, 6, ("09:00", "17:00"), &[]).await;
        service.interested(ann, shift).await;
        let cx = service.as_(office).await;
        let applicant = crate::shift::detail(&cx, shift).await.unwrap().applicants[0].id;
        crate::shift::select(&cx, applicant, &domain::eligibility::OverrideDraft::default()).await.unwrap();

        let now = figures(&service.as_(office).await).await.unwrap();
        let query = domain::shift::ShiftQuery { state: "confirmed".into(), ..Default::default() };
        let confirmed = crate::shift::list(&cx, &query).await.unwrap();
        let due = crate::assessment::due(&cx, "ready", &domain::list::Asked::default()).await.unwrap();
        service.pass_minutes(49 * 60);
        let later = figures(&service.as_(office).await).await.unwrap();
        let all = latest(&service.as_(office).await).await.unwrap();
        let some = latest(&service.as_(plain).await).await.unwrap();

        assert_eq!((now.ready, now.confirmed_shifts, now.waiting_long), (1, 1, 0));
        assert_eq!(due.found, now.ready, "the tile's figure is its list's");
        assert_eq!((confirmed.found, confirmed.rows[0].facts.id), (1, shift));
        assert_eq!(later.waiting_long, 1);
        assert_eq!(all.len(), 10);
        let actions: Vec<_> = some.iter().map(|line| line.action.as_str()).collect();
        assert!(actions.contains(&"completion_logged") && actions.contains(&"shift_selected"), "{actions:?}");
        assert!(!actions.contains(&"rating_manual") && !actions.contains(&"sign_in"), "{actions:?}");
    }
}
