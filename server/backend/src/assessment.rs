//! Assessing carers: who is due, the sheet to fill in, and what becomes of it. Each function is one use case.

mod amend;
mod digest;
mod done;
pub mod draft;
mod due;
pub(crate) mod groups;
mod store;
#[cfg(test)]
mod tests;
pub(crate) mod trigger;

use std::collections::HashMap;

use domain::access::Action;
use domain::assessment::{Answers, AnswersDraft, Assessor, DraftInfo, Editing, Refused, ReviewDraft, Sheet};
use domain::audit::AuditAction;
use domain::competency::RatingSource;
use domain::id::{AccountId, AssessmentId, SubmissionId, TemplateId};
use domain::time::Date;
use serde_json::json;

use crate::audit::Entry;
use crate::audit::opening::{self, Opening};
use crate::competency::{self, Given};
use crate::cx::{Scope, Tx};
use crate::entity::{account, assessment_draft, task};
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, list, settings, template as templates};
use draft::Filled;
use groups::{Judged, Pick, Whose};

pub use amend::amend;
pub use digest::run_digest;
#[cfg(test)]
pub(crate) use done::finished;
pub use done::{done, open};
pub use due::due;

fn info(draft: &assessment_draft::Model, names: &HashMap<AccountId, String>) -> DraftInfo {
    DraftInfo {
        editor: draft.edited_by,
        editor_name: names.get(&draft.edited_by).cloned().unwrap_or_default(),
        saved_at: draft.updated_at,
        version: draft.version,
    }
}

/// Opens the sheet of one carer and template, which is recorded (R-AUD-5).
///
/// # Errors
/// [`Error::NotFound`] for a carer or template that is not there, [`Refused::NoTasks`] when it covers none.
pub async fn open_sheet(
    cx: &Cx,
    carer: AccountId,
    template: TemplateId,
    is_chosen: bool,
    typed: Option<AnswersDraft>,
    opening: Opening,
) -> Result<Sheet, Error> {
    let sheet = sheet(cx, carer, template, is_chosen, typed).await?;
    opening::record(cx, Action::Assess, carer, "assessment_sheet", opening).await?;
    Ok(sheet)
}

/// The sheet, with what is filled in so far, and with what was typed when a form of it comes back.
pub(crate) async fn sheet(
    cx: &Cx,
    carer: AccountId,
    template: TemplateId,
    is_chosen: bool,
    typed: Option<AnswersDraft>,
) -> Result<Sheet, Error> {
    let read = cx.read(Action::Assess).await?;
    let row = store::template(&read, template).await?;
    let person = list::person(&read, carer).await?;
    let judged = judged(&read, cx.today(), carer, template, is_chosen).await?;
    let version = store::current_version(&read, template).await?;
    let items = templates::items(&read, version).await?;
    let draft = draft::find(&read, carer, template).await?;
    let me = list::person(&read, cx.person()?.id).await?;
    let (answers, gone) = match &draft {
        Some(kept) => {
            let from = kept.template_version_id;
            draft::moved(&read, draft::answers(kept)?, from, version, &items).await?
        }
        None => {
            (AnswersDraft { template_version: version.to_string(), ..AnswersDraft::default() }, Vec::new())
        }
    };
    let (typed, left_behind) = match typed {
        Some(form) => {
            let shown = form.template_version.parse().map_err(|_| Error::NotFound)?;
            store::require_version_of(&read, template, shown).await?;
            let (typed, gone) = draft::moved(&read, form, shown, version, &items).await?;
            (Some(typed), gone)
        }
        None => (None, gone),
    };
    let names = list::names::<account::Entity>(&read, draft.iter().map(|draft| draft.edited_by)).await?;
    let is_assigned =
        |task: &task::Model| judged.facts.iter().any(|fact| fact.task == task.id && fact.is_assigned);
    Ok(Sheet {
        carer,
        carer_name: person.name,
        template,
        template_name: row.name,
        state: judged.state,
        tasks: judged.tasks.iter().map(|task| (task.name.clone(), is_assigned(task))).collect(),
        items,
        answers,
        typed,
        left_behind,
        is_anothers: draft.as_ref().is_some_and(|draft| draft.edited_by != me.id),
        draft: draft.as_ref().map(|draft| info(draft, &names)),
        assessor: Assessor { name: me.name, professional_reference: me.professional_reference },
        lowering_immediate: settings::load(&read).await?.competence.lowering_immediate,
    })
}

