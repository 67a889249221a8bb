//! How the audit trail's stored names are said.

use crate::ui::Tone;

/// A stored name as words: "completion_logged" is "Completion logged".
pub fn action(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A severity as word and colour (ux §3.4).
pub fn severity(name: &str) -> (&'static str, Tone) {
    match name {
        "warning" => ("Warning", Tone::Orange),
        "error" => ("Error", Tone::Red),
        "critical" => ("Critical", Tone::Red),
        _ => ("Info", Tone::Grey),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_name_reads_as_words() {
        assert_eq!(action("completion_logged"), "Completion logged");
        assert_eq!(action(""), "");
    }
}
