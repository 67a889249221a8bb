//! The design system's style is used without the marks of those who made it: no font, crown or colour of theirs.

/// What must not be in the style sheet, in lower case.
const NEVER: &[&str] = &["@font-face", "gds transport", "crown", "#1d70b8"];

/// What is certainly in it; without this we are not looking at the style sheet.
const CONTROL: &str = ".govuk-button";

/// Everything that is wrong with this style sheet.
pub fn broken(sheet: &str) -> Vec<String> {
    let sheet = sheet.to_lowercase();
    let marks = NEVER.iter().filter(|mark| sheet.contains(*mark));
    let mut breaches: Vec<String> =
        marks.map(|mark| format!("the style sheet must not contain {mark}")).collect();
    if !sheet.contains(CONTROL) {
        breaches.push(format!("the style sheet lacks {CONTROL}"));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_others_are_found_in_any_case() {
        let clean = ".govuk-button{color:#0f7a52}";
        assert_eq!(broken(clean), Vec::<String>::new());
        assert_eq!(
            broken(&format!("{clean} a{{color:#1D70B8}} @font-face{{font-family:'GDS Transport'}}")).len(),
            3
        );
    }

    #[test]
    fn an_empty_style_sheet_is_not_clean() {
        assert_eq!(broken("").len(), 1);
    }
}
