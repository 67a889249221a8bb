//! How organisations, their first statement and the code of set-up are kept.

use domain::id::{AccountId, AcknowledgmentTextId, OrganisationId};
use domain::time::{Instant, Zone};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use subtle::ConstantTimeEq;

use crate::cx::{RESERVED, Scope, Tx};
use crate::entity::{acknowledgment_text, organisation, setup_code};
use crate::token::{Token, fresh_uuid};
use crate::{Cx, Error, audit};

use super::FIRST_STATEMENT;

/// Lets one set-up at a time go on, whatever code it brings.
pub(super) async fn hold_set_up(tx: &Tx) -> Result<(), Error> {
    let reserved = organisation::Entity::find_by_id(RESERVED).lock_exclusive().one(tx.db()).await?;
    reserved.map(drop).ok_or_else(|| Error::inconsistent("organisation", RESERVED, "is missing"))
}

/// Holds the row of the write's organisation. The key itself stays free, so that others may refer to it.
pub(super) async fn hold(tx: &Tx) -> Result<(), Error> {
    let row = organisation::Entity::find_by_id(tx.organisation()).lock(LockType::NoKeyUpdate);
    let found = row.one(tx.db()).await?;
    found.map(drop).ok_or_else(|| Error::inconsistent("organisation", tx.organisation(), "is missing"))
}

/// Whether the write that makes an organisation makes the first one.
pub(super) async fn is_first(tx: &Tx) -> Result<bool, Error> {
    let others = organisation::Entity::find().filter(organisation::Column::Id.ne(RESERVED));
    Ok(others.one(tx.db()).await?.is_none())
}

/// Whether a code is the newest and unused. Only its hash is kept.
pub(super) async fn is_newest(cx: &Cx, code: &Token) -> Result<bool, Error> {
    let newest = newest(cx.identities()).await?;
    Ok(newest.is_some_and(|row| row.used_at.is_none() && row.code_hash.ct_eq(&code.hash()).into()))
}

/// Uses a code up. `false` when it was used or replaced since it was looked at.
pub(super) async fn use_code(tx: &Tx, code: &Token) -> Result<bool, Error> {
    let Some(row) = newest(tx.db()).await? else { return Ok(false) };
    let used = setup_code::Entity::update_many()
        .set(setup_code::ActiveModel { used_at: Set(Some(tx.now())), ..Default::default() })
        .filter(setup_code::Column::Id.eq(row.id))
        .filter(setup_code::Column::CodeHash.eq(code.hash()))
        .filter(setup_code::Column::UsedAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(used.rows_affected == 1)
}

/// Where alerts about people go whom no account is known of: to the one organisation there is, so that somebody reads
/// them (R-ALT-1). With several they stay with the deployment.
pub(crate) async fn of_strangers(cx: &Cx) -> Result<OrganisationId, Error> {
    let active = organisation::Entity::find()
        .filter(organisation::Column::Id.ne(RESERVED))
        .filter(organisation::Column::Active.eq(true))
        .limit(2);
    match active.all(cx.identities()).await?.as_slice() {
        [only] => Ok(only.id),
        _ => Ok(RESERVED),
    }
}

async fn newest(db: &impl ConnectionTrait) -> Result<Option<setup_code::Model>, Error> {
    let codes = setup_code::Entity::find().order_by_desc(setup_code::Column::CreatedAt);
    Ok(codes.order_by_desc(setup_code::Column::Id).one(db).await?)
}

/// Stores an organisation and the head of its audit chain.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    id: OrganisationId,
    name: &str,
    zone: Zone,
    now: Instant,
) -> Result<(), Error> {
    organisation::ActiveModel {
        id: Set(id),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
        name: Set(name.to_owned()),
        time_zone: Set(zone.name().to_owned()),
        logo: Set(None),
        active: Set(true),
    }
    .insert(db)
    .await?;
    audit::begin_chain(db, id).await
}

/// Stores our own wording as statement number 1.
pub(crate) async fn insert_statement(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
    by: AccountId,
    now: Instant,
) -> Result<(), Error> {
    acknowledgment_text::ActiveModel {
        id: Set(AcknowledgmentTextId(fresh_uuid(now))),
        organisation_id: Set(organisation),
        created_at: Set(now),
        number: Set(1),
        body: Set(FIRST_STATEMENT.to_owned()),
        published_by: Set(by),
    }
    .insert(db)
    .await?;
    Ok(())
}
