use super::*;
use crate::{
    eligibility::{
        Context, RuleKey,
        example::{Ask, HOIST, LARKFIELD, MEDICINES, ZONE, at, entry, given, holds, period},
    },
    hours::Hours,
    problems::{Problem, Problems},
};

const NOW: &str = "2026-06-01 12:00";

fn shift(state: ShiftState) -> Shift {
    Shift {
        state,
        kind: ShiftKind::NonCompetent,
        period: period("2026-06-05 09:00", "2026-06-05 17:00"),
        apply_by: at("2026-06-03 12:00"),
        pending: u32::from(state == ShiftState::HasApplications),
    }
}

fn typed(date: &str, start: &str, end: &str) -> ShiftDraft {
    ShiftDraft {
        package: LARKFIELD.to_string(),
        date: date.to_owned(),
        start: start.to_owned(),
        end: end.to_owned(),
        kind: "non_competent".to_owned(),
        ..ShiftDraft::default()
    }
}

fn parsed(draft: &ShiftDraft) -> Result<Plan, Problems> {
    draft.parse(ZONE, at("2026-01-01 12:00"))
}

fn problem(draft: &ShiftDraft, field: &str) -> Option<Problem> {
    parsed(draft).expect_err("refused").of(field)
}

#[test]
fn s060_a_competent_shift_without_task_a_past_start_and_equal_times_are_refused() {
    let competent = ShiftDraft { kind: "competent".to_owned(), ..typed("2026-06-01", "09:00", "17:00") };
    assert_eq!(problem(&competent, "tasks"), Some(Problem::Missing));
    assert_eq!(problem(&typed("2025-12-31", "09:00", "17:00"), "start"), Some(Problem::Past));
    assert_eq!(problem(&typed("2026-06-01", "09:00", "09:00"), "end"), Some(Problem::SameTime));
}

#[test]
fn r_shf_1_a_start_must_lie_after_this_moment() {
    let today = typed("2026-01-01", "12:00", "17:00");
    assert_eq!(problem(&today, "start"), Some(Problem::Past));
    assert!(parsed(&typed("2026-01-01", "12:01", "17:00")).is_ok());
}

#[test]
fn r_shf_1_an_end_before_the_start_is_on_the_next_day() {
    let plan = parsed(&typed("2026-06-01", "22:00", "08:00")).expect("a night");
    assert_eq!(plan.period, period("2026-06-01 22:00", "2026-06-02 08:00"));
    assert_eq!(plan.shift_type, ShiftType::Night);
    assert_eq!(plan.date.to_string(), "2026-06-01");
}

#[test]
fn r_shf_1_every_problem_is_said_at_once() {
    let problems = parsed(&ShiftDraft::default()).expect_err("empty");
    let fields: Vec<&str> = problems.iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["package", "date", "start", "end", "kind"]);
}

#[test]
fn r_shf_1_what_is_no_time_is_told_apart_from_what_is_missing() {
    for bad in ["9", "25:00", "09:60", "nine", "09:00x", "0９:00"] {
        assert_eq!(problem(&typed("2026-06-01", bad, "17:00"), "start"), Some(Problem::Unreadable), "{bad}");
    }
    assert!(parsed(&typed("2026-06-01", "09:00:00", "17:00")).is_ok());
}

#[test]
fn s092_a_start_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first() {
    let spring = typed("2026-03-29", "01:30", "09:00");
    assert_eq!(problem(&spring, "start"), Some(Problem::Skipped));

    let autumn = typed("2026-10-25", "01:30", "09:00");
    let first = parsed(&autumn).expect("the first").period;
    assert_eq!(first.hours().to_string(), "8.5");
    let second = ShiftDraft { start_fold: "second".to_owned(), ..autumn };
    assert_eq!(parsed(&second).expect("the second").period.hours().to_string(), "7.5");
}

#[test]
fn r_gen_5_an_end_in_the_repeated_hour_comes_after_its_start() {
    let evening = typed("2026-10-24", "22:00", "01:30");
    assert_eq!(parsed(&evening).expect("the first").period.hours().to_string(), "3.5");
    let later = ShiftDraft { end_fold: "second".to_owned(), ..evening };
    assert_eq!(parsed(&later).expect("the second").period.hours().to_string(), "4.5");

    let within = ShiftDraft { start_fold: "second".to_owned(), ..typed("2026-10-25", "01:15", "01:45") };
    assert_eq!(parsed(&within).expect("half an hour").period.hours().to_string(), "0.5");
}

