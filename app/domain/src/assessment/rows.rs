//! Adding, removing and moving the rows of a template's form, on the form itself, so that a page without
//! scripts can show it again.

use serde::{Deserialize, Serialize};

use crate::assessment::template::MOST_ITEMS;
use crate::assessment::{ItemDraft, Section, TemplateDraft};
use crate::problems::Problem;

/// A change of the rows, as a button of the form sends it: `add knowledge`, `remove practical 2`,
/// `up emergency 1`, `down emergency 0`. Rows are counted from 0, like the names of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowChange {
    /// A blank row at the end of a section.
    Add(Section),
    /// One row less.
    Remove(Section, usize),
    /// A row one place up.
    Up(Section, usize),
    /// A row one place down.
    Down(Section, usize),
}

impl std::str::FromStr for RowChange {
    type Err = Problem;

    fn from_str(sent: &str) -> Result<Self, Problem> {
        let row = |typed: &str| typed.parse().map_err(|_| Problem::Unreadable);
        let words: Vec<_> = sent.split(' ').collect();
        match words.as_slice() {
            ["add", section] => Ok(Self::Add(section.parse()?)),
            ["remove", section, at] => Ok(Self::Remove(section.parse()?, row(at)?)),
            ["up", section, at] => Ok(Self::Up(section.parse()?, row(at)?)),
            ["down", section, at] => Ok(Self::Down(section.parse()?, row(at)?)),
            _ => Err(Problem::Unreadable),
        }
    }
}

impl std::fmt::Display for RowChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Add(section) => write!(f, "add {}", section.code()),
            Self::Remove(section, row) => write!(f, "remove {} {row}", section.code()),
            Self::Up(section, row) => write!(f, "up {} {row}", section.code()),
            Self::Down(section, row) => write!(f, "down {} {row}", section.code()),
        }
    }
}

impl TemplateDraft {
    /// Adds, removes or moves a row.
    ///
    /// A row that is not there changes nothing, nor does moving past an end.
    pub fn change(&mut self, change: RowChange) {
        match change {
            RowChange::Add(section) => {
                let rows = self.rows_mut(section);
                if rows.len() < MOST_ITEMS {
                    rows.push(ItemDraft::default());
                }
            }
            RowChange::Remove(section, row) => {
                let rows = self.rows_mut(section);
                if row < rows.len() {
                    rows.remove(row);
                }
            }
            RowChange::Up(section, row) => self.swap(section, row.checked_sub(1), row),
            RowChange::Down(section, row) => self.swap(section, Some(row), row.saturating_add(1)),
        }
    }

    fn swap(&mut self, section: Section, upper: Option<usize>, lower: usize) {
        let rows = self.rows_mut(section);
        if let Some(upper) = upper.filter(|_| lower < rows.len()) {
            rows.swap(upper, lower);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> TemplateDraft {
        let row = |prompt: &str| ItemDraft { prompt: prompt.into(), ..ItemDraft::default() };
        let knowledge = vec![row("What is a dose?"), row(""), row("When?")];
        TemplateDraft { knowledge, practical: vec![row("Washes hands")], ..TemplateDraft::default() }
    }

    fn prompts(draft: &TemplateDraft) -> Vec<&str> {
        draft.knowledge.iter().map(|row| row.prompt.as_str()).collect()
    }

    #[test]
    fn rows_are_added_removed_and_moved() {
        let mut draft = draft();
        draft.change(RowChange::Up(Section::Knowledge, 2));
        assert_eq!(prompts(&draft), ["What is a dose?", "When?", ""]);
        draft.change(RowChange::Down(Section::Knowledge, 0));
        assert_eq!(prompts(&draft), ["When?", "What is a dose?", ""]);
        draft.change(RowChange::Remove(Section::Knowledge, 2));
        draft.change(RowChange::Add(Section::Emergency));
        assert_eq!((draft.knowledge.len(), draft.emergency.len()), (2, 1));
    }

    #[test]
    fn a_row_that_is_not_there_changes_nothing() {
        let before = draft();
        for sent in
            ["up knowledge 0", "down knowledge 2", "remove knowledge 3", "up knowledge 9", "down emergency 0"]
        {
            let mut draft = before.clone();
            draft.change(sent.parse().expect("a change"));
            assert_eq!(draft, before, "{sent}");
        }
    }

    #[test]
    fn a_button_sends_what_is_read_again() {
        for sent in ["add knowledge", "remove practical 2", "up emergency 1", "down emergency 0"] {
            assert_eq!(sent.parse::<RowChange>().map(|change| change.to_string()), Ok(sent.to_owned()));
        }
        for bad in ["", "add", "add review", "remove practical", "up practical -1", "up practical 1 2"] {
            assert_eq!(bad.parse::<RowChange>(), Err(Problem::Unreadable), "{bad}");
        }
    }

    #[test]
    fn a_section_gets_no_more_rows_than_it_may_hold() {
        let mut draft = draft();
        for _ in 0..200 {
            draft.change(RowChange::Add(Section::Practical));
        }
        assert_eq!(draft.practical.len(), MOST_ITEMS);
    }
}
