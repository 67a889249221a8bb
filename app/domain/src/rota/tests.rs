use super::*;
use crate::{
    eligibility::{
        Accepted, ShortRest, Side,
        example::{Ask, LARKFIELD, ZONE, at, date, draft, entry, given, period},
        settle,
    },
    hours::Hours,
    time::monday,
};

fn day(date: &str) -> Ask {
    Ask::work(&format!("{date} 09:00"), &format!("{date} 17:00"))
}

fn setting(mode: Mode, params: Option<Params>) -> Setting {
    Setting { rule: params.map_or(RuleKey::MinRest, Params::rule), mode, params }
}

fn rests(facts: Option<Facts>) -> Vec<ShortRest> {
    match facts {
        Some(Facts::MinRest(short) | Facts::NightToDayRest(short)) => short.rests,
        _ => vec![],
    }
}

/// Side and real length of each rest that `min_rest` finds too short.
fn short_rests(ask: &Ask) -> Vec<(Side, String)> {
    let found = rests(ask.facts(RuleKey::MinRest));
    found.iter().map(|rest| (rest.side, rest.hours().to_string())).collect()
}

#[test]
fn r_rul_the_rules_not_judged_yet_are_these_and_no_others() {
    let open = RuleKey::ALL.into_iter().filter(|&rule| matches!(judged(rule), Judged::NotYet));
    let open: Vec<RuleKey> = open.collect();
    assert_eq!(
        open,
        [
            RuleKey::Weekend,
            RuleKey::CompetentStaff,
            RuleKey::Supervision,
            RuleKey::Pattern,
            RuleKey::MaxNights,
            RuleKey::NightLength,
            RuleKey::NoTasks,
            RuleKey::WeeklyRest,
            RuleKey::AverageWeek,
            RuleKey::AverageNight,
            RuleKey::NightHazard,
        ]
    );
}

#[test]
fn s061_three_twelves_pass_and_a_fourth_is_48_of_36_until_a_reason_is_given() {
    let week = |number, date: &str| entry(number, &format!("{date} 08:00"), &format!("{date} 20:00"));
    let two = [week(1, "2026-06-01"), week(2, "2026-06-02")];
    let third = Ask::work("2026-06-03 08:00", "2026-06-03 20:00").beside(two);
    assert_eq!(third.rules_named(), []);

    let fourth =
        Ask::work("2026-06-04 08:00", "2026-06-04 20:00").beside(two).beside([week(3, "2026-06-03")]);
    let answer = fourth.verdict();
    let Facts::WeeklyHours { week, total, limit, .. } = answer.reasons[0].facts else { panic!("hours") };
    assert_eq!(week, monday(fourth.slot.date));
    assert_eq!((total.to_string(), limit.to_string()), ("48.0".to_owned(), "36.0".to_owned()));
    assert!(settle(&answer, &[], &given(&[])).is_err());
    let stored = settle(&answer, &[], &given(&[RuleKey::WeeklyHours])).expect("accepted");
    let stored: Vec<Accepted> = stored.into_iter().map(|one| one.accepted).collect();
    assert_eq!(stored[0].facts, answer.reasons[0].facts);
    assert_eq!(settle(&answer, &stored, &given(&[])), Ok(vec![]));
}

#[test]
fn r_rul_2_exactly_36_hours_pass_and_a_minute_more_does_not() {
    let others =
        [entry(1, "2026-06-01 08:00", "2026-06-01 20:00"), entry(2, "2026-06-02 08:00", "2026-06-02 20:00")];
    let until = |end: &str| Ask::work("2026-06-03 08:00", end).beside(others).verdict();
    assert!(!until("2026-06-03 20:00").names(RuleKey::WeeklyHours));
    assert!(until("2026-06-03 20:01").names(RuleKey::WeeklyHours));
}

#[test]
fn s093_a_night_from_sunday_counts_whole_in_the_week_it_starts() {
    let sunday_night = entry(1, "2026-06-07 21:00", "2026-06-08 07:00");
    let limit = Setting {
        rule: RuleKey::WeeklyHours,
        mode: Mode::Error,
        params: Some(Params::WeeklyHours(Hours::whole(17))),
    };
    let earlier = day("2026-06-04").beside([sunday_night]).under(&[limit]);
    let later = day("2026-06-11").beside([sunday_night]).under(&[limit]);

    let Some(Facts::WeeklyHours { total, .. }) = earlier.facts(RuleKey::WeeklyHours) else {
        panic!("18 of 17")
    };
    assert_eq!(total, Hours::whole(18));
    assert_eq!(later.facts(RuleKey::WeeklyHours), None);
}

