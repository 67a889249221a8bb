//! How the result of a tick list is said (ux §3.5).

use domain::assignment::{Added, Refused};

use super::numbers::thousands;

/// "3 added, 2 not added: Amara Obi is already in this package; Jo Hall is inactive".
pub fn added(added: &Added) -> String {
    let done = format!("{} added", thousands(added.added));
    if added.not_added.is_empty() {
        return done;
    }
    let reasons: Vec<_> =
        added.not_added.iter().map(|(name, refused)| format!("{name} {}", reason(*refused))).collect();
    format!("{done}, {} not added: {}", added.not_added.len(), reasons.join("; "))
}

const fn reason(refused: Refused) -> &'static str {
    match refused {
        Refused::AlreadyAssigned => "is already in this package",
        Refused::CarerNotActive | Refused::TaskNotActive => "is inactive",
        Refused::PackageNotActive => "cannot go into an inactive package",
        Refused::NotAssigned => "is not in this package",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_of_a_tick_list_names_what_was_not_added_and_why() {
        let not_added = vec![
            ("Amara Obi".to_owned(), Refused::AlreadyAssigned),
            ("Jo Hall".to_owned(), Refused::CarerNotActive),
        ];
        assert_eq!(
            added(&Added { added: 3, not_added }),
            "3 added, 2 not added: Amara Obi is already in this package; Jo Hall is inactive"
        );
        assert_eq!(added(&Added { added: 1, not_added: Vec::new() }), "1 added");
    }
}
