//! What the browser may ask about assessments.
#![expect(clippy::too_many_arguments, reason = "the fields of one form, once more in what the macro makes")]

use std::collections::BTreeMap;

use domain::assessment as view;
use domain::id::{AccountId, AssessmentId, SubmissionId, TemplateId};
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

#[cfg(feature = "ssr")]
use domain::{
    assessment::{AmendmentDraft, AnswersDraft},
    text::ticked,
};

/// A page of those who may be assessed now.
///
/// # Errors
/// 403 for carers.
#[server(endpoint = "assessment/due")]
pub async fn due(#[server(flatten)] asked: Asked) -> Result<Listed<view::Due>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assessment::due(&cx, &asked).await)
}

/// A page of the assessments of a carer or by a template, newest first.
///
/// # Errors
/// 403 for carers.
#[server(endpoint = "assessment/done")]
pub async fn list_done(
    whose: view::DoneOf,
    #[server(flatten)] asked: Asked,
) -> Result<Listed<view::Done>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assessment::done(&cx, whose, &asked).await)
}

/// The sheet of one carer and template. `again` is ticked when an admin has chosen to reassess.
///
/// # Errors
/// 404 for what is not there, 409 when there is nothing to assess.
#[server(endpoint = "assessment/sheet")]
pub async fn sheet(carer: AccountId, template: TemplateId, again: String) -> Result<view::Sheet, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assessment::sheet(&cx, carer, template, ticked(&again)).await)
}

/// Saves what is filled in so far, or submits it when `finish` is set.
///
/// The answers are arguments of their own: inside a flattened form the numbers of the items would be lost.
///
/// # Errors
/// 409 when somebody else has the draft or the group may not be assessed.
#[server(endpoint = "assessment/save_draft")]
pub async fn save_draft(
    carer: AccountId,
    template: TemplateId,
    #[server(default)] template_version: String,
    #[server(default)] knowledge: BTreeMap<String, String>,
    #[server(default)] practical: BTreeMap<String, String>,
    #[server(default)] emergency: BTreeMap<String, String>,
    #[server(default)] overall_level: String,
    #[server(default)] professional_reference: String,
    #[server(default)] note: String,
    #[server(default)] take_over: String,
    #[server(default)] again: String,
    #[server(default)] finish: String,
    #[server(default)] submission: Option<SubmissionId>,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let answers = AnswersDraft {
        template_version,
        knowledge,
        practical,
        emergency,
        overall_level,
        professional_reference,
        note,
    };
    let (is_chosen, take_over) = (ticked(&again), ticked(&take_over));
    // Who takes a draft over has it from then on, also when the submit that follows is refused.
    if take_over || !ticked(&finish) {
        let saved =
            backend::assessment::draft::save(&cx, carer, template, &answers, take_over, is_chosen).await;
        crate::ssr::answer(saved)?;
    }
    if !ticked(&finish) {
        let again = if is_chosen { "?again=true" } else { "" };
        return Ok(Done {
            message: "Draft saved".into(),
            to: format!("/admin/progress/assess/{carer}/{template}{again}"),
        });
    }
    let submission = submission.ok_or_else(|| AppError::new("malformed", 422, "Load the page again."))?;
    let submitted = backend::assessment::submit(&cx, carer, template, &answers, submission, is_chosen).await;
    let id = crate::ssr::answer(submitted)?;
    Ok(Done {
        message: "Assessment submitted. The carer is told by e-mail and acknowledges the result".into(),
        to: format!("/admin/assessments/{id}"),
    })
}

/// A finished assessment.
///
/// # Errors
/// 404 when there is none.
#[server(endpoint = "assessment/finished")]
pub async fn finished(assessment: AssessmentId) -> Result<view::Finished, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assessment::finished(&cx, assessment).await)
}

/// Amends a finished assessment, with a reason.
///
/// # Errors
/// 409 when it was amended meanwhile, 422 for every gap, 404 when there is none.
#[server(endpoint = "assessment/amend")]
pub async fn amend(
    assessment: AssessmentId,
    submission: SubmissionId,
    #[server(default)] template_version: String,
    #[server(default)] knowledge: BTreeMap<String, String>,
    #[server(default)] practical: BTreeMap<String, String>,
    #[server(default)] emergency: BTreeMap<String, String>,
    #[server(default)] overall_level: String,
    #[server(default)] professional_reference: String,
    #[server(default)] note: String,
    #[server(default)] reason: String,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let answers = AnswersDraft {
        template_version,
        knowledge,
        practical,
        emergency,
        overall_level,
        professional_reference,
        note,
    };
    let draft = AmendmentDraft { answers, reason };
    let amended = backend::assessment::amend(&cx, assessment, &draft, submission).await;
    let id = crate::ssr::answer(amended)?;
    let message = "Assessment amended. The first one is kept as it was".into();
    Ok(Done { message, to: format!("/admin/assessments/{id}") })
}
