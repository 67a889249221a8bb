//! Numbers in words: percentages, counts and their nouns.

use domain::progress::{Count, Tally};

/// A percentage given in tenths, with its one decimal (R-PRG-1): 940 is "94.0 %".
pub fn percent(tenths: u32) -> String {
    format!("{}.{}\u{a0}%", tenths / 10, tenths % 10)
}

/// A count on its way to a target: "47 of 50 (94.0 %)".
pub fn count_of(count: u32, target: u32, tenths: u32) -> String {
    format!("{count} of {target} ({})", percent(tenths))
}

/// What a log would make of a count, before it is sent (UX-14): "Adding 3 makes 50 of 50 (100.0 %)".
pub fn makes(count: Count, tally: Tally) -> String {
    let added = u32::from(count);
    let after = Tally { done: tally.done.saturating_add(added), ..tally };
    format!("Adding {added} makes {}", count_of(after.done, after.target.into(), after.tenths()))
}

/// A number with its noun: "1 carer", "3 carers".
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), noun(number, one, many))
}

/// The noun of a number that stands elsewhere.
pub const fn noun<'a>(number: u64, one: &'a str, many: &'a str) -> &'a str {
    if number == 1 { one } else { many }
}

/// A whole number with a comma at each thousand.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_prg_1_a_percentage_always_shows_one_decimal() {
        assert_eq!(
            [0, 5, 940, 995, 1000].map(percent),
            ["0.0\u{a0}%", "0.5\u{a0}%", "94.0\u{a0}%", "99.5\u{a0}%", "100.0\u{a0}%"]
        );
        assert_eq!(count_of(47, 50, 940), "47 of 50 (94.0\u{a0}%)");
    }

    #[test]
    fn ux_14_a_log_says_what_it_would_make() {
        let tally = Tally { done: 47, target: 50.try_into().expect("a target") };
        let added = |n: u32| makes(n.try_into().expect("a count"), tally);
        assert_eq!(added(3), "Adding 3 makes 50 of 50 (100.0\u{a0}%)");
        assert_eq!(added(5), "Adding 5 makes 52 of 50 (100.0\u{a0}%)");
    }

    #[test]
    fn a_noun_agrees_with_its_number() {
        assert_eq!(counted(0, "carer", "carers"), "0 carers");
        assert_eq!(counted(1, "carer", "carers"), "1 carer");
        assert_eq!(counted(1_204, "carer", "carers"), "1,204 carers");
        assert_eq!([999, 1_000, 12_345, 1_234_567].map(thousands), ["999", "1,000", "12,345", "1,234,567"]);
    }
}