#[test]
fn r_shf_2_six_to_before_eighteen_is_day() {
    let starting = |time: &str| ShiftType::starting(time.parse().expect("a time"));
    assert_eq!(starting("05:59"), ShiftType::Night);
    assert_eq!(starting("06:00"), ShiftType::Day);
    assert_eq!(starting("17:59"), ShiftType::Day);
    assert_eq!(starting("18:00"), ShiftType::Night);
    assert_eq!(starting("00:00"), ShiftType::Night);
}

#[test]
fn r_shf_3_a_competent_shift_keeps_each_task_once_and_a_non_competent_one_takes_none() {
    let tasks = vec![HOIST.to_string(), MEDICINES.to_string(), HOIST.to_string()];
    let competent = ShiftDraft {
        kind: "competent".to_owned(),
        tasks: tasks.clone(),
        ..typed("2026-06-01", "09:00", "17:00")
    };
    assert_eq!(parsed(&competent).expect("a shift").tasks, [MEDICINES, HOIST]);
    let non_competent = ShiftDraft { tasks, ..typed("2026-06-01", "09:00", "17:00") };
    assert_eq!(problem(&non_competent, "tasks"), Some(Problem::NotWanted));
    let unreadable = ShiftDraft { tasks: vec!["washing".to_owned()], ..competent };
    assert_eq!(problem(&unreadable, "tasks"), Some(Problem::Unreadable));
}

#[test]
fn s143_the_default_apply_by_of_a_shift_tomorrow_is_its_start_and_later_is_refused() {
    let start = at("2026-06-02 09:00");
    assert_eq!(apply_by(at(NOW), start, Hours::whole(48)), start);
    assert_eq!(apply_by(at(NOW), at("2026-06-05 09:00"), Hours::whole(48)), at("2026-06-03 12:00"));

    let chosen = |date: &str, time: &str| ShiftDraft {
        apply_by_date: date.to_owned(),
        apply_by_time: time.to_owned(),
        ..typed("2026-06-02", "09:00", "17:00")
    };
    let at_start = parsed(&chosen("2026-06-02", "09:00")).expect("the start itself");
    assert_eq!(at_start.apply_by, Some(start));
    assert_eq!(problem(&chosen("2026-06-02", "09:01"), "apply_by_date"), Some(Problem::AfterStart));
    assert_eq!(problem(&chosen("2026-01-01", "12:00"), "apply_by_date"), Some(Problem::Past));
    assert_eq!(problem(&chosen("2026-06-02", ""), "apply_by_time"), Some(Problem::Missing));
    assert_eq!(problem(&chosen("2026-03-29", "01:30"), "apply_by_time"), Some(Problem::Skipped));
}

#[test]
fn r_shf_4_apply_by_is_in_the_future_when_sent_and_not_after_the_start() {
    let created = shift(ShiftState::Created);
    let send = |apply_by: &str| created.send(at(apply_by), 0, at(NOW));
    assert_eq!(send("2026-06-05 09:00"), Ok(ShiftState::Open));
    assert_eq!(send("2026-06-05 09:01"), Err(Refused::ApplyByAfterStart));
    assert_eq!(send("2026-06-01 12:01"), Ok(ShiftState::Open));
    assert_eq!(send(NOW), Err(Refused::ApplyByPassed));
}

#[test]
fn r_shf_7_only_a_never_sent_shift_is_sent_or_deleted_and_only_before_its_start() {
    for state in ShiftState::ALL {
        let sent = shift(state).send(at("2026-06-03 12:00"), 0, at(NOW));
        assert_eq!(sent.is_ok(), state == ShiftState::Created, "{state:?}");
        assert_eq!(shift(state).delete().is_ok(), state == ShiftState::Created, "{state:?}");
    }
    let late = shift(ShiftState::Created).send(at("2026-06-06 09:00"), 0, at("2026-06-05 09:00"));
    assert_eq!(late, Err(Refused::Started));
}

#[test]
fn r_shf_3_a_competent_shift_is_not_sent_when_its_last_task_was_deleted() {
    let competent = Shift { kind: ShiftKind::Competent, ..shift(ShiftState::Created) };
    let send = |live| competent.send(at("2026-06-03 12:00"), live, at(NOW));
    assert_eq!(send(0), Err(Refused::NoLiveTask));
    assert_eq!(send(1), Ok(ShiftState::Open));
}

