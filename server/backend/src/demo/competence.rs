//! Assessments with their answers, the ratings that came of them, and what still waits for somebody.

mod sheets;
mod waiting;

use domain::audit::AuditAction;
use domain::competency::Effect;
use domain::id::{AccountId, AssessmentId};
use domain::notice::NoticeKind;
use domain::time::Instant;
use serde_json::json;

use super::assessing::{Assessed, assessments};
use super::care::{Care, Template};
use super::loading::{Loading, id};
use super::people::People;
use super::progress::Logged;
use super::ratings::{Given, Ratings, Source};
use super::sample::{Admin, Carer, ManualRating, named, wrong};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::assessment;
use sheets::Sheets;
use waiting::Waiting;

pub(super) use waiting::notice_row;

/// Hours from a result to its acknowledgment.
const HOURS_TO_ACKNOWLEDGE: i64 = 6;

/// One assessment of one carer, about to be stored.
struct Sitting<'a> {
    carer: &'a Carer,
    account: AccountId,
    template: &'a Template,
    assessor: &'a Admin,
    assessor_id: AccountId,
    at: Instant,
    is_again: bool,
}

/// Stores them all; gives what each carer holds.
pub(super) async fn load(
    demo: &Loading<'_>,
    people: &People,
    care: &Care,
    logged: &Logged,
) -> Result<Ratings, Error> {
    let (mut ratings, mut sheets, mut waiting) = (Ratings::default(), Sheets::default(), Waiting::default());
    for carer in &demo.sample.provider.carer {
        for (key, progress) in &carer.progress {
            let template = named(&care.templates, key)?;
            let results = assessments(&demo.days, template.shortest, progress);
            for (result, nth) in results.iter().zip(0..) {
                let sitting = sitting(demo, people, carer, template, (result, nth))?;
                let assessment = sheets.add(demo, care, &sitting, result)?;
                rate(demo, people, care, &mut ratings, &mut waiting, (&sitting, assessment, result))?;
            }
            let account = people.id(&carer.key)?;
            let first = results.first().map(|result| demo.days.past(result.on, 11)).transpose()?;
            if let Some(ready_at) = logged.get(&(account, key.clone())) {
                waiting.ready(demo, (account, template.id), progress, (*ready_at, first))?;
            }
        }
    }
    sheets.store(demo).await?;
    for manual in &demo.sample.provider.manual_rating {
        rate_by_hand(demo, people, care, &mut ratings, &mut waiting, manual)?;
    }
    ratings.store(demo).await?;
    waiting.store(demo, people, care, &ratings).await?;
    Ok(ratings)
}

/// The two admins with a professional reference take turns, carer by carer.
fn sitting<'a>(
    demo: &Loading<'a>,
    people: &People,
    carer: &'a Carer,
    template: &'a Template,
    (result, nth): (&Assessed, u32),
) -> Result<Sitting<'a>, Error> {
    let admins = demo.sample.provider.admin.iter().filter(|admin| admin.professional_reference.is_some());
    let assessors: Vec<_> = admins.collect();
    let turn = demo.vary(&[&carer.key], u32::try_from(assessors.len()).unwrap_or(1));
    let assessor = assessors.into_iter().cycle().nth(usize::try_from(turn + nth).unwrap_or_default());
    let assessor = assessor.ok_or_else(|| wrong("nobody assesses"))?;
    Ok(Sitting {
        carer,
        account: people.id(&carer.key)?,
        template,
        assessor,
        assessor_id: people.id(&assessor.key)?,
        at: demo.days.past(result.on, 11)?,
        is_again: nth > 0,
    })
}

fn row(demo: &Loading<'_>, sitting: &Sitting<'_>, id: AssessmentId, result: &Assessed) -> assessment::Model {
    assessment::Model {
        id,
        organisation_id: demo.tx.organisation(),
        created_at: sitting.at,
        carer_id: sitting.account,
        template_id: sitting.template.id,
        template_version_id: sitting.template.version,
        assessor_id: sitting.assessor_id,
        assessor_reference: sitting.assessor.professional_reference.clone(),
        completed_at: sitting.at,
        completed_on: result.on,
        overall_level: result.level,
        reassessment: sitting.is_again,
        note: None,
        amends_id: None,
        amend_reason: None,
    }
}

