//! How the audit trail's stored names are said.

use crate::ui::Tone;

/// A stored name as words: "completion_logged" is "Completion logged".
pub fn action(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Who did it: the name, or what is known without one.
pub fn actor(name: Option<String>, kind: &str) -> String {
    name.unwrap_or_else(|| match kind {
        "system" => "CareTrack itself".into(),
        "anonymous" => "somebody not signed in".into(),
        kind => format!("a former {kind}"),
    })
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

    #[test]
    fn whoever_has_no_name_is_said_by_kind() {
        assert_eq!(actor(Some("Ann Brown".into()), "admin"), "Ann Brown");
        assert_eq!(actor(None, "system"), "CareTrack itself");
        assert_eq!(actor(None, "carer"), "a former carer");
    }
}
