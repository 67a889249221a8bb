//! The board of one carer: what may be asked for, what stands in the way, and what was asked for (R-ELG-6).

use std::collections::BTreeMap;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::eligibility::{CarerFacts, CarerReason, Context, Facts, Listing};
use domain::id::{AccountId, ShiftId, TaskId};
use domain::shift::{Board, BoardShift, Offered, OwnApplication, ShiftFacts, ShiftState, Uncovered};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::json;

use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::eligibility::{self, Applied, Known, Required, Vacancy};
use crate::entity::{shift, shift_application, shift_distribution};
use crate::{Cx, Error};

/// How many of one's own applications are shown.
const APPLICATIONS: u64 = 25;

/// The signed-in carer's board, judged now (R-ELG-7).
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn board(cx: &Cx) -> Result<Board, Error> {
    let read = cx.read(Action::ReadBoard).await?;
    let me = read.own()?;
    let own = own_applications(&read, me).await?;
    let which = Condition::any()
        .add(seeking(cx))
        .add(shift::Column::Id.is_in(own.iter().map(|application| application.shift_id)));
    let vacancies = eligibility::vacancies(&read, cx.today(), which).await?;
    let known = eligibility::carers(&read, eligibility::Who::One(me), &vacancies, cx.today()).await?.pop();
    let mut board = Board::default();
    if let Some(known) = known {
        list(&mut board, cx, &known, &vacancies, &own);
    }
    let said = board.shifts.iter().flat_map(|shift| &shift.blocked).chain(&board.uncovered.reasons);
    board.names = eligibility::names(&read, &vacancies).await?.spoken_of(said);
    board.applications = applications(cx, &vacancies, own);
    Ok(board)
}

fn list(board: &mut Board, cx: &Cx, known: &Known, vacancies: &[Vacancy], own: &[shift_application::Model]) {
    let now = eligibility::now(cx);
    let mut missing: BTreeMap<TaskId, CarerReason> = BTreeMap::new();
    for vacancy in vacancies {
        let application = own.iter().find(|row| row.shift_id == vacancy.row.id).map(applied);
        let listing = vacancy.verdict(known, application, Context::Offer, now).listing();
        let blocked = match listing {
            Listing::Open => Vec::new(),
            Listing::Disabled(reasons) => reasons,
            Listing::Counted(reasons) => {
                board.uncovered.shifts += 1;
                missing.extend(reasons.into_iter().filter_map(|reason| Some((task(&reason)?, reason))));
                continue;
            }
            Listing::Applied | Listing::Absent => continue,
        };
        board.shifts.push(BoardShift { facts: facts(vacancy), blocked });
    }
    board.uncovered = Uncovered { reasons: missing.into_values().collect(), ..board.uncovered };
}

/// The task that a reason is about.
const fn task(reason: &CarerReason) -> Option<TaskId> {
    match &reason.facts {
        CarerFacts::Known(Facts::Competence { task, .. }) => Some(*task),
        CarerFacts::Known(_) | CarerFacts::AlreadyPlanned => None,
    }
}

fn applications(cx: &Cx, vacancies: &[Vacancy], own: Vec<shift_application::Model>) -> Vec<OwnApplication> {
    let view = |row: shift_application::Model| {
        let vacancy = vacancies.iter().find(|vacancy| vacancy.row.id == row.shift_id)?;
        Some(OwnApplication {
            facts: facts(vacancy),
            state: row.status,
            at: row.applied_at,
            shift: vacancy.shift.state_at(cx.now),
        })
    };
    own.into_iter().filter_map(view).collect()
}

