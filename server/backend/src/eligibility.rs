//! What the verdict asks for, gathered with the same few queries for one carer or five hundred (R-GEN-16), and asked.
//!
//! Board, application, preview, distribution and selection all come here; they differ by context only (R-ELG-2).

mod store;

use std::collections::BTreeMap;

use domain::eligibility::{self, Carer, Context, Now, Offer, Standing, Target, Verdict};
use domain::id::{AccountId, PackageId, ShiftId, TaskId};
use domain::rota::{Calendar, Entry, RuleSet, Slot, reach};
use domain::shift::{ApplicationState, Names, Shift, ShiftState};
use domain::time::{Date, Instant};
use sea_orm::Condition;

use crate::cx::Scope;
use crate::entity::{care_package, shift};
use crate::{Cx, Error, competency};

pub(crate) use store::Who;

/// A shift with everything that a verdict asks about it.
#[derive(Clone, Debug)]
pub(crate) struct Vacancy {
    /// Its row.
    pub row: shift::Model,
    /// What decisions read of it.
    pub shift: Shift,
    /// Where and when it is.
    pub slot: Slot,
    /// Its care package.
    pub package: care_package::Model,
    /// Its required tasks.
    pub required: Vec<Required>,
    /// The rules of its package.
    pub rules: RuleSet,
}

/// A task that a shift requires.
#[derive(Clone, Debug)]
pub(crate) struct Required {
    pub task: TaskId,
    pub name: String,
    pub is_live: bool,
}

/// A carer with everything that a verdict asks about him or her.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// What decisions read.
    pub carer: Carer,
    /// By which name.
    pub name: String,
    /// Where mails go.
    pub email: Option<String>,
    entries: Vec<Entry>,
}

/// The application of one carer for one shift, as a verdict reads it.
pub(crate) type Applied = (ApplicationState, Instant);

/// The shifts that a condition finds, soonest first, in six queries.
pub(crate) async fn vacancies(
    scope: &impl Scope,
    today: Date,
    which: Condition,
) -> Result<Vec<Vacancy>, Error> {
    let rows = store::shifts(scope, which).await?;
    let ids: Vec<ShiftId> = rows.iter().map(|row| row.id).collect();
    let mut required = store::required(scope, &ids).await?;
    let pending = store::pending(scope, &ids).await?;
    let packages = store::packages(scope).await?;
    let rules = store::rules(scope).await?;
    rows.into_iter()
        .map(|row| {
            let package = packages
                .get(&row.care_package_id)
                .ok_or_else(|| Error::inconsistent("shift", row.id, "names no package"))?;
            let required = required.remove(&row.id).unwrap_or_default();
            let pending = pending.get(&row.id).copied().unwrap_or_default();
            Ok(Vacancy::new(row, package.clone(), required, pending, rules.of(package.id), today))
        })
        .collect()
}

/// One shift.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has none of this id.
pub(crate) async fn vacancy(scope: &impl Scope, today: Date, id: ShiftId) -> Result<Vacancy, Error> {
    use sea_orm::ColumnTrait as _;
    let which = Condition::all().add(shift::Column::Id.eq(id));
    vacancies(scope, today, which).await?.pop().ok_or(Error::NotFound)
}

/// Carers by name with what verdicts about these shifts ask, in as many queries for one as for all.
pub(crate) async fn carers(
    scope: &impl Scope,
    who: Who,
    about: &[Vacancy],
    today: Date,
) -> Result<Vec<Known>, Error> {
    let dates = about.iter().map(|vacancy| reach(vacancy.slot.date));
    let dates = dates.reduce(|all, one| *all.start().min(one.start())..=*all.end().max(one.end()));
    let Some(dates) = dates else { return Ok(Vec::new()) };
    let mut tasks: Vec<TaskId> = about.iter().flat_map(Vacancy::tasks).collect();
    tasks.sort_unstable();
    tasks.dedup();

    let accounts = store::accounts(scope, who).await?;
    let mut entries = store::entries(scope, who, &dates).await?;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let mut held = competency::holdings(scope, &ids, &tasks, today).await?;
    let known = accounts.into_iter().map(|account| Known {
        carer: Carer {
            id: account.id,
            standing: standing(account.active, account.deletion_id.is_some()),
            held: held.remove(&account.id).unwrap_or_default(),
        },
        entries: entries.remove(&account.id).unwrap_or_default(),
        name: account.name,
        email: account.email,
    });
    Ok(known.collect())
}

