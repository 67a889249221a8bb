//! Dates and times as the product writes them. No clock is read here: "now" is always handed in.

use chrono::{Datelike, NaiveDateTime, Timelike};
use domain::time::{Clock, Date, Instant};

/// In text: "6 August 2018".
pub fn full(date: Date) -> String {
    date.format("%-d %B %Y").to_string()
}

/// In text, when the day of the week matters: "Thursday 6 August".
pub fn with_day(date: Date) -> String {
    date.format("%A %-d %B").to_string()
}

/// In text, without the year: "3 June".
pub fn day_and_month(date: Date) -> String {
    date.format("%-d %B").to_string()
}

/// In a tag: "3 June", with the year where it is not this one.
pub fn near(date: Date, today: Date) -> String {
    if date.year() == today.year() { day_and_month(date) } else { full(date) }
}

/// In tables: "6 Aug 2018".
pub fn short(date: Date) -> String {
    date.format("%-d %b %Y").to_string()
}

/// From one date to another: "6 to 12 August", with whatever the two do not share written twice.
pub fn range(from: Date, to: Date) -> String {
    if from == to {
        day_and_month(from)
    } else if from.year() != to.year() {
        format!("{} to {}", full(from), full(to))
    } else if from.month() != to.month() {
        format!("{} to {}", day_and_month(from), day_and_month(to))
    } else {
        format!("{} to {}", from.day(), day_and_month(to))
    }
}

/// On carers' pages: "5:30pm", "9am", "midday", "midnight".
pub fn time(clock: Clock) -> String {
    match (clock.hour(), clock.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => clock.format("%-I%P").to_string(),
        _ => clock.format("%-I:%M%P").to_string(),
    }
}

/// In the rota, the shift sender, the audit and exports: "21:00".
pub fn time_24(clock: Clock) -> String {
    clock.format("%H:%M").to_string()
}

/// From one time to another on the 24-hour clock: "21:00–07:00".
pub fn times_24(from: Clock, to: Clock) -> String {
    format!("{}–{}", time_24(from), time_24(to))
}

/// A stretch of work as carers read it: "Friday 9am to 5pm", overnight "Friday 9pm to Saturday 7am".
pub fn span(from: NaiveDateTime, to: NaiveDateTime) -> String {
    let start = format!("{} {}", from.format("%A"), time(from.time()));
    if from.date() == to.date() {
        format!("{start} to {}", time(to.time()))
    } else {
        format!("{start} to {} {}", to.format("%A"), time(to.time()))
    }
}

/// From one time to another on one day: "9am to 5pm".
pub fn times(from: Clock, to: Clock) -> String {
    format!("{} to {}", time(from), time(to))
}

/// A date with its time: "6 August 2018 at 5:30pm".
pub fn moment(at: NaiveDateTime) -> String {
    format!("{} at {}", full(at.date()), time(at.time()))
}

/// A date with its time in the shift sender and the audit: "6 Aug 2018, 17:30".
pub fn moment_24(at: NaiveDateTime) -> String {
    format!("{}, {}", short(at.date()), time_24(at.time()))
}

/// How long work lasts, given its real minutes and what the wall clock seems to say (R-GEN-6).
///
/// "7.5 hours"; a night in which they differ says why: "9 hours (clocks go forward)".
pub fn length(real_minutes: i64, wall_minutes: i64) -> String {
    let words = hours(real_minutes);
    match real_minutes.cmp(&wall_minutes) {
        std::cmp::Ordering::Less => format!("{words} (clocks go forward)"),
        std::cmp::Ordering::Equal => words,
        std::cmp::Ordering::Greater => format!("{words} (clocks go back)"),
    }
}

/// Minutes as hours, to two decimals where they are needed: "7.5 hours", "1 hour", "0.25 hours".
pub fn hours(minutes: i64) -> String {
    let hundredths = minutes * 100 / 60;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let figure = match (part, part % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", part / 10),
        _ => format!("{whole}.{part:02}"),
    };
    if figure == "1" { "1 hour".to_owned() } else { format!("{figure} hours") }
}

