//! Entering the demo as one of its people, without a password. There is no such way in anywhere else (AU11).

use domain::access::{Action, Role};
use domain::id::AccountId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::sample::Sample;
use crate::cx::{Mode, RESERVED};
use crate::entity::account;
use crate::session::SignIn;
use crate::{Cx, Error};

/// Somebody to enter as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrance {
    /// The account.
    pub id: AccountId,
    /// The person's name.
    pub name: String,
    /// Admin or carer.
    pub role: Role,
    /// What there is to see, for those that the tour begins with.
    pub label: Option<String>,
}

/// Everybody of the demo: first those that the tour begins with, in its order, then the others by name.
///
/// # Errors
/// [`Error::NotFound`] outside the demo.
pub async fn entrances(cx: &Cx) -> Result<Vec<Entrance>, Error> {
    let provider = Sample::read()?.provider;
    let rows = people(cx)?.order_by_asc(account::Column::NameKey).all(cx.identities()).await?;
    let place = |row: &account::Model| {
        let email = row.email.as_deref().unwrap_or_default();
        let is_his = |key: &str| provider.person(key).is_ok_and(|(_, address)| address == email);
        provider.sign_in.iter().position(|entrance| is_his(&entrance.account))
    };
    let mut found: Vec<_> = rows.into_iter().map(|row| (place(&row).unwrap_or(usize::MAX), row)).collect();
    found.sort_by_key(|(place, _)| *place);
    let label = |place: usize| provider.sign_in.get(place).map(|entrance| entrance.label.clone());
    let entrance = |(place, row): (usize, account::Model)| Entrance {
        id: row.id,
        name: row.name,
        role: row.role,
        label: label(place),
    };
    Ok(found.into_iter().map(entrance).collect())
}

/// A sign-in as somebody of the demo. It opens a session like one with a password.
///
/// # Errors
/// [`Error::NotFound`] outside the demo, and when there is nobody of that id.
pub async fn enter(cx: &Cx, account: AccountId) -> Result<SignIn, Error> {
    let found = people(cx)?.filter(account::Column::Id.eq(account)).one(cx.identities()).await?;
    let found = found.ok_or(Error::NotFound)?;
    Ok(SignIn {
        account: found.id,
        organisation: found.organisation_id,
        epoch: found.epoch,
        shared_device: false,
        ip: cx.client.ip.clone(),
        agent: cx.client.agent.clone(),
    })
}

/// The live accounts, in the demo only. Nobody else's server answers this.
fn people(cx: &Cx) -> Result<sea_orm::Select<account::Entity>, Error> {
    let is_allowed = cx.actor.may(Action::EnterDemo, cx.organisation).is_ok();
    if cx.platform().mode != Mode::Demo || !is_allowed {
        return Err(Error::NotFound);
    }
    Ok(account::Entity::find()
        .filter(account::Column::OrganisationId.ne(RESERVED))
        .filter(account::Column::DeletionId.is_null())
        .filter(account::Column::Active.eq(true)))
}
