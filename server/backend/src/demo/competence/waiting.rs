//! What waits for somebody: groups that are ready, the half-done draft, open concerns, and the notices of it all.

use domain::assessment::{AnswersDraft, ReadyClosed, Section};
use domain::audit::AuditAction;
use domain::id::{AccountId, ConcernId, DraftId, NoticeId, ReadyId, TemplateId};
use domain::notice::NoticeKind;
use domain::time::Instant;
use serde_json::json;
use uuid::Uuid;

use super::sheets::{skill, written};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::demo::care::{Care, Template};
use crate::demo::loading::{Loading, id};
use crate::demo::people::People;
use crate::demo::ratings::Ratings;
use crate::demo::sample::{Concern, Draft, Reached, named, wrong};
use crate::entity::{assessment_draft, assessment_ready, concern, notice};

/// A notice to somebody, or to every admin.
struct Told {
    to: Option<AccountId>,
    kind: NoticeKind,
    about: (&'static str, Uuid),
    at: Instant,
}

/// Rows of what waits, until they are stored.
#[derive(Default)]
pub(super) struct Waiting {
    ready: Vec<assessment_ready::Model>,
    told: Vec<Told>,
}

impl Waiting {
    /// Notes a notice to a carer.
    pub(super) fn tell(&mut self, to: AccountId, kind: NoticeKind, about: (&'static str, Uuid), at: Instant) {
        self.told.push(Told { to: Some(to), kind, about, at });
    }

    /// The row of a group whose tasks were all complete: closed by its first assessment, or open.
    pub(super) fn ready(
        &mut self,
        demo: &Loading<'_>,
        (carer_id, template_id): (AccountId, TemplateId),
        progress: &Reached,
        (ready_at, assessed_at): (Instant, Option<Instant>),
    ) -> Result<(), Error> {
        if matches!(progress, Reached::NotStarted | Reached::InProgress { .. }) {
            return Ok(());
        }
        let id = id(ready_at, ReadyId);
        self.ready.push(assessment_ready::Model {
            id,
            organisation_id: demo.tx.organisation(),
            created_at: ready_at,
            updated_at: assessed_at.unwrap_or(ready_at),
            version: 1,
            carer_id,
            template_id,
            ready_at,
            closed_at: assessed_at,
            close_reason: assessed_at.map(|_| ReadyClosed::Assessed),
        });
        if assessed_at.is_none() {
            let about = ("assessment_ready", id.0);
            self.told.push(Told { to: None, kind: NoticeKind::AssessmentReady, about, at: ready_at });
            let after = json!({ "carer": carer_id, "template": template_id });
            demo.tx.also(Entry::new(AuditAction::AssessmentAvailable).about(about.0, about.1).after(after)?);
        }
        Ok(())
    }

    pub(super) async fn store(
        mut self,
        demo: &Loading<'_>,
        people: &People,
        care: &Care,
        ratings: &Ratings,
    ) -> Result<(), Error> {
        demo.insert::<assessment_ready::Entity>(std::mem::take(&mut self.ready)).await?;
        let drafts = demo.sample.provider.assessment_draft.iter().map(|from| draft(demo, people, care, from));
        demo.insert::<assessment_draft::Entity>(drafts.collect::<Result<_, _>>()?).await?;
        let mut concerns = Vec::new();
        for from in &demo.sample.provider.concern {
            let row = concern(demo, people, care, ratings, from)?;
            self.told.push(Told {
                to: None,
                kind: NoticeKind::ConcernRaised,
                about: ("concern", row.id.0),
                at: row.created_at,
            });
            concerns.push(row);
        }
        demo.insert::<concern::Entity>(concerns).await?;
        demo.insert::<notice::Entity>(self.notices(demo, people)?).await
    }

    fn notices(self, demo: &Loading<'_>, people: &People) -> Result<Vec<notice::Model>, Error> {
        let admins = demo.sample.provider.admin.iter().map(|admin| people.id(&admin.key));
        let admins = admins.collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for told in self.told {
            let to = told.to.map_or_else(|| admins.clone(), |one| vec![one]);
            rows.extend(
                to.into_iter()
                    .map(|account| notice_row(demo, account, told.kind.code(), told.about, told.at)),
            );
        }
        Ok(rows)
    }
}

/// A notice that nobody has opened yet.
pub(in crate::demo) fn notice_row(
    demo: &Loading<'_>,
    account_id: AccountId,
    kind: &str,
    (entity_type, entity_id): (&str, Uuid),
    at: Instant,
) -> notice::Model {
    notice::Model {
        id: id(at, NoticeId),
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        account_id,
        kind: kind.to_owned(),
        entity_type: entity_type.to_owned(),
        entity_id,
        read_at: None,
    }
}

fn draft(
    demo: &Loading<'_>,
    people: &People,
    care: &Care,
    from: &Draft,
) -> Result<assessment_draft::Model, Error> {
    let template = named(&care.templates, &from.template)?;
    let at = demo.days.past(demo.days.ago(from.started_days_ago), 14)?;
    let id = id(at, DraftId);
    let carer = people.id(&from.carer)?;
    let after = json!({ "carer": carer, "template": template.id, "reassessment": from.reassessment });
    demo.tx.also(Entry::new(AuditAction::DraftSaved).about("assessment_draft", id.0).after(after)?);
    Ok(assessment_draft::Model {
        id,
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        template_version_id: template.version,
        carer_id: carer,
        template_id: template.id,
        edited_by: people.id(&from.edited_by)?,
        content: serde_json::to_string(&half_done(demo, template, from)).map_err(wrong)?,
        reassessment: from.reassessment,
    })
}

/// The first items of each section are answered, as far as the sample data says.
fn half_done(demo: &Loading<'_>, template: &Template, from: &Draft) -> AnswersDraft {
    let mut answers =
        AnswersDraft { template_version: template.version.to_string(), ..AnswersDraft::default() };
    for item in &template.items {
        let (done, place) = match item.section {
            Section::Knowledge => (from.knowledge_answered, &mut answers.knowledge),
            Section::Practical => (from.practical_rated, &mut answers.practical),
            Section::Emergency => (from.emergency_answered, &mut answers.emergency),
        };
        if item.position > done {
            continue;
        }
        let seen = || match skill(demo, &from.carer, item) {
            domain::assessment::SkillResult::NotApplicable => "not_applicable".to_owned(),
            _ => "competent".to_owned(),
        };
        place.insert(item.position.to_string(), written(demo, &from.carer, item).unwrap_or_else(seen));
    }
    answers
}

/// A concern about the first task of a result that waits.
fn concern(
    demo: &Loading<'_>,
    people: &People,
    care: &Care,
    ratings: &Ratings,
    from: &Concern,
) -> Result<concern::Model, Error> {
    let carer = people.id(&from.carer)?;
    let template = named(&care.templates, &from.template)?;
    let covered = care.covered(template)?;
    let first = covered.first().ok_or_else(|| wrong("a template without tasks"))?;
    let waits = ratings.standing(carer, first.1.id).pending;
    let rating = waits.ok_or_else(|| wrong("a concern about nothing"))?.rating;
    let at = demo.days.past(demo.days.ago(from.days_ago), 16)?;
    let id = id(at, ConcernId);
    let after = json!({ "carer": carer, "rating": rating });
    demo.tx.also(Entry::new(AuditAction::ConcernRaised).about("concern", id.0).after(after)?);
    Ok(concern::Model {
        id,
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        rating_id: rating,
        carer_id: carer,
        body: from.body.clone(),
        status: "open".to_owned(),
        answer: None,
        answered_by: None,
        answered_at: None,
    })
}
