//! How refusals are said to the reader, each with its stable code and its status.

use backend::{Error, Overtaken};
use domain::problems::Problems;
use domain::time::{Instant, Zone};
use domain::{assignment, package, task};

use super::{competence, dates, numbers, people, problems, shifts};
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
        Error::Ending(refused) => Some(people::ending(*refused)),
        Error::EmailChange(refused) => Some(people::email_change(*refused)),
        Error::Assessment(refused) => Some(competence::assessment(refused)),
        Error::Competency(refused) => Some(competence::competency(*refused)),
        Error::Progress(refused) => Some(competence::progress(*refused)),
        Error::Invitation(refused) => Some(invitation(*refused)),
        Error::Assignment(refused) => Some(assignment(*refused)),
        Error::Package(refused) => Some(package(refused)),
        Error::Task(refused) => Some(task(refused)),
        Error::Shift(refused) => Some(shifts::refused(refused)),
        Error::Stale => Some(AppError::outdated(
            "stale",
            409,
            "This changed after you opened it. Check the change, then save again.",
        )),
        Error::Overtaken(by) => {
            let (zone, now) = crate::ssr::wall();
            Some(AppError::outdated("stale", 409, overtaken(by, zone, now)))
        }
        Error::SentBefore => {
            words("sent_before", 422, "This form was already sent with other content. Load the page again.")
        }
        Error::TooMany { retry_after } => {
            let wait = numbers::counted(retry_after.div_ceil(60).into(), "minute", "minutes");
            Some(AppError::new("too_many", 429, format!("Too many tries. Wait {wait}, then try again.")))
        }
        Error::Unavailable(_) => words("unavailable", 503, "CareTrack is busy. Try again in a moment."),
        Error::Inconsistent { .. } | Error::Database(_) | Error::Fault { .. } => None,
    }
}

/// "Sam Reed changed this at 2:14pm. Your text is kept. Check the change, then save again"
fn overtaken(change: &Overtaken, zone: Zone, now: Instant) -> String {
    let by = match &change.by {
        _ if change.is_own => "You",
        Some(name) => name,
        None => "Somebody",
    };
    let (at, today) = (zone.local(change.at), zone.date(now));
    let when = if at.date() == today {
        format!("at {}", dates::time(at.time()))
    } else {
        format!("on {}", dates::moment(at))
    };
    format!("{by} changed this {when}. Your text is kept. Check the change, then save again.")
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
    use backend::account::Refused;
    match refused {
        Refused::SignIn => AppError::new("account.sign_in", 401, SIGN_IN),
        Refused::ResetLink => AppError::new(
            "account.reset_link",
            409,
            "This link has run out or has been used. Ask for a new one.",
        ),
        Refused::NoSignIn => AppError::new(
            "account.no_sign_in",
            409,
            "This account is inactive, so no link was sent. Make it active first.",
        ),
        Refused::TooManyLinks => AppError::new(
            "account.too_many_links",
            409,
            "Three links were sent within the last hour. Wait until it is over.",
        ),
        Refused::CurrentPassword => AppError::at_field(
            "account.current_password",
            "current_password",
            "The current password is not right, or sign-in is paused",
        ),
        // A page that was made while the password was fresh has no field for it yet.
        Refused::StepUp => AppError {
            reload: true,
            ..AppError::at_field(
                "account.step_up",
                "password",
                "Enter your own password: you signed in more than 10 minutes ago",
            )
        },
        Refused::StepUpWrong => AppError::at_field(
            "account.step_up_wrong",
            "password",
            "Your password is not right, or sign-in is paused",
        ),
    }
}

fn invitation(refused: domain::invitation::Refused) -> AppError {
    use domain::invitation::Refused;
    let address = |code, message: &str| AppError::at_field(code, "email", message);
    match refused {
        Refused::HasAccount => address(
            "invitation.has_account",
            "This address has an account here. Look under Carers and Admins",
        ),
        Refused::InRecycleBin => address(
            "invitation.in_recycle_bin",
            "This address has an account that was deleted. Choose Deleted in the list of carers or admins, and restore it",
        ),
        Refused::AlreadyInvited => address(
            "invitation.already_invited",
            "This address is invited already. Send that invitation again",
        ),
        Refused::CannotBeInvited => {
            address("invitation.cannot_be_invited", "This address cannot be invited. Use another")
        }
        Refused::NotUsable => AppError::new(
            "invitation.not_usable",
            409,
            "This invitation cannot be used any more. Ask whoever invited you for a new one.",
        ),
        Refused::Accepted => {
            AppError::new("invitation.accepted", 409, "This invitation has been accepted. Sign in.")
        }
        Refused::Declined => {
            AppError::new("invitation.declined", 409, "This invitation was declined. Ask for a new one.")
        }
        Refused::Cancelled => {
            AppError::new("invitation.cancelled", 409, "This invitation was taken back. Ask for a new one.")
        }
        Refused::Expired => {
            AppError::new("invitation.expired", 409, "This invitation has run out. Ask for a new one.")
        }
    }
}

fn package(refused: &package::Refused) -> AppError {
    match refused {
        package::Refused::NameTaken => AppError::at_field(
            "package.name_taken",
            "name",
            "Another care package has this name. Choose another",
        ),
        package::Refused::NameTakenMeanwhile { name } => AppError::new(
            "package.name_taken_meanwhile",
            409,
            format!("Another care package is called {name} now. Rename it, then restore this one."),
        ),
    }
}

fn task(refused: &task::Refused) -> AppError {
    match refused {
        task::Refused::NameTaken => {
            AppError::at_field("task.name_taken", "name", "Another task has this name. Choose another")
        }
        task::Refused::NameTakenMeanwhile { name } => AppError::new(
            "task.name_taken_meanwhile",
            409,
            format!("Another task is called {name} now. Rename it, then restore this one."),
        ),
    }
}

fn assignment(refused: assignment::Refused) -> AppError {
    use assignment::Refused;
    let (code, message) = match refused {
        Refused::AlreadyAssigned => {
            ("assignment.already_assigned", "This is in the care package already. Load the page again.")
        }
        Refused::CarerNotActive => {
            ("assignment.carer_not_active", "This carer is inactive. Only active carers can be added.")
        }
        Refused::CarerDeleted => {
            ("assignment.carer_deleted", "This carer is deleted. Restore the account before you add it.")
        }
        Refused::TaskDeleted => {
            ("assignment.task_deleted", "This task is deleted. Restore it before you add it.")
        }
        Refused::TaskNotActive => {
            ("assignment.task_not_active", "This task is inactive. Only active tasks can be added.")
        }
        Refused::PackageNotActive => (
            "assignment.package_not_active",
            "This care package is inactive. Make it active before you add to it.",
        ),
        Refused::NotAssigned => (
            "assignment.not_assigned",
            "This is not in the care package any more. There is nothing to remove.",
        ),
    };
    AppError::new(code, 409, message)
}
