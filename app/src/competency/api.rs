//! What the browser may ask about ratings.

use domain::competency::{
    self as view, AcknowledgmentDraft, AnswerConcernDraft, ConcernDraft, ConcernShown, RatingDraft,
    RatingShown, Ratings, WaitingPage, WithdrawalDraft,
};
use domain::id::{AccountId, RatingId, SubmissionId};
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use crate::answer::{AppError, Done};

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
/// 422 without the tick, 409 when nothing of it waits any more, 404 for anybody else's.
#[server(endpoint = "competency/acknowledge")]
pub async fn acknowledge(#[server(flatten)] draft: AcknowledgmentDraft) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let count = crate::ssr::answer(backend::competency::acknowledge(&cx, &draft).await)?;
    let message = match count {
        1 => "Acknowledged. The new rating counts from now".to_owned(),
        count => format!("Acknowledged. The {count} new ratings count from now"),
    };
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

/// One rating that waits for its carer; none when it waits no longer.
///
/// # Errors
/// 404 when there is no such rating.
#[server(endpoint = "competency/waits")]
pub async fn waits(rating: RatingId) -> Result<Option<view::Waits>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::waits(&cx, rating).await)
}

/// Carers' concerns, open ones first.
///
/// # Errors
/// 403 for carers.
#[server(endpoint = "competency/concerns")]
pub async fn concerns() -> Result<Vec<ConcernShown>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::concerns(&cx).await)
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
    Ok(Done { message, to: "/admin/progress/acknowledgments".into() })
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
    #[server(default)] back: String,
    #[server(flatten)] draft: WithdrawalDraft,
) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let carer = crate::ssr::answer(backend::competency::withdraw(&cx, &draft).await)?;
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
    crate::ssr::answer(backend::competency::history(&cx, carer, &asked).await)
}

/// A carer's tasks, to be rated by hand.
///
/// # Errors
/// 404 when there is no such carer.
#[server(endpoint = "competency/task_ratings")]
pub async fn task_ratings(carer: AccountId) -> Result<Ratings, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::competency::task_ratings(&cx, carer).await)
}

/// Rates a carer by hand.
///
/// # Errors
/// 422 without level or reason.
#[server(endpoint = "competency/rate")]
pub async fn rate(
    carer: AccountId,
    submission: SubmissionId,
    #[server(flatten)] draft: RatingDraft,
) -> Result<Done, AppError> {
    use domain::competency::Effect;
    let cx = crate::ssr::cx()?;
    let effect = crate::ssr::answer(backend::competency::rate(&cx, carer, submission, &draft).await)?;
    let message = match effect {
        Effect::OnAcknowledgment => "Rating given. It counts once the carer acknowledges it",
        Effect::Immediate => "Rating given. It counts from now",
    };
    Ok(Done { message: message.into(), to: format!("/admin/progress/ratings/{carer}") })
}