#[test]
fn r_rul_2_hours_in_drafts_are_counted_and_told_apart() {
    let others =
        [draft(1, "2026-06-01 08:00", "2026-06-01 20:00"), entry(2, "2026-06-02 08:00", "2026-06-02 20:00")];
    let ask = Ask::work("2026-06-03 08:00", "2026-06-03 21:00").beside(others);
    let Some(Facts::WeeklyHours { total, drafts, .. }) = ask.facts(RuleKey::WeeklyHours) else {
        panic!("37 of 36")
    };
    assert_eq!((total, drafts), (Hours::whole(37), Hours::whole(12)));
}

#[test]
fn s069_a_limit_of_40_accepts_38_hours() {
    let others =
        [entry(1, "2026-06-01 08:00", "2026-06-01 20:00"), entry(2, "2026-06-02 08:00", "2026-06-02 20:00")];
    let ask = Ask::work("2026-06-04 08:00", "2026-06-04 20:00").beside(others).beside([entry(
        3,
        "2026-06-06 08:00",
        "2026-06-06 10:00",
    )]);
    assert!(ask.verdict().names(RuleKey::WeeklyHours));
    let limit = setting(Mode::Error, Some(Params::WeeklyHours(Hours::whole(40))));
    assert!(ask.under(&[limit]).verdict().is_eligible());
}

#[test]
fn s063_a_night_that_ends_tuesday_allows_no_day_on_wednesday_and_one_on_thursday() {
    let night = entry(1, "2026-06-01 21:00", "2026-06-02 07:00");
    let wednesday = Ask::work("2026-06-03 08:00", "2026-06-03 16:00").beside([night]);
    let thursday = Ask::work("2026-06-04 08:00", "2026-06-04 16:00").beside([night]);

    let short = rests(wednesday.facts(RuleKey::NightToDayRest));
    assert_eq!((short[0].side, short[0].hours()), (Side::Before, Hours::whole(25)));
    assert!(!wednesday.verdict().is_eligible());
    assert!(thursday.verdict().is_eligible());
}

#[test]
fn r_rul_4_exactly_48_hours_pass_and_the_rule_looks_ahead_too() {
    let night = |end: &str, day: &str| {
        Ask::work("2026-06-01 21:00", end).beside([entry(1, day, "2026-06-04 16:00")]).verdict()
    };
    assert!(night("2026-06-02 07:00", "2026-06-04 07:00").is_eligible());
    assert!(night("2026-06-02 07:01", "2026-06-04 07:00").names(RuleKey::NightToDayRest));
}

#[test]
fn r_rul_4_another_night_after_a_night_is_no_day() {
    let night = entry(1, "2026-06-01 21:00", "2026-06-02 07:00");
    let next = Ask::work("2026-06-02 21:00", "2026-06-03 07:00").beside([night]);
    assert!(next.verdict().is_eligible());
}

#[test]
fn s064_nine_hours_between_two_days_are_too_few() {
    let late = entry(1, "2026-06-01 14:00", "2026-06-01 22:00");
    let early = Ask::work("2026-06-02 07:00", "2026-06-02 15:00").beside([late]);
    assert_eq!(short_rests(&early), [(Side::Before, "9.0".to_owned())]);
    assert!(!early.verdict().is_eligible());
}

#[test]
fn r_rul_3_rest_is_judged_before_and_after() {
    let both = Ask::work("2026-06-02 14:00", "2026-06-02 22:00").beside([
        entry(1, "2026-06-01 20:00", "2026-06-02 05:00"),
        entry(2, "2026-06-03 08:00", "2026-06-03 16:00"),
    ]);
    assert_eq!(short_rests(&both), [(Side::Before, "9.0".to_owned()), (Side::After, "10.0".to_owned())]);
}

#[test]
fn r_rul_3_exactly_eleven_hours_pass() {
    let late = |end: &str| {
        let late = entry(1, "2026-06-01 12:00", end);
        Ask::work("2026-06-02 07:00", "2026-06-02 15:00").beside([late]).verdict()
    };
    assert!(late("2026-06-01 20:00").is_eligible());
    assert!(late("2026-06-01 20:01").names(RuleKey::MinRest));
}

#[test]
fn s149_a_split_day_is_one_working_day_and_the_next_begins_eleven_hours_later() {
    let morning = entry(1, "2026-06-01 07:00", "2026-06-01 11:00");
    let evening = entry(2, "2026-06-01 17:00", "2026-06-01 20:00");
    let second_half = Ask::work("2026-06-01 17:00", "2026-06-01 20:00").beside([morning]);
    assert_eq!(short_rests(&second_half), []);

    let next = |start: &str| Ask::work(start, "2026-06-02 11:00").beside([morning, evening]);
    assert_eq!(short_rests(&next("2026-06-02 07:00")), []);
    assert_eq!(short_rests(&next("2026-06-02 06:00")), [(Side::Before, "10.0".to_owned())]);

    let first_half = Ask::work("2026-06-01 07:00", "2026-06-01 11:00")
        .beside([evening, entry(3, "2026-06-02 06:00", "2026-06-02 11:00")]);
    assert_eq!(short_rests(&first_half), [(Side::After, "10.0".to_owned())]);
}

