//! Six weeks of rota around today: two-week patterns, the changes to them, and the verdict of each entry.

use std::collections::BTreeMap;

use chrono::{Days as ChronoDays, Weekday};
use domain::audit::AuditAction;
use domain::eligibility::{self, Carer, Context, Given, Now, Override, RuleKey, Standing, Target, Verdict};
use domain::hours::Period;
use domain::id::{AccountId, OverrideId, RotaEntryId};
use domain::rota::{Calendar, Entry as Planned, EntryState, RuleSet, Slot};
use domain::shift::ShiftType;
use domain::time::{Clock, Date, Instant, add_days, monday};
use serde_json::json;

use super::care::Care;
use super::loading::{Days, Loading, id};
use super::people::People;
use super::sample::plan::{Act, Line, Plan};
use super::sample::{named, wrong};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{rota_entry, rota_override};

/// How many days before its Monday a week was planned.
const PLANNED_AHEAD: i64 = 21;

/// The live entries of each carer.
pub(super) type Calendars = BTreeMap<AccountId, Vec<Planned>>;

/// One piece of work, as the files give it.
struct Work<'a> {
    carer: &'a str,
    package: &'a str,
    week: i64,
    date: Date,
    line: &'a str,
    times: (Clock, Clock),
    reason: Option<&'a str>,
}

/// A day and its line of work, before there are rows.
pub(super) struct Judged {
    pub planned: Planned,
    pub verdict: Verdict,
}

/// Stores all entries; gives what each carer has.
pub(super) async fn load(demo: &Loading<'_>, people: &People, care: &Care) -> Result<Calendars, Error> {
    let (mut calendars, mut rows, mut overrides) = (Calendars::new(), Vec::new(), Vec::new());
    let mut weeks: BTreeMap<(&str, i64), (EntryState, Vec<RotaEntryId>)> = BTreeMap::new();
    let coordinator = coordinator(demo, people)?;
    for work in all_work(demo)? {
        let at = planned_at(demo, &work)?;
        let account = people.id(work.carer)?;
        let judged = judge(demo, care, &calendars, &work, (account, at))?;
        let accepted = settle(&judged.verdict, work.reason)?;
        for one in &accepted {
            overrides.push(override_row(demo, judged.planned.id, one, (coordinator, at))?);
        }
        rows.push(row(demo, account, &judged, (coordinator, at))?);
        weeks
            .entry((work.package, work.week))
            .or_insert((judged.planned.state, Vec::new()))
            .1
            .push(judged.planned.id);
        calendars.entry(account).or_default().push(judged.planned);
    }
    record(demo, care, weeks)?;
    demo.insert::<rota_entry::Entity>(rows).await?;
    demo.insert::<rota_override::Entity>(overrides).await?;
    Ok(calendars)
}

/// Who plans: the admin named last.
pub(super) fn coordinator(demo: &Loading<'_>, people: &People) -> Result<AccountId, Error> {
    let last = demo.sample.provider.admin.last().ok_or_else(|| wrong("nobody plans"))?;
    people.id(&last.key)
}

/// The patterns with the changes made to them; what was added comes last, so that it is judged by the rest.
fn all_work<'a>(demo: &Loading<'a>) -> Result<Vec<Work<'a>>, Error> {
    let plan = &demo.sample.plan;
    let mut all = patterns(plan, &demo.days)?;
    for change in &plan.change {
        let date = demo.days.of_week(change.week, change.day);
        let is_meant = |work: &Work<'_>| {
            (work.carer, work.package, work.date, work.line)
                == (change.carer.as_str(), change.package.as_str(), date, change.line.as_str())
        };
        match change.action {
            Act::Remove => all.retain(|work| !is_meant(work)),
            Act::Add => {
                let times = times(line(plan, &change.package, &change.line)?);
                let (carer, package, line) = (&*change.carer, &*change.package, &*change.line);
                let reason = change.override_reason.as_deref();
                all.push(Work { carer, package, week: change.week, date, line, times, reason });
            }
            Act::Retime => {
                let times = change.start.zip(change.end).ok_or_else(|| wrong("a change without times"))?;
                all.iter_mut().filter(|work| is_meant(work)).for_each(|work| work.times = times);
            }
        }
    }
    Ok(all)
}

fn patterns<'a>(plan: &'a Plan, days: &Days) -> Result<Vec<Work<'a>>, Error> {
    let mut all = Vec::new();
    for pattern in &plan.pattern {
        for &week in pattern.weeks.as_ref().unwrap_or(&plan.weeks) {
            let places = if week % 2 == 0 { &pattern.a } else { &pattern.b };
            for (place, day) in places.iter().zip(0_u8..) {
                let Some((package, name)) = place.split_once('/') else { continue };
                let day = Weekday::try_from(day).map_err(|_| wrong("a week of more than seven days"))?;
                all.push(Work {
                    carer: &pattern.carer,
                    package,
                    week,
                    date: days.of_week(week, day),
                    line: name,
                    times: times(line(plan, package, name)?),
                    reason: None,
                });
            }
        }
    }
    Ok(all)
}

fn line<'a>(plan: &'a Plan, package: &str, name: &str) -> Result<&'a Line, Error> {
    let package = plan.package.iter().find(|one| one.key == package);
    let line = package.and_then(|package| package.lines.iter().find(|line| line.name == name));
    line.ok_or_else(|| wrong(format!("there is no line {name}")))
}

