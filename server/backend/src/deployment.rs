//! What the deployment knows about itself: its key, whether it has an organisation, and the code of the first set-up.

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::SetupCodeId;
use domain::time::Instant;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter,
    QuerySelect,
};
use subtle::ConstantTimeEq;

use crate::audit::Entry;
use crate::cx::{RESERVED, Scope};
use crate::db::Db;
use crate::entity::{deployment, organisation, setup_code};
use crate::keys::{KEY_NUMBER, Keys, Purpose};
use crate::token::Token;
use crate::{Cx, Error};

/// Compares the key with the database's check value, or notes that value when there is none yet (domain §9).
/// `false` means that the data was sealed with another key.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn enrol(db: &Db, keys: &Keys, now: Instant) -> Result<bool, Error> {
    let check = keys.mac(Purpose::Check, &[])?.to_vec();
    let find = || deployment::Entity::find_by_id(i32::from(KEY_NUMBER)).one(db.writer());
    let known = if let Some(known) = find().await? {
        known
    } else {
        let first = deployment::ActiveModel {
            key_number: Set(KEY_NUMBER.into()),
            created_at: Set(now),
            check_value: Set(check.clone()),
        };
        // Two nodes may start at once with two keys: the first to write is right.
        deployment::Entity::insert(first)
            .on_conflict(OnConflict::column(deployment::Column::KeyNumber).do_nothing().to_owned())
            .exec_without_returning(db.writer())
            .await?;
        find().await?.ok_or_else(|| Error::inconsistent("deployment", KEY_NUMBER, "is missing"))?
    };
    Ok(known.check_value.ct_eq(&check).into())
}

/// Whether there is no organisation yet, so that set-up is open (R-GEN-17).
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn is_empty(db: &DatabaseConnection) -> Result<bool, Error> {
    let any = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .filter(organisation::Column::Id.ne(RESERVED))
        .into_tuple::<domain::id::OrganisationId>()
        .one(db)
        .await?;
    Ok(any.is_none())
}

/// A new one-time code for the first set-up. It is kept as a hash, and only the newest counts (R-GEN-17). `None` once
/// an organisation exists.
///
/// # Errors
/// [`Error::Database`] when the database is away.
pub async fn setup_code(cx: &Cx) -> Result<Option<Token>, Error> {
    if !is_empty(cx.platform().db.reader()).await? {
        return Ok(None);
    }
    let tx = cx.system(RESERVED, cx.zone).write(Action::RunJob).await?;
    setup_code::Entity::delete_many().filter(setup_code::Column::UsedAt.is_null()).exec(tx.db()).await?;
    let code = Token::random()?;
    let id = tx.fresh(SetupCodeId);
    setup_code::ActiveModel {
        id: Set(id),
        created_at: Set(tx.now()),
        code_hash: Set(code.hash()),
        used_at: Set(None),
    }
    .insert(tx.db())
    .await?;
    // It is the invitation of the first admin, whoever that will be.
    let made = Entry::new(AuditAction::InvitationSent).about("setup_code", id.0);
    tx.commit(made).await?;
    Ok(Some(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Service;

    #[tokio::test]
    async fn cr4_the_first_key_is_noted_and_another_is_refused() {
        let service = Service::empty().await;
        let db = &service.platform.db;
        let enrolled = async |byte| enrol(db, &Keys::new(&[byte; 32]), service.now()).await.unwrap();
        assert!(enrolled(1).await);
        assert!(enrolled(1).await);
        assert!(!enrolled(2).await, "a wrong key");
    }

    #[tokio::test]
    async fn cr4_of_two_keys_enrolled_at_once_one_is_right() {
        let service = Service::empty().await;
        let enrol =
            async |byte| enrol(&service.platform.db, &Keys::new(&[byte; 32]), service.now()).await.unwrap();
        let (one, two) = tokio::join!(enrol(1), enrol(2));
        assert!(one ^ two, "{one} {two}");
    }

    #[tokio::test]
    async fn r_gen_17_a_code_is_kept_as_a_hash_and_refused_once_an_organisation_exists() {
        let service = Service::empty().await;
        let first = setup_code(&service.nobody()).await.unwrap().expect("a code");
        let second = setup_code(&service.nobody()).await.unwrap().expect("a newer one");
        assert_ne!(first.hash(), second.hash());
        let kept = setup_code::Entity::find().all(service.platform.db.reader()).await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|row| row.code_hash).collect();
        assert_eq!(kept, [second.hash()], "the newer one takes the place of the older");

        service.another_organisation("Larkfield Care").await;
        assert!(setup_code(&service.nobody()).await.unwrap().is_none());
    }
}
