//! What the browser may ask about assessments.
#![expect(clippy::too_many_arguments, reason = "the fields of one form, once more in what the macro makes")]

use std::collections::BTreeMap;

use domain::assessment as view;
use domain::id::{AccountId, AssessmentId, SubmissionId, TemplateId};
use domain::list::{Asked, Listed};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{AppError, Done};

#[cfg(feature = "ssr")]
use backend::assessment::{Kept, draft::Filled};
#[cfg(feature = "ssr")]
use domain::{
    assessment::{AmendmentDraft, AnswersDraft},
    text::ticked,
};

/// [`Done`], with the version that the draft has now: the page that saved it goes on from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The result in words.
    pub message: String,
    /// The page to go to.
    pub to: String,
    /// The draft's version; none when it became an assessment.
    pub version: Option<i32>,
}

#[cfg(feature = "ssr")]
impl Saved {
    fn draft(on: &view::Editing, page: &str, version: i32) -> Self {
        let again = if on.is_chosen { "?again=true" } else { "" };
        let to = format!("/admin/progress/assess/{}/{}{page}{again}", on.carer, on.template);
        Self { message: "Draft saved".into(), to, version: Some(version) }
    }

    fn submitted(id: AssessmentId) -> Self {
        let message = "Assessment submitted. The carer is told by e-mail and acknowledges the result".into();
        Self { message, to: format!("/admin/assessments/{id}"), version: None }
    }
}

/// A page of those who may be assessed now: `ready`, `reassess`, or empty for both.
///
/// # Errors
/// 403 for carers, 422 for another state.
#[server(endpoint = "assessment/due")]
pub async fn due(
    #[server(default)] state: String,
    #[server(flatten)] asked: Asked,
) -> Result<Listed<view::Due>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assessment::due(&cx, &state, &asked).await)
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
    crate::ssr::answer(backend::assessment::done(&cx, whose, &asked, crate::ssr::opening()).await)
}

/// The sheet of one carer and template. Each opening is recorded (R-AUD-5). `again` is ticked when an admin has chosen to reassess, `typed` is what a form
/// of it held that comes back.
///
/// # Errors
/// 404 for what is not there, 409 when there is nothing to assess.
#[server(endpoint = "assessment/sheet")]
pub async fn sheet(
    carer: AccountId,
    template: TemplateId,
    #[server(default)] again: String,
    #[server(default)] typed: Option<view::AnswersDraft>,
) -> Result<view::Sheet, AppError> {
    let cx = crate::ssr::cx()?;
    let (is_chosen, opening) = (ticked(&again), crate::ssr::opening());
    let opened = backend::assessment::open_sheet(&cx, carer, template, is_chosen, typed, opening).await;
    crate::ssr::answer(opened)
}

/// Saves the answers that are filled in so far; `review` is ticked to go on to the review.
///
/// The answers are arguments of their own: inside a flattened form the numbers of the items would be lost.
///
/// # Errors
/// 409 when somebody else has the draft, it was changed since it was shown, or the group may not be assessed.
#[server(endpoint = "assessment/save_draft")]
pub async fn save_draft(
    carer: AccountId,
    template: TemplateId,
    #[server(default)] draft_version: String,
    #[server(default)] template_version: String,
    #[server(default)] knowledge: BTreeMap<String, String>,
    #[server(default)] practical: BTreeMap<String, String>,
    #[server(default)] emergency: BTreeMap<String, String>,
    #[server(default)] take_over: String,
    #[server(default)] again: String,
    #[server(default)] review: String,
) -> Result<Saved, AppError> {
    let cx = crate::ssr::cx()?;
    let answers =
        AnswersDraft { template_version, knowledge, practical, emergency, ..AnswersDraft::default() };
    let (is_chosen, take_over) = (ticked(&again), ticked(&take_over));
    let on = view::Editing { carer, template, draft_version, take_over, is_chosen };
    let saved = backend::assessment::draft::save(&cx, &on, Filled::Answers(&answers)).await;
    let page = if ticked(&review) { "/review" } else { "" };
    crate::ssr::answer(saved).map(|version| Saved::draft(&on, page, version))
}

/// Keeps the review of an assessment: submits it when `finish` is ticked, else saves the draft.
///
/// # Errors
/// As [`save_draft`], and 422 for every gap when it is submitted.
#[server(endpoint = "assessment/review")]
pub async fn review(
    carer: AccountId,
    template: TemplateId,
    #[server(default)] draft_version: String,
    #[server(default)] template_version: String,
    #[server(default)] overall_level: String,
    #[server(default)] professional_reference: String,
    #[server(default)] note: String,
    #[server(default)] take_over: String,
    #[server(default)] again: String,
    #[server(default)] finish: String,
    submission: SubmissionId,
) -> Result<Saved, AppError> {
    let cx = crate::ssr::cx()?;
    let review = view::ReviewDraft { template_version, overall_level, professional_reference, note };
    let (is_chosen, take_over) = (ticked(&again), ticked(&take_over));
    let on = view::Editing { carer, template, draft_version, take_over, is_chosen };
    let submission = ticked(&finish).then_some(submission);
    let kept = backend::assessment::review(&cx, &on, &review, submission).await;
    crate::ssr::answer(kept).map(|kept| match kept {
        Kept::Draft(version) => Saved::draft(&on, "/review", version),
        Kept::Submitted(id) => Saved::submitted(id),
    })
}

/// A finished assessment. Each opening is recorded (R-AUD-5).
///
/// # Errors
/// 404 when there is none.
#[server(endpoint = "assessment/finished")]
pub async fn finished(assessment: AssessmentId) -> Result<view::Finished, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::assessment::open(&cx, assessment, crate::ssr::opening()).await)
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