fn rate(
    demo: &Loading<'_>,
    people: &People,
    care: &Care,
    ratings: &mut Ratings,
    waiting: &mut Waiting,
    (sitting, assessment, result): (&Sitting<'_>, AssessmentId, &Assessed),
) -> Result<(), Error> {
    let mut given = Vec::new();
    for (_, task) in care.covered(sitting.template)? {
        let is_shortest = task.cadence == sitting.template.shortest;
        let (rating, _) = ratings.give(
            demo,
            &Given {
                carer: sitting.account,
                task: task.id,
                level: result.level,
                cadence: task.cadence,
                last_valid: result.last_valid.filter(|_| is_shortest),
                by: sitting.assessor_id,
                at: sitting.at,
                source: Source::Assessment(assessment),
            },
        );
        given.push((task.id, rating));
    }
    let about = ("assessment", assessment.0);
    let facts = json!({ "carer": sitting.account, "ratings": given.len(), "level": result.level });
    if result.is_acknowledged {
        let at = sitting.at.plus_hours(HOURS_TO_ACKNOWLEDGE).min(demo.days.now.plus_minutes(-1));
        ratings.acknowledge(demo, people, (sitting.account, assessment), &given, at)?;
        demo.tx.also(Entry::new(AuditAction::RatingAcknowledged).about(about.0, about.1).after(facts)?);
    } else {
        for (_, rating) in &given {
            ratings.remind(demo, *rating, sitting.at);
        }
        waiting.tell(sitting.account, NoticeKind::RatingToAcknowledge, about, sitting.at);
        demo.tx.also(Entry::new(AuditAction::RatingPending).about(about.0, about.1).after(facts)?);
    }
    Ok(())
}

/// A rating without an assessment. Whether it acts at once is the rule's decision, and the sample data must agree.
fn rate_by_hand(
    demo: &Loading<'_>,
    people: &People,
    care: &Care,
    ratings: &mut Ratings,
    waiting: &mut Waiting,
    manual: &ManualRating,
) -> Result<(), Error> {
    let task = named(&care.tasks, &manual.task)?;
    let carer = people.id(&manual.carer)?;
    let given = Given {
        carer,
        task: task.id,
        level: manual.level,
        cadence: task.cadence,
        last_valid: None,
        by: people.id(&manual.set_by)?,
        at: demo.days.past(demo.days.ago(manual.days_ago), 15)?,
        source: Source::Manual { reason: &manual.reason, fast_track: manual.fast_track },
    };
    let (rating, effect) = ratings.give(demo, &given);
    if effect != manual.effect {
        return Err(wrong(format!("the rating of {} acts otherwise", manual.carer)));
    }
    let action = if manual.fast_track { AuditAction::RatingFastTrack } else { AuditAction::RatingManual };
    let is_immediate = effect == Effect::Immediate;
    let after =
        json!({ "carer": carer, "task": task.name, "level": manual.level, "immediate": is_immediate });
    demo.tx.also(Entry::new(action).about("competency_rating", rating.0).after(after)?);
    waiting.tell(carer, NoticeKind::RatingToAcknowledge, ("competency_rating", rating.0), given.at);
    Ok(())
}

fn submitted(sitting: &Sitting<'_>, assessment: AssessmentId, result: &Assessed) -> Result<Entry, Error> {
    let after = json!({
        "carer": sitting.account,
        "template": sitting.template.id,
        "assessor": sitting.assessor_id,
        "completed_on": result.on,
        "overall_level": result.level,
        "reassessment": sitting.is_again,
    });
    Entry::new(AuditAction::AssessmentSubmitted).about("assessment", assessment.0).after(after)
}

fn new_id(sitting: &Sitting<'_>) -> AssessmentId {
    id(sitting.at, AssessmentId)
}