#[test]
fn r_shf_7_the_moves_are_those_of_the_table() {
    let moves = |from: ShiftState| {
        let next = ShiftState::ALL.into_iter().filter(|to| from.may_become(*to));
        let codes: Vec<String> = next.map(|to| serde_json::to_string(&to).expect("a code")).collect();
        codes.join(" ").replace('"', "")
    };
    assert_eq!(moves(ShiftState::Created), "open");
    assert_eq!(moves(ShiftState::Open), "has_applications cancelled expired");
    assert_eq!(moves(ShiftState::HasApplications), "open assigned cancelled expired");
    assert_eq!(moves(ShiftState::Assigned), "open has_applications completed cancelled expired");
    assert_eq!(moves(ShiftState::Completed), "");
    assert_eq!(moves(ShiftState::Cancelled), "");
    assert_eq!(moves(ShiftState::Expired), "open");
}

#[test]
fn s058_apply_by_ends_a_shift_without_applications_and_leaves_one_with_them_selectable() {
    let (in_time, late) = (at("2026-06-03 12:00"), at("2026-06-03 12:01"));
    let (open, applied) = (shift(ShiftState::Open), shift(ShiftState::HasApplications));
    assert_eq!(open.state_at(in_time), ShiftState::Open);
    assert_eq!(open.state_at(late), ShiftState::Expired);
    assert_eq!(open.expiry_at(late), Some(ExpiryReason::NoApplications));
    assert!(applied.is_selectable(late));
    assert_eq!(applied.expiry_at(late), None);
}

#[test]
fn r_shf_8_nobody_applies_at_the_start_even_when_apply_by_is_the_start() {
    let start = at("2026-06-05 09:00");
    let open = Shift { apply_by: start, ..shift(ShiftState::Open) };
    assert!(!open.applications_closed(start.plus_minutes(-1)));
    assert!(open.applications_closed(start));
}

#[test]
fn s103_the_start_ends_a_shift_that_nobody_was_selected_for() {
    let (before, start) = (at("2026-06-05 08:59"), at("2026-06-05 09:00"));
    let applied = shift(ShiftState::HasApplications);
    assert_eq!(applied.state_at(before), ShiftState::HasApplications);
    assert_eq!(applied.state_at(start), ShiftState::Expired);
    assert_eq!(applied.expiry_at(start), Some(ExpiryReason::NotFilled));
    assert!(!applied.is_selectable(start));
}

#[test]
fn r_shf_8_an_assigned_shift_is_completed_when_its_end_has_come() {
    let assigned = shift(ShiftState::Assigned);
    assert_eq!(assigned.state_at(at("2026-06-05 16:59")), ShiftState::Assigned);
    assert_eq!(assigned.state_at(at("2026-06-05 17:00")), ShiftState::Completed);
    assert_eq!(assigned.expiry_at(at("2026-06-05 17:00")), None);
}

#[test]
fn r_shf_8_the_clock_makes_no_move_that_is_not_in_the_table() {
    for state in ShiftState::ALL {
        for now in [NOW, "2026-06-04 12:00", "2026-06-05 12:00", "2026-06-06 12:00"] {
            let next = shift(state).state_at(at(now));
            assert!(next == state || state.may_become(next), "{state:?} → {next:?}");
        }
    }
}

#[test]
fn s053_the_first_application_hides_the_shift_from_nobody() {
    let ask = Ask::work("2026-06-05 09:00", "2026-06-05 17:00");
    let applied = ask.shift(ShiftState::HasApplications);
    let second = ask.of_shift(applied, None).in_context(Context::Offer);
    assert_eq!(applied.apply(&second.verdict()), Ok(ShiftState::HasApplications));
}

#[test]
fn r_app_1_a_carer_applies_once_and_only_when_eligible() {
    let ask = Ask::work("2026-06-05 09:00", "2026-06-05 17:00").requiring([HOIST]);
    let open = ask.shift(ShiftState::Open);
    let again = ask
        .clone()
        .by_one_who([holds(HOIST)])
        .of_shift(open, Some((ApplicationState::Removed, at(NOW))))
        .in_context(Context::Offer);
    let unrated = ask.of_shift(open, None).in_context(Context::Offer);

    for (ask, rule) in [(again, RuleKey::AlreadyApplied), (unrated, RuleKey::Competence)] {
        let Err(Refused::NotEligible { reasons }) = open.apply(&ask.verdict()) else { panic!("refused") };
        assert_eq!(reasons.iter().map(|reason| reason.rule).collect::<Vec<_>>(), [rule]);
    }
}

