//! The mails about assessments, ratings and concerns: task names and levels, and nothing else of them (R-MAI-1).

use domain::competency::Level;

use super::Letter;

pub(super) fn ready(name: &str, carer: &str, tasks: &[String], site: &str) -> Letter {
    let lines = [
        format!("{carer} has completed every task of a group: {}.", tasks.join(", ")),
        format!("Assess {carer}: {site}/admin/progress/assess"),
    ];
    Letter::to(name, format!("{carer} is ready for assessment"), &lines)
}

pub(super) fn to_acknowledge(
    name: &str,
    ratings: &[(String, Level)],
    is_reminder: bool,
    site: &str,
) -> Letter {
    let list: Vec<_> = ratings.iter().map(|(task, level)| format!("{task}: {}", level.label())).collect();
    let (subject, first) = if is_reminder {
        ("Ratings still wait for you", "These ratings still wait for you to acknowledge them:")
    } else {
        ("You have new ratings", "You have new ratings to read and acknowledge:")
    };
    let lines =
        [format!("{first}\n{}", list.join("\n")), format!("Read them here: {site}/carer/acknowledgments")];
    Letter::to(name, subject, &lines)
}

pub(super) fn concern_raised(name: &str, carer: &str, site: &str) -> Letter {
    let lines = [
        format!("{carer} has raised a concern about a rating."),
        format!("Read and answer it: {site}/admin/progress/acknowledgments?view=concerns"),
    ];
    Letter::to(name, format!("{carer} has raised a concern"), &lines)
}

pub(super) fn concern_answered(name: &str, site: &str) -> Letter {
    let lines = [
        "An admin has answered your concern about a rating.".into(),
        format!("Read the answer: {site}/carer/acknowledgments"),
    ];
    Letter::to(name, "Your concern is answered", &lines)
}
