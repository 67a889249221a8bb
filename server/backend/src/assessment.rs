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
use domain::assessment::{Answers, AnswersDraft, DraftInfo, GroupState, Refused, Sheet};
use domain::audit::AuditAction;
use domain::competency::RatingSource;
use domain::id::{AccountId, AssessmentId, SubmissionId, TemplateId};
use serde_json::json;

use crate::audit::Entry;
use crate::competency::{self, Given};
use crate::cx::{Scope, Tx};
use crate::entity::{assessment_draft, task};
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, list};
use groups::{Judged, Pick};

pub use amend::amend;
pub use digest::run_digest;
pub use done::{done, finished};
pub use due::due;

fn info(draft: &assessment_draft::Model, names: &HashMap<AccountId, String>) -> DraftInfo {
    DraftInfo {
        editor: draft.edited_by,
        editor_name: names.get(&draft.edited_by).cloned().unwrap_or_default(),
        saved_at: draft.updated_at,
    }
}

/// The sheet of one carer and template, with what is filled in so far. Opening it stores nothing.
///
/// # Errors
/// [`Error::NotFound`] for a carer or template that is not there, [`Refused::NoTasks`] when it covers none.
pub async fn sheet(cx: &Cx, carer: AccountId, template: TemplateId, is_chosen: bool) -> Result<Sheet, Error> {
    let read = cx.read(Action::Assess).await?;
    let row = store::template(&read, template).await?;
    let person = store::account(&read, carer).await?;
    let judged = judged(&read, cx, carer, template, is_chosen).await?;
    let version = store::current_version(&read, template).await?;
    let items = store::items(&read, version).await?;
    let draft = draft::find(&read, carer, template).await?;
    let me = store::account(&read, cx.person()?.id).await?;
    let answers = match &draft {
        Some(kept) if kept.template_version_id == version => draft::answers(kept)?,
        Some(kept) => {
            draft::answers(kept)?.moved(&store::items(&read, kept.template_version_id).await?, &items)
        }
        None => AnswersDraft::default(),
    };
    let names = list::names(&read, draft.iter().map(|draft| draft.edited_by).collect()).await?;
    let is_assigned =
        |task: &task::Model| judged.facts.iter().any(|fact| fact.task == task.id && fact.is_assigned);
    Ok(Sheet {
        carer,
        carer_name: person.name,
        template,
        template_name: row.name,
        version,
        state: judged.state,
        tasks: judged.tasks.iter().map(|task| (task.name.clone(), is_assigned(task))).collect(),
        items,
        answers: AnswersDraft { template_version: version.to_string(), ..answers },
        is_anothers: draft.as_ref().is_some_and(|draft| draft.edited_by != me.id),
        draft: draft.as_ref().map(|draft| info(draft, &names)),
        professional_reference: me.professional_reference,
    })
}

async fn judged(
    scope: &impl Scope,
    cx: &Cx,
    carer: AccountId,
    template: TemplateId,
    is_chosen: bool,
) -> Result<Judged, Error> {
    let pick = Pick { carers: Some(&[carer]), template: Some(template) };
    let judged = groups::judge(scope, pick, cx.today(), is_chosen).await?;
    Ok(judged.into_iter().next().ok_or(Refused::NoTasks)?)
}

/// Submits a finished assessment: it, one rating for each covered live task, and the carer's mail, or nothing
/// (R-ASM-4).
///
/// # Errors
/// Every gap of the form; what stands in the way when the group may not be assessed any more; another editor's
/// draft; an edited template.
pub async fn submit(
    cx: &Cx,
    carer: AccountId,
    template: TemplateId,
    form: &AnswersDraft,
    submission: SubmissionId,
    is_chosen: bool,
) -> Result<AssessmentId, Error> {
    let tx = cx.write(Action::Assess).await?;
    let content = (carer, template, form);
    let first = match tx.once::<AssessmentId>("assessment.submit", submission, &content).await? {
        Once::Before(id) => return Ok(id),
        Once::First(first) => first,
    };
    let tasks = trigger::hold_group(&tx, carer, template).await?;
    let group = judged(&tx, cx, carer, template, is_chosen).await?;
    group.state.may_assess()?;
    let answers = read_answers(&tx, carer, template, form).await?;

    let reassessment = group.state == GroupState::Reassess;
    let id = store::insert(&tx, carer, template, &answers, &tasks, reassessment).await?;
    let entry = Entry::new(AuditAction::AssessmentSubmitted).about("assessment", id.0).after(json!({
        "carer": carer, "template": template, "template_version": answers.template_version,
        "overall_level": answers.overall_level, "reassessment": reassessment,
    }))?;
    tx.also(entry);
    rate(&tx, carer, id, &answers, &tasks).await?;
    draft::remove(&tx, carer, template).await?;
    if let Some(task) = tasks.first() {
        trigger::open_if_ready(&tx, carer, task).await?;
    }
    tx.touch(Topic::Assessment, Some(carer));
    tx.remember(first, &id).await?;
    tx.commit_noted().await?;
    Ok(id)
}

/// The answers to the current version, by whoever has the draft.
async fn read_answers(
    tx: &Tx,
    carer: AccountId,
    template: TemplateId,
    form: &AnswersDraft,
) -> Result<Answers, Error> {
    let current = store::current_version(tx, template).await?;
    if form.template_version != current.to_string() {
        return Err(Refused::NewVersion.into());
    }
    draft::require_own(tx, draft::find(tx, carer, template).await?.as_ref()).await?;
    Ok(form.parse(&store::items(tx, current).await?)?)
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
