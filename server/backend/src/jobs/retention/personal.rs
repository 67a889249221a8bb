//! Removing personal texts that nothing refers to any more (domain §10). They are append-only rows, so each removal is
//! written down first: the database lets nothing else go.

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{PersonalValueId, RetentionRunId};
use domain::time::Instant;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::json;

use super::BATCH;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{
    Tenant, acknowledgment, audit_entry, carer_assignment, completion, password_reset, personal_value,
    retention_run, session,
};
use crate::{Cx, Error};

const TABLE: &str = "personal_value";

/// Removes what nothing refers to of what was stored before a moment, in batches, each recorded in its own
/// transaction. They are looked for outside it, so that no search holds the write lock; a text that is not referred to
/// is never referred to again.
pub(super) async fn remove(cx: &Cx, before: Instant) -> Result<u64, Error> {
    let (mut removed, mut after) = (0, None);
    loop {
        let batch = forgotten(cx, before, after).await?;
        let Some(last) = batch.last() else { return Ok(removed) };
        after = Some(*last);
        removed += remove_batch(cx, before, &batch).await?;
    }
}

/// The next of them.
async fn forgotten(
    cx: &Cx,
    before: Instant,
    after: Option<PersonalValueId>,
) -> Result<Vec<PersonalValueId>, Error> {
    let read = cx.read(Action::RunJob).await?;
    let mut values = read
        .find::<personal_value::Entity>()
        .select_only()
        .column(personal_value::Column::Id)
        .filter(personal_value::Column::CreatedAt.lt(before))
        .filter(is_forgotten());
    if let Some(after) = after {
        values = values.filter(personal_value::Column::Id.gt(after));
    }
    let values = values.order_by_asc(personal_value::Column::Id).limit(BATCH);
    Ok(values.into_tuple().all(read.db()).await?)
}

/// Neither a row nor an entry of the trail refers to it. What entries hold in their texts was stored with them, at
/// one moment; where somebody came from stands in a column of its own.
fn is_forgotten() -> Condition {
    let columns = [
        refers::<acknowledgment::Entity>(acknowledgment::Column::OriginId),
        refers::<audit_entry::Entity>(audit_entry::Column::OriginId),
        refers::<carer_assignment::Entity>(carer_assignment::Column::NoteId),
        refers::<completion::Entity>(completion::Column::NoteId),
        refers::<password_reset::Entity>(password_reset::Column::OriginId),
        refers::<session::Entity>(session::Column::OriginId),
    ];
    let referred = columns.into_iter().fold(Condition::any(), |any, rows| any.add(Expr::exists(rows)));
    let moment = (personal_value::Entity, personal_value::Column::CreatedAt);
    let told = rows::<audit_entry::Entity>(audit_entry::Column::At.into_expr().equals(moment));
    let in_text = personal_value::Column::Kind.ne(personal_value::Kind::Origin).and(Expr::exists(told));
    Condition::all().add(referred.not()).add(in_text.not())
}

fn refers<E: Tenant>(column: E::Column) -> SelectStatement {
    rows::<E>(column.into_expr().equals((personal_value::Entity, personal_value::Column::Id)))
}

/// The rows of a text's organisation of which something holds.
fn rows<E: Tenant>(which: SimpleExpr) -> SelectStatement {
    let organisation = (personal_value::Entity, personal_value::Column::OrganisationId);
    Query::select()
        .expr(Expr::val(1))
        .from(E::default())
        .and_where(E::organisation().into_expr().equals(organisation))
        .and_where(which)
        .to_owned()
}

async fn remove_batch(cx: &Cx, before: Instant, batch: &[PersonalValueId]) -> Result<u64, Error> {
    let tx = cx.write(Action::RunJob).await?;
    let run = retention_run::ActiveModel {
        id: Set(tx.fresh(RetentionRunId)),
        organisation_id: Set(tx.organisation()),
        at: Set(tx.now()),
        table_name: Set(TABLE.to_owned()),
        before: Set(before),
        count: Set(i32::try_from(batch.len()).unwrap_or(i32::MAX)),
    };
    run.insert(tx.db()).await?;
    let gone = personal_value::Entity::delete_many()
        .filter(personal_value::Column::OrganisationId.eq(tx.organisation()))
        .filter(personal_value::Column::Id.is_in(batch.iter().copied()))
        .exec(tx.db())
        .await?
        .rows_affected;
    let entry = Entry::new(AuditAction::CleanupRun);
    tx.commit(entry.after(json!({ "table": TABLE, "removed": gone }))?).await?;
    Ok(gone)
}