/// One shift as its carer meets it before confirming interest.
///
/// # Errors
/// [`Error::NotFound`] for one that is not on the carer's board.
pub async fn offered(cx: &Cx, id: ShiftId) -> Result<Offered, Error> {
    let read = cx.read(Action::ReadBoard).await?;
    let me = read.own()?;
    let vacancy = eligibility::vacancy(&read, cx.today(), id).await?;
    let about = std::slice::from_ref(&vacancy);
    let known = eligibility::carer(&read, me, about, cx.today()).await?;
    let mine = own_applications(&read, me).await?;
    let application = mine.iter().find(|row| row.shift_id == id).map(applied);
    let verdict = vacancy.verdict(&known, application, Context::Offer, eligibility::now(cx));
    let blocked = match verdict.listing() {
        Listing::Open => Vec::new(),
        Listing::Disabled(reasons) => reasons,
        Listing::Applied => verdict.for_carer(),
        Listing::Counted(_) | Listing::Absent => return Err(Error::NotFound),
    };
    let names = eligibility::names(&read, about).await?.spoken_of(blocked.iter());
    Ok(Offered { facts: facts(&vacancy), blocked, names })
}

/// Stamps what the signed-in carer sees on the board for the first time (R-SHF-10). A page that only renews itself
/// does not call this.
///
/// # Errors
/// [`Error::Database`] when it cannot be kept.
pub async fn seen(cx: &Cx, shown: &[ShiftId]) -> Result<(), Error> {
    let read = cx.read(Action::ReadBoard).await?;
    if unseen(&read, read.own()?, shown).await?.is_empty() {
        return Ok(());
    }
    let tx = cx.write(Action::ReadBoard).await?;
    let me = tx.own()?;
    super::store::lock_carer(&tx, me).await?;
    let rows = unseen(&tx, me, shown).await?;
    if rows.is_empty() {
        return Ok(());
    }
    for row in rows {
        stamp(&tx, row).await?;
    }
    tx.commit_noted().await
}

async fn stamp(tx: &Tx, row: shift_distribution::Model) -> Result<(), Error> {
    let viewed = Entry::new(AuditAction::ShiftViewed).about("shift", row.shift_id.0);
    tx.also(viewed.after(json!({ "notified_at": row.notified_at }))?);
    let mut change = row.into_active_model();
    change.first_viewed_at = Set(Some(tx.now()));
    change.updated_at = Set(tx.now());
    change.update(tx.db()).await?;
    Ok(())
}

async fn unseen(
    scope: &impl Scope,
    carer: AccountId,
    shown: &[ShiftId],
) -> Result<Vec<shift_distribution::Model>, Error> {
    let found = scope
        .find::<shift_distribution::Entity>()
        .filter(shift_distribution::Column::CarerId.eq(carer))
        .filter(shift_distribution::Column::ShiftId.is_in(shown.iter().copied()))
        .filter(shift_distribution::Column::FirstViewedAt.is_null());
    Ok(found.all(scope.db()).await?)
}

async fn own_applications(scope: &impl Scope, me: AccountId) -> Result<Vec<shift_application::Model>, Error> {
    let own = scope
        .find::<shift_application::Entity>()
        .filter(shift_application::Column::CarerId.eq(me))
        .order_by_desc(shift_application::Column::AppliedAt)
        .order_by_desc(shift_application::Column::Id);
    Ok(own.limit(APPLICATIONS).all(scope.db()).await?)
}

/// Shifts that seek somebody as of now.
fn seeking(cx: &Cx) -> Condition {
    Condition::all()
        .add(shift::Column::Status.is_in([ShiftState::Open, ShiftState::HasApplications]))
        .add(shift::Column::ApplyBy.gte(cx.now))
        .add(shift::Column::StartAt.gt(cx.now))
}

fn applied(row: &shift_application::Model) -> Applied {
    (row.status, row.applied_at)
}

/// A shift as everybody reads it.
pub(super) fn facts(vacancy: &Vacancy) -> ShiftFacts {
    ShiftFacts {
        id: vacancy.row.id,
        package: vacancy.package.name.clone(),
        postcode_area: vacancy.package.postcode_area.clone(),
        date: vacancy.row.local_date,
        shift_type: vacancy.row.r#type,
        period: vacancy.shift.period,
        kind: vacancy.row.kind,
        required: vacancy.required.iter().map(required).collect(),
        apply_by: vacancy.shift.apply_by,
        note: vacancy.row.note.clone(),
    }
}

/// The name of a required task, with a warning when it was deleted or set aside since: the shift still needs it
/// (R-TSK-3).
fn required(required: &Required) -> String {
    if required.is_live { required.name.clone() } else { format!("{} (no longer in use)", required.name) }
}