#[test]
fn r_rul_3_a_split_day_longer_than_13_hours_is_two() {
    let morning = entry(1, "2026-06-01 07:00", "2026-06-01 11:00");
    let ends = |end: &str| Ask::work("2026-06-01 17:00", end).beside([morning]);
    assert_eq!(short_rests(&ends("2026-06-01 20:00")), []);
    assert_eq!(short_rests(&ends("2026-06-01 20:01")), [(Side::Before, "6.0".to_owned())]);
}

#[test]
fn r_rul_3_a_full_rest_always_begins_a_new_working_day() {
    let evening = Ask::work("2026-06-01 19:30", "2026-06-01 23:00").beside([
        entry(1, "2026-06-01 07:00", "2026-06-01 08:00"),
        entry(2, "2026-06-02 03:00", "2026-06-02 08:00"),
    ]);
    assert_eq!(short_rests(&evening), []);
}

#[test]
fn r_rul_3_work_inside_longer_work_leaves_no_rest() {
    let inside = Ask::work("2026-06-01 08:00", "2026-06-01 10:00").beside([entry(
        1,
        "2026-06-01 07:00",
        "2026-06-01 21:00",
    )]);
    assert_eq!(short_rests(&inside), [(Side::Before, "0.0".to_owned())]);
}

#[test]
fn r_rul_3_a_short_rest_among_others_is_no_fault_of_work_far_from_it() {
    let others =
        [entry(1, "2026-06-01 14:00", "2026-06-01 22:00"), entry(2, "2026-06-02 07:00", "2026-06-02 15:00")];
    assert_eq!(short_rests(&day("2026-06-04").beside(others)), []);
}

#[test]
fn s091_rest_over_the_spring_clock_change_is_ten_hours_and_not_eleven() {
    let late = entry(1, "2026-03-28 13:00", "2026-03-28 21:00");
    let sunday = Ask::work("2026-03-29 08:00", "2026-03-29 16:00").beside([late]);
    assert_eq!(short_rests(&sunday), [(Side::Before, "10.0".to_owned())]);
}

#[test]
fn s067_an_overlap_at_another_package_is_refused_whatever_the_reason() {
    let ask = day("2026-06-01").beside([entry(1, "2026-06-01 16:00", "2026-06-01 20:00")]);
    let refused = settle(&ask.verdict(), &[], &given(&[RuleKey::Overlap])).expect_err("never");
    assert_eq!(refused.blocked[0].rule, RuleKey::Overlap);
}

#[test]
fn s068_the_tail_of_a_night_overlaps_the_next_morning() {
    let night = entry(1, "2026-06-01 20:00", "2026-06-02 08:00");
    let morning = |start: &str| Ask::work(start, "2026-06-02 15:00").beside([night]).verdict();
    assert!(morning("2026-06-02 07:00").names(RuleKey::Overlap));
    assert!(!morning("2026-06-02 08:00").names(RuleKey::Overlap));
}

#[test]
fn s113_a_rule_set_to_warning_warns_there_and_blocks_elsewhere() {
    let late = entry(1, "2026-06-01 14:00", "2026-06-01 22:00");
    let ask = Ask::work("2026-06-02 07:00", "2026-06-02 15:00").beside([late]);
    let mut softened = ask.clone();
    softened.rules = RuleSet::new(&[], &[setting(Mode::Warning, None)]);

    assert!(!ask.verdict().is_eligible());
    let warned = softened.verdict();
    assert!(warned.is_eligible());
    assert!(warned.names(RuleKey::MinRest));
    assert_eq!(settle(&warned, &[], &given(&[])), Ok(vec![]));
    assert_eq!(ask.under(&[setting(Mode::Off, None)]).rules_named(), []);
}

#[test]
fn r_rul_21_the_row_of_the_package_beats_that_of_the_organisation() {
    let hours = |most| setting(Mode::Error, Some(Params::WeeklyHours(Hours::whole(most))));
    let rules = RuleSet::new(&[hours(40), setting(Mode::Off, None)], &[hours(30)]);
    assert_eq!(rules.weekly_hours, Hours::whole(30));
    assert_eq!(rules.mode(RuleKey::MinRest), Mode::Off);
    assert!(!rules.judges(RuleKey::MinRest));
    assert_eq!(rules.mode(RuleKey::Pattern), Mode::Warning);
    assert_eq!(rules.night_to_day_rest, Hours::whole(48));
}

