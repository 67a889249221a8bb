//! Amending a finished assessment: another one with a reason. A changed level makes new ratings, and only where the
//! amended one still counts or waits (R-ASM-5).

use domain::access::Action;
use domain::assessment::{AmendmentDraft, Answers, Refused, amends_rating};
use domain::audit::AuditAction;
use domain::competency::{Level, RatingSource};
use domain::id::{AssessmentId, SubmissionId, TaskId};
use domain::time::Date;
use serde_json::json;

use super::{store, trigger};
use crate::audit::Entry;
use crate::competency::{self, Given};
use crate::cx::Tx;
use crate::entity::{assessment, task};
use crate::events::Topic;
use crate::once::Once;
use crate::personal::Kind;
use crate::{Cx, Error, template};

/// Amends an assessment and gives the id of its amendment.
///
/// # Errors
/// [`Refused::AlreadyAmended`] when there is a newer one, [`Error::NotFound`] when there is none or its carer is in the
/// recycle bin, or every gap of the form.
pub async fn amend(
    cx: &Cx,
    id: AssessmentId,
    form: &AmendmentDraft,
    submission: SubmissionId,
) -> Result<AssessmentId, Error> {
    let tx = cx.write(Action::Assess).await?;
    let first = match tx.once::<AssessmentId>("assessment.amend", submission, &(id, form)).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    let row = store::find(&tx, id).await?;
    let (answers, reason) = form.parse(&template::items(&tx, row.template_version_id).await?)?;
    if answers.template_version != row.template_version_id {
        return Err(Error::NotFound);
    }
    let covered: Vec<TaskId> = store::covered(&tx, id).await?.into_iter().map(|(task, _)| task).collect();
    let tasks = trigger::hold_tasks(&tx, row.carer_id, &covered).await?;
    trigger::hold_live_carer(&tx, row.carer_id).await?;
    if store::amendment_of(&tx, id).await?.is_some() {
        return Err(Refused::AlreadyAmended.into());
    }
    let amendment = store::insert_amendment(&tx, &row, &answers, &reason).await?;
    record(&tx, &row, amendment, &answers, &reason).await?;
    rate(&tx, &row, amendment, answers.overall_level, &tasks).await?;
    trigger::open_if_any_ready(&tx, row.carer_id, &tasks).await?;
    tx.touch(Topic::Assessment, Some(row.carer_id));
    tx.remember(first, &amendment).await?;
    tx.commit_noted().await?;
    Ok(amendment)
}

async fn record(
    tx: &Tx,
    row: &assessment::Model,
    amendment: AssessmentId,
    answers: &Answers,
    reason: &str,
) -> Result<(), Error> {
    let reason = tx.personal(Kind::Note, Some(row.carer_id.0), reason).await?;
    let entry = Entry::new(AuditAction::AssessmentAmended)
        .about("assessment", amendment.0)
        .before(json!({ "assessment": row.id, "overall_level": row.overall_level }))?
        .after(json!({
            "carer": row.carer_id, "template": row.template_id, "overall_level": answers.overall_level,
            "reason": reason,
        }))?;
    tx.also(entry);
    Ok(())
}

/// New ratings where the amended assessment, or one that it amends in turn, still counts or waits. Their validity
/// counts from the first of them.
async fn rate(
    tx: &Tx,
    row: &assessment::Model,
    amendment: AssessmentId,
    level: Level,
    tasks: &[task::Model],
) -> Result<(), Error> {
    let (chain, rated_on) = chain(tx, row).await?;
    let mut ratings = Vec::new();
    for task in tasks {
        let sources = competency::sources(tx, row.carer_id, task.id).await?;
        if !amends_rating(row.overall_level, level, &chain, sources) {
            continue;
        }
        let given = Given {
            level,
            source: RatingSource::Assessment,
            assessment: Some(amendment),
            reason: None,
            is_complete: true,
            counts_from: rated_on,
        };
        competency::give(tx, row.carer_id, task, &given).await?;
        ratings.push((task.name.clone(), level));
    }
    if ratings.is_empty() {
        return Ok(());
    }
    competency::ask(tx, row.carer_id, ("assessment", amendment.0), ratings).await
}

/// The assessment with all that it amends, and the date of the first of them.
async fn chain(tx: &Tx, row: &assessment::Model) -> Result<(Vec<AssessmentId>, Date), Error> {
    let (mut ids, mut date, mut earlier) = (vec![row.id], row.completed_on, row.amends_id);
    while let Some(id) = earlier {
        let row = store::find(tx, id).await?;
        ids.push(id);
        (date, earlier) = (row.completed_on, row.amends_id);
    }
    Ok((ids, date))
}
