//! How accounts, their names and their links to set a new password are kept.

use domain::access::Flags;
use domain::account::{Email, Lockout};
use domain::audit::AuditAction;
use domain::id::{AccountId, OrganisationId, PasswordResetId, PersonNameId, PersonalValueId};
use domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect,
};

use crate::cx::{Scope, Tx};
use crate::entity::{account, audit_entry, carer, organisation, password_reset, person_name};
use crate::outbox::Mail;
use crate::token::{Token, fresh_uuid};
use crate::{Cx, Error, lockout};

/// The account of an address, in whichever organisation (R-SIN-2).
pub(super) async fn by_email(cx: &Cx, email: &Email) -> Result<Option<account::Model>, Error> {
    Ok(account::Entity::find()
        .filter(account::Column::EmailKey.eq(email.key()))
        .filter(account::Column::DeletionId.is_null())
        .one(cx.identities())
        .await?)
}

/// An account that a session or a link has named.
pub(super) async fn by_id(cx: &Cx, id: AccountId) -> Result<Option<account::Model>, Error> {
    Ok(account::Entity::find_by_id(id).one(cx.identities()).await?)
}

/// The name of an organisation, which no password may hold.
pub(super) async fn organisation_name(cx: &Cx, id: OrganisationId) -> Result<String, Error> {
    let row = organisation::Entity::find_by_id(id).one(cx.identities()).await?;
    row.map(|row| row.name).ok_or_else(|| Error::inconsistent("organisation", id, "is missing"))
}

/// The time zone of an organisation, for a page that nobody is signed in to.
pub(super) async fn zone_name(cx: &Cx, id: OrganisationId) -> Result<String, Error> {
    let row = organisation::Entity::find_by_id(id).one(cx.identities()).await?;
    row.map(|row| row.time_zone).ok_or_else(|| Error::inconsistent("organisation", id, "is missing"))
}

/// Whether a password is checked at all: not for an inactive account, nor during a lock (R-SIN-4).
pub(super) fn may_try(account: &account::Model, now: Instant) -> bool {
    account.active && account.deletion_id.is_none() && !lockout::of(account).is_locked(now)
}

/// The extra rights of an account.
pub(crate) const fn flags(account: &account::Model) -> Flags {
    Flags {
        can_manage_admins: account.can_manage_admins,
        can_view_audit: account.can_view_audit,
        can_erase: account.can_erase,
        can_manage_settings: account.can_manage_settings,
    }
}

/// Reads an account and holds its row until the write ends.
pub(crate) async fn lock(tx: &Tx, id: AccountId) -> Result<account::Model, Error> {
    let row = tx.find::<account::Entity>().filter(account::Column::Id.eq(id)).lock_exclusive();
    row.one(tx.db()).await?.ok_or(Error::NotFound)
}

/// The same password at other costs.
pub(super) async fn set_hash(tx: &Tx, account: account::Model, hash: String) -> Result<(), Error> {
    let mut row = account.into_active_model();
    row.password_hash = Set(Some(hash));
    row.update(tx.db()).await?;
    Ok(())
}

/// Another password. The epoch moves on, so that a sign-in checked against the old one opens nothing (V5).
pub(super) async fn set_password(
    tx: &Tx,
    account: account::Model,
    hash: String,
    lockout: Lockout,
) -> Result<(), Error> {
    let epoch = account.epoch + 1;
    let mut row = account.into_active_model();
    row.password_hash = Set(Some(hash));
    row.epoch = Set(epoch);
    row.updated_at = Set(tx.now());
    lockout::write(&mut row, lockout);
    row.update(tx.db()).await?;
    Ok(())
}

/// Failed and refused sign-ins of an account since its last success.
pub(super) async fn failures_since_success(tx: &Tx, account: &account::Model) -> Result<u64, Error> {
    Ok(tx
        .find::<audit_entry::Entity>()
        .filter(audit_entry::Column::EntityId.eq(account.id.0))
        .filter(audit_entry::Column::Action.eq(AuditAction::SignInFailed.name()))
        .filter(audit_entry::Column::At.gt(account.last_sign_in_at.unwrap_or(Instant(0))))
        .count(tx.db())
        .await?)
}

/// Adds a name to the directory of names, from now on.
pub(crate) async fn insert_name(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
    account: AccountId,
    name: &str,
    now: Instant,
) -> Result<(), Error> {
    person_name::ActiveModel {
        id: Set(PersonNameId(fresh_uuid(now))),
        organisation_id: Set(organisation),
        created_at: Set(now),
        account_id: Set(account),
        name: Set(Some(name.to_owned())),
        from_at: Set(now),
    }
    .insert(db)
    .await?;
    Ok(())
}

/// Whether another carer of the organisation has a pseudonym.
pub(super) async fn is_pseudonym_taken(tx: &Tx, pseudonym: &str) -> Result<bool, Error> {
    let others = tx.find::<carer::Entity>().filter(carer::Column::Pseudonym.eq(pseudonym));
    Ok(others.one(tx.db()).await?.is_some())
}

/// The request for a new password that a token belongs to, used or not.
pub(super) async fn reset_of(cx: &Cx, token: &Token) -> Result<Option<password_reset::Model>, Error> {
    let found = password_reset::Entity::find().filter(password_reset::Column::TokenHash.eq(token.hash()));
    Ok(found.one(cx.identities()).await?)
}

/// How many links an account was sent since a moment.
pub(super) async fn resets_since(tx: &Tx, account: AccountId, since: Instant) -> Result<u64, Error> {
    Ok(tx
        .find::<password_reset::Entity>()
        .filter(password_reset::Column::AccountId.eq(account))
        .filter(password_reset::Column::CreatedAt.gt(since))
        .count(tx.db())
        .await?)
}

/// Ends the link that waits, if there is one: a newer one takes its place, or the password was set.
pub(crate) async fn end_resets(tx: &Tx, account: AccountId) -> Result<(), Error> {
    password_reset::Entity::update_many()
        .set(password_reset::ActiveModel { used_at: Set(Some(tx.now())), ..Default::default() })
        .filter(password_reset::Column::OrganisationId.eq(tx.organisation()))
        .filter(password_reset::Column::AccountId.eq(account))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(tx.db())
        .await?;
    tx.recall_from(account, Mail::PASSWORD_RESET).await
}

/// Stores a link by the hash of its token.
pub(super) async fn insert_reset(
    tx: &Tx,
    account: AccountId,
    token: &Token,
    expires_at: Instant,
    origin: PersonalValueId,
) -> Result<(), Error> {
    password_reset::ActiveModel {
        id: Set(tx.fresh(PasswordResetId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        account_id: Set(account),
        token_hash: Set(token.hash()),
        expires_at: Set(expires_at),
        used_at: Set(None),
        origin_id: Set(origin),
    }
    .insert(tx.db())
    .await?;
    Ok(())
}

/// Uses a link up. `false` when somebody was faster (AU9).
pub(super) async fn use_reset(tx: &Tx, id: PasswordResetId) -> Result<bool, Error> {
    let used = password_reset::Entity::update_many()
        .set(password_reset::ActiveModel { used_at: Set(Some(tx.now())), ..Default::default() })
        .filter(password_reset::Column::OrganisationId.eq(tx.organisation()))
        .filter(password_reset::Column::Id.eq(id))
        .filter(password_reset::Column::UsedAt.is_null())
        .filter(password_reset::Column::ExpiresAt.gt(tx.now()))
        .exec(tx.db())
        .await?;
    Ok(used.rows_affected == 1)
}
