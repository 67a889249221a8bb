use super::{
    example::{
        Ask, HOIST, LARKFIELD, MEDICINES, MOORVIEW, at, date, draft, entry, given, holds, holds_until,
        period, waits,
    },
    *,
};
use crate::{competency::Level, hours::Hours, shift::ShiftState};

const START: &str = "2026-06-11 09:00";
const END: &str = "2026-06-11 17:00";

fn work() -> Ask {
    Ask::work(START, END)
}

fn severities(ask: &Ask) -> Vec<(RuleKey, Severity)> {
    ask.verdict().reasons.iter().map(|reason| (reason.rule, reason.severity)).collect()
}

#[test]
fn r_elg_1_nothing_against_it_is_eligible_and_dated_by_the_work() {
    let answer = work().offered().verdict();
    assert!(answer.is_eligible());
    assert_eq!(answer, Verdict { as_of: date("2026-06-11"), reasons: vec![] });
}

#[test]
fn s051_only_the_carer_with_every_rating_acknowledged_sees_a_competent_shift() {
    let shift = || work().requiring([MEDICINES, HOIST]).offered();
    let both = shift().by_one_who([holds(MEDICINES), holds(HOIST)]);
    let one = shift().by_one_who([holds(MEDICINES)]);
    let pending = shift().by_one_who([holds(MEDICINES), waits(HOIST)]);

    assert_eq!(both.verdict().listing(), Listing::Open);
    let Listing::Counted(missing) = one.verdict().listing() else { panic!("not listed") };
    let lacks = Facts::Competence { task: HOIST, gap: Gap::None };
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].facts, CarerFacts::Known(lacks));
    assert_eq!(missing[0].remedy, Some(Remedy::BeAssessed));
    let Listing::Counted(missing) = pending.verdict().listing() else { panic!("not listed") };
    assert_eq!(missing[0].remedy, Some(Remedy::Acknowledge));
}

#[test]
fn s052_every_active_carer_sees_a_non_competent_shift_and_a_busy_one_sees_why_not() {
    let free = work().offered();
    let busy = work().offered().beside([entry(1, "2026-06-11 16:00", "2026-06-11 20:00")]);

    assert_eq!(free.verdict().listing(), Listing::Open);
    let Listing::Disabled(reasons) = busy.verdict().listing() else { panic!("listed, disabled") };
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0].rule, RuleKey::Overlap);
}

#[test]
fn r_elg_3_every_reason_about_person_and_target_blocks_in_the_order_of_the_list() {
    let mut ask = work().requiring([HOIST, MEDICINES]);
    let shift = Shift { apply_by: at("2026-06-09 09:00"), ..ask.shift(ShiftState::Assigned) };
    let applied = Some((ApplicationState::Rejected, at("2026-06-08 09:00")));
    ask = ask.of_shift(shift, applied).in_context(Context::Offer);
    ask.carer.standing = Standing::Inactive;
    ask.target.package = Standing::Deleted;

    let answer = ask.verdict();
    assert_eq!(
        answer.reasons.iter().map(|r| r.rule).collect::<Vec<_>>(),
        [
            RuleKey::AccountActive,
            RuleKey::PackageLive,
            RuleKey::ShiftOpen,
            RuleKey::Deadline,
            RuleKey::AlreadyApplied,
            RuleKey::Competence,
            RuleKey::Competence
        ]
    );
    assert!(answer.reasons.iter().all(|r| r.blocks() && !r.overridable));
    assert_eq!(answer.reasons[0].remedy, Some(Remedy::Reactivate));
    assert_eq!(answer.reasons[1].remedy, Some(Remedy::Restore));
    assert_eq!(answer.reasons[2].remedy, None);
    assert_eq!(answer.reasons[5].facts, Facts::Competence { task: MEDICINES, gap: Gap::None });
}