#[test]
fn r_app_1_a_note_may_be_empty_and_has_at_most_500_characters() {
    let note = |text: String| ApplicationDraft { note: text }.parse();
    assert_eq!(note(String::new()), Ok(None));
    assert!(note("x".repeat(500)).is_ok());
    assert_eq!(note("x".repeat(501)).expect_err("long").of("note"), Some(Problem::TooLong { most: 500 }));
}

#[test]
fn s054_an_admin_removes_a_pending_application_and_the_shift_is_open_again() {
    let remove = |pending, state, now| {
        Shift { pending, ..shift(ShiftState::HasApplications) }.remove_application(state, at(now))
    };
    assert_eq!(remove(2, ApplicationState::Pending, NOW), Ok(ShiftState::HasApplications));
    assert_eq!(remove(1, ApplicationState::Pending, NOW), Ok(ShiftState::Open));
    assert_eq!(remove(1, ApplicationState::Pending, "2026-06-04 12:00"), Ok(ShiftState::Expired));
    assert_eq!(
        remove(1, ApplicationState::Rejected, NOW),
        Err(Refused::NotPending { state: ApplicationState::Rejected })
    );
    assert_eq!(
        remove(1, ApplicationState::Pending, "2026-06-05 09:00"),
        Err(Refused::WrongState { state: ShiftState::Expired })
    );
}

#[test]
fn r_app_2_the_moves_of_an_application_are_few() {
    use ApplicationState::{Pending, Rejected, Removed, Selected};
    let moves = |from: ApplicationState| {
        ApplicationState::ALL.into_iter().filter(|to| from.may_become(*to)).collect::<Vec<_>>()
    };
    assert_eq!(moves(Pending), [Selected, Rejected, Removed]);
    assert_eq!(moves(Selected), [Removed]);
    assert_eq!(moves(Rejected), [Pending]);
    assert_eq!(moves(Removed), []);
}

fn finally(others: Vec<crate::rota::Entry>) -> (Shift, Ask) {
    let ask = Ask::work("2026-06-05 09:00", "2026-06-05 17:00").beside(others).in_context(Context::Final);
    let shift = ask.shift(ShiftState::HasApplications);
    (shift, ask.of_shift(shift, None))
}

fn select(shift: Shift, ask: &Ask, rules: &[RuleKey]) -> Result<Selection, Refused> {
    shift.select(ApplicationState::Pending, &ask.verdict(), &[], &given(rules), ask.now.at)
}

#[test]
fn s055_a_pending_applicant_with_nothing_against_it_is_selected() {
    let (shift, ask) = finally(vec![]);
    assert_eq!(select(shift, &ask, &[]), Ok(Selection { overrides: vec![] }));
}

#[test]
fn s056_an_applicant_rostered_elsewhere_meanwhile_is_refused() {
    let (shift, ask) = finally(vec![entry(1, "2026-06-05 16:00", "2026-06-05 20:00")]);
    let Err(Refused::Unsettled(open)) = select(shift, &ask, &[RuleKey::Overlap]) else { panic!("refused") };
    assert_eq!(open.blocked[0].rule, RuleKey::Overlap);
}

#[test]
fn s057_the_second_of_two_selections_is_told_that_the_shift_is_assigned() {
    let (shift, ask) = finally(vec![]);
    let assigned = Shift { state: ShiftState::Assigned, ..shift };
    assert_eq!(select(assigned, &ask, &[]), Err(Refused::WrongState { state: ShiftState::Assigned }));
}

#[test]
fn r_sel_1_an_overridable_error_needs_its_reason_and_a_processed_application_is_refused() {
    let (shift, ask) = finally(vec![entry(1, "2026-06-04 14:00", "2026-06-04 23:30")]);
    let Err(Refused::Unsettled(open)) = select(shift, &ask, &[]) else { panic!("refused") };
    assert_eq!(open.unexplained[0].rule, RuleKey::MinRest);
    let selected = select(shift, &ask, &[RuleKey::MinRest]).expect("with a reason");
    assert_eq!(selected.overrides[0].rule(), RuleKey::MinRest);

    let again = shift.select(
        ApplicationState::Rejected,
        &ask.verdict(),
        &[],
        &given(&[RuleKey::MinRest]),
        ask.now.at,
    );
    assert_eq!(again, Err(Refused::NotPending { state: ApplicationState::Rejected }));
}

