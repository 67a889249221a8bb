//! What only admins change about somebody: name, job role, dates (R-INV-5, R-GEN-7).

use domain::access::Role;
use domain::audit::AuditAction;
use domain::id::AccountId;
use domain::text::name_key;
use domain::users::{UserDraft, UserEdit};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::{hold, write};
use crate::account::{Changes, insert_name};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, carer};
use crate::events::Topic;
use crate::personal::Kind;
use crate::{Cx, Error};

/// Changes somebody's name, and a carer's job role and dates.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for an admin without `can_manage_admins`, [`Error::Invalid`] for the
/// form, [`Error::Overtaken`] when it was made from an older version.
pub async fn update(cx: &Cx, id: AccountId, draft: &UserDraft) -> Result<(), Error> {
    let (tx, _) = write(cx, id).await?;
    let form = draft.parse()?;
    let row = hold(&tx, id, form.version).await?;
    let mut changes = Changes::of(&tx, id.0);
    changes.text("name", Kind::Name, Some(&row.name), Some(&form.name)).await?;
    if row.role == Role::Carer {
        update_carer(&tx, id, &mut changes, &form).await?;
    }
    if changes.is_empty() {
        return Ok(());
    }
    if changes.has("name") {
        insert_name(tx.db(), tx.organisation(), id, &form.name, tx.now()).await?;
    }
    set_name(&tx, row, form.name).await?;
    tx.touch(Topic::Account, Some(id));
    let entry = changes.into_entry(Entry::new(AuditAction::AccountUpdated).about("account", id.0))?;
    tx.commit(entry).await
}

/// The version rises with every change of the form, in whichever of the two rows it is.
async fn set_name(tx: &Tx, row: account::Model, name: String) -> Result<(), Error> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.name_key = Set(name_key(&name));
    row.name = Set(name);
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    Ok(())
}

async fn update_carer(
    tx: &Tx,
    id: AccountId,
    changes: &mut Changes<'_>,
    form: &UserEdit,
) -> Result<(), Error> {
    let row = tx.find::<carer::Entity>().filter(carer::Column::AccountId.eq(id)).lock_exclusive();
    let row = row.one(tx.db()).await?.ok_or_else(|| Error::inconsistent("carer", id, "is missing"))?;
    changes.text("job_role", Kind::Note, row.job_role.as_ref(), form.job_role.as_ref()).await?;
    let ((start, end), (from, until)) = (form.employment, form.wtr_opt_out);
    changes.plain("employment_start", row.employment_start, start);
    changes.plain("employment_end", row.employment_end, end);
    changes.plain("wtr_opt_out_from", row.wtr_opt_out_from, from);
    changes.plain("wtr_opt_out_until", row.wtr_opt_out_until, until);
    let mut row = row.into_active_model();
    row.job_role = Set(form.job_role.clone());
    row.employment_start = Set(start);
    row.employment_end = Set(end);
    row.wtr_opt_out_from = Set(from);
    row.wtr_opt_out_until = Set(until);
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    Ok(())
}