#[test]
fn r_rul_1_overlap_is_fixed_whatever_is_stored() {
    let off = Setting { rule: RuleKey::Overlap, mode: Mode::Off, params: None };
    assert_eq!(RuleSet::new(&[off], &[off]).mode(RuleKey::Overlap), Mode::Error);
}

#[test]
fn r_rul_21_parameters_are_read_back_as_they_were_stored() {
    let stored = serde_json::to_string(&Params::MinRest(MinRest::default())).expect("json");
    assert_eq!(stored, r#"{"min_rest":{"least":660,"day":780}}"#);
    for params in [
        Params::WeeklyHours(Hours::whole(36)),
        Params::MinRest(MinRest::default()),
        Params::NightToDayRest(Hours::whole(48)),
        Params::ShiftLength(ShiftLength::default()),
        Params::Horizon(92),
    ] {
        let stored = serde_json::to_string(&params).expect("json");
        assert_eq!(serde_json::from_str::<Params>(&stored).expect("params"), params);
    }
}

#[test]
fn s132_a_start_of_1759_is_a_day_and_1800_is_offered_to_the_night() {
    let clock = |text: &str| text.parse::<Clock>().expect("a time");
    assert_eq!(fits(ShiftType::Day, clock("17:59")), Ok(()));
    let refused = Err(Refused::OtherSlot { belongs_to: ShiftType::Night });
    assert_eq!(fits(ShiftType::Day, clock("18:00")), refused);
    assert_eq!(fits(ShiftType::Night, clock("05:59")), Ok(()));
    assert!(fits(ShiftType::Night, clock("06:00")).is_err());
}

#[test]
fn s133_a_shift_of_twelve_and_a_half_hours_is_an_error() {
    let long = Ask::work("2026-06-01 07:00", "2026-06-01 19:30").verdict();
    assert!(long.names(RuleKey::ShiftLength) && !long.is_eligible());
}

#[test]
fn r_rul_11_two_and_twelve_hours_pass_and_a_minute_outside_does_not() {
    let found = |end: &str| Ask::work("2026-06-01 07:00", end).verdict().names(RuleKey::ShiftLength);
    assert!(found("2026-06-01 08:59"));
    assert!(!found("2026-06-01 09:00"));
    assert!(!found("2026-06-01 19:00"));
    assert!(found("2026-06-01 19:01"));
}

#[test]
fn s133_ninety_three_days_ahead_is_an_error_and_yesterday_a_warning_with_a_reason() {
    let planned = |now: &str| day("2026-06-30").asked_at(now).verdict();
    assert!(planned("2026-03-30 09:00").is_eligible());
    assert!(!planned("2026-03-29 09:00").is_eligible());

    let correction = planned("2026-07-01 09:00");
    assert!(correction.is_eligible());
    assert_eq!(correction.reasons[0].severity, Severity::Warns);
    assert!(settle(&correction, &[], &given(&[])).is_err());
    assert!(settle(&correction, &[], &given(&[RuleKey::Horizon])).is_ok());
}

#[test]
fn r_rul_12_an_entry_planned_in_time_is_no_correction_when_it_has_grown_old() {
    let mut ask = day("2026-06-01");
    ask.now = crate::eligibility::Now::new(at("2026-09-01 09:00"), ZONE);
    assert_eq!(ask.rules_named(), []);
}

#[test]
fn r_shf_1_length_and_horizon_apply_to_a_shift_before_anybody_is_sought() {
    let long = period("2026-06-01 07:00", "2026-06-01 20:00");
    let slot = Slot::new(LARKFIELD, long, date("2026-01-01"), ZONE);
    let found = shift_reasons(&slot, &RuleSet::default());
    let rules: Vec<RuleKey> = found.iter().map(|reason| reason.rule).collect();
    assert_eq!(rules, [RuleKey::ShiftLength, RuleKey::Horizon]);
    assert!(found.iter().all(|reason| reason.overridable));
}

#[test]
fn r_shf_1_a_reason_given_with_the_shift_covers_the_entry_that_comes_of_it() {
    let ask = Ask::work("2026-06-01 07:00", "2026-06-01 20:00").in_context(Context::Final);
    let with_shift =
        crate::eligibility::Verdict { as_of: ask.slot.date, reasons: shift_reasons(&ask.slot, &ask.rules) };
    let carried = settle(&with_shift, &[], &given(&[RuleKey::ShiftLength])).expect("accepted");
    let carried: Vec<Accepted> = carried.into_iter().map(|one| one.accepted).collect();
    assert_eq!(settle(&ask.verdict(), &carried, &given(&[])), Ok(vec![]));
}
