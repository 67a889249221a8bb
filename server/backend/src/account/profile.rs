//! One's own account: what it says about oneself, and changing what one may (R-INV-5, R-GEN-7).

use domain::access::{Action, Role};
use domain::account::{Details, OwnAccount, Profile, ProfileDraft};
use domain::audit::AuditAction;
use domain::text::name_key;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::{Changes, email_change, store};
use crate::audit::{self, Entry};
use crate::cx::{Scope, Tx};
use crate::entity::{account, carer};
use crate::events::Topic;
use crate::personal::Kind;
use crate::{Cx, Error};

/// The own account.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is signed in.
pub async fn own(cx: &Cx) -> Result<OwnAccount, Error> {
    let read = cx.read(Action::OwnAccount).await?;
    let id = read.own()?;
    let row = read.find::<account::Entity>().filter(account::Column::Id.eq(id)).one(read.db()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let details = match row.role {
        Role::Admin => Details::Admin {
            flags: store::flags(&row),
            professional_reference: row.professional_reference.clone(),
        },
        Role::Carer => {
            let carer =
                read.find::<carer::Entity>().filter(carer::Column::AccountId.eq(id)).one(read.db()).await?;
            of_carer(carer.ok_or_else(|| Error::inconsistent("carer", id, "is missing"))?)
        }
    };
    let email = row.email.unwrap_or_default();
    let pending_email = email_change::waiting(&read, id, cx.now).await?;
    Ok(OwnAccount { name: row.name, email, version: row.version, pending_email, details })
}

fn of_carer(carer: carer::Model) -> Details {
    Details::Carer {
        job_role: carer.job_role,
        employment_start: carer.employment_start,
        employment_end: carer.employment_end,
        phone: carer.phone,
        emergency_name: carer.emergency_name,
        emergency_phone: carer.emergency_phone,
    }
}

/// Changes the own name and what else one's role may change about oneself; fields of the other role are ignored.
///
/// # Errors
/// [`Error::Invalid`] for the form, [`Error::Overtaken`] when it was made from an older version.
pub async fn update(cx: &Cx, draft: &ProfileDraft) -> Result<(), Error> {
    let form = draft.parse()?;
    let tx = cx.write(Action::OwnAccount).await?;
    let row = store::lock(&tx, tx.own()?).await?;
    if form.version != Some(row.version) {
        return Err(audit::overtaken(&tx, "account", row.id.0).await?);
    }
    let id = row.id;
    let mut changes = Changes::of(&tx, id.0);
    changes.text("name", Kind::Name, Some(&row.name), Some(&form.name)).await?;
    match row.role {
        Role::Admin => {
            let (old, new) = (row.professional_reference.as_ref(), form.professional_reference.as_ref());
            changes.text("professional_reference", Kind::Note, old, new).await?;
        }
        Role::Carer => update_carer(&tx, &mut changes, &form).await?,
    }
    if changes.is_empty() {
        return Ok(());
    }
    if changes.has("name") {
        store::insert_name(tx.db(), tx.organisation(), id, &form.name, tx.now()).await?;
    }
    write(&tx, row, form).await?;
    tx.touch(Topic::Account, Some(id));
    let entry = changes.into_entry(Entry::new(AuditAction::AccountUpdated).about("account", id.0))?;
    tx.commit(entry).await
}

async fn write(tx: &Tx, row: account::Model, form: Profile) -> Result<(), Error> {
    let (role, version) = (row.role, row.version);
    let mut row = row.into_active_model();
    row.name_key = Set(name_key(&form.name));
    row.name = Set(form.name);
    if role == Role::Admin {
        row.professional_reference = Set(form.professional_reference);
    }
    row.version = Set(version + 1);
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    Ok(())
}

async fn update_carer(tx: &Tx, changes: &mut Changes<'_>, form: &Profile) -> Result<(), Error> {
    let id = tx.own()?;
    let own = tx.find::<carer::Entity>().filter(carer::Column::AccountId.eq(id));
    let carer = own.lock_exclusive().one(tx.db()).await?;
    let carer = carer.ok_or_else(|| Error::inconsistent("carer", id, "is missing"))?;
    changes.text("phone", Kind::Phone, carer.phone.as_ref(), form.phone.as_ref()).await?;
    let (name, phone) = (carer.emergency_name.as_ref(), carer.emergency_phone.as_ref());
    changes.text("emergency_name", Kind::Contact, name, form.emergency_name.as_ref()).await?;
    changes.text("emergency_phone", Kind::Contact, phone, form.emergency_phone.as_ref()).await?;
    let mut row = carer.into_active_model();
    row.phone = Set(form.phone.clone());
    row.emergency_name = Set(form.emergency_name.clone());
    row.emergency_phone = Set(form.emergency_phone.clone());
    row.updated_at = Set(tx.now());
    row.update(tx.db()).await?;
    Ok(())
}