#[test]
fn r_elg_3_deadline_and_application_matter_to_an_offer_only() {
    let ask = work();
    let mut shift = ask.shift(ShiftState::HasApplications);
    shift.apply_by = at("2026-06-09 09:00");
    let applied = Some((ApplicationState::Pending, at("2026-06-08 09:00")));
    let ask = ask.of_shift(shift, applied);

    let rules = |context| ask.clone().in_context(context).rules_named();
    assert_eq!(rules(Context::Offer), [RuleKey::Deadline, RuleKey::AlreadyApplied]);
    assert_eq!(rules(Context::Final), []);
}

#[test]
fn r_elg_3_the_state_of_the_shift_is_that_of_now_and_not_the_stored_one() {
    let ask = work();
    let shift = Shift { apply_by: at("2026-06-09 09:00"), ..ask.shift(ShiftState::Open) };
    let late = ask.of_shift(shift, None).in_context(Context::Final);
    assert_eq!(late.facts(RuleKey::ShiftOpen), Some(Facts::ShiftOpen(ShiftState::Expired)));
}

#[test]
fn r_elg_3_a_task_required_twice_is_one_reason() {
    assert_eq!(work().requiring([HOIST, HOIST]).rules_named(), [RuleKey::Competence]);
}

#[test]
fn r_elg_3_apply_by_is_the_last_moment_to_apply() {
    let offered = |now: &str| {
        let ask = work();
        let shift = Shift { apply_by: at("2026-06-10 09:00"), ..ask.shift(ShiftState::HasApplications) };
        ask.of_shift(shift, None).in_context(Context::Offer).asked_at(now).verdict()
    };
    assert!(offered("2026-06-10 09:00").is_eligible());
    assert!(offered("2026-06-10 09:01").names(RuleKey::Deadline));
}

#[test]
fn r_elg_4_a_non_competent_shift_asks_no_rating_and_membership_is_never_asked() {
    assert!(work().offered().verdict().is_eligible());
    let earned_elsewhere = work().requiring([HOIST]).by_one_who([holds(HOIST)]);
    assert!(earned_elsewhere.offered().verdict().is_eligible());
}

#[test]
fn s094_a_rating_of_10_june_2025_with_cadence_12_covers_10_june_2026_and_not_the_11th() {
    let on = |start: &str, end: &str| {
        Ask::work(start, end)
            .requiring([MEDICINES])
            .by_one_who([holds_until(MEDICINES, "2026-06-10")])
            .offered()
            .asked_at("2026-06-01 09:00")
            .verdict()
    };
    assert!(on("2026-06-10 09:00", "2026-06-10 17:00").is_eligible());

    let refused = on(START, END);
    let gap = Gap::LapsesBefore { level: Level::Competent, valid_until: date("2026-06-10") };
    assert_eq!(refused.reasons[0].facts, Facts::Competence { task: MEDICINES, gap });
    assert_eq!(refused.reasons[0].remedy, Some(Remedy::BeReassessed));
}

#[test]
fn r_val_4_a_night_is_judged_on_the_date_of_its_start() {
    let night = Ask::work("2026-06-10 22:00", "2026-06-11 08:00").requiring([MEDICINES]);
    assert!(night.by_one_who([holds_until(MEDICINES, "2026-06-10")]).offered().verdict().is_eligible());
}

#[test]
fn s098_every_caller_reads_the_same_reasons_and_only_their_class_differs() {
    let busy = || {
        work()
            .requiring([HOIST])
            .beside([entry(1, "2026-06-11 16:00", "2026-06-11 20:00")])
            .of_shift(work().shift(ShiftState::HasApplications), None)
    };
    let read = |context| busy().in_context(context).verdict();
    let (offer, draft, last) = (read(Context::Offer), read(Context::Draft), read(Context::Final));
    assert_eq!(offer, draft);
    assert_eq!(offer, last);
    assert_eq!(offer.reasons.len(), 2);
}

#[test]
fn r_elg_2_length_and_horizon_are_judged_when_planning_and_not_when_offering() {
    let long = |context| severities(&Ask::work("2026-06-11 07:00", "2026-06-11 19:30").in_context(context));
    assert_eq!(long(Context::Offer), []);
    assert_eq!(long(Context::Draft), [(RuleKey::ShiftLength, Severity::Blocks)]);
    assert_eq!(long(Context::Final), [(RuleKey::ShiftLength, Severity::Blocks)]);
}

