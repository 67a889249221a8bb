//! Reading typed text: trimmed, in one normal form, printable, of the allowed length (R-GEN-8, IN11).

use chrono::Datelike;
use unicode_normalization::UnicodeNormalization;

use crate::problems::Problem;
use crate::time::Date;

/// The reason of R-GEN-9: 10 to 500 characters.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=500;

/// Reads a required text of the given length in characters. Line breaks are kept.
pub fn text(typed: &str, length: std::ops::RangeInclusive<usize>) -> Result<String, Problem> {
    let text: String = typed.trim().replace("\r\n", "\n").nfc().collect();
    if !text.chars().any(is_visible) {
        return Err(Problem::Missing);
    }
    if !text.chars().all(is_printable) {
        return Err(Problem::NotPrintable);
    }
    let characters = text.chars().count();
    if text.chars().filter(|&c| !is_invisible(c)).count() < *length.start() {
        return Err(Problem::TooShort { least: narrow(*length.start()) });
    }
    if characters > *length.end() {
        return Err(Problem::TooLong { most: narrow(*length.end()) });
    }
    Ok(text)
}

/// Reads a text that may be left out: empty is `None`.
pub fn optional(typed: &str, most: usize) -> Result<Option<String>, Problem> {
    if_given(text(typed, 1..=most))
}

/// Reads a reason (R-GEN-9).
pub fn reason(typed: &str) -> Result<String, Problem> {
    text(typed, REASON)
}

/// Reads a whole number in a range. Only ASCII digits with an optional sign are a number here.
pub fn whole(typed: &str, range: std::ops::RangeInclusive<i64>) -> Result<i64, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let number: i64 = typed.parse().map_err(|_| Problem::Unreadable)?;
    if number < *range.start() {
        return Err(Problem::TooSmall { least: *range.start() });
    }
    if number > *range.end() {
        return Err(Problem::TooLarge { most: *range.end() });
    }
    Ok(number)
}

/// Reads an id or a date, or anything else that has one written form.
pub fn parsed<T: std::str::FromStr>(typed: &str) -> Result<T, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    typed.parse().map_err(|_| Problem::Unreadable)
}

/// Reads a date. Only years that somebody can mean in care records are dates here.
pub fn date(typed: &str) -> Result<Date, Problem> {
    match parsed::<Date>(typed) {
        Ok(date) if (1900..2200).contains(&date.year()) => Ok(date),
        Err(Problem::Missing) => Err(Problem::Missing),
        Ok(_) | Err(_) => Err(Problem::NotADate),
    }
}

/// Reads several ids, each once and in order; at least one.
pub fn several<T: std::str::FromStr + Ord>(typed: &[String]) -> Result<Vec<T>, Problem> {
    let mut ids = typed.iter().map(|typed| parsed(typed)).collect::<Result<Vec<T>, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() { Err(Problem::Missing) } else { Ok(ids) }
}

/// Reads the version of a row that a form was made from; empty is none, for a new row (R-GEN-7).
pub fn version(typed: &str) -> Result<Option<i32>, Problem> {
    if_given(parsed(typed))
}

/// Whether a box was ticked: browsers send "on", scripts send "true".
pub fn ticked(sent: &str) -> bool {
    matches!(sent, "on" | "true")
}

/// Reads one of a closed list by its code, the one that serde and the database know it by.
pub fn coded<'a, T: serde::Deserialize<'a>>(typed: &'a str) -> Result<T, Problem> {
    use serde::de::value::{BorrowedStrDeserializer, Error};
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    T::deserialize(BorrowedStrDeserializer::<Error>::new(typed)).map_err(|_| Problem::Unreadable)
}

/// What may be left out: then it is `None`.
pub fn if_given<T>(read: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match read {
        Err(Problem::Missing) => Ok(None),
        read => read.map(Some),
    }
}

/// What makes two names the same (domain §1): NFKC, lower case, single spaces. Nothing that PostgreSQL could not keep
/// is left in it, because addresses bring words that no form has read.
pub fn name_key(name: &str) -> String {
    let is_letter = |&c: &char| !is_invisible(c) && (c.is_whitespace() || !c.is_control());
    let folded = name.nfkc().filter(is_letter).collect::<String>().to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Line breaks and tabs aside, controls are not text; nor is what turns the direction of writing (IN11).
fn is_printable(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => false,
        c => !c.is_control(),
    }
}

/// Something that a reader sees.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_invisible(c)
}

/// Marks that join, part or hint and show nothing by themselves: a text of them alone is empty.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}')
}

/// Lengths of form fields are far below the limit of 32 bits.
fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_gen_8_any_printable_text_is_kept_as_it_is() {
        for name in ["Client's eye drops & creams", "Zoë", "李小龍", "أحمد", "👩🏽‍⚕️", "DROP TABLE"]
        {
            assert_eq!(text(name, 1..=255).as_deref(), Ok(name));
        }
    }

    #[test]
    fn r_gen_8_a_text_that_shows_nothing_is_empty() {
        for empty in ["", "  ", "\u{200B}", "\u{200B} \u{2060}\u{AD}"] {
            assert_eq!(text(empty, 1..=255), Err(Problem::Missing), "{empty:?}");
        }
        let hidden = "a\u{200B}".repeat(9);
        assert_eq!(reason(&hidden), Err(Problem::TooShort { least: 10 }));
        assert_eq!(name_key("M\u{200B}eadow"), name_key("meadow"));
    }

    #[test]
    fn t084_a_date_is_one_that_somebody_can_mean() {
        assert!(date("2026-02-28").is_ok());
        for wrong in ["2026-02-30", "-0001-01-01", "9999-12-31", "+10000-01-03", "31/03/2027"] {
            assert_eq!(date(wrong), Err(Problem::NotADate), "{wrong}");
        }
        assert_eq!(date(" "), Err(Problem::Missing));
    }

    #[test]
    fn in11_controls_and_direction_marks_are_refused() {
        for bad in ["a\u{0}b", "a\u{202E}b", "a\u{7}b"] {
            assert_eq!(text(bad, 1..=255), Err(Problem::NotPrintable));
        }
    }

    #[test]
    fn r_gen_9_a_reason_has_ten_to_five_hundred_characters() {
        assert_eq!(reason("123456789"), Err(Problem::TooShort { least: 10 }));
        assert!(reason("1234567890").is_ok());
        assert!(reason(&"x".repeat(500)).is_ok());
        assert_eq!(reason(&"x".repeat(501)), Err(Problem::TooLong { most: 500 }));
    }

    #[test]
    fn a_code_is_read_from_its_closed_list_only() {
        use crate::access::Role;
        assert_eq!(coded::<Role>("carer"), Ok(Role::Carer));
        assert_eq!(coded::<Role>(""), Err(Problem::Missing));
        assert_eq!(coded::<Role>("Carer"), Err(Problem::Unreadable));
    }

    #[test]
    fn names_are_compared_without_case_and_repeated_spaces() {
        assert_eq!(name_key("  Larkfield   MEADOW "), name_key("larkfield meadow"));
    }
}
