//! Work in the rota: no carer is in two places at once, and a shift and its entry know of each other (R-RUL-1, R-SHF-9).

use std::collections::BTreeMap;

use domain::id::{AccountId, ShiftId};
use domain::shift::ShiftState;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::Fault;
use crate::Error;
use crate::cx::Scope;
use crate::entity::{rota_entry, shift};

/// What is wrong with the entries of some carers, and with the shifts they have, in two queries.
pub(super) async fn faults(at: &impl Scope, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    let entries = at
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarerId.is_in(carers.iter().copied()))
        .order_by_asc(rota_entry::Column::CarerId)
        .order_by_asc(rota_entry::Column::StartAt)
        .all(at.db())
        .await?;
    let live: Vec<_> = entries.iter().filter(|entry| entry.removed_at.is_none()).collect();
    let shifts = shifts(at, carers).await?;
    let mut faults = overlaps(&live);
    faults.extend(live.iter().filter_map(|entry| without_shift(entry, &shifts)));
    faults.extend(shifts.values().filter_map(|shift| without_entry(shift, &entries)));
    Ok(faults)
}

fn fault(carer: AccountId, what: String) -> Fault {
    Fault { check: "work", carer: Some(carer), task: None, what }
}

fn overlaps(entries: &[&rota_entry::Model]) -> Vec<Fault> {
    let overlap = |(one, next): (&&rota_entry::Model, &&rota_entry::Model)| {
        let overlaps = one.carer_id == next.carer_id && next.start_at < one.end_at;
        overlaps.then(|| fault(one.carer_id, format!("entries {} and {} overlap", one.id, next.id)))
    };
    entries.iter().zip(entries.iter().skip(1)).filter_map(overlap).collect()
}

/// The shifts that came of entries of these carers, or that name one of them.
async fn shifts(at: &impl Scope, carers: &[AccountId]) -> Result<BTreeMap<ShiftId, shift::Model>, Error> {
    let of_carers = || {
        at.find::<rota_entry::Entity>()
            .select_only()
            .filter(rota_entry::Column::CarerId.is_in(carers.iter().copied()))
    };
    let named = of_carers()
        .column(rota_entry::Column::ShiftId)
        .filter(rota_entry::Column::ShiftId.is_not_null())
        .filter(rota_entry::Column::RemovedAt.is_null());
    let entries = of_carers().column(rota_entry::Column::Id);
    let either = shift::Column::Id
        .in_subquery(named.into_query())
        .or(shift::Column::RotaEntryId.in_subquery(entries.into_query()));
    let rows = at.find::<shift::Entity>().filter(either).all(at.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn without_shift(entry: &rota_entry::Model, shifts: &BTreeMap<ShiftId, shift::Model>) -> Option<Fault> {
    let named = shifts.get(&entry.shift_id?);
    let is_known =
        named.is_some_and(|shift| shift.rota_entry_id == Some(entry.id) && has_entry(shift.status));
    (!is_known).then(|| fault(entry.carer_id, format!("entry {} has no shift that knows it", entry.id)))
}

/// An entry of a carer outside this batch is met in that carer's.
fn without_entry(shift: &shift::Model, entries: &[rota_entry::Model]) -> Option<Fault> {
    let id = shift.rota_entry_id.filter(|_| has_entry(shift.status))?;
    let entry = entries.iter().find(|entry| entry.id == id)?;
    let is_its = entry.removed_at.is_none() && entry.shift_id == Some(shift.id);
    (!is_its).then(|| fault(entry.carer_id, format!("shift {} names entry {id}, which is not its", shift.id)))
}

const fn has_entry(state: ShiftState) -> bool {
    matches!(state, ShiftState::Assigned | ShiftState::Completed)
}