/// How long ago: "5 minutes ago". The full time belongs beside it, in the `Time` component.
pub fn ago(then: Instant, now: Instant) -> String {
    let minutes = now.minutes_since(then);
    let some = |number: i64, unit: &str| {
        if number == 1 { format!("1 {unit} ago") } else { format!("{number} {unit}s ago") }
    };
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => some(minutes, "minute"),
        60..1_440 => some(minutes / 60, "hour"),
        _ => some(minutes / 1_440, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> Date {
        Date::from_ymd_opt(y, m, d).expect("a date")
    }

    fn clock(h: u32, m: u32) -> Clock {
        Clock::from_hms_opt(h, m, 0).expect("a time")
    }

    #[test]
    fn a_date_is_written_in_words_and_never_in_figures_alone() {
        let day = date(2018, 8, 6);
        assert_eq!(full(day), "6 August 2018");
        assert_eq!(short(day), "6 Aug 2018");
        assert_eq!(with_day(date(2026, 8, 6)), "Thursday 6 August");
        let near_to = |year| near(date(2026, 6, 3), date(year, 5, 1));
        assert_eq!([near_to(2026), near_to(2025)], ["3 June", "3 June 2026"]);
    }

    #[test]
    fn a_range_says_only_once_what_its_ends_share() {
        assert_eq!(range(date(2026, 8, 6), date(2026, 8, 12)), "6 to 12 August");
        assert_eq!(range(date(2026, 7, 28), date(2026, 8, 3)), "28 July to 3 August");
        assert_eq!(range(date(2026, 12, 28), date(2027, 1, 3)), "28 December 2026 to 3 January 2027");
        assert_eq!(range(date(2026, 8, 6), date(2026, 8, 6)), "6 August");
    }

    #[test]
    fn twelve_oclock_is_midday_or_midnight() {
        let words =
            [(0, 0), (0, 5), (9, 0), (12, 0), (12, 30), (17, 30), (21, 0)].map(|(h, m)| time(clock(h, m)));
        assert_eq!(words, ["midnight", "12:05am", "9am", "midday", "12:30pm", "5:30pm", "9pm"]);
    }

    #[test]
    fn a_night_names_both_days() {
        let friday = date(2026, 8, 7);
        assert_eq!(span(friday.and_time(clock(9, 0)), friday.and_time(clock(17, 0))), "Friday 9am to 5pm");
        let saturday = date(2026, 8, 8).and_time(clock(7, 0));
        assert_eq!(span(friday.and_time(clock(21, 0)), saturday), "Friday 9pm to Saturday 7am");
        assert_eq!(times_24(clock(21, 0), clock(7, 0)), "21:00–07:00");
        assert_eq!(times(clock(9, 0), clock(17, 0)), "9am to 5pm");
        assert_eq!(moment(saturday), "8 August 2026 at 7am");
        assert_eq!(moment_24(saturday), "8 Aug 2026, 07:00");
    }

    #[test]
    fn r_gen_6_a_clock_change_night_says_so() {
        assert_eq!(length(540, 600), "9 hours (clocks go forward)");
        assert_eq!(length(660, 600), "11 hours (clocks go back)");
        assert_eq!(length(450, 450), "7.5 hours");
        assert_eq!([60, 15, 430].map(hours), ["1 hour", "0.25 hours", "7.16 hours"]);
    }

    #[test]
    fn a_short_while_ago_is_told_in_its_largest_unit() {
        let now = Instant(1_800_000_000_000);
        let told = [0, 1, 5, 59, 60, 150, 1_440, 4_320].map(|minutes| ago(now.plus_minutes(-minutes), now));
        let words = [
            "just now",
            "1 minute ago",
            "5 minutes ago",
            "59 minutes ago",
            "1 hour ago",
            "2 hours ago",
            "1 day ago",
            "3 days ago",
        ];
        assert_eq!(told, words);
    }
}
