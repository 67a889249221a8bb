//! Ratings and rota entries to test with, put into the tables directly, and shifts by the use cases.

use domain::competency::{Effect, Level, RatingSource};
use domain::eligibility::OverrideDraft;
use domain::id::{AccountId, CompetencyId, PackageId, RatingId, RotaEntryId, ShiftId, SubmissionId, TaskId};
use domain::rota::EntryState;
use domain::shift::{ApplicationDraft, ApplyByDraft, ShiftDraft, ShiftType};
use domain::time::{Date, Instant, Zone};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{Service, unique};
use crate::entity::{care_package, competency_current, competency_rating, rota_entry};
use crate::shift;

impl Service {
    /// Puts a rating in force.
    pub async fn rated(&self, carer: AccountId, task: TaskId, level: Level, valid_until: Option<Date>) {
        let rating = self.rating(carer, task, level, valid_until).await;
        let mut row = self.current(carer, task).await;
        row.effective_rating_id = Set(Some(rating));
        row.effective_level = Set(Some(level));
        row.effective_valid_until = Set(valid_until);
        row.pending_rating_id = Set(None);
        row.update(self.platform.db.writer()).await.unwrap();
    }

    /// Makes a rating wait for the carer's acknowledgment.
    pub async fn rating_waits(&self, carer: AccountId, task: TaskId, level: Level) {
        let rating = self.rating(carer, task, level, None).await;
        let mut row = self.current(carer, task).await;
        row.pending_rating_id = Set(Some(rating));
        row.update(self.platform.db.writer()).await.unwrap();
    }

    async fn rating(
        &self,
        carer: AccountId,
        task: TaskId,
        level: Level,
        valid_until: Option<Date>,
    ) -> RatingId {
        let id = RatingId(unique());
        let row = competency_rating::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            carer_id: Set(carer),
            task_id: Set(task),
            level: Set(level),
            source: Set(RatingSource::Manual),
            assessment_id: Set(None),
            set_by: Set(self.somebody().await),
            set_at: Set(self.now()),
            set_on: Set(Zone::LONDON.date(self.now())),
            reason: Set(Some("Seen at work by the assessor".into())),
            fast_track: Set(false),
            effect: Set(Effect::OnAcknowledgment),
            valid_until: Set(valid_until),
            previous_rating_id: Set(None),
        };
        competency_rating::Entity::insert(row)
            .exec_without_returning(self.platform.db.writer())
            .await
            .unwrap();
        id
    }

    async fn current(&self, carer: AccountId, task: TaskId) -> competency_current::ActiveModel {
        let found = competency_current::Entity::find()
            .filter(competency_current::Column::CarerId.eq(carer))
            .filter(competency_current::Column::TaskId.eq(task))
            .one(self.platform.db.reader())
            .await
            .unwrap();
        if let Some(row) = found {
            return row.into_active_model();
        }
        let row = competency_current::ActiveModel {
            id: Set(CompetencyId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            carer_id: Set(carer),
            task_id: Set(task),
            ..Default::default()
        };
        row.insert(self.platform.db.writer()).await.unwrap().into_active_model()
    }

    /// Puts work into the rota, draft or confirmed, without asking any rule.
    pub async fn planned(
        &self,
        carer: AccountId,
        at: PackageId,
        (start, end): (Instant, Instant),
        state: EntryState,
    ) -> RotaEntryId {
        let id = RotaEntryId(unique());
        let by = self.somebody().await;
        let confirmed = state == EntryState::Confirmed;
        let local = Zone::LONDON.local(start);
        let row = rota_entry::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            care_package_id: Set(at),
            carer_id: Set(carer),
            local_date: Set(local.date()),
            r#type: Set(ShiftType::starting(local.time())),
            start_at: Set(start),
            end_at: Set(end),
            state: Set(state),
            confirmed_at: Set(confirmed.then_some(self.now())),
            confirmed_by: Set(confirmed.then_some(by)),
            verdict: Set("{}".into()),
            created_by: Set(by),
            ..Default::default()
        };
        row.insert(self.platform.db.writer()).await.unwrap();
        id
    }

    /// Saves a shift on a date of March 2026: competent when it requires tasks.
    pub async fn shift(
        &self,
        admin: AccountId,
        at: PackageId,
        day: u32,
        times: (&str, &str),
        tasks: &[TaskId],
    ) -> ShiftId {
        let draft = shift_draft(at, day, times, tasks);
        let submission = SubmissionId(unique());
        shift::create(&self.as_(admin).await, submission, &draft, &OverrideDraft::default()).await.unwrap()
    }

    /// Saves a shift and sends it.
    pub async fn sent(
        &self,
        admin: AccountId,
        at: PackageId,
        day: u32,
        times: (&str, &str),
        tasks: &[TaskId],
    ) -> ShiftId {
        let id = self.shift(admin, at, day, times, tasks).await;
        shift::send(&self.as_(admin).await, id, &ApplyByDraft::default()).await.unwrap();
        id
    }

    /// A carer confirms interest.
    pub async fn interested(&self, carer: AccountId, shift: ShiftId) {
        let draft = ApplicationDraft::default();
        shift::confirm_interest(&self.as_(carer).await, SubmissionId(unique()), shift, &draft).await.unwrap();
    }

    /// Sets a package aside.
    pub async fn set_aside(&self, id: PackageId) {
        let mut row = care_package::Entity::find_by_id(id)
            .one(self.platform.db.reader())
            .await
            .unwrap()
            .unwrap()
            .into_active_model();
        row.active = Set(false);
        row.update(self.platform.db.writer()).await.unwrap();
    }
}

/// The form of a shift on a date of March 2026.
pub fn shift_draft(at: PackageId, day: u32, (start, end): (&str, &str), tasks: &[TaskId]) -> ShiftDraft {
    ShiftDraft {
        package: at.to_string(),
        date: format!("2026-03-{day:02}"),
        start: start.into(),
        end: end.into(),
        kind: if tasks.is_empty() { "non_competent" } else { "competent" }.into(),
        tasks: tasks.iter().map(ToString::to_string).collect(),
        ..ShiftDraft::default()
    }
}
