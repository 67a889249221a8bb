//! What the browser may ask about ratings.

use domain::competency::{
    self as view, AcknowledgmentDraft, AnswerConcernDraft, ConcernDraft, ConcernShown, PastAct, RatingDraft,
    RatingShown, Ratings, WaitingPage, WithdrawalDraft,
};
use domain::id::{AccountId, RatingId, SubmissionId, TaskId};
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// A page of the signed-in carer's past acknowledgments, newest first.
///
/// # Errors
/// 403 for admins.
#[server(endpoint = "competency/past")]
pub async fn past(#[server(flatten)] asked: Asked) -> Result<Listed<PastAct>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::past(&cx, &asked).await)
}

/// One of the signed-in carer's own ratings, by itself or by its task.
///
/// # Errors
/// 404 when there is none, or it is somebody else's.
#[server(endpoint = "competency/own_rating")]
pub async fn own_rating(
    #[server(default)] rating: Option<RatingId>,
    #[server(default)] task: Option<TaskId>,
) -> Result<view::OwnRating, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::own_rating(&cx, rating, task).await)
}

/// The signed-in carer's acknowledgments.
///
/// # Errors
/// 403 for admins.
#[server(endpoint = "competency/todo")]
pub async fn todo() -> Result<view::Todo, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::todo(&cx).await)
}

/// Acknowledges one result.
///
/// # Errors
/// 422 without the tick or for a part of a result, 409 when nothing of it waits any more, 404 for anybody else's.
#[server(endpoint = "competency/acknowledge")]
pub async fn acknowledge(
    submission: SubmissionId,
    #[server(flatten)] draft: AcknowledgmentDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let acted = crate::ssr::answer(backend::competency::acknowledge(&cx, submission, &draft).await)?;
    let message = crate::words::states::acknowledged(acted.raised, acted.seen);
    Ok(Done { message, to: "/carer/acknowledgments".into() })
}

/// Raises a concern about one of one's own ratings.
///
/// # Errors
/// 422 without words, 404 for anybody else's rating.
#[server(endpoint = "competency/raise_concern")]
pub async fn raise_concern(
    submission: SubmissionId,
    #[server(flatten)] draft: ConcernDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::raise_concern(&cx, submission, &draft).await)?;
    let message = "Concern raised. Your admins are told by e-mail".into();
    Ok(Done { message, to: "/carer/acknowledgments".into() })
}

/// The ratings that wait for their carers, oldest first, with their figures. `asked.status` is `reminded`, `long` or
/// empty.
///
/// # Errors
/// 403 for carers.
#[server(endpoint = "competency/waiting")]
pub async fn waiting(#[server(flatten)] asked: Asked) -> Result<WaitingPage, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::waiting(&cx, &asked).await)
}

/// One rating that waits for its carer; none when it waits no longer. Each opening is recorded (R-AUD-5).
///
/// # Errors
/// 404 when there is no such rating.
#[server(endpoint = "competency/waits")]
pub async fn waits(rating: RatingId) -> Result<Option<view::Waits>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::waits(&cx, rating, crate::ssr::opening()).await)
}

/// A page of carers' concerns: open ones, oldest first, or those with an answer.
///
/// # Errors
/// 403 for carers.
#[server(endpoint = "competency/concerns")]
pub async fn concerns(#[server(flatten)] asked: Asked) -> Result<Listed<ConcernShown>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::concerns(&cx, &asked).await)
}

/// Answers a concern.
///
/// # Errors
/// 422 without words, 409 when it is answered already.
#[server(endpoint = "competency/answer_concern")]
pub async fn answer_concern(#[server(flatten)] draft: AnswerConcernDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::answer_concern(&cx, &draft).await)?;
    let message = "Concern answered. The carer is told by e-mail".into();
    Ok(Done { message, to: "/admin/progress/acknowledgments?view=concerns".into() })
}

/// Reminds a carer of one result.
///
/// # Errors
/// 409 when it waits no longer.
#[server(endpoint = "competency/remind")]
pub async fn remind(submission: SubmissionId, rating: RatingId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::remind(&cx, submission, rating).await)?;
    Ok(Done { message: "Reminder sent".into(), to: "/admin/progress/acknowledgments".into() })
}

/// Withdraws a rating that waits. `back` is `ratings` on the page of the carer's ratings.
///
/// # Errors
/// 422 without a reason, 409 when it waits no longer or is in force.
#[server(endpoint = "competency/withdraw")]
pub async fn withdraw(
    submission: SubmissionId,
    #[server(default)] back: String,
    #[server(flatten)] draft: WithdrawalDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let carer = crate::ssr::answer(backend::competency::withdraw(&cx, submission, &draft).await)?;
    let message = "Rating withdrawn. What counted before still counts".into();
    let to = if back == "ratings" {
        format!("/admin/progress/ratings/{carer}")
    } else {
        "/admin/progress/acknowledgments".into()
    };
    Ok(Done { message, to })
}

/// The ratings that a carer was ever given, newest first.
///
/// # Errors
/// 403 for carers.
#[server(endpoint = "competency/history")]
pub async fn history(
    carer: AccountId,
    #[server(flatten)] asked: Asked,
) -> Result<Listed<RatingShown>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::history(&cx, carer, &asked, crate::ssr::opening()).await)
}

/// A carer's tasks, to be rated by hand.
///
/// # Errors
/// 404 when there is no such carer.
#[server(endpoint = "competency/task_ratings")]
pub async fn task_ratings(carer: AccountId) -> Result<Ratings, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::task_ratings(&cx, carer, crate::ssr::opening()).await)
}

/// Rates a carer by hand.
///
/// # Errors
/// 422 without level or reason, 409 when another rating counts or waits than the form showed.
#[server(endpoint = "competency/rate")]
pub async fn rate(
    carer: AccountId,
    submission: SubmissionId,
    #[server(flatten)] draft: RatingDraft,
) -> Result<Done, AppError> {
    use domain::competency::{Effect, Level};
    let cx = crate::ssr::cx()?;
    let effect = crate::ssr::answer(backend::competency::rate(&cx, carer, submission, &draft).await)?;
    let message = match effect {
        _ if draft.level == Level::NotAssessed.code() => {
            "Set to Not Assessed. The rating is taken back and the count is zero"
        }
        Effect::OnAcknowledgment => "Rating given. It counts once the carer acknowledges it",
        Effect::Immediate => "Rating given. It counts from now",
    };
    Ok(Done { message: message.into(), to: format!("/admin/progress/ratings/{carer}") })
}
