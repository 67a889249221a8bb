//! How the result of a tick list is said (ux §3.5): one line for each that was not added.

use domain::assignment::{Added, Refused};

use super::numbers::thousands;
use crate::answer::{AppError, FieldError};

/// "3 added, 2 not added", then a line for each that was not.
pub fn added(added: &Added) -> String {
    let done = format!("{} added", thousands(added.added));
    if added.not_added.is_empty() {
        return done;
    }
    let first = format!("{done}, {} not added", added.not_added.len());
    std::iter::once(first).chain(lines(added)).collect::<Vec<_>>().join("\n")
}

/// A tick list of which nothing was added: `field` is the list, and each tick has its line.
pub fn none_added(added: &Added, field: &str) -> AppError {
    let fields = lines(added).map(|message| FieldError { name: field.to_owned(), message }).collect();
    AppError { fields, ..AppError::new("assignment.none_added", 409, "Nothing was added.") }
}

/// "Amara Obi is already in this package"
fn lines(added: &Added) -> impl Iterator<Item = String> {
    added.not_added.iter().map(|(name, refused)| format!("{name} {}", reason(*refused)))
}

const fn reason(refused: Refused) -> &'static str {
    match refused {
        Refused::AlreadyAssigned => "is already in this package",
        Refused::CarerNotActive | Refused::TaskNotActive => "is inactive",
        Refused::CarerDeleted | Refused::TaskDeleted => "is deleted",
        Refused::PackageNotActive => "cannot go into an inactive package",
        Refused::NotAssigned => "is not in this package",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ux_39_the_result_of_a_tick_list_has_a_line_for_each_that_was_not_added() {
        let not_added = vec![
            ("Amara Obi".to_owned(), Refused::AlreadyAssigned),
            ("Jo Hall".to_owned(), Refused::CarerDeleted),
        ];
        let some = Added { added: 3, not_added };
        assert_eq!(
            added(&some),
            "3 added, 2 not added\nAmara Obi is already in this package\nJo Hall is deleted"
        );
        assert_eq!(added(&Added { added: 1, not_added: Vec::new() }), "1 added");
        let none = none_added(&Added { added: 0, ..some }, "carers");
        assert_eq!((none.status, none.fields.len()), (409, 2));
    }
}
