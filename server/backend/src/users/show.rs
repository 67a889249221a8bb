//! One person as an admin sees him or her: the profile, where he or she belongs, and what it comes to.

use domain::access::{Action, Role};
use domain::account::Held;
use domain::id::AccountId;
use domain::list::Named;
use domain::users::{Assessed, Membership, Standing, UserView};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use super::{assessed, find, needed};
use crate::account::{email_change, flags};
use crate::cx::{Read, Scope};
use crate::entity::{care_package, carer, carer_assignment};
use crate::{Cx, Error, progress};

/// Somebody of the organisation, in the recycle bin or not.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins, [`Error::NotFound`] for nobody of the organisation.
pub async fn show(cx: &Cx, id: AccountId) -> Result<UserView, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let row = find(&read, id).await?;
    let pending_email = email_change::waiting(&read, id, cx.now).await?;
    let may_edit = cx.actor.may(needed(row.role), cx.organisation).is_ok();
    let bare = UserView {
        id,
        flags: flags(&row),
        standing: Standing::of(row.active, row.deletion_id.is_some()),
        role: row.role,
        version: row.version,
        created_at: row.created_at,
        last_sign_in_at: row.last_sign_in_at,
        locked_until: row.locked_until.filter(|until| *until > cx.now),
        name: row.name,
        email: row.email.unwrap_or_default(),
        professional_reference: row.professional_reference,
        job_role: None,
        employment: (None, None),
        wtr_opt_out: (None, None),
        phone: None,
        emergency: (None, None),
        overall: None,
        packages: Vec::new(),
        tasks: (0, 0),
        assessed: Assessed::default(),
        pending_email,
        may_edit,
        is_oneself: cx.person()?.id == id,
    };
    match row.role {
        Role::Admin => Ok(bare),
        Role::Carer => with_care(cx, &read, bare).await,
    }
}

/// With what only carers have.
async fn with_care(cx: &Cx, read: &Read<'_>, bare: UserView) -> Result<UserView, Error> {
    let id = bare.id;
    let row = read.find::<carer::Entity>().filter(carer::Column::AccountId.eq(id)).one(read.db()).await?;
    let row = row.ok_or_else(|| Error::inconsistent("carer", id, "is missing"))?;
    let held = assessed::held(read, &[id]).await?.remove(&id).unwrap_or_default();
    let is_rated = |held: &&Held| domain::account::is_fully_assessed(&[**held], cx.today());
    Ok(UserView {
        job_role: row.job_role,
        employment: (row.employment_start, row.employment_end),
        wtr_opt_out: (row.wtr_opt_out_from, row.wtr_opt_out_until),
        phone: row.phone,
        emergency: (row.emergency_name, row.emergency_phone),
        overall: progress::overall_of(read, id).await?,
        packages: memberships(read, id).await?,
        tasks: (held.len() as u64, held.iter().filter(is_rated).count() as u64),
        assessed: assessed::of(read, &[id], cx.today()).await?.remove(&id).unwrap_or_default(),
        ..bare
    })
}

/// The live packages a carer belongs to now, by name.
async fn memberships(read: &Read<'_>, id: AccountId) -> Result<Vec<Membership>, Error> {
    let open = read
        .find::<carer_assignment::Entity>()
        .filter(carer_assignment::Column::CarerId.eq(id))
        .filter(carer_assignment::Column::ToAt.is_null())
        .all(read.db())
        .await?;
    let packages = read
        .find::<care_package::Entity>()
        .filter(care_package::Column::Id.is_in(open.iter().map(|row| row.care_package_id)))
        .filter(care_package::Column::DeletionId.is_null())
        .order_by_asc(care_package::Column::NameKey)
        .all(read.db())
        .await?;
    let membership = |package: care_package::Model| {
        let period = open.iter().find(|row| row.care_package_id == package.id)?;
        Some(Membership { since: period.from_at, package: Named { id: package.id, name: package.name } })
    };
    Ok(packages.into_iter().filter_map(membership).collect())
}
