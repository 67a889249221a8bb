//! How it is said whom a changed task affects.

use domain::task::{Lapse, TaskEffect, Turn};

use super::dates;
use super::numbers::{counted, percent};

/// "12 carers get another percentage, 1 carer would be at 100 %. Ratings stay."
pub fn target_effect(effect: &TaskEffect) -> String {
    let carers = |number: u64| counted(number, "carer", "carers");
    let verb = if effect.counted.len() == 1 { "gets" } else { "get" };
    let mut words = vec![format!("{} {verb} another percentage", carers(effect.counted.len() as u64))];
    if effect.newly_complete() > 0 {
        words.push(format!("{} would be at 100 %", carers(effect.newly_complete())));
    }
    if effect.no_longer_complete() > 0 {
        words.push(format!("{} would no longer be at 100 %", carers(effect.no_longer_complete())));
    }
    format!("{}. Ratings stay.", words.join(", "))
}

/// "Ann Brown: 80.0 %, now 100.0 %"
pub fn turn(turn: &Turn) -> String {
    format!("{}: {}, now {}", turn.carer, percent(turn.then), percent(turn.now))
}

/// "3 ratings get another last date, 1 lapses at once"
pub fn lapsing(lapses: &[Lapse]) -> String {
    let number = lapses.len() as u64;
    let words = counted(number, "rating gets another last date", "ratings get another last date");
    match lapses.iter().filter(|lapse| lapse.is_at_once).count() {
        0 => words,
        at_once => format!("{words}, {}", counted(at_once as u64, "lapses at once", "lapse at once")),
    }
}

/// "Ann Brown, Competent: until 3 June 2027, now without end"
pub fn lapse(lapse: &Lapse) -> String {
    let until = |date| format!("until {}", dates::full(date));
    let then = lapse.then.map_or_else(|| "without end".to_owned(), until);
    let now = lapse.now.map_or_else(|| "without end".to_owned(), until);
    let mut words = format!("{}, {}: {then}, now {now}", lapse.carer, lapse.level.label());
    let marks = [
        (lapse.is_at_once && !lapse.is_pending, "lapses at once"),
        (lapse.is_pending, "waits for acknowledgment"),
        (lapse.is_deleted, "in the recycle bin"),
    ];
    for (_, mark) in marks.iter().filter(|(is_so, _)| *is_so) {
        words = format!("{words} ({mark})");
    }
    words
}

#[cfg(test)]
mod tests {
    use domain::competency::Level;
    use domain::time::Date;

    use super::*;

    fn until(year: i32) -> Option<Date> {
        Date::from_ymd_opt(year, 6, 3)
    }

    fn one(then: Option<Date>) -> Lapse {
        Lapse {
            carer: "Ann Brown".into(),
            is_deleted: false,
            level: Level::Competent,
            is_pending: false,
            is_at_once: false,
            now: None,
            then,
        }
    }

    #[test]
    fn r_val_2_a_rating_that_lapses_at_once_or_waits_says_so() {
        assert_eq!(lapse(&one(until(2027))), "Ann Brown, Competent: until 3 June 2027, now without end");
        let lapsed = Lapse { is_at_once: true, ..one(until(2020)) };
        assert!(lapse(&lapsed).ends_with("now without end (lapses at once)"));
        let waits = Lapse { is_pending: true, is_at_once: true, is_deleted: true, ..one(until(2020)) };
        assert!(lapse(&waits).ends_with("without end (waits for acknowledgment) (in the recycle bin)"));
        assert_eq!(lapsing(&[one(None), lapsed]), "2 ratings get another last date, 1 lapses at once");
    }

    #[test]
    fn r_tsk_2_a_new_target_says_how_many_and_who() {
        let turn_of = |now, then| Turn { carer: "Cid Dunn".into(), now, then };
        let effect = TaskEffect { counted: vec![turn_of(1000, 833), turn_of(500, 417)], lapses: Vec::new() };
        assert_eq!(
            target_effect(&effect),
            "2 carers get another percentage, 1 carer would no longer be at 100 %. Ratings stay."
        );
        assert_eq!(turn(&turn_of(1000, 833)), "Cid Dunn: 83.3\u{a0}%, now 100.0\u{a0}%");
    }
}