#[test]
fn s099_the_same_question_has_the_same_answer_whatever_the_order_of_what_is_known() {
    let entries =
        [entry(2, "2026-06-11 08:00", "2026-06-11 10:00"), entry(1, "2026-06-11 16:00", "2026-06-11 20:00")];
    let ask = |tasks: [TaskId; 2], others: Vec<_>| work().requiring(tasks).beside(others).offered().verdict();
    let one = ask([HOIST, MEDICINES], entries.to_vec());
    let other = ask([MEDICINES, HOIST], entries.into_iter().rev().collect());
    assert_eq!(one, other);
    assert_eq!(serde_json::to_string(&one).expect("json"), serde_json::to_string(&other).expect("json"));
}

#[test]
fn s100_a_lowered_applicant_is_not_selected_whatever_the_reason() {
    let lowered =
        Held { in_force: Some(InForce { level: Level::NonCompetent, valid_until: None }), ..holds(HOIST) };
    let ask = work().requiring([HOIST]).by_one_who([lowered]);
    let shift = ask.shift(ShiftState::HasApplications);
    let ask = ask.of_shift(shift, None).in_context(Context::Final);

    let refused = shift.select(
        ApplicationState::Pending,
        &ask.verdict(),
        &[],
        &given(&[RuleKey::Competence]),
        ask.now.at,
    );

    let Err(crate::shift::Refused::Unsettled(open)) = refused else { panic!("refused") };
    assert_eq!(open.blocked[0].rule, RuleKey::Competence);
    assert_eq!(open.unexplained, []);
}

#[test]
fn r_elg_6_a_carer_reads_that_a_draft_is_planned_and_neither_where_nor_when() {
    let ask = work().offered().beside([draft(1, "2026-06-11 16:00", "2026-06-11 20:00")]);
    let told = ask.verdict().for_carer();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].facts, CarerFacts::AlreadyPlanned);
    assert_eq!(told[0].remedy, None);
    let sent = serde_json::to_string(&told).expect("json");
    assert!(!sent.contains(&MOORVIEW.to_string()), "{sent}");
}

#[test]
fn r_elg_6_a_total_or_a_rest_that_rests_on_a_draft_tells_no_more() {
    let long_week = work().offered().beside([
        entry(1, "2026-06-08 08:00", "2026-06-08 20:00"),
        draft(2, "2026-06-09 08:00", "2026-06-09 20:00"),
        entry(3, "2026-06-12 08:00", "2026-06-12 20:00"),
    ]);
    let short_rest = work().offered().beside([draft(1, "2026-06-12 03:00", "2026-06-12 07:00")]);
    for ask in [long_week, short_rest] {
        let told = ask.verdict().for_carer();
        assert!(!told.is_empty());
        assert!(told.iter().all(|reason| reason.facts == CarerFacts::AlreadyPlanned), "{told:?}");
    }
}

#[test]
fn r_elg_6_a_carer_reads_of_confirmed_work_in_full_and_of_no_warning() {
    let confirmed = entry(1, "2026-06-11 16:00", "2026-06-11 20:00");
    let told = work().offered().beside([confirmed]).verdict().for_carer();
    let clash = Clash { entry: confirmed.id, package: MOORVIEW, period: confirmed.period, draft: false };
    assert_eq!(told[0].facts, CarerFacts::Known(Facts::Overlap(vec![clash])));

    let warned = Reason::new(Facts::Overlap(vec![clash]), Severity::Warns, None);
    assert_eq!(warned.audience, Audience::Admins);
    assert_eq!(warned.for_carer(), None);
}

#[test]
fn r_elg_6_the_board_leaves_out_what_takes_nobody_and_what_was_asked_for() {
    let ask = work().requiring([HOIST]);
    let listed = |state, application| {
        let shift = ask.shift(state);
        ask.clone().of_shift(shift, application).in_context(Context::Offer).verdict().listing()
    };
    let applied = Some((ApplicationState::Pending, at("2026-06-08 09:00")));
    assert_eq!(listed(ShiftState::Assigned, None), Listing::Absent);
    assert_eq!(listed(ShiftState::Cancelled, None), Listing::Absent);
    assert_eq!(listed(ShiftState::Assigned, applied), Listing::Applied);
    assert!(matches!(listed(ShiftState::HasApplications, None), Listing::Counted(_)));
}

