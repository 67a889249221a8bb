//! The rows of one shift, in the order in which the database takes them: what it requires is fixed once it is sent, and
//! shift, application and entry name each other.

use domain::eligibility::Verdict;
use domain::id::{AccountId, ApplicationId, DistributionId, ShiftTaskId};
use domain::shift::{ApplicationState, ShiftState, ShiftType};
use domain::time::Instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged};

use super::{Chosen, Interest, Judged, Seeking};
use crate::Error;
use crate::cx::Scope;
use crate::demo::competence::notice_row;
use crate::demo::loading::{Loading, id};
use crate::demo::rota;
use crate::demo::sample::wrong;
use crate::entity::{notice, rota_entry, shift, shift_application, shift_distribution, shift_task};

/// Minutes from saving a shift to sending it.
const MINUTES_TO_SEND: i64 = 5;

/// The rows of one shift.
#[derive(Default)]
pub(super) struct Rows {
    tasks: Vec<shift_task::Model>,
    offers: Vec<shift_distribution::Model>,
    notices: Vec<notice::Model>,
    applications: Vec<shift_application::Model>,
    entries: Vec<rota_entry::Model>,
}

impl Rows {
    /// What it requires.
    pub(super) fn begin(&mut self, demo: &Loading<'_>, seeking: &Seeking<'_>) {
        let at = seeking.sent_at.plus_minutes(-MINUTES_TO_SEND);
        self.tasks.extend(seeking.required.iter().map(|task| shift_task::Model {
            id: id(at, ShiftTaskId),
            organisation_id: demo.tx.organisation(),
            created_at: at,
            updated_at: at,
            version: 1,
            shift_id: seeking.id,
            task_id: *task,
        }));
    }

    /// The offer to one carer. Once somebody is selected, the others are told that it is no longer needed.
    pub(super) fn offer(
        &mut self,
        demo: &Loading<'_>,
        seeking: &Seeking<'_>,
        carer: AccountId,
        viewed_at: Option<Instant>,
    ) {
        let mut answers = seeking.from.applications.iter();
        let selected = answers.find(|one| one.status == ApplicationState::Selected);
        let closed_at =
            selected.and_then(|one| one.processed_hours_ago).map(|hours| demo.days.hours_ago(hours));
        self.offers.push(shift_distribution::Model {
            id: id(seeking.sent_at, DistributionId),
            organisation_id: demo.tx.organisation(),
            created_at: seeking.sent_at,
            updated_at: seeking.sent_at,
            version: 1,
            shift_id: seeking.id,
            carer_id: carer,
            notified_at: seeking.sent_at,
            first_viewed_at: viewed_at,
            closed_notice_at: closed_at.filter(|_| viewed_at.is_none()),
        });
        let about = ("shift", seeking.id.0);
        self.notices.push(notice_row(demo, carer, "shift_open", about, seeking.sent_at));
    }

    /// One application, as it stands now.
    pub(super) fn apply(
        &mut self,
        demo: &Loading<'_>,
        seeking: &Seeking<'_>,
        interest: &Interest,
        (carer_id, applied_at): (AccountId, Instant),
        processed: Option<(Instant, AccountId)>,
        verdict: &Verdict,
    ) -> Result<ApplicationId, Error> {
        let id = id(applied_at, ApplicationId);
        self.applications.push(shift_application::Model {
            id,
            organisation_id: demo.tx.organisation(),
            created_at: applied_at,
            updated_at: processed.map_or(applied_at, |(at, _)| at),
            version: 1,
            shift_id: seeking.id,
            carer_id,
            note: interest.note.clone(),
            applied_at,
            status: interest.status,
            processed_at: processed.map(|(at, _)| at),
            processed_by: processed.map(|(_, by)| by),
            removal_reason: interest.removal_reason.clone(),
            verdict: serde_json::to_string(verdict).map_err(wrong)?,
        });
        let told = match interest.status {
            ApplicationState::Pending => None,
            ApplicationState::Selected => Some("shift_selected"),
            ApplicationState::Rejected => Some("shift_not_selected"),
            ApplicationState::Removed => Some("application_removed"),
        };
        if let (Some(kind), Some((at, _))) = (told, processed) {
            self.notices.push(notice_row(demo, carer_id, kind, ("shift", seeking.id.0), at));
        }
        Ok(id)
    }

    /// The work of the carer who was selected.
    pub(super) fn enter(
        &mut self,
        demo: &Loading<'_>,
        seeking: &Seeking<'_>,
        carer: AccountId,
        judged: &Judged,
        (by, at): (AccountId, Instant),
    ) -> Result<(), Error> {
        let mut row = rota::row(demo, carer, judged, (by, at))?;
        row.shift_id = Some(seeking.id);
        row.confirmed_at = Some(at);
        row.updated_at = at;
        self.entries.push(row);
        Ok(())
    }

    pub(super) async fn store(
        self,
        demo: &Loading<'_>,
        seeking: &Seeking<'_>,
        chosen: Option<Chosen>,
    ) -> Result<(), Error> {
        saved(demo, seeking).insert(demo.tx.db()).await?;
        demo.insert::<shift_task::Entity>(self.tasks).await?;
        demo.insert::<shift_distribution::Entity>(self.offers).await?;
        demo.insert::<shift_application::Entity>(self.applications).await?;
        demo.insert::<rota_entry::Entity>(self.entries).await?;
        demo.insert::<notice::Entity>(self.notices).await?;
        let sent = shift::ActiveModel {
            id: Unchanged(seeking.id),
            status: Set(seeking.from.status),
            sent_at: Set(Some(seeking.sent_at)),
            selected_application_id: Set(chosen.map(|chosen| chosen.application)),
            rota_entry_id: Set(chosen.map(|chosen| chosen.entry)),
            ..Default::default()
        };
        sent.update(demo.tx.db()).await?;
        Ok(())
    }
}

/// The shift before it is sent.
fn saved(demo: &Loading<'_>, seeking: &Seeking<'_>) -> shift::ActiveModel {
    let at = seeking.sent_at.plus_minutes(-MINUTES_TO_SEND);
    shift::ActiveModel {
        id: Set(seeking.id),
        organisation_id: Set(demo.tx.organisation()),
        created_at: Set(at),
        updated_at: Set(at),
        version: Set(1),
        care_package_id: Set(seeking.package.id),
        local_date: Set(seeking.date),
        start_at: Set(seeking.period.start),
        end_at: Set(seeking.period.end),
        r#type: Set(ShiftType::starting(seeking.from.start)),
        kind: Set(seeking.from.kind),
        status: Set(ShiftState::Created),
        apply_by: Set(seeking.apply_by),
        note: Set(Some(seeking.from.note.clone())),
        created_by: Set(seeking.by),
        ..Default::default()
    }
}
