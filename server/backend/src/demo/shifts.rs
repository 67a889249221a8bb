//! The shifts that seek somebody, or have found somebody: to whom they were sent, who applied, what became of it.

mod rows;

use std::collections::BTreeMap;

use domain::audit::AuditAction;
use domain::eligibility::{
    self, Carer, Context, Held, InForce, Now, Offer, Standing, Target, Verdict, Waiting,
};
use domain::hours::{Hours, Period};
use domain::id::{AccountId, ApplicationId, RotaEntryId, ShiftId, TaskId};
use domain::rota::{Calendar, Entry as Planned, EntryState, RuleSet, Slot};
use domain::shift::{ApplicationState, Shift, ShiftState, ShiftType, apply_by};
use domain::time::{Date, Instant};
use serde_json::json;

use super::care::{Care, Package};
use super::loading::{Loading, id};
use super::people::People;
use super::ratings::Ratings;
use super::rota::{Calendars, Judged, period};
use super::sample::plan::{Interest, Vacancy};
use super::sample::{named, wrong};
use crate::Error;
use crate::audit::Entry;
use rows::Rows;

/// Minutes from opening an offer to confirming interest in it.
const MINUTES_TO_APPLY: i64 = 4;

/// A vacancy with everything that judging it needs.
struct Seeking<'a> {
    id: ShiftId,
    from: &'a Vacancy,
    package: &'a Package,
    required: Vec<TaskId>,
    date: Date,
    period: Period,
    sent_at: Instant,
    apply_by: Instant,
    by: AccountId,
}

/// What a selection leaves behind.
#[derive(Clone, Copy)]
struct Chosen {
    application: ApplicationId,
    entry: RotaEntryId,
}

/// Stores them all, and the work that came of a selection.
pub(super) async fn load(
    demo: &Loading<'_>,
    people: &People,
    care: &Care,
    held: &Ratings,
    calendars: &mut Calendars,
) -> Result<(), Error> {
    for from in &demo.sample.plan.shift {
        let seeking = seeking(demo, people, care, from)?;
        let mut rows = Rows::default();
        rows.begin(demo, &seeking);
        distribute(demo, people, held, calendars, &seeking, &mut rows)?;
        let mut chosen = None;
        for interest in &from.applications {
            let found = apply(demo, people, held, calendars, (&seeking, interest), &mut rows)?;
            chosen = chosen.or(found);
        }
        record(demo, &seeking)?;
        rows.store(demo, &seeking, chosen).await?;
    }
    Ok(())
}

fn seeking<'a>(
    demo: &Loading<'a>,
    people: &People,
    care: &'a Care,
    from: &'a Vacancy,
) -> Result<Seeking<'a>, Error> {
    let date = demo.days.of_week(from.week, from.day);
    let period = period(&demo.days, date, (from.start, from.end))?;
    let sent_at = demo.days.hours_ago(from.sent_hours_ago);
    let required = from.tasks.iter().map(|key| Ok(named(&care.tasks, key)?.id));
    Ok(Seeking {
        id: id(sent_at, ShiftId),
        from,
        package: named(&care.packages, &from.package)?,
        required: required.collect::<Result<_, Error>>()?,
        date,
        period,
        sent_at,
        apply_by: apply_by(sent_at, period.start, Hours::whole(from.apply_hours)),
        by: people.id(&from.created_by)?,
    })
}

impl Seeking<'_> {
    /// What a rule says of a carer at a moment after sending.
    fn verdict(
        &self,
        demo: &Loading<'_>,
        (held, calendars): (&Ratings, &Calendars),
        carer: AccountId,
        (context, at): (Context, Instant),
    ) -> Verdict {
        let state = if context == Context::Offer { ShiftState::Open } else { ShiftState::HasApplications };
        let kind = self.from.kind;
        let shift = Shift { state, kind, period: self.period, apply_by: self.apply_by, pending: 0 };
        let target = Target {
            package: Standing::Active,
            required: self.required.clone(),
            offer: Some(Offer { shift, application: None }),
        };
        let lines = self.required.iter().map(|task| shown(held, carer, *task)).collect();
        let others = calendars.get(&carer).cloned().unwrap_or_default();
        eligibility::verdict(
            &Carer { id: carer, standing: Standing::Active, held: lines },
            &target,
            &Calendar::new(others, None),
            &Slot::new(self.package.id, self.period, demo.days.zone.date(at), demo.days.zone),
            &RuleSet::new(&[], &self.package.rules),
            context,
            Now::new(at, demo.days.zone),
        )
    }
}

