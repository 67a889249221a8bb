//! How taking from the starter library is said.

use domain::assessment::ItemCounts;
use domain::library::{Covering, ShelfCovered, Taken};

use super::numbers::counted;

/// "2 templates and 9 tasks added, 3 were there already".
pub fn taken(taken: &Taken) -> String {
    let templates = counted(taken.templates, "template", "templates");
    let mut words = vec![format!("{templates} and {} added", counted(taken.tasks, "task", "tasks"))];
    if taken.skipped > 0 {
        words.push(format!("{} there already", counted(taken.skipped, "was", "were")));
    }
    let words = words.join(", ");
    let held = taken.held.iter().map(|(task, template)| format!("{task} stays with the template {template}"));
    std::iter::once(words).chain(held).collect::<Vec<_>>().join(". ")
}

/// "Hand hygiene", with what becomes of it when its template is taken.
pub fn covered(task: &ShelfCovered) -> String {
    match &task.state {
        Covering::New => task.name.clone(),
        Covering::There => format!("{}: there already", task.name),
        Covering::Held(template) => format!("{}: stays with the template {template}", task.name),
    }
}

/// "8 questions, 6 skills, 2 scenarios".
pub fn items(items: ItemCounts) -> String {
    let questions = counted(items.knowledge, "question", "questions");
    let skills = counted(items.practical, "skill", "skills");
    format!("{questions}, {skills}, {}", counted(items.emergency, "scenario", "scenarios"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_and_what_was_there_is_counted() {
        let mut one = Taken { tasks: 9, templates: 1, skipped: 0, held: Vec::new() };
        assert_eq!(taken(&one), "1 template and 9 tasks added");
        one.skipped = 3;
        one.held.push(("Hand hygiene".into(), "Ours".into()));
        assert_eq!(
            taken(&one),
            "1 template and 9 tasks added, 3 were there already. Hand hygiene stays with the template Ours"
        );
    }
}