/// One carer.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such carer.
pub(crate) async fn carer(
    scope: &impl Scope,
    who: AccountId,
    about: &[Vacancy],
    today: Date,
) -> Result<Known, Error> {
    carers(scope, Who::One(who), about, today).await?.pop().ok_or(Error::NotFound)
}

/// The rules of a package as they are set now (R-RUL-21).
pub(crate) async fn rules(scope: &impl Scope, package: PackageId) -> Result<RuleSet, Error> {
    Ok(store::rules(scope).await?.of(package))
}

/// The names of the things that reasons about these shifts may speak of.
pub(crate) async fn names(scope: &impl Scope, about: &[Vacancy]) -> Result<Names, Error> {
    let packages = store::packages(scope).await?;
    let tasks = about.iter().flat_map(|vacancy| &vacancy.required);
    Ok(Names {
        tasks: tasks.map(|required| (required.task, required.name.clone())).collect(),
        packages: packages.into_iter().map(|(id, package)| (id, package.name)).collect::<BTreeMap<_, _>>(),
    })
}

pub(crate) const fn standing(active: bool, deleted: bool) -> Standing {
    match (active, deleted) {
        (_, true) => Standing::Deleted,
        (false, false) => Standing::Inactive,
        (true, false) => Standing::Active,
    }
}

impl Vacancy {
    fn new(
        row: shift::Model,
        package: care_package::Model,
        required: Vec<Required>,
        pending: u32,
        rules: RuleSet,
        today: Date,
    ) -> Self {
        let period = domain::hours::Period { start: row.start_at, end: row.end_at };
        let shift = Shift { state: row.status, kind: row.kind, period, apply_by: row.apply_by, pending };
        let slot = Slot {
            package: row.care_package_id,
            date: row.local_date,
            shift_type: row.r#type,
            period,
            planned_on: today,
        };
        Self { row, shift, slot, package, required, rules }
    }

    /// The required tasks.
    pub(crate) fn tasks(&self) -> impl Iterator<Item = TaskId> + '_ {
        self.required.iter().map(|required| required.task)
    }

    /// The same shift as it will be once it is sent: what the preview of an unsent one is about.
    pub(crate) fn once_sent(mut self, apply_by: Instant) -> Self {
        self.shift.state = ShiftState::Open;
        self.shift.apply_by = apply_by;
        self
    }

    /// Whether a carer may be given it, seeking somebody (R-ELG-1).
    pub(crate) fn verdict(
        &self,
        known: &Known,
        application: Option<Applied>,
        context: Context,
        now: Now,
    ) -> Verdict {
        self.judge(known, Some(Offer { shift: self.shift, application }), context, now)
    }

    /// How the entry that came of it stands now (R-APP-3).
    pub(crate) fn standing_verdict(&self, known: &Known, now: Now) -> Verdict {
        self.judge(known, None, Context::Final, now)
    }

    fn judge(&self, known: &Known, offer: Option<Offer>, context: Context, now: Now) -> Verdict {
        let package = standing(self.package.active, self.package.deletion_id.is_some());
        let target = Target { package, required: self.tasks().collect(), offer };
        let within = reach(self.slot.date);
        let entries = known.entries.iter().filter(|entry| within.contains(&entry.date)).copied();
        let calendar = Calendar::new(entries, self.row.rota_entry_id);
        eligibility::verdict(&known.carer, &target, &calendar, &self.slot, &self.rules, context, now)
    }
}

/// The moment of a request, in its organisation's calendar.
pub(crate) fn now(cx: &Cx) -> Now {
    Now::new(cx.now, cx.zone)
}

#[cfg(test)]
mod tests;
