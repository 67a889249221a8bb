//! Whether those who have shifts to come may still work them. Nothing cancels itself: an admin is told (R-APP-3,
//! R-ALT-8).

use domain::id::{AccountId, RotaEntryId};
use domain::shift::ShiftState;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryTrait};
use serde_json::json;

use crate::Error;
use crate::alert::{Finding, Kind, Severity};
use crate::cx::{Scope, Tx};
use crate::eligibility::{self, Vacancy, Who};
use crate::entity::{rota_entry, shift};
use crate::events::Topic;

/// Raises an alert when a carer may not work a shift to come that is his or hers any more: called by whatever takes
/// competence away, within its own write.
pub(crate) async fn warn_if_not_eligible(tx: &Tx, carer: AccountId) -> Result<(), Error> {
    let entries = without_standing(tx, carer).await?;
    if entries.is_empty() {
        return Ok(());
    }
    tx.touch(Topic::Rota, Some(carer));
    tx.touch(Topic::Shift, None);
    let finding = Finding {
        kind: Kind::Compliance,
        severity: Severity::High,
        title: "A carer with a shift is no longer eligible",
        message: "A carer may not work a shift to come any more. See it in the shift sender, and give it to \
                  somebody else or have the carer assessed."
            .into(),
        details: json!({ "carer": carer, "entries": entries }),
        key: format!("not_eligible:{carer}"),
    };
    tx.raise(finding).await.map(drop)
}

/// The entries of a carer's shifts to come against which something stands that nobody may override. What an admin
/// has overridden was decided, and is no news.
async fn without_standing(tx: &Tx, carer: AccountId) -> Result<Vec<RotaEntryId>, Error> {
    let own = tx
        .find::<rota_entry::Entity>()
        .filter(rota_entry::Column::CarerId.eq(carer))
        .filter(rota_entry::Column::RemovedAt.is_null());
    let own = sea_orm::QuerySelect::column(sea_orm::QuerySelect::select_only(own), rota_entry::Column::Id);
    let assigned = Condition::all()
        .add(shift::Column::Status.eq(ShiftState::Assigned))
        .add(shift::Column::StartAt.gt(tx.now()))
        .add(shift::Column::RotaEntryId.in_subquery(own.into_query()));
    let vacancies = eligibility::vacancies(tx, tx.today(), assigned).await?;
    let Some(known) = eligibility::carers(tx, Who::One(carer), &vacancies, tx.today()).await?.pop() else {
        return Ok(Vec::new());
    };
    let now = eligibility::now(tx.cx());
    let stands_against = |vacancy: &&Vacancy| {
        vacancy.standing_verdict(&known, now).blocking().any(|reason| !reason.overridable)
    };
    Ok(vacancies.iter().filter(stands_against).filter_map(|vacancy| vacancy.row.rota_entry_id).collect())
}
