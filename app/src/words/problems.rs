//! How a problem with a field is said to the reader (ux §3.3). The field's name picks the noun.

use domain::problems::Problem;

/// The words: what is wrong and what to do, about the answer and not the person.
pub fn say(field: &str, problem: Problem) -> String {
    if let Some(words) = of_field(field, problem) {
        return words.to_owned();
    }
    if let Some(words) = of_item(field, problem) {
        return words;
    }
    match problem {
        Problem::Missing => "Fill this in".into(),
        Problem::Unreadable => "This could not be read. Write it again".into(),
        Problem::NotADate => "Enter a real date, such as 31 March 2027".into(),
        Problem::TooSmall { least } => format!("Enter {least} or more"),
        Problem::TooLarge { most } => format!("Enter {most} or less"),
        Problem::TooShort { least } => format!("Use {least} characters or more"),
        Problem::TooLong { most } => format!("Use {most} characters or fewer"),
        Problem::NotPrintable => "Leave out the characters that cannot be printed".into(),
        Problem::Mismatch => "The two are not the same. Write them again".into(),
        Problem::Repeated => "This is here twice. Take one out".into(),
        Problem::TooMany { most } => format!("Choose {most} or fewer"),
        Problem::NotAllowed => "This cannot be chosen here. Choose another".into(),
        Problem::WrongTimes => "Start and end do not fit. Change one".into(),
        Problem::NotAnAddress => "Enter an e-mail address like name@example.org".into(),
        Problem::NotAnOutwardCode => "Enter only the first part, like M14".into(),
        Problem::CommonPassword => "This password is easy to guess. Choose another".into(),
        Problem::Past => "Choose a time in the future".into(),
        Problem::SameTime => "Start and end are the same. Change one".into(),
        Problem::Skipped => {
            "This time does not exist on that day, the clocks go forward. Choose another".into()
        }
        Problem::AfterStart => "Choose a time up to the start".into(),
        Problem::NotSeen => "See whom this affects first, then tick it".into(),
        Problem::NotWanted => "Leave this empty for what you have chosen above".into(),
        Problem::PersonalPassword => {
            "Leave out your name, your e-mail, your organisation’s name and the word CareTrack".into()
        }
    }
}

/// An item of an assessment that is not answered, by its number, so that the summary tells one from another.
fn of_item(field: &str, problem: Problem) -> Option<String> {
    let (section, rest) = field.split_once('[').filter(|_| problem == Problem::Missing)?;
    let number: u16 = rest.strip_suffix(']')?.parse().ok()?;
    Some(match section {
        "knowledge" => format!("Answer question {number}"),
        "practical" => format!("Rate skill {number}"),
        "emergency" => format!("Answer scenario {number}"),
        _ => return None,
    })
}

/// What a field says in its own way.
fn of_field(field: &str, problem: Problem) -> Option<&'static str> {
    Some(match (field, problem) {
        ("email", Problem::Missing) => "Enter an e-mail address",
        ("password" | "current_password", Problem::Missing) => "Enter your password",
        ("password_again", Problem::Missing) => "Enter the password again",
        ("code", Problem::Missing) => "Enter the set-up code",
        ("code", Problem::NotAllowed) => {
            "This code is not right, or a newer one was made. Use the newest code"
        }
        ("organisation", Problem::Missing) => "Enter the name of your organisation",
        ("role", Problem::Missing) => "Choose carer or admin",
        ("name", Problem::Missing) => "Enter a name",
        ("templates", Problem::Missing) => "Choose at least one template or task",
        (
            "count",
            Problem::Missing
            | Problem::Unreadable
            | Problem::TooSmall { least: 1 }
            | Problem::TooLarge { most: 100 },
        ) => "Enter a whole number from 1 to 100",
        ("read", Problem::Missing) => "Tick the box to say that you have read the statement",
        ("level" | "overall_level", Problem::Missing) => "Choose a level",
        ("body", Problem::Repeated) => "These are the words in force. Change them",
        ("body", Problem::Missing) => "Write what you want to say",
        ("answer", Problem::Missing) => "Write an answer",
        ("postcode_area", Problem::Missing) => "Enter the first part of the postcode, like M14",
        ("target", Problem::Missing | Problem::Unreadable) => "Enter a whole number from 1 to 9999",
        ("reassess_months", Problem::Unreadable) => "Enter a whole number of months from 1 to 60",
        ("items", Problem::Missing) => "Add at least one question, skill or scenario",
        ("knowledge" | "practical" | "emergency", Problem::TooMany { .. }) => {
            "Keep 100 rows or fewer in each section"
        }
        (row, Problem::Missing) if row.ends_with("[model_answer]") => "Enter the model answer",
        (row, Problem::Missing) if row.ends_with("[prompt]") => "Enter the question, skill or scenario",
        ("carers", Problem::Missing) => "Choose at least one carer",
        ("tasks", Problem::Missing) => "Choose at least one task",
        ("employment_end" | "wtr_opt_out_until", Problem::WrongTimes) => {
            "The last day is before the first. Change one"
        }
        ("wtr_opt_out_from", Problem::Missing) => "Enter the first day of the opt-out",
        ("reason", Problem::Missing | Problem::TooShort { .. }) => "Give a reason of 10 characters or more",
        _ => return None,
    })
}