#[test]
fn s059_what_was_sent_and_is_not_over_can_be_cancelled() {
    for state in ShiftState::ALL {
        let cancelled = shift(state).cancel(at(NOW));
        let may = matches!(state, ShiftState::Open | ShiftState::HasApplications | ShiftState::Assigned);
        assert_eq!(cancelled.is_ok(), may, "{state:?}");
    }
    let assigned = shift(ShiftState::Assigned);
    assert_eq!(assigned.cancel(at("2026-06-05 12:00")), Ok(ShiftState::Cancelled));
    assert_eq!(
        assigned.cancel(at("2026-06-05 17:00")),
        Err(Refused::WrongState { state: ShiftState::Completed })
    );
}

#[test]
fn r_shf_9_an_expired_shift_is_reopened_with_a_new_apply_by_before_its_start() {
    let expired = shift(ShiftState::Open);
    let now = at("2026-06-04 12:00");
    let reopened = expired.reopen(at("2026-06-05 08:00"), now).expect("expired as of now");
    assert_eq!(reopened, Reopened { state: ShiftState::Open, apply_by: at("2026-06-05 08:00") });
    assert_eq!(expired.reopen(now, now), Err(Refused::ApplyByPassed));
    assert_eq!(expired.reopen(at("2026-06-05 09:01"), now), Err(Refused::ApplyByAfterStart));
    assert_eq!(expired.reopen(at("2026-06-05 09:00"), at("2026-06-05 09:00")), Err(Refused::Started));
    assert_eq!(
        expired.reopen(at("2026-06-05 08:00"), at(NOW)),
        Err(Refused::WrongState { state: ShiftState::Open })
    );
}

#[test]
fn s102_removing_the_entry_of_an_assigned_shift_cancels_or_reopens_it() {
    let assigned = shift(ShiftState::Assigned);
    let again = |apply_by: Option<&str>, rejected, now: &str| {
        let then = AfterRemoval::Reopen { apply_by: apply_by.map(at) };
        assigned.entry_removed(then, rejected, at(now)).map(|reopened| reopened.state)
    };
    let late = "2026-06-04 12:00";

    let cancelled = assigned.entry_removed(AfterRemoval::Cancel, 2, at(NOW)).expect("cancelled");
    assert_eq!(cancelled.state, ShiftState::Cancelled);
    assert_eq!(again(None, 2, NOW), Ok(ShiftState::HasApplications));
    assert_eq!(again(None, 0, NOW), Ok(ShiftState::Open));
    assert_eq!(again(None, 2, late), Ok(ShiftState::HasApplications));
    assert_eq!(again(None, 0, late), Err(Refused::ApplyByPassed));
    assert_eq!(again(Some("2026-06-05 08:00"), 0, late), Ok(ShiftState::Open));
    assert_eq!(again(Some("2026-06-05 10:00"), 0, late), Err(Refused::ApplyByAfterStart));
}

#[test]
fn r_shf_9_after_the_start_only_cancelling_is_left_and_after_the_end_nothing() {
    let assigned = shift(ShiftState::Assigned);
    let (during, after) = (at("2026-06-05 12:00"), at("2026-06-05 17:00"));
    let reopen = AfterRemoval::Reopen { apply_by: None };
    assert_eq!(assigned.entry_removed(reopen, 2, during), Err(Refused::Started));
    let cancelled = assigned.entry_removed(AfterRemoval::Cancel, 2, during).expect("cancelled");
    assert_eq!(cancelled.state, ShiftState::Cancelled);
    let over = Err(Refused::WrongState { state: ShiftState::Completed });
    assert_eq!(assigned.entry_removed(AfterRemoval::Cancel, 2, after), over);
}

#[test]
fn r_shf_9_what_the_system_reopens_late_with_nobody_waiting_expires() {
    let assigned = shift(ShiftState::Assigned);
    let removed = |rejected, now| assigned.entry_removed_by_system(rejected, at(now));
    assert_eq!(removed(0, NOW), Ok(ShiftState::Open));
    assert_eq!(removed(1, "2026-06-04 12:00"), Ok(ShiftState::HasApplications));
    assert_eq!(removed(0, "2026-06-04 12:00"), Ok(ShiftState::Expired));
    assert_eq!(removed(1, "2026-06-05 09:00"), Ok(ShiftState::Cancelled));
}