async fn judged(
    scope: &impl Scope,
    today: Date,
    carer: AccountId,
    template: TemplateId,
    is_chosen: bool,
) -> Result<Judged, Error> {
    let pick = Pick { carers: Whose::These(&[carer]), template: Some(template) };
    let judged = groups::judge(scope, pick, today, is_chosen).await?;
    Ok(judged.into_iter().next().ok_or(Refused::NoTasks)?)
}

/// What became of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was saved; this is the draft's version now.
    Draft(i32),
    /// It was submitted.
    Submitted(AssessmentId),
}

/// Keeps a review: with a submission id it submits the assessment, without one it saves the draft.
///
/// # Errors
/// As [`draft::save`] and [`submit`].
pub async fn review(
    cx: &Cx,
    on: &Editing,
    form: &ReviewDraft,
    submission: Option<SubmissionId>,
) -> Result<Kept, Error> {
    match submission {
        Some(submission) => Ok(Kept::Submitted(submit(cx, on, form, submission).await?)),
        None => Ok(Kept::Draft(draft::save(cx, on, Filled::Review(form)).await?)),
    }
}

/// Submits a finished assessment: it, one rating for each covered live task, and the carer's mail, or nothing
/// (R-ASM-4). The answers are those that the draft holds.
///
/// # Errors
/// Every gap of the draft and of the review; what stands in the way when the group may not be assessed any more;
/// another editor's draft; a draft or a template that was changed since the review was shown.
pub async fn submit(
    cx: &Cx,
    on: &Editing,
    form: &ReviewDraft,
    submission: SubmissionId,
) -> Result<AssessmentId, Error> {
    let submitted = finish(cx, on, form, submission).await;
    if on.take_over && matches!(submitted, Err(Error::Invalid(_))) {
        draft::take_over(cx, on).await?;
    }
    submitted
}

async fn finish(
    cx: &Cx,
    on: &Editing,
    form: &ReviewDraft,
    submission: SubmissionId,
) -> Result<AssessmentId, Error> {
    let tx = cx.write(Action::Assess).await?;
    let content = (on.carer, on.template, form);
    let first = match tx.once::<AssessmentId>("assessment.submit", submission, &content).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    let held = draft::hold(&tx, on).await?;
    held.require_seen(on)?;
    if form.template_version != held.version.to_string() {
        return Err(Refused::NewVersion.into());
    }
    let answers = form.of(held.answers).parse(&held.items)?;

    let (carer, template) = (on.carer, on.template);
    let reassessment = store::was_assessed(&tx, carer, template).await?;
    let id = store::insert(&tx, carer, template, &answers, &held.tasks, reassessment).await?;
    let entry = Entry::new(AuditAction::AssessmentSubmitted).about("assessment", id.0).after(json!({
        "carer": carer, "template": template, "template_version": answers.template_version,
        "overall_level": answers.overall_level, "reassessment": reassessment,
    }))?;
    tx.also(entry);
    rate(&tx, carer, id, &answers, &held.tasks).await?;
    draft::remove(&tx, carer, template).await?;
    if let Some(task) = held.tasks.first() {
        trigger::open_if_ready(&tx, carer, task).await?;
    }
    tx.touch(Topic::Assessment, Some(carer));
    tx.remember(first, &id).await?;
    tx.commit_noted().await?;
    Ok(id)
}

/// One rating for each covered live task, and one mail for all of them.
async fn rate(
    tx: &Tx,
    carer: AccountId,
    assessment: AssessmentId,
    answers: &Answers,
    tasks: &[task::Model],
) -> Result<(), Error> {
    for task in tasks {
        let given = Given {
            level: answers.overall_level,
            source: RatingSource::Assessment,
            assessment: Some(assessment),
            reason: None,
            is_complete: true,
            counts_from: tx.today(),
        };
        competency::give(tx, carer, task, &given).await?;
    }
    let ratings = tasks.iter().map(|task| (task.name.clone(), answers.overall_level)).collect();
    competency::ask(tx, carer, ("assessment", assessment.0), ratings).await
}