const fn times(line: &Line) -> (Clock, Clock) {
    (line.start, line.end)
}

/// From one time on the wall to another; an end before the start is on the next day.
pub(super) fn period(days: &Days, date: Date, (start, end): (Clock, Clock)) -> Result<Period, Error> {
    let until = if end <= start { date + ChronoDays::new(1) } else { date };
    Period::new(days.at(date, start)?, days.at(until, end)?).ok_or_else(|| wrong("work without length"))
}

/// Three weeks before, but not before the carer was there, and by now.
fn planned_at(demo: &Loading<'_>, work: &Work<'_>) -> Result<Instant, Error> {
    let carers = &demo.sample.provider.carer;
    let carer = carers.iter().find(|carer| carer.key == work.carer).ok_or_else(|| wrong(work.carer))?;
    let begin = demo.days.ago(-carer.employment_start_days);
    demo.days.past(add_days(monday(work.date), -PLANNED_AHEAD).max(begin), 10)
}

fn judge(
    demo: &Loading<'_>,
    care: &Care,
    calendars: &Calendars,
    work: &Work<'_>,
    (account, at): (AccountId, Instant),
) -> Result<Judged, Error> {
    let package = named(&care.packages, work.package)?;
    let period = period(&demo.days, work.date, work.times)?;
    let state = state(&demo.sample.plan, work)?;
    let planned = Planned {
        id: id(at, RotaEntryId),
        package: package.id,
        date: work.date,
        shift_type: ShiftType::starting(work.times.0),
        period,
        state,
    };
    let others = calendars.get(&account).cloned().unwrap_or_default();
    let verdict = eligibility::verdict(
        &Carer { id: account, standing: Standing::Active, held: Vec::new() },
        &Target { package: Standing::Active, required: Vec::new(), offer: None },
        &Calendar::new(others, None),
        &Slot::new(package.id, period, demo.days.zone.date(at), demo.days.zone),
        &RuleSet::new(&[], &package.rules),
        if planned.is_draft() { Context::Draft } else { Context::Final },
        Now::new(at, demo.days.zone),
    );
    Ok(Judged { planned, verdict })
}

/// How far the week of a package is.
fn state(plan: &Plan, work: &Work<'_>) -> Result<EntryState, Error> {
    let package = plan.package.iter().find(|package| package.key == work.package);
    let nth = plan.weeks.iter().position(|week| *week == work.week);
    let state = package.zip(nth).and_then(|(package, nth)| package.states.get(nth));
    state.copied().ok_or_else(|| wrong(format!("week {} has no state", work.week)))
}

/// What was accepted with the reason that the file gives. A finding without one is a fault of the sample data.
fn settle(verdict: &Verdict, reason: Option<&str>) -> Result<Vec<Override>, Error> {
    let reasons = reason.map(|reason| (RuleKey::WeeklyHours, reason.to_owned()));
    eligibility::settle(verdict, &[], &Given::from_iter(reasons))
        .map_err(|against| wrong(format!("{against:?}")))
}

pub(super) fn row(
    demo: &Loading<'_>,
    carer_id: AccountId,
    judged: &Judged,
    (by, at): (AccountId, Instant),
) -> Result<rota_entry::Model, Error> {
    let Judged { planned, verdict } = judged;
    let confirmed_at = (!planned.is_draft()).then(|| at.plus_hours(26).min(demo.days.now.plus_minutes(-1)));
    Ok(rota_entry::Model {
        id: planned.id,
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: confirmed_at.unwrap_or(at),
        version: 1,
        care_package_id: planned.package,
        carer_id,
        local_date: planned.date,
        r#type: planned.shift_type,
        start_at: planned.period.start,
        end_at: planned.period.end,
        state: planned.state,
        confirmed_at,
        confirmed_by: confirmed_at.map(|_| by),
        shift_id: None,
        note: None,
        verdict: serde_json::to_string(verdict).map_err(wrong)?,
        created_by: by,
        removed_at: None,
        removed_by: None,
        removed_reason: None,
    })
}

fn override_row(
    demo: &Loading<'_>,
    entry: RotaEntryId,
    one: &Override,
    (by, at): (AccountId, Instant),
) -> Result<rota_override::Model, Error> {
    let after = json!({ "rule": one.rule(), "accepted": one.accepted });
    demo.tx.also(Entry::new(AuditAction::RuleOverridden).about("rota_entry", entry.0).after(after)?);
    Ok(rota_override::Model {
        id: id(at, OverrideId),
        organisation_id: demo.tx.organisation(),
        at,
        rota_entry_id: entry,
        rule_key: one.rule(),
        reason: one.reason.clone(),
        facts: serde_json::to_string(&one.accepted).map_err(wrong)?,
        by,
    })
}

/// One entry of the trail for each week of a package.
fn record(
    demo: &Loading<'_>,
    care: &Care,
    weeks: BTreeMap<(&str, i64), (EntryState, Vec<RotaEntryId>)>,
) -> Result<(), Error> {
    for ((package, week), (state, entries)) in weeks {
        let package = named(&care.packages, package)?.id;
        let action = match state {
            EntryState::Draft => AuditAction::EntryCreated,
            EntryState::Confirmed => AuditAction::EntryConfirmed,
        };
        let after = json!({ "week": demo.days.of_week(week, Weekday::Mon), "entries": entries });
        demo.tx.also(Entry::new(action).about("care_package", package.0).after(after)?);
    }
    Ok(())
}
