//! Reading what verdicts ask for. No query here runs once per carer, shift or task.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use domain::hours::Period;
use domain::id::{AccountId, PackageId, RotaEntryId, ShiftId};
use domain::rota::{Entry, EntryState, RuleSet, Setting};
use domain::shift::{ApplicationState, ShiftType};
use domain::time::{Date, Instant};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use super::Required;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{
    account, care_package, rota_entry, rule_setting, shift, shift_application, shift_task, task,
};

/// Of whom something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Every carer who is not deleted.
    All,
    /// One carer, deleted or not.
    One(AccountId),
}

impl Who {
    /// Leaves only the rows of these carers.
    fn only(self, column: impl ColumnTrait) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::One(id) => Condition::all().add(column.eq(id)),
        }
    }
}

/// Shifts, soonest first.
pub(super) async fn shifts(scope: &impl Scope, which: Condition) -> Result<Vec<shift::Model>, Error> {
    let found = scope.find::<shift::Entity>().filter(which);
    Ok(found.order_by_asc(shift::Column::StartAt).order_by_asc(shift::Column::Id).all(scope.db()).await?)
}

/// What each of these shifts requires, by name of the task.
pub(super) async fn required(
    scope: &impl Scope,
    shifts: &[ShiftId],
) -> Result<BTreeMap<ShiftId, Vec<Required>>, Error> {
    let rows = scope
        .find::<shift_task::Entity>()
        .filter(shift_task::Column::ShiftId.is_in(shifts.iter().copied()))
        .all(scope.db())
        .await?;
    let tasks = scope
        .find::<task::Entity>()
        .filter(task::Column::Id.is_in(rows.iter().map(|row| row.task_id)))
        .order_by_asc(task::Column::NameKey)
        .all(scope.db())
        .await?;
    let mut by_shift: BTreeMap<ShiftId, Vec<Required>> = BTreeMap::new();
    for task in tasks {
        let is_live = task.active && task.deletion_id.is_none();
        for row in rows.iter().filter(|row| row.task_id == task.id) {
            let required = Required { task: task.id, name: task.name.clone(), is_live };
            by_shift.entry(row.shift_id).or_default().push(required);
        }
    }
    Ok(by_shift)
}

/// How many applications wait for each of these shifts.
pub(super) async fn pending(scope: &impl Scope, shifts: &[ShiftId]) -> Result<BTreeMap<ShiftId, u32>, Error> {
    let counts: Vec<(ShiftId, i64)> = scope
        .find::<shift_application::Entity>()
        .filter(shift_application::Column::ShiftId.is_in(shifts.iter().copied()))
        .filter(shift_application::Column::Status.eq(ApplicationState::Pending))
        .select_only()
        .column(shift_application::Column::ShiftId)
        .column_as(shift_application::Column::Id.count(), "waiting")
        .group_by(shift_application::Column::ShiftId)
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(counts.into_iter().map(|(shift, count)| (shift, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

/// Every care package of the organisation, in the recycle bin or not: there are few.
pub(super) async fn packages(scope: &impl Scope) -> Result<BTreeMap<PackageId, care_package::Model>, Error> {
    let rows = scope.find::<care_package::Entity>().all(scope.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The stored settings of the rules.
#[derive(Debug)]
pub(super) struct Rules(Vec<(Option<PackageId>, Setting)>);

impl Rules {
    /// As they apply to one package (R-RUL-21).
    pub(super) fn of(&self, package: PackageId) -> RuleSet {
        let rows = |of: Option<PackageId>| -> Vec<Setting> {
            self.0.iter().filter(|(whose, _)| *whose == of).map(|(_, setting)| *setting).collect()
        };
        RuleSet::new(&rows(None), &rows(Some(package)))
    }
}

/// How the organisation and its packages have set the rules.
pub(super) async fn rules(scope: &impl Scope) -> Result<Rules, Error> {
    let rows = scope.find::<rule_setting::Entity>().all(scope.db()).await?;
    let read = |row: rule_setting::Model| {
        let params = serde_json::from_str(&row.params)
            .map_err(|_| Error::inconsistent("rule_setting", row.id, "holds no parameter"))?;
        Ok((row.care_package_id, Setting { rule: row.rule_key, mode: row.mode, params }))
    };
    rows.into_iter().map(read).collect::<Result<_, Error>>().map(Rules)
}

/// Accounts of carers, by name.
pub(super) async fn accounts(scope: &impl Scope, who: Who) -> Result<Vec<account::Model>, Error> {
    let found = scope.find::<account::Entity>().filter(account::Column::Role.eq(domain::access::Role::Carer));
    let found = match who {
        Who::All => found.filter(account::Column::DeletionId.is_null()),
        Who::One(id) => found.filter(account::Column::Id.eq(id)),
    };
    Ok(found.order_by_asc(account::Column::NameKey).order_by_asc(account::Column::Id).all(scope.db()).await?)
}

/// Live entries that start on these dates, draft or confirmed, at whichever package (R-ELG-5).
pub(super) async fn entries(
    scope: &impl Scope,
    who: Who,
    dates: &RangeInclusive<Date>,
) -> Result<BTreeMap<AccountId, Vec<Entry>>, Error> {
    type Row = (AccountId, RotaEntryId, PackageId, Date, ShiftType, Instant, Instant, EntryState);
    let rows: Vec<Row> = scope
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::RemovedAt.is_null())
        .filter(rota_entry::Column::LocalDate.between(*dates.start(), *dates.end()))
        .filter(who.only(rota_entry::Column::CarerId))
        .select_only()
        .columns([rota_entry::Column::CarerId, rota_entry::Column::Id, rota_entry::Column::CarePackageId])
        .columns([rota_entry::Column::LocalDate, rota_entry::Column::Type])
        .columns([rota_entry::Column::StartAt, rota_entry::Column::EndAt, rota_entry::Column::State])
        .into_tuple()
        .all(scope.db())
        .await?;
    let mut by_carer: BTreeMap<AccountId, Vec<Entry>> = BTreeMap::new();
    for (carer, id, package, date, shift_type, start, end, state) in rows {
        let entry = Entry { id, package, date, shift_type, period: Period { start, end }, state };
        by_carer.entry(carer).or_default().push(entry);
    }
    Ok(by_carer)
}
