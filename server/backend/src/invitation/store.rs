//! How invitations are kept.

use domain::access::Flags;
use domain::account::Email;
use domain::id::{AccountId, InvitationId};
use domain::invitation::{Holder, Invitation, InvitationStatus, Invited, expires_at};
use domain::text::name_key;
use domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};

use crate::cx::{Scope, Tx};
use crate::entity::{account, invitation, organisation};
use crate::token::Token;
use crate::{Cx, Error};

/// Who holds an address, seen from the organisation that wants to invite it; one invitation may be left out.
///
/// Accounts and invitations of other organisations are looked up by the address alone.
pub(super) async fn holder(
    tx: &Tx,
    email: &Email,
    but: Option<InvitationId>,
) -> Result<Option<Holder>, Error> {
    let here = tx.organisation();
    let account =
        account::Entity::find().filter(account::Column::EmailKey.eq(email.key())).one(tx.db()).await?;
    if let Some(account) = account {
        return Ok(Some(match account.deletion_id {
            _ if account.organisation_id != here => Holder::Elsewhere,
            Some(_) => Holder::Recycled,
            None => Holder::Account,
        }));
    }
    let pending = waiting(email).one(tx.db()).await?.filter(|row| Some(row.id) != but);
    let is_here = |row: invitation::Model| row.organisation_id == here;
    Ok(pending.map(|row| if is_here(row) { Holder::Invitation } else { Holder::Elsewhere }))
}

/// Whether an account has an address, or an invitation waits there, in whichever organisation: nobody else may take
/// it then.
pub(crate) async fn is_taken(db: &impl ConnectionTrait, email: &Email, now: Instant) -> Result<bool, Error> {
    let account = account::Entity::find().filter(account::Column::EmailKey.eq(email.key()));
    if account.one(db).await?.is_some() {
        return Ok(true);
    }
    let invited = waiting(email).filter(invitation::Column::ExpiresAt.gt(now));
    Ok(invited.one(db).await?.is_some())
}

/// The one invitation of an address that is stored as pending, in whichever organisation.
fn waiting(email: &Email) -> sea_orm::Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::Column::EmailKey.eq(email.key()))
        .filter(invitation::Column::Status.eq(InvitationStatus::Pending))
}

/// The same, if it is overdue.
pub(super) async fn overdue(cx: &Cx, email: &Email) -> Result<Option<invitation::Model>, Error> {
    let overdue = waiting(email).filter(invitation::Column::ExpiresAt.lte(cx.now));
    Ok(overdue.one(cx.identities()).await?)
}

/// Every invitation of the organisation that is stored as pending and overdue.
pub(super) async fn all_overdue(scope: &impl Scope, now: Instant) -> Result<Vec<InvitationId>, Error> {
    let overdue = scope
        .find::<invitation::Entity>()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::Status.eq(InvitationStatus::Pending))
        .filter(invitation::Column::ExpiresAt.lte(now));
    Ok(overdue.into_tuple().all(scope.db()).await?)
}

/// An invitation of the organisation.
pub(super) async fn find(scope: &impl Scope, id: InvitationId) -> Result<Option<invitation::Model>, Error> {
    let found = scope.find::<invitation::Entity>().filter(invitation::Column::Id.eq(id));
    Ok(found.one(scope.db()).await?)
}

/// Reads an invitation and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: InvitationId) -> Result<invitation::Model, Error> {
    let found = tx.find::<invitation::Entity>().filter(invitation::Column::Id.eq(id));
    found.lock_exclusive().one(tx.db()).await?.ok_or(Error::NotFound)
}

/// The invitation of a token, in whichever organisation.
pub(super) async fn of_token(cx: &Cx, token: &Token) -> Result<Option<invitation::Model>, Error> {
    let found = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(token.hash()));
    Ok(found.one(cx.identities()).await?)
}

/// The name of the organisation of a write.
pub(super) async fn organisation_name(tx: &Tx) -> Result<String, Error> {
    let id = tx.organisation();
    let row = organisation::Entity::find_by_id(id).one(tx.db()).await?;
    row.map(|row| row.name).ok_or_else(|| Error::inconsistent("organisation", id, "is missing"))
}

/// The names of an invitation's organisation and of who invites.
pub(super) async fn inviters(cx: &Cx, row: &invitation::Model) -> Result<(String, String), Error> {
    let organisation = organisation::Entity::find_by_id(row.organisation_id).one(cx.identities()).await?;
    let by = account::Entity::find_by_id(row.invited_by).one(cx.identities()).await?;
    let name = |text: Option<String>| text.unwrap_or_default();
    Ok((name(organisation.map(|row| row.name)), name(by.map(|row| row.name))))
}

/// Stores a new invitation by the hash of its token.
pub(super) async fn insert(tx: &Tx, form: &Invitation, token: &Token) -> Result<InvitationId, Error> {
    let id = tx.fresh(InvitationId);
    let (flags, job_role, employment_start) = match &form.invited {
        Invited::Admin(flags) => (*flags, None, None),
        Invited::Carer { job_role, employment_start } => {
            (Flags::default(), job_role.clone(), *employment_start)
        }
    };
    invitation::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        role: Set(form.invited.role()),
        name: Set(Some(form.name.clone())),
        name_key: Set(Some(name_key(&form.name))),
        email: Set(Some(form.email.as_str().to_owned())),
        email_key: Set(Some(form.email.key())),
        job_role: Set(job_role),
        employment_start: Set(employment_start),
        can_manage_admins: Set(flags.can_manage_admins),
        can_view_audit: Set(flags.can_view_audit),
        can_erase: Set(flags.can_erase),
        can_manage_settings: Set(flags.can_manage_settings),
        token_hash: Set(token.hash()),
        status: Set(InvitationStatus::Pending),
        invited_by: Set(tx.own()?),
        sent_at: Set(tx.now()),
        expires_at: Set(expires_at(tx.now())),
        ended_at: Set(None),
        account_id: Set(None),
    }
    .insert(tx.db())
    .await?;
    Ok(id)
}

/// Gives an invitation a new link and seven new days.
pub(super) async fn renew(tx: &Tx, row: invitation::Model, token: &Token) -> Result<(), Error> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.token_hash = Set(token.hash());
    row.sent_at = Set(tx.now());
    row.expires_at = Set(expires_at(tx.now()));
    row.status = Set(InvitationStatus::Pending);
    row.ended_at = Set(None);
    row.updated_at = Set(tx.now());
    row.version = Set(version);
    row.update(tx.db()).await?;
    Ok(())
}

/// Ends a waiting invitation. `false` when it had ended already.
pub(super) async fn end(tx: &Tx, id: InvitationId, status: InvitationStatus) -> Result<bool, Error> {
    set_ended(tx, id, status, None).await
}

/// Ends a waiting invitation by the account that came of it. `false` when it had ended already.
pub(super) async fn accepted(tx: &Tx, id: InvitationId, account: AccountId) -> Result<bool, Error> {
    set_ended(tx, id, InvitationStatus::Accepted, Some(account)).await
}

async fn set_ended(
    tx: &Tx,
    id: InvitationId,
    status: InvitationStatus,
    account: Option<AccountId>,
) -> Result<bool, Error> {
    let ended = invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            status: Set(status),
            ended_at: Set(Some(tx.now())),
            updated_at: Set(tx.now()),
            account_id: Set(account),
            ..Default::default()
        })
        .filter(invitation::Column::OrganisationId.eq(tx.organisation()))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::Status.eq(InvitationStatus::Pending))
        .exec(tx.db())
        .await?;
    Ok(ended.rows_affected == 1)
}