#[test]
fn r_elg_6_a_shift_that_can_no_longer_be_asked_for_is_not_counted_as_missing_a_rating() {
    let ask = work().requiring([HOIST]);
    let shift = Shift { apply_by: at("2026-06-09 09:00"), ..ask.shift(ShiftState::HasApplications) };
    let late = ask.of_shift(shift, None).in_context(Context::Offer);
    assert_eq!(late.verdict().listing(), Listing::Absent);
    let rated = late.by_one_who([holds(HOIST)]);
    assert!(matches!(rated.verdict().listing(), Listing::Disabled(_)));
}

#[test]
fn r_elg_8_a_verdict_is_read_back_as_it_was_stored() {
    let ask = work()
        .requiring([MEDICINES, HOIST])
        .by_one_who([waits(HOIST), holds_until(MEDICINES, "2026-06-10")])
        .beside([
            draft(1, "2026-06-11 16:00", "2026-06-11 20:00"),
            entry(2, "2026-06-10 20:00", "2026-06-11 06:00"),
            entry(3, "2026-06-08 08:00", "2026-06-08 20:00"),
            entry(4, "2026-06-12 08:00", "2026-06-12 20:00"),
        ])
        .asked_at("2026-02-01 09:00");
    let answer = ask.verdict();
    for rule in [
        RuleKey::Competence,
        RuleKey::Overlap,
        RuleKey::WeeklyHours,
        RuleKey::MinRest,
        RuleKey::NightToDayRest,
        RuleKey::Horizon,
    ] {
        assert!(answer.names(rule), "{rule:?}");
    }
    let stored = serde_json::to_string(&answer).expect("json");
    assert_eq!(serde_json::from_str::<Verdict>(&stored).expect("a verdict"), answer);
}

#[test]
fn r_elg_8_the_stored_form_keeps_the_codes_of_the_specification() {
    let answer = work().beside([entry(1, "2026-06-11 16:00", "2026-06-11 20:00")]).verdict();
    let stored = serde_json::to_value(&answer).expect("json");
    assert_eq!(stored["as_of"], "2026-06-11");
    assert_eq!(stored["reasons"][0]["rule"], "overlap");
    assert_eq!(stored["reasons"][0]["severity"], "blocks");
    assert_eq!(stored["reasons"][0]["overridable"], false);
    assert_eq!(stored["reasons"][0]["audience"], "everyone");
}

#[test]
fn r_elg_5_work_at_another_package_counts_and_the_judged_entry_does_not() {
    let elsewhere = entry(1, START, END);
    assert_ne!(elsewhere.package, LARKFIELD);
    assert!(work().beside([elsewhere]).verdict().names(RuleKey::Overlap));

    let itself = Calendar::new([elsewhere], Some(elsewhere.id));
    assert_eq!(itself.entries().count(), 0);
    let ask = work();
    let judged = verdict(&ask.carer, &ask.target, &itself, &ask.slot, &ask.rules, ask.context, ask.now);
    assert!(judged.is_eligible());
}

#[test]
fn r_elg_5_the_calendar_reaches_52_weeks_to_either_side_of_the_judged_week() {
    let reach = rota::reach(date("2026-06-11"));
    assert_eq!(*reach.start(), date("2025-06-09"));
    assert_eq!(*reach.end(), date("2027-06-13"));
}

#[test]
fn s090_a_night_over_a_clock_change_lasts_nine_or_eleven_hours() {
    let hours = |start: &str, end: &str| period(start, end).hours().to_string();
    assert_eq!(hours("2026-03-28 22:00", "2026-03-29 08:00"), "9.0");
    assert_eq!(hours("2026-10-24 22:00", "2026-10-25 08:00"), "11.0");
    assert_eq!(period("2026-06-10 22:00", "2026-06-11 08:00").hours(), Hours::whole(10));
}
