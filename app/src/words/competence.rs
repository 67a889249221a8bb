//! How refusals about progress, assessments and ratings are said.

use domain::{assessment, competency, progress};

use super::dates;
use crate::answer::AppError;

/// Why nothing was counted.
pub fn progress(refused: progress::Refused) -> AppError {
    match refused {
        progress::Refused::AlreadyComplete => {
            AppError::new("progress.complete", 409, "This task is complete. Nothing was added.")
        }
        progress::Refused::TooManyThatDay { left: 0, .. } => AppError::at_field(
            "progress.too_many_that_day",
            "count",
            "This day is full: it holds 100. Choose another day",
        ),
        progress::Refused::TooManyThatDay { left, entered } => AppError::at_field(
            "progress.too_many_that_day",
            "count",
            format!("You can add {left} more for this day. You entered {entered}"),
        ),
        progress::Refused::NotAssigned => AppError::new(
            "progress.not_assigned",
            409,
            "This task is not one of yours now. Ask an admin if it should be.",
        ),
        // The page offers days that are over: it comes again with those that are open.
        progress::Refused::DayClosed => AppError {
            reload: true,
            ..AppError::at_field(
                "progress.day_closed",
                "work_date",
                "You can log yesterday until midday. Choose today",
            )
        },
        progress::Refused::Unchanged { count } => AppError::at_field(
            "progress.unchanged",
            "count",
            format!("The count is {count} already. Enter another"),
        ),
    }
}

/// Why an assessment was not opened, saved or submitted, or a template not kept.
pub fn assessment(refused: &assessment::Refused) -> AppError {
    use assessment::Refused;
    let words = |code, text: String| AppError::new(code, 409, text);
    let outdated = |code, text: &str| AppError::outdated(code, 409, text);
    match refused {
        Refused::NameTaken => AppError::at_field(
            "assessment.name_taken",
            "name",
            "Another template has this name. Choose another",
        ),
        Refused::NameTakenMeanwhile { name } => words(
            "assessment.name_taken_meanwhile",
            format!("Another template is called {name} now. Rename it, then restore this one."),
        ),
        Refused::TaskTakenMeanwhile { task, template } => words(
            "assessment.task_taken_meanwhile",
            format!(
                "{task} belongs to the template {template} now. Take it out there, then restore this one."
            ),
        ),
        Refused::AlreadyAmended => outdated(
            "assessment.already_amended",
            "Somebody amended this assessment meanwhile. Look at the newer one first.",
        ),
        Refused::TaskTaken { task, template } => AppError::at_field(
            "assessment.task_taken",
            "tasks",
            format!("{task} belongs to the template {template}. Take it out of one of the two"),
        ),
        Refused::Locked { complete, of } => words(
            "assessment.locked",
            format!("This group is locked: {complete} of {of} tasks are complete. Nothing was saved."),
        ),
        Refused::Pending => words(
            "assessment.pending",
            "The last result still waits for the carer. Assess again once it is acknowledged.".into(),
        ),
        Refused::Done => words("assessment.done", "This group is assessed and not due again.".into()),
        Refused::NoTasks => words(
            "assessment.no_tasks",
            "There is nothing to assess: the template covers no task, or one of the two is not active."
                .into(),
        ),
        Refused::NewVersion => outdated(
            "assessment.new_version",
            "The template was edited meanwhile. Save the draft, look at the changed items, then submit.",
        ),
        Refused::OtherEditor { name, saved_at } => AppError::outdated(
            "assessment.other_editor",
            409,
            format!(
                "{name} is working on this assessment and saved it on {}. Tick the box at the end to take it over.",
                dates::moment(crate::ssr::zone().local(*saved_at)),
            ),
        ),
    }
}

/// Why a rating was not acknowledged or withdrawn.
pub fn competency(refused: competency::Refused) -> AppError {
    match refused {
        competency::Refused::NoLongerWaits => AppError::outdated(
            "competency.no_longer_waits",
            409,
            "This result no longer waits: it was withdrawn, or a newer one has taken its place.",
        ),
        competency::Refused::AlreadyAcknowledged => {
            AppError::outdated("competency.already_acknowledged", 409, "This result is acknowledged already.")
        }
        competency::Refused::InForce => AppError::outdated(
            "competency.in_force",
            409,
            "This rating is in force. Give a new rating to correct it.",
        ),
    }
}