fn shown(held: &Ratings, carer: AccountId, task: TaskId) -> Held {
    let standing = held.standing(carer, task);
    let in_force =
        standing.effective.map(|rating| InForce { level: rating.level, valid_until: rating.valid_until });
    let waiting = standing.pending.and_then(|rating| {
        let since = held.given_at(rating.rating)?;
        Some(Waiting { level: rating.level, valid_until: rating.valid_until, since })
    });
    Held { task, in_force, waiting, locked: None }
}

/// Sends it to everybody who may be given it on its date; those who applied opened it before.
fn distribute(
    demo: &Loading<'_>,
    people: &People,
    held: &Ratings,
    calendars: &Calendars,
    seeking: &Seeking<'_>,
    rows: &mut Rows,
) -> Result<(), Error> {
    let applied: BTreeMap<_, _> =
        seeking.from.applications.iter().map(|one| (one.carer.as_str(), one.applied_hours_ago)).collect();
    for carer in &demo.sample.provider.carer {
        let account = people.id(&carer.key)?;
        let asked = (Context::Offer, seeking.sent_at);
        if seeking.verdict(demo, (held, calendars), account, asked).is_eligible() {
            let applied_at = applied.get(carer.key.as_str()).map(|hours| demo.days.hours_ago(*hours));
            let viewed_at = applied_at.map(|at| at.plus_minutes(-MINUTES_TO_APPLY));
            rows.offer(demo, seeking, account, viewed_at);
        } else if applied.contains_key(carer.key.as_str()) {
            return Err(wrong(format!("{} applied without being asked", carer.key)));
        }
    }
    Ok(())
}

fn apply(
    demo: &Loading<'_>,
    people: &People,
    held: &Ratings,
    calendars: &mut Calendars,
    (seeking, interest): (&Seeking<'_>, &Interest),
    rows: &mut Rows,
) -> Result<Option<Chosen>, Error> {
    let carer = people.id(&interest.carer)?;
    let applied_at = demo.days.hours_ago(interest.applied_hours_ago);
    let processed_at = interest.processed_hours_ago.map(|hours| demo.days.hours_ago(hours));
    let processed_by = interest.processed_by.as_ref().map(|key| people.id(key)).transpose()?;
    let asked = match (interest.status, processed_at) {
        (ApplicationState::Selected, Some(at)) => (Context::Final, at),
        _ => (Context::Offer, applied_at),
    };
    let verdict = seeking.verdict(demo, (held, calendars), carer, asked);
    if !verdict.is_eligible() {
        return Err(wrong(format!("{} cannot have the shift: {verdict:?}", interest.carer)));
    }
    let application =
        rows.apply(demo, seeking, interest, (carer, applied_at), processed_at.zip(processed_by), &verdict)?;
    let action = match interest.status {
        ApplicationState::Pending => AuditAction::ShiftApplied,
        ApplicationState::Selected => AuditAction::ShiftSelected,
        ApplicationState::Rejected => AuditAction::ShiftRejected,
        ApplicationState::Removed => AuditAction::ApplicationRemoved,
    };
    let after = json!({ "carer": carer, "application": application, "applied_at": applied_at.0 });
    demo.tx.also(Entry::new(action).about("shift", seeking.id.0).after(after)?);
    let Some((at, by)) =
        processed_at.zip(processed_by).filter(|_| interest.status == ApplicationState::Selected)
    else {
        return Ok(None);
    };
    let planned = Planned {
        id: id(at, RotaEntryId),
        package: seeking.package.id,
        date: seeking.date,
        shift_type: ShiftType::starting(seeking.from.start),
        period: seeking.period,
        state: EntryState::Confirmed,
    };
    rows.enter(demo, seeking, carer, &Judged { planned, verdict }, (by, at))?;
    calendars.entry(carer).or_default().push(planned);
    Ok(Some(Chosen { application, entry: planned.id }))
}

fn record(demo: &Loading<'_>, seeking: &Seeking<'_>) -> Result<(), Error> {
    let after = json!({
        "package": seeking.package.id,
        "date": seeking.date,
        "kind": seeking.from.kind,
        "tasks": seeking.required,
        "created_by": seeking.by,
    });
    demo.tx.also(Entry::new(AuditAction::ShiftCreated).about("shift", seeking.id.0).after(after)?);
    let after = json!({ "apply_by": seeking.apply_by.0 });
    demo.tx.also(Entry::new(AuditAction::ShiftSent).about("shift", seeking.id.0).after(after)?);
    Ok(())
}
