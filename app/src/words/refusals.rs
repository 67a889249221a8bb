//! How refusals are said to the reader, each with its stable code and its status.

use backend::Error;
use domain::problems::Problems;

use super::{competence, problems};
use crate::answer::{AppError, FieldError};

/// The words of a refusal; `None` for faults of ours, which get a reference instead.
pub fn say(error: &Error) -> Option<AppError> {
    let words = |code, status, message: &str| Some(AppError::new(code, status, message));
    match error {
        Error::SignedOut => words("signed_out", 401, "You are signed out. Sign in to go on."),
        Error::NotFound => words("not_found", 404, "This does not exist, or is not there any more."),
        Error::Forbidden => words(
            "forbidden",
            403,
            "You cannot open this page. An admin who manages permissions can change that.",
        ),
        Error::Invalid(invalid) => Some(form(invalid)),
        Error::Account(refused) => Some(account(*refused)),
        Error::Assessment(refused) => Some(competence::assessment(refused)),
        Error::Competency(refused) => Some(competence::competency(*refused)),
        Error::Progress(refused) => Some(competence::progress(*refused)),
        Error::Stale => words(
            "stale",
            409,
            "Somebody changed this after you opened it. Your text is kept. Check the change, then save again.",
        ),
        Error::SentBefore => {
            words("sent_before", 422, "This form was already sent with other content. Load the page again.")
        }
        Error::TooMany { retry_after } => {
            let minutes = retry_after.div_ceil(60);
            Some(AppError::new(
                "too_many",
                429,
                format!("Too many tries. Wait {minutes} minutes, then try again."),
            ))
        }
        Error::Unavailable(_) => words("unavailable", 503, "CareTrack is busy. Try again in a moment."),
        Error::Inconsistent { .. } | Error::Database(_) | Error::Fault { .. } => None,
    }
}

fn form(invalid: &Problems) -> AppError {
    let fields = invalid
        .iter()
        .map(|(name, problem)| FieldError { name: name.to_owned(), message: problems::say(name, problem) })
        .collect();
    AppError { fields, ..AppError::new("invalid", 422, "Check the form.") }
}

const SIGN_IN: &str = "E-mail or password is not right, or sign-in is paused";

fn account(refused: backend::account::Refused) -> AppError {
    match refused {
        backend::account::Refused::SignIn => AppError::new("account.sign_in", 401, SIGN_IN),
    }
}
