//! "Fully assessed" and "qualified for all" (R-ACC-4): the rule of `domain` over what carers hold, and the same as a
//! condition of SQL, for the switch of the list. A test holds the two together.

use std::collections::HashMap;

use domain::account::{Held, is_fully_assessed as fully, is_qualified_for_all};
use domain::competency::Level;
use domain::id::{AccountId, OrganisationId};
use domain::time::Date;
use domain::users::Assessed;
use sea_orm::sea_query::{Cond, Condition, Expr, ExprTrait as _, IntoIden, JoinType, Query, SelectStatement};
use sea_orm::{ActiveEnum as _, ConnectionTrait as _, FromQueryResult};

use crate::Error;
use crate::cx::Scope;
use crate::entity::{account, care_package, carer_assignment, competency_current, task, task_assignment};

/// One assigned task of one carer, with what is held for it.
#[derive(Debug, FromQueryResult)]
struct Row {
    carer_id: AccountId,
    effective_level: Option<Level>,
    effective_valid_until: Option<Date>,
}

/// What the ratings of these carers come to, in one query.
pub(super) async fn of(
    scope: &impl Scope,
    carers: &[AccountId],
    today: Date,
) -> Result<HashMap<AccountId, Assessed>, Error> {
    let held = held(scope, carers).await?;
    let assessed = |held: &[Held]| Assessed {
        is_fully_assessed: fully(held, today),
        is_qualified_for_all: is_qualified_for_all(held, today),
    };
    Ok(held.iter().map(|(carer, held)| (*carer, assessed(held))).collect())
}

/// What each of these carers holds for each distinct assigned task (R-ASG-2).
pub(super) async fn held(
    scope: &impl Scope,
    carers: &[AccountId],
) -> Result<HashMap<AccountId, Vec<Held>>, Error> {
    let mut query = assigned(scope.organisation());
    query
        .distinct()
        .column((carer_assignment::Entity, carer_assignment::Column::CarerId))
        .column((task_assignment::Entity, task_assignment::Column::TaskId))
        .column((competency_current::Entity, competency_current::Column::EffectiveLevel))
        .column((competency_current::Entity, competency_current::Column::EffectiveValidUntil))
        .and_where(of_carer().is_in(carers.iter().copied()));
    let rows = scope.db().query_all(&query).await?;
    let mut held: HashMap<AccountId, Vec<Held>> = HashMap::new();
    for row in rows {
        let row = Row::from_query_result(&row, "")?;
        let rating = row.effective_level.map(|level| (level, row.effective_valid_until));
        held.entry(row.carer_id).or_default().push(rating);
    }
    Ok(held)
}

fn of_carer() -> Expr {
    col(carer_assignment::Entity, carer_assignment::Column::CarerId)
}

/// The account has at least one assigned task, and none without a rating that counts today.
pub(super) fn is_fully_assessed(organisation: OrganisationId, today: Date) -> Condition {
    let whose = || of_carer().eq(col(account::Entity, account::Column::Id));
    let mut any = assigned(organisation);
    any.expr(Expr::val(1)).and_where(whose());
    let mut lacking = assigned(organisation);
    lacking.expr(Expr::val(1)).and_where(whose()).cond_where(counts(today).not());
    Cond::all().add(Expr::exists(any)).add(Expr::exists(lacking).not())
}

/// A rating above Not Assessed is in force and has not lapsed. Where there is none it is false and not unknown.
fn counts(today: Date) -> Condition {
    let column = |of| col(competency_current::Entity, of);
    let levels = Level::ALL.into_iter().filter(|level| fully(&[Some((*level, None))], today));
    let levels = levels.map(|level| level.to_value());
    let until = || column(competency_current::Column::EffectiveValidUntil);
    Cond::all()
        .add(column(competency_current::Column::EffectiveLevel).is_not_null())
        .add(column(competency_current::Column::EffectiveLevel).is_in(levels))
        .add(Cond::any().add(until().is_null()).add(until().gte(today)))
}

/// The live, active tasks of the live, active packages that carers belong to now, with what they hold for each
/// (R-ASG-2).
fn assigned(organisation: OrganisationId) -> SelectStatement {
    let (carers, tasks) = (carer_assignment::Entity, task_assignment::Entity);
    let package = || col(carers, carer_assignment::Column::CarePackageId);
    let on_package = Cond::all()
        .add(col(care_package::Entity, care_package::Column::Id).eq(package()))
        .add(col(care_package::Entity, care_package::Column::Active).eq(true))
        .add(col(care_package::Entity, care_package::Column::DeletionId).is_null());
    let on_assignment = Cond::all()
        .add(col(tasks, task_assignment::Column::OrganisationId).eq(organisation))
        .add(col(tasks, task_assignment::Column::CarePackageId).eq(package()))
        .add(col(tasks, task_assignment::Column::ToAt).is_null());
    let task_id = || col(tasks, task_assignment::Column::TaskId);
    let on_task = Cond::all()
        .add(col(task::Entity, task::Column::Id).eq(task_id()))
        .add(col(task::Entity, task::Column::Active).eq(true))
        .add(col(task::Entity, task::Column::DeletionId).is_null());
    let held = competency_current::Entity;
    let on_held = Cond::all()
        .add(col(held, competency_current::Column::OrganisationId).eq(organisation))
        .add(col(held, competency_current::Column::CarerId).eq(of_carer()))
        .add(col(held, competency_current::Column::TaskId).eq(task_id()));
    Query::select()
        .from(carers)
        .join(JoinType::InnerJoin, care_package::Entity, on_package)
        .join(JoinType::InnerJoin, tasks, on_assignment)
        .join(JoinType::InnerJoin, task::Entity, on_task)
        .join(JoinType::LeftJoin, held, on_held)
        .and_where(col(carers, carer_assignment::Column::OrganisationId).eq(organisation))
        .and_where(col(carers, carer_assignment::Column::ToAt).is_null())
        .to_owned()
}

fn col(table: impl IntoIden, column: impl IntoIden) -> Expr {
    Expr::col((table.into_iden(), column.into_iden()))
}
